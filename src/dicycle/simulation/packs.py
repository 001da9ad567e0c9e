"""Packs and modules: what is remembered of a living one, and what it is made of."""

from dicycle.simulation.amounts import Content, plus, times
from dicycle.simulation.books import Item
from dicycle.simulation.codes import asset_link
from dicycle.simulation.gbt import battery_code
from dicycle.simulation.journal import Mark
from dicycle.simulation.lots import UNKNOWN, Cells, Shares, cut, mixed
from dicycle.simulation.products import BMS_CONTENT, BMS_MASS, PackDesign
from dicycle.simulation.world import MINUTE

NEVER = Mark(0, 0)


class Module:
    """A module with its cells."""

    __slots__ = ("born", "cells", "design", "filled", "serial")

    def __init__(self, design: PackDesign, serial: int, cells: tuple[Cells, ...], born: Mark, filled: Mark) -> None:
        self.design, self.serial, self.cells, self.born, self.filled = design, serial, cells, born, filled

    @property
    def id(self) -> str:
        """The module's SGTIN."""
        assert self.design.module
        return f"{self.design.module.link}/21/M{self.serial:09d}"

    def item(self) -> Item:
        """Return the module without its cells."""
        design = self.design
        assert design.module
        chemistry = design.cell.chemistry
        return Item(
            self.id, "module", chemistry, design.module.link, design.module_mass, design.module_hardware, self.born
        )


class Pack:
    """A living pack. Its modules are not kept one by one: their numbers and marks follow from the first."""

    __slots__ = (
        "bms", "bms_born", "bms_built", "born", "built", "cells", "design", "fade", "filled", "first_module",
        "holder", "life", "module_born", "reused", "serial", "since",
    )  # fmt: skip

    def __init__(self, design: PackDesign, serial: int, cells: tuple[Cells, ...], bms: int) -> None:
        self.design, self.serial, self.cells, self.bms = design, serial, cells, bms
        self.first_module = 0
        self.born = self.bms_born = self.built = self.bms_built = self.module_born = self.filled = self.since = NEVER
        self.reused: tuple[Module, ...] = ()
        self.holder = ""
        self.fade = 0.0
        self.life = 0

    @property
    def id(self) -> str:
        """The pack's SGTIN."""
        return f"{self.design.product.link}/21/P{self.serial:08d}"

    @property
    def bms_id(self) -> str:
        """The GIAI of its battery management system."""
        return asset_link(self.design.product.prefix, f"BMS{self.bms:08d}")

    def code(self, born: int) -> str:
        """Return its GB/T 34014 code as a URI; `born` is when it was commissioned."""
        design = self.design
        return battery_code("P", design.cell.plant, design.battery_type, design.spec, born, self.serial)

    def modules(self) -> tuple[Module, ...]:
        """Return its modules with their cells."""
        if self.reused or not self.design.modules:
            return self.reused
        each = self.design.cells // self.design.modules
        return tuple(self._module(number, each) for number in range(self.design.modules))

    def _module(self, number: int, each: int) -> Module:
        filled = Mark(self.filled.number + number, self.filled.time + number * MINUTE)
        cells = cut(self.cells, number * each, each)
        return Module(self.design, self.first_module + number, cells, self.module_born, filled)

    def all_cells(self) -> tuple[Cells, ...]:
        """Return all its cells, those in modules too."""
        return tuple(cells for module in self.reused for cells in module.cells) if self.reused else self.cells

    def loose_cells(self) -> tuple[Cells, ...]:
        """Return the cells that sit straight in the pack."""
        return () if self.design.modules else self.cells

    def item(self) -> Item:
        """Return the pack without modules, cells and battery management system."""
        design, product = self.design, self.design.product
        chemistry = design.cell.chemistry
        return Item(self.id, "pack", chemistry, product.link, design.mass, design.hardware, self.born)

    def bms_item(self) -> Item:
        """Return its battery management system."""
        return Item(self.bms_id, "part", "", None, BMS_MASS, BMS_CONTENT, self.bms_born)

    def makeup(self) -> tuple[Content, Shares]:
        """Return the content of the whole pack and whose metal it is."""
        parts: list[tuple[Content, Shares]] = [(self.design.hardware, UNKNOWN), (BMS_CONTENT, UNKNOWN)]
        if self.design.modules:
            parts.append((times(self.design.module_hardware, self.design.modules), UNKNOWN))
        for batch, _, count in self.all_cells():
            parts.append((times(batch.amount, count), batch.shares))
        return plus(amount for amount, _ in parts), mixed(parts)

    def health(self, now: int) -> float:
        """Return the true state of health: capacity left over rated capacity."""
        years = (now - self.built.time) / (365 * 86_400_000)
        return max(1.0 - self.fade * years, 0.3)
