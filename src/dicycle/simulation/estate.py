"""Everything that is alive: remembered only so that the truth can say so when the simulation stops."""

from dataclasses import dataclass, field

from dicycle.simulation.amounts import NOTHING, Content, plus, times
from dicycle.simulation.books import Books, Item
from dicycle.simulation.journal import Mark
from dicycle.simulation.lots import Cells, Draw
from dicycle.simulation.packs import Module, Pack


@dataclass(slots=True, eq=False)
class Link:
    """Things (or cells) that are in a parent since an event."""

    parent: str
    since: Mark
    children: list[str] = field(default_factory=list)
    cells: tuple[Cells, ...] = ()

    def close(self, books: Books, until: Mark | None) -> None:
        """Book the containment, ended by `until` or still open."""
        if self.children:
            books.held(self.parent, self.children, self.since, until)
        for cells in self.cells:
            books.cells_held(self.parent, cells, self.since, until)


@dataclass(slots=True, eq=False)
class Carcass:
    """What is left of a battery: the things in it, the links between them, its active content (cells only)."""

    family: str
    items: list[Item]
    cells: tuple[Cells, ...] = ()
    links: list[Link] = field(default_factory=list)
    active: Content = NOTHING

    def feed(self) -> tuple[list[Draw], list[Cells]]:
        """Return its cells as a recycler's input: draws from cell lots, and serialised cells."""
        draws = [
            some.batch.lot.give(some.size * some.batch.mass, times(some.batch.amount, some.size))
            for some in self.cells
            if some.batch.lot
        ]
        return draws, [some for some in self.cells if not some.batch.lot]


def family_of(pack: Pack) -> str:
    """Return which recycling line takes a pack."""
    return "LFP" if pack.design.cell.chemistry == "LFP" else "NMC"


def module_link(module: Module) -> Link:
    """Return the link between a module and its cells."""
    return Link(module.id, module.filled, cells=module.cells)


def inner_links(pack: Pack) -> list[Link]:
    """Return the links of a pack to what is straight in it."""
    modules = [module.id for module in pack.modules()]
    return [
        Link(pack.id, pack.built, modules, pack.loose_cells()),
        Link(pack.id, pack.bms_built, [pack.bms_id]),
    ]


def whole(pack: Pack) -> Carcass:
    """Return everything a pack is, with the links inside it."""
    modules = pack.modules()
    items = [pack.item(), pack.bms_item(), *(module.item() for module in modules)]
    links = [*inner_links(pack), *(module_link(module) for module in modules)]
    cells = pack.all_cells()
    active = plus(times(some.batch.amount, some.size) for some in cells)
    return Carcass(family_of(pack), items, cells, links, active)


class Estate:
    """The living packs, spare modules, remains, vehicles and storage systems."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self.packs: dict[Pack, None] = {}
        self.modules: dict[Module, None] = {}
        self.remains: dict[Carcass, None] = {}
        self.vehicles: dict[str, Mark] = {}
        self.systems: dict[str, Mark] = {}

    def release(self, pack: Pack, until: Mark) -> None:
        """Book that a pack left what held it."""
        self._books.held(pack.holder, [pack.id], pack.since, until)
        pack.holder = ""

    def finish(self, left_cells: list[Cells]) -> None:
        """Book all that is alive when the simulation stops."""
        for pack in self.packs:
            if pack.holder:
                self._books.held(pack.holder, [pack.id], pack.since, None)
            self._still(whole(pack))
        for module in self.modules:
            self._still(Carcass("", [module.item()], module.cells, [module_link(module)]))
        for carcass in self.remains:
            self._still(carcass)
        self._cells(left_cells)
        for link, born in self.vehicles.items():
            self._books.vehicle_ended(link, born, None)
        for link, born in self.systems.items():
            self._books.system_ended(link, born)

    def _still(self, carcass: Carcass) -> None:
        for item in carcass.items:
            self._books.item_ended(item, None)
        for link in carcass.links:
            link.close(self._books, None)
        self._cells(list(carcass.cells))

    def _cells(self, cells: list[Cells]) -> None:
        for some in cells:
            if not some.batch.lot:
                self._books.cells_ended(some, None)
