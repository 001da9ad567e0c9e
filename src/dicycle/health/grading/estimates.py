"""All estimators asked of one unit, and what they say together."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Final, NamedTuple, Protocol

from msgspec.structs import replace

from dicycle.findings import Finding, Severity
from dicycle.health.estimating.capacity import Meant
from dicycle.health.estimating.from_records import of_records
from dicycle.health.estimating.openset import identify
from dicycle.health.estimating.partial import WindowModel
from dicycle.health.estimating.pulses import estimate_all
from dicycle.health.grading.case import Case
from dicycle.health.grading.model import Grade, Resistance
from dicycle.health.grading.schemes import our_scheme
from dicycle.health.learning.model import PulseModel
from dicycle.health.model import CellType, Estimate, StateOfHealth
from dicycle.health.next_test import combined
from dicycle.health.records.table import PulseTest

_CONFLICT: Final = "health.type-conflicts"
_NEAR: Final = 0.02


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
        cuts: Mapping[Grade, float] | None = None,
        more: Sequence[Asking] = (),
    ) -> None:
        """`pulses` and `windows` are fitted models, `cuts` those of the grades, `more` further estimators."""
        self.pulses, self.windows, self.more = pulses, tuple(windows), tuple(more)
        self.cuts: dict[str, float] = {str(name): cut for name, cut in (cuts or our_scheme().cuts).items()}

    @property
    def model(self) -> str | None:
        """The SHA-256 of the model, or over those of all models; None without any."""
        ids = [one.id for one in (self.pulses, *self.windows) if one is not None]
        return None if not ids else ids[0] if len(ids) == 1 else sha256("".join(ids).encode()).hexdigest()

    def estimate(self, case: Case) -> Found:
        """Ask every estimator that its evidence is there for, and put together what they say."""
        asked = (said for ask in self.more for said in ask(case))
        estimates = [*self._of_pulses(case), *self._of_records(case), *asked, *case.declared]
        findings = (*conflicts(case), *self._strange(case.pulses))
        chemistry = case.type.chemistry if case.type else None
        state = combined(estimates, cuts=self.cuts, chemistry=chemistry)
        return Found(state, findings=findings, model=self.model)

    def _of_records(self, case: Case) -> Iterator[Estimate]:
        return of_records(case.records, case.type, Meant(temperature=case.ambient), self.windows)

    def _of_pulses(self, case: Case) -> Iterator[Estimate]:
        """Yield what the pulse model says; pulses cut out of a record were measured when it began."""
        if self.pulses is None or not case.pulses:
            return
        started = {one.source: one.started for one in case.records}
        for test, said in zip(case.pulses, estimate_all(self.pulses, case.pulses), strict=True):
            when = started.get(test.source) if test.source else None
            yield replace(said, measured=said.measured or when)

    def _strange(self, tests: Iterable[PulseTest]) -> Iterator[Finding]:
        """Yield what the pulses say against the declared type (open-set check)."""
        if self.pulses is not None:
            for test in tests:
                yield from map(_serious, identify(self.pulses, test).findings)


def conflicts(case: Case) -> Iterator[Finding]:
    """Yield where a raw file states another type of unit than the case does: one of them is wrong."""
    stated = {one.source: one.declared for one in case.records if one.declared}
    stated |= {one.source: one.type for one in case.pulses if one.source}
    for source, type in stated.items():
        if case.type is not None and not _alike(case.type, type):
            sentence = f"The file states {_named(type)}, but the unit is said to be {_named(case.type)}."
            yield Finding("health.type-conflicts", sentence, source.name, advice="Check the label and the passport.")


def _alike(one: CellType, other: CellType) -> bool:
    chemistry = None in (one.chemistry, other.chemistry) or one.chemistry == other.chemistry
    return chemistry and abs(one.rated_capacity - other.rated_capacity) <= _NEAR * one.rated_capacity


def _named(type: CellType) -> str:
    return f"{type.chemistry or 'unknown chemistry'} {type.rated_capacity:g} Ah"


def _serious(found: Finding) -> Finding:
    """Return a finding as grading takes it: while two types contradict, nothing is graded."""
    return found._replace(severity=Severity.ERROR) if found.code == _CONFLICT else found
