"""The worker that delivers reports to subscribers (`worker`), and the HTTP by which it does (`sending`)."""
