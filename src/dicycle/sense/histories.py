"""Rules on the history of each thing: the booked events are gone through once, in order of happening.

What is known of a thing at any moment is a few numbers: the events in which it began, was first used, and ended, and
what it is inside of. Unknown stays unknown (convention 5): a thing whose beginning nobody told may have been anywhere.
"""

from array import array
from collections.abc import Callable, Container, Sequence
from typing import Final

from dicycle.identifiers import Level
from dicycle.ledger.terms import CLASSES, Role
from dicycle.sense.books import FIXED, Books, Step, Verb
from dicycle.sense.lots import Lots
from dicycle.sense.moves import Moves
from dicycle.sense.names import read
from dicycle.sense.signs import Sign, flag
from dicycle.sense.stays import NONE, Stays

_CHILD: Final = int(Role.CHILD)
_CLASS: Final = int(Role.CLASS)
_EPC: Final = int(Role.EPC)
_INPUT: Final = int(Role.INPUT)
_INPUT_CLASS: Final = int(Role.INPUT_CLASS)
_OUTPUT: Final = int(Role.OUTPUT)
_OUTPUT_CLASS: Final = int(Role.OUTPUT_CLASS)
_PARENT: Final = int(Role.PARENT)
_TRAVELS: Final = (Step.SHIPPING, Step.RECEIVING, Step.COLLECTING, Step.MOVING)
_LOTS: Final = frozenset(map(int, CLASSES))
Cast = list[tuple[int, int]]
"""(role, thing) of an event."""


class Histories:
    """One pass over the books. `wrong` are the events declared wrong; `rules` those that anybody wants to hear of."""

    def __init__(self, books: Books, wrong: frozenset[int], rules: Container[str], out: Callable[[Sign], None]) -> None:
        self._books, self._wrong, self._rules, self._out = books, wrong, rules, out
        blank = array("i", [NONE]) * len(books.things)
        self._born, self._first, self._ended, self._last = blank[:], blank[:], blank[:], blank[:]
        self._stays = Stays(books, self._born, self.tell)
        self.lots = Lots(books, self.tell)
        self._moves = Moves(books, self.tell)
        self._apply: dict[int, Callable[[int, Cast], None]] = {
            Verb.BORN: self._is_born, Verb.MADE: self._is_made, Verb.TAKEN: self._is_taken, Verb.PUT: self._is_put,
            Verb.SEEN: self._is_seen, Verb.ENDED: self._is_ended,
        }  # fmt: skip

    def run(self, order: Sequence[int]) -> None:
        """Go through the events; `order` is that of happening."""
        verbs, wrong = self._books.verbs, self._wrong
        for event in order:
            if event not in wrong and verbs[event] != Verb.NOTHING:
                self._apply[verbs[event]](event, self._books.cast(event))
                self.lots.book(event)
        self.lots.close(event for event in order if event not in wrong)

    def tell(self, rule: str, sentence: str, thing: int, *events: int) -> None:
        """Report a sign; the first event is the one at fault."""
        if rule not in self._rules:
            return
        text = sentence.format(*(self._books.ids[event] for event in events), thing=self._books.things[thing])
        self._out(flag(rule, text, "", self._books.things[thing], events))

    # ------------------------------------------------------------ the events

    def _is_born(self, event: int, cast: Cast) -> None:
        for role, thing in cast:
            self._begin(event, thing, role == _CLASS)
        self._facts(event, cast)

    def _is_made(self, event: int, cast: Cast) -> None:
        ended: list[int] = []
        for role, thing in cast:
            if role == _INPUT:
                self._use(event, thing)
                ended.append(thing)
            elif role == _INPUT_CLASS:
                self._use(event, thing, lot=True)
            else:
                self._begin(event, thing, role == _OUTPUT_CLASS)
        self._end(event, ended)
        self._facts(event, cast)
        if event in self._books.successors:
            self._stays.succeed(ended, self._books.successors[event])

    def _is_seen(self, event: int, cast: Cast) -> None:
        travels = self._books.steps[event] in _TRAVELS
        for role, thing in cast:
            self._use(event, thing, role in _LOTS)
        if travels:
            self._travel(event, cast)
            self._moves.book(event, cast)

    def _is_ended(self, event: int, cast: Cast) -> None:
        things = []
        for role, thing in cast:
            self._use(event, thing, role in _LOTS)
            if role != _CLASS:
                things.append(thing)
        self._end(event, things)

    def _is_put(self, event: int, cast: Cast) -> None:
        parent, children = _family(cast)
        for role, thing in cast:
            self._use(event, thing, role in _LOTS)
        if parent == NONE:
            return
        fixed = bool(self._books.flags[event] & FIXED)
        if self._books.steps[event] == Step.ASSEMBLING:
            self._stays.assemble(event, parent)
        for child in children:
            self._moves.collected.pop(child, None)
            self._stays.put(event, child, parent, fixed)

    def _is_taken(self, event: int, cast: Cast) -> None:
        parent, children = _family(cast)
        for role, thing in cast:
            self._use(event, thing, role in _LOTS)
        if parent == NONE:
            return
        listed = self._books.lot_starts[event] < self._books.lot_starts[event + 1]
        if not children and not listed:
            self._stays.empty(event, parent)
        for child in children:
            self._stays.take(event, child, parent)

    # ------------------------------------------------------------ one thing

    def _before(self, one: int, other: int) -> bool:
        return self._books.times[one] < self._books.times[other]

    def _use(self, event: int, thing: int, lot: bool = False) -> None:
        ended = self._ended[thing]
        if ended != NONE and self._before(ended, event):
            self.tell("used-after-end", "{thing} is used in {0}, after it ended in {1}.", thing, event, ended)
        if self._first[thing] == NONE:
            self._first[thing] = event
            if self._born[thing] == NONE and self._begins(thing):
                self.tell("beginning-unknown", "No event before {0} tells how {thing} began.", thing, event)
        if lot:
            return
        last = self._last[thing]
        if last != NONE and self._books.times[last] == self._books.times[event]:
            self._twice_there(event, thing, last)
        self._last[thing] = event
        if self._stays.parent(thing) != NONE:
            self._around(event, thing)

    def _begins(self, thing: int) -> bool:
        """Tell whether something is of a kind that begins: neither a place nor a class."""
        wanted = "beginning-unknown" in self._rules
        return wanted and read(self._books.things[thing]).level in (Level.INSTANCE, Level.LOT, Level.OTHER)

    def _twice_there(self, event: int, thing: int, last: int) -> None:
        here, there = self._books.places[event], self._books.places[last]
        if here and there and here != there:
            self.tell("two-places-at-once", "{thing} is at two places at once, in {0} and {1}.", thing, event, last)

    def _around(self, event: int, thing: int) -> None:
        """Look up what a thing is inside of, to the outermost."""
        parent, seen = self._stays.parent(thing), {thing}
        while parent not in seen and parent != NONE:
            ended = self._ended[parent]
            if ended != NONE and self._before(ended, event):
                sentence = "{thing} is used in {0}, after what it was inside of ended in {1}."
                self.tell("used-inside-ended", sentence, thing, event, ended)
                self._stays.leave(thing)
                return
            seen.add(parent)
            parent = self._stays.parent(parent)

    def _begin(self, event: int, thing: int, lot: bool) -> None:
        if self._born[thing] != NONE:
            if not lot:
                self.tell("born-twice", "{thing} is born in {0}, and was born in {1}.", thing, event, self._born[thing])
            return
        self._born[thing] = self._last[thing] = event
        first = self._first[thing]
        if first != NONE and self._before(first, event):
            self.tell("used-before-birth", "{thing} is used in {0}, before it is born in {1}.", thing, first, event)

    def _end(self, event: int, things: list[int]) -> None:
        gone = set(things)
        decommissioned = self._books.steps[event] == Step.DECOMMISSIONING
        for thing in things:
            parent = self._stays.parent(thing)
            if parent != NONE and parent not in gone and self._ended[parent] == NONE:
                _, put = self._stays.stay(thing)
                sentence = "{thing} ends in {0} and is still inside of what {1} put it into."
                self.tell("ended-inside-parent", sentence, thing, event, put)
            self._stays.leave(thing)
            if self._ended[thing] == NONE:
                self._ended[thing] = event
            if decommissioned:
                self._stays.scatter(thing)

    def _facts(self, event: int, cast: Cast) -> None:
        rest, named = self._books.born_of.get(event, (None, ()))
        if rest is not None or named:
            self.lots.born([thing for role, thing in cast if role in (_EPC, _OUTPUT)], rest, named)

    def _travel(self, event: int, cast: Cast) -> None:
        """What is built in travels with its parent, which may be named beside it."""
        things = {thing for role, thing in cast if role not in _LOTS}
        for thing in things:
            parent, put = self._stays.built_in(thing)
            if parent != NONE and parent not in things:
                sentence = "{thing} travels on its own in {0}, but {1} built it in."
                self.tell("child-moved-without-parent", sentence, thing, event, put)


def _family(cast: Cast) -> tuple[int, list[int]]:
    """Return the parent and the children of an event."""
    parent = next((thing for role, thing in cast if role == _PARENT), NONE)
    return parent, [thing for role, thing in cast if role == _CHILD]
