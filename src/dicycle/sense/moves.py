"""Rules on journeys: what leaves, arrives and is collected, under which business documents."""

from typing import Final, Protocol

from dicycle.ledger.terms import CLASSES
from dicycle.sense.books import Books, Step

_NONE: Final = -1
_LOTS: Final = frozenset(map(int, CLASSES))


class Tell(Protocol):
    """Reports a sign about a thing, with its events; the first is the one at fault."""

    def __call__(self, rule: str, sentence: str, thing: int, *events: int) -> None:
        """Report it."""


class Moves:
    """The last departure and arrival of each thing, and its last collection if it was not put to use since."""

    def __init__(self, books: Books, tell: Tell) -> None:
        self._books, self._tell = books, tell
        self._shipped: dict[int, int] = {}
        self._received: dict[int, int] = {}
        self.collected: dict[int, int] = {}

    def book(self, event: int, cast: list[tuple[int, int]]) -> None:
        """Book a journey's event."""
        step = self._books.steps[event]
        for role, thing in cast:
            if step == Step.SHIPPING:
                self._ship(event, thing, role in _LOTS)
            elif step == Step.RECEIVING:
                self._receive(event, thing, role in _LOTS)
            elif step == Step.COLLECTING and role not in _LOTS:
                self._collect(event, thing)

    def _shares(self, one: int, other: int) -> bool:
        """Tell whether two events name a business document in common."""
        papers = self._books.papers
        return one != _NONE and not set(papers.get(one, ())).isdisjoint(papers.get(other, ()))

    def _ship(self, event: int, thing: int, lot: bool) -> None:
        left, came = self._shipped.get(thing, _NONE), self._received.get(thing, _NONE)
        if self._shares(came, event) and not self._shares(left, event) and self._before(came, event):
            sentence = "{thing} arrives in {0}, before it leaves in {1}."
            self._tell("received-before-shipped", sentence, thing, came, event)
        elif not lot and self._shares(left, event) and not self._shares(came, event):
            sentence = "{thing} leaves in {0}, and left under the same document in {1}."
            self._tell("shipped-twice", sentence, thing, event, left)
        self._shipped[thing] = event

    def _receive(self, event: int, thing: int, lot: bool) -> None:
        left, came = self._shipped.get(thing, _NONE), self._received.get(thing, _NONE)
        if not lot and self._shares(came, event) and not (left != _NONE and self._before(came, left)):
            sentence = "{thing} arrives in {0}, and arrived under the same document in {1}."
            self._tell("received-twice", sentence, thing, event, came)
        self._received[thing] = event

    def _before(self, one: int, other: int) -> bool:
        return self._books.times[one] < self._books.times[other]

    def _collect(self, event: int, thing: int) -> None:
        before, places = self.collected.get(thing, _NONE), self._books.places
        if before != _NONE and places[before] and places[before] == places[event]:
            self._tell(
                "collected-twice", "{thing} is collected in {0}, and was collected in {1}.", thing, event, before
            )
        self.collected[thing] = event
