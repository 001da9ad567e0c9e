"""What a model of attribution is: it takes what comes in, gives what goes out, and closes its books."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import ClassVar

from dicycle.findings import Finding, Severity
from dicycle.genealogy.custody.amounts import Mix, cut, grams, plus, shared, total
from dicycle.genealogy.custody.flows import Flow, Settled, is_eligible
from dicycle.genealogy.custody.rules import Rule


class Model(ABC):
    """The books of one element at one site under one rule; runs come in their order.

    A model that is not `pooled` remembers nothing from run to run. For every known origin, always: what came in is
    what went out, was lost, has `lapsed`, and the `balance`.
    """

    pooled: ClassVar[bool] = True
    parameters: ClassVar[tuple[str, ...]] = ()
    """The fields of `Rule` that it reads."""
    required: ClassVar[tuple[str, ...]] = ()
    """Those without a default."""

    def __init__(self, rule: Rule, element: str) -> None:
        self.rule, self.element = rule, element
        self.lapsed: Mix = {}
        self.findings: list[Finding] = []

    @abstractmethod
    def take(self, flow: Flow) -> None:
        """Take what comes in."""

    @abstractmethod
    def give(self, flow: Flow) -> Settled:
        """Return what goes out; the outputs' masses are those of the flow, to the femtogram."""

    def close(self) -> None:
        """End the books with the rule: what is left can no longer go anywhere."""
        left = self.balance
        self.empty()
        self.let_go(left)
        for origin, mass in sorted(left.items()):
            if is_eligible(origin):
                sentence = f"{grams(mass)} of {origin} were left when the rule ended."
                advice = "Nothing can be claimed of it any more; a rule that goes on would have kept it."
                self.say(Finding("custody.books-closed", sentence, self.rule.place, Severity.NOTE, advice))

    def empty(self) -> None:  # noqa: B027 – most that remember nothing have nothing to forget
        """Forget what is in the books."""

    @property
    def balance(self) -> Mix:
        """What is in the books and has not gone out."""
        return {}

    def settle(self, flow: Flow) -> Settled:
        """Take what comes in and give what goes out."""
        self.take(flow)
        return self.give(flow)

    def let_go(self, mix: Mix) -> None:
        """Write off what nobody can claim any more."""
        self.lapsed = plus([self.lapsed, mix])

    def say(self, finding: Finding) -> None:
        """Add a finding: a warning about what the model could not do, with the site and element it is about."""
        sentence = f"{finding.sentence} ({self.element} at {self.rule.place}, {self.rule.title})"
        severity = Severity.WARNING if finding.severity is Severity.ERROR else finding.severity
        self.findings.append(finding._replace(sentence=sentence, severity=severity))


def blended(mix: Mix, flow: Flow) -> Settled:
    """Divide a mix that has the mass of all outputs or more: every output in the same proportions, the rest is lost."""
    out = cut(mix, flow.went_out)
    left = {origin: mass - out.get(origin, 0) for origin, mass in mix.items() if mass > out.get(origin, 0)}
    return Settled(shared(out, flow.masses), left)


def positive(mix: Mix) -> Mix:
    """Return a mix without what is nothing."""
    return {origin: mass for origin, mass in mix.items() if mass > 0}


def fill(mix: Mix, unknown: str, needs: Iterable[int]) -> list[Mix]:
    """Return amounts out of a mix, all in the same proportions; what it cannot cover is unknown."""
    wanted = list(needs)
    whole, held = sum(wanted), total(mix)
    enough = cut(mix, whole) if whole < held else plus([mix, {unknown: whole - held}])
    return shared(enough, wanted)
