"""Inspections as they stand: read, judged and assessed; nothing is kept."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial

from dicycle.errors import NotFound
from dicycle.findings import Finding
from dicycle.health.gates import FailedBefore, Passage, Reading, judge, limits_for
from dicycle.health.gates.model import GateId
from dicycle.health.grading.assessing import Assessed, Rules, assess
from dicycle.health.grading.case import Case
from dicycle.health.grading.days import day
from dicycle.health.grading.factors import failing
from dicycle.health.grading.gathering import RawFile, with_files
from dicycle.health.inspecting.before import cancelled_since, carried, failed_before
from dicycle.health.inspecting.checking import moment, not_failed
from dicycle.health.inspecting.files import Files
from dicycle.health.inspecting.known import declared_in, passport_in
from dicycle.health.inspecting.lifetime import recorded_life
from dicycle.health.inspecting.model import Answered, Inspection, one_ambient
from dicycle.health.inspecting.settling import Settled, settle
from dicycle.health.inspecting.shelf import Shelf, Store
from dicycle.health.inspecting.withdrawing import withdrawn
from dicycle.identifiers import canonical
from dicycle.ledger.formats import timestamp


class Standing:
    """What is known of the inspections of a ledger, by the rules of its operator.

    An inspection that ended is judged by the limits of that day; one that goes on by those of today, or of the day `on`
    on which it is to end. `clock` says what time it is (microseconds since 1970 UTC).
    """

    def __init__(self, store: Store, files: Files, clock: Callable[[], int], rules: Rules | None = None) -> None:
        self._store, self._shelf, self.files = store, Shelf(store), files
        self.rules, self._now = rules or Rules(), clock

    def read(self, id: str) -> Inspection:
        """Return an inspection as it stands; raises NotFound."""
        return self._shelf.read(id)

    def open(self) -> list[Inspection]:
        """Return the inspections that go on, the oldest first."""
        return [self._shelf.read(id) for id in self._shelf.open()]

    def of_unit(self, unit: str) -> list[Inspection]:
        """Return all inspections of a unit, the oldest first."""
        return [self._shelf.read(id) for id in self._shelf.of_unit(canonical(unit))]

    def certificate(self, digest: str) -> bytes:
        """Return the bytes of a certificate by its id; raises NotFound."""
        found = self._shelf.certificate(digest)
        if found is None:
            raise NotFound(Finding("inspection.no-such-certificate", f"There is no certificate {digest[:80]!r}."))
        return found

    def settled(self, there: Inspection, on: date | None = None) -> Settled:
        """Return which answers of an inspection hold, and which do not."""
        return settle(there, partial(self.fails, there, on=on), self._carried(there))

    def failed_before(self, there: Inspection) -> tuple[FailedBefore, ...]:
        """Return what failed in the inspections before this one that were cancelled."""
        return failed_before(self._chain(there.begun.after), self.fails)

    def failed_last(self, unit: str) -> tuple[FailedBefore, ...]:
        """Return what failed in the cancelled inspections of a unit that the next one has to do with."""
        return failed_before(self._chain(cancelled_since(self.of_unit(unit))), self.fails)

    def _carried(self, there: Inspection) -> tuple[Answered, ...]:
        return carried(self._chain(there.begun.after), self.fails)

    def _chain(self, ids: Iterable[str] | None) -> list[Inspection]:
        return [self._shelf.read(one) for one in ids or ()]

    def passage(self, there: Inspection) -> Passage:
        """Return what the gates of an inspection came to."""
        return self._judged(there, self.settled(there).readings)

    def fails(self, there: Inspection, reading: Reading, on: date | None = None) -> bool:
        """Tell whether an answer by itself fails its gate."""
        return bool(self._judged(there, (reading,), on).failed)

    def why_no_life(self, there: Inspection) -> Finding | None:
        """Return why a birth in the ledger is no record of a unit's life, while nobody answers."""
        unit, answered = there.begun.unit, any(one.question == "lifetime-record" for one in there.readings)
        return None if answered else recorded_life(unit, self._store.events_of(unit), there.begun.at).why

    def _judged(self, there: Inspection, readings: tuple[Reading, ...], on: date | None = None) -> Passage:
        type = there.begun.type
        held = limits_for(type, on or self._day(there), self.rules.limits)
        return judge(readings, held, there.begun.kind, type)

    def _day(self, there: Inspection) -> date:
        ended = there.finished or there.cancelled
        return _day_of(ended.at if ended else timestamp(self._now()))

    def _failing(self, id: str, gate: GateId) -> tuple[str, ...]:
        found = next((one for one in self.passage(self.read(id)).failed if one.id == gate), None)
        if found is None:
            raise not_failed(gate)
        return failing(found)

    def case(self, id: str, on: date | None = None) -> Case:
        """Return what an inspection knows of its unit, with its test records read."""
        there = self.read(id)
        tests = [one for one in there.files if one.purpose == "test record"]
        case = self._told(there, on)._replace(
            measured=min((one.measured for one in tests if one.measured), default=None),
            named=next((one.named for one in reversed(tests) if one.named), None),
            ambient=one_ambient(tests),
        )  # fmt: skip
        return with_files(case, [RawFile(one.name, self.files.get(one.sha256)) for one in tests])

    def _told(self, there: Inspection, on: date | None) -> Case:
        held, unit = self.settled(there, on), there.begun.unit
        return Case(
            unit=unit, type=there.begun.type, kind=there.begun.kind, readings=held.readings,
            releases=there.releases, by=there.begun.by, replaced=held.replaced, before=self.failed_before(there),
            withdrawn=withdrawn(there, self._chain(there.begun.after)),
            declared=declared_in(self._store.events_of(unit), there.begun.at), passport=passport_in(self._store, unit),
        )  # fmt: skip

    def assess(self, id: str, at: str) -> Assessed:
        """Return what an inspection comes to as it stands, on the day of `at`; nothing is kept."""
        as_of = _day_of(at)
        found, why = assess(self.case(id, as_of), self.rules, as_of), self.why_no_life(self.read(id))
        return found._replace(findings=(*found.findings, why)) if why else found


def _day_of(at: str) -> date:
    """Return the day (UTC) of a moment, however RFC 3339 lets it be written; raises InvalidInput."""
    found = day(timestamp(moment(at)))
    assert found is not None, "a moment has a day"
    return found
