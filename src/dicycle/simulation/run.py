"""The whole loop: simulate it as a stream of lines, or write it to a directory."""

from collections.abc import Callable, Iterator
from math import exp
from pathlib import Path
from typing import NamedTuple

from dicycle.simulation.clock import Process
from dicycle.simulation.estate import Estate
from dicycle.simulation.factory import CELLS_AHEAD, MATERIALS_AHEAD, Factory
from dicycle.simulation.files import places_document, scenario_document
from dicycle.simulation.flaws import flawed_vocabularies, plots, write_flaws
from dicycle.simulation.fleet import Fleet
from dicycle.simulation.plots import Flaw
from dicycle.simulation.products import PACKS, CellDesign, PackDesign
from dicycle.simulation.recycling import Recycling
from dicycle.simulation.returns import Returns
from dicycle.simulation.scenario import DAY, Scenario
from dicycle.simulation.supply import Supply
from dicycle.simulation.tables import NoTables, ParquetTables, Tables
from dicycle.simulation.world import World

STEEPNESS, MIDDLE = 8.0, 0.4
"""The sales curve: a logistic in the share of time, half sold at `MIDDLE`."""


class Progress(NamedTuple):
    """How far a simulation is: share of simulated time, lines so far."""

    fraction: float
    lines: int


class Simulation:
    """One run: the world and everybody in it."""

    def __init__(self, scenario: Scenario, tables: Tables) -> None:
        self.scenario = scenario
        self.world = world = World(scenario, tables)
        self.estate = Estate(world.books)
        self.supply = Supply(world)
        self.factory = Factory(world, self.supply)
        self.returns = Returns(world, self.estate)
        self.fleet = Fleet(world, self.estate, self.returns.bring_back)
        self.recycling = Recycling(world, self.estate, self.supply, self.factory)
        self._introduce()
        self.flaws = self._plant()

    def _plant(self) -> list[Flaw]:
        """Plant the flaws that the scenario asks for; return what is wrong."""
        found = []
        for plot, flaw in plots(self.scenario):
            self.world.journal.plant(plot.told, plot.site)
            found.append(flaw)
        return found + flawed_vocabularies(self.scenario)[1]

    def _introduce(self) -> None:
        self.factory.finished = self.fleet.finished
        self.returns.install = self.fleet.install
        self.returns.commission_pack = self.factory.commission_pack
        self.returns.scrap = self.fleet.scrap = self.recycling.pile

    def lines(self, progress: Callable[[Progress], None] | None = None) -> Iterator[bytes]:
        """Yield every line in order of recording; keep the truth up to date."""
        world, journal = self.world, self.world.journal
        world.clock.spawn(self._rounds())
        world.clock.spawn(self.recycling.work())
        step = max((self.scenario.end - self.scenario.begin) // 200, 1)
        due = self.scenario.begin
        for now in world.clock.run():
            if journal.due(now):
                yield from journal.ready(now)
            if progress and now >= due:
                progress(
                    Progress((now - self.scenario.begin) / (self.scenario.end - self.scenario.begin), journal.lines)
                )
                due = now + step
        yield from journal.ready(None)
        self.estate.finish(self.factory.left_cells())
        world.finish()
        if progress:
            progress(Progress(1.0, journal.lines))

    # the plan

    def _rounds(self) -> Process:
        """Buy, make and build for one period after the other, along the sales curve."""
        period = self.scenario.period_days * DAY
        ahead = MATERIALS_AHEAD + CELLS_AHEAD
        starts = [start for start in range(self.scenario.begin, self.scenario.end, period)
                  if self.scenario.end - start - ahead >= 20 * DAY]  # fmt: skip
        late: list[PackDesign] = []
        for number, start in enumerate(starts):
            wanted = _sold(self.scenario.packs, (number + 1) / len(starts)) - _sold(
                self.scenario.packs, number / len(starts)
            )
            designs = late + self.world.rng.choices(PACKS, [design.weight for design in PACKS], k=wanted)
            late = []
            self.world.clock.spawn(self._round(designs, late, min(period, self.scenario.end - start - ahead - 5 * DAY)))
            yield max(start + period - self.world.clock.now, 1)

    def _round(self, designs: list[PackDesign], late: list[PackDesign], window: int) -> Process:
        if not designs:
            return
        cells: dict[CellDesign, int] = {}
        for design in designs:
            cells[design.cell] = cells.get(design.cell, 0) + design.cells
        self.world.clock.spawn(self.supply.round(cells))
        yield MATERIALS_AHEAD
        for cell, count in cells.items():
            self.world.clock.spawn(self.factory.make_cells(cell, count))
        yield CELLS_AHEAD
        for design in designs:
            if self.factory.build(design) is None:
                late.append(design)
            yield window // (len(designs) + 1)
        self.fleet.send_all()


def _sold(packs: int, share: float) -> int:
    def rise(at: float) -> float:
        return 1 / (1 + exp(-STEEPNESS * (at - MIDDLE)))

    return round(packs * (rise(share) - rise(0)) / (rise(1) - rise(0)))


def simulate(scenario: Scenario, tables: Tables | None = None) -> Iterator[bytes]:
    """Yield the events of a scenario, each one line of JSON, in the order in which they are recorded.

    Nothing is kept of what is over: memory follows what is alive. `tables` takes the truth, if it is wanted.
    """
    yield from Simulation(scenario, tables or NoTables()).lines()


def write(scenario: Scenario, directory: Path, progress: Callable[[Progress], None] | None = None) -> dict[str, int]:
    """Write events, places, scenario and truth into `directory`; return the totals.

    The same scenario gives the same files, byte for byte.
    """
    directory.mkdir(parents=True, exist_ok=True)
    tables = ParquetTables(directory / "truth")
    simulation = Simulation(scenario, tables)
    (directory / "places.jsonld").write_bytes(places_document(scenario))
    with (directory / "events.ndjson").open("wb", buffering=1 << 20) as out:
        for line in simulation.lines(progress):
            out.write(line)
            out.write(b"\n")
    tables.close()
    if simulation.flaws:
        write_flaws(directory / "truth" / "flaws.parquet", simulation.flaws)
    totals = simulation.world.journal.totals
    (directory / "scenario.json").write_bytes(scenario_document(scenario, totals))
    return totals
