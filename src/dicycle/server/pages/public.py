"""What everybody may see without a token: that a thing is known, and of what kind it is. Nothing that happened."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dicycle.bootstrap import Loop
from dicycle.errors import NotFound
from dicycle.findings import Finding
from dicycle.identifiers import class_of
from dicycle.ledger.access.model import Role
from dicycle.ledger.access.window import public_facts
from dicycle.ledger.wording import category_word, key_word, short, title
from dicycle.server.access import principal_of, seen
from dicycle.server.answering import data, wants_data
from dicycle.server.pages.links import moved, url_of
from dicycle.server.pages.rendering import page
from dicycle.vocabulary import CATEGORY, NAME


def welcome(request: Request) -> Response:
    """Return the first page of a ledger that does not know who asks."""
    return data({"title": "Dicycle"}) if wants_data(request) else page(request, "welcome.html", {"title": "Dicycle"})


def answer(request: Request, loop: Loop, id: str) -> Response | None:
    """Return the public page of a thing or class; None to those who see more of it. Raises NotFound to the public."""
    who = principal_of(request)
    if who.sees_all or seen(request, loop).store.item(id) is not None:
        return None
    known = facts(loop, id)
    if known is None:
        if who.role is Role.PUBLIC:
            advice = "Check the code, or sign in: those who took part see more."
            raise NotFound(Finding("ledger.no-such-item", f"This ledger has no event about {id!r}.", advice=advice))
        return None
    if elsewhere := moved(request, url_of(id)):
        return RedirectResponse(elsewhere, 303)
    return data(known) if wants_data(request) else page(request, "public.html", _view(known))


def facts(loop: Loop, id: str) -> dict[str, Any] | None:
    """Return the name and category of a thing's class, and that the thing is known; None if nothing is known."""
    kind, item = class_of(id) or id, loop.store.item(id)
    said = public_facts(kind, loop.store.names([kind])[kind])
    if item is None and (kind != id or not said):
        return None
    category = item.category if item else None
    return {"id": id, "name": said.get(NAME), "category": category or said.get(CATEGORY), "known": True}


def _view(known: dict[str, Any]) -> dict[str, Any]:
    id, category = known["id"], known["category"]
    heading = known["name"] or title(key_word(id)) or "Thing"
    return {
        "title": f"{heading} {short(id)}",
        "heading": heading,
        "serial": short(id),
        "category": category_word(category) if category else "",
        "id": id,
    }
