"""A decision in sentences."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from dicycle.routing.laws.model import READINGS
from dicycle.routing.looking import chances_of
from dicycle.routing.model import PARTS, Decision, Flip, Look, Option, Part
from dicycle.routing.parameters.model import Process, Route

ROUTE_NAMES: Final[dict[Route, str]] = {
    "reuse": "reuse",
    "remanufacture": "remanufacture",
    "second_life": "second life",
    "recycling": "recycling",
    "quarantine": "quarantine, then recycling",
}
PROCESS_NAMES: Final[dict[Process, str]] = {
    "hydro": "hydrometallurgy",
    "pyro": "pyrometallurgy",
    "direct": "direct recovery",
}
STEP_NAMES: Final = {
    "recall": "asking for recalls",
    "age": "finding its age",
    "modules": "finding how it is built",
    "health": "testing its health",
    "chemistry": "finding its chemistry",
    "figures": "figures of its chemistry",
    "grade": "grading it (again)",
    "region": "finding in which region it is",
    "energy": "finding its rated energy or its mass",
}
_CENT: Final = Decimal("0.01")


def sentences(decision: Decision) -> tuple[str, ...]:
    """Return what was decided and why, the most important first."""
    return (
        *_taken(decision),
        *(_closed(one) for one in decision.options if not one.open and one.route != "quarantine"),
        *(_flip(one) for one in decision.flips),
        *_rests(decision),
        *(one.sentence for one in decision.looks),
        *(_law(decision)),
        *(str(one) for one in decision.findings),
        f"Reckoned with {decision.parameters} ({decision.parameters_hash[:12]}), {decision.samples} draws.",
    )


def money(value: Decimal, currency: str) -> str:
    """Return money to the cent (half to even)."""
    return f"{value.quantize(_CENT):,} {currency}"


def _taken(decision: Decision) -> Iterator[str]:
    currency, name = decision.currency, ROUTE_NAMES[decision.route]
    process = f" ({PROCESS_NAMES[decision.process]})" if decision.process else ""
    yield f"{decision.battery.id or 'The battery'}: {name}{process}."
    if decision.value is None:
        yield "What it is worth is not known."
        return
    parts = ", ".join(f"{PARTS[name]} {value.quantize(_CENT):,}" for name, value in _parts(decision))
    yield f"It is worth {money(decision.value, currency)}: {parts}."
    if decision.low is not None and decision.high is not None:
        low, high = money(decision.low, currency), money(decision.high, currency)
        yield f"In nine of ten cases that is {low} to {high}."
    if decision.margin is not None and decision.next_best is not None:
        than = ROUTE_NAMES[decision.next_best]
        yield f"That is {money(decision.margin, currency)} more than {than}, the next best that is open."
    else:
        yield "No other open route has a value."
    if decision.chance is not None and decision.margin is not None:
        often = "all" if decision.chance >= 1 else f"{decision.chance:.0%} of"
        yield f"It is the best open route in {often} cases that were drawn from the ranges of the figures."


def _parts(decision: Decision) -> Iterator[tuple[Part, Decimal]]:
    yield from decision.option(decision.route).parts.items()


def _closed(option: Option) -> str:
    name = ROUTE_NAMES[option.route].capitalize()
    return f"{name} is closed. {' '.join(one.sentence for one in option.reasons)}"


def _flip(flip: Flip) -> str:
    unit = "" if flip.unit == "1" else f" {flip.unit}"
    beyond = "" if flip.possible else ", beyond the range thought possible"
    route = ROUTE_NAMES[flip.route]
    return (
        f"{flip.what} {flip.direction} {flip.at:.4g}{unit} (now {flip.now:.4g}{beyond}): {route} is the better route."
    )


def _rests(decision: Decision) -> Iterator[str]:
    said = decision.rests_on
    if said is None:
        return
    flip = said.first
    if flip is None or said.share is None:
        end = "none of these alone changes the route within its range"
    else:
        unit = "" if flip.unit == "1" else f" {flip.unit}"
        end = (
            f"the first of these to change the route is {flip.number} ({flip.what.lower()}), {flip.direction} "
            f"{flip.at:.4g}{unit} (now {flip.now:.4g}; {said.share:.0%} of the way to the end of its range): "
            f"{ROUTE_NAMES[flip.route]}"
        )
    yield f"It rests on {said.figures} figures, of which {len(said.assumed)} are assumed; {end}."


def look_sentence(look: Look, currency: str) -> str:
    """Return what a measurement would open, its chance, its cost and what it is worth."""
    steps = ", ".join(STEP_NAMES.get(step, step) for step in look.steps)
    route = ROUTE_NAMES[look.route]
    if look.gain is None or look.cost is None or look.worth is None or look.chance is None:
        return f"To open {route} it takes: {steps}. What that would be worth cannot be reckoned."
    verdict = "worth it" if look.worth > 0 else "not worth it"
    return (
        f"To open {route} it takes: {steps}. That costs {money(look.cost, currency)}, succeeds with {look.chance:.0%} "
        f"and brings {money(look.gain, currency)} on average: {verdict}."
        f"{_multiplied(look)}"
    )


def _multiplied(look: Look) -> str:
    """Return what the chance is made of: nobody counted these on this battery, nor how they hang together."""
    names = chances_of(look.steps)
    if not names:
        return ""
    with_health = " and the share of possible states of health that suffice" if "health" in look.steps else ""
    return f" The chance multiplies figures of the parameters, taken as independent: {', '.join(names)}{with_health}."


def _law(decision: Decision) -> Iterator[str]:
    for one in decision.law:
        when = "" if one.holds else f" (not yet: {one.status}, from {one.from_})"
        yield f"{one.law} {one.rule}{when}: {one.text} ({one.source}; {READINGS[one.mark]})"
    yield f"Per this reading of the law, as of {decision.as_of}."
