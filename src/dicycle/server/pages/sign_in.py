"""Where a person shows a token: it goes into a cookie that no script reads and no other site can use."""

from typing import Final
from urllib.parse import parse_qs, quote

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from dicycle.findings import Finding
from dicycle.server.access import Denied, log_refusal, principal_of
from dicycle.server.keeper import COOKIE, Keeper, check_same_origin
from dicycle.server.pages.rendering import page

_LONGEST_FORM: Final = 8192
_LONGEST_WAY_BACK: Final = 2000
_SECONDS: Final = 12 * 3600
"""How long a browser stays signed in: a working day."""


def add(pages: APIRouter) -> None:
    """Add ``/sign-in`` and ``/sign-out``."""

    @pages.get("/sign-in", summary="Where a person shows a token")
    def form(request: Request, next: str = "/") -> Response:
        return page(request, "sign_in.html", _view(request, local(next)))

    @pages.post("/sign-in", summary="Takes a token and keeps it in a cookie")
    async def sign_in(request: Request) -> Response:
        check_same_origin(request)
        given = await _form(request)
        text, way = given.get("token", "").strip(), local(given.get("next", "/"))
        keeper: Keeper = request.app.state.keeper
        try:
            await run_in_threadpool(keeper.token, text, request)
        except Denied as denied:
            log_refusal(request, denied)
            return page(request, "sign_in.html", _view(request, way, denied.findings), denied.problem.status)
        answer = RedirectResponse(way, 303)
        answer.set_cookie(
            COOKIE, text, max_age=_SECONDS, httponly=True, samesite="strict", secure=request.url.scheme == "https"
        )
        return answer

    @pages.post("/sign-out", summary="Takes the cookie away")
    def sign_out(request: Request) -> Response:
        check_same_origin(request)
        answer = RedirectResponse("/", 303)
        answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
        return answer


def sign_in_url(request: Request) -> str:
    """Return the address of the sign-in page that leads back to what was asked for."""
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return f"/sign-in?next={quote(local(asked), safe='')}"


def local(way: str) -> str:
    """Return a path of this server, for anything else the first page: nobody is sent to another site."""
    fine = way.startswith("/") and way[1:2] not in ("/", "\\") and len(way) <= _LONGEST_WAY_BACK
    return way if fine and way.isprintable() and way.isascii() and not way.startswith("/sign-") else "/"


async def _form(request: Request) -> dict[str, str]:
    """Return the first value of each field of a small form; too large a form has none."""
    raw = b""
    async for part in request.stream():
        raw += part
        if len(raw) > _LONGEST_FORM:
            return {}
    fields = parse_qs(raw.decode("utf-8", "replace"), max_num_fields=10)
    return {name: values[0] for name, values in fields.items()}


def _view(request: Request, way: str, findings: tuple[Finding, ...] = ()) -> dict[str, object]:
    return {
        "title": "Sign in",
        "next": way,
        "findings": findings,
        "signed_in": principal_of(request),
        "open": request.app.state.keeper.is_open(),
    }
