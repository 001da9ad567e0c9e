"""What the English passages are made of; they score nothing about unseen text, they keep what once worked."""

from typing import NamedTuple


class Want(NamedTuple):
    """A record that a passage tells: parties as they are named most fully."""

    kind: str
    status: str
    parties: tuple[str, ...] = ()
    tags: tuple[str, ...] | None = None
    event: str | None = None
    site: str | None = None
    others: tuple[tuple[str, str], ...] = ()
    historical: bool = False
    number: int | None = None


class Passage(NamedTuple):
    """A text and what it tells."""

    name: str
    text: str
    wants: tuple[Want, ...]
