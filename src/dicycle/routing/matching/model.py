"""What is matched, what is asked for, and what comes out, with its proof (convention 11).

Modules are columns: row i of every array is module i. NaN in a column says that nobody measured it (convention 5).
"""

from collections.abc import Callable
from typing import Any, Final, Literal, NamedTuple

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from dicycle.findings import Finding
from dicycle.health.model import Level

Floats = NDArray[np.float64]
Indexes = NDArray[np.int64]
Objective = Literal["capacity", "range", "largest-range", "sse"]
Attribute = Literal["capacity", "resistance", "fade"]
Progress = Callable[[int, int, str], None]
"""Called as ``progress(done, of, what)``; `Enough` ends the work and keeps it, what else it raises loses it."""


class Enough(Exception):
    """Raised by `progress`: no more work, give the best packs found so far."""


QUANTILE: Final = 0.05
TYPICAL: Final[Attribute] = "capacity"


class Modules(NamedTuple):
    """A stock of modules, one row each.

    `capacity` and `capacity_sd` in Ah, `resistance` in mOhm, `ocv` in V (after rest), `fade` in fractions of the
    capacity a year (or whatever unit is used throughout); `kind`, `grade`, `age` and `evidence` (E0 to E4) are text,
    empty where nobody said.
    """

    ids: NDArray[Any]
    kind: NDArray[Any]
    grade: NDArray[Any]
    age: NDArray[Any]
    evidence: NDArray[Any]
    capacity: Floats
    capacity_sd: Floats
    resistance: Floats
    ocv: Floats
    fade: Floats

    @property
    def total(self) -> int:
        """How many modules there are."""
        return len(self.ids)


class Limits(Struct, frozen=True, kw_only=True):
    """What no pack may break; None is no limit.

    Spreads are largest minus smallest: of capacity (Ah) in a parallel group and in a pack, of resistance (mOhm) and
    of open-circuit voltage (V) in a pack. `least_capacity` (Ah) and `evidence` hold for each module.
    """

    group_spread: float | None = None
    pack_spread: float | None = None
    resistance_spread: float | None = None
    ocv_spread: float | None = None
    least_capacity: float | None = None
    evidence: Level | None = None


class Request(Struct, frozen=True, kw_only=True):
    """Packs of `series` groups with `parallel` modules each.

    `packs` is how many are wanted over all buckets, None as many as can be made. Without `rejects` every eligible
    module must go into a pack, but for the remainder of each bucket that is smaller than a pack. `objective`:

    - ``capacity``: the sum over packs of the capacity of the weakest group (Ah) is as large as can be;
    - ``range``, ``largest-range``: the sum, or the largest, of the packs' capacity ranges (Ah) is as small as can be;
    - ``sse``: the sum over packs of weight times squared distance from the pack's mean, over the attributes of
      `weights`, is as small as can be.

    `quantile` matches on that quantile of the measured capacity instead of its value (0.05: it has that much with
    95 %); limits of capacity are then limits of that quantile.
    Only modules that are alike in all of `buckets` meet in a pack.
    """

    series: int
    parallel: int = 1
    packs: int | None = None
    rejects: bool = True
    objective: Objective = "capacity"
    weights: dict[Attribute, float] = field(default_factory=lambda: {TYPICAL: 1.0})
    limits: Limits = Limits()
    quantile: float | None = None
    buckets: tuple[Literal["kind", "grade", "age"], ...] = ("kind", "grade")

    @property
    def size(self) -> int:
        """How many modules a pack has."""
        return self.series * self.parallel


class Certificate(NamedTuple):
    """Numbers from which the bound follows, by an inequality that `check` works out from the modules alone.

    - ``windows``: `price` of a pack (None: as many packs as can be made); no choice of k disjoint windows of the
      sorted lists is better than k prices plus the best that windows give beyond the price;
    - ``threshold``: no k packs keep below the value reached;
    - ``prices``: a price for each module such that no pack is cheaper than the prices of its modules.
    """

    kind: Literal["windows", "threshold", "prices"]
    price: float | None = None
    prices: Floats | None = None


class Pack(NamedTuple):
    """One pack: its modules as rows of the stock, group after group of `parallel` modules."""

    modules: tuple[int, ...]
    bucket: tuple[str, ...]


class Reject(NamedTuple):
    """A module in no pack, and why."""

    module: int
    code: str
    reason: str


class Matching(NamedTuple):
    """Packs, what is left out and why, the value reached and how far it can be from the best.

    `value` and `bound` are in the unit of the objective: the best for this number of packs lies between them. `exact`
    says that the method is proven to reach the best; the two then differ by rounding alone.
    """

    packs: tuple[Pack, ...]
    rejects: tuple[Reject, ...]
    value: float
    bound: float
    exact: bool
    certificate: Certificate
    findings: tuple[Finding, ...] = ()

    @property
    def ratio(self) -> float:
        """The certified ratio: value over bound for what is to be small, bound over value for what is to be large."""
        small, large = sorted((abs(self.value), abs(self.bound)))
        if large - small <= 1e-9 * large:
            return 1.0
        return large / small if small else float("inf")

    @property
    def rows(self) -> Indexes:
        """The modules of all packs as rows of the stock; shape (packs, modules in a pack)."""
        size = len(self.packs[0].modules) if self.packs else 0
        return np.array([pack.modules for pack in self.packs], dtype=np.int64).reshape(len(self.packs), size)
