"""Refusals of files of test records, each with a sentence."""

from dicycle.errors import InvalidInput


def refused(code: str, sentence: str, where: str, advice: str = "") -> InvalidInput:
    """Return the error to raise: `code` without its first part, "records."."""
    return InvalidInput.because(f"records.{code}", sentence, where, advice)
