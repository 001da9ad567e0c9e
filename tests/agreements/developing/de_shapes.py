"""What an invented German text is to tell."""

from typing import NamedTuple


class Told(NamedTuple):
    """A record that a passage tells: kinds that are right (first the best), its parties, how far it went.

    `figures` are all its amounts ("40000000 EUR|25000 t/a|120 jobs"), `date` its day, where a passage is about them.
    """

    kinds: str
    parties: str = ""
    status: str = "signed"
    event: str | None = None
    sited: str | None = None
    tags: str = ""
    historical: bool = False
    number: int | None = None
    figures: str | None = None
    date: str | None = None


class Passage(NamedTuple):
    """A text and its records."""

    name: str
    text: str
    told: tuple[Told, ...] = ()
