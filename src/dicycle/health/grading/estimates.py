"""All estimators asked of one unit, and what they say together."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Final, NamedTuple, Protocol

from msgspec.structs import replace

from dicycle.findings import Finding, Severity
from dicycle.health.estimating.capacity import Meant
from dicycle.health.estimating.from_records import of_records, why_nothing
from dicycle.health.estimating.openset import identify
from dicycle.health.estimating.partial import WindowModel, is_for
from dicycle.health.estimating.plausible import ABOVE_RATED
from dicycle.health.estimating.pulses import estimate_all
from dicycle.health.estimating.resistance import Judged, judge
from dicycle.health.estimating.rested import RestModel
from dicycle.health.fusing import asked_for
from dicycle.health.grading.case import Case, as_declared
from dicycle.health.grading.contradicting import conflicts
from dicycle.health.grading.factors import fits
from dicycle.health.grading.model import Grade, Resistance, Wanted
from dicycle.health.grading.schemes import our_scheme
from dicycle.health.learning.model import PulseModel
from dicycle.health.model import NOMINAL_COVERAGE, CellType, Estimate, HealthType, Level, StateOfHealth
from dicycle.health.next_test import combined
from dicycle.health.records.table import PulseTest

_CONFLICT: Final = "health.type-conflicts"
_LOOK: Final = "Check the units in its headings and the rated capacity, or do a full capacity test."
_ASSUMED: Final = "pulses.amplitudes-assumed"


class Found(NamedTuple):
    """What the estimators found: the state of health, a resistance, findings; `model` is the hash of their models."""

    state: StateOfHealth
    resistance: Resistance | None = None
    findings: tuple[Finding, ...] = ()
    model: str | None = None


Asking = Callable[[Case], Iterable[Estimate]]
"""An estimator: from what is known of a unit to what it says, which may be nothing or abstentions."""


class Estimator(Protocol):
    """Whatever estimates; it must be pure."""

    def estimate(self, case: Case) -> Found:
        """Return what is found of a unit."""


class Estimators:
    """The estimators of Dicycle, each with its fitted model where there is one."""

    def __init__(
        self,
        pulses: PulseModel | None = None,
        windows: Sequence[WindowModel] = (),
        *,
        rests: Sequence[RestModel] = (),
        cuts: Mapping[Grade, float] | None = None,
        wanted: Wanted = Wanted(),  # noqa: B008 - frozen
        more: Sequence[Asking] = (),
    ) -> None:
        """`pulses`, `windows` and `rests` are fitted models, `cuts` those of the grades, `more` further estimators.

        `wanted` is the type of health that the scheme is about: where estimates are of several, it is given.
        """
        self.pulses, self.more, self.wanted = pulses, tuple(more), wanted
        self.windows = tuple(sorted(windows, key=lambda one: one.id))
        self.rests = tuple(sorted(rests, key=lambda one: one.id))
        self.cuts: dict[str, float] = {str(name): cut for name, cut in (cuts or our_scheme().cuts).items()}

    @property
    def model(self) -> str | None:
        """The SHA-256 of the model, or over those of all models; None without any."""
        ids = [one.id for one in (self.pulses, *self.windows, *self.rests) if one is not None]
        return None if not ids else ids[0] if len(ids) == 1 else sha256("".join(ids).encode()).hexdigest()

    def estimate(self, case: Case) -> Found:
        """Ask every estimator that its evidence is there for, and put together what they say."""
        case = as_declared(case)
        tests = tuple(_warm(test, case.ambient) for test in case.pulses)
        asked = (said for ask in self.more for said in ask(case))
        estimates = [*self._of_pulses(case, tests), *self._of_records(case), *asked, *case.declared]
        ohmic = _ohmic(case) if case.resistance is None else Judged()
        findings = (
            *conflicts(case), *_above_rated(estimates), *_silent(case, estimates), *self._strange(tests),
            *ohmic.findings,
        )  # fmt: skip
        chemistry = case.type.chemistry if case.type else None
        of = asked_for(estimates, self._is_wanted)
        state = combined(estimates, of, cuts=self.cuts, chemistry=chemistry, levels=self._levels(case.type))
        return Found(state, _graded(ohmic), findings, self.model)

    def _of_records(self, case: Case) -> Iterator[Estimate]:
        return of_records(case.records, case.type, Meant(temperature=case.ambient), self.windows, self.rests)

    def _levels(self, type: CellType | None) -> frozenset[Level]:
        """Return the levels of tests that can say something of a type: all but a full test need a model of it."""
        windows = type is not None and any(is_for(one, type) for one in self.windows)
        rests = type is not None and any(is_for(one, type) for one in self.rests)
        part: tuple[Level, ...] = ("E1", "E3") if windows else ()
        pulses: tuple[Level, ...] = ("E2",) if rests or self.pulses else ()
        return frozenset((*part, *pulses, "E4"))

    def _is_wanted(self, of: HealthType) -> bool:
        return fits(of, self.wanted)

    def _of_pulses(self, case: Case, tests: Sequence[PulseTest]) -> Iterator[Estimate]:
        """Yield what the pulse model says; pulses cut out of a record were measured when it began."""
        if self.pulses is None or not tests:
            return
        started = {one.source: one.started for one in case.records}
        for test, said in zip(tests, estimate_all(self.pulses, tests), strict=True):
            when = started.get(test.source) if test.source else None
            yield replace(said, measured=said.measured or when)

    def _strange(self, tests: Iterable[PulseTest]) -> Iterator[Finding]:
        """Yield what the pulses say against the declared type (open-set check)."""
        if self.pulses is not None:
            for test in tests:
                yield from map(_serious, identify(self.pulses, test).findings)


def _warm(test: PulseTest, ambient: float | None) -> PulseTest:
    return test if ambient is None or test.temperature is not None else test._replace(temperature=ambient)


def _ohmic(case: Case) -> Judged:
    assumed = {one.where for one in case.findings if one.code == _ASSUMED}
    return judge(case.records, case.pulses, case.type, case.ambient, assumed)


def _graded(found: Judged) -> Resistance | None:
    """Return a resistance that was judged as grading takes it."""
    if found.value is None or found.low is None or found.high is None:
        return None
    return Resistance(
        value=found.value, low=found.low, high=found.high, what=found.what, coverage=NOMINAL_COVERAGE,
        measured=found.measured, basis=found.basis,
    )  # fmt: skip


def _above_rated(estimates: Iterable[Estimate]) -> Iterator[Finding]:
    """Yield what says that the nameplate was read wrong: while it stands, nothing is graded."""
    for one in estimates:
        yield from (found for found in one.findings if found.code == ABOVE_RATED)


def _silent(case: Case, estimates: Iterable[Estimate]) -> Iterator[Finding]:
    """Yield the records that no estimator was asked about: nothing of them enters the state of health."""
    asked = {one.sha256 for said in estimates for one in said.basis.sources}
    asked |= {one.source.sha256 for one in case.pulses if one.source}
    for record in case.records:
        if record.source.sha256 not in asked:
            yield Finding("health.nothing-entered", why_nothing(record, case.type), record.source.name,
                          Severity.WARNING, _LOOK)  # fmt: skip


def _serious(found: Finding) -> Finding:
    """Return a finding as grading takes it: while two types contradict, nothing is graded."""
    return found._replace(severity=Severity.ERROR) if found.code == _CONFLICT else found
