"""Cells, modules and packs: where the material gets its identity."""

from collections.abc import Callable

from dicycle.simulation.amounts import minus, plus, portion, times
from dicycle.simulation.books import Side
from dicycle.simulation.clock import Process
from dicycle.simulation.gbt import battery_code
from dicycle.simulation.journal import Event, Mark
from dicycle.simulation.lots import UNKNOWN, Batch, Cells, Draw, Lot
from dicycle.simulation.packs import Module, Pack
from dicycle.simulation.places import SITES, Site
from dicycle.simulation.products import BMS_CONTENT, BMS_MASS, PRODUCTS, CellDesign, PackDesign
from dicycle.simulation.readings import end_of_line, slipped
from dicycle.simulation.scenario import DAY
from dicycle.simulation.supply import CELL, Supply
from dicycle.simulation.world import HOUR, MINUTE, Feed, Made, World, waste
from dicycle.vocabulary import ALIAS, ALIASES, ITEM

MATERIALS_AHEAD, CELLS_AHEAD = 47 * DAY, 4 * DAY
"""Time from the purchase to the first cell, and from the first cell to the first pack."""


class Factory:
    """The cell and pack plants with their stock of cells."""

    def __init__(self, world: World, supply: Supply) -> None:
        self.world, self.supply = world, supply
        self._cells: dict[CellDesign, list[Cells]] = {}
        self.scrap: list[tuple[str, Site, Lot]] = []
        self.finished: Callable[[Pack], None] = lambda _: None

    # cells

    def make_cells(self, design: CellDesign, count: int) -> Process:
        """Make cells in runs of at most the design's batch."""
        runs = -(-count // design.batch)
        for run in range(runs):
            self._run(design, count * (run + 1) // runs - count * run // runs)
            yield max((CELLS_AHEAD - DAY) // (runs + 1), MINUTE)

    def _run(self, design: CellDesign, count: int) -> None:
        stocks = {key: self.supply.stock(design.plant, key) for key in design.recipe}
        possible = min(stocks[key].mass * CELL // 1000 // mass for key, mass in design.recipe.items())
        count = min(count, possible)
        if count <= 0:
            return
        draws = [draw for key, mass in design.recipe.items() for draw in stocks[key].draw(mass * count * 1000 // CELL)]
        self._transform_cells(design, count, draws)

    def _transform_cells(self, design: CellDesign, count: int, draws: list[Draw]) -> None:
        world, site = self.world, SITES[design.plant]
        mass, amount = sum(draw.mass for draw in draws), plus(draw.amount for draw in draws)
        each_mass, each = mass * CELL // 1000 // count, portion(amount, CELL, 1000 * count)
        batch = Batch(design, count, each_mass, each, world.number(design.key, count), UNKNOWN)
        cells = Cells(batch, 0, count)
        made = Made(design.product, each_mass, each, cells.ids())
        if not design.serialised:
            made = Made(design.product, each_mass * count, times(each, count))
        left_mass, left = mass - each_mass * count, minus(amount, times(each, count))
        family = "LFP" if design.chemistry == "LFP" else "NMC"
        # Nine tenths of what did not become cells is collected as scrap, the rest is residue and loss.
        scrap = Made(PRODUCTS[f"scrap.{family}.{site.company.key}"], left_mass * 9 // 10, portion(left, 9, 10))
        rest = waste(site.company, left_mass - scrap.mass, minus(left, scrap.amount))
        order = world.document("prodorder", site.company)
        batch.born, lots, batch.shares = world.transform(
            site, "commissioning", Feed(draws), [made, scrap, *rest], disposition="active", bizTransactionList=[order]
        )
        batch.lot = None if design.serialised else lots[0]
        self.scrap.append((family, site, lots[0] if design.serialised else lots[1]))
        self._cells.setdefault(design, []).append(cells)
        world.clock.spawn(self._test_cells(site, cells), 6 * HOUR)

    def _test_cells(self, site: Site, cells: Cells) -> Process:
        """Test a lot, or some cells of a serialised batch."""
        lot = cells.batch.lot
        lots = [(lot.id, lot.mass)] if lot else []
        ids = [] if lot else cells.ids()[:: max(cells.size // 8, 1)]
        papers = [self.world.document("testres", site.company)]
        readings = end_of_line(self.world.rng, site, cells.batch.design.product)
        self.world.observe(
            site, "inspecting", "conformant", ids, lots=lots, sensorElementList=readings, bizTransactionList=papers
        )
        yield 0

    def take_cells(self, design: CellDesign, count: int) -> tuple[Cells, ...]:
        """Take cells from stock, or none at all when there are not enough."""
        stock = self._cells.get(design, [])
        if sum(cells.size for cells in stock) < count:
            return ()
        taken = []
        while count:
            batch, first, many = stock.pop(0)
            some = min(many, count)
            taken.append(Cells(batch, first, some))
            count -= some
            if many > some:
                stock.insert(0, Cells(batch, first + some, many - some))
        return tuple(taken)

    def left_cells(self) -> list[Cells]:
        """Return the cells in stock."""
        return [cells for stock in self._cells.values() for cells in stock]

    # packs

    def build(self, design: PackDesign) -> Pack | None:
        """Build one pack from cells in stock: modules first, then the pack; None when cells are lacking."""
        cells = self.take_cells(design.cell, design.cells)
        if not cells:
            return None
        world, site = self.world, SITES[design.cell.plant]
        pack = Pack(design, world.number(design.product.key), cells, world.number("bms"))
        pack.fade = world.rng.uniform(0.018, 0.042)
        pack.life = int(world.rng.weibullvariate(world.scenario.life_scale, world.scenario.life_shape) * 365 * DAY)
        order = [world.document("prodorder", site.company)]
        if design.modules:
            self._modules(pack, site, order)
        world.clock.spawn(self._assemble(pack, site, order), HOUR)
        return pack

    def _modules(self, pack: Pack, site: Site, order: list[Event]) -> None:
        design, world = pack.design, self.world
        pack.first_module = world.number(f"module.{design.key}", design.modules)
        modules = pack.modules()
        side = Side([module.id for module in modules], "module", design.module_mass, design.module_hardware, UNKNOWN)
        aliases = [{ITEM: module.id, ALIAS: _module_code(module, world.clock.now)} for module in modules]
        ilmd = {ALIASES: aliases}
        pack.module_born = world.commission(site, "commissioning", [side], ilmd=ilmd, bizTransactionList=order)
        marks = [self._fill(module, site, order, minutes) for minutes, module in enumerate(modules, 1)]
        pack.filled = marks[0]

    def _fill(self, module: Module, site: Site, order: list[Event], minutes: int) -> Mark:
        return self.world.bind(
            site, "ADD", "assembling", module.id, [], cells=module.cells,
            at=self.world.clock.now + minutes * MINUTE, disposition="in_progress", bizTransactionList=order,
        )  # fmt: skip

    def _assemble(self, pack: Pack, site: Site, order: list[Event]) -> Process:
        self.commission_pack(pack, site, order)
        yield 20 * MINUTE
        modules = [module.id for module in pack.modules()]
        pack.built = pack.bms_built = self.world.bind(
            site, "ADD", "assembling", pack.id, [*modules, pack.bms_id], cells=pack.loose_cells(),
            disposition="active", bizTransactionList=order,
        )  # fmt: skip
        self.world.books.origins(pack.id, *pack.makeup())
        yield 30 * MINUTE
        papers = [self.world.document("testres", site.company)]
        readings = end_of_line(self.world.rng, site, pack.design.product)
        self.world.observe(
            site, "inspecting", "conformant", [pack.id],
            sensorElementList=readings, bizTransactionList=papers, wrong=slipped,
        )  # fmt: skip
        yield HOUR
        self.finished(pack)

    def commission_pack(self, pack: Pack, site: Site, order: list[Event]) -> None:
        """Give a pack and its battery management system their identities."""
        design = pack.design
        sides = [
            Side([pack.id], "pack", design.mass, design.hardware, UNKNOWN),
            Side([pack.bms_id], "part", BMS_MASS, BMS_CONTENT, UNKNOWN),
        ]
        ilmd = {ALIASES: [{ITEM: pack.id, ALIAS: pack.code(self.world.clock.now)}]}
        pack.born = pack.bms_born = self.world.commission(
            site, "commissioning", sides, ilmd=ilmd, bizTransactionList=order
        )


def _module_code(module: Module, time: int) -> str:
    design = module.design
    return battery_code("M", design.cell.plant, design.battery_type, design.spec, time, module.serial)
