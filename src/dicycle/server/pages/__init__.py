"""The pages: the ledger as a person sees it, rendered on the server, working without JavaScript.

Every page has a twin for programs: ``.csv`` and ``.json`` of lists, ``?format=json`` of a thing, a place or an event.
"""

from collections.abc import Callable
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import Response

from dicycle.bootstrap import Loop
from dicycle.server.access import GUARDED
from dicycle.server.pages import (
    agreements,
    batteries,
    captures,
    event,
    genealogy,
    health,
    home_page,
    log,
    place,
    search,
    sign_in,
    subscriptions,
    thing,
)
from dicycle.server.pages.agreements import AGREEMENTS
from dicycle.server.pages.counts import Counts
from dicycle.server.pages.health import CERTIFICATE
from dicycle.server.pages.loop import routes as loop_page
from dicycle.server.pages.problem import problem_page
from dicycle.server.pages.rendering import static_files

__all__ = ["AGREEMENTS", "CERTIFICATE", "home", "problem_page", "router", "static_files"]


def home(loop: Loop) -> Callable[[Request], Response]:
    """Return what answers ``/`` to a person."""
    return home_page.make(loop, Counts.of(loop))


def router(loop: Loop, key_file: Path | None = None) -> APIRouter:
    """Return the routes of the pages of a loop (``/`` is `home`, because programs get something else there).

    `key_file` is where the key that signs the log is kept; only its public half is shown.
    """
    pages = APIRouter(include_in_schema=False, dependencies=GUARDED)
    search.add(pages, loop)
    batteries.add(pages, loop, Counts.of(loop))
    event.add(pages, loop)
    genealogy.add(pages, loop)
    loop_page.add(pages, loop)
    place.add(pages, loop)
    thing.add(pages, loop)
    captures.add(pages, loop)
    log.add(pages, loop, key_file)
    subscriptions.add(pages, loop)
    sign_in.add(pages)
    agreements.add(pages, loop)
    health.add(pages, loop)
    return pages
