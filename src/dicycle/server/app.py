"""The application: EPCIS paths, pages and errors around one loop."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Final

from fastapi import APIRouter, FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

import dicycle
from dicycle.bootstrap import Loop
from dicycle.errors import DicycleError, Forbidden
from dicycle.findings import Finding
from dicycle.ledger.subscribing.delivering import Webhooks
from dicycle.server import agreements, epcis, genealogy, log, pages, problems
from dicycle.server.access import GUARDED, Access, Denied, check_rules
from dicycle.server.guard import Guard, on_denied, on_forbidden
from dicycle.server.health import routes as health
from dicycle.server.health.doors import resume
from dicycle.server.keeper import Keeper
from dicycle.server.openapi import describe
from dicycle.server.problems import Problem, Refused, on_error, on_refused, problem_response, wants_page
from dicycle.server.subscriptions.worker import Deliveries

LONGEST_URL: Final = 16_384


def create_app(loop: Loop, access: Access | None = None, webhooks: Webhooks | None = None) -> FastAPI:
    """Return the application of a loop; jobs that an earlier run acknowledged are finished at its start.

    `access` says who may ask; without it the door is open to this machine until the first token is issued. `webhooks`
    says how reports are sent to subscribers. Raises DicycleError if a route has no rule about who may use it.
    """
    webhooks = webhooks or Webhooks()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(loop.intake.resume)
        await run_in_threadpool(resume, loop)
        deliveries = Deliveries(loop, webhooks)
        deliveries.start()
        yield
        await run_in_threadpool(deliveries.stop)

    app = FastAPI(
        title="Dicycle",
        version=dicycle.__version__,
        summary="The ledger of the power-battery loop: GS1 EPCIS 2.0 events and what is computed from them.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        dependencies=GUARDED,
    )
    app.state.loop, app.state.keeper, app.state.webhooks = loop, Keeper(loop, access or Access()), webhooks
    for router in _routers(loop):
        app.router.routes.extend(router.routes)  # as they are: `include_router` would build each a second time
    app.mount("/static", pages.static_files(), name="static")
    app.add_exception_handler(DicycleError, on_error)
    app.add_exception_handler(Refused, on_refused)
    app.add_exception_handler(Denied, on_denied)  # type: ignore[arg-type]
    app.add_exception_handler(Forbidden, on_forbidden)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(Exception, on_surprise)
    app.middleware("http")(no_long_urls)
    app.add_middleware(Guard, keeper=app.state.keeper)
    check_rules(app)
    describe(app)
    return app


def _routers(loop: Loop) -> Iterator[APIRouter]:
    yield epcis.router(loop, pages.home(loop))
    yield log.router(loop, loop.log_key)
    yield genealogy.router(loop)
    yield pages.router(loop, loop.log_key)
    yield agreements.router(loop, pages.AGREEMENTS)
    yield health.router(loop, pages.CERTIFICATE)


async def no_long_urls(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Refuse a URL that is longer than any sensible query."""
    if len(request.url.path) + len(request.url.query) > LONGEST_URL:
        finding = Finding(
            "http.url-too-long", f"A URL may have up to {LONGEST_URL} characters.", advice="Ask for less."
        )
        return problem_response(problems.URI_TOO_LONG, [finding])
    return await call_next(request)


async def on_http(request: Request, error: Exception) -> Response:
    """Answer what the framework refuses: unknown paths and methods."""
    assert isinstance(error, HTTPException)
    found = {
        405: ("http.no-such-method", f"{request.method} cannot be done here.", "OPTIONS says what can."),
        404: ("http.no-such-page", f"There is nothing at {request.url.path}.", "Start again at /."),
    }
    default = ("http.refused", f"{error.detail}.", "")
    code, sentence, advice = found.get(error.status_code, default)
    answer = _said(request, Problem("NoSuchResourceException", error.status_code, sentence), code, sentence, advice)
    answer.headers.update(error.headers or {})
    return answer


async def on_surprise(request: Request, error: Exception) -> Response:
    """Answer a defect of ours without its inside: the log has it."""
    sentence = "Something went wrong in the server."
    advice = "Try again; if it stays, send the time and the address of this page to whoever runs the server."
    return _said(request, problems.IMPLEMENTATION, "http.defect", sentence, advice)


def _said(request: Request, problem: Problem, code: str, sentence: str, advice: str) -> Response:
    finding = Finding(code, sentence, advice=advice)
    if wants_page(request):
        return pages.problem_page(request, problem.status, (finding,))
    return problem_response(problem, [finding])
