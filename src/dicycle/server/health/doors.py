"""What the doors of inspections share: the inspections of a loop, who does something and when, what a code names."""

from datetime import UTC, datetime
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from dicycle.bootstrap import Loop
from dicycle.errors import InvalidIdentifier, InvalidInput, NotFound
from dicycle.health.inspecting.releasing import Proved
from dicycle.health.inspecting.shelf import Shelf
from dicycle.identifiers import Level, parse, parse_battery_code
from dicycle.server.access import principal_of
from dicycle.server.answering import data

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


def token_of(request: Request) -> str:
    """Return the id of the token that proves who does something, nothing where the door is open."""
    return principal_of(request).token or ""


def proved(request: Request) -> Proved | None:
    """Return the person whom a token proves, None where no token was shown: the door is open.

    Raises InvalidInput for a token that names nobody.
    """
    principal = principal_of(request)
    if not principal.token:
        return None
    if not principal.name.strip():
        advice = "Ask whoever runs the ledger for one of your own: dicycle tokens issue … --name."
        raise InvalidInput.because("access.token-without-name", "Your token names nobody.", advice=advice)
    return Proved(principal.name, principal.token)


def unit_of(loop: Loop, code: str) -> str:
    """Return the canonical id of the unit that a code names, also of one that the ledger has not met.

    Raises NotFound for what is no code of a single thing: the yard must be able to take in what nobody recorded;
    InvalidInput for nothing.
    """
    if not code.strip():
        raise InvalidInput.because("inspection.no-unit", "It is not said which unit.", "unit", "Give its code.")
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


def made(value: Any, where: str, *, new: bool = True) -> Response:
    """Return what was made, or was there already, and where it is found."""
    answer = data(value)
    answer.status_code = 201 if new else 200
    answer.headers["Location"] = where
    return answer
