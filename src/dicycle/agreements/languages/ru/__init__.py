"""Russian: names, acts and the rest that depends on its words."""

from dicycle.agreements.extracting.parts import Tongue


def tongue() -> Tongue:
    """Return the Russian tongue."""
    from dicycle.agreements.languages.ru.russian import Russian

    return Russian()
