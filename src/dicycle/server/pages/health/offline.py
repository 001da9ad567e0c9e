"""The yard without a network: the worker that keeps its pages on a device, and the page of what was not kept.

A page is kept only if its answer says so, and only through an open door. Whoever showed a token can sign out on a page
that the worker does not see, so of what such a person saw nothing is kept, and what was kept before goes.
"""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from dicycle.server.access import principal_of
from dicycle.server.pages.rendering import CONNECTED, page, with_policy

WORKER: Final = "/yard/worker.js"
SHELL: Final = "/yard/offline"
KEEP: Final = "Dicycle-Keep"
_STATIC: Final = Path(__file__).resolve().parents[2] / "static"
_DRAWN_WITH: Final = (
    "dicycle.css", "favicon.svg", "health.css", "yard-offline.js", "yard-queue.js", "yard-scan.js", "yard-unit.js",
)  # fmt: skip
_TEMPLATES: Final = ("base.html", "yard-offline.html")
_POLICY: Final = "default-src 'none'; connect-src 'self'"
"""The worker fetches from this server, and does nothing else."""


def keeping(request: Request, answer: Response, keep: bool = True) -> Response:
    """Return a page that says whether a device may keep it: ``yes``, ``no``, or ``clear`` for nothing at all."""
    answer.headers[KEEP] = "clear" if principal_of(request).token else "yes" if keep else "no"
    return answer


def add(pages: APIRouter) -> None:
    """Add ``/yard/worker.js`` and ``/yard/offline``."""

    @pages.get(WORKER, summary="Keeps the yard's pages on a device")
    def worker() -> Response:
        headers = {"Cache-Control": "no-cache", "Content-Security-Policy": _POLICY, "Service-Worker-Allowed": "/yard"}
        return Response(_script(), 200, headers, "text/javascript")

    @pages.get(SHELL, summary="What the yard shows without a network")
    def shell(request: Request) -> Response:
        return with_policy(page(request, "yard-offline.html", {"title": "No network"}), CONNECTED)


@cache
def _script() -> bytes:
    """Return the worker, with the list of what it fetches, and the hash of all that as its version."""
    source = (_STATIC / "yard-worker.js").read_bytes()
    parts = [source, *((_STATIC / name).read_bytes() for name in _DRAWN_WITH)]
    parts += [(_STATIC.parent / "templates" / name).read_bytes() for name in _TEMPLATES]
    version = sha256(b"".join(sha256(part).digest() for part in parts)).hexdigest()[:16]
    drawn = [f"/static/{name}" for name in _DRAWN_WITH]
    head = f"const VERSION = {json.dumps(version)}, SHELL = {json.dumps(SHELL)}, DRAWN_WITH = {json.dumps(drawn)};\n"
    return head.encode() + source
