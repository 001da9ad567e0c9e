"""A synthetic chain as a `Graph`, array by array; in memory, or in files that are mapped."""

from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.genealogy.ids import CLASSES, KINDS, event_names, thing_names
from benchmarks.genealogy.plan import CELLS, MODULES, SERIAL, Assembly, Phase, Plan, assembled
from dicycle.genealogy.graph import FOREVER, NOT_SAID, Feed, Graph, Kind, Names, from_sections
from dicycle.genealogy.graph.names import pack
from dicycle.identifiers.checks import check_digit
from dicycle.vocabulary import ELEMENTS

_PARTS_PER_MILLE: Final = {"Ni": 45, "Co": 6, "Mn": 6, "Li": 7}
_BARE: Final = ("module", "pack")
"""Kinds that hold none of the elements themselves."""


class Shape(NamedTuple):
    """What a chain is told to be made of.

    `origins`: at how many places ore is mined, the mines' lots taking turns; `feed`: whether what comes back becomes
    post-consumer metal at the shredder (else the mines' shares go round and round); `elements`: what lots and cells
    hold.
    """

    origins: int = 7
    feed: bool = True
    elements: tuple[str, ...] = ("Ni",)


class Shelf:
    """Where arrays are kept: in memory, or each in a file of a folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self.arrays: dict[str, NDArray[Any]] = {}
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def empty(self, name: str, size: int, dtype: Any) -> NDArray[Any]:
        """Make room for an array."""
        if self._folder is None:
            self.arrays[name] = np.empty(size, dtype)
        elif size:
            place = self._folder / f"{name}.npy"
            self.arrays[name] = np.lib.format.open_memmap(place, "w+", dtype, (size,))
        else:
            self.arrays[name] = np.empty(0, dtype)
            np.save(self._folder / f"{name}.npy", self.arrays[name])
        return self.arrays[name]

    def put(self, name: str, values: Any, dtype: Any) -> NDArray[Any]:
        """Keep an array."""
        room = self.empty(name, len(values), dtype)
        room[:] = values
        return room

    def fill(self, name: str, size: int, value: Any, dtype: Any) -> NDArray[Any]:
        """Keep an array of one value."""
        room = self.empty(name, size, dtype)
        room[:] = value
        return room

    def names(self, name: str, names: Names) -> None:
        """Keep texts."""
        for field in names._fields:
            array = getattr(names, field)
            self.put(f"{name}.{field}", array, array.dtype)


def graph(chain: Plan, shape: Shape, *, named: bool = True, folder: Path | None = None) -> Graph:
    """Return a chain as a genealogy; without names of things and events if a pass over everything needs none."""
    shelf = Shelf(folder)
    _runs(shelf, chain, shape)
    _uses(shelf, chain)
    _births(shelf, chain)
    _stays(shelf, chain)
    _content(shelf, chain, shape)
    shelf.put("events.time", _event_times(chain), np.int64)
    _things(shelf, chain)
    _texts(shelf, chain, shape, named)
    return from_sections(Graph, shelf.arrays)


def opened(folder: Path) -> Graph:
    """Return the genealogy that was written into a folder, mapped."""
    files = {path.stem: np.load(path, mmap_mode="r") for path in folder.glob("*.npy")}
    return from_sections(Graph, {name: np.asarray(array) for name, array in files.items()})


def places_of(shape: Shape) -> list[str]:
    """Return the ids of the places: mines, then one for each kind of lot and thing but ore."""
    numbers = (f"95210{number:07d}" for number in range(shape.origins + len(KINDS) - 1))
    return [f"https://id.gs1.org/414/{number}{check_digit(number)}" for number in numbers]


def place_of(phase: Phase, run: int, shape: Shape) -> int:
    """Return where a run of a phase is."""
    if phase.kind == "ore":
        return (phase.ores + run) % shape.origins
    return shape.origins + KINDS.index(phase.kind) - 1


def _each(chain: Plan, value: Any, dtype: Any) -> NDArray[Any]:
    """One value for each run of a phase, or an array of them."""
    return np.concatenate([np.broadcast_to(value(phase), len(phase.sizes)) for phase in chain.phases]).astype(dtype)


def _runs(shelf: Shelf, chain: Plan, shape: Shape) -> None:
    shelf.put("runs.event", _each(chain, lambda one: one.event + np.arange(len(one.sizes)), np.int64), np.int32)
    shelf.put("runs.time", _each(chain, lambda one: one.times, np.int64), np.int64)
    at = _each(chain, lambda one: [place_of(one, run, shape) for run in range(_places(one))], np.int32)
    shelf.put("runs.place", at, np.int32)
    shelf.put("runs.origin", np.where(at < shape.origins, at, -1), np.int32)
    fed = Feed.POST_CONSUMER if shape.feed else Feed.NONE
    shelf.put("runs.feed", _each(chain, lambda one: fed if one.kind == "black_mass" else 0, np.uint8), np.uint8)
    shelf.fill("runs.campaign", len(at), -1, np.int32)


def _places(phase: Phase) -> int:
    return len(phase.sizes) if phase.kind == "ore" else 1


def _at(shelf: Shelf, name: str, counts: NDArray[np.integer]) -> NDArray[np.int64]:
    room = shelf.empty(name, len(counts) + 1, np.int64)
    room[0] = 0
    np.cumsum(counts, out=room[1:])
    return room


def _uses(shelf: Shelf, chain: Plan) -> None:
    runs = sum(len(phase.sizes) for phase in chain.phases)
    first = np.cumsum([0] + [len(phase.sizes) for phase in chain.phases])
    inputs = [phase.inputs for phase in chain.phases]
    run = np.concatenate([one.run + at for one, at in zip(inputs, first[:-1], strict=True)]).astype(np.int32)
    thing = shelf.put("uses.thing", np.concatenate([one.thing for one in inputs]), np.int32)
    quantity = shelf.put("uses.quantity", np.concatenate([one.quantity for one in inputs]), np.int64)
    shelf.put("uses.implied", np.concatenate([one.implied for one in inputs]), np.uint8)
    shelf.put("uses.run", run, np.int32)
    shelf.put("uses.event", shelf.arrays["runs.event"][run], np.int32)
    shelf.put("uses.unit", np.where(quantity == NOT_SAID, -1, 0), np.int32)
    shelf.put("uses.share", np.where(quantity == NOT_SAID, 1.0, quantity / _masses(chain)[thing]), np.float64)
    _at(shelf, "runs.uses_at", np.bincount(run, minlength=runs))
    order = np.argsort(thing, kind="stable")
    shelf.put("things.used", order, np.int32)
    _at(shelf, "things.used_at", np.bincount(thing, minlength=chain.things))


def _masses(chain: Plan) -> NDArray[np.int64]:
    return np.concatenate([np.broadcast_to(phase.mass, phase.born) for phase in chain.phases])


def _births(shelf: Shelf, chain: Plan) -> None:
    sizes = _each(chain, lambda one: one.sizes, np.int64)
    _at(shelf, "runs.births_at", sizes)
    run = shelf.put("births.run", np.repeat(np.arange(len(sizes), dtype=np.int32), sizes), np.int32)
    shelf.put("births.thing", np.arange(chain.things, dtype=np.int32), np.int32)
    shelf.put("births.event", shelf.arrays["runs.event"][run], np.int32)
    quantity = shelf.fill("births.quantity", chain.things, NOT_SAID, np.int64)
    unit = shelf.fill("births.unit", chain.things, -1, np.int32)
    for phase in chain.phases:
        if phase.kind not in SERIAL:
            quantity[phase.first : phase.first + phase.born] = phase.mass
            unit[phase.first : phase.first + phase.born] = 0
    shelf.put("things.made", np.arange(chain.things, dtype=np.int32), np.int32)
    shelf.put("things.made_at", np.arange(chain.things + 1, dtype=np.int64), np.int64)


def _stays(shelf: Shelf, chain: Plan) -> None:
    size = sum(built.cells.size + len(built.child) for built in chain.assemblies)
    column = {
        name: shelf.empty(f"stays.{name}", size, dtype)
        for name, dtype in (
            ("parent", np.int32), ("child", np.int32), ("since", np.int64), ("until", np.int64), ("begin", np.int32),
            ("end", np.int32),
        )
    }  # fmt: skip
    start = 0
    for built in chain.assemblies:
        for rows in (_cells_in(built), _modules_in(built)):
            for room, values in zip(column.values(), rows, strict=True):
                room[start : start + len(values)] = values
            start += len(rows[0])
    shelf.fill("stays.quantity", size, NOT_SAID, np.int64)
    shelf.fill("stays.unit", size, -1, np.int32)
    shelf.fill("stays.share", size, 1.0, np.float64)
    shelf.fill("stays.fixed", size, 1, np.uint8)
    _at(shelf, "things.holds_at", np.bincount(column["parent"], minlength=chain.things))
    shelf.put("things.inside", np.argsort(column["child"], kind="stable"), np.int32)
    _at(shelf, "things.inside_at", np.bincount(column["child"], minlength=chain.things))


def _cells_in(built: Assembly) -> tuple[NDArray[Any], ...]:
    count = len(built.cells)
    every = (
        built.modules + np.arange(count), assembled(built.period, "module", count), built.gone_at,
        built.event + np.arange(count), built.gone,
    )  # fmt: skip
    parent, since, until, begin, end = (np.repeat(values, CELLS) for values in every)
    return parent, built.cells.ravel(), since, until, begin, end


def _modules_in(built: Assembly) -> tuple[NDArray[Any], ...]:
    return built.parent, built.child, built.since, built.until, built.begin, built.end


def _content(shelf: Shelf, chain: Plan, shape: Shape) -> None:
    """What a run makes has one content, so the numbers of runs are those of content."""
    shelf.put("births.content", shelf.arrays["births.run"], np.int32)
    masses = shelf.put("content.total", _each(chain, lambda one: one.mass, np.int64), np.int64)
    bare = _each(chain, lambda one: one.kind in _BARE, np.bool_)
    elements = sorted(shape.elements, key=ELEMENTS.index)
    counts = np.where(bare, 0, len(elements))
    _at(shelf, "content.at", counts)
    runs = np.repeat(np.arange(len(masses)), counts)
    which = np.tile(np.arange(len(elements)), int(np.count_nonzero(counts)))
    shelf.put("content.element", np.array([ELEMENTS.index(one) for one in elements])[which], np.uint8)
    parts = np.array([_PARTS_PER_MILLE[one] for one in elements])[which]
    shelf.put("content.mass", masses[runs] // 1000 * parts, np.int64)


def parts_of(kind: str, mass: int, shape: Shape) -> list[tuple[str, int]]:
    """Return micrograms of each element in something of a mass."""
    if kind in _BARE:
        return []
    return [(one, mass // 1000 * _PARTS_PER_MILLE[one]) for one in sorted(shape.elements, key=ELEMENTS.index)]


def _things(shelf: Shelf, chain: Plan) -> None:
    kind = shelf.empty("things.kind", chain.things, np.uint8)
    model = shelf.empty("things.model", chain.things, np.int32)
    for phase in chain.phases:
        kind[phase.first : phase.first + phase.born] = Kind.INSTANCE if phase.kind in SERIAL else Kind.LOT
        model[phase.first : phase.first + phase.born] = KINDS.index(phase.kind)
    shelf.fill("things.category", chain.things, -1, np.int32)
    shelf.put("things.born", shelf.arrays["runs.time"][shelf.arrays["births.run"]], np.int64)
    ended = shelf.fill("things.ended", chain.things, FOREVER, np.int64)
    used = shelf.arrays["uses.thing"]
    single = kind[used] == Kind.INSTANCE
    ended[used[single]] = shelf.arrays["runs.time"][shelf.arrays["uses.run"][single]]
    _seen(shelf, chain)


def _seen(shelf: Shelf, chain: Plan) -> None:
    """Where and when each thing was last named in an event."""
    arrays = shelf.arrays
    last = arrays["births.event"].copy()
    named = arrays["uses.implied"] == 0
    np.maximum.at(last, arrays["uses.thing"][named], arrays["uses.event"][named])
    for end in ("parent", "child"):
        np.maximum.at(last, arrays[f"stays.{end}"], arrays["stays.begin"])
    for moves in (built.moves for built in chain.assemblies if built.moves is not None):
        np.maximum.at(last, moves.left, moves.event.astype(np.int32))
    shelf.put("things.seen", arrays["events.time"][last], np.int64)
    shelf.put("things.place", _event_places(arrays, chain)[last], np.int32)


def _event_places(arrays: dict[str, NDArray[Any]], chain: Plan) -> NDArray[np.int32]:
    places = np.empty(chain.events, np.int32)
    places[arrays["runs.event"]] = arrays["runs.place"]
    modules, packs = (int(arrays["runs.place"].max()) - KINDS.index("salt") + KINDS.index(one) for one in _BARE)
    for built in chain.assemblies:
        places[built.event : built.event + len(built.cells)] = modules
        places[built.pack_event : built.pack_event + len(built.cells) // MODULES] = packs
        if built.moves is not None:
            places[built.moves.event], places[built.moves.event + 1] = packs, packs
    return places


def _texts(shelf: Shelf, chain: Plan, shape: Shape, named: bool) -> None:
    shelf.names("things.names", thing_names(chain) if named else pack([]))
    shelf.names("events.names", event_names(chain.events) if named else pack([]))
    places = places_of(shape)
    labels = [f"virgin:{place}" for place in places[: shape.origins]]
    texts = {
        "places": places, "models": [*CLASSES], "categories": (), "units": ("KGM", "C62"), "origins": labels,
        "elements": ELEMENTS, "campaigns": (),
    }  # fmt: skip
    for name, values in texts.items():
        shelf.names(name, pack(values))


def _event_times(chain: Plan) -> NDArray[np.int64]:
    times = np.empty(chain.events, np.int64)
    for phase in chain.phases:
        times[phase.event : phase.event + len(phase.sizes)] = phase.times
    for built in chain.assemblies:
        modules, packs = len(built.cells), len(built.cells) // MODULES
        times[built.event : built.event + modules] = assembled(built.period, "module", modules)
        times[built.pack_event : built.pack_event + packs] = assembled(built.period, "pack", packs)
        if built.moves is not None:
            times[built.moves.event], times[built.moves.event + 1] = built.moves.time, built.moves.time + 1_000
    return times
