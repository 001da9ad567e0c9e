"""What routing reckons with: numbers with unit, range, source and day; chemistries, processes, the house's policy."""

from decimal import Decimal
from typing import Final, Literal

from msgspec import Struct

from dicycle import vocabulary
from dicycle.health.gates.model import GateId
from dicycle.health.grading.model import Grade
from dicycle.health.model import Level

Route = Literal["reuse", "remanufacture", "second_life", "recycling", "quarantine"]
Process = Literal["hydro", "pyro", "direct"]
Mark = Literal["verified", "secondary", "computed", "assumed"]

ROUTES: Final[tuple[Route, ...]] = vocabulary.ROUTES
"""In the order of the waste hierarchy; of two routes of the same value the first is taken."""
PROCESSES: Final[tuple[Process, ...]] = ("hydro", "pyro", "direct")
ELEMENTS: Final = ("li", "ni", "co", "mn", "cu", "al", "graphite", "cam")
OTHER: Final = "other"
SECOND_LIFE_PRICE: Final = "price-second-life"
"""What follows from the price of new storage and the discount; it can be asked for in what-ifs and flips."""


class Parameter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One number: in `unit`, between `low` and `high` as far as is thought possible; who says so and when."""

    value: Decimal
    unit: str
    source: str
    date: str
    low: Decimal | None = None
    high: Decimal | None = None
    what: str = ""
    mark: Mark = "assumed"

    @property
    def range(self) -> tuple[Decimal, Decimal]:
        """The ends of the range; without one the value stands for both."""
        return (
            self.value if self.low is None else self.low,
            self.value if self.high is None else self.high,
        )


class Content(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """What a chemistry is made of, kg for each kWh of rated energy; `like` names another whose prices hold for it."""

    cell: Decimal
    pack: Decimal
    cam: Decimal
    li: Decimal
    ni: Decimal
    co: Decimal
    mn: Decimal
    graphite: Decimal
    cu: Decimal
    al: Decimal
    housing_cu: Decimal = Decimal(0)
    housing_al: Decimal = Decimal(0)
    like: str | None = None
    source: str
    date: str
    mark: Mark = "assumed"


class Recycling(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """A process: what it recovers over a named boundary, what it costs for each kg of cells, whether it is offered.

    `recovery` are shares by element (``cam`` is whole cathode material), `recovery_of` what differs for a chemistry.
    """

    name: str
    boundary: str
    offered: bool
    recovery: dict[str, Decimal]
    recovery_of: dict[str, dict[str, Decimal]] = {}
    unit: str
    cost: dict[str, Decimal]
    source: str
    date: str
    mark: Mark = "assumed"


class Policy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """The house's own thresholds, with owner and day: they are not law.

    `least_health` is what the whole interval of the state of health must reach; `least_level` the evidence that it must
    rest on; `grades` those with which a route is open; `oldest` the age in years; `needs` the gates that must be
    passed; a failed gate of `quarantining` leaves only quarantine; `uses` is what each route is meant for.
    """

    owner: str
    date: str
    note: str = ""
    least_health: dict[Route, Decimal]
    least_level: dict[Route, Level]
    grades: dict[Route, tuple[Grade, ...]]
    oldest: dict[Route, Decimal]
    needs: dict[Route, tuple[GateId, ...]]
    quarantining: tuple[GateId, ...]
    uses: dict[Route, str]


class Parameters(Struct, frozen=True, kw_only=True):
    """A whole set, for one profile and its currency; `hash` is the SHA-256 of its canonical JSON."""

    id: str
    version: str
    issued: str
    issuer: str
    profile: str
    currency: str
    numbers: dict[str, Parameter]
    chemistries: dict[str, Content]
    processes: dict[Process, Recycling]
    policy: Policy
    hash: str = ""

    @property
    def name(self) -> str:
        """The set as people call it."""
        return f"{self.id} {self.version} ({self.profile})"
