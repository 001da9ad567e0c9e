"""Chinese: its names, acts and subjects."""

from dicycle.agreements.extracting.parts import Tongue


def tongue() -> Tongue:
    """Return the Chinese of agreements."""
    from dicycle.agreements.languages.zh.chinese import Chinese

    return Chinese()
