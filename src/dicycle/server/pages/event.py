"""The page of one event: its sentence and its record, as it came."""

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from dicycle.bootstrap import Loop
from dicycle.errors import NotFound
from dicycle.findings import Finding
from dicycle.ledger.stored import StoredEvent
from dicycle.server.pages.life import declarations, entries, names_for, records
from dicycle.server.pages.moments import moment_of
from dicycle.server.pages.rendering import data, page, wants_data


def add(pages: APIRouter, loop: Loop) -> None:
    """Add ``/event?id=``; with ``?format=json`` the records themselves."""

    @pages.get("/event")
    def event(request: Request, id: str = "") -> Response:
        found = loop.store.by_id(id.strip())
        if not found:
            advice = "Check the event's id, or capture the event."
            raise NotFound(Finding("ledger.no-such-event", f"There is no event {id!r} in this ledger.", advice=advice))
        if wants_data(request):
            return data([msgspec.Raw(one.json(with_context=True)) for one in found])
        return page(request, "event.html", _view(loop, found))


def _view(loop: Loop, found: list[StoredEvent]) -> dict[str, object]:
    (entry,) = entries(records(found), None, names_for(loop, found), declarations(found))
    written = [(one, moment_of(one.record_time), _pretty(one)) for one in found]
    return {"title": "Event", "entry": entry, "records": written, "id": found[0].event_id}


def _pretty(stored: StoredEvent) -> str:
    return msgspec.json.format(stored.json(with_context=True), indent=2).decode()
