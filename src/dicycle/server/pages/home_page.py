"""The first page: where to look, what the ledger holds, what came last."""

from collections.abc import Callable
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from dicycle.bootstrap import Loop
from dicycle.ledger.access.model import Role
from dicycle.ledger.predicates import Column, Query
from dicycle.server.access import principal_of, seen
from dicycle.server.answering import data, wants_data
from dicycle.server.pages import public
from dicycle.server.pages.batteries import BATTERIES
from dicycle.server.pages.counts import Counts
from dicycle.server.pages.life import as_data, declarations, entries, names_for, records
from dicycle.server.pages.moments import moment_of
from dicycle.server.pages.rendering import page
from dicycle.vocabulary import CATEGORIES

LATEST: Final = 12


def make(loop: Loop, counts: Counts) -> Callable[[Request], Response]:
    """Return what answers ``/``."""

    def home(request: Request) -> Response:
        if principal_of(request).role is Role.PUBLIC:
            return public.welcome(request)
        mine = seen(request, loop)
        values = view(mine, counts if mine is loop else None, str(request.base_url).rstrip("/"))
        return data(_twin(values)) if wants_data(request) else page(request, "home.html", values)

    return home


def view(loop: Loop, counts: Counts | None, origin: str) -> dict[str, Any]:
    """Return what the page shows; to those who do not see the whole ledger without `counts` of it."""
    state = counts.now() if counts else {"events": None, "items": {}}
    events = loop.store.query(Query(order=Column.RECORD_TIME), LATEST, until=None, after=None).events
    told = entries(records(events), None, names_for(loop, events), declarations(events))
    items: dict[str, int] = state["items"]
    return {
        "title": "Dicycle",
        "origin": origin,
        "state": state,
        "batteries": [(one, items[one]) for one in BATTERIES if one in items],
        "materials": [(one, items[one]) for one in CATEGORIES if one in items and one not in BATTERIES],
        "first": _moment(state.get("first_event_time")),
        "last": _moment(state.get("last_event_time")),
        "recorded": _moment(state.get("last_record_time")),
        "entries": sorted(told, key=lambda one: -one.stored.seq),
    }


def _moment(value: int | None) -> Any:
    return None if value is None else moment_of(value)


def _twin(values: dict[str, Any]) -> dict[str, Any]:
    return {"state": values["state"], "latest": [as_data(one) for one in values["entries"]]}
