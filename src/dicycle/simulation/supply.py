"""From the mine to the cathode: what the next packs need is bought, refined, and made into active material."""

from collections.abc import Generator

from dicycle.simulation.amounts import INDEX, content, minus, plus, portion
from dicycle.simulation.clock import Process
from dicycle.simulation.journal import Event
from dicycle.simulation.lots import UNKNOWN, Draw, Lot, Stock, pure
from dicycle.simulation.places import COMPANIES, MINES, SITES, Site
from dicycle.simulation.products import (
    LITHIUM_IN_SALT,
    MATERIAL_ELEMENT,
    MATERIALS,
    PHOSPHORUS_IN_SALT,
    PPM,
    PRODUCTS,
    CellDesign,
)
from dicycle.simulation.scenario import DAY
from dicycle.simulation.world import HOUR, Feed, Made, World, handover, waste
from dicycle.vocabulary import ORIGIN

Need = dict[tuple[str, str], int]
"""(site, material) → milligrams of the material's element that the site has to get."""

REFINING, ACTIVE, CELL = 970, 985, 950
"""Per mille of the elements that reach the product: refining, cathode making (both round), cells (EverBatt 2019)."""

CELL_PLANTS = ("cell.asia", "cell.euro")


class Supply:
    """The stocks of everything on its way into cells, by place and product."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._stocks: dict[tuple[str, str], Stock] = {}
        self._round_needs: Need = {}

    def stock(self, site: str, what: str) -> Stock:
        """Return the stock of something at a place."""
        return self._stocks.setdefault((site, what), Stock())

    def deliver(
        self, origin: Site, target: Site, lots: list[tuple[str, Lot]], days: int, first: bool = False
    ) -> Process:
        """Ship lots; put each into the stock of its name when it has come."""
        world, moved = self.world, [lot for _, lot in lots]
        yield world.rng.randint(HOUR, 6 * HOUR)
        papers = world.transport(origin, target, [], moved)
        yield days * DAY + world.rng.randint(0, DAY)
        world.arrive(target, [], moved, papers)
        yield 1
        for what, lot in lots:
            self.stock(target.key, what).add(lot, first)

    def offer(self, origin: Site, target: Site, lots: list[tuple[str, Lot]], days: int) -> None:
        """Send recovered lots to where they are needed; what is more than a round needs is sold outside the loop."""
        useful = [(what, lot) for what, lot in lots if self._useful(target.key, what)]
        surplus = [lot for what, lot in lots if (what, lot) not in useful]
        if useful:
            self.world.clock.spawn(self.deliver(origin, target, useful, days, first=True))
        if surplus:
            self.world.clock.spawn(self._sell(origin, surplus), DAY)

    def _useful(self, site: str, what: str) -> bool:
        need = self._round_needs.get((site, what))
        return need is None or self.stock(site, what).element(MATERIAL_ELEMENT[what]) < need

    def _sell(self, origin: Site, lots: list[Lot]) -> Process:
        yield HOUR
        masses = [(lot.id, lot.left_mass) for lot in lots]
        papers: Event = {"bizTransactionList": [self.world.document("desadv", origin.company)]}
        papers |= handover(origin.company, COMPANIES["trader"])
        self.world.observe(origin, "shipping", "in_transit", [], lots=masses, **papers)
        for lot in lots:
            self.world.books.left_loop(lot)

    # the plan

    def needs(self, cells: dict[CellDesign, int]) -> Need:
        """Return what has to be bought so that these cells can be made, less what is in stock."""
        need: Need = {}
        for design, count in cells.items():
            self._cell_needs(design, count, need)
        self._round_needs = need
        return {key: lacking for key in sorted(need) if (lacking := self._lacking(key, need[key])) > 0}

    def _lacking(self, key: tuple[str, str], wanted: int) -> int:
        site, material = key
        return wanted * 103 // 100 - self.stock(site, material).element(MATERIAL_ELEMENT[material])

    def _cell_needs(self, design: CellDesign, count: int, need: Need) -> None:
        def add(site: str, material: str, milligrams: int) -> None:
            need[site, material] = need.get((site, material), 0) + milligrams * 1000 // CELL * 1000 // ACTIVE

        plant, recipe = design.cathode_plant, design.recipe
        for material in ("Li", "Ni", "Co", "Mn", "FeP"):
            amount = design.cathode[INDEX[MATERIAL_ELEMENT[material]]]
            if amount:
                add(plant, material, amount * count * 1000 // ACTIVE)
        add("electrolyte", "Li", recipe["electrolyte"] * count // 140)
        add("anode", "graphite", recipe["anode"] * count)
        add("foil", "Cu", recipe["foil.Cu"] * count)
        add("foil", "Al", recipe["foil.Al"] * count)

    def round(self, cells: dict[CellDesign, int]) -> Process:
        """One purchase: from the mines to the stocks of the cell plants, in about seven weeks."""
        world, need = self.world, self.needs(cells)
        for material in MATERIALS:
            buyers = {site: mass for (site, what), mass in need.items() if what == material}
            if buyers:
                world.clock.spawn(self._material(material, buyers), world.rng.randint(0, 2 * DAY))
        yield 35 * DAY
        for design_key in ("cathode.NMC622", "cathode.NMC811", "cathode.LFP"):
            designs = {design: count for design, count in cells.items() if design_key in design.recipe}
            if designs:
                world.clock.spawn(self._cathode(design_key, designs), world.rng.randint(0, DAY))
        world.clock.spawn(self._electrolyte(cells))
        world.clock.spawn(self._anode(cells), HOUR)
        for metal in ("Cu", "Al"):
            world.clock.spawn(self._foil(metal, cells), 2 * HOUR)
        for plant in CELL_PLANTS:
            world.clock.spawn(self._parts(plant, cells), 3 * HOUR)

    # mines and refineries

    def _material(self, material: str, buyers: dict[str, int]) -> Process:
        element = MATERIAL_ELEMENT[material]
        refinery = SITES[f"refine.{material}"]
        ore = sum(buyers.values()) * 1000 // REFINING * 101 // 100
        lacking = ore - self.stock(refinery.key, "ore").element(element)
        if lacking > 0:
            self._mine(material, lacking, refinery)
        yield 18 * DAY
        for buyer, mass in buyers.items():
            self._refine(material, refinery, SITES[buyer], mass)
            yield self.world.rng.randint(HOUR, 8 * HOUR)

    def _mine(self, material: str, mass: int, refinery: Site) -> None:
        mines = self.world.rng.sample(MINES[material], 2)
        part = self.world.rng.randint(30, 70)
        for mine, share in zip(mines, (part, 100 - part), strict=True):
            self.world.clock.spawn(self._dig(mine, mass * share // 100 + 1, refinery), self.world.rng.randint(0, DAY))

    def _dig(self, mine: Site, mass: int, refinery: Site) -> Process:
        world, ore = self.world, PRODUCTS[f"ore.{mine.key}"]
        element = ore.basis[0]
        # Phosphorus comes with the iron of iron phosphate: 30.97 / 55.85 of its mass.
        amount = content(Fe=mass, P=mass * 3097 // 5585) if element == "Fe" else content(**{element: mass})
        paper = world.document("cert", mine.company)["bizTransaction"]
        lot = world.new_lot(
            mine, ore, ore.mass_of(amount), amount, pure(f"virgin:{mine.link}"),
            certificationInfo=paper, ilmd={ORIGIN: "virgin"},
        )  # fmt: skip
        yield from self.deliver(mine, refinery, [("ore", lot)], world.rng.randint(8, 14))

    def _refine(self, material: str, refinery: Site, buyer: Site, mass: int) -> None:
        draws = self.stock(refinery.key, "ore").draw_element(MATERIAL_ELEMENT[material], mass * 1000 // REFINING)
        if not draws:
            return
        lots = self._process(refinery, f"refined.{material}", draws, REFINING)
        self.world.clock.spawn(self.deliver(refinery, buyer, [(material, lots[0])], self.world.rng.randint(6, 12)))

    def _process(self, site: Site, key: str, draws: list[Draw], per_mille: int, mass: int = 0) -> list[Lot]:
        """One product from material; what does not get into it is residue and declared loss."""
        world, product = self.world, PRODUCTS[key]
        whole = plus(draw.amount for draw in draws)
        amount = portion(whole, per_mille, 1000)
        weight = mass or product.mass_of(amount)
        left = sum(draw.mass for draw in draws) - weight
        made = [Made(product, weight, amount), *waste(site.company, left, minus(whole, amount))]
        order = world.document("prodorder", site.company)
        _, lots, _ = world.transform(
            site, "creating_class_instance", Feed(draws), made,
            transformationID=f"{site.link}/run/{world.number('run')}", bizTransactionList=[order],
        )  # fmt: skip
        return lots

    # active materials

    def _cathode(self, key: str, designs: dict[CellDesign, int]) -> Process:
        """Sulphates to precursor, precursor and lithium to cathode; iron phosphate and lithium at once."""
        design = next(iter(designs))
        site, plant = SITES[design.cathode_plant], SITES[design.plant]
        wanted = _mass(designs, key) - self.stock(plant.key, key).mass
        cells = -(-wanted // design.recipe[key])
        if cells <= 0:
            return
        draws = yield from self._partner(site, design, cells)
        draws += self.stock(site.key, "Li").draw_element("Li", design.cathode[0] * cells * 1000 // ACTIVE)
        if not draws:
            return
        lots = self._process(site, key, draws, ACTIVE)
        yield from self.deliver(site, plant, [(key, lots[0])], 5)

    def _partner(self, site: Site, design: CellDesign, cells: int) -> Generator[int, None, list[Draw]]:
        """What meets the lithium: iron phosphate as it is, or a precursor made of three sulphates."""
        if design.chemistry == "LFP":
            iron = design.cathode[INDEX["Fe"]] * cells * 1000 // ACTIVE
            return self.stock(site.key, "FeP").draw_element("Fe", iron)
        draws: list[Draw] = []
        for metal in ("Ni", "Co", "Mn"):
            wanted = design.cathode[INDEX[metal]] * cells * 1000 // ACTIVE * 1000 // ACTIVE
            draws += self.stock(site.key, metal).draw_element(metal, wanted)
        if not draws:
            return draws
        lot = self._process(site, f"precursor.{design.chemistry}", draws, ACTIVE)[0]
        yield 2 * DAY
        return [lot.take(lot.left_mass)]

    def _electrolyte(self, cells: dict[CellDesign, int]) -> Process:
        site = SITES["electrolyte"]
        made: dict[str, Lot] = {}
        for plant in CELL_PLANTS:
            wanted = _wanted(cells, plant, "electrolyte") - self.stock(plant, "electrolyte").mass
            lithium = wanted * LITHIUM_IN_SALT // PPM * 152 // 1000
            draws = self.stock(site.key, "Li").draw_element("Li", lithium * 1000 // ACTIVE) if wanted > 0 else []
            if draws:
                made[plant] = yield from self._mix_electrolyte(site, draws)
                yield 6 * HOUR
        for plant, lot in made.items():
            self.world.clock.spawn(self.deliver(site, SITES[plant], [("electrolyte", lot)], 6))

    def _mix_electrolyte(self, site: Site, draws: list[Draw]) -> Generator[int, None, Lot]:
        """Lithium becomes LiPF6 with bought-in phosphorus, in bought-in solvents."""
        lithium = sum(draw.amount[0] for draw in draws) * ACTIVE // 1000
        mass = PRODUCTS["electrolyte"].mass_of(content(Li=lithium))
        phosphorus = lithium * PHOSPHORUS_IN_SALT // LITHIUM_IN_SALT * 1000 // ACTIVE
        product = PRODUCTS["reagent.salt"]
        bought = self.world.new_lot(site, product, mass * 101 // 100, content(P=phosphorus), UNKNOWN)
        yield HOUR
        return self._process(site, "electrolyte", [*draws, bought.take(bought.mass)], ACTIVE, mass)[0]

    def _anode(self, cells: dict[CellDesign, int]) -> Process:
        site = SITES["anode"]
        for plant in CELL_PLANTS:
            wanted = _wanted(cells, plant, "anode") - self.stock(plant, "anode").mass
            draws = self.stock(site.key, "graphite").draw_element("graphite", wanted * 1000 // ACTIVE)
            if draws:
                lot = self._process(site, "anode", draws, ACTIVE)[0]
                self.world.clock.spawn(self.deliver(site, SITES[plant], [("anode", lot)], 5))
                yield 6 * HOUR

    def _foil(self, metal: str, cells: dict[CellDesign, int]) -> Process:
        site, key = SITES["foil"], f"foil.{metal}"
        for plant in CELL_PLANTS:
            wanted = _wanted(cells, plant, key) - self.stock(plant, key).mass
            draws = self.stock(site.key, metal).draw_element(metal, wanted * 1000 // ACTIVE)
            if draws:
                lot = self._process(site, key, draws, ACTIVE)[0]
                self.world.clock.spawn(self.deliver(site, SITES[plant], [(key, lot)], 6))
                yield 6 * HOUR

    def _parts(self, plant: str, cells: dict[CellDesign, int]) -> Process:
        """Separators, binder and cans are bought in; they hold nothing that is booked."""
        wanted = _wanted(cells, plant, "part") - self.stock(plant, "part").mass
        if wanted > 0:
            site = SITES[plant]
            lot = self.world.new_lot(site, PRODUCTS[f"part.{site.company.key}"], wanted, content(), UNKNOWN)
            yield 1
            self.stock(plant, "part").add(lot)


def _mass(cells: dict[CellDesign, int], key: str) -> int:
    """Return the milligrams of a material that these cells take, scrap and a margin included."""
    return sum(design.recipe[key] * count for design, count in cells.items()) * 1000 // CELL * 102 // 100


def _wanted(cells: dict[CellDesign, int], plant: str, key: str) -> int:
    return _mass({design: count for design, count in cells.items() if design.plant == plant}, key)
