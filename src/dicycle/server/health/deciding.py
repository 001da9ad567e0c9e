"""What is next for the battery of a certificate, with what a person adds to what the certificate and the ledger say."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from dicycle.bootstrap import Loop
from dicycle.errors import InvalidInput
from dicycle.findings import Finding
from dicycle.health.grading import Certificate
from dicycle.health.model import CellType
from dicycle.health.nameplate import LEAST_OF_A_CELL, MOST_OF_A_CELL
from dicycle.routing import Decision, our_parameters, route
from dicycle.routing.events import decision_hash
from dicycle.routing.model import Option
from dicycle.routing.parameters.model import Route
from dicycle.routing.regions import profile_of
from dicycle.server.health.batteries import battery_of, spent
from dicycle.server.health.bodies import Facts
from dicycle.server.health.typing_in import single

USES: Final[tuple[Route, ...]] = ("reuse", "remanufacture", "second_life")
"""Routes on which a battery is used again, which need a certificate that still holds."""


FACTS: Final = ("energy", "region", "recall", "modules", "age")
"""Names of facts in a query and a form."""
MOST_MODULES: Final = 10_000
_FIRST_YEAR: Final = 1900
_DAYS: Final = 365.25


class Shown(NamedTuple):
    """A decision, its SHA-256, the routes that a person may take, the best first, and why none is a further use."""

    decision: Decision
    hash: str
    may: tuple[Option, ...]
    spent: Finding | None


def decide(loop: Loop, made: Certificate, facts: Facts, as_of: str) -> Decision:
    """Return the decision on the battery of a certificate on a day (ISO 8601); raises InvalidInput.

    An age that follows from a recorded birth counts before one that is stated.
    """
    known = battery_of(loop, made)
    _believable(facts.energy_kwh, made.type)
    battery = replace(
        known,
        energy_kwh=known.energy_kwh if facts.energy_kwh is None else facts.energy_kwh,
        region=facts.region,
        recall=facts.recall,
        modules=facts.modules,
        age_years=_age(facts, as_of) if known.age_years is None else known.age_years,
    )
    return route(battery, our_parameters(profile_of(facts.region)), as_of)


def _believable(energy: float | None, type: CellType | None) -> None:
    """Refuse an energy (kWh) that cells of the type cannot hold, of a unit of which it is known how many there are."""
    if energy is None or type is None or (type.kind != "cell" and type.series < 2):
        return
    ah = type.rated_capacity * type.series
    if not LEAST_OF_A_CELL <= 1000 * energy / ah <= MOST_OF_A_CELL:
        sentence = f"{energy:g} kWh is no energy of {type.id}: that would be {1000 * energy / ah:.3g} V a cell."
        raise InvalidInput.because("routing.energy", sentence, "energy", "Give the rated energy in kWh, not in Wh.")


def _age(facts: Facts, as_of: str) -> float | None:
    """Return the age in years that is stated, or the oldest that the year of making leaves."""
    if facts.age_years is not None or facts.made_in is None:
        return facts.age_years
    today = date.fromisoformat(as_of)
    if not _FIRST_YEAR <= facts.made_in <= today.year:
        sentence = f"{facts.made_in} is no year in which it can have been made."
        raise InvalidInput.because("route.age", sentence, "age", "Read it off the label.")
    return round((today - date(facts.made_in, 1, 1)).days / _DAYS, 2)


def shown(loop: Loop, made: Certificate, facts: Facts, as_of: str) -> Shown:
    """Return what may be carried out: every open route."""
    decision = decide(loop, made, facts, as_of)
    may = sorted((one for one in decision.options if one.open), key=lambda one: one.route != decision.route)
    return Shown(decision, decision_hash(decision), tuple(may), spent(made, as_of))


def facts_of(word: Callable[[str], str | None]) -> Facts:
    """Return facts as a form or a query says them; raises InvalidInput."""
    energy, modules, age = word("energy"), word("modules"), word("age")
    count = single(modules, "Modules") if modules else None
    if count is not None and not (count.is_integer() and 1 <= count <= MOST_MODULES):
        sentence = "The modules of a pack are a whole number."
        raise InvalidInput.because("route.modules", sentence, "modules", "Count them.")
    return Facts(
        energy_kwh=single(energy, "Rated energy (kWh)") if energy else None,
        region=(word("region") or "").upper() or None,
        recall=_yes_or_no(word("recall")),
        modules=int(count) if count is not None else None,
        **_aged(single(age, "Age") if age else None),
    )


def _yes_or_no(said: str | None) -> bool | None:
    answers = {"yes": True, "no": False, "": None}
    if (key := (said or "").strip().lower()) not in answers:
        sentence = f"{key[:60]!r} does not say whether it is recalled."
        raise InvalidInput.because("route.recall", sentence, "recall", "Say yes or no; leave it out if nobody asked.")
    return answers[key]


def _aged(said: float | None) -> dict[str, Any]:
    """Return an age in years, or a year of making: both are typed into one field."""
    if said is None or said < _FIRST_YEAR or not said.is_integer():
        return {"age_years": said}
    return {"made_in": int(said)}
