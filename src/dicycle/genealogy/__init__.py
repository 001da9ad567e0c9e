"""Where a thing came from, where it went, and what is in it, computed from events alone."""
