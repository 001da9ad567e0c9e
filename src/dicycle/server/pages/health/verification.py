"""The page that makes a certificate again from its raw files, and says whether it is the same."""

from typing import Final
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from dicycle.bootstrap import Loop
from dicycle.server.health.verifying import verification
from dicycle.server.pages.rendering import page

_LONGEST: Final = 160


def again_url(certificate: str) -> str:
    """Return the address of the page that makes a certificate again."""
    return f"/yard/certificates/{quote(certificate, safe='')}"


def add(pages: APIRouter, loop: Loop) -> None:
    """Add ``/yard/certificates/{id}``."""

    @pages.get("/yard/certificates/{id}", summary="A certificate made again from its raw files")
    def again(request: Request, id: str) -> Response:
        found = verification(loop, id)
        values = {
            "title": "Made again", "id": id, "found": found, "certificate_url": f"/certificates/{quote(id, safe='')}",
            "differences": [one.brief(_LONGEST) for one in found.differences],
        }  # fmt: skip
        return page(request, "certificate-again.html", values)
