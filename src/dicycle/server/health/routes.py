"""The paths of health: assessing, inspections, certificates, routes and matches."""

from collections.abc import Callable

from fastapi import APIRouter, Request
from starlette.responses import Response

from dicycle.bootstrap import Loop
from dicycle.health.grading import Certificate
from dicycle.server.access import GUARDED
from dicycle.server.health import assessing, certificates, inspecting, live, routing, verifying

Shown = Callable[[Loop, Request, Certificate, str], Response]
"""What makes the page of a certificate of a loop, with its id."""


def router(loop: Loop, page: Shown) -> APIRouter:
    """Return the routes of health of a loop; `page` shows a certificate to a person."""
    api = APIRouter(tags=["Health"], dependencies=GUARDED)
    assessing.add(api, loop)
    inspecting.add(api, loop)
    live.add(api, loop)
    certificates.add(api, loop, page)
    verifying.add(api, loop)
    routing.add(api)
    return api
