"""From everything known of a unit to its grade and certificate: one pure way for every door."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from msgspec import UNSET
from msgspec.structs import replace

from dicycle.findings import Finding
from dicycle.health.gates import QUESTION, Limits, Passage, Reading, judge, limits_for, told_before
from dicycle.health.gates.judging import overruled
from dicycle.health.gates.units import stated
from dicycle.health.grading.case import Case, as_declared, dated
from dicycle.health.grading.certificate import Certificate, bare_gates, certificate_bytes, certificate_id, named
from dicycle.health.grading.deciding import grade
from dicycle.health.grading.estimates import Estimator, Estimators
from dicycle.health.grading.factors import too_warm, unanswered
from dicycle.health.grading.model import Graded, Replaced, Resistance, Scheme
from dicycle.health.grading.rounding import printed_case
from dicycle.health.grading.schemes import our_scheme
from dicycle.health.grading.standards import standard_rows
from dicycle.health.model import Source, StateOfHealth
from dicycle.health.nameplate import checked

_FAILED: Final = "Another answer of the same list failed, and stands."


class Rules(NamedTuple):
    """By what a unit is assessed: the operator's own limits, the scheme, and what estimates its state of health."""

    limits: tuple[Limits, ...] = ()
    scheme: Scheme | None = None
    estimator: Estimator | None = None


class Assessed(NamedTuple):
    """All that was found of a unit on a day, and the certificate that says it."""

    case: Case
    state: StateOfHealth
    passage: Passage
    graded: Graded
    certificate: Certificate
    data: bytes
    findings: tuple[Finding, ...]

    @property
    def id(self) -> str:
        """The id of the certificate: the SHA-256 of its bytes."""
        return certificate_id(self.data)


def assess(case: Case, rules: Rules, as_of: date) -> Assessed:
    """Estimate a unit's state of health and take it through gates and grade to its certificate, on a day (UTC).

    Pure: the same case, rules and day give the same certificate, byte for byte, on any machine.
    """
    case = printed_case(dated(as_declared(case)))
    if case.type is not None:
        checked(case.type)
    found = (rules.estimator or _unfitted(rules.scheme)).estimate(case)
    with_more = case._replace(
        findings=(*case.findings, *found.findings), resistance=case.resistance or found.resistance
    )  # fmt: skip
    return conclude(
        with_more, found.state, as_of, limits=rules.limits, scheme=rules.scheme, model=found.model
    )  # fmt: skip


def _unfitted(scheme: Scheme | None) -> Estimators:
    return Estimators(cuts=scheme.cuts, wanted=scheme.of) if scheme else Estimators()


def conclude(
    case: Case,
    state: StateOfHealth,
    as_of: date,
    *,
    limits: Iterable[Limits] = (),
    scheme: Scheme | None = None,
    model: str | None = None,
) -> Assessed:
    """Take a unit whose state of health is estimated through gates and grade to its certificate.

    `limits` are the operator's own, `model` the SHA-256 of the model that estimated.
    """
    case, state, scheme = printed_case(dated(case)), _dated(state, case.measured), scheme or our_scheme()
    held = limits_for(case.type, as_of, tuple(limits))
    passage = judge(case.readings, held, case.kind, case.type)
    case = case._replace(replaced=_replaced(case, passage))
    warm = too_warm(state, held, case.type.chemistry if case.type else None)
    more = (*_answered_twice(case), *told_before(case.before, passage), *warm)
    case = case._replace(findings=(*case.findings, *more))
    graded = grade(
        state, passage, case.resistance, scheme, as_of, releases=case.releases,
        findings=(*case.findings, *passage.findings),
    )  # fmt: skip
    made = certificate(case, state, passage, graded, scheme, as_of, model)
    return Assessed(case, state, passage, graded, made, certificate_bytes(made), made.findings)


def certificate(
    case: Case, state: StateOfHealth, passage: Passage, graded: Graded, scheme: Scheme, as_of: date, model: str | None
) -> Certificate:
    """Put together what is certified; everything comes in an order that does not depend on the order of asking."""
    return Certificate(
        unit=case.unit,
        kind=stated(case.kind, case.type),
        type=case.type,
        as_of=as_of.isoformat(),
        by=case.by,
        measured=case.measured,
        named=case.named,
        ambient=UNSET if case.ambient is None else case.ambient,
        passport=case.passport or UNSET,
        graded=graded,
        state=state,
        resistance=case.resistance,
        gates=bare_gates(passage),
        quarantine=passage.quarantine,
        readings=passage.held,
        replaced=case.replaced or UNSET,
        withdrawn=case.withdrawn or UNSET,
        before=case.before or UNSET,
        releases=case.releases,
        declared=case.declared,
        not_measured=_not_measured(state, passage, case.resistance),
        files=_files(case),
        model=model,
        limits=named(passage.limits),
        scheme=named(scheme),
        findings=tuple(sorted({*case.findings, *passage.findings, *state.findings})),
        standards=standard_rows(state, passage, case.resistance),
    )


def _dated(state: StateOfHealth, when: str | None) -> StateOfHealth:
    if when is None:
        return state
    together = tuple(replace(one, measured=one.measured or when) for one in state.together)
    return replace(state, together=together, apart=tuple(replace(o, measured=o.measured or when) for o in state.apart))


def _replaced(case: Case, passage: Passage) -> tuple[Replaced, ...]:
    """Return the answers that do not hold, by question; what holds of several in one list, the gates say."""
    held = {one.question: one for one in passage.held}
    places = {id(one): place for place, one in enumerate(case.readings)}
    others = [one for one in case.readings if one is not held[one.question]]
    said = [_given_way(one, held[one.question], places) for one in others]
    return tuple(sorted((*case.replaced, *said), key=lambda one: one.reading.question))


def _given_way(one: Reading, held: Reading, places: Mapping[int, int]) -> Replaced:
    if places[id(held)] < places[id(one)]:
        return Replaced(reading=one, how="not counted", why=_FAILED)
    return Replaced(reading=one, how="replaced", why=held.note, by=held.by or "", at=held.at or "")


def _answered_twice(case: Case) -> Iterator[Finding]:
    """Yield the questions that were answered well after they were answered with what fails, in one list."""
    for one in case.replaced:
        if (one.how, one.why) == ("not counted", _FAILED):
            yield overruled(one.reading.question)


def _not_measured(state: StateOfHealth, passage: Passage, resistance: Resistance | None) -> tuple[str, ...]:
    asked = [QUESTION[one].text for gate in passage.open for one in unanswered(gate)]
    health = [] if state.value is not None else ["State of health"]
    return (*health, *(["Resistance compared with new"] if resistance is None else []), *asked)


def _files(case: Case) -> tuple[Source, ...]:
    of_records = [one.source for one in case.records]
    of_pulses = [one.source for one in case.pulses if one.source is not None]
    every = {(one.sha256, one.name): one for one in (*of_records, *of_pulses, *case.sources)}
    return tuple(every[key] for key in sorted(every))
