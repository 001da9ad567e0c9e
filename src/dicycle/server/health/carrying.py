"""A route carried out after a certificate: as it was shown or refused, kept once, and told to the ledger as events."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from dicycle.bootstrap import Loop
from dicycle.errors import InvalidIdentifier, InvalidInput
from dicycle.health.grading import Certificate, read_certificate
from dicycle.health.inspecting import Inspection
from dicycle.health.inspecting.model import Carried
from dicycle.identifiers import Level, parse
from dicycle.ledger import strict
from dicycle.ledger.formats import microseconds
from dicycle.ledger.stored import StoredEvent
from dicycle.routing import Decision, events_for
from dicycle.routing.model import Option
from dicycle.routing.parameters.model import Route
from dicycle.server.health.bodies import CarryOut
from dicycle.server.health.deciding import USES, Shown, shown
from dicycle.server.health.doors import now_text
from dicycle.vocabulary import BEST_ROUTE, CERTIFICATE, DECISION, REASON

_GLN: Final = 13


class Ended(NamedTuple):
    """A certificate, its id, and the inspection that came to it."""

    id: str
    made: Certificate
    inspection: Inspection


def ended(loop: Loop, certificate: str) -> Ended:
    """Return a certificate with its inspection; raises NotFound."""
    inspections = loop.inspections
    made = read_certificate(inspections.certificate(certificate))
    own = [one for one in inspections.of_unit(made.unit) if one.finished and one.finished.certificate == certificate]
    return Ended(certificate, made, own[-1])


def wrong_events(events: Iterable[StoredEvent]) -> set[str]:
    """Return the ids of events that were declared wrong."""
    return {one.event_id for one in events if one.declares_error}


def standing(loop: Loop, one: Inspection) -> Carried | None:
    """Return the route of a certificate that was carried out and not declared wrong."""
    wrong = wrong_events(loop.store.events_of(one.begun.unit)) if one.carried else set()
    return next((each for each in one.carried if not {*each.ids} & wrong), None)


def carry_out(loop: Loop, certificate: str, said: CarryOut, by: str) -> Carried:
    """Keep that the route of a certificate was carried out, and tell the ledger; the same again is harmless.

    Raises InvalidInput where it is no longer what was shown, where the route is not open, and where it is not the best
    and no reason is given.
    """
    there = ended(loop, certificate)
    place = place_of(said.place)
    known = next((one for one in there.inspection.carried if _same(one, said, place)), None)
    if known is not None:
        return loop.inspections.carry_out(there.inspection.id, known)
    _after(there, said.at)
    found = shown(loop, there.made, said.facts, now_text()[:10])
    if found.hash != said.decision:
        raise _refused("changed", "What is known, the prices or the day changed since this was shown.", "Look again.")
    taken = _taken(found, said.route or found.decision.route)
    reason = _reason(said, found.decision, taken)
    events = _events(there, found, taken, reason, place, said.at)
    entry = Carried(
        route=taken.route, best=found.decision.route, reason=reason, decision=found.hash, by=by, place=place,
        when=said.at, events=tuple(strict.encode(one).decode() for one in events),
        ids=tuple(one["eventID"] for one in events),
    )  # fmt: skip
    wrong = wrong_events(loop.store.events_of(there.made.unit))
    return loop.inspections.carry_out(there.inspection.id, entry, wrong)


def place_of(code: str) -> str:
    """Return the canonical id of a place from its GLN, a code or a URI; raises InvalidInput."""
    text = code.strip()
    try:
        found = parse(f"(414){text}" if len(text) == _GLN and text.isdecimal() else text)
    except InvalidIdentifier as bad:
        raise InvalidInput(*(one._replace(where="place") for one in bad.findings)) from None
    if found.level not in (Level.PLACE, Level.PARTY, Level.OTHER):
        raise _refused("place", f"{text[:80]!r} is no place.", "Give its GLN, thirteen digits, or its URI.", "place")
    return found.uri


def _same(one: Carried, said: CarryOut, place: str) -> bool:
    route = said.route or one.best
    return (one.decision, one.route, one.place, one.when) == (said.decision, route, place, said.at)


def _after(there: Ended, at: str) -> None:
    finished, moment = there.inspection.finished, microseconds(at)
    if moment is None:
        raise _refused("time", f"{at!r} is no time.", "Write it as in 2031-03-20T15:00:00+01:00.", "at")
    issued = microseconds(finished.at) if finished else None
    if issued is not None and moment < issued - issued % 60_000_000:
        raise _refused("time", "The certificate was issued after that time.", "Give the time of carrying out.", "at")


def _taken(found: Shown, route: Route) -> Option:
    """Return the route that is taken; raises InvalidInput with what closes it."""
    taken = next((one for one in found.may if one.route == route), None)
    if taken is not None:
        return taken
    if found.spent and route in USES:
        raise InvalidInput(found.spent._replace(where="route"))
    why = " ".join(one.sentence for one in found.decision.option(route).reasons)
    raise _refused("closed", f"The route {route.replace('_', ' ')} is closed: {why}", "Take an open one.", "route")


def _reason(said: CarryOut, decision: Decision, taken: Option) -> str:
    if taken.route == decision.route:
        return ""
    if not said.reason.strip():
        sentence = f"{decision.route.replace('_', ' ').capitalize()} was reckoned to be best, and another is taken."
        raise _refused("no-reason", sentence, "Say why.", "reason")
    return said.reason.strip()


def _events(there: Ended, found: Shown, taken: Option, reason: str, place: str, at: str) -> list[dict[str, Any]]:
    """Return the events of the route that is taken; the first names the certificate and the decision that was shown."""
    decision = found.decision
    chosen = decision if taken.route == decision.route else _instead(decision, taken)
    first, *more = events_for(chosen, place, at)
    first |= {CERTIFICATE: there.id, DECISION: found.hash}
    if reason:
        first |= {BEST_ROUTE: decision.route, REASON: reason}
    return [first, *more]


def _instead(decision: Decision, taken: Option) -> Decision:
    return replace(
        decision, route=taken.route, process=taken.process, value=taken.value, low=taken.low, high=taken.high,
        chance=taken.chance, margin=None, next_best=None, flips=(),
    )  # fmt: skip


def told(there: Ended, found: Shown, done: Carried | None) -> dict[str, Any]:
    """Return what may be carried out, and what was, as plain values."""
    return {
        "certificate": there.id,
        "decision": found.hash,
        "route": found.decision.route,
        "may": [one.route for one in found.may],
        "content": found.decision,
        "sentences": found.decision.explain(),
        "carried_out": done,
    }


def _refused(code: str, sentence: str, advice: str, where: str = "") -> InvalidInput:
    return InvalidInput.because(f"route.{code}", sentence, where, advice)
