"""A unit of a ledger graded from files and answers, without anything being kept."""

from collections.abc import Iterable

from dicycle.errors import InvalidInput
from dicycle.health.grading.assessing import Assessed, Rules, assess
from dicycle.health.grading.case import Case
from dicycle.health.grading.days import day
from dicycle.health.grading.gathering import RawFile, with_files
from dicycle.health.grading.schemes import our_scheme
from dicycle.health.inspecting.known import declared_in
from dicycle.health.inspecting.lifetime import Life, recorded_life
from dicycle.health.inspecting.releasing import bound
from dicycle.ledger.stored import StoredEvent


def look(case: Case, events: Iterable[StoredEvent], files: Iterable[RawFile], rules: Rules, at: str) -> Assessed:
    """Assess a unit on the day of `at` (RFC 3339); whether its life is recorded its events answer, unless `case` does.

    What they declare of its health enters as E0. `case` says everything else that is known of it; a release of it that
    names no readings is of those that are given. Raises InvalidInput where `at` is no time, and for a release that is
    none.
    """
    as_of = day(at)
    if as_of is None:
        raise InvalidInput.because("inspection.time", f"{at!r} is no time.", "", "Write it as in 2031-03-20T15:00:00Z.")
    known_of, told = list(events), case.readings
    case = case._replace(declared=(*case.declared, *declared_in(known_of, at)))
    answered = any(one.question == "lifetime-record" for one in told)
    life = Life() if answered else recorded_life(case.unit, known_of, at)
    told = (life.reading, *told) if life.reading else told
    case = case._replace(readings=told)
    let = bound(case.releases, case, rules.limits, rules.scheme or our_scheme(), as_of)
    found = assess(with_files(case._replace(releases=let), files), rules, as_of)
    return found._replace(findings=(*found.findings, life.why)) if life.why else found
