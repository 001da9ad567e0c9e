"""Where inspections are kept: cards of a ledger, one an entry; the number of an entry is chosen in its transaction.

Two boxes are indexes over the rest: which inspections are open, and which events the ledger was not told yet. A card
leaves them in the same transaction in which the entry that ends the matter is kept, so they are always right.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Final, Protocol

import msgspec
from msgspec.structs import replace

from dicycle.errors import NotFound, StoreError
from dicycle.findings import Finding
from dicycle.health.inspecting.before import cancelled_since
from dicycle.health.inspecting.model import BOX, Begun, Cancelled, Carried, Entry, Finished, Inspection, Numbered
from dicycle.ledger.stored import StoredEvent

OPEN: Final = f"{BOX}-open"
UNTOLD: Final = f"{BOX}-untold"
CERTIFICATE: Final = f"{BOX}-certificate"
OF_UNIT: Final = f"{BOX}-of-unit"
_DIGITS: Final = 6
_TIME_DIGITS: Final = 17

Check = Callable[[Inspection], None]
"""What must be so for an entry to be kept; it raises what is wrong."""


class CardWriting(Protocol):
    """What can be done inside one durable transaction."""

    def put_card(self, box: str, key: str, body: bytes | None) -> None:
        """Keep a record in a box under a key."""


class Cards(Protocol):
    """The part of a ledger's store that inspections need."""

    def card(self, box: str, key: str) -> bytes | None:
        """Return a record."""

    def cards(self, box: str, size: int | None = None, after: str = "") -> list[tuple[str, bytes]]:
        """Return (key, record) of a box in the order of keys, after a key."""

    def writing(self) -> AbstractContextManager[CardWriting]:
        """Return a transaction."""


class Store(Cards, Protocol):
    """The part of a ledger's store that inspections need, with its events."""

    def events_of(self, item: str) -> list[StoredEvent]:
        """Return the events that touch a thing."""

    def names(self, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Return what master data says of things: attribute -> value."""


class Shelf:
    """The inspections of a ledger."""

    def __init__(self, cards: Cards) -> None:
        self._cards = cards

    def begin(self, begun: Begun, id: str) -> tuple[str, bool]:
        """Keep the beginning of an inspection, and return its id and that it is new.

        Where one of the unit goes on, or it is the same again, nothing is kept and that one's id is returned.
        """
        with self._cards.writing() as writing:
            others = self.of_unit(begun.unit)
            for other in others:
                if salt_of(other) == salt_of(id) or self._cards.card(OPEN, other) is not None:
                    return other, False
            id = _after(id, others)
            body = msgspec.json.encode(replace(begun, after=cancelled_since(map(self.read, others))))
            writing.put_card(BOX, id, body)
            writing.put_card(OPEN, id, body)
            writing.put_card(f"{OF_UNIT}:{begun.unit}", id, b"{}")
        return id, True

    def add(self, id: str, entry: Entry, check: Check) -> Numbered:
        """Keep an entry behind those that are there; one that is there already is returned as it was kept."""
        with self._cards.writing() as writing:
            there = self.read(id)
            known = next((one for one in there.entries if one.entry == entry), None)
            if known is not None:
                return known
            check(there)
            if isinstance(entry, Carried):
                writing.put_card(UNTOLD, id, b"{}")
            return self._put(writing, id, Numbered(len(there.entries), entry))

    def finish(self, id: str, entry: Finished, certificate: bytes, check: Check) -> Finished:
        """Keep how an inspection ended, with its certificate; one that ended already stays as it ended."""
        with self._cards.writing() as writing:
            there = self.read(id)
            if there.finished:
                return there.finished
            check(there)
            writing.put_card(CERTIFICATE, entry.certificate, certificate)
            writing.put_card(UNTOLD, id, b"{}")
            self._put(writing, id, Numbered(len(there.entries), entry))
        return entry

    def _put(self, writing: CardWriting, id: str, one: Numbered) -> Numbered:
        writing.put_card(f"{BOX}:{id}", f"{one.number:0{_DIGITS}d}", msgspec.json.encode(one.entry))
        if isinstance(one.entry, Cancelled | Finished):
            writing.put_card(OPEN, id, None)
        return one

    def told(self, there: Inspection) -> None:
        """Remember that the ledger has the events of an inspection, unless something was added to it meanwhile."""
        with self._cards.writing() as writing:
            if len(self.read(there.id).entries) == len(there.entries):
                writing.put_card(UNTOLD, there.id, None)

    def untold(self) -> list[str]:
        """Return the inspections that told the ledger something which it may not have."""
        return [id for id, _ in self._cards.cards(UNTOLD)]

    def read(self, id: str) -> Inspection:
        """Return an inspection; raises NotFound, or StoreError if a newer version wrote it."""
        first = self._cards.card(BOX, id)
        if first is None:
            sentence = f"There is no inspection {id[:80]!r}."
            raise NotFound(Finding("inspection.unknown", sentence, advice="Look it up among the open ones."))
        cards = self._cards.cards(f"{BOX}:{id}")
        try:
            begun = msgspec.json.decode(first, type=Begun)
            entries = tuple(Numbered(int(key), msgspec.json.decode(body, type=Entry)) for key, body in cards)
        except msgspec.DecodeError as wrong:
            sentence = f"The inspection {id!r} cannot be read: {wrong}."
            raise StoreError.because("inspection.unreadable", sentence, id, "Use the version that wrote it.") from None
        return Inspection(id=id, begun=begun, entries=entries)

    def open(self) -> list[str]:
        """Return the ids of all open inspections, the oldest first."""
        return [id for id, _ in self._cards.cards(OPEN)]

    def of_unit(self, unit: str) -> list[str]:
        """Return the ids of all inspections of a unit, the oldest first."""
        return [id for id, _ in self._cards.cards(f"{OF_UNIT}:{unit}")]

    def certificate(self, digest: str) -> bytes | None:
        """Return the bytes of a certificate by its id."""
        return self._cards.card(CERTIFICATE, digest)


def salt_of(id: str) -> str:
    """Return the part of an id that says what was begun, not when."""
    return id.partition("-")[2]


def _after(id: str, others: Sequence[str]) -> str:
    """Return an id that comes behind those of the unit: clocks of devices differ, and what begins last is the last."""
    last = max(others, default="")
    return id if id > last else key_of(int(last[:_TIME_DIGITS]) + 1, salt_of(id))


def key_of(micros: int, salt: str) -> str:
    """Return the id of an inspection that begins at a microsecond: ids go by time, and two of one moment differ."""
    return f"{max(micros, 0):0{_TIME_DIGITS}d}-{salt}"
