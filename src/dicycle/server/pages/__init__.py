"""The pages: the ledger as a person sees it, rendered on the server, working without JavaScript.

Every page has a twin for programs: ``.csv`` and ``.json`` of lists, ``?format=json`` of a thing, a place or an event.
"""

from collections.abc import Callable

from fastapi import APIRouter, Request
from starlette.responses import Response

from dicycle.bootstrap import Loop
from dicycle.server.pages import batteries, event, home_page, place, search, thing
from dicycle.server.pages.counts import Counts
from dicycle.server.pages.problem import problem_page
from dicycle.server.pages.rendering import static_files

__all__ = ["home", "problem_page", "router", "static_files"]


def home(loop: Loop) -> Callable[[Request], Response]:
    """Return what answers ``/`` to a person."""
    return home_page.make(loop, Counts.of(loop))


def router(loop: Loop) -> APIRouter:
    """Return the routes of the pages of a loop (``/`` is `home`, because programs get something else there)."""
    pages = APIRouter(include_in_schema=False)
    search.add(pages, loop)
    batteries.add(pages, loop, Counts.of(loop))
    event.add(pages, loop)
    place.add(pages, loop)
    thing.add(pages, loop)
    return pages
