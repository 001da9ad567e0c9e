"""From raw EPCIS JSON to attributed packs: one file of events, a ledger, its index, a Parquet file."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from benchmarks.genealogy.attribute import packs_of, warm
from benchmarks.genealogy.chain import Shape, graph
from benchmarks.genealogy.drawing import draw
from benchmarks.genealogy.plan import Plan
from benchmarks.genealogy.report import Report, apart, peak
from benchmarks.genealogy.told import lines
from dicycle.bootstrap import open_loop
from dicycle.genealogy.attribution.writing import write_parquet
from dicycle.genealogy.graph import sections


class Done(NamedTuple):
    """Seconds of each step, and what came out."""

    seconds: dict[str, float]
    packs: int
    rows: int
    ledger: int
    """Bytes on the disk."""
    index: int
    peak: float
    """MiB, of this process, mapped pages included."""
    equal: bool
    """Whether the index holds the chain as it was drawn, array by array."""


def run(report: Report, folder: Path, cells: int, profile: str = "off") -> None:
    """Print how long each step takes; writing the events is not counted, nor is compiling, once for each machine."""
    chain = draw(cells)
    events = folder / "events.ndjson"
    with report.step(f"write {chain.events:,} events (not counted)"), events.open("wb") as file:
        file.writelines(lines(chain, Shape()))
    apart(warm, folder)
    done = apart(_done, folder, events, cells, profile)
    _tell(report, chain, events.stat().st_size, done, profile)


def _done(folder: Path, events: Path, cells: int, profile: str) -> Done:
    report, seconds = Report(), dict[str, float]()
    place = folder / "loop.db"
    with open_loop(place, profile=profile) as loop:
        with report.step("capture into the ledger", seconds):
            loop.capture_file(events)
        with report.step("index of the genealogy", seconds):
            genealogy = loop.genealogy()
        packs = packs_of(genealogy.graph)
        with report.step("what mixes with what", seconds):
            mixed = genealogy.mixed()
        with report.step("packs with all parts, as Parquet", seconds):
            rows = write_parquet(folder / "packs.parquet", genealogy.graph, packs, mixed=mixed)
        memory = peak()
        drawn = sections(graph(draw(cells), Shape()))
        equal = all((drawn[name] == array).all() for name, array in sections(genealogy.graph).items())
    sizes = (_size(folder.glob(f"{place.name}*")), _size((folder / f"{place.name}.genealogy").rglob("*")))
    return Done(seconds, len(packs), rows, *sizes, memory, equal)


def _size(files: Iterable[Path]) -> int:
    return sum(path.stat().st_blocks * 512 for path in files if path.is_file())


def _tell(report: Report, chain: Plan, size: int, done: Done, profile: str) -> None:
    total = sum(done.seconds.values())
    rows = [(step, f"{taken:.1f}", f"{chain.events / taken:,.0f}") for step, taken in done.seconds.items()]
    rows += [
        ("all", f"{total:.1f}", f"{chain.events / total:,.0f}"),
        ("packs; rows of the answer", "", f"{done.packs:,}; {done.rows:,}"),
        ("ledger and index on the disk, MB", "", f"{done.ledger / 1e6:,.0f}; {done.index / 1e6:,.0f}"),
        ("peak memory, mapped pages included, MiB", "", f"{done.peak:,.0f}"),
        ("the index is the chain as it was drawn", "", "yes" if done.equal else "no"),
    ]
    title = f"{chain.cells:,} cells: {chain.events:,} events, {size / 1e6:,.0f} MB of JSON"
    report.table(f"From JSON to attributed packs, {title} (sense: {profile})", ("step", "s", "events/s; figure"), rows)
