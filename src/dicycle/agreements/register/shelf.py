"""Where the register is kept: documents, releases and judgements as cards of a ledger; nothing is ever written over.

Keys begin with the microsecond of taking in. One transaction writes at a time, and a key is chosen inside it, later
than all before: so the order of keys is the order of work, whoever did it and whatever a clock says.
"""

import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Final, Generic, Protocol, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from dicycle.agreements.register.model import Judgement, Kept

DOCUMENT: Final = "agreements-document"
RELEASE: Final = "agreements-release"
JUDGEMENT: Final = "agreements-judgement"
_DIGITS: Final = 17

_S = TypeVar("_S", bound=Struct)


class CardWriting(Protocol):
    """What can be done inside one durable transaction."""

    def put_card(self, box: str, key: str, body: bytes | None) -> None:
        """Keep a record in a box under a key."""


class Cards(Protocol):
    """The part of a ledger's store that the register needs."""

    def card(self, box: str, key: str) -> bytes | None:
        """Return a record."""

    def cards(self, box: str, size: int | None = None, after: str = "") -> list[tuple[str, bytes]]:
        """Return (key, record) of a box in the order of keys, after a key."""

    def writing(self) -> AbstractContextManager[CardWriting]:
        """Return a transaction."""


class Original(Struct, frozen=True):
    """A document as it was given: its bytes are compressed in the card after this header."""

    name: str
    media_type: str | None
    size: int
    taken: str
    by: str = ""


class _Box(Generic[_S]):
    """Cards of one box, read once: nothing is written over, and what is new comes after what was there."""

    def __init__(self, cards: Cards, name: str, kind: type[_S]) -> None:
        self._cards, self._name, self._kind = cards, name, kind
        self._last = ""
        self.read: dict[str, _S] = {}
        self.unreadable: list[str] = []

    def fetch(self) -> list[_S]:
        """Read what was added; return it. A card that this version cannot read is left out, and named."""
        return [card for key, body in self._cards.cards(self._name, None, self._last) for card in self._card(key, body)]

    def _card(self, key: str, body: bytes) -> Iterator[_S]:
        self._last = key
        try:
            self.read[key] = msgspec.json.decode(body, type=self._kind)
        except msgspec.MsgspecError:
            self.unreadable.append(key)
        else:
            yield self.read[key]

    def moment(self, now: int) -> str:
        """Return how the key of the next card begins, if all were read: never before those that are there."""
        last = self._last[:_DIGITS]
        return f"{max(now, int(last) + 1 if last.isdecimal() else 0, 0):0{_DIGITS}d}"

    @property
    def state(self) -> str:
        """Return what changes whenever a card is added."""
        return self._last


class Shelf:
    """Documents, releases and judgements of a ledger."""

    def __init__(self, cards: Cards) -> None:
        self._cards = cards
        self._releases, self._judgements = _Box(cards, RELEASE, Kept), _Box(cards, JUDGEMENT, Judgement)
        self._readings: dict[str, list[Kept]] = {}

    def put(self, document: tuple[Original, bytes], kept: Kept, now: int, *, again: bool = False) -> bool:
        """Keep a release, and its document if it is new, in one transaction; `now` is in microseconds.

        Return False, and keep nothing, where a release of the document is there already, unless `again`.
        """
        packed = _packed(*document)
        with self._cards.writing() as writing:
            if self.readings(kept.document) and not again:
                return False
            moment = self._releases.moment(now)
            if self._cards.card(DOCUMENT, kept.document) is None:
                writing.put_card(DOCUMENT, kept.document, packed)
            writing.put_card(RELEASE, f"{moment}-{kept.document[:12]}", msgspec.json.encode(kept))
        return True

    def judge(self, judgement: Judgement, now: int) -> Judgement:
        """Keep what a person decided, under an id later than all before; `now` is in microseconds."""
        with self._cards.writing() as writing:
            self._judgements.fetch()
            moment = self._judgements.moment(now)
            kept = replace(judgement, id=f"{moment}-{judgement.one}-{judgement.other}")
            writing.put_card(JUDGEMENT, kept.id, msgspec.json.encode(kept))
        return kept

    def original(self, sha256: str) -> tuple[Original, bytes] | None:
        """Return a document as it was given."""
        card = self._cards.card(DOCUMENT, sha256)
        return None if card is None else _unpacked(card)

    def kept(self) -> list[Kept]:
        """Return all releases, numbered in the order in which they were taken in."""
        self._fetch()
        return sorted((one for some in self._readings.values() for one in some), key=lambda one: one.number)

    def readings(self, sha256: str) -> list[Kept]:
        """Return the releases of a document, the latest last."""
        self._fetch()
        return list(self._readings.get(sha256, ()))

    def judgements(self) -> list[Judgement]:
        """Return all judgements, in the order in which they were given."""
        self._judgements.fetch()
        return list(self._judgements.read.values())

    def unreadable(self) -> tuple[str, ...]:
        """Return the keys of cards that a newer version wrote and this one cannot read."""
        return (*self._releases.unreadable, *self._judgements.unreadable)

    def state(self) -> tuple[str, str]:
        """Return what changes whenever anything is added."""
        self._fetch()
        self._judgements.fetch()
        return self._releases.state, self._judgements.state

    def _fetch(self) -> None:
        number = len(self._releases.read)
        for added, one in enumerate(self._releases.fetch(), number + 1):
            self._readings.setdefault(one.document, []).append(replace(one, number=added))


def _packed(original: Original, data: bytes) -> bytes:
    header = msgspec.json.encode(original)
    return len(header).to_bytes(4, "big") + header + zlib.compress(data, 6)


def _unpacked(card: bytes) -> tuple[Original, bytes]:
    size = int.from_bytes(card[:4], "big")
    original = msgspec.json.decode(card[4 : 4 + size], type=Original)
    return original, zlib.decompress(card[4 + size :], bufsize=max(1, original.size))
