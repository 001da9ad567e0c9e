"""Shredders and hydromet plants: batteries and scrap to black mass, black mass to salts, salts back to the cathode.

Yields: black mass takes 95 % of the active elements and 5 % of copper and aluminium; 90 % of copper, aluminium and
steel become scrap metal; leaching and precipitation recover 98 % of nickel, cobalt and manganese and 90 % of lithium
and graphite (EverBatt 2023, as read in its formulas). Of the lithium, what was in the electrolyte is lost as well.
"""

from collections.abc import Generator, Iterable

from dicycle.simulation.amounts import INDEX, NOTHING, Content, minus, plus
from dicycle.simulation.clock import Process
from dicycle.simulation.estate import Carcass, Estate, Link
from dicycle.simulation.factory import Factory
from dicycle.simulation.journal import Event
from dicycle.simulation.lots import UNKNOWN, Cells, Draw, Lot
from dicycle.simulation.places import HUB_OF, REGIONS, SITES, Site
from dicycle.simulation.products import PRODUCTS, Product
from dicycle.simulation.scenario import DAY
from dicycle.simulation.supply import Supply
from dicycle.simulation.world import HOUR, Feed, Made, World, waste
from dicycle.vocabulary import ELEMENTS, FEED

BATCH = 12
"""Batteries in one run of a shredder."""

_INTO_BLACK_MASS = {"Li": 926, "Cu": 50, "Al": 50}
_INTO_METAL = 900
_INTO_SALT = {"Li": 900, "Ni": 980, "Co": 980, "Mn": 980, "FeP": 900, "graphite": 900}
_PLANT_OF = {"cell.asia": "cn", "cell.euro": "eu"}

Queue = dict[tuple[str, str, str], list[Lot]]
"""(feed, family, region) → lots of black mass that wait at a hydromet plant."""


class Recycling:
    """The shredders and hydromet plants of all regions."""

    def __init__(self, world: World, estate: Estate, supply: Supply, factory: Factory) -> None:
        self.world, self.estate, self.supply, self.factory = world, estate, supply, factory
        self._piles: dict[tuple[str, str], list[Carcass]] = {}
        self._black: Queue = {}

    def pile(self, carcass: Carcass, region: str) -> None:
        """Put remains on the pile of the region's shredder."""
        self._piles.setdefault((region, carcass.family), []).append(carcass)

    def work(self) -> Process:
        """Run shredders and hydromet plants again and again."""
        pause = 30 if self.world.scenario.packs / self.world.scenario.years > 400 else 90
        while True:
            yield pause * DAY
            for region in REGIONS:
                for family in ("NMC", "LFP"):
                    self._start(region, family)
            self._collect_scrap()
            for key in list(self._black):
                self.world.clock.spawn(self._campaign(key, self._black.pop(key)), self.world.rng.randint(0, DAY))

    # shredders

    def _start(self, region: str, family: str) -> None:
        """Start runs for all that lies there; mere electronics wait until a battery comes."""
        pile = self._piles.get((region, family), [])
        batteries = sum(1 for carcass in pile if any(carcass.active))
        if not batteries:
            return
        del self._piles[region, family]
        pile.sort(key=lambda carcass: not any(carcass.active))
        runs = -(-batteries // BATCH)
        for number in range(runs):
            run = self._shred(pile[number::runs], region, family)
            self.world.clock.spawn(run, number * 5 * HOUR + self.world.rng.randint(0, DAY))

    def _shred(self, pile: list[Carcass], region: str, family: str) -> Process:
        site, dismantler = SITES[f"shredder.{region}"], SITES[f"dismantler.{region}"]
        ids = [item.id for carcass in pile for item in carcass.items]
        papers = self.world.transport(dismantler, site, ids, [], batteries=True)
        yield 2 * DAY
        self.world.arrive(site, ids, [], papers)
        yield 8 * HOUR
        draws: list[Draw] = []
        cells: list[Cells] = []
        for carcass in pile:
            more_draws, more_cells = carcass.feed()
            draws += more_draws
            cells += more_cells
            del self.estate.remains[carcass]
        active = plus(carcass.active for carcass in pile)
        feed = Feed(draws, [item for carcass in pile for item in carcass.items], cells)
        links = [link for carcass in pile for link in carcass.links]
        lots = self._shredded(site, family, feed, active, "post_consumer", links=links)
        yield from self._send(site, lots, ("post_consumer", family, region))

    def _shredded(
        self, site: Site, family: str, feed: Feed, active: Content, source: str, links: Iterable[Link] = ()
    ) -> list[Lot]:
        mass, whole = _total(feed)
        made = _fractions(family, active, minus(whole, active))
        rest = minus(whole, plus(part.amount for part in made))
        made += waste(site.company, mass - sum(part.mass for part in made), rest, 150)
        more: Event = {FEED: source, "bizTransactionList": [self.world.document("prodorder", site.company)]}
        mark, lots, _ = self.world.transform(
            site, "creating_class_instance", feed, made, relabel=f"{source}:{site.link}", **more
        )
        for link in links:
            link.close(self.world.books, mark)
        return lots

    def _send(self, site: Site, lots: list[Lot], key: tuple[str, str, str]) -> Process:
        """Black mass to the hydromet plant, copper and aluminium to the foil plant."""
        metals = [(lot.product.basis[0], lot) for lot in lots if lot.product.key in ("metal.Cu", "metal.Al")]
        if metals:
            self.supply.offer(site, SITES["foil"], metals, 20)
        black, hub = lots[0], SITES[HUB_OF[key[2]]]
        yield HOUR
        papers = self.world.transport(site, hub, [], [black])
        yield self.world.rng.randint(3, 15) * DAY
        self.world.arrive(hub, [], [black], papers)
        yield 1
        self._black.setdefault(key, []).append(black)

    # production scrap: pre-consumer, on its own from the gate on

    def _collect_scrap(self) -> None:
        scrap, self.factory.scrap = self.factory.scrap, []
        for family in ("NMC", "LFP"):
            for plant, region in _PLANT_OF.items():
                lots = [lot for kind, site, lot in scrap if kind == family and site.key == plant]
                for first in range(0, len(lots), 40):
                    run = self._shred_scrap(lots[first : first + 40], SITES[plant], region, family)
                    self.world.clock.spawn(run, self.world.rng.randint(0, 2 * DAY))

    def _shred_scrap(self, lots: list[Lot], plant: Site, region: str, family: str) -> Process:
        site = SITES[f"shredder.{region}"]
        papers = self.world.transport(plant, site, [], lots)
        yield 3 * DAY
        self.world.arrive(site, [], lots, papers)
        yield 6 * HOUR
        draws = [lot.take(lot.left_mass) for lot in lots]
        active = plus(draw.amount for draw in draws)
        made = self._shredded(site, family, Feed(draws), active, "pre_consumer")
        yield from self._send(site, made, ("pre_consumer", family, region))

    # hydromet

    def _campaign(self, key: tuple[str, str, str], lots: list[Lot]) -> Process:
        """Charges of one origin under one transformationID, each closing on its own."""
        site = SITES[HUB_OF[key[2]]]
        for first in range(0, len(lots), 3):
            run = f"{site.link}/run/{self.world.number('run')}"
            for lot in lots[first : first + 3]:
                yield self.world.rng.randint(6 * HOUR, 2 * DAY)
                salts = yield from self._charge(site, lot, key, run)
                yield HOUR
                self._dispatch(site, salts)

    def _charge(self, site: Site, lot: Lot, key: tuple[str, str, str], run: str) -> Generator[int, None, list[Lot]]:
        black = lot.take(lot.left_mass)
        made = [_salt(name, black.amount, share) for name, share in _INTO_SALT.items()]
        made = [part for part in made if part.mass]
        rest = minus(black.amount, plus(part.amount for part in made))
        # Acid, peroxide, soda and water: what the salts weigh more than the black mass, and some for the effluent.
        reagent = max(sum(part.mass for part in made) + sum(rest) * 14 // 10 - black.mass, 0) + black.mass // 20
        bought = self.world.new_lot(site, PRODUCTS["reagent.acid"], reagent, NOTHING, UNKNOWN)
        left = black.mass + reagent - sum(part.mass for part in made)
        feed = Feed([black, bought.take(reagent)])
        yield HOUR
        more: Event = {FEED: key[0]}
        _, lots, _ = self.world.transform(
            site, "creating_class_instance", feed, [*made, *waste(site.company, left, rest, 50)],
            transformationID=run, wrong=_misweighed, share=self.world.scenario.wrong * 3,
            bizTransactionList=[self.world.document("prodorder", site.company)], **more,
        )  # fmt: skip
        return lots

    def _dispatch(self, site: Site, lots: list[Lot]) -> None:
        """Send salts to the cathode plants and graphite to the anode plant: here the loop closes."""
        targets: dict[str, list[tuple[str, Lot]]] = {}
        euro = site.key == "hub.eu" or (site.key == "hub.us" and self.world.rng.random() < 0.5)
        for lot in lots:
            name = lot.product.key.removeprefix("salt.")
            if lot.product.category != "salt":
                continue
            target = "anode" if name == "graphite" else "cathode.asia" if name == "FeP" or not euro else "cathode.euro"
            targets.setdefault(target, []).append((name, lot))
        for target, group in targets.items():
            self.supply.offer(site, SITES[target], group, 8)


def _total(feed: Feed) -> tuple[int, Content]:
    mass = sum(draw.mass for draw in feed.draws) + sum(item.mass for item in feed.items)
    mass += sum(cells.size * cells.batch.mass for cells in feed.cells)
    amounts = [draw.amount for draw in feed.draws] + [item.amount for item in feed.items]
    amounts += [tuple(part * cells.size for part in cells.batch.amount) for cells in feed.cells]
    return mass, plus(amounts)


def _fractions(family: str, active: Content, hardware: Content) -> list[Made]:
    """Return what the shredder sorts out: black mass of the cells, and three metals."""
    taken = tuple(
        mass * _INTO_BLACK_MASS.get(element, 950) // 1000 for element, mass in zip(ELEMENTS, active, strict=True)
    )
    black = PRODUCTS[f"black.{family}"]
    made = [Made(black, black.mass_of(taken), taken)] if any(taken) else []
    steel = (*NOTHING[:6], hardware[INDEX["Fe"]], *NOTHING[7:])
    for metal, source in (("Cu", plus([active, hardware])), ("Al", plus([active, hardware])), ("Fe", steel)):
        amount = _only(metal, source[INDEX[metal]] * _INTO_METAL // 1000)
        product: Product = PRODUCTS[f"metal.{metal}"]
        if any(amount):
            made.append(Made(product, product.mass_of(amount), amount))
    return made


def _only(element: str, mass: int) -> Content:
    return tuple(mass if name == element else 0 for name in ELEMENTS)


def _salt(name: str, black: Content, per_mille: int) -> Made:
    product = PRODUCTS[f"salt.{name}"]
    amount = tuple(
        mass * per_mille // 1000 if element in product.basis else 0
        for element, mass in zip(ELEMENTS, black, strict=True)
    )
    if name == "FeP":
        amount = _iron_phosphate(amount)
    return Made(product, product.mass_of(amount), amount)


def _iron_phosphate(amount: Content) -> Content:
    """Return iron and the phosphorus that belongs to it; surplus phosphorus of the electrolyte stays behind."""
    iron = amount[INDEX["Fe"]]
    phosphorus = min(amount[INDEX["P"]], iron * 3097 // 5585)
    return (*NOTHING[:6], iron, phosphorus, *NOTHING[8:])


def _misweighed(event: Event) -> Event:
    """Return the run as somebody first recorded it: the first two outputs' weights are mixed up."""
    first, second, *rest = event["outputQuantityList"]
    mixed_up = [{**first, "quantity": second["quantity"]}, {**second, "quantity": first["quantity"]}, *rest]
    return {**event, "outputQuantityList": mixed_up}
