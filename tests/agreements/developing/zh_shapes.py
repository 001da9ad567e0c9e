"""What an invented Chinese text is to tell."""

from typing import NamedTuple


class Want(NamedTuple):
    """A record that a passage tells: kind, status and its parties by name."""

    kind: str
    status: str
    parties: tuple[str, ...] = ()
    historical: bool = False


class Telling(NamedTuple):
    """A short text and what its records tell, in the order of the text; money, capacities and jobs of all together."""

    name: str
    text: str
    dates: tuple[str | None, ...] = ()
    events: tuple[str | None, ...] = ()
    sites: tuple[str | None, ...] = ()
    tags: tuple[str, ...] = ()
    amounts: tuple[int, ...] = ()
    statuses: tuple[str, ...] = ()


class Passage(NamedTuple):
    """A short text and what it tells."""

    name: str
    text: str
    wants: tuple[Want, ...] = ()
