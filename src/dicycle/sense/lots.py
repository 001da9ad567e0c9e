"""Rules on lots: what was put into one, what was taken out, whose waste it is; and what things were made of."""

from array import array
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from dicycle.ledger.terms import Role
from dicycle.sense.amounts import Content, told
from dicycle.sense.books import FIXED, UNITS, UNSAID, Books, Verb
from dicycle.sense.moves import Tell
from dicycle.units.exact import Exact
from dicycle.vocabulary import FEEDS

_CHILD_CLASS: Final = int(Role.CHILD_CLASS)
_INPUT: Final = int(Role.INPUT)
_INPUT_CLASS: Final = int(Role.INPUT_CLASS)
_OUTPUT_CLASS: Final = int(Role.OUTPUT_CLASS)
_PARENT: Final = int(Role.PARENT)
_NONE: Final = -1
_POST, _PRE = FEEDS


class Line(NamedTuple):
    """One lot in one event: its role, the number of its unit, and how much."""

    lot: int
    role: int
    unit: int
    amount: Exact


class Lots:
    """What is known of each lot and of what each thing was made of."""

    def __init__(self, books: Books, tell: Tell) -> None:
        self._books, self._tell = books, tell
        self.put: dict[int, Exact] = {}
        self._taken: dict[int, Exact] = {}
        self._consumed: dict[int, Exact] = {}
        self._unit: dict[int, tuple[int, int]] = {}
        self._gone: dict[int, tuple[int, int, Exact]] = {}
        self._used_up: dict[int, int] = {}
        self._overdrawn: set[int] = set()
        self._held: dict[int, dict[int, Exact]] = {}
        self._returned: dict[tuple[int, int], Exact] = {}
        self._made_in = array("i", [_NONE]) * len(books.things)
        self._content_of = array("I", [0]) * len(books.things)
        self._contents: list[Content] = [Content(None, None)]

    # ------------------------------------------------------------ contents

    def born(self, things: list[int], rest: Content | None, named: tuple[tuple[int, Content], ...]) -> None:
        """Remember what things are made of that are born: `things` of `rest`, but those that are named."""
        if rest is not None:
            self._contents.append(rest)
            for thing in things:
                self._content_of[thing] = len(self._contents) - 1
        for thing, content in named:
            before = self.content(thing)
            self._contents.append(_sum(before, content) if before and thing in self.put else content)
            self._content_of[thing] = len(self._contents) - 1

    def content_number(self, thing: int) -> int:
        """Return the number of what a thing was made of; equal things share one, 0 is for what nobody told."""
        return self._content_of[thing]

    def content_numbered(self, number: int) -> Content:
        """Return what things were made of."""
        return self._contents[number]

    def content(self, thing: int) -> Content | None:
        """Return what a thing or lot was made of when it was born; None where nobody says."""
        at = self._content_of[thing]
        return self._contents[at] if at else None

    # ------------------------------------------------------------ in and out

    def lines(self, event: int) -> Iterator[Line]:
        """Yield the lots of an event."""
        books = self._books
        for at in range(books.lot_starts[event], books.lot_starts[event + 1]):
            yield Line(books.lot_of[at], books.lot_role[at], books.lot_unit[at], books.lot_amount[at])

    def book(self, event: int) -> None:
        """Book what an event puts into lots and takes out of them."""
        books = self._books
        if books.lot_starts[event] == books.lot_starts[event + 1]:
            return
        verb = books.verbs[event]
        if verb == Verb.MADE:
            self._feed(event)
            self._unpack(event)
        for line in self.lines(event):
            if verb == Verb.BORN or line.role == _OUTPUT_CLASS:
                self._give(event, line)
            else:
                self._see(event, verb, line)

    def _unpack(self, event: int) -> None:
        """What was built into the inputs goes in with them: of these lots nothing more is taken."""
        inputs = {line.lot for line in self.lines(event) if line.role == _INPUT_CLASS}
        for role, thing in self._books.cast(event):
            if role == _INPUT and thing in self._held:
                for lot, amount in self._held[thing].items():
                    if lot in inputs:
                        self._draw(event, lot, -amount)
                        self._returned[event, lot] = self._returned.get((event, lot), 0) + amount

    def _build(self, event: int, lot: int, amount: Exact) -> None:
        """Remember how much of a lot is built into a parent; less than nothing is taken out again."""
        parent = next((thing for role, thing in self._books.cast(event) if role == _PARENT), _NONE)
        held = self._held.setdefault(parent, {})
        held[lot] = held.get(lot, 0) + amount

    def _give(self, event: int, line: Line) -> None:
        if line.role == _OUTPUT_CLASS and self._made_in[line.lot] == _NONE:
            self._made_in[line.lot] = event
        if line.unit == UNSAID:
            return
        self._used_up.pop(line.lot, None)
        self._unit.setdefault(line.lot, (line.unit, event))
        if self._unit[line.lot][0] == line.unit:
            self.put[line.lot] = self.put.get(line.lot, 0) + line.amount

    def _see(self, event: int, verb: int, line: Line) -> None:
        lot, unit, amount = line.lot, line.unit, line.amount
        self._after_end(event, verb, line)
        if unit == UNSAID:
            return
        born = self._unit.get(lot)
        if born is not None and born[0] != unit:
            sentence = "{thing} is measured in {0} otherwise than at its birth in {1}."
            self._tell("unit-differs-from-birth", sentence, lot, event, born[1])
            return
        sign = _sign(verb, line.role, self._books.flags[event])
        if sign:
            self._draw(event, lot, amount * sign)
            if line.role == _CHILD_CLASS:
                self._build(event, lot, amount * sign)
            else:
                self._consume(event, lot, amount)
        elif born is not None and amount > self.put[lot]:
            sentence = (
                f"{{thing}} is {_amount(amount, unit)} in {{0}}, but only {_amount(self.put[lot], unit)} were born."
            )
            self._tell("more-than-born", sentence, lot, event, born[1])
        if verb == Verb.ENDED and born is None:
            self._gone[lot] = event, unit, amount

    def _draw(self, event: int, lot: int, amount: Exact) -> None:
        taken = self._taken[lot] = self._taken.get(lot, 0) + amount
        put = self.put.get(lot)
        if put is None:
            return
        if taken > put:
            self._overdrawn.add(lot)

    def _consume(self, event: int, lot: int, amount: Exact) -> None:
        """What is consumed is gone; what is only built in can still be seen."""
        consumed = self._consumed[lot] = self._consumed.get(lot, 0) + amount
        if consumed == self.put.get(lot):
            self._used_up[lot] = event

    def _after_end(self, event: int, verb: int, line: Line) -> None:
        """A lot that was used up, or destroyed in the same quantity, is seen again."""
        times = self._books.times
        ended = self._used_up.get(line.lot, _NONE)
        gone = self._gone.get(line.lot)
        if gone is not None and (line.unit == UNSAID or (line.unit, line.amount) == gone[1:]):
            ended = gone[0]
        if ended == _NONE or times[ended] >= times[event]:
            return
        if gone is not None or (not _sign(verb, line.role, self._books.flags[event]) and verb != Verb.TAKEN):
            sentence = "{thing} is used in {0}, after nothing was left of it in {1}."
            self._tell("used-after-end", sentence, line.lot, event, ended)

    def close(self, order: Iterable[int]) -> None:
        """Tell of the lots that were overdrawn, at the event from which on there was not enough."""
        over = {lot for lot in self._overdrawn if self._taken[lot] > self.put[lot]}
        if not over:
            return
        taken: dict[int, Exact] = {}
        for event in order:
            for line in self.lines(event):
                if line.lot not in over or line.unit != self._unit[line.lot][0]:
                    continue
                sign = _sign(self._books.verbs[event], line.role, self._books.flags[event])
                returned = self._returned.pop((event, line.lot), 0)
                taken[line.lot] = taken.get(line.lot, 0) + line.amount * sign - returned
                if taken[line.lot] > self.put[line.lot]:
                    over.remove(line.lot)
                    self._over(event, line)

    def _over(self, event: int, line: Line) -> None:
        unit, birth = self._unit[line.lot]
        taken, put = _amount(self._taken[line.lot], unit), _amount(self.put[line.lot], unit)
        sentence = f"Of {{thing}} {taken} are taken, the last of them from {{0}} on, but {{1}} bore {put}."
        self._tell("lot-overdrawn", sentence, line.lot, event, birth)

    # ------------------------------------------------------------ before and after a consumer

    def _feed(self, event: int) -> None:
        """Look for production scrap in what is fed as post-consumer waste (convention 6)."""
        if self._books.feeds.get(event) != _POST or any(role == _INPUT for role, _ in self._books.cast(event)):
            return
        inputs = [line.lot for line in self.lines(event) if line.role == _INPUT_CLASS]
        known = {lot: self._made_in[lot] for lot in inputs if self._made_in[lot] != _NONE}
        scrap = [lot for lot, made in known.items() if self._books.feeds.get(made) == _PRE]
        if not scrap and len(known) == len(inputs):
            scrap = [lot for lot, made in known.items() if self._of_production(made)]
            scrap = scrap if len(scrap) == len(inputs) else []
        for lot in scrap:
            sentence = "{thing} is fed as post-consumer waste in {0}, but comes from production in {1}."
            self._tell("pre-consumer-claimed-as-post", sentence, lot, event, known[lot])

    def _of_production(self, event: int) -> bool:
        """Tell whether a transformation made something of material only, and not of waste."""
        roles = [role for role, _ in self._books.cast(event)]
        return event not in self._books.feeds and _INPUT not in roles and _INPUT_CLASS in roles


def _sum(one: Content, other: Content) -> Content:
    mass = None if one.mass is None or other.mass is None else one.mass + other.mass
    both = one.elements is not None and other.elements is not None
    elements = tuple(a + b for a, b in zip(one.elements or (), other.elements or (), strict=True)) if both else None
    return Content(mass, elements)


def _sign(verb: int, role: int, flags: int) -> int:
    """Return 1 where an event takes from a lot, -1 where it gives back, 0 where it does neither.

    What is built in or destroyed is taken; what is only packed or seen is still there.
    """
    if role == _INPUT_CLASS or verb == Verb.ENDED:
        return 1
    if role == _CHILD_CLASS and flags & FIXED:
        return 1 if verb == Verb.PUT else -1 if verb == Verb.TAKEN else 0
    return 0


def _amount(amount: Exact, unit: int) -> str:
    return told(amount, UNITS[unit])
