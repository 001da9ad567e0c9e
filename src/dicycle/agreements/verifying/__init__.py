"""The Verifier: every value quotes its document and is derived again from its quote, or it is dropped."""

from dicycle.agreements.verifying.verifier import verify as verify
