"""Explicit allocation: what an event says of which input, or which claim, goes to which output.

The event key ``dcy:allocation`` of a TransformationEvent::

    "dcy:allocation": [
      {"dcy:item": "<an output>", "dcy:from": "<an input>", "dcy:elements": {"Co": 12.5}},
      {"dcy:item": "<an output>", "dcy:origin": "post_consumer", "dcy:elements": {"Co": 10}}
    ]

``dcy:from`` says of which input the output is made (identity preserved); ``dcy:origin`` says what is claimed for it out
of the site's account (credit): a kind of feed, or a kind and a place. Elements are in kilograms; without
``dcy:elements`` it is as much of every element as there is.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from dicycle.findings import Finding
from dicycle.genealogy.custody.amounts import FINE
from dicycle.identifiers import canonical
from dicycle.ledger.context import ours
from dicycle.ledger.stored import StoredEvent
from dicycle.units.exact import exact
from dicycle.vocabulary import ALLOCATION, ELEMENTS_OF, FEEDS, FROM, ITEM, ORIGIN


class Entry(NamedTuple):
    """To `item` goes `mass` (femtograms; None: what there is) of `element` (None: of every one).

    Either of the input `source`, or of the claims of `origin`.
    """

    item: str
    source: str | None
    origin: str | None
    element: str | None = None
    mass: int | None = None


Allocations = Mapping[str, tuple[Entry, ...]]
"""Event id -> what it allocates, in its order."""


def allocations_of(events: Iterable[StoredEvent]) -> tuple[dict[str, tuple[Entry, ...]], list[Finding]]:
    """Return what events allocate, and findings about entries that cannot be read."""
    found: dict[str, tuple[Entry, ...]] = {}
    wrong: list[Finding] = []
    for stored in events:
        if ALLOCATION.encode() in stored.body and ours(stored.context):
            entries, more = read_entries(stored.value.get(ALLOCATION), stored.event_id)
            found[stored.event_id] = entries
            wrong += more
    return found, wrong


def read_entries(value: Any, event: str) -> tuple[tuple[Entry, ...], list[Finding]]:
    """Return the entries of one ``dcy:allocation``, and findings about what cannot be read."""
    entries: list[Entry] = []
    wrong: list[Finding] = []
    for at, one in enumerate(value if isinstance(value, list) else [value]):
        read = list(_entry(one)) if isinstance(one, dict) else []
        entries += read
        if not read:
            sentence = f"Entry {at + 1} of {ALLOCATION} does not say which input or claim goes to which output."
            advice = f"An entry has {ITEM} and either {FROM} or {ORIGIN}; masses are kilograms in {ELEMENTS_OF}."
            wrong.append(Finding("custody.allocation-unclear", sentence, event, advice=advice))
    return tuple(entries), wrong


def _entry(said: dict[str, Any]) -> Iterator[Entry]:
    item, source, origin = (_name(said.get(key)) for key in (ITEM, FROM, ORIGIN))
    if origin is not None and origin.partition(":")[0] not in FEEDS:
        return
    if item is None or (source is None) == (origin is None):
        return
    masses = said.get(ELEMENTS_OF)
    if masses is None:
        yield Entry(item, source, origin)
    for element, number in masses.items() if isinstance(masses, dict) else ():
        mass = exact(number)
        if mass is not None and mass[1] >= 0:
            yield Entry(item, source, origin, element, int(mass[1] * FINE))


def _name(text: Any) -> str | None:
    if not isinstance(text, str) or not text:
        return None
    kind, colon, place = text.partition(":")
    return f"{kind}:{canonical(place)}" if colon and kind in FEEDS else canonical(text)
