"""Where a battery goes after its certificate: the routes that may be carried out, and the one that was."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from dicycle.bootstrap import Loop
from dicycle.health.inspecting.model import Carried
from dicycle.server.access import principal_of
from dicycle.server.answering import data, wants_data
from dicycle.server.health.carrying import Ended, ended, standing, told
from dicycle.server.health.deciding import Shown, facts_of, shown
from dicycle.server.health.doors import now_text
from dicycle.server.pages.health.carried import ROUTES_PATH, carried_view
from dicycle.server.pages.health.result import asked_in, routed
from dicycle.server.pages.health.words import ROUTE_WORDS, heading_of, money
from dicycle.server.pages.health.yard import may_inspect, yard_url
from dicycle.server.pages.rendering import page


def add(pages: APIRouter, loop: Loop) -> None:
    """Add ``/yard/routes/{certificate}``."""

    @pages.get(f"{ROUTES_PATH}/{{id}}", summary="Carry out the route of a battery")
    def route(request: Request, id: str) -> Response:
        there = ended(loop, id)
        done = standing(loop, there.inspection)
        if wants_data(request):
            found = shown(loop, there.made, facts_of(asked_in(request).get), now_text()[:10])
            return data(told(there, found, done))
        values = routed(request, loop, there.made) | _view(loop, there, done, request)
        return page(request, "yard-route.html", values | {"may_inspect": may_inspect(request)})


def section(loop: Loop, id: str, request: Request) -> dict[str, Any]:
    """Return what the page of a certificate says of the route after it."""
    there = ended(loop, id)
    given = {name: text for name, text in asked_in(request).items() if text}
    url = f"{ROUTES_PATH}/{id}"
    values = routed(request, loop, there.made) if given else {"shown": None}
    return {
        "done": carried_view(loop, standing(loop, there.inspection)),
        "route_url": f"{url}?{urlencode(given)}" if given else url,
        "go": _best(values["shown"]),
        "may_inspect": may_inspect(request),
    }


def _best(found: Shown | None) -> str:
    """Return the route that is best and may be carried out, in words."""
    best = found.may[0] if found and found.may else None
    return ROUTE_WORDS[best.route] if found and best and best.route == found.decision.route else ""


def _view(loop: Loop, there: Ended, done: Carried | None, request: Request) -> dict[str, Any]:
    unit = there.made.unit
    name = heading_of(unit, loop.store.names([unit]))
    here = datetime.now().astimezone()
    return {
        "title": f"Route of {name}",
        "name": name,
        "certificate": there,
        "inspection": there.inspection,
        "unit_url": yard_url(unit),
        "page_url": f"{ROUTES_PATH}/{there.id}",
        "certificate_url": f"/certificates/{there.id}",
        "done": carried_view(loop, done),
        "place": _place(loop, there),
        "when": f"{here:%Y-%m-%dT%H:%M}",
        "offset": here.isoformat()[-6:],
        "by": principal_of(request).name,
        "money": money,
        "words": ROUTE_WORDS,
    }


def _place(loop: Loop, there: Ended) -> str:
    """Return where the inspection was, else where the unit was seen last."""
    if there.inspection.begun.place:
        return there.inspection.begun.place
    seen = [one.value.get("readPoint") for one in reversed(loop.store.events_of(there.made.unit))]
    return next((str(one["id"]) for one in seen if isinstance(one, dict) and "id" in one), "")
