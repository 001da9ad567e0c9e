"""What comes back: collection, grading, dismantling, modules used again, packs with a second life."""

from collections.abc import Callable

from dicycle.simulation.amounts import NOTHING
from dicycle.simulation.books import Item, Side
from dicycle.simulation.clock import Process
from dicycle.simulation.codes import asset_link
from dicycle.simulation.estate import Carcass, Estate, Link, family_of, inner_links, module_link, whole
from dicycle.simulation.gbt import second_life_code
from dicycle.simulation.journal import Event, Mark
from dicycle.simulation.lots import UNKNOWN
from dicycle.simulation.packs import Module, Pack
from dicycle.simulation.places import COMPANIES, OUTLETS, SITES, STATIONS, Company, Site
from dicycle.simulation.products import PackDesign
from dicycle.simulation.readings import diagnosis, slipped
from dicycle.simulation.scenario import DAY
from dicycle.simulation.world import HOUR, Feed, Made, World
from dicycle.vocabulary import ALIAS, ALIASES, CATEGORY, GRADE, ITEM, PREDECESSOR, PREDECESSOR_CODE, ROUTE

OLDEST = 12 * 365 * DAY
"""Age up to which a pack may get a second life (Busch and others 2025: 12 years)."""

_STATIONS = {site.link: site for group in STATIONS.values() for site in group}


class Returns:
    """Outlets, dismantlers, and storage sites."""

    def __init__(self, world: World, estate: Estate) -> None:
        self.world, self.estate = world, estate
        self._spares: dict[tuple[str, PackDesign], list[Module]] = {}
        self._waiting: dict[tuple[str, PackDesign], list[str]] = {}
        self.scrap: Callable[[Carcass, str], None] = lambda *_: None
        self.commission_pack: Callable[[Pack, Site, list[Event]], None] = lambda *_: None
        self.install: Callable[[Pack, str, Site, str], Process] | None = None

    # back to the dismantler

    def bring_back(self, pack: Pack, region: str, car: str, accident: bool) -> Process:
        """From the vehicle (or station) to the dismantler and its decision; `car` ends with the pack."""
        world, outlet = self.world, self.world.rng.choice(OUTLETS[region])
        if accident:
            world.observe(outlet, "inspecting", "damaged", [pack.id])
            yield 3 * HOUR
        rma: Event = {"bizTransactionList": [world.document("rma", outlet.company)]}
        holder = pack.holder
        place = _STATIONS.get(holder, outlet)
        self.estate.release(pack, world.bind(place, "DELETE", "removing", holder, [pack.id], **rma))
        yield HOUR
        self._collect(pack.id, outlet, COMPANIES["motors"], rma)
        yield HOUR
        if car:
            scrapped = world.observe(outlet, "destroying", "disposed", [car])
            world.books.vehicle_ended(car, self.estate.vehicles.pop(car), scrapped)
        elif not pack.design.swap:
            self._waiting.setdefault((region, pack.design), []).append(holder)
        dismantler = SITES[f"dismantler.{region}"]
        yield world.rng.randint(2, 25) * DAY
        papers = world.transport(outlet, dismantler, [pack.id], [], batteries=True)
        yield world.rng.randint(1, 4) * DAY
        world.arrive(dismantler, [pack.id], [], papers)
        yield world.rng.randint(1, 10) * DAY
        yield from self._decide(pack, dismantler, region, accident)

    def _collect(self, link: str, outlet: Site, owner: Company, rma: Event) -> None:
        """A returned battery changes hands at an outlet."""
        self.world.observe(
            outlet, "collecting", "returned", [link], persistentDisposition={"set": ["returned"]},
            sourceList=[{"type": "possessing_party", "source": owner.link}],
            destinationList=[{"type": "possessing_party", "destination": outlet.company.link}], **rma,
        )  # fmt: skip

    def _decide(self, pack: Pack, site: Site, region: str, accident: bool) -> Process:
        world = self.world
        grade, route = self._grade(pack, accident)
        papers = [world.document("testres", site.company)]
        readings = diagnosis(world.rng, site, pack, world.clock.now, "grading-discharge")
        more: Event = {GRADE: grade, ROUTE: route, "persistentDisposition": {"set": ["needs_replacement"]}}
        world.observe(
            site, "inspecting", "non_conformant" if grade == "D" else "conformant", [pack.id],
            sensorElementList=readings, bizTransactionList=papers, wrong=slipped, **more,
        )  # fmt: skip
        yield world.rng.randint(DAY, 5 * DAY)
        if route == "second_life":
            yield from self._second_life(pack, site, region)
        else:
            yield from self._dismantle(pack, site, region, route == "reuse")

    def _grade(self, pack: Pack, accident: bool) -> tuple[str, str]:
        now = self.world.clock.now
        health, luck = pack.health(now), self.world.rng.random()
        if accident:
            return "D", "recycling"
        if health >= 0.8 and pack.design.modules and not pack.reused and luck < 0.25:
            return "A", "reuse"
        if health >= 0.6 and now - pack.born.time < OLDEST and luck > 0.7:
            return "B", "second_life"
        return "C", "recycling"

    # dismantling and reuse

    def _dismantle(self, pack: Pack, site: Site, region: str, reuse: bool) -> Process:
        """Open a pack; one whose cells are glued in goes to the shredder as it is."""
        modules = pack.modules()
        if not modules:
            self._discard(pack, whole(pack), region)
            return
        children = [*(module.id for module in modules), pack.bms_id]
        mark = self.world.bind(site, "DELETE", "disassembling", pack.id, children)
        for link in inner_links(pack):
            link.close(self.world.books, mark)
        items = [pack.item(), pack.bms_item()]
        yield 1
        if not reuse:
            rest = whole(pack)
            rest.links = [module_link(module) for module in modules]
            self._discard(pack, rest, region)
            return
        self._discard(pack, Carcass(family_of(pack), items), region)
        self.estate.modules.update(dict.fromkeys(modules))
        spares = self._spares.setdefault((region, pack.design), [])
        spares.extend(modules)
        if len(spares) > pack.design.modules:
            yield from self._remanufacture(pack.design, spares, site, region)

    def _discard(self, pack: Pack, carcass: Carcass, region: str) -> None:
        del self.estate.packs[pack]
        self.estate.remains[carcass] = None
        self.scrap(carcass, region)

    def _remanufacture(self, design: PackDesign, spares: list[Module], site: Site, region: str) -> Process:
        """A new pack from used modules of several packs: the modules keep their identity."""
        world = self.world
        # Every other module first: the new pack mixes modules of different packs, as in practice.
        chosen = (spares[::2] + spares[1::2])[: design.modules]
        spares[:] = [module for module in spares if module not in chosen]
        pack = Pack(design, world.number(design.product.key), (), world.number("bms"))
        pack.reused, pack.fade = tuple(chosen), world.rng.uniform(0.03, 0.05)
        pack.life = int(world.rng.uniform(3, 6) * 365 * DAY)
        order = [world.document("prodorder", site.company)]
        yield 5 * DAY
        self.commission_pack(pack, site, list(order))
        yield HOUR
        pack.built = pack.bms_built = world.bind(
            site, "ADD", "assembling", pack.id, [*(module.id for module in chosen), pack.bms_id],
            disposition="active", bizTransactionList=order,
        )  # fmt: skip
        for module in chosen:
            del self.estate.modules[module]
        self.estate.packs[pack] = None
        world.books.origins(pack.id, *pack.makeup())
        yield HOUR
        papers = [world.document("testres", site.company)]
        readings = diagnosis(world.rng, site, pack, world.clock.now)
        world.observe(
            site, "inspecting", "conformant", [pack.id], sensorElementList=readings, bizTransactionList=papers
        )
        yield from self._fit(pack, site, region)

    def _fit(self, pack: Pack, site: Site, region: str) -> Process:
        """Put a remanufactured pack into the vehicle that has waited longest for one of its kind."""
        waiting = self._waiting.setdefault((region, pack.design), [])
        while not waiting:
            yield 30 * DAY
        yield 2 * DAY
        if waiting and self.install:
            yield from self.install(pack, waiting.pop(0), site, region)

    # second life

    def _second_life(self, pack: Pack, site: Site, region: str) -> Process:
        """A pack becomes a storage unit under a new identity, linked to the old one (convention 10)."""
        world, design = self.world, pack.design
        old = whole(pack)
        draws, cells = old.feed()
        mass = sum(item.mass for item in old.items) + sum(some.size * some.batch.mass for some in old.cells)
        amount, _ = pack.makeup()
        serial = world.number("second")
        unit = f"{design.second_life.link}/21/S{serial:08d}"
        code = second_life_code(design.battery_type, design.spec, world.clock.now, serial)
        ilmd = {PREDECESSOR: pack.id, PREDECESSOR_CODE: pack.code(pack.born.time), ALIASES: [{ITEM: unit, ALIAS: code}]}
        mark, _, shares = world.transform(
            site, "commissioning", Feed(draws, old.items, cells), [Made(design.second_life, mass, amount, [unit])],
            disposition="active", ilmd=ilmd, bizTransactionList=[world.document("prodorder", site.company)],
        )  # fmt: skip
        for link in old.links:
            link.close(world.books, mark)
        world.books.origins(unit, amount, shares)
        product = design.second_life
        item = Item(unit, "pack", product.chemistry, product.link, mass, amount, mark)
        rest = Carcass(old.family, [item], active=old.active)
        del self.estate.packs[pack]
        self.estate.remains[rest] = None
        yield world.rng.randint(2, 10) * DAY
        yield from self._serve(rest, site, region)

    def _serve(self, rest: Carcass, dismantler: Site, region: str) -> Process:
        world, site, unit = self.world, SITES[f"storage.{region}"], rest.items[0].id
        papers = world.transport(dismantler, site, [unit], [], batteries=True)
        yield world.rng.randint(1, 6) * DAY
        world.observe(site, "receiving", "in_progress", [unit], persistentDisposition={"unset": ["returned"]}, **papers)
        yield DAY
        system = self._system(site)
        yield HOUR
        since = world.bind(site, "ADD", "installing", system, [unit], disposition="active")
        link = Link(system, since, [unit])
        rest.links.append(link)
        yield world.rng.randint(3 * 365, 7 * 365) * DAY
        rma: Event = {"bizTransactionList": [world.document("rma", site.company)]}
        link.close(world.books, world.bind(site, "DELETE", "removing", system, [unit], **rma))
        rest.links.remove(link)
        yield HOUR
        self._collect(unit, OUTLETS[region][0], site.company, rma)
        yield DAY
        self.scrap(rest, region)

    def _system(self, site: Site) -> str:
        """Return a storage system with room: each takes about twenty units."""
        number = self.world.number(site.key) // 20
        system = asset_link(site.company.prefix, f"ESS{site.country}{number:05d}")
        if system not in self.estate.systems:
            side = Side([system], "storage_system", 0, NOTHING, UNKNOWN)
            mark: Mark = self.world.commission(site, "commissioning", [side], ilmd={CATEGORY: "storage_system"})
            self.estate.systems[system] = mark
        return system
