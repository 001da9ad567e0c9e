"""A rule tried on paper: a few runs with round numbers, before a site keeps its books by it."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from dicycle.findings import Finding
from dicycle.genealogy.custody.amounts import FINE, Mix, grams
from dicycle.genealogy.custody.flows import Flow, Inflow, Outflow
from dicycle.genealogy.custody.models import MODELS
from dicycle.genealogy.custody.rules import Rule, moment
from dicycle.units.exact import FINEST

Number = int | str | Decimal
Run = tuple[date, Mapping[str, Number], Mapping[str, Number]]
"""The day; kilograms that come in by origin (``post_consumer``, ``virgin`` …) and that go out by category."""


class Trial(NamedTuple):
    """What a rule gave; femtograms by origin. As text: one line for each output, what was lost, and what is left."""

    outputs: list[tuple[date, dict[str, Mix]]]
    lost: list[tuple[date, Mix]]
    balance: Mix
    findings: list[Finding]

    def __str__(self) -> str:
        lines = []
        for (day, outs), (_, lost) in zip(self.outputs, self.lost, strict=True):
            lines += [f"{day} {name}: {told(mix)}" for name, mix in outs.items()]
            lines += [f"{day} lost: {told(lost)}"] if lost else []
        lines += [f"left: {told(self.balance)}"] if self.balance else []
        return "\n".join([*lines, *(f"{one.severity}: {one.sentence}" for one in self.findings)])


def trial(rule: Rule, runs: Iterable[Run], element: str = "Ni") -> Trial:
    """Return what a rule gives to the outputs of runs, in their order."""
    model = MODELS[rule.model](rule, element)
    outputs, losses = [], []
    for number, (day, came_in, out) in enumerate(runs, 1):
        settled = model.settle(_flow(rule, f"run {number}", element, (day, came_in, out)))
        outputs.append((day, dict(zip(out, settled.outs, strict=True))))
        losses.append((day, settled.lost))
    return Trial(outputs, losses, model.balance, model.findings)


def _flow(rule: Rule, name: str, element: str, run: Run) -> Flow:
    day, came_in, out = run
    inflows = tuple(Inflow(origin, {origin: _mass(number)}) for origin, number in came_in.items())
    outflows = tuple(Outflow((what,), _mass(number), category=what) for what, number in out.items())
    return Flow(name, rule.place, moment(day), element, inflows, outflows)


def _mass(kilograms: Number) -> int:
    return int(Decimal(kilograms) * FINEST * FINE)


def told(mix: Mix) -> str:
    """Return a mix in words: ``28 kg post_consumer, 42 kg virgin``."""
    return ", ".join(f"{grams(mass)} {origin}" for origin, mass in sorted(mix.items()) if mass) or "nothing"
