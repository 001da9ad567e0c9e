"""What a grade is made of: safety, state of health, resistance, evidence, expiry; and by whose scheme."""

from typing import Final, Literal

from msgspec import Struct

from dicycle.findings import Finding
from dicycle.health.gates.model import GateId, Reading
from dicycle.health.model import NOMINAL_COVERAGE, Basis, Denominator, Level, NextTest, Numerator

Grade = Literal["A", "B", "C", "D"]
Safety = Literal["passed", "released", "open", "failed", "quarantine"]
FactorName = Literal["safety", "health", "resistance", "evidence", "expiry", "records"]

GRADES: Final[dict[Grade, str]] = {
    "A": "like new",
    "B": "good for use in the same kind of thing",
    "C": "for less demanding use",
    "D": "material only",
}
"""Grade -> what it says, best first; `dcy:grade` of an inspection."""


class Wanted(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which type of state of health a scheme is about; None takes any that is stated."""

    numerator: Numerator | None = None
    denominator: Denominator | None = None
    rate: float | None = None
    temperature: float | None = None


class Scheme(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a buyer grades: versioned, dated, and signed by who answers for it.

    `cuts` are the least states of health of A, B and C (fractions); `resistance` the highest resistance of A, B and C
    in multiples of the type's new value; `evidence` the least level that suffices for a grade; `days` how long a
    measurement is valid, by level, by gate, for all other ``gates`` and for ``resistance``. `needs_resistance` names
    grades that are not given without it, `releasable` gates that two persons may release after they failed.
    `undated` says whether measurements that nobody dated count; `coverage` is the least that an interval must have.
    """

    id: str
    version: str
    issued: str
    issuer: str
    of: Wanted = Wanted()
    cuts: dict[Grade, float]
    resistance: dict[Grade, float]
    evidence: dict[Grade, Level]
    days: dict[str, int]
    coverage: float = NOMINAL_COVERAGE
    needs_resistance: tuple[Grade, ...] = ()
    releasable: tuple[GateId, ...] = ()
    undated: bool = False
    hash: str = ""
    signed_by: str | None = None

    @property
    def name(self) -> str:
        """The scheme as people call it."""
        return f"{self.id} {self.version}"


class Resistance(Struct, frozen=True, kw_only=True):
    """A resistance in multiples of what the type has when new, with its interval; `what` says which one it is."""

    value: float
    low: float
    high: float
    what: str
    coverage: float = NOMINAL_COVERAGE
    measured: str | None = None
    basis: Basis = Basis()


class Release(Struct, frozen=True, kw_only=True):
    """Two persons let a unit pass a gate that it failed: who asked, who agreed and why, at which failed readings."""

    gate: GateId
    by: str
    second: str
    reason: str
    at: str
    failed: tuple[str, ...] = ()


class Replaced(Struct, frozen=True, kw_only=True):
    """An answer that was given and does not hold: `how` it came to that, by whom, when, and for which reason.

    It was taken back, another answer took its place, or it does not count beside a failed one that stands.
    """

    reading: Reading
    how: Literal["taken back", "replaced", "not counted"]
    why: str = ""
    by: str = ""
    at: str = ""


class Withdrawn(Struct, frozen=True, kw_only=True):
    """A test record that was attached and does not count: the SHA-256 of its bytes, who left it out, when and why."""

    name: str
    sha256: str
    by: str
    at: str
    why: str


class Factor(Struct, frozen=True, kw_only=True):
    """What one factor says: the grades that it leaves possible, and why none can be given, if so."""

    name: FactorName
    possible: tuple[Grade, ...]
    sentence: str
    findings: tuple[Finding, ...] = ()
    until: str | None = None

    @property
    def holds_up(self) -> bool:
        """Whether no grade can be given because of it."""
        return bool(self.findings)


class Graded(Struct, frozen=True, kw_only=True):
    """A grade, or why none can be given.

    `grade` is given only where one is left possible and nothing holds it up. `possible` are the grades that the
    intervals leave, best first; `by_health` those of the state of health alone. `valid_until` is the last day.
    """

    grade: Grade | None
    possible: tuple[Grade, ...]
    by_health: tuple[Grade, ...]
    safety: Safety
    factors: tuple[Factor, ...]
    valid_until: str | None = None
    next_tests: tuple[NextTest, ...] = ()
    to_measure: tuple[str, ...] = ()
    scheme: str = ""

    @property
    def straddles(self) -> tuple[Grade, ...]:
        """The grades between which nothing decides yet; empty where one is given."""
        return self.possible if len(self.possible) > 1 else ()

    @property
    def reasons(self) -> tuple[str, ...]:
        """One sentence for each factor."""
        return tuple(one.sentence for one in self.factors)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that holds a grade up."""
        return tuple(found for one in self.factors for found in one.findings)

    @property
    def summary(self) -> str:
        """The grade in words, with what is not known."""
        if self.grade:
            return f"{self.grade}: {GRADES[self.grade]}"
        if not self.by_health:
            return "cannot say"
        if self.straddles:
            return f"cannot say: {' or '.join(self.straddles)}"
        return f"no grade yet; {self.possible[0]} if nothing speaks against it"
