"""The EPCIS 2.0 REST binding (GS1 openapi.yaml): capture, events, resource trees, named queries, discovery."""

from collections.abc import Callable

from fastapi import APIRouter, Request
from starlette.responses import Response

from dicycle.bootstrap import Loop
from dicycle.server.epcis import queries, routes, streaming

__all__ = ["router"]


def router(loop: Loop, home: Callable[[Request], Response]) -> APIRouter:
    """Return the routes of a ledger; `home` makes the page that a person sees at ``/``."""
    return routes.router(loop, home, queries.add, streaming.add)
