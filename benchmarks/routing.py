"""Routing many packs in one call, beside what a user would pick instead: ``python -m benchmarks.routing``."""

import argparse
import io
import resource
import sys
from datetime import date
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from benchmarks.timing import rate, seconds, show
from dicycle.health.gates.model import GATES
from dicycle.routing import our_parameters, route, route_lot
from dicycle.routing.columns import battery_at
from dicycle.routing.lots import RoutedLot
from dicycle.routing.parameters.model import ROUTES
from dicycle.routing.sheets import figures, sheet
from dicycle.routing.tables import from_table
from dicycle.routing.worth import Amounts, route_worth

PACKS: Final = 100_000
_GOAL: Final = 5.0
_ALONE: Final = 200
"""So many are routed one by one; the loop over all is scaled from them."""
_EXPLAINED: Final = 1_000
_DAY: Final = date(2026, 11, 22)
_CHEMISTRIES: Final = ("LFP", "NMC622", "NMC811")


class Taken(NamedTuple):
    """Seconds of reading the Arrow stream, of routing, and of writing the table as a stream."""

    reading: float
    routing: float
    writing: float


def run(packs: int = PACKS) -> None:
    """Print the seconds of one call, of its rivals in the same run, and of full decisions."""
    data = _stream(packs)
    route_lot(_table(_stream(100)), as_of=_DAY).table()  # loads figures and laws
    lot, taken = _routed(data)
    peak = _peak()
    show(f"{packs:,} packs in one call; goal {_GOAL:g} s", ("", "s", "packs/s"), _own(packs, taken))
    print(f"  peak memory of the process {peak / 1e6:,.0f} MB, of which {len(data) / 1e6:,.0f} MB the stream read")
    show("Beside it, in the same run", ("", "s", "times ours"), _rivals(lot, packs, sum(taken)))
    rows = np.linspace(0, packs - 1, min(_EXPLAINED, packs)).astype(int).tolist()
    told = seconds(lambda: [lot.explain(row).explain() for row in rows], runs=1)
    said = (f"{len(rows):,}", f"{told:.2f}", rate(len(rows), told))
    show("Full decisions with explanation", ("", "s", "decisions/s"), [said])


def _own(packs: int, taken: Taken) -> list[tuple[str, ...]]:
    named = {**taken._asdict(), "all": sum(taken)}
    return [(name, f"{one:.3f}", rate(packs, one)) for name, one in named.items()]


def _routed(data: bytes) -> tuple[RoutedLot, Taken]:
    found: dict[str, Any] = {}
    reading = seconds(lambda: found.update(table=_table(data)), runs=1)
    routing = seconds(lambda: found.update(lot=route_lot(found["table"], as_of=_DAY)), runs=1)
    writing = seconds(lambda: _written(found["lot"].table()), runs=1)
    return found["lot"], Taken(reading, routing, writing)


def _rivals(lot: RoutedLot, packs: int, ours: float) -> list[tuple[str, ...]]:
    sample = [battery_at(lot.columns, row) for row in range(min(_ALONE, packs))]
    alone = seconds(lambda: [route(one, as_of=_DAY) for one in sample], runs=1) * packs / len(sample)
    plain = seconds(lambda: _mean_worth(lot))
    rows = {
        f"route() in a loop, scaled from {len(sample)} packs": alone,
        "mean worth alone in numpy, a lower bound of work": plain,
    }
    return [(name, f"{one:.3f}", f"{one / ours:.3f}") for name, one in rows.items()]


def _mean_worth(lot: RoutedLot) -> Any:
    """Return the route worth most at the figures' values: no ranges, laws, closings, flips, nor books."""
    parameters, best = our_parameters(), np.zeros(lot.columns.total, np.int8)
    for chemistry in _CHEMISTRIES:
        rows = np.flatnonzero(lot.columns.chemistry == chemistry)
        energy = lot.columns.energy[rows]
        of = Amounts(energy, energy * float(parameters.chemistries[chemistry].pack), lot.columns.soh[rows])
        plain = sheet(parameters, figures(parameters), chemistry, "pack")
        best[rows] = np.argmax(route_worth(plain, of, ROUTES), axis=0)
    return best


def _stream(packs: int) -> bytes:
    """Return invented packs as an Arrow stream: some gates not measured, a few failed."""
    draw = np.random.default_rng(7)
    soh = draw.uniform(0.6, 0.98, packs)
    content = {
        "id": [f"https://id.gs1.org/01/09521030000095/21/R{row}" for row in range(packs)],
        "chemistry": draw.choice(_CHEMISTRIES, packs),
        "kind": ["pack"] * packs,
        "energy_kwh": draw.uniform(20, 100, packs),
        "modules": draw.integers(4, 20, packs),
        "soh": soh, "soh_low": soh - 0.02, "soh_high": soh + 0.02,
        "level": draw.choice(["E3", "E4"], packs),
        "age_years": draw.uniform(2, 12, packs),
        "recall": np.zeros(packs, bool), "lifetime_record": np.ones(packs, bool),
        "region": draw.choice(["EU", "CN"], packs),
        **{gate: draw.choice(["pass", "not measured", "fail"], packs, p=[0.96, 0.03, 0.01]) for gate in GATES},
    }  # fmt: skip
    return _written(pa.table(content))


def _written(table: Any) -> bytes:
    held = io.BytesIO()
    with pa.ipc.new_stream(held, table.schema) as sink:
        sink.write_table(table)
    return held.getvalue()


def _table(data: bytes) -> Any:
    return from_table(pa.ipc.open_stream(data).read_all())


def _peak() -> int:
    """Return the most memory that the process ever held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.routing", description=__doc__)
    parser.add_argument("--packs", type=int, default=PACKS, help="packs of the lot")
    run(parser.parse_args().packs)


if __name__ == "__main__":
    main()
