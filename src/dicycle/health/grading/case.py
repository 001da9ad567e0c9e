"""What is known of one unit before it is assessed."""

from typing import NamedTuple

from msgspec.structs import replace

from dicycle.findings import Finding
from dicycle.health.gates.model import Reading
from dicycle.health.grading.model import Release, Resistance
from dicycle.health.model import CellType, Estimate, Kind, Source
from dicycle.health.records.table import PulseTest, Record


class Case(NamedTuple):
    """What is known of one unit: test records and pulse tests, what others declare, answers to the gates, releases.

    `unit` is its canonical id, `by` who answers for the measurements, `measured` the day (or RFC 3339 time) that they
    state for whatever carries none; `named` is what the files call the unit, where they hold several; `findings` are
    those of reading the files, `sources` files that gave nothing; `ambient` the temperature (degC) of the surroundings
    that holds where a file has none.
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

    @property
    def sort(self) -> Kind:
        """Whether it is a cell, a module or a pack; a cell where nobody says."""
        return self.kind or (self.type.kind if self.type else "cell")


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
