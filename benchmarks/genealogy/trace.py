"""Trace-back and recall: the index beside recursive queries and a graph database, on one chain, in one run.

Each engine is built in a process of its own and asked in another one. Cold: what it wrote is put out of the page
cache, it is opened, and each question is the first of its kind that it sees. Warm: the same questions once more.
"""

import os
import shutil
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from benchmarks.genealogy.chain import Shape
from benchmarks.genealogy.drawing import draw
from benchmarks.genealogy.edges import edges
from benchmarks.genealogy.ids import KINDS
from benchmarks.genealogy.ours import FACTS, Answers, Dicycle
from benchmarks.genealogy.peers import EDGES, PEERS, Peer, PostgreSQL
from benchmarks.genealogy.plan import PERIODS, Plan, end_of
from benchmarks.genealogy.report import Report, apart, peak
from benchmarks.genealogy.told import stored
from benchmarks.timing import percentile
from dicycle.genealogy.building import gather
from dicycle.genealogy.graph import sections
from dicycle.genealogy.index import container

ENGINES: Final[dict[str, type[Any]]] = {"dicycle": Dicycle, "dicycle-answers": Answers, **PEERS}
_QUESTIONS: Final = 200
_FEWEST: Final = 3
_SHARED: Final = {"dicycle-answers": "dicycle", "postgres-nested": "postgres"}
"""Engines that use what another one built."""

Numbers = NDArray[np.int64]


class Asked(NamedTuple):
    """One kind of question: the things it is asked of, and the moments."""

    name: str
    back: bool
    stop: int
    starts: list[int]
    moments: list[int]


class Answered(NamedTuple):
    """How long each question took cold and warm (ms), and what was reached, for as many as there was time for."""

    cold: list[float]
    warm: list[float]
    reached: list[Numbers]


class Measured(NamedTuple):
    """What one engine did."""

    name: str
    build: float
    building: float
    """Peak memory of building, MiB."""
    size: float
    """MB on the disk."""
    asking: float
    """Peak memory of being asked, MiB."""
    answers: list[Answered]


def run(report: Report, folder: Path, cells: int, engines: Sequence[str] = (), budget: float = 20.0) -> None:
    """Build and ask each engine; `budget` is seconds for the cold round of one kind of question."""
    folder.chmod(0o755)
    chain = draw(cells)
    asked = _questions(chain)
    sizes = _prepared(report, folder, chain)
    measured = {name: _measured(report, folder, name, asked, budget) for name in engines or ENGINES}
    _tell(report, chain, sizes, asked, measured)


def _prepared(report: Report, folder: Path, chain: Plan) -> dict[str, int]:
    """Write what engines are built from: edges for the peers, facts of events for Dicycle."""
    with report.step("edges of the chain"):
        table = edges(chain).table()
        pq.write_table(table, folder / EDGES, compression="none")
    with report.step(f"reading {chain.events:,} events as JSON (dicycle only)"):
        facts = gather(stored(chain, Shape()))
        with (folder / FACTS).open("wb") as file:
            container.pack({}, sections(facts)).write(file)
    return {"edges": table.num_rows}


def _questions(chain: Plan, seed: int = 2) -> list[Asked]:
    chance = np.random.default_rng(seed)
    used = [np.unique(phase.inputs.thing) for phase in chain.of("cell")]
    packs = [np.arange(phase.first, phase.first + phase.born) for phase in chain.of("pack")]
    ores = [np.arange(phase.first, phase.first + phase.born) for phase in chain.of("ore")]
    kinds = (
        ("pack to its mines, as far as salts", True, "salt", packs),
        ("cathode lot to packs (recall)", False, "pack", used),
        ("mine lot to packs (recall)", False, "pack", ores),
    )
    return [Asked(name, back, KINDS.index(stop), *_chosen(things, chance)) for name, back, stop, things in kinds]


def _chosen(things: list[NDArray[Any]], chance: np.random.Generator) -> tuple[list[int], list[int]]:
    """Choose things of all periods, each with the end of its own or a later period."""
    period = chance.integers(len(things), size=_QUESTIONS)
    starts = [int(chance.choice(things[one])) for one in period]
    return starts, [end_of(int(chance.integers(one, PERIODS))) for one in period]


def _measured(report: Report, folder: Path, name: str, asked: list[Asked], budget: float) -> Measured:
    engine = ENGINES[name]
    own = folder / _SHARED.get(name, name)
    own.mkdir(exist_ok=True)
    report.say(f"{engine.name}: build")
    build, building = apart(_build, engine, own, folder)
    size = sum(path.stat().st_blocks * 512 for path in own.rglob("*") if path.is_file()) / 1e6
    report.say(f"{engine.name}: built in {build:.1f} s, {size:,.0f} MB; ask")
    answers, asking = apart(_ask, engine, own, asked, budget)
    for one, found in zip(asked, answers, strict=True):
        report.say(f"  {one.name}: {len(found.cold)} asked, warm p50 {percentile(found.warm, 0.5):.3f} ms")
    return Measured(engine.name, build, building, size, asking, answers)


def _build(engine: type[Peer], own: Path, source: Path) -> tuple[float, float]:
    peer = engine(own)
    start = time.perf_counter()
    peer.build(source)
    taken = time.perf_counter() - start
    return taken, 0.0 if isinstance(peer, PostgreSQL) else peak()


def _ask(engine: type[Peer], own: Path, asked: list[Asked], budget: float) -> tuple[list[Answered], float]:
    _forget(own)
    peer = engine(own)
    peer.open()
    try:
        return [_answered(peer, one, budget) for one in asked], peer.memory()
    finally:
        peer.close()


def _forget(folder: Path) -> None:
    """Put the files of an engine out of the page cache; those of nobody else."""
    os.sync()
    for path in (path for path in folder.rglob("*") if path.is_file()):
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _answered(peer: Peer, asked: Asked, budget: float) -> Answered:
    cold, reached = [], []
    end = time.perf_counter() + budget
    for start, at in zip(asked.starts, asked.moments, strict=True):
        if len(cold) >= _FEWEST and time.perf_counter() > end:
            break
        taken, found = _timed(peer, asked, start, at)
        cold.append(taken)
        reached.append(np.unique(found))
    rest = zip(asked.starts, asked.moments, range(len(cold)), strict=False)
    return Answered(cold, [_timed(peer, asked, start, at)[0] for start, at, _ in rest], reached)


def _timed(peer: Peer, asked: Asked, start: int, at: int) -> tuple[float, Numbers]:
    began = time.perf_counter()
    found = peer.reached(asked.back, start, at, asked.stop)
    return (time.perf_counter() - began) * 1e3, found


def _tell(
    report: Report, chain: Plan, sizes: dict[str, int], asked: list[Asked], measured: dict[str, Measured]
) -> None:
    title = f"{chain.cells:,} cells: {chain.things:,} things, {sizes['edges']:,} edges, {chain.events:,} events"
    head = ("engine", "build s", "building MiB", "on disk MB", "asked MiB")
    rows = [
        (one.name, f"{one.build:.1f}", f"{one.building:.0f}", f"{one.size:,.0f}", f"{one.asking:,.0f}")
        for one in measured.values()
    ]
    report.table(f"Genealogy of {title}", head, rows)
    first = next(iter(measured.values()))
    kinds = _kinds(chain)
    for number, one in enumerate(asked):
        found = [measured[name].answers[number] for name in measured]
        middle = statistics.median(len(things) for things in found[0].reached)
        rows = [
            (name.name, *_figures(answer), _agreement(first.answers[number], answer, kinds))
            for name, answer in zip(measured.values(), found, strict=True)
        ]
        head = ("engine", "asked", "cold p50 ms", "cold p99", "warm p50 ms", "warm p99", "same things")
        report.table(f"{one.name}: {middle:,.0f} things (median)", head, rows)


def _figures(answer: Answered) -> tuple[str, ...]:
    times = (percentile(times, share) for times in (answer.cold, answer.warm) for share in (0.5, 0.99))
    return (str(len(answer.cold)), *(f"{one:,.3f}" for one in times))


def _kinds(chain: Plan) -> NDArray[np.int8]:
    kinds = np.empty(chain.things, np.int8)
    for phase in chain.phases:
        kinds[phase.first : phase.first + phase.born] = KINDS.index(phase.kind)
    return kinds


def _agreement(first: Answered, other: Answered, kinds: NDArray[np.int8]) -> str:
    """Compare node by node; forward, black mass is where Dicycle ends and the others do not come."""
    black = KINDS.index("black_mass")
    pairs = list(zip(first.reached, other.reached, strict=False))
    wrong = sum(not np.array_equal(one[kinds[one] != black], two[kinds[two] != black]) for one, two in pairs)
    return f"yes, all {len(pairs)}" if not wrong else f"no, {wrong} of {len(pairs)} differ"


def clear(folder: Path) -> None:
    """Delete everything."""
    shutil.rmtree(folder, ignore_errors=True)
