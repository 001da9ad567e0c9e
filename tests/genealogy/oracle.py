"""Traces told a second time, from the plain values of events: slow, with sets and dictionaries, no arrays.

And chains that nobody thought of, as Hypothesis strategies. No two events of a chain are at one moment.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from genealogy.making import born, bound, content, lot, made
from hypothesis import strategies as st

from dicycle.identifiers import canonical
from dicycle.ledger.stored import StoredEvent

Event = dict[str, Any]
FAR = 2**62


class Stay(NamedTuple):
    """A child in a parent; `began` and `ended` are places in the order of events."""

    parent: str
    child: str
    began: int
    ended: int = FAR


class Told(NamedTuple):
    """What a trace should tell: things with their depth, and links: (role, thing, event id, parent)."""

    depth: dict[str, int]
    links: set[tuple[str, str, str, str | None]]


class Oracle:
    """What events say of matter. Runs are known by the place of their event in the order of all that hold."""

    def __init__(self, stored: Iterable[StoredEvent]) -> None:
        told = list(stored)
        wrong = {one.event_id for one in told if one.declares_error}
        kept = sorted((one for one in told if one.event_id not in wrong), key=_turn)
        self.ids, self.times = [one.event_id for one in kept], [one.event_time for one in kept]
        self.values = [one.value for one in kept]
        self.lots: set[str] = set()
        self.inputs: dict[int, set[str]] = defaultdict(set)
        self.outputs: dict[int, set[str]] = defaultdict(set)
        self.ends: dict[str, int] = {}
        self.stays: list[Stay] = []
        self._open: dict[tuple[str, str], list[Stay]] = {}
        self._last = {thing: at for at, value in enumerate(self.values) for thing in _mentioned(value)}
        for at, value in enumerate(self.values):
            self._tell(at, value)
        self.stays += [stay for stays in self._open.values() for stay in stays]
        self._by_parent, self._by_child = defaultdict(list), defaultdict(list)
        for stay in self.stays:
            self._by_parent[stay.parent].append(stay)
            self._by_child[stay.child].append(stay)
        self._made, self._used = _turned(self.outputs), _turned(self.inputs)

    @property
    def things(self) -> list[str]:
        """Everything that is mentioned, by first mention."""
        return list(dict.fromkeys(thing for value in self.values for thing in _mentioned(value)))

    # ---------------------------------------------------------------- what events say

    def _tell(self, at: int, value: Event) -> None:
        kind, action = value["type"], value.get("action")
        if kind == "TransformationEvent":
            epcs, lots = _ids(value, "outputEPCList"), _classes(value, "outputQuantityList")
            self._take(at, _ids(value, "inputEPCList"), _classes(value, "inputQuantityList"))
            self._put(at, epcs, lots)
        elif kind == "ObjectEvent" and action in ("ADD", "DELETE"):
            change = self._put if action == "ADD" else self._take
            change(at, _ids(value, "epcList"), _classes(value, "quantityList"))
        elif kind in ("AggregationEvent", "AssociationEvent") and action in ("ADD", "DELETE"):
            self._bind(at, value, action == "ADD")
        elif value.get("disposition") == "destroyed" or value.get("bizStep") == "destroying":
            for epc in _ids(value, "epcList"):
                self._end(at, epc)

    def _put(self, at: int, epcs: list[str], lots: list[str]) -> None:
        self.outputs[at] |= {*epcs, *lots}
        self.lots |= set(lots)

    def _take(self, at: int, epcs: list[str], lots: list[str]) -> None:
        self.inputs[at] |= {*epcs, *lots}
        self.lots |= set(lots)
        consumes = self.values[at]["type"] == "TransformationEvent"
        for epc in epcs:
            self._consume(at, epc, consumes)

    def _consume(self, at: int, thing: str, consumes: bool) -> None:
        """End a single thing; what is inside goes along, unless it is named or told of later."""
        inner = [child for parent, child in self._open if parent == thing]
        self._end(at, thing)
        for child in inner if consumes else ():
            if child in self.lots:
                self.inputs[at].add(child)
            elif child not in self.inputs[at] and self._last[child] <= at and child not in self.ends:
                self.inputs[at].add(child)
                self._consume(at, child, consumes)

    def _end(self, at: int, thing: str) -> None:
        self.ends.setdefault(thing, at)
        for key in [key for key in self._open if thing in key]:
            self._close(at, key)

    def _close(self, at: int, key: tuple[str, str]) -> None:
        self.stays += [stay._replace(ended=at) for stay in self._open.pop(key)]

    def _bind(self, at: int, value: Event, puts_in: bool) -> None:
        parent = canonical(value["parentID"])
        lots = _classes(value, "childQuantityList")
        self.lots |= set(lots)
        children = [*_ids(value, "childEPCs"), *lots]
        for child in children if puts_in else ():
            inside = self._open.setdefault((parent, child), [])
            # More of a lot may be put in; a single thing is inside already.
            if child in lots or not inside:
                inside.append(Stay(parent, child, at))
        for key in [key for key in self._open if key[0] == parent and (not children or key[1] in children)]:
            if not puts_in:
                self._close(at, key)

    # ---------------------------------------------------------------- traces

    def trace(self, root: str, direction: str, as_of: int | None = None, depth: int = FAR) -> Told:
        """Return what a trace should tell; every way is gone, with the moment of each entry."""
        now = len(self.ids) if as_of is None else sum(time <= as_of for time in self.times)
        step = self._back if direction == "back" else self._forward
        told, links = {root: 0}, set()
        queue, met = deque([(root, now if direction == "back" else -1, 0)]), set()
        while queue:
            thing, moment, far = queue.popleft()
            if (thing, moment) in met or far >= depth:
                continue
            met.add((thing, moment))
            for link, other, entry in step(thing, moment, now):
                links.add(link)
                if other is not None:
                    told.setdefault(other, far + 1)
                    queue.append((other, entry, far + 1))
        return Told(told, links)

    def _back(self, thing: str, before: int, now: int) -> Iterator[Any]:
        for run in self._made[thing]:
            if run < before:
                yield ("output", thing, self.ids[run], None), None, 0
                for given in self.inputs[run]:
                    yield ("input", given, self.ids[run], None), given, run
        for stay in self._by_parent[thing]:
            if self._holds(stay, self.ends.get(thing, FAR), now):
                entry = stay.began if stay.child in self.lots else now
                yield ("part", stay.child, self.ids[stay.began], thing), stay.child, entry

    def _forward(self, thing: str, after: int, now: int) -> Iterator[Any]:
        if after == FAR:
            return
        for run in self._used[thing]:
            if after < run < now:
                yield ("input", thing, self.ids[run], None), None, 0
                for made_of_it in self.outputs[run]:
                    yield ("output", made_of_it, self.ids[run], None), made_of_it, run
        end = self.ends.get(thing, FAR)
        for stay in self._by_child[thing]:
            if self._holds(stay, end, now) and (thing not in self.lots or stay.began > after):
                goes_on = stay.ended >= now or self.ends.get(stay.parent, FAR) <= stay.ended
                entry = stay.began if goes_on else FAR
                yield ("part", thing, self.ids[stay.began], stay.parent), stay.parent, entry

    def _holds(self, stay: Stay, end: int, now: int) -> bool:
        """Tell whether a stay is there at the moment of a trace, or when the thing ended, if that was before."""
        if end < now:
            return stay.began <= end and stay.ended >= end
        return stay.began < now <= stay.ended


def _turn(one: StoredEvent) -> tuple[int, int, str]:
    kinds = {"ObjectEvent": 0, "TransformationEvent": 1}
    return one.event_time, kinds.get(one.value["type"], 2), one.event_id


def _turned(links: dict[int, set[str]]) -> dict[str, list[int]]:
    out = defaultdict(list)
    for run in sorted(links):
        for thing in links[run]:
            out[thing].append(run)
    return out


def _ids(value: Event, field: str) -> list[str]:
    return [canonical(id) for id in value.get(field, ())]


def _classes(value: Event, field: str) -> list[str]:
    return [canonical(one["epcClass"]) for one in value.get(field, ())]


def _mentioned(value: Event) -> list[str]:
    lists = ("epcList", "childEPCs", "inputEPCList", "outputEPCList")
    amounts = ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList")
    parent = [canonical(value["parentID"])] if "parentID" in value else []
    named = [id for field in lists for id in _ids(value, field)]
    return [*parent, *named, *(id for field in amounts for id in _classes(value, field))]


# ---------------------------------------------------------------- chains

masses = st.dictionaries(st.sampled_from(["Ni", "Li"]), st.integers(1, 9), min_size=1)


@st.composite
def chains(draw: st.DrawFn, declared: bool = False, mistakes: bool = True, first: Event | None = None) -> list[Event]:
    """Return events in the order of time: lots filled again, things in things, lots in things, ends, mistakes.

    `declared`: every content is said, and nobody uses more than there is; what `genealogy.exact_chain` does not read
    does not happen (a withdrawn thing has nothing inside, children are named). `first` is an event that bears one lot.
    """
    maker = _Maker(draw, declared, first)
    steps = [maker.born, maker.born, maker.made, maker.made, maker.made, maker.put_in, maker.take_out, maker.withdrawn]
    for _ in range(draw(st.integers(2, 16))):
        draw(st.sampled_from(steps))()
    told = [event | {"day": day, "eventID": f"urn:x:e{day}"} for day, event in enumerate(maker.events)]
    if not mistakes:
        return told
    wrong = draw(st.sets(st.sampled_from(range(len(told))), max_size=2))
    return told + [told[at] | {"declared": True} for at in sorted(wrong)]


class _Maker:
    """Tells what may happen next, and keeps what there is."""

    def __init__(self, draw: st.DrawFn, declared: bool, first: Event | None) -> None:
        self.draw, self.declared = draw, declared
        self.events: list[Event] = []
        self.left: dict[str, int] = {}
        self.alive: list[str] = []
        self.inside: dict[str, str] = {}
        self.count = 0
        if first is None:
            self.born()
        else:
            self.events.append(first)
            self.left = {one["epcClass"]: one["quantity"] for one in first["quantityList"]}

    def some(self, names: Iterable[str], most: int) -> list[str]:
        known = sorted(names)
        return self.draw(st.lists(st.sampled_from(known), max_size=most, unique=True)) if known else []

    def fresh(self) -> tuple[list[str], list[Event], Event]:
        """Return new things and lots (or old ones, filled again), and what they are made of."""
        things, lots, said = [], {}, {}
        for _ in range(self.draw(st.integers(1, 3))):
            if self.draw(st.booleans()):
                self.count += 1
                name = f"t{self.count}"
                things.append(name)
            else:
                name = self.draw(st.sampled_from([f"l{number}" for number in range(4)]))
                lots.setdefault(name, self.draw(st.integers(1, 8)))
            said[name] = self.draw(masses if self.declared else masses | st.none())
        self.alive += things
        for name, quantity in lots.items():
            self.left[name] = self.left.get(name, 0) + quantity
        return things, [lot(*one) for one in lots.items()], content(**said)

    def taken(self, bare: bool = False) -> tuple[list[str], list[Event]]:
        """Return things and amounts of lots that are used; `bare`: only things with nothing inside."""
        things = self.some(set(self.alive) - (set(self.inside.values()) if bare else set()), 2)
        lots = [lot(name, self.amount(name)) for name in self.some(self.left, 3)]
        self.end(things)
        return things, [one for one in lots if one["quantity"]]

    def amount(self, name: str) -> int:
        quantity = self.draw(st.integers(1, 8))
        quantity = min(quantity, self.left[name]) if self.declared else quantity
        self.left[name] = max(0, self.left[name] - quantity)
        return quantity

    def end(self, things: list[str]) -> None:
        for thing in things:
            if thing in self.alive:
                self.alive.remove(thing)
            self.end([child for child, parent in self.inside.items() if parent == thing])
            self.inside.pop(thing, None)

    def born(self) -> None:
        things, lots, ilmd = self.fresh()
        self.events.append(born(*things, lots=lots, ilmd=ilmd))

    def made(self) -> None:
        things, lots = self.taken()
        if things or lots:
            more, filled, ilmd = self.fresh()
            self.events.append(made([*things, *lots], [*more, *filled], ilmd=ilmd))

    def withdrawn(self) -> None:
        things, lots = self.taken(bare=self.declared)
        if things or lots:
            self.events.append(born(*things, lots=lots, action="DELETE"))

    def put_in(self) -> None:
        free = [name for name in self.alive if name not in self.inside]
        if not free:
            return
        parent, *children = self.draw(st.permutations(free))[:3]
        amounts = [] if self.declared else [lot(name, self.draw(st.integers(1, 3))) for name in self.some(self.left, 1)]
        if children or amounts:
            self.inside |= dict.fromkeys(children, parent)
            self.events.append(bound("ADD", parent, *children, lots=amounts))

    def take_out(self) -> None:
        parents = sorted(set(self.inside.values()))
        if parents:
            parent = self.draw(st.sampled_from(parents))
            inner = [child for child, holder in self.inside.items() if holder == parent]
            chosen = self.some(inner, 2)
            for child in chosen or inner:
                del self.inside[child]
            self.events.append(bound("DELETE", parent, *(inner if self.declared and not chosen else chosen)))
