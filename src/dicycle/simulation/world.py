"""The simulated world: one clock, one source of chance, one recorder, and the few kinds of events that happen in it."""

from collections.abc import Iterable
from random import Random
from typing import Any, NamedTuple

from dicycle.identifiers import class_of
from dicycle.simulation.amounts import Content, elements_json, kg, minus, times
from dicycle.simulation.books import Books, Item, Side, total
from dicycle.simulation.clock import Clock
from dicycle.simulation.codes import document_link, shipment_link
from dicycle.simulation.journal import Event, Journal, Mark, Wrong
from dicycle.simulation.lots import UNKNOWN, Batch, Cells, Draw, Lot, Shares, mixed, pure
from dicycle.simulation.places import Company, Site
from dicycle.simulation.products import PRODUCTS, Product
from dicycle.simulation.scenario import Scenario
from dicycle.simulation.tables import Tables
from dicycle.vocabulary import CATEGORY, CONTENT, DANGEROUS_GOODS, ELEMENTS_OF, ITEM, MASS, SWAP_ORDER

DOCUMENTS = {"prodorder": 1, "testres": 2, "rma": 3, "desadv": 4, "cert": 5, SWAP_ORDER: 6}
LITHIUM_ION = "UN3480"
"""The UN number of lithium-ion batteries that travel on their own."""
MINUTE, HOUR = 60_000, 3_600_000


class Made(NamedTuple):
    """What a transformation makes: equal things with `ids`, or (None) one lot. Mass and content are of each."""

    product: Product
    mass: int
    amount: Content
    ids: list[str] | None = None


class Feed(NamedTuple):
    """What goes into a transformation: material, single things, serialised cells."""

    draws: list[Draw]
    items: list[Item] = []  # noqa: RUF012
    cells: list[Cells] = []  # noqa: RUF012


class World:
    """Everything that the processes of the simulation share."""

    def __init__(self, scenario: Scenario, tables: Tables) -> None:
        self.scenario, self.tables = scenario, tables
        self.rng = Random(f"dicycle/{scenario.seed}")
        self.clock = Clock(scenario.begin, scenario.end)
        self.journal = Journal(scenario, self.rng, tables)
        self.books = Books(self.journal, tables)
        self._numbers: dict[str, int] = {}

    # names

    def number(self, series: str, count: int = 1) -> int:
        """Return the next number of a series, and keep `count` of them."""
        first = self._numbers.get(series, 0) + 1
        self._numbers[series] = first + count - 1
        return first

    def lot_link(self, product: Product) -> str:
        """Return the id of a new lot."""
        return f"{product.link}/10/L{self.number(product.key):06d}"

    def document(self, kind: str, company: Company) -> Event:
        """Return a new business document of `kind` as a bizTransactionList entry."""
        serial = self.number(f"{kind}/{company.key}")
        link = document_link(company.prefix, DOCUMENTS[kind], serial)
        return {"type": kind, "bizTransaction": link}

    # events

    def _record(
        self, event: Event, site: Site, at: int | None = None, wrong: Wrong | None = None, share: float = 0.0
    ) -> Mark:
        located = {**event, "readPoint": site.place, "bizLocation": site.place}
        return self.journal.record(located, site, self.clock.now if at is None else at, wrong, share)

    def commission(
        self,
        site: Site,
        step: str,
        sides: list[Side],
        *,
        lots: Iterable[Lot] = (),
        ilmd: Event | None = None,
        **more: Any,
    ) -> Mark:
        """Things are born without inputs: an ObjectEvent ADD with what they are made of."""
        names = {lot.id for lot in lots}
        serials = [link for side in sides for link in side.ids if link not in names]
        quantities = [_quantity(side.ids[0], side.mass) for side in sides if side.ids[0] in names]
        event: Event = {"type": "ObjectEvent", "action": "ADD", "bizStep": step, "disposition": "active"}
        if serials or not quantities:
            event["epcList"] = serials
        if quantities:
            event["quantityList"] = quantities
        content = [
            entry for side in sides if side.mass for entry in _content(side, named=len(sides) > 1 or bool(names))
        ]
        event["ilmd"] = {**({CONTENT: content} if content else {}), **(ilmd or {})}
        mark = self._record({**event, **more}, site)
        for side in sides:
            self.books.commissioned(side, mark)
        return mark

    def new_lot(self, site: Site, product: Product, mass: int, amount: Content, shares: Shares, **more: Any) -> Lot:
        """A lot is born without inputs: at a mine, or bought in."""
        lot = Lot(self.lot_link(product), product, mass, amount, shares, Mark(0, 0))
        side = Side([lot.id], product.category, mass, amount, shares)
        lot.born = self.commission(site, "creating_class_instance", [side], lots=[lot], **more)
        self.books.open_lot(lot)
        return lot

    def observe(
        self,
        site: Site,
        step: str,
        disposition: str | None,
        ids: list[str],
        *,
        lots: Iterable[tuple[str, int]] = (),
        wrong: Wrong | None = None,
        **more: Any,
    ) -> Mark:
        """Things are seen: an ObjectEvent OBSERVE."""
        event: Event = {"type": "ObjectEvent", "action": "OBSERVE", "bizStep": step}
        if disposition:
            event["disposition"] = disposition
        quantities = [_quantity(link, mass) for link, mass in lots]
        if ids or not quantities:
            event["epcList"] = ids
        if quantities:
            event["quantityList"] = quantities
        return self._record({**event, **more}, site, wrong=wrong, share=self.scenario.wrong)

    def bind(
        self,
        site: Site,
        action: str,
        step: str,
        parent: str,
        children: list[str],
        *,
        cells: Iterable[Cells] = (),
        kind: str = "AssociationEvent",
        at: int | None = None,
        **more: Any,
    ) -> Mark:
        """Things are put into, or taken out of, a parent; cells as serials or as a mass of their lot."""
        cells = tuple(cells)
        serials = children + [link for some in cells if not some.batch.lot for link in some.ids()]
        quantities = [_quantity(some.batch.lot.id, some.size * some.batch.mass) for some in cells if some.batch.lot]
        event: Event = {"type": kind, "action": action, "bizStep": step, "parentID": parent}
        if serials:
            event["childEPCs"] = serials
        if quantities:
            event["childQuantityList"] = quantities
        return self._record({**event, **more}, site, at)

    def transform(
        self,
        site: Site,
        step: str,
        feed: Feed,
        made: list[Made],
        *,
        relabel: str | None = None,
        ilmd: Event | None = None,
        wrong: Wrong | None = None,
        share: float = 0.0,
        **more: Any,
    ) -> tuple[Mark, list[Lot], Shares]:
        """Inputs end and outputs begin: a TransformationEvent that closes for every element to the milligram.

        Return its mark, the lots made (in order) and the outputs' origin shares: those of the mixed inputs, or
        `relabel` alone when a recycler takes waste in.
        """
        inputs = self._input_sides(feed)
        shares = pure(relabel) if relabel else _mix(inputs)
        outputs = [self._output_side(product, shares) for product in made]
        _check_closure(inputs, outputs)
        ilmd = {CONTENT: [entry for side in outputs for entry in _content(side, named=True)], **(ilmd or {})}
        event = _transformation(inputs, feed, made, outputs)
        mark = self._record({**event, "bizStep": step, **more, "ilmd": ilmd}, site, None, wrong, share)
        self._end_inputs(feed, mark)
        lots = [
            Lot(side.ids[0], item.product, side.mass, side.amount, shares, mark)
            for side, item in zip(outputs, made, strict=True)
            if item.ids is None
        ]
        for side in outputs:
            self.books.born(side)
        for lot in lots:
            self.books.open_lot(lot)
        self.books.transformed(inputs, outputs, mark)
        return mark, lots, shares

    def _input_sides(self, feed: Feed) -> list[Side]:
        lots: dict[str, Side] = {}
        for draw in feed.draws:
            seen = lots.get(draw.lot.id)
            mass, amount = (draw.mass, draw.amount) if not seen else total([seen, _draw_side(draw)])
            lots[draw.lot.id] = _draw_side(draw)._replace(mass=mass, amount=amount)
        items: dict[tuple[str, int, Content], Side] = {}
        for item in feed.items:
            key = item.category, item.mass, item.amount
            items.setdefault(key, Side([], *key, UNKNOWN)).ids.append(item.id)
        cells: dict[Batch, Side] = {}
        for some in feed.cells:
            batch = some.batch
            cells.setdefault(batch, Side([], "cell", batch.mass, batch.amount, batch.shares)).ids.extend(some.ids())
        return [*lots.values(), *items.values(), *cells.values()]

    def _output_side(self, made: Made, shares: Shares) -> Side:
        ids = made.ids if made.ids is not None else [self.lot_link(made.product)]
        return Side(ids, made.product.category, made.mass, made.amount, shares)

    def _end_inputs(self, feed: Feed, mark: Mark) -> None:
        for draw in feed.draws:
            self.books.used(draw, mark)
        for item in feed.items:
            self.books.item_ended(item, mark)
        for cells in feed.cells:
            self.books.cells_ended(cells, mark)

    # transport

    def transport(self, origin: Site, target: Site, ids: list[str], lots: list[Lot], batteries: bool = False) -> Event:
        """Record the sending of things; return what the receiving event has to repeat."""
        parties = handover(origin.company, target.company)
        papers = {"bizTransactionList": [self.document("desadv", origin.company)], **parties}
        masses = [(lot.id, lot.left_mass) for lot in lots]
        goods: Event = {DANGEROUS_GOODS: LITHIUM_ION} if batteries else {}
        self.observe(origin, "shipping", "in_transit", ids, lots=masses, **papers, **goods)
        return papers

    def arrive(self, target: Site, ids: list[str], lots: list[Lot], papers: Event) -> Mark:
        """Record that things have come."""
        masses = [(lot.id, lot.left_mass) for lot in lots]
        return self.observe(target, "receiving", "in_progress", ids, lots=masses, **papers)

    def shipment(self, company: Company) -> str:
        """Return the id of a new logistic unit."""
        return shipment_link(company.prefix, self.number(f"sscc/{company.key}"))

    def finish(self) -> None:
        """Book what is left when the simulation stops, and the totals."""
        self.books.close_lots()
        for name, value in self.journal.finish().items():
            self.tables.add("totals", name, value)


def waste(company: Company, mass: int, left: Content, lost_per_mille: int = 20) -> list[Made]:
    """Return residue and declared loss that take all of `mass` and `left`, so that a process closes.

    The loss (off-gas, effluent, dust) has `lost_per_mille` of the elements and a twentieth of the mass; gangue,
    sulphate and all else is residue.
    """
    lost = tuple(part * lost_per_mille // 1000 for part in left)
    kept = minus(left, lost)
    gone = min(max(mass // 20, sum(lost)), mass - sum(kept))
    made = [Made(PRODUCTS[f"residue.{company.key}"], mass - gone, kept)] if mass - gone else []
    if gone:
        made.append(Made(PRODUCTS[f"loss.{company.key}"], gone, lost))
    return made


def _check_closure(inputs: list[Side], outputs: list[Side]) -> None:
    before, after = total(inputs), total(outputs)
    if before != after or any(side.mass < sum(side.amount) or min(side.amount) < 0 for side in outputs):
        message = f"a simulated process does not close: {before} became {after}, {outputs}"
        raise AssertionError(message)


def _mix(inputs: list[Side]) -> Shares:
    return mixed((times(side.amount, len(side.ids)), side.shares) for side in inputs)


def _draw_side(draw: Draw) -> Side:
    return Side([draw.lot.id], draw.lot.product.category, draw.mass, draw.amount, draw.lot.shares)


def _quantity(link: str, mass: int) -> Event:
    return {"epcClass": link, "quantity": kg(mass), "uom": "KGM"}


def _content(side: Side, named: bool) -> list[Event]:
    """Return the content entries of equal things: one for all of them, or one by name."""
    what: Event = {MASS: kg(side.mass), ELEMENTS_OF: elements_json(side.amount)}
    if side.category == "part" and class_of(side.ids[0]) is None:
        what[CATEGORY] = side.category  # a controller has no class that master data could tell of
    if named and len(side.ids) == 1:
        return [{ITEM: side.ids[0], **what}]
    return [what]


def _transformation(inputs: list[Side], feed: Feed, made: list[Made], outputs: list[Side]) -> Event:
    serials = [item.id for item in feed.items] + [link for some in feed.cells for link in some.ids()]
    lots = {draw.lot.id for draw in feed.draws}
    event: Event = {"type": "TransformationEvent"}
    if serials:
        event["inputEPCList"] = serials
    if lots:
        event["inputQuantityList"] = [_quantity(side.ids[0], side.mass) for side in inputs[: len(lots)]]
    born = [link for item in made if item.ids is not None for link in item.ids]
    if born:
        event["outputEPCList"] = born
    bulk = [_quantity(side.ids[0], side.mass) for side, item in zip(outputs, made, strict=True) if item.ids is None]
    if bulk:
        event["outputQuantityList"] = bulk
    return event


def handover(giver: Company, taker: Company) -> Event:
    """Return the source and destination of things that change owner and holder; nothing within one company."""
    if giver is taker:
        return {}
    kinds = ("owning_party", "possessing_party")
    return {
        "sourceList": [{"type": kind, "source": giver.link} for kind in kinds],
        "destinationList": [{"type": kind, "destination": taker.link} for kind in kinds],
    }
