"""The packs on the road: shipped in crates, put into vehicles, serviced, repaired, swapped at stations."""

from collections.abc import Callable, Generator

from dicycle.simulation.amounts import NOTHING
from dicycle.simulation.books import Side
from dicycle.simulation.clock import Process
from dicycle.simulation.codes import asset_link, crate_link
from dicycle.simulation.estate import Carcass, Estate, Link, family_of
from dicycle.simulation.journal import Event, Mark
from dicycle.simulation.lots import UNKNOWN
from dicycle.simulation.packs import Pack
from dicycle.simulation.places import OUTLETS, REGIONS, SITES, STATIONS, Site
from dicycle.simulation.products import BMS_CONTENT, BMS_MASS
from dicycle.simulation.readings import diagnosis, slipped, swap_reading
from dicycle.simulation.scenario import DAY
from dicycle.simulation.world import HOUR, MINUTE, World
from dicycle.vocabulary import CATEGORY, SWAP_ORDER

CRATE = 6
"""Packs in a crate."""

Return = Callable[[Pack, str, str, bool], Process]
"""Brings a pack back: pack, region, the vehicle that ends with it (or nothing), whether it was in an accident."""


class Fleet:
    """Vehicles, their packs, and the swap stations' packs."""

    def __init__(self, world: World, estate: Estate, bring_back: Return) -> None:
        self.world, self.estate, self._bring_back = world, estate, bring_back
        self._empty: list[str] = []
        self._crates: dict[tuple[str, str], list[Pack]] = {}
        self._stations: dict[Site, list[Pack]] = {site: [] for group in STATIONS.values() for site in group}
        self.scrap: Callable[[Carcass, str], None] = lambda *_: None

    # from the pack plant to the vehicle

    def finished(self, pack: Pack) -> None:
        """Take a pack from the plant and put it into the crate for its region."""
        self.estate.packs[pack] = None
        regions, weights = (("cn", "eu"), (70, 30)) if pack.design.swap else (REGIONS, (40, 25, 10, 15, 10))
        region = self.world.rng.choices(regions, weights)[0]
        key = pack.design.cell.plant, region
        crate = self._crates.setdefault(key, [])
        crate.append(pack)
        if len(crate) == CRATE:
            self.send(key)

    def send_all(self) -> None:
        """Send the crates that are not full."""
        for key in list(self._crates):
            self.send(key)

    def send(self, key: tuple[str, str]) -> None:
        """Send one crate."""
        self.world.clock.spawn(self._ship(self._crates.pop(key), SITES[key[0]], key[1]), HOUR)

    def _ship(self, packs: list[Pack], plant: Site, region: str) -> Process:
        world, target = self.world, SITES[f"vehicle.{region}"]
        crate, ids = self._crate(plant, region), [pack.id for pack in packs]
        packed = world.bind(plant, "ADD", "packing", crate, ids, kind="AggregationEvent", disposition="in_progress")
        for pack in packs:
            pack.holder, pack.since = crate, packed
        yield 3 * HOUR
        papers = world.transport(plant, target, [crate], [], batteries=True)
        yield world.rng.randint(5, 30) * DAY
        world.arrive(target, [crate], [], papers)
        yield 2 * HOUR
        opened = world.bind(target, "DELETE", "unpacking", crate, ids, kind="AggregationEvent")
        if "/8003/" in crate:
            self._empty.append(crate)
        for pack in packs:
            self.estate.release(pack, opened)
            to_station = pack.design.swap and world.rng.random() < 0.2
            start = self._stock_station(pack, target, region) if to_station else self._new_vehicle(pack, target, region)
            world.clock.spawn(start, world.rng.randint(HOUR, 5 * DAY))

    def _crate(self, plant: Site, region: str) -> str:
        """Return a returnable crate for a trip within China (they come back empty), else a new logistic unit."""
        if plant.key != "cell.asia" or region != "cn":
            return self.world.shipment(plant.company)
        if self._empty:
            return self._empty.pop(0)
        return crate_link(plant.company.prefix, self.world.number("crate"))

    def _new_vehicle(self, pack: Pack, plant: Site, region: str) -> Process:
        world = self.world
        car = asset_link(plant.company.prefix, f"{region.upper()}{world.number('vehicle'):08d}")
        side = Side([car], "vehicle", 0, NOTHING, UNKNOWN)
        self.estate.vehicles[car] = world.commission(plant, "commissioning", [side], ilmd={CATEGORY: "vehicle"})
        yield 2 * HOUR
        yield from self.install(pack, car, plant, region)

    def install(self, pack: Pack, car: str, site: Site, region: str) -> Process:
        """Put a pack into a vehicle and let the two live."""
        pack.since = self.world.bind(site, "ADD", "installing", car, [pack.id], disposition="active")
        pack.holder = car
        if pack.design.swap:
            return self._swapping(pack, car, region)
        return self._driving(pack, car, region)

    # on the road

    def _driving(self, pack: Pack, car: str, region: str) -> Process:
        rng, clock = self.world.rng, self.world.clock
        accident = rng.random() < 0.05
        end = clock.now + max(pack.life - (clock.now - pack.built.time), 90 * DAY)
        end -= rng.randint(0, end - clock.now - 30 * DAY) if accident else 0
        while (wait := rng.randint(450 * DAY, 800 * DAY)) < end - clock.now:
            yield wait
            yield from self._service(pack, rng.choice(OUTLETS[region]), region)
        yield max(end - clock.now, DAY)
        keeps = not accident and clock.now - pack.born.time < 6 * 365 * DAY
        yield from self._bring_back(pack, region, "" if keeps else car, accident)

    def _service(self, pack: Pack, site: Site, region: str) -> Process:
        world, rng = self.world, self.world.rng
        papers = [world.document("testres", site.company)]
        readings = diagnosis(rng, site, pack, world.clock.now)
        world.observe(
            site, "inspecting", "conformant", [pack.id],
            sensorElementList=readings, bizTransactionList=papers, wrong=slipped,
        )  # fmt: skip
        if rng.random() < world.scenario.wrong:
            self._mistaken(pack, site)
        yield 2 * HOUR
        if rng.random() < 0.004:
            world.observe(site, "holding", "recalled", [pack.id])
            yield DAY
        if rng.random() < 0.10:
            yield from self._repair(pack, site, region)

    def _mistaken(self, pack: Pack, site: Site) -> None:
        """Somebody typed a serial number that does not exist; the record is withdrawn later."""
        event: Event = {
            "type": "ObjectEvent", "action": "OBSERVE", "bizStep": "inspecting", "disposition": "damaged",
            "epcList": [f"{pack.id}9"], "readPoint": site.place, "bizLocation": site.place,
        }  # fmt: skip
        self.world.journal.retracted(event, site, self.world.clock.now + HOUR)

    def _repair(self, pack: Pack, site: Site, region: str) -> Process:
        """A new battery management system: the pack keeps its identity."""
        world, old = self.world, pack.bms_item()
        gone = world.bind(site, "DELETE", "removing", pack.id, [old.id])
        Link(pack.id, pack.bms_built, [old.id]).close(world.books, gone)
        carcass = Carcass(family_of(pack), [old])
        self.estate.remains[carcass] = None
        self.scrap(carcass, region)
        pack.bms = world.number("bms")
        side = Side([pack.bms_id], "part", BMS_MASS, BMS_CONTENT, UNKNOWN)
        pack.bms_born = world.commission(site, "commissioning", [side])
        pack.bms_built = world.bind(
            site, "ADD", "installing", pack.id, [pack.bms_id], at=world.clock.now + 30 * MINUTE, disposition="active"
        )
        yield HOUR
        world.observe(site, "repairing", "available", [pack.id])

    # swapping

    def _stock_station(self, pack: Pack, plant: Site, region: str) -> Process:
        world, station = self.world, self.world.rng.choice(STATIONS[region])
        papers = world.transport(plant, station, [pack.id], [], batteries=True)
        yield world.rng.randint(1, 5) * DAY
        world.arrive(station, [pack.id], [], papers)
        yield HOUR
        pack.since = world.bind(station, "ADD", "installing", station.link, [pack.id], disposition="available")
        pack.holder = station.link
        yield 1
        self._stations[station].append(pack)

    def _swapping(self, pack: Pack, car: str, region: str) -> Process:
        """A vehicle's life with many packs."""
        rng, clock = self.world.rng, self.world.clock
        end = clock.now + int(rng.weibullvariate(9, 4) * 365 * DAY)
        while (wait := rng.randint(120 * DAY, 260 * DAY)) < end - clock.now:
            yield wait
            station = rng.choice(STATIONS[region])
            if self._stations[station]:
                pack = yield from self._swap(pack, self._stations[station].pop(0), car, station, region)
        yield max(end - clock.now, DAY)
        yield from self._bring_back(pack, region, car, False)

    def _swap(self, old: Pack, new: Pack, car: str, station: Site, region: str) -> Generator[int, None, Pack]:
        """Four linked events: old out of the car, old into the station, new out of the station, new into the car."""
        world, now = self.world, self.world.clock
        deal: Event = {"bizTransactionList": [world.document(SWAP_ORDER, station.company)]}

        def step(action: str, what: str, parent: str, pack: Pack, full: bool) -> Mark:
            reading = swap_reading(world.rng, station, pack, now.now, full)
            return world.bind(station, action, what, parent, [pack.id], sensorElementList=reading, **deal)

        self.estate.release(old, step("DELETE", "removing", car, old, False))
        yield MINUTE
        old.since, old.holder = step("ADD", "installing", station.link, old, False), station.link
        yield MINUTE
        self.estate.release(new, step("DELETE", "removing", station.link, new, True))
        yield MINUTE
        new.since, new.holder = step("ADD", "installing", car, new, True), car
        if now.now - old.built.time > old.life:
            world.clock.spawn(self._bring_back(old, region, "", False), DAY)
        else:
            self._stations[station].append(old)
        return new
