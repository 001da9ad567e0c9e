"""What safety gates are made of: what is asked, what was read, the limits, and what follows (convention 5).

A gate passes when everything that it asks was read and lies within its limits. What was not read is not passed.
"""

from typing import Final, Literal

from msgspec import Struct

from dicycle.findings import Finding
from dicycle.health.model import Chemistry, Kind

Outcome = Literal["pass", "fail", "not measured", "not applicable"]
GateId = Literal["S0", "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8"]
Rule = Literal["yes", "no", "at most", "at least", "within", "outside", "spread", "outliers"]
"""How a reading is judged: it must be yes, no, at most a limit …; `within`, `spread` and `outliers` are of lists.

What is not `outside` its limits fails nothing: it tells nothing.
"""

GATES: Final[dict[GateId, str]] = {
    "S0": "Identity and lifetime record",
    "S1": "Transport class",
    "S2": "Temperature and its trend",
    "S3": "Insulation",
    "S4": "Cell voltages",
    "S5": "Spread after rest",
    "S6": "Battery management system",
    "S7": "Self-discharge",
    "S8": "Resistance outliers",
}
"""Gate -> its name, in the order in which they are gone through."""


class Question(Struct, frozen=True, kw_only=True):
    """One thing that a gate asks: how it is put to a person, and how its answer is judged.

    `limit` names the entry of the limits that holds the bound (for `within` the lower; `upper` names the upper).
    `kinds` are the units that have such a thing at all. Failing one that `quarantines` calls for a place apart.
    Below `least` and above `most` nothing can be read. One of `every_cell` is answered with a value for each cell
    in series. `alike` names the limit for how far one may be above the median of all, in robust standard
    deviations; `resolution` names how far from it is the instrument's: of outliers a fraction of the median, and
    then `apart` names how far apart cells may be of which none is the outlier. `rested` names the question whose
    voltages say where the cells rested. One that is `flat` is asked only of chemistries with a plateau on which the
    voltage tells nothing of the charge.
    """

    id: str
    gate: GateId
    text: str
    rule: Rule
    unit: str = ""
    limit: str = ""
    upper: str = ""
    kinds: tuple[Kind, ...] = ("cell", "module", "pack")
    quarantines: bool = False
    hint: str = ""
    least: float | None = None
    most: float | None = None
    every_cell: bool = False
    alike: str = ""
    resolution: str = ""
    apart: str = ""
    rested: str = ""
    flat: bool = False

    @property
    def limits(self) -> tuple[tuple[str, str], ...]:
        """The entries of the limits that it is judged by, each with its unit."""
        own = "" if self.rule == "outliers" else self.unit
        each = ((self.limit, own), (self.upper, own), (self.alike, ""), (self.resolution, own), (self.apart, ""))
        return tuple((name, unit) for name, unit in each if name)


class Reading(Struct, frozen=True, kw_only=True):
    """An answer to a question: who read it, when (RFC 3339), with which evidence (SHA-256 of photographs and files)."""

    question: str
    value: bool | float | tuple[float, ...]
    by: str | None = None
    at: str | None = None
    evidence: tuple[str, ...] = ()
    note: str = ""


class FailedBefore(Struct, frozen=True, kw_only=True):
    """A failed answer of an inspection that was cancelled: when that began, who ended it, when and why (RFC 3339).

    `taken_back` is the reason for which who gave the answer took it back, None where it stood to the end.
    """

    reading: Reading
    begun: str
    by: str
    at: str
    why: str
    taken_back: str | None = None


class Bound(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One limit: the number, its unit, and who says so."""

    value: float
    unit: str
    source: str


class Limits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The limits for some types: versioned, dated, and signed by who answers for them.

    `types` are ids of cell types, `chemistry` those that have none of their own; both empty: everything else.
    They hold from the day on which they are `issued` (ISO 8601, UTC) until a later version does.
    `id` and `version` name them; `hash` is the SHA-256 of their text and `signed_by` the key that signed it, if any.
    """

    id: str
    version: str
    issued: str
    issuer: str
    types: tuple[str, ...] = ()
    chemistry: tuple[Chemistry, ...] = ()
    bounds: dict[str, Bound]
    hash: str = ""
    signed_by: str | None = None


class Check(Struct, frozen=True, kw_only=True):
    """What one question came to: the limit stands beside the value."""

    question: str
    outcome: Outcome
    sentence: str
    value: bool | float | tuple[float, ...] | None = None
    limit: str = ""
    reading: Reading | None = None


class Gate(Struct, frozen=True, kw_only=True):
    """What one gate came to."""

    id: GateId
    name: str
    outcome: Outcome
    checks: tuple[Check, ...]


class Passage(Struct, frozen=True, kw_only=True):
    """What all gates came to, by which limits; `quarantine` says that the unit must be put apart now.

    `held` are the answers that hold, one a question.
    """

    gates: tuple[Gate, ...]
    limits: Limits
    quarantine: bool
    findings: tuple[Finding, ...] = ()
    held: tuple[Reading, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """The worst of all gates: fail before not measured before pass."""
        found = {one.outcome for one in self.gates}
        order: tuple[Outcome, ...] = ("fail", "not measured")
        return next((one for one in order if one in found), "pass")

    @property
    def failed(self) -> tuple[Gate, ...]:
        """The gates that were not passed."""
        return tuple(one for one in self.gates if one.outcome == "fail")

    @property
    def open(self) -> tuple[Gate, ...]:
        """The gates that nobody can say anything of yet."""
        return tuple(one for one in self.gates if one.outcome == "not measured")
