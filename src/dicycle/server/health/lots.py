"""Lots over HTTP: rows in as CSV, lines of JSON or a stream of Arrow, a row for each out; in full for not too many."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from dicycle.errors import InvalidInput, TooLarge
from dicycle.findings import Finding
from dicycle.routing import Battery, Decision, our_parameters, route, route_lot
from dicycle.routing.columns import battery_at
from dicycle.routing.parameters import Parameters
from dicycle.routing.regions import PROFILES
from dicycle.routing.streams import Form, chunks, intake_of
from dicycle.routing.tables import Intake
from dicycle.server.agreements.asking import Asked as Url
from dicycle.server.answering import data
from dicycle.server.epcis.headers import accepted
from dicycle.server.health.bodies import MOST_BYTES, Routed, day_of, decoded, limited
from dicycle.server.health.doors import now_text

JSON: Final = "application/json"
FORMS: Final[Mapping[str, Form]] = {
    "application/x-ndjson": "ndjson",
    "application/vnd.apache.arrow.stream": "arrow",
    "text/csv": "csv",
}
"""Media type -> form of a lot, of the body as of the answer."""
ASKED: Final = ("as_of", "profile")
MOST_IN_FULL: Final = 1000
"""Batteries whose decisions are told in full in one answer."""
MOST: Final = 100_000
"""Batteries of one request: so memory is bounded; `dicycle route` takes any number."""
_ADVICE: Final = "Send a larger lot in parts, or route it on the command line: dicycle route FILE."


class Asked(NamedTuple):
    """A request as read: its body, of which type, in which form it is to be answered, what its URL says."""

    raw: bytes
    kind: str
    form: str
    url: Url

    @property
    def is_lot(self) -> bool:
        """Whether rows come or go."""
        return self.kind != JSON or self.form != JSON


class _Rules(NamedTuple):
    parameters: Parameters
    as_of: date


async def asked_of(request: Request) -> Asked:
    """Read a request; refuses types that are not read here, and what accepts nothing that is written here."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    url = Url(request, ASKED)
    offers = [*([kind] if kind in FORMS else []), JSON, *FORMS]
    form = accepted(request, list(dict.fromkeys(offers)))
    return Asked(await limited(request, MOST_BYTES, (JSON, *FORMS), _ADVICE), kind, form, url)


def answered(asked: Asked) -> Response:
    """Return what is next for the batteries of a request."""
    rows, rules = _read(asked)
    if asked.form != JSON:
        parts = chunks(route_lot(rows, *rules).table(), FORMS[asked.form])
        return StreamingResponse(parts, headers={"Cache-Control": "no-cache", "Vary": "Accept"}, media_type=asked.form)
    if isinstance(rows, Intake):
        lot = route_lot(rows, *rules)
        return _in_full(len(lot), lot.explain, lambda row: battery_at(lot.columns, row))
    return _in_full(len(rows), lambda row: route(rows[row], *rules), rows.__getitem__)


def _read(asked: Asked) -> tuple[Intake | tuple[Battery, ...], _Rules]:
    """Return the batteries of a request, and by what is decided; the body says it before the URL."""
    if asked.kind in FORMS:
        return intake_of(asked.raw, FORMS[asked.kind], MOST), _rules(asked.url.choice("profile", PROFILES), asked, None)
    said = decoded(asked.raw, Routed)
    _check(len(said.batteries), MOST, "One request takes", _ADVICE)
    return said.batteries, _rules(said.profile or asked.url.choice("profile", PROFILES), asked, said.as_of)


def _rules(profile: str | None, asked: Asked, as_of: str | None) -> _Rules:
    return _Rules(our_parameters(profile or PROFILES[0]), day_of(as_of or asked.url.word("as_of"), now_text()))


def _in_full(count: int, decide: Callable[[int], Decision], battery: Callable[[int], Battery]) -> Response:
    """Return decisions with their sentences; a battery that cannot be has its findings instead."""
    _check(count, MOST_IN_FULL, "In full one answer tells of", f"Accept {' or '.join(FORMS)} for a row each.")
    return data({"decisions": [_told(row, decide, battery) for row in range(count)]})


def _told(row: int, decide: Callable[[int], Decision], battery: Callable[[int], Battery]) -> dict[str, Any]:
    try:
        decision = decide(row)
    except InvalidInput as wrong:
        return {"battery": battery(row), "findings": [one.as_dict() for one in wrong.findings]}
    return {"decision": decision, "sentences": decision.explain()}


def _check(count: int, most: int, what: str, advice: str) -> None:
    if count > most:
        raise TooLarge(Finding("routing.too-many", f"{what} up to {most:,} batteries.", "batteries", advice=advice))
