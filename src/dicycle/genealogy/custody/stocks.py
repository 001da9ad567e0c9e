"""What is in a lot, a tank or a group of equal things: filled by births, drawn by uses, nothing lost between them."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from dicycle.genealogy.custody.amounts import Mix, cut, minus, plus, total

Mixes = dict[int, Mix]
"""Element (number into `Graph.elements`) -> its mass by origin."""

Touched = frozenset[int]
"""The numbers of the rules that had a part in it."""

NOBODY: Final[Touched] = frozenset()

_EMPTY: Final = 10**9
"""A lot is empty when less than this part of all that came in is left: the rounding of shares."""


class Drawn(NamedTuple):
    """What was drawn; `mixes` is None if nobody declared what is in there."""

    mixes: Mixes | None
    waste: bool
    """Whether it is waste when it comes to a recycler."""
    touched: Touched = NOBODY


class _Layer(NamedTuple):
    size: int
    content: Drawn


class Stock:
    """A stock of some size (billionths of a kilogram, a piece or another unit) in layers, oldest first.

    A `layered` one is drawn from the oldest layer on (a tank at a site that books first in, first out); in others what
    comes in mixes with what is left, and if nobody declared a filling, nothing is known of the mixture.
    """

    def __init__(self, layered: bool = False) -> None:
        self._layered, self._layers = layered, list[_Layer]()
        self._born = 0

    @property
    def left(self) -> int:
        """How much is in there."""
        return sum(layer.size for layer in self._layers)

    @property
    def born(self) -> int:
        """How much was ever filled in."""
        return self._born

    def fill(self, size: int, content: Drawn) -> None:
        """Put something in."""
        if self.left * _EMPTY <= self._born:
            self._layers.clear()
        self._born += size
        layer = _Layer(size, content)
        if self._layers and not self._layered:
            layer = _merged(self._layers.pop(), layer)
        self._layers.append(layer)

    def held(self, amount: int) -> Drawn:
        """Return what would be drawn, and leave it there."""
        copy = Stock(self._layered)
        copy._layers = list(self._layers)
        return copy.draw(amount)

    def draw(self, amount: int) -> Drawn:
        """Take out an amount, at most what is there."""
        parts: list[Drawn] = []
        while self._layers and (amount > 0 or not parts):
            layer = self._layers[0]
            part, rest = _split(layer, min(amount, layer.size))
            parts.append(part.content)
            amount -= part.size
            if rest.size or not part.size:
                self._layers[0] = rest
                break
            self._layers.pop(0)
        return _joined(parts) if parts else Drawn(None, waste=False)


def summed(parts: Iterable[Mixes]) -> Mixes:
    """Return the sum of what is in several things."""
    known = list(parts)
    elements = {element for mixes in known for element in mixes}
    return {element: plus(mixes.get(element, {}) for mixes in known) for element in elements}


def _merged(one: _Layer, other: _Layer) -> _Layer:
    return _Layer(one.size + other.size, _joined([one.content, other.content]))


def _joined(parts: list[Drawn]) -> Drawn:
    known = [part.mixes for part in parts if part.mixes is not None]
    return Drawn(
        summed(known) if len(known) == len(parts) else None,
        all(part.waste for part in parts),
        frozenset().union(*(part.touched for part in parts)),
    )


def _split(layer: _Layer, amount: int) -> tuple[_Layer, _Layer]:
    """Return a part of a layer and the rest, every element in proportion."""
    content = layer.content
    if content.mixes is None:
        return _Layer(amount, content), _Layer(layer.size - amount, content)
    out: Mixes = {}
    rest: Mixes = {}
    for element, mix in content.mixes.items():
        out[element] = mix if amount == layer.size else cut(mix, total(mix) * amount // layer.size)
        rest[element] = minus(mix, out[element])
    return _Layer(amount, content._replace(mixes=out)), _Layer(layer.size - amount, content._replace(mixes=rest))
