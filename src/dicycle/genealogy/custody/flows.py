"""What one run does with one element: what a model of attribution is given, and what it answers."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Final, NamedTuple

from dicycle.genealogy.answers import UNKNOWN
from dicycle.genealogy.custody.allocations import Entry
from dicycle.genealogy.custody.amounts import Mix, plus, total
from dicycle.vocabulary import FEEDS

WASTE: Final = ("residue", "loss", "scrap")
"""Categories of outputs that are no product: nothing is claimed for them."""


def is_eligible(origin: str) -> bool:
    """Tell whether an origin is recycled content: ``post_consumer:<place>`` or ``pre_consumer:<place>``."""
    return kind_of(origin) in FEEDS


def kind_of(origin: str) -> str:
    """Return ``post_consumer`` of ``post_consumer:<place>``."""
    return origin.partition(":")[0]


class Inflow(NamedTuple):
    """An input: its id, and its mass of the element by origin."""

    id: str
    mix: Mix


class Outflow(NamedTuple):
    """Outputs that are alike: their ids, class and category, and their mass of the element together, femtograms."""

    ids: tuple[str, ...]
    mass: int
    model: str | None = None
    category: str | None = None

    @property
    def is_product(self) -> bool:
        """Whether something can be claimed for it."""
        return self.category not in WASTE


@dataclass(frozen=True)
class Flow:
    """One element in one run (`event`), at `time` (microseconds since 1970 UTC) at `place`.

    `missing` is the origin of what comes out beyond what went in; `entries` are the explicit allocations of the run
    that are about this element.
    """

    event: str
    place: str
    time: int
    element: str
    inflows: tuple[Inflow, ...]
    outflows: tuple[Outflow, ...]
    missing: str = UNKNOWN
    entries: tuple[Entry, ...] = ()

    @cached_property
    def came_in(self) -> Mix:
        """What the inputs bring."""
        return plus(one.mix for one in self.inflows)

    @cached_property
    def went_out(self) -> int:
        """The mass of all outputs."""
        return sum(self.masses)

    @cached_property
    def masses(self) -> list[int]:
        """The masses of the outputs."""
        return [one.mass for one in self.outflows]

    @cached_property
    def lost(self) -> int:
        """How much less comes out than went in."""
        return max(total(self.came_in) - self.went_out, 0)

    @cached_property
    def short(self) -> int:
        """How much more comes out than went in."""
        return max(self.went_out - total(self.came_in), 0)

    @cached_property
    def measured_yield(self) -> Fraction:
        """Which part of what went in is in products."""
        products = sum(one.mass for one in self.outflows if one.is_product)
        return Fraction(products, total(self.completed) or 1)

    @cached_property
    def completed(self) -> Mix:
        """What went in, and what must have gone in beyond what is told, of origin `missing`."""
        return plus([self.came_in, {self.missing: self.short}]) if self.short else self.came_in


class Settled(NamedTuple):
    """Of each output (as in `Flow.outflows`) its mass by origin, and by origin what left without being told."""

    outs: list[Mix]
    lost: Mix
