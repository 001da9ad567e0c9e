"""Genealogies made up for pages: things, runs and stays, and the traces that follow from them."""

from collections import deque
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dicycle
from dicycle.bootstrap import Loop
from dicycle.errors import Forbidden, NotFound
from dicycle.findings import Finding
from dicycle.genealogy.answers import PROPORTIONAL, Attribution, Link, Node, Point, Share, Trace
from dicycle.ledger.store import Item
from dicycle.vocabulary import CATEGORY, EPCIS_CONTEXT, NAME

KILOGRAM = 1e9
YEAR = 31_557_600_000_000
DAY = 86_400_000_000
START = 51 * YEAR
CLASSES = {
    "ore": "09521001000017", "refined": "09521002000016", "cathode": "09521003000015", "cell": "09521004000014",
    "pack": "09521005000013", "black_mass": "09521006000012", "salt": "09521007000011", "module": "09521008000010",
}  # fmt: skip
POINT = Point(8019, START + 12 * YEAR)
MINE = "https://id.gs1.org/414/9521001000017"
PLANT = "https://id.gs1.org/414/9521006000012"
_LOTS = ("ore", "refined", "cathode", "black_mass", "salt")


def name(category: str, number: int) -> str:
    """Return the id of a thing of a category."""
    lot = category in _LOTS
    return f"https://id.gs1.org/01/{CLASSES[category]}/{'10/L' if lot else '21/S'}{number:06}"


class Telling:
    """What happened: runs with inputs and outputs, and stays."""

    def __init__(self) -> None:
        self.category: dict[str, str] = {}
        self.born: dict[str, int] = {}
        self.ended: dict[str, int] = {}
        self.runs: list[tuple[str, int, dict[str, float], dict[str, float]]] = []
        self.stays: list[tuple[str, str, int, int | None]] = []
        self.hidden: set[str] = set()
        self.metal: Attribution | None = None
        self._known: dict[object, Trace] = {}

    def thing(self, category: str, number: int, born: int) -> str:
        """Add a thing."""
        id = name(category, number)
        self.category[id], self.born[id] = category, born
        return id

    def run(self, time: int, inputs: dict[str, float], outputs: dict[str, float]) -> None:
        """Add a run: kilograms of nickel by thing, which is half of what they weigh."""
        self.runs.append((f"urn:x:run:{len(self.runs)}", time, inputs, outputs))
        self.ended |= {id: time for id in inputs if "/21/" in id}

    def stay(self, part: str, whole: str, since: int, until: int | None = None) -> None:
        """Put a thing into another."""
        self.stays.append((part, whole, since, until))

    # what the page asks

    def last_full(self, id: str) -> int | None:
        """Return when something was last in a thing that is empty now."""
        ends = [2**62 if until is None else until for _, whole, _, until in self.stays if whole == id]
        return max(ends) - 1 if ends and max(ends) < self.ended.get(id, 2**62) else None

    def trace(
        self,
        id: str,
        direction: str = "back",
        *,
        as_of: int | None = None,
        depth: int | None = None,
        until: Collection[str] = (),
        most: int = 50_000,
    ) -> Trace:
        """Return what a walk from a thing finds, as `dicycle.genealogy.genealogy.Genealogy` says."""
        asked = (id, direction, as_of, depth, tuple(until), most)
        if asked not in self._known:
            self._known[asked] = self._trace(*asked)
        return self._known[asked]

    def _trace(
        self, id: str, direction: str, as_of: int | None, depth: int | None, until: Collection[str], most: int
    ) -> Trace:
        if id not in self.category:
            raise NotFound(Finding("genealogy.no-such-thing", f"Nothing is known of {id!r}."))
        ways: dict[str, list[tuple[frozenset[str], list[Link]]]] = {}
        for near, far, group in self._links(as_of):
            here, there = (near, far) if direction == "back" else (far, near)
            for one in here:
                ways.setdefault(one, []).append((there, group))
        depths, kept, queue, whole = {id: 0}, dict[object, Link](), deque([id]), True
        while queue:
            here_now = queue.popleft()
            if self._is_cut(here_now, depths[here_now], depth, until):
                continue
            for there, group in ways.get(here_now, ()):
                for link in group:
                    if link.thing in there or link.thing == here_now or link.role == "part":
                        kept[link.role, link.thing, link.event_id, link.parent] = link
                for other in (one for one in sorted(there) if one not in depths):
                    whole = whole and len(depths) < most
                    if whole:
                        depths[other] = depths[here_now] + 1
                        queue.append(other)
        nodes = [self._node(one, at, self._is_cut(one, at, depth, until)) for one, at in depths.items()]
        found = sorted((link for link in kept.values() if link.thing in depths), key=lambda link: link.time)
        return Trace(id, direction, as_of, POINT, nodes, found, whole)  # type: ignore[arg-type]

    def _is_cut(self, id: str, at: int, depth: int | None, until: Collection[str]) -> bool:
        return at == depth or (at > 0 and self.category[id] in until) or id in self.hidden

    def _node(self, id: str, depth: int, cut: bool) -> Node:
        if id in self.hidden:
            return Node(id, "lot", None, depth, None, None, hidden=True)
        kind, born, ended = "lot" if "/10/" in id else "instance", self.born[id], self.ended.get(id)
        return Node(id, kind, self.category[id], depth, born, ended, cut=cut)  # type: ignore[arg-type]

    def _links(self, as_of: int | None) -> Iterator[tuple[frozenset[str], frozenset[str], list[Link]]]:
        for event, time, inputs, outputs in self.runs:
            if as_of is None or time <= as_of:
                group = [self._part("input", one, event, time, mass, 0.5) for one, mass in inputs.items()]
                group += [self._part("output", one, event, time, mass, 1.0) for one, mass in outputs.items()]
                yield frozenset(outputs), frozenset(inputs), group
        for part, whole, since, until in self.stays:
            if as_of is None or since <= as_of:
                event = f"urn:x:stay:{part[-6:]}"
                yield (
                    frozenset((whole,)),
                    frozenset((part,)),
                    [Link("part", part, event, event, since, 1, whole, until, share=1.0)],
                )

    def _part(self, role: Any, id: str, event: str, time: int, mass: float, share: float) -> Link:
        said = {"mass": 2 * mass * KILOGRAM, "Ni": mass * KILOGRAM} if mass else {}
        return Link(role, id, event, event, time, 1, quantity=2 * mass or None, unit="KGM", share=share, masses=said)

    def attribution(self, id: str, *, as_of: int | None = None) -> Attribution:
        """Return what was made up about its metal; None stands for events that are not seen."""
        if self.metal is None:
            raise Forbidden(Finding("genealogy.hidden", "This rests on events that you do not see."))
        return self.metal._replace(id=id, as_of=as_of)


METAL = Attribution(
    "", None, POINT, PROPORTIONAL,
    [
        Share("Ni", 48.0 * KILOGRAM, {f"virgin:{MINE}": 24e9, f"post_consumer:{PLANT}": 12e9,
                                      f"pre_consumer:{PLANT}": 6e9, "unknown": 6e9}),
        Share("Li", 7.5 * KILOGRAM, {"unknown": 7.5e9}),
        Share("Co", None, {}),
    ],
    505, 4,
)  # fmt: skip


def five() -> tuple[Telling, str]:
    """Return a pack with a cell in it, back to the mine: five things."""
    made = Telling()
    ore, refined, cathode, cell, pack = (
        made.thing(category, 1, START + at * 30 * DAY)
        for at, category in enumerate(("ore", "refined", "cathode", "cell", "pack"))
    )
    for at, (one, other) in enumerate(((ore, refined), (refined, cathode), (cathode, cell))):
        made.run(START + (at + 1) * 30 * DAY, {one: 40.0 - at}, {other: 40.0 - at})
    made.stay(cell, pack, START + 120 * DAY)
    made.metal = METAL
    return made, pack


def many(packs: int, cells: int, lots: int) -> tuple[Telling, str]:
    """Return a lot of black mass from shredded packs with cells from `lots` lots of cathode, and the lot's id."""
    made = Telling()
    ore = [made.thing("ore", one, START) for one in range(4)]
    refined = [made.thing("refined", one, START + one * DAY) for one in range(12)]
    cathode = [made.thing("cathode", one, START + (30 + one) * DAY) for one in range(lots)]
    for at, lot in enumerate(refined):
        made.run(START + at * DAY, {ore[at % 4]: 900.0}, {lot: 850.0})
    for at, lot in enumerate(cathode):
        made.run(START + (30 + at) * DAY, {refined[at % 12]: 80.0, refined[(at + 5) % 12]: 20.0}, {lot: 100.0})
    black = made.thing("black_mass", 1, START + 10 * YEAR)
    whole = [made.thing("pack", one, START + YEAR + one % 300 * DAY) for one in range(packs)]
    inside: dict[str, list[str]] = {lot: [] for lot in cathode}
    for at, pack in enumerate(whole):
        for one in range(cells):
            cell = made.thing("cell", at * cells + one, START + YEAR - DAY)
            inside[cathode[at % lots]].append(cell)
            made.stay(cell, pack, START + YEAR, START + 10 * YEAR)
    for lot, born in inside.items():
        made.run(START + YEAR - DAY, {lot: 50.0}, dict.fromkeys(born, 0.01))
    for at in range(0, packs, 60):
        made.run(START + 10 * YEAR + at * DAY, dict.fromkeys(whole[at : at + 60], 1.0), {black: 55.0})
    salt = made.thing("salt", 1, START + 11 * YEAR)
    made.run(START + 11 * YEAR, {black: 500.0}, {salt: 450.0})
    made.metal = METAL
    return made, black


@contextmanager
def told(path: Path, telling: Telling) -> Iterator[Loop]:
    """Open a ledger that has names for what was made up, and answers as if it had the events."""
    with dicycle.open(path) as loop:
        loop.capture(_master_data(), proceed=True)
        loop.genealogy = lambda **how: telling  # type: ignore[method-assign, assignment, return-value]
        loop.find = _finder(loop.find, telling)  # type: ignore[method-assign]
        yield loop


def _finder(find: Callable[[str], Item], telling: Telling) -> Callable[[str], Item]:
    def found(code: str) -> Item:
        return Item(1, code, telling.category[code]) if code in telling.category else find(code)

    return found


def _master_data() -> dict[str, Any]:
    """Return master data with the names of the classes and places."""
    kinds = [_vocabulary(name(one, 0).rsplit("/", 2)[0], f"Example {one.replace('_', ' ')}", one) for one in CLASSES]
    places = [_vocabulary(MINE, "Example Mine"), _vocabulary(PLANT, "Example Recycling, plant")]
    return {
        "@context": [EPCIS_CONTEXT, {"dcy": "https://w3id.org/dicycle/terms/"}],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-01-01T00:00:00Z",
        "epcisHeader": {"epcisMasterData": {"vocabularyList": [
            {"type": "urn:epcglobal:epcis:vtype:EPCClass", "vocabularyElementList": kinds},
            {"type": "urn:epcglobal:epcis:vtype:Location", "vocabularyElementList": places},
        ]}},
        "epcisBody": {"eventList": []},
    }  # fmt: skip


def _vocabulary(id: str, called: str, category: str = "") -> dict[str, Any]:
    said = [{"id": NAME, "attribute": called}, *([{"id": CATEGORY, "attribute": category}] if category else [])]
    return {"id": id, "attributes": said}
