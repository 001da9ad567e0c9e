"""What is next for one battery: gates first, then value, margin, flip prices, and what to measure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
from msgspec.structs import replace

from dicycle.errors import InvalidInput
from dicycle.findings import Finding, Severity
from dicycle.health.model import Kind
from dicycle.routing.chances import SAMPLES, Chances, intervals, no_chances, sampled_sheet, spread_of
from dicycle.routing.choosing import NOBODY, Choice, Rules, books_of, choose
from dicycle.routing.closing import closings_of
from dicycle.routing.columns import KINDS, Columns, battery_at, columns_of
from dicycle.routing.flipping import flips
from dicycle.routing.intake import checked, wrongs
from dicycle.routing.laws import Law, forbidding, known_use, our_laws, region_name, said
from dicycle.routing.looking import steps_of
from dicycle.routing.model import Battery, Decision, Look, Option, Part, Reason
from dicycle.routing.parameters import Parameters, our_parameters
from dicycle.routing.parameters.model import PROCESSES, ROUTES, Process, Route
from dicycle.routing.resting import resting_on
from dicycle.routing.sheets import exact
from dicycle.routing.telling import look_sentence, sentences
from dicycle.routing.varying import case_of
from dicycle.routing.worth import NONE, Books

_MILLION = 1e6


def rules_for(
    parameters: Parameters | None, as_of: date | str | None, laws: Sequence[Law] | None,
    uses: Mapping[Route, str] | None = None, samples: int = SAMPLES,
) -> Rules:  # fmt: skip
    """Return by what is decided; what is not given is ours, and the day is today (UTC). Raises InvalidInput."""
    chosen = parameters or our_parameters()
    unknown = [route for route in uses or {} if route not in ROUTES]
    if unknown:
        raise InvalidInput.because("routing.no-such-route", f"There is no route {unknown[0]!r}.", advice=_routes())
    if samples < 8:
        raise InvalidInput.because("routing.samples", f"{samples} draws say nothing.", advice="Take at least 8.")
    read = tuple(our_laws() if laws is None else laws)
    meant = {route: known_use(use, route) for route, use in {**chosen.policy.uses, **(uses or {})}.items()}
    return Rules(chosen, read, _day(as_of), meant, samples, _implied(chosen.profile, read))


def _implied(profile: str, laws: tuple[Law, ...]) -> str:
    """Return the region that a profile is named after; empty where no pack of rules has it."""
    region = region_name(profile)
    return region if any(region in law.regions for law in laws) else ""


def _routes() -> str:
    return f"There are {', '.join(ROUTES)}."


def _day(as_of: date | str | None) -> date:
    if as_of is None:
        return datetime.now(UTC).date()
    if isinstance(as_of, datetime):
        return (as_of.astimezone(UTC) if as_of.tzinfo else as_of).date()
    if isinstance(as_of, date):
        return as_of
    try:
        return date.fromisoformat(as_of)
    except ValueError:
        raise InvalidInput.because(
            "routing.day", f"{as_of!r} is no day.", advice="Write it as in 2026-11-22."
        ) from None


def route(
    battery: Battery, parameters: Parameters | None = None, as_of: date | str | None = None,
    laws: Sequence[Law] | None = None, *, uses: Mapping[Route, str] | None = None, samples: int = SAMPLES,
) -> Decision:  # fmt: skip
    """Return what is next for a battery, per these parameters and this reading of the law, as of a day.

    `uses` says what routes are meant for, if not what the policy says (``{"second_life": "e-bike"}``). Raises
    InvalidInput with everything that cannot be true of the battery.
    """
    columns = columns_of([checked(battery)])
    if found := wrongs(columns).get(0):
        raise InvalidInput(*found)
    return decide(columns, rules_for(parameters, as_of, laws, uses, samples))


def decide(columns: Columns, rules: Rules) -> Decision:
    """Return the decision on a single row that was checked before."""
    battery, choice = battery_at(columns, 0), choose(columns, rules)
    best, kind = int(choice.best[0]), battery.kind
    known = choice.value[0] > NONE
    reckoned = books_of(rules.parameters, str(columns.chemistry[0]), kind, choice.of) if known else None
    ranges = _ranges(columns, choice, kind, rules) if known else no_chances(1)
    options = tuple(_option(place, columns, choice, reckoned, ranges, rules) for place in range(len(ROUTES)))
    taken = options[best]
    looked = tuple(sorted(_looks(choice, rules.parameters), key=lambda one: -(one.worth or 0)))
    decision = Decision(
        battery=battery, route=taken.route, process=taken.process, currency=rules.parameters.currency,
        value=taken.value, low=taken.low, high=taken.high, chance=taken.chance,
        margin=_money(choice.margin[0]),
        next_best=ROUTES[int(choice.next_best[0])] if choice.next_best[0] != NOBODY else None,
        options=options,
        processes=tuple(_by_process(taken, best, choice, reckoned)),
        flips=flips(columns, choice, kind, rules),
        rests_on=resting_on(case_of(columns, choice, kind, rules.parameters)) if known else None,
        looks=looked,
        next_look=next((one for one in looked if one.worth is not None and one.worth > 0), None),
        law=tuple(one for one in said(rules.laws, _region(columns, rules), rules.as_of) if taken.route in one.routes),
        findings=(*_findings(battery, rules, known), *_before_transport(battery, taken.route)),
        as_of=rules.as_of.isoformat(),
        parameters=rules.parameters.name, parameters_hash=rules.parameters.hash,
        laws={one.id: one.hash for one in rules.laws}, samples=rules.samples,
    )  # fmt: skip
    return replace(decision, sentences=sentences(decision))


def _ranges(columns: Columns, choice: Choice, kind: Kind | None, rules: Rules) -> Chances:
    drawn = sampled_sheet(rules.parameters, str(columns.chemistry[0]), kind, rules.samples)
    return intervals(drawn, choice.of, spread_of(columns, rules.parameters), rules.samples)


def _option(
    place: int, columns: Columns, choice: Choice, reckoned: Books | None, ranges: Chances, rules: Rules
) -> Option:
    route, process = ROUTES[place], _process(choice, place)
    shut = int(choice.closed[0, place])
    chance = choice.chances.best[0, place]
    value = _money(choice.values[0, place])
    return Option(
        route=route, process=process, open=shut == 0, value=value,
        parts=_parts(reckoned, route, process) if value is not None else {},
        low=_rounded(ranges.low[0, place]) if value is not None else None,
        high=_rounded(ranges.high[0, place]) if value is not None else None,
        chance=None if np.isnan(chance) else float(chance),
        reasons=tuple(_reasons(shut, columns, route, rules)),
    )  # fmt: skip


def _process(choice: Choice, place: int) -> Process | None:
    code = int(choice.processes[0, place])
    return PROCESSES[code] if code != NOBODY else None


def _parts(reckoned: Books | None, route: Route, process: Process | None) -> dict[Part, Decimal]:
    if reckoned is None or process is None:
        return {}
    return {name: exact(values[0]) for name, values in reckoned.parts[route, process].items()}


def _by_process(taken: Option, best: int, choice: Choice, reckoned: Books | None) -> Iterator[Option]:
    for code, process in enumerate(PROCESSES):
        value = _money(choice.by_process[0, best, code])
        if value is not None:
            yield Option(
                route=taken.route, process=process, open=taken.open, value=value,
                parts=_parts(reckoned, taken.route, process), low=None, high=None, chance=None, reasons=(),
            )  # fmt: skip


def _reasons(shut: int, columns: Columns, route: Route, rules: Rules) -> Iterator[Reason]:
    for one in closings_of(shut):
        sentence = one.sentence
        if one.code == "forbidden":
            sentence = _forbidden(columns, route, rules)
        if one.code == "region-unknown":
            sentence = f"{sentence} {_forbidden(columns, route, rules)}"
        if one.code in ("health-below", "health-straddles"):
            sentence = f"{sentence} It asks for {float(rules.parameters.policy.least_health[route]):.0%}."
        yield Reason(code=one.code, sentence=sentence, final=one.look is None, look=one.look)


def _forbidden(columns: Columns, route: Route, rules: Rules) -> str:
    found = forbidding(rules.laws, _region(columns, rules), rules.as_of, route, rules.uses.get(route, ""))
    return " ".join(f"{rule.law} {rule.rule}: {rule.text}" for rule in found)


def _region(columns: Columns, rules: Rules) -> str:
    return str(columns.region[0]) or rules.region


def _looks(choice: Choice, parameters: Parameters) -> Iterator[Look]:
    for place, route in enumerate(ROUTES):
        shut = choice.closed[0, place]
        reasons = closings_of(shut)
        if not reasons or any(one.look is None for one in reasons):
            continue
        chance, gain, cost = (part[0, place] for part in (choice.looks.chance, choice.looks.gain, choice.looks.cost))
        look = Look(
            route=route, steps=steps_of(shut), chance=None if np.isnan(chance) else float(chance),
            gain=_rounded(gain), cost=_rounded(cost), worth=_difference(gain, cost), sentence="",
        )  # fmt: skip
        yield replace(look, sentence=look_sentence(look, parameters.currency))


def _difference(gain: Any, cost: Any) -> Decimal | None:
    more, less = _rounded(gain), _rounded(cost)
    return None if more is None or less is None else more - less


def _money(micro: Any) -> Decimal | None:
    return None if micro == NONE else exact(int(micro))


def _rounded(value: Any) -> Decimal | None:
    """Return a float as money in whole millionths, half to even; None for what is not known."""
    return exact(round(float(value) * _MILLION)) if np.isfinite(value) else None


def _before_transport(battery: Battery, route: Route) -> Iterator[Finding]:
    if route == "recycling" and battery.gates.get("S1", "not measured") == "not measured":
        sentence = "Nobody looked whether it is damaged."
        advice = "Go through gate S1 before it travels."
        yield Finding("routing.look-before-transport", sentence, battery.id or "", Severity.WARNING, advice)


def _findings(battery: Battery, rules: Rules, known: bool) -> Iterator[Finding]:
    where = battery.id or ""
    if not known:
        sentence = "What it is worth cannot be reckoned."
        advice = (
            "Say its chemistry and its rated energy or mass; figures of other chemistries go into a parameter file."
        )
        yield Finding("routing.no-value", sentence, where, Severity.WARNING, advice)
    content = rules.parameters.chemistries.get(battery.chemistry or "")
    if content is not None and content.like:
        sentence = f"{battery.chemistry} of unknown ratio is reckoned as {content.like}."
        yield Finding("routing.like-another", sentence, where, Severity.NOTE, "Say the ratio, such as NMC622.")
    if battery.kind is None:
        yield Finding(
            "routing.kind-unknown", "It is reckoned as a pack.", where, Severity.NOTE, f"Say {', '.join(KINDS)}."
        )
    if battery.energy_kwh is None and known:
        sentence = "Its rated energy is taken from its mass by the model of its chemistry."
        yield Finding("routing.energy-from-mass", sentence, where, Severity.NOTE, "Say its rated energy.")
    if battery.region is None and rules.region:
        sentence = f"No region is said: that of the profile is taken, {rules.region}."
        yield Finding("routing.region-of-profile", sentence, where, Severity.NOTE, "Say its region.")
    elif battery.region is None or not any(battery.region in law.regions for law in rules.laws):
        sentence = (
            f"No law is known here for the region {battery.region!r}." if battery.region else "No region is said."
        )
        yield Finding("routing.no-law", sentence, where, Severity.NOTE, "Give a pack of rules for it.")
