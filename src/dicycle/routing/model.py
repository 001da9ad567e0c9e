"""A returned battery, and what is decided of it: every route with its value, and why the others were not taken.

Money is Decimal in the currency of the parameters, in whole millionths; a value is exactly the sum of its parts
(convention 12). What is not known of a battery is None, and opens no route (convention 5).
"""

from decimal import Decimal
from typing import Final, Literal

from msgspec import Struct

from dicycle.findings import Finding
from dicycle.health.gates.model import GateId, Outcome, Passage
from dicycle.health.grading.model import Grade
from dicycle.health.model import Kind, Level
from dicycle.routing.laws.model import Said
from dicycle.routing.parameters.model import Process, Route

Part = Literal["revenue", "collection", "rework", "warranty", "hold", "dismantling", "processing", "end_of_life"]
PARTS: Final[dict[Part, str]] = {
    "revenue": "what it brings",
    "collection": "collection and transport",
    "rework": "rework",
    "warranty": "reserve for warranty",
    "hold": "holding it",
    "dismantling": "dismantling",
    "processing": "processing",
    "end_of_life": "recycling afterwards, discounted",
}


class Battery(Struct, frozen=True, kw_only=True):
    """What is known of a returned battery; None is not known.

    `energy_kwh` is rated, `mass_kg` measured; `soh`, `soh_low`, `soh_high` are fractions, the interval of 95 %; `gates`
    what came of the safety gates, absent ones are not measured; `recall` whether one is open, `lifetime_record` whether
    its life is recorded from its birth; `region` the law's, such as ``CN``, ``EU``, ``DE``. `graded` says whether a
    certificate gives it a grade, `valid_until` the last day of that certificate (ISO 8601); where there is no
    certificate neither is said.
    """

    id: str | None = None
    chemistry: str | None = None
    kind: Kind | None = None
    energy_kwh: float | None = None
    mass_kg: float | None = None
    modules: int | None = None
    soh: float | None = None
    soh_low: float | None = None
    soh_high: float | None = None
    level: Level | None = None
    grade: Grade | None = None
    graded: bool | None = None
    valid_until: str | None = None
    gates: dict[GateId, Outcome] = {}
    age_years: float | None = None
    recall: bool | None = None
    lifetime_record: bool | None = None
    region: str | None = None


def outcomes(passage: Passage) -> dict[GateId, Outcome]:
    """Return what the gates of a passage came to, as a battery tells it."""
    return {gate.id: gate.outcome for gate in passage.gates}


class Reason(Struct, frozen=True, kw_only=True):
    """Why a route is closed; `final` says that no measurement can open it, else `look` names what would."""

    code: str
    sentence: str
    final: bool
    look: str | None = None


class Option(Struct, frozen=True, kw_only=True):
    """One route, recycled at its end by one process: open or closed, its value and the parts that it is the sum of.

    `low` and `high` hold the value in nine of ten cases, `chance` is how often it is the best of the open ones; None
    for what cannot be reckoned.
    """

    route: Route
    process: Process | None
    open: bool
    value: Decimal | None
    parts: dict[Part, Decimal]
    low: Decimal | None
    high: Decimal | None
    chance: float | None
    reasons: tuple[Reason, ...]


class Flip(Struct, frozen=True, kw_only=True):
    """The nearest value of a number, on one side of the present one, at which another route becomes the best.

    `at` and `now` are in `unit`. `possible` says whether it lies within the range that is thought possible.
    """

    number: str
    what: str
    unit: str
    now: float
    at: float
    direction: Literal["above", "below"]
    route: Route
    possible: bool


class Look(Struct, frozen=True, kw_only=True):
    """What could be measured to open a route: its chance, its cost, and what is expected to be gained by it.

    `gain` is expected before the cost; `worth` is gain less cost. None where values are not known.
    """

    route: Route
    steps: tuple[str, ...]
    chance: float | None
    gain: Decimal | None
    cost: Decimal | None
    worth: Decimal | None
    sentence: str


class Resting(Struct, frozen=True, kw_only=True):
    """On how many figures the comparison of the open routes rests, and which of them are assumed: nobody knows them.

    `first` is the assumed number that changes the route the soonest when it alone moves within its range, `share` how
    much of the way to the end of its range it has to go; None if none of them does.
    """

    figures: int
    assumed: tuple[str, ...]
    first: Flip | None
    share: float | None


class Decision(Struct, frozen=True, kw_only=True):
    """What is next for a battery, per these parameters and this reading of the law, as of this day.

    `options` has each route once, with its best process; `processes` all processes of the route taken. `margin` is what
    the route is better than the next best open one. `chance` is how often it is the best when the numbers vary over
    their ranges and the state of health over its interval. `rests_on` is None where no value is known.
    """

    battery: Battery
    route: Route
    process: Process | None
    currency: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    chance: float | None
    margin: Decimal | None
    next_best: Route | None
    options: tuple[Option, ...]
    processes: tuple[Option, ...]
    flips: tuple[Flip, ...]
    rests_on: Resting | None
    looks: tuple[Look, ...]
    next_look: Look | None
    law: tuple[Said, ...]
    findings: tuple[Finding, ...]
    as_of: str
    parameters: str
    parameters_hash: str
    laws: dict[str, str]
    samples: int
    sentences: tuple[str, ...] = ()

    def option(self, route: Route) -> Option:
        """Return what is said of a route."""
        return next(one for one in self.options if one.route == route)

    def explain(self) -> tuple[str, ...]:
        """Return the decision in sentences."""
        return self.sentences
