"""What the doors of inspections share: the inspections of a loop, who does something and when, what a code names."""

from datetime import UTC, datetime
from typing import Final, NamedTuple

from starlette.requests import Request

from dicycle.bootstrap import Loop
from dicycle.errors import InvalidIdentifier, NotFound
from dicycle.health.inspecting import lifetime_reading
from dicycle.health.inspecting.shelf import Shelf
from dicycle.health.model import CellType, Kind
from dicycle.identifiers import Level, parse, parse_battery_code
from dicycle.server.access import principal_of

INSTANCES: Final = (Level.INSTANCE, Level.OTHER)
_OWN: Final = "https://w3id.org/dicycle"
"""Under what a battery code of GB/T 34014 is a URI when nobody said whose it is."""


def resume(loop: Loop) -> None:
    """Tell the ledger of inspections that ended when it could not be told; without any, nothing is loaded."""
    if Shelf(loop.store).untold():
        _ = loop.inspections  # tells what is left when it is opened


def now_text() -> str:
    """Return the moment as an RFC 3339 time in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def who(request: Request, said: str | None = None) -> str:
    """Return who does something: whom the token names, else who is said to."""
    principal = principal_of(request)
    return principal.name or (said or "").strip() or principal.organisation or ""


def unit_of(loop: Loop, code: str) -> str:
    """Return the canonical id of the unit that a code names, also of one that the ledger has not met.

    Raises NotFound for what is no code of a single thing: the yard must be able to take in what nobody recorded.
    """
    try:
        return loop.find(code).id
    except NotFound as unknown:
        try:
            found = parse(code)
        except InvalidIdentifier as wrong:
            raise NotFound(*(one._replace(advice="") for one in unknown.findings), *wrong.findings) from None
        if found.level not in INSTANCES:
            raise
        bare = found.scheme == "gbt34014" and ":" not in found.uri
        return parse_battery_code(found.uri).uri(_OWN) if bare else found.uri


class Start(NamedTuple):
    """With what an inspection begins."""

    unit: str
    by: str
    at: str
    type: CellType | None = None
    kind: Kind | None = None
    place: str | None = None


def begin(loop: Loop, start: Start) -> str:
    """Begin an inspection, have the ledger answer whether the unit's life is recorded, and return its id."""
    begun = loop.inspections.begin(*start[:3], type=start.type, kind=start.kind, place=start.place)
    known = any(one.question == "lifetime-record" for one in begun.readings)
    said = None if known else lifetime_reading(begun.begun.unit, loop.store.events_of(begun.begun.unit), start.at)
    if said is not None:
        loop.inspections.answer(begun.id, said)
    return begun.id
