"""The box that takes any code, and where it leads."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from dicycle.bootstrap import Loop
from dicycle.errors import InvalidIdentifier, NotFound
from dicycle.identifiers import Level, parse
from dicycle.server.access import seen
from dicycle.server.pages.links import url_of


def add(pages: APIRouter, loop: Loop) -> None:
    """Add the search: ``/find?q=`` and, for programs that know what they want, ``/item?id=``."""

    @pages.get("/find")
    def find(request: Request, q: str = "") -> Response:
        return RedirectResponse(url_of(named(seen(request, loop), q)) if q.strip() else "/", 303)

    @pages.get("/item")
    def item(request: Request, id: str = "") -> Response:
        return RedirectResponse(url_of(named(seen(request, loop), id)), 303)


def named(loop: Loop, code: str) -> str:
    """Return the canonical id that a code names; raises NotFound, which says what is wrong with the code if it is."""
    try:
        return loop.find(code).id
    except NotFound as unknown:
        if unknown.findings[0].code == "ledger.several-items":
            raise
        try:
            found = parse(code)
        except InvalidIdentifier as wrong:
            raise NotFound(*(one._replace(advice="") for one in unknown.findings), *wrong.findings) from None
        if found.level in (Level.PLACE, Level.PARTY):
            return found.uri
        raise
