"""From a template and values to an answer: one environment, one set of headers."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles

from dicycle.ledger.wording import category_word, number, tail, title
from dicycle.server.access import principal_of, rows_of, rule_of
from dicycle.server.pages.links import event_url, url_of
from dicycle.server.pages.moments import moment_of

_SERVER: Final = Path(__file__).resolve().parents[1]

_POLICY: Final = "Content-Security-Policy"

HEADERS: Final = {
    _POLICY: "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
    "Vary": "Accept",
}
"""Every page says that it needs its own style sheet and icons, and nothing else from anywhere."""
SCRIPTED: Final = HEADERS[_POLICY] + "; script-src 'self'"
"""The policy of a page that runs our own scripts."""
CONNECTED: Final = SCRIPTED + "; connect-src 'self'"
"""The policy of a page whose scripts ask this server."""


def with_policy(answer: Response, policy: str) -> Response:
    """Return a page that may do what this policy says, and no more."""
    answer.headers[_POLICY] = policy
    return answer


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_SERVER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "url": url_of,
        "event_url": event_url,
        "number": number,
        "capital": title,
        "category": category_word,
        "moment": moment_of,
        "tail": tail,
    }
    return environment


ENVIRONMENT: Final = _environment()


def page(request: Request, template: str, values: Mapping[str, Any], status: int = 200) -> Response:
    """Return a page.

    `q` is what was searched for, so that the box keeps it, `who` is who asks, and `may` tells whether there is a path
    that they may GET.
    """
    who, ways = principal_of(request), _ways(request.app)
    given: dict[str, Any] = {"path": request.url.path, "q": request.query_params.get("q", ""), "who": who}
    given |= {"may": lambda path: path in ways and who.role in rule_of("GET", path), **values}
    return HTMLResponse(ENVIRONMENT.get_template(template).render(given), status, HEADERS)


def _ways(app: FastAPI) -> frozenset[str]:
    """Return the paths that an application answers to GET, gathered when its first page is made."""
    if not hasattr(app.state, "ways"):
        app.state.ways = frozenset(path for method, path, _ in rows_of(app) if method == "GET")
    found: frozenset[str] = app.state.ways
    return found


def static_files() -> StaticFiles:
    """Return the style sheet and icons, to be mounted at ``/static``."""
    return StaticFiles(directory=_SERVER / "static")
