"""Lots of material and batches of cells: what is left of them, what they are made of, where that came from."""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from dicycle.simulation.amounts import INDEX, NOTHING, Content, minus, portion
from dicycle.simulation.journal import Mark
from dicycle.simulation.products import CellDesign, Product

Shares = tuple[dict[str, float], ...]
"""For each element, in the order of `ELEMENTS`: origin → share; an element that is absent has none."""

UNKNOWN: Shares = tuple({"unknown": 1.0} for _ in NOTHING)
"""Of bought-in hardware nobody told the origin: unknown is not virgin and never becomes recycled (convention 6)."""


def pure(origin: str) -> Shares:
    """Return the shares of something that has one origin."""
    return tuple({origin: 1.0} for _ in NOTHING)


def mixed(parts: Iterable[tuple[Content, Shares]]) -> Shares:
    """Return the shares of the mixture of `parts`, in proportion to their masses."""
    masses: list[dict[str, float]] = [{} for _ in NOTHING]
    for amount, shares in parts:
        for place, mass in enumerate(amount):
            if mass:
                into = masses[place]
                for origin, share in shares[place].items():
                    into[origin] = into.get(origin, 0.0) + mass * share
    return tuple(_normal(mass) for mass in masses)


def _normal(masses: dict[str, float]) -> dict[str, float]:
    total = sum(masses.values())
    return {origin: mass / total for origin, mass in masses.items()}


class Lot:
    """A lot of material: its whole and what is left of it."""

    __slots__ = ("amount", "born", "id", "left", "left_mass", "mass", "product", "shares")

    def __init__(self, link: str, product: Product, mass: int, amount: Content, shares: Shares, born: Mark) -> None:
        self.id, self.product, self.shares, self.born = link, product, shares, born
        self.mass = self.left_mass = mass
        self.amount = self.left = amount

    def take(self, mass: int) -> "Draw":
        """Take `mass` milligrams (at most what is left) with its share of every element."""
        if mass >= self.left_mass:
            return self.give(self.left_mass, self.left)
        return self.give(mass, portion(self.left, mass, self.left_mass))

    def give(self, mass: int, amount: Content) -> "Draw":
        """Take exactly this mass and content, such as that of a number of equal cells."""
        self.left_mass -= mass
        self.left = minus(self.left, amount)
        return Draw(self, mass, amount)


class Draw(NamedTuple):
    """What was taken from a lot."""

    lot: Lot
    mass: int
    amount: Content


class Stock:
    """Lots of one material at one place: recovered ones go first, and of each kind the oldest."""

    def __init__(self) -> None:
        self._recovered: deque[Lot] = deque()
        self._others: deque[Lot] = deque()

    def add(self, lot: Lot, first: bool = False) -> None:
        """Put a lot into stock; `first` means that it is recovered material."""
        (self._recovered if first else self._others).append(lot)

    def element(self, element: str) -> int:
        """Return the milligrams of an element in stock."""
        return sum(lot.left[INDEX[element]] for lot in self._lots())

    @property
    def mass(self) -> int:
        """The milligrams in stock."""
        return sum(lot.left_mass for lot in self._lots())

    def draw(self, mass: int) -> list[Draw]:
        """Take `mass` milligrams, or all there is, from the first lots."""
        draws = []
        while mass > 0 and (lot := self._next()):
            draw = lot.take(mass)
            draws.append(draw)
            mass -= draw.mass
        return draws

    def draw_element(self, element: str, wanted: int) -> list[Draw]:
        """Take lots until they hold `wanted` milligrams of `element`, or all there is."""
        place, draws = INDEX[element], []
        while wanted > 0 and (lot := self._next()):
            draw = lot.take(-(-wanted * lot.left_mass // max(lot.left[place], 1)))
            draws.append(draw)
            wanted -= draw.amount[place]
        return draws

    def _lots(self) -> Iterator[Lot]:
        return chain(self._recovered, self._others)

    def _next(self) -> Lot | None:
        for lots in (self._recovered, self._others):
            while lots and not lots[0].left_mass:
                lots.popleft()
            if lots:
                return lots[0]
        return None


class Batch:
    """Equal cells made in one run: serialised ones (`lot` is None, serials from `first_serial` on) or a cell lot."""

    __slots__ = ("amount", "born", "count", "design", "first_serial", "lot", "mass", "shares")

    def __init__(
        self, design: CellDesign, count: int, mass: int, amount: Content, first_serial: int, shares: Shares
    ) -> None:
        self.design, self.count, self.mass, self.amount = design, count, mass, amount
        self.first_serial, self.shares = first_serial, shares
        self.lot: Lot | None = None
        self.born = Mark(0, 0)


class Cells(NamedTuple):
    """Some cells of a batch."""

    batch: Batch
    first: int
    size: int

    def ids(self) -> list[str]:
        """Return the ids of serialised cells."""
        head = f"{self.batch.design.product.link}/21/C"
        start = self.batch.first_serial + self.first
        return [f"{head}{number:09d}" for number in range(start, start + self.size)]


def cut(cells: tuple[Cells, ...], start: int, count: int) -> tuple[Cells, ...]:
    """Return `count` of the cells from position `start` on."""
    piece = []
    for batch, first, many in cells:
        low, high = max(start, 0), min(start + count, many)
        if low < high:
            piece.append(Cells(batch, first + low, high - low))
        start -= many
    return tuple(piece)
