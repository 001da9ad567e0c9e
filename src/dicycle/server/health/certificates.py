"""Certificates over HTTP: as the bytes that were issued, as a page, as PDF, and as a label."""

from collections.abc import Callable
from typing import Final, NamedTuple

from fastapi import APIRouter, Request
from starlette.responses import Response

from dicycle.bootstrap import Loop
from dicycle.health.grading import Certificate, read_certificate
from dicycle.health.grading.printing import A6, as_pdf, as_svg, certificate_page, label
from dicycle.server.agreements.asking import Asked
from dicycle.server.problems import wants_page


class Form(NamedTuple):
    """A form of a certificate: its media type, the ending of its file, and what makes it."""

    media_type: str
    ending: str
    make: Callable[[Certificate, str], bytes]


FORMS: Final[dict[str, Form]] = {
    "pdf": Form("application/pdf", "pdf", lambda one, id: as_pdf(certificate_page(one, id))),
    "label-svg": Form("image/svg+xml", "label.svg", lambda one, id: as_svg(label(one, id))),
    "label-pdf": Form("application/pdf", "label.pdf", lambda one, id: as_pdf(label(one, id))),
    "label-a6": Form("application/pdf", "label-a6.pdf", lambda one, id: as_pdf(label(one, id, A6))),
}
CHOICES: Final = ("json", "html", *FORMS)


def add(api: APIRouter, loop: Loop, page: Callable[[Request, Certificate, str], Response]) -> None:
    """Add ``/certificates/{id}``; `page` shows one to a person."""

    @api.get("/certificates/{id}", summary="A certificate of health: JSON as issued, a page, PDF, or a label")
    def certificate(request: Request, id: str) -> Response:
        form = Asked(request, ("format",)).choice("format", CHOICES)
        raw = loop.inspections.certificate(id)
        if form is None:
            form = "html" if wants_page(request) else "json"
        if form == "json":
            return _file(raw, id, "application/json", "json")
        one = read_certificate(raw)
        if form == "html":
            return page(request, one, id)
        made = FORMS[form]
        return _file(made.make(one, id), id, made.media_type, made.ending)


def _file(content: bytes, id: str, media_type: str, ending: str) -> Response:
    """Return bytes that never change under their address."""
    headers = {
        "Content-Disposition": f'inline; filename="certificate-{id[:12]}.{ending}"', "Vary": "Accept",
        "Cache-Control": "private, max-age=86400, immutable" if ending != "json" else "no-cache",
    }  # fmt: skip
    return Response(content, 200, headers, media_type)
