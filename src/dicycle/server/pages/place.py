"""The page of a place or a party, or of a class that only master data knows: its name and what happened there."""

import re
from collections.abc import Mapping
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from dicycle.bootstrap import Loop
from dicycle.errors import InvalidQuery, NotFound
from dicycle.findings import Finding
from dicycle.genealogy.containment import parts
from dicycle.identifiers import canonical
from dicycle.ledger.cbv import SOURCE_DEST_TYPES
from dicycle.ledger.predicates import Query, Touches
from dicycle.ledger.store import Page
from dicycle.ledger.stored import StoredEvent
from dicycle.ledger.terms import PLACES as PLACE_ROLES
from dicycle.ledger.terms import Role, typed
from dicycle.ledger.wording import Names, key_word, name_of, short, title, words
from dicycle.server.access import seen
from dicycle.server.answering import data, wants_data
from dicycle.server.pages import inside
from dicycle.server.pages.life import as_data, declarations, entries, names_for, records
from dicycle.server.pages.links import PLACES, linked_id, moved, url_of
from dicycle.server.pages.rendering import page
from dicycle.vocabulary import NAME

PER_PAGE: Final = 30
Key = tuple[int, int]


def add(pages: APIRouter, loop: Loop) -> None:
    """Add the pages of places and parties, under their Digital Link paths."""

    def by_link(request: Request) -> Response:
        id = linked_id(request)
        elsewhere = moved(request, url_of(id))
        return RedirectResponse(elsewhere, 303) if elsewhere else place_answer(request, seen(request, loop), id)

    for ai in PLACES:
        pages.add_api_route(f"/{ai}/{{rest:path}}", by_link, methods=["GET", "HEAD"], name=f"place {ai}")


def queries_of(id: str) -> list[Query]:
    """Return the questions for all events at a place, in a place, or with it or a party at either end of a transfer.

    One term each: such a question is answered along the index, however much happened there.
    """
    ends = [((Role.SOURCE, Role.DESTINATION), typed(kind, id)) for kind in sorted(SOURCE_DEST_TYPES)]
    return [Query((Touches(roles, (text,)),)) for roles, text in [(PLACE_ROLES, id), ((Role.PARENT,), id), *ends]]


def happened(loop: Loop, id: str, until: int | None, after: Key | None) -> Page:
    """Return one page of what happened at a place or to a party, newest first."""
    found: dict[int, StoredEvent] = {}
    more = False
    for query in queries_of(id):
        page = loop.store.query(query, PER_PAGE, until=until, after=after)
        until, more = page.until, more or page.after is not None
        found |= {one.seq: one for one in page.events}
    ordered = sorted(found.values(), key=lambda one: (-one.event_time, -one.seq))
    shown = ordered[:PER_PAGE]
    key = (shown[-1].event_time, shown[-1].seq) if more or len(ordered) > PER_PAGE else None
    return Page(shown, until or 0, key)


def place_answer(request: Request, loop: Loop, id: str) -> Response:
    """Return the page about an id that is no thing; raises NotFound if nothing is known of it."""
    after, until = _token(request.query_params.get("after", ""))
    found = happened(loop, id, until, after)
    said = loop.store.names([id])[id]
    if not found.events and not said and after is None:
        advice = "Check the code, or capture the events that tell of it."
        raise NotFound(Finding("ledger.no-such-place", f"This ledger has no event about {id!r}.", advice=advice))
    own = parts(id, loop.store.events_of(id)) if loop.store.item(id) else []
    links = [one for one in map(_link, said.values()) if one]
    names = names_for(loop, found.events, [id, *links, *inside.kinds(stay.child for stay in own)])
    told = list(reversed(entries(records(found.events), None, names, declarations(found.events))))
    older = f"?after={found.after[0]}.{found.after[1]}.{found.until}" if found.after else ""
    if wants_data(request):
        return data({"id": id, "attributes": said, "events": [as_data(one) for one in told], "next": older or None})
    values = {
        "title": name_of(id, names) or f"{title(key_word(id)) or 'Thing'} {short(id)}",
        "kind": _kind(id, said),
        "id": id,
        "attributes": _attributes(said, names),
        "here": inside.of_stays(own, names),
        "entries": told,
        "older": older,
        "first": after is None,
    }
    return page(request, "place.html", values)


def _kind(id: str, said: Mapping[str, Any]) -> str:
    path = url_of(id)
    role = said.get("dcy:role")
    known = "Place" if path.startswith("/414/") else "Party" if path.startswith("/417/") else "Known by name"
    return f"{known}: {role}" if isinstance(role, str) else known


def _link(value: Any) -> str | None:
    return canonical(value) if isinstance(value, str) and value.startswith(("https://", "urn:")) else None


def _attributes(said: Mapping[str, Any], names: Names) -> list[tuple[str, str, str | None]]:
    """Return what master data says, for people: label, value, id of what the value names."""
    found = []
    for key, value in said.items():
        if key not in (NAME, "dcy:role"):
            link = _link(value)
            text = name_of(link, names) if link else ""
            found.append((title(words(key)), text or str(value), link if text else None))
    return found


_PLACE_IN_LIST = re.compile(r"-?[0-9]{1,18}\.[0-9]{1,18}\.[0-9]{1,18}")


def _token(text: str) -> tuple[Key | None, int | None]:
    if not text:
        return None, None
    if _PLACE_IN_LIST.fullmatch(text) is None:
        sentence = f"{text!r} is not where a page starts."
        raise InvalidQuery(Finding("page.after", sentence, "after", advice="Follow the links of the page."))
    time, seq, until = map(int, text.split("."))
    return (time, seq), until
