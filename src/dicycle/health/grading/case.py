"""What is known of one unit before it is assessed."""

from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from dicycle.findings import Finding
from dicycle.health.gates.model import FailedBefore, Reading
from dicycle.health.grading.model import Release, Replaced, Resistance, Withdrawn
from dicycle.health.model import CellType, Estimate, Kind, Source
from dicycle.health.records.table import PulseTest, Record


class Passport(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What master data says of a unit's type: its chemistry as written there, and its rated capacity in Ah."""

    chemistry: str | None = None
    rated_capacity: float | None = None


class Case(NamedTuple):
    """What is known of one unit: test records and pulse tests, what others declare, answers to the gates, releases.

    `unit` is its canonical id, `by` who answers for the measurements, `measured` the day (or RFC 3339 time) that they
    state for whatever carries none; `named` is what the files call the unit, where they hold several; `findings` are
    those of reading the files, `sources` files that gave nothing; `ambient` the temperature (degC) of the surroundings
    that holds where a file has none; `replaced` are answers that were given and do not hold, `withdrawn` test records
    that were attached and do not count; `before` is what
    inspections that were cancelled had failed; `passport` is what the unit's master data says of its type; `limits` is
    the hash of the limits by which a certificate was made, where it is made again.
    """

    unit: str
    type: CellType | None = None
    kind: Kind | None = None
    records: tuple[Record, ...] = ()
    pulses: tuple[PulseTest, ...] = ()
    declared: tuple[Estimate, ...] = ()
    resistance: Resistance | None = None
    readings: tuple[Reading, ...] = ()
    releases: tuple[Release, ...] = ()
    by: str | None = None
    measured: str | None = None
    named: str | None = None
    findings: tuple[Finding, ...] = ()
    sources: tuple[Source, ...] = ()
    ambient: float | None = None
    replaced: tuple[Replaced, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    before: tuple[FailedBefore, ...] = ()
    passport: Passport | None = None
    limits: str = ""


def as_declared(case: Case) -> Case:
    """Return a case in which what others declare is taken for no more: level E0, whatever they call it."""
    return case._replace(declared=tuple(replace(one, level="E0", method="declared") for one in case.declared))


def dated(case: Case) -> Case:
    """Return a case in which everything that carries no date has the one that is stated for the whole."""
    if case.measured is None:
        return case
    when, ohmic = case.measured, case.resistance
    return case._replace(
        readings=tuple(replace(one, at=one.at or when) for one in case.readings),
        resistance=ohmic and replace(ohmic, measured=ohmic.measured or when),
        declared=tuple(replace(one, measured=one.measured or when) for one in case.declared),
    )
