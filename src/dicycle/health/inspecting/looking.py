"""A unit of a ledger graded from files and answers, without anything being kept."""

from collections.abc import Iterable

from dicycle.errors import InvalidInput
from dicycle.health.grading.assessing import Assessed, Rules, assess
from dicycle.health.grading.case import Case
from dicycle.health.grading.days import day
from dicycle.health.grading.gathering import RawFile, with_files
from dicycle.health.inspecting.known import declared_in
from dicycle.health.inspecting.lifetime import lifetime_reading
from dicycle.ledger.stored import StoredEvent


def look(case: Case, events: Iterable[StoredEvent], files: Iterable[RawFile], rules: Rules, at: str) -> Assessed:
    """Assess a unit on the day of `at` (RFC 3339); whether its life is recorded its events answer, unless `case` does.

    What they declare of its health enters as E0. `case` says everything else that is known of it. Raises InvalidInput
    where `at` is no time.
    """
    as_of = day(at)
    if as_of is None:
        raise InvalidInput.because("inspection.time", f"{at!r} is no time.", "", "Write it as in 2031-03-20T15:00:00Z.")
    known_of, told = list(events), case.readings
    case = case._replace(declared=(*case.declared, *declared_in(known_of, at)))
    if not any(one.question == "lifetime-record" for one in told):
        known = lifetime_reading(case.unit, known_of, at)
        told = (known, *told) if known else told
    return assess(with_files(case._replace(readings=told), files), rules, as_of)
