"""What the ledger knows of a unit's type and health before anybody measures: its passport, and what is declared."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from msgspec.structs import replace

from dicycle.health.digits import number
from dicycle.health.estimating.declared import estimate, of_event
from dicycle.health.grading.case import Passport
from dicycle.health.model import Estimate
from dicycle.identifiers import class_of
from dicycle.ledger.formats import microseconds
from dicycle.ledger.stored import StoredEvent
from dicycle.ledger.wording import facts
from dicycle.vocabulary import CHEMISTRY, RATED_CAPACITY


class Named(Protocol):
    """What master data of a ledger is asked of."""

    def names(self, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Return what master data says of things: attribute -> value."""


def passport_of(said: Mapping[str, Any]) -> Passport | None:
    """Return what master data says of a type, None if nothing; a rated capacity in Ah."""
    chemistry, rated = said.get(CHEMISTRY), _number(said.get(RATED_CAPACITY))
    named = chemistry.strip() if isinstance(chemistry, str) else ""
    return Passport(chemistry=named or None, rated_capacity=rated) if named or rated else None


def passport_in(store: Named, unit: str) -> Passport | None:
    """Return what the master data of a ledger says of a unit's type, through its class if it is not named itself."""
    return passport_of(facts(unit, store.names([unit, class_of(unit) or unit])))


def _number(value: Any) -> float | None:
    found = number(value)
    return found if found is not None and found > 0 else None


def declared_in(events: Iterable[StoredEvent], at: str) -> tuple[Estimate, ...]:
    """Return the last state of health that a unit's events declare up to `at` (RFC 3339), as E0.

    What it rests on names who says it, and the event.
    """
    found, until = list(events), microseconds(at) or 0
    wrong = {one.event_id for one in found if one.declares_error}
    sound = [one for one in found if one.event_id not in wrong and one.event_time <= until]
    for one in sorted(sound, key=lambda each: (each.event_time, each.seq), reverse=True):
        if said := of_event(one.value):
            return (_of(estimate(said[-1]), one.event_id),)
    return ()


def _of(one: Estimate, event: str) -> Estimate:
    return replace(one, basis=replace(one.basis, used={**one.basis.used, "event": event}))
