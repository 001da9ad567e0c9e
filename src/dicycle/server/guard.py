"""The guard: around the whole application, it finds out who asks, and sees to the headers that keep answers private."""

from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from dicycle.errors import DicycleError, Forbidden
from dicycle.server.access import Denied, log_refusal, principal_of
from dicycle.server.keeper import COOKIE, Keeper
from dicycle.server.pages.problem import problem_page
from dicycle.server.pages.sign_in import sign_in_url
from dicycle.server.problems import (
    FORBIDDEN,
    IMPLEMENTATION,
    TOO_MANY_TRIES,
    UNAUTHENTICATED,
    on_error,
    problem_response,
    wants_page,
)

_POLICY_VIOLATION: Final = 1008
_DEFAULTS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
"""What every answer says that does not say it itself."""


class Guard:
    """Middleware: sets ``request.state.principal`` before anything else looks at a request."""

    def __init__(self, app: ASGIApp, keeper: Keeper) -> None:
        self._app, self._keeper = app, keeper

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in with its principal, or answer it here."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        try:
            scope.setdefault("state", {})["principal"] = await run_in_threadpool(self._keeper.who, connection)
        except (Denied, DicycleError) as denied:
            await _refuse(scope, receive, send, denied)
            return
        await self._app(scope, receive, _private(connection, send))


async def _refuse(scope: Scope, receive: Receive, send: Send, error: Denied | DicycleError) -> None:
    """Answer what cannot be let in: whoever it is may not, or the ledger cannot say who it is."""
    if scope["type"] == "websocket":
        denied = error if isinstance(error, Denied) else Denied(IMPLEMENTATION, *error.findings)
        await close_denied(WebSocket(scope, receive, send), denied)
        return
    request = Request(scope, receive)
    answer = _denied(request, error) if isinstance(error, Denied) else await on_error(request, error)
    await answer(scope, receive, _private(request, send))


def _private(connection: HTTPConnection, send: Send) -> Send:
    """Return `send` with the headers that an answer needs so that nobody else gets or misreads it."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _DEFAULTS.items():
                headers.setdefault(name, value)
            if principal_of(connection).token and not headers.get("Cache-Control", "").startswith("public"):
                headers["Cache-Control"] = "private, no-cache"
                headers.add_vary_header("Cookie")
                headers.add_vary_header("Authorization")
        await send(message)

    return sending


async def close_denied(socket: WebSocket, denied: Denied) -> None:
    """Refuse a WebSocket before it is taken: the client sees a 403."""
    log_refusal(socket, denied)
    await socket.close(_POLICY_VIOLATION, denied.findings[0].code)


async def on_forbidden(connection: HTTPConnection, error: Exception) -> Response | None:
    """Answer what a window of the ledger does not show."""
    assert isinstance(error, Forbidden)
    return await on_denied(connection, Denied(FORBIDDEN, *error.findings))


async def on_denied(connection: HTTPConnection, denied: Exception) -> Response | None:
    """Answer a refusal."""
    assert isinstance(denied, Denied)
    if isinstance(connection, WebSocket):
        await close_denied(connection, denied)
        return None
    assert isinstance(connection, Request)
    return _denied(connection, denied)


def _denied(request: Request, denied: Denied) -> Response:
    """Return the refusal as a problem document, as a page, or, to a person without a token, as the way to sign in."""
    if denied.problem is not TOO_MANY_TRIES:
        log_refusal(request, denied)
    if not wants_page(request):
        return problem_response(denied.problem, denied.findings, denied.headers)
    if denied.problem is UNAUTHENTICATED and request.method == "GET" and "authorization" not in request.headers:
        answer: Response = RedirectResponse(sign_in_url(request), 303)
        if COOKIE in request.cookies:
            answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
        return answer
    answer = problem_page(request, denied.problem.status, denied.findings)
    answer.headers.update(denied.headers)
    return answer
