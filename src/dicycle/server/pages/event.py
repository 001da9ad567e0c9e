"""The page of one event: its sentence and its record, as it came."""

from typing import NamedTuple

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from dicycle.bootstrap import Loop
from dicycle.errors import NotFound
from dicycle.findings import Finding
from dicycle.ledger.hashing import hash_id
from dicycle.ledger.store import EventStore
from dicycle.ledger.stored import StoredEvent
from dicycle.ledger.wording import Names, label
from dicycle.server.access import principal_of, seen
from dicycle.server.answering import data, wants_data
from dicycle.server.pages.life import declarations, entries, names_for, records
from dicycle.server.pages.moments import Moment, moment_of
from dicycle.server.pages.rendering import page


class Written(NamedTuple):
    """A record as it is shown; `sender` is None to those who are not told who sent it."""

    stored: StoredEvent
    recorded: Moment
    text: str
    hash: str
    sender: str | None
    sender_name: str


def add(pages: APIRouter, loop: Loop) -> None:
    """Add ``/event?id=``; with ``?format=json`` the records themselves."""

    @pages.get("/event")
    def event(request: Request, id: str = "") -> Response:
        mine = seen(request, loop)
        found = mine.store.by_id(id.strip())
        if not found:
            advice = "Check the event's id, or capture the event."
            raise NotFound(Finding("ledger.no-such-event", f"There is no event {id!r} in this ledger.", advice=advice))
        if wants_data(request):
            return data([msgspec.Raw(one.json(with_context=True)) for one in found])
        return page(request, "event.html", _view(mine, loop, found, sees_all=principal_of(request).sees_all))


def _view(mine: Loop, loop: Loop, found: list[StoredEvent], *, sees_all: bool) -> dict[str, object]:
    """Return what the page shows; `mine` is the `loop` as far as whoever asks may see it."""
    (entry,) = entries(records(found), None, names_for(mine, found), declarations(found))
    senders = [_sender(loop.store, one) if sees_all else None for one in found]
    names = loop.store.names([one for one in senders if one])
    signed = loop.store.checkpoint()
    return {
        "title": "Event",
        "entry": entry,
        "records": [_written(one, sender, names) for one, sender in zip(found, senders, strict=True)],
        "id": found[0].event_id,
        "size": loop.store.log_size(),
        "signed": signed.size if signed else 0,
    }


def _written(stored: StoredEvent, sender: str | None, names: Names) -> Written:
    name = label(sender, names) if sender else ""
    hash = hash_id(stored.value, stored.context)
    return Written(stored, moment_of(stored.record_time), _pretty(stored), hash, sender, name)


def _sender(store: EventStore, stored: StoredEvent) -> str | None:
    """Return the id of the organisation that sent a record, ``""`` if nobody said."""
    found = next(store.sealed(stored.seq - 1), None)
    return found.reporter if found else None


def _pretty(stored: StoredEvent) -> str:
    return msgspec.json.format(stored.json(with_context=True), indent=2).decode()
