"""Whose metal is in everything: one pass over a chain, beside the machine's memory and the relational program.

Each pass runs in a process of its own over files that are mapped, so that its peak memory is its own.
"""

import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from benchmarks.genealogy.chain import Shape, graph, opened
from benchmarks.genealogy.drawing import draw
from benchmarks.genealogy.ids import CLASSES
from benchmarks.genealogy.report import Report, apart, peak
from dicycle.genealogy.attribution import mixing
from dicycle.genealogy.attribution.batch import BLOCK, attribute_all, factors
from dicycle.genealogy.attribution.core import gathered
from dicycle.genealogy.graph import Graph
from dicycle.genealogy.kinds import Kinds

ELEMENT: Final = "Ni"
_RELATIONAL: Final = 200_000_000
"""With more cells times origins the relational program is left out: it takes many minutes."""
_NAMED: Final = 10_000_000
"""With more cells, things have no names: nobody is told of them."""
_FEW: Final = 64
"""With more origins, a row for every thing is a table that nobody wants."""
_DENSE: Final = "every thing, a row of shares each"


class Pass(NamedTuple):
    """Seconds of each step, and the figures that follow."""

    seconds: dict[str, float]
    things: int
    packs: int
    origins: int
    mixtures: int
    entries: int
    rows: int
    peak: float
    """MiB, mapped pages included."""


def run(report: Report, folder: Path, cells: int) -> None:
    """Attribute a chain with eight origins (the recycler is one), then with 2,000 and loops followed."""
    from benchmarks.genealogy.memory import triad  # it compiles when it is imported

    one, every = triad(), triad(parallel=True)
    report.table("Memory (STREAM triad)", ("cores", "GB/s"), [("one", _giga(one)), ("all", _giga(every))])
    for title, shape in (
        ("8 origins, recycled metal is one of them", Shape()),
        ("2,000 origins, loops followed", Shape(origins=2000, feed=False)),
    ):
        place = folder / "chain"
        report.say(f"{title}: make a chain of {cells:,} cells")
        apart(_make, place, cells, shape)
        found: Pass = apart(_attribute, place)
        _tell(report, f"{cells:,} cells, {title}", found, one)
        if cells * found.origins <= _RELATIONAL and find_spec("duckdb"):
            _relational(report, place, folder / "tables", found)
        shutil.rmtree(place)


def _make(place: Path, cells: int, shape: Shape) -> None:
    graph(draw(cells), shape, named=cells <= _NAMED, folder=place)


def packs_of(found: Graph) -> NDArray[np.int64]:
    """Return the numbers of all packs; what is a pack, the class says."""
    named = [CLASSES[found.models[number]] for number in range(len(found.models))]
    return np.flatnonzero(found.things.model == named.index("pack"))


def _attribute(place: Path) -> Pass:
    report, seconds = Report(), dict[str, float]()
    found = opened(place)
    warm(place.parent)
    everything, packs = np.arange(len(found.things.kind)), packs_of(found)
    with report.step("what mixes with what", seconds):
        mixed = mixing(found)
    with report.step("every thing, factorised", seconds):
        of = factors(found, ELEMENT, everything, parts=False, mixed=mixed)
    mixtures, entries = len(of.shares), len(of.row)
    if len(of.origins) <= _FEW:
        with report.step(_DENSE, seconds):
            for first in range(0, len(everything), BLOCK):
                _rows(of, first, min(first + BLOCK, len(everything)))
    del of
    with report.step("packs with all parts, factorised", seconds):
        of = factors(found, ELEMENT, packs, mixed=mixed)
    with report.step("packs with all parts, a row of shares each", seconds):
        for first in range(0, len(packs), BLOCK):
            _rows(of, first, min(first + BLOCK, len(packs)))
    return Pass(seconds, len(everything), len(packs), len(of.origins), mixtures, entries, len(of.row), peak())


def _rows(of: Any, first: int, last: int) -> None:
    at = of.at[first : last + 1]
    part = slice(int(at[0]), int(at[-1]))
    gathered(at - at[0], of.row[part], of.mass[part], of.shares)


def warm(folder: Path) -> None:
    """Compile what is compiled, or load it, on a small chain of the same kind."""
    small = graph(draw(200_000), Shape(), named=False, folder=folder / "small")
    del small
    found = opened(folder / "small")
    of = factors(found, ELEMENT, packs_of(found))
    _rows(of, 0, len(of.at) - 1)
    shutil.rmtree(folder / "small")


def _tell(report: Report, title: str, found: Pass, memory: float) -> None:
    seconds = found.seconds
    factorised = seconds["what mixes with what"] + seconds["every thing, factorised"]
    packs = sum(taken for step, taken in seconds.items() if "packs" in step) + seconds["what mixes with what"]
    rows = [
        *((step, f"{taken:.2f}", "") for step, taken in seconds.items()),
        ("million things a second, factorised, from the graph on", "", f"{found.things / factorised / 1e6:.1f}"),
        *_dense(found, memory),
        (f"{found.packs:,} packs from the graph on", f"{packs:.2f}", ""),
        ("origins; mixtures with a row of their own", "", f"{found.origins:,}; {found.mixtures:,}"),
        ("mixtures in packs, entries", "", f"{found.rows:,}"),
        ("peak memory, mapped pages included, MiB", "", f"{found.peak:,.0f}"),
    ]
    report.table(f"Attribution of {title} ({found.things:,} things)", ("step", "s", "figure"), rows)


def _dense(found: Pass, memory: float) -> list[tuple[str, str, str]]:
    """What rows for everything cost at least: each is written; of each entry a number, a mass and a row are read."""
    if _DENSE not in found.seconds:
        return []
    taken = found.seconds[_DENSE]
    moved = 8 * found.origins * (found.things + found.entries) + 12 * found.entries
    ratio = f"{_giga(moved / taken)} ({moved / taken / memory:.2f})"
    return [
        ("million things a second, rows of shares", "", f"{found.things / taken / 1e6:.1f}"),
        ("their traffic by count, GB/s (ratio to the triad on one core)", "", ratio),
    ]


def _giga(bytes_a_second: float) -> str:
    return f"{bytes_a_second / 1e9:.1f}"


def _relational(report: Report, place: Path, tables: Path, beside: Pass) -> None:
    taken: dict[str, float] = apart(_by_sql, place, tables)
    rows = [(step, f"{value:.2f}") for step, value in taken.items() if step != "differ"]
    own = sum(value for step, value in beside.seconds.items() if "packs" in step)
    rows += [
        ("the array pass on the same packs, s", f"{own + beside.seconds['what mixes with what']:.2f}"),
        ("largest difference, parts of one", f"{taken['differ']:.1e}"),
    ]
    report.table("The relational program on the same packs (DuckDB)", ("step", "s"), rows)
    shutil.rmtree(tables)


def _by_sql(place: Path, tables: Path) -> dict[str, float]:
    from dicycle.genealogy.relational import attribute, export
    from dicycle.genealogy.relational.duck import DuckDB

    report, seconds = Report(), dict[str, float]()
    found = opened(place)
    mixed = mixing(found)
    with report.step("write the tables as Parquet", seconds):
        export(found, tables, mixed=mixed, kinds=Kinds(found, CLASSES))
    packs = packs_of(found)
    with DuckDB(tables) as engine:
        with report.step("run the program", seconds):
            attribute(engine, ("pack",))
        theirs = engine.table("attributed")
    ours = pa.Table.from_batches(attribute_all(found, packs, mixed=mixed))
    return seconds | {"differ": difference(ours, theirs)}


def difference(ours: Any, theirs: Any) -> float:
    """Return the largest difference of two attributions as a part of the mass; 1 if they tell of other things."""
    keys = ("id", "element", "origin")
    one, two = (
        pa.table({key: table[key].cast("string") for key in keys} | {"mass_mg": table["mass_mg"]}).sort_by(
            [(key, "ascending") for key in keys]
        )
        for table in (ours, theirs)
    )
    if not one.select(keys).equals(two.select(keys)):
        return 1.0
    masses = one["mass_mg"].to_numpy(), two["mass_mg"].to_numpy()
    return float(np.max(np.abs(masses[0] - masses[1]) / np.maximum(masses[0], 1e-6)))
