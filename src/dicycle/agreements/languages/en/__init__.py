"""English: names, acts and subjects of its documents."""

from functools import cache

from dicycle.agreements.extracting.parts import Tongue


@cache
def tongue() -> Tongue:
    """Return the English tongue."""
    from dicycle.agreements.languages.en.english import English

    return English()
