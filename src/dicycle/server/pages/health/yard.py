"""The first page of the yard, which scans, and the page of one unit, which inspects."""

from typing import Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from dicycle.bootstrap import Loop
from dicycle.errors import InvalidInput
from dicycle.identifiers import CANONICAL_DOMAIN
from dicycle.ledger.formats import microseconds
from dicycle.server.access import principal_of, rule_of
from dicycle.server.answering import data, wants_data
from dicycle.server.health.doors import unit_of
from dicycle.server.health.telling import brief
from dicycle.server.pages.health.offline import keeping
from dicycle.server.pages.health.unit_view import twin, view
from dicycle.server.pages.health.words import heading_of
from dicycle.server.pages.links import url_of
from dicycle.server.pages.moments import moment_of
from dicycle.server.pages.rendering import CONNECTED, page, with_policy

PATH: Final = "/yard"
ACT: Final = "/yard/act"
SCANNING: Final = CONNECTED.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
"""Only the page that decodes pictures may compile WebAssembly, and only our own."""


def yard_url(unit: str) -> str:
    """Return the address of the yard's page about a unit."""
    return PATH + url_of(unit)


def result_url(inspection: str) -> str:
    """Return the address of what an inspection comes to."""
    return f"{PATH}/results/{quote(inspection, safe='')}"


def may_inspect(request: Request) -> bool:
    """Tell whether who asks may inspect, and not only look."""
    return principal_of(request).role in rule_of("POST", ACT)


def add(pages: APIRouter, loop: Loop) -> None:
    """Add ``/yard``, ``/yard/find`` and ``/yard/{unit}``."""

    @pages.get(PATH, summary="Scan a battery")
    def yard(request: Request) -> Response:
        found = loop.inspections.open()
        if wants_data(request):
            return data({"inspections": [brief(one) for one in found]})
        values = {"title": "Yard", "open": _rows(loop, found), "may_inspect": may_inspect(request)}
        return keeping(request, with_policy(page(request, "yard.html", values), SCANNING))

    @pages.get(f"{PATH}/find", summary="From a code to its unit")
    def find(request: Request, code: str = "") -> Response:
        if not code.strip():
            raise InvalidInput.because("yard.no-code", "There is no code.", "code", "Scan a label, or type its number.")
        return RedirectResponse(yard_url(unit_of(loop, code)), 303)

    @pages.get(f"{PATH}/{{unit:path}}", summary="A unit in the yard")
    def unit(request: Request) -> Response:
        id = unit_of(loop, _named(request))
        if request.url.path == f"{PATH}/thing" and not url_of(id).startswith("/thing"):
            return RedirectResponse(yard_url(id), 303)
        if wants_data(request):
            return data(twin(loop, id))
        origin = str(request.base_url).rstrip("/")
        more = {"may_inspect": may_inspect(request), "yard_url": yard_url(id), "origin": origin}
        values = view(loop, id, request) | more
        answer = with_policy(page(request, "yard-unit.html", values), CONNECTED)
        return keeping(request, answer, values["inspection"] is not None)


def _named(request: Request) -> str:
    """Return the code that a path names: a Digital Link behind ``/yard``, or ``/yard/thing?id=``."""
    raw = bytes(request.scope.get("raw_path") or request.url.path.encode()).partition(b"?")[0]
    rest = raw.decode("ascii", "replace").removeprefix(f"{PATH}/")
    return request.query_params.get("id", "") if rest == "thing" else f"{CANONICAL_DOMAIN}/{rest.rstrip('/')}"


def _rows(loop: Loop, found: list[Any]) -> list[dict[str, Any]]:
    names = loop.store.names([one.begun.unit for one in found])
    return [
        {
            "url": yard_url(one.begun.unit),
            "name": heading_of(one.begun.unit, names),
            "by": one.begun.by,
            "when": moment_of(microseconds(one.begun.at) or 0),
        }
        for one in reversed(found)
    ]
