"""The true books: what was born and ended, what it was made of, which milligram went where."""

from functools import lru_cache
from typing import NamedTuple

from dicycle.simulation.amounts import Content, plus, shared, spread, times
from dicycle.simulation.journal import Journal, Mark
from dicycle.simulation.lots import Cells, Draw, Lot, Shares
from dicycle.simulation.tables import Tables
from dicycle.vocabulary import ELEMENTS


class Item(NamedTuple):
    """One thing with a serial number: its own mass and content, without what is built into it."""

    id: str
    category: str
    chemistry: str
    class_id: str | None
    mass: int
    amount: Content
    born: Mark


class Side(NamedTuple):
    """Equal things on one side of a transformation."""

    ids: list[str]
    category: str
    mass: int
    amount: Content
    shares: Shares


class Books:
    """Writes the truth down while it happens."""

    def __init__(self, journal: Journal, tables: Tables) -> None:
        self._journal, self._tables = journal, tables
        self._wanted = tables.wanted
        self._lots: dict[str, Lot] = {}
        self._id = lru_cache(maxsize=1024)(journal.id_of)

    # births

    def born(self, side: Side) -> None:
        """Book the content of things that are born, and count them."""
        count = len(side.ids)
        for element, mass in zip(ELEMENTS, side.amount, strict=True):
            if mass and self._wanted:
                self._tables.extend("content", count, side.ids, element, mass)
        self._journal.count("things", count)
        self._journal.count(f"born.{side.category}", count)

    def commissioned(self, side: Side, mark: Mark) -> None:
        """Book things that are born without inputs: mass enters the loop here (convention 4)."""
        self.born(side)
        event, count = self._id(mark.number), len(side.ids)
        self._journal.count(f"mg.commissioned.{side.category}", side.mass * count)
        for element, mass in zip(ELEMENTS, side.amount, strict=True):
            if mass:
                self._tables.extend("edges", count, event, mark.time, None, side.ids, element, mass)

    def open_lot(self, lot: Lot) -> None:
        """Book a lot that is born; one that nobody will ever use again is not remembered."""
        self.origins(lot.id, lot.amount, lot.shares)
        if lot.product.kept:
            self._lots[lot.id] = lot
        else:
            self._lot_row(lot, None)

    def origins(self, link: str, amount: Content, shares: Shares) -> None:
        """Book whose metal is in a thing."""
        if not self._wanted:
            return
        for element, mass, share in zip(ELEMENTS, amount, shares, strict=True):
            if mass:
                for origin, part in share.items():
                    self._tables.add("origins", link, element, origin, mass * part)

    # ends

    def used(self, draw: Draw, mark: Mark) -> None:
        """Book the end of a lot when nothing of it is left."""
        if not draw.lot.left_mass and draw.lot.id in self._lots:
            del self._lots[draw.lot.id]
            self._lot_row(draw.lot, mark)

    def _lot_row(self, lot: Lot, end: Mark | None) -> None:
        product = lot.product
        self._thing(lot.id, product.category, product.chemistry, product.link, lot.born, end, lot.mass)

    def _thing(
        self,
        link: str,
        category: str,
        chemistry: str,
        class_id: str | None,
        born: Mark,
        end: Mark | None,
        mass: int | None,
    ) -> None:
        ended = (self._id(end.number), end.time) if end else (None, None)
        birth = self._id(born.number), born.time
        self._tables.add("things", link, category, chemistry or None, class_id, *birth, *ended, mass)

    def item_ended(self, item: Item, end: Mark | None) -> None:
        """Book a thing's life when it ends, or (`end` is None) when the simulation stops."""
        self._thing(item.id, item.category, item.chemistry, item.class_id, item.born, end, item.mass)

    def vehicle_ended(self, link: str, born: Mark, end: Mark | None) -> None:
        """Book a vehicle's or storage system's life; their mass is not part of the battery loop."""
        self._thing(link, "vehicle", "", None, born, end, None)

    def system_ended(self, link: str, born: Mark) -> None:
        """Book a storage system, which outlives the simulation."""
        self._thing(link, "storage_system", "", None, born, None, None)

    def cells_ended(self, cells: Cells, end: Mark | None) -> None:
        """Book the lives of serialised cells."""
        if not self._wanted:
            return
        batch, product = cells.batch, cells.batch.design.product
        ended = (self._id(end.number), end.time) if end else (None, None)
        birth = self._id(batch.born.number), batch.born.time
        self._tables.extend(
            "things", cells.size, cells.ids(), product.category, product.chemistry, product.link,
            *birth, *ended, batch.mass,
        )  # fmt: skip

    def left_loop(self, lot: Lot) -> None:
        """Book a lot that is sold to somebody outside: it goes on to exist, but nobody will tell of it."""
        del self._lots[lot.id]
        self._lot_row(lot, None)

    def close_lots(self) -> None:
        """Book the lots that are left when the simulation stops."""
        for lot in self._lots.values():
            self._lot_row(lot, None)

    # containment

    def held(self, parent: str, children: list[str], since: Mark, until: Mark | None, mass: int | None = None) -> None:
        """Book that `children` were in `parent` from one event to another, or to the end."""
        added = self._id(since.number), since.time
        gone = (self._id(until.number), until.time) if until else (None, None)
        self._tables.extend("containment", len(children), parent, children, added[1], gone[1], added[0], gone[0], mass)

    def cells_held(self, parent: str, cells: Cells, since: Mark, until: Mark | None) -> None:
        """Book cells in a module or pack; of a cell lot, how much of it."""
        if not self._wanted:
            return
        lot = cells.batch.lot
        if lot:
            self.held(parent, [lot.id], since, until, cells.size * cells.batch.mass)
        else:
            self.held(parent, cells.ids(), since, until)

    # transformations

    def transformed(self, inputs: list[Side], outputs: list[Side], mark: Mark) -> None:
        """Book which milligram of every element went from which input to which output, in proportion."""
        self._tally("input", inputs)
        self._tally("output", outputs)
        if not self._wanted:
            return
        flows = _Flows()
        for place, element in enumerate(ELEMENTS):
            rows = [side for side in inputs if side.amount[place]]
            columns = [side for side in outputs if side.amount[place]]
            if rows:
                flows.element(element, place, rows, columns)
        self._tables.extend(
            "edges", len(flows.masses), self._id(mark.number), mark.time,
            flows.sources, flows.targets, flows.elements, flows.masses,
        )  # fmt: skip

    def _tally(self, role: str, sides: list[Side]) -> None:
        for side in sides:
            self._journal.count(f"mg.{role}.{side.category}", side.mass * len(side.ids))


class _Flows:
    """The flows of one transformation, as columns."""

    def __init__(self) -> None:
        self.sources: list[str] = []
        self.targets: list[str] = []
        self.elements: list[str] = []
        self.masses: list[int] = []

    def element(self, element: str, place: int, rows: list[Side], columns: list[Side]) -> None:
        """Add one element's flows. Of equal things, the odd milligrams go round, so that each gets its own sum."""
        table = shared(
            [row.amount[place] * len(row.ids) for row in rows],
            [column.amount[place] * len(column.ids) for column in columns],
        )
        into = [0] * len(columns)
        for row, flows in zip(rows, table, strict=True):
            start, many = 0, len(row.ids)
            for number, (column, flow) in enumerate(zip(columns, flows, strict=True)):
                if flow and many > 1:
                    self._from_many(row.ids, column.ids[0], element, spread(flow, many, start))
                    start = (start + flow) % many
                elif flow:
                    self._into(row.ids[0], column.ids, element, spread(flow, len(column.ids), into[number]))
                    into[number] = (into[number] + flow) % len(column.ids)

    def _from_many(self, sources: list[str], target: str, element: str, masses: list[int]) -> None:
        self.sources += sources
        self.targets += [target] * len(masses)
        self.elements += [element] * len(masses)
        self.masses += masses

    def _into(self, source: str, targets: list[str], element: str, masses: list[int]) -> None:
        self.sources += [source] * len(masses)
        self.targets += targets
        self.elements += [element] * len(masses)
        self.masses += masses


def total(sides: list[Side]) -> tuple[int, Content]:
    """Return the mass and content of all things of one side together."""
    mass = sum(side.mass * len(side.ids) for side in sides)
    return mass, plus(times(side.amount, len(side.ids)) for side in sides)
