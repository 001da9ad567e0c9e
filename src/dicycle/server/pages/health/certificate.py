"""The page of a certificate: what was found, by what it was gone, and its label."""

from typing import Final
from urllib.parse import quote

from fastapi import Request
from starlette.responses import Response

from dicycle.bootstrap import Loop
from dicycle.health.grading import Certificate
from dicycle.health.grading.wording import health_in_words, interval_in_words, sections
from dicycle.server.health.verifying import kept
from dicycle.server.pages.health.carrying import section
from dicycle.server.pages.health.verification import again_url
from dicycle.server.pages.health.words import SAFETY
from dicycle.server.pages.links import url_of
from dicycle.server.pages.rendering import page

_LEFT_OUT: Final = ("Fields of standards",)


def show(loop: Loop, request: Request, one: Certificate, id: str) -> Response:
    """Return the page of a certificate of a loop, with its id."""
    every = sections(one, id)
    values = {
        "title": f"Certificate {id[:12]}",
        "certificate": one,
        "id": id,
        "safety": SAFETY[one.graded.safety],
        "interval": interval_in_words(one.state),
        "health_type": health_in_words(one.state),
        "sections": [section for section in every if section.title not in _LEFT_OUT],
        "standards": [section for section in every if section.title in _LEFT_OUT],
        "unit_url": url_of(one.unit),
        "yard_url": f"/yard{url_of(one.unit)}",
        "file_url": f"/certificates/{quote(id, safe='')}?format=",
        "files": kept(one),
        "files_url": f"/certificates/{quote(id, safe='')}/files/",
        "again_url": again_url(id),
        **section(loop, id, request),
    }
    return page(request, "certificate.html", values)
