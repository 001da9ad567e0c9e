"""From what an inspection found to what routing asks of a battery; what nobody knows stays unknown."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from dicycle.bootstrap import Loop
from dicycle.findings import Finding
from dicycle.health.digits import number
from dicycle.health.gates.model import Outcome
from dicycle.health.grading import Certificate, read_certificate
from dicycle.health.inspecting.lifetime import birth, lifetime_reading
from dicycle.health.model import StateOfHealth
from dicycle.ledger.formats import microseconds
from dicycle.ledger.stored import StoredEvent
from dicycle.ledger.wording import facts
from dicycle.routing.intake import MOST_HEALTH
from dicycle.routing.model import Battery
from dicycle.server.health.doors import now_text
from dicycle.vocabulary import CHEMISTRY, RATED_ENERGY

_YEAR: Final = 365.25 * 86_400_000_000


def battery_of(loop: Loop | None, made: Certificate) -> Battery:
    """Return the battery of a certificate, with what the ledger says of its energy, life and age."""
    events = loop.store.events_of(made.unit) if loop else []
    state, type, known = made.state, made.type, _of_capacity(made.state)
    return Battery(
        id=made.unit,
        chemistry=type.chemistry if type else None,
        kind=made.kind,
        energy_kwh=_energy(loop, made),
        soh=_believed(state.value) if known else None,
        soh_low=_believed(state.low) if known else None,
        soh_high=_believed(state.high) if known else None,
        level=state.level if known else None,
        grade=made.graded.grade,
        graded=made.graded.grade is not None,
        valid_until=made.graded.valid_until,
        gates={gate.id: _settled(gate.outcome) for gate in made.gates},
        age_years=_age(events, made),
        lifetime_record=_recorded(made),
    )


def spent(made: Certificate, as_of: str) -> Finding | None:
    """Return why a certificate opens no further use on a day (ISO 8601); None if it may."""
    if made.graded.grade is None:
        return Finding("route.no-grade", "Without a grade no further use is open.", advice="Measure what it lacks.")
    if (made.graded.valid_until or as_of) < as_of:
        return Finding("route.expired", "The certificate has expired.", advice="Inspect the battery again.")
    return None


def battery_in(loop: Loop, unit: str) -> Battery:
    """Return what a ledger knows of a battery: its last certificate, or without one its master data alone."""
    ended = [one.finished for one in loop.inspections.of_unit(unit) if one.finished]
    if ended:
        return battery_of(loop, read_certificate(loop.inspections.certificate(ended[-1].certificate)))
    said: Mapping[str, Any] = facts(unit, loop.store.names([unit]))
    told = lifetime_reading(unit, loop.store.events_of(unit), now_text())
    return Battery(
        id=unit, chemistry=_text(said.get(CHEMISTRY)), energy_kwh=number(said.get(RATED_ENERGY)),
        lifetime_record=bool(told.value) if told else None,
    )  # fmt: skip


def _settled(outcome: Outcome) -> Outcome:
    """Return what a certified gate is for a route: what does not apply to a unit as it was judged holds nothing up."""
    return "pass" if outcome == "not applicable" else outcome


def _of_capacity(state: StateOfHealth) -> bool:
    """Tell whether a state of health is of the kind that routes are reckoned with: capacity over the rated one."""
    return (state.of.numerator, state.of.denominator) == ("discharge-capacity", "rated")


def _believed(health: float | None) -> float | None:
    return None if health is None else min(health, MOST_HEALTH)


def _text(said: Any) -> str | None:
    return said if isinstance(said, str) and said else None


def _energy(loop: Loop | None, made: Certificate) -> float | None:
    """Return the rated energy in kWh that the type states, else the master data of the unit's class."""
    if made.type and made.type.rated_energy:
        return made.type.rated_energy / 1000
    return number(facts(made.unit, loop.store.names([made.unit])).get(RATED_ENERGY)) if loop else None


def _recorded(made: Certificate) -> bool | None:
    found = next((one.value for one in made.readings if one.question == "lifetime-record"), None)
    return found if isinstance(found, bool) else None


def _age(events: Iterable[StoredEvent], made: Certificate) -> float | None:
    """Return how old a unit is whose birth is recorded, on the day of its certificate."""
    born = birth(made.unit, events)
    day = microseconds(f"{made.as_of}T23:59:59Z")
    return round(max(day - born.event_time, 0) / _YEAR, 2) if born and day is not None else None
