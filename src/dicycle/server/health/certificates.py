"""Certificates over HTTP: as the bytes that were issued, as a page, as PDF, and as a label; and the route after one."""

from collections.abc import Callable
from typing import Final, NamedTuple
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from dicycle.bootstrap import Loop
from dicycle.health.grading import Certificate, read_certificate
from dicycle.health.grading.printing import A6, as_pdf, as_svg, certificate_page, label
from dicycle.server.agreements.asking import Asked
from dicycle.server.answering import data
from dicycle.server.health.bodies import CarryOut, read_body
from dicycle.server.health.carrying import carry_out, ended, standing, told
from dicycle.server.health.deciding import FACTS, facts_of, shown
from dicycle.server.health.doors import made, now_text, who
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


def add(api: APIRouter, loop: Loop, page: Callable[[Loop, Request, Certificate, str], Response]) -> None:
    """Add ``/certificates/{id}``; `page` shows one to a person."""

    @api.get("/certificates/{id}", summary="A certificate of health: JSON as issued, a page, PDF, or a label")
    def certificate(request: Request, id: str) -> Response:
        form = Asked(request, ("format", *FACTS)).choice("format", CHOICES)
        raw = loop.inspections.certificate(id)
        if form is None:
            form = "html" if wants_page(request) else "json"
        if form == "json":
            return _file(raw, id, "application/json", "json")
        one = read_certificate(raw)
        if form == "html":
            return page(loop, request, one, id)
        chosen = FORMS[form]
        return _file(chosen.make(one, id), id, chosen.media_type, chosen.ending)

    _routes(api, loop)


def _routes(api: APIRouter, loop: Loop) -> None:
    @api.get("/certificates/{id}/route", summary="Which routes may be carried out after a certificate, and which was")
    def route(request: Request, id: str) -> Response:
        asked, there = Asked(request, FACTS), ended(loop, id)
        found = shown(loop, there.made, facts_of(asked.word), now_text()[:10])
        return data(told(there, found, standing(loop, there.inspection)))

    @api.post("/certificates/{id}/route", summary="Carry out the route of a certificate, and tell the ledger")
    async def carried(request: Request, id: str) -> Response:
        said = await read_body(request, CarryOut)
        done = await run_in_threadpool(lambda: carry_out(loop, id, said, who(request, said.by) or _by(loop, id)))
        return made(done, f"/events/{quote(done.ids[0], safe='')}")


def _by(loop: Loop, id: str) -> str:
    return ended(loop, id).inspection.begun.by


def _file(content: bytes, id: str, media_type: str, ending: str) -> Response:
    """Return bytes that never change under their address."""
    headers = {
        "Content-Disposition": f'inline; filename="certificate-{id[:12]}.{ending}"', "Vary": "Accept",
        "Cache-Control": "private, max-age=86400, immutable" if ending != "json" else "no-cache",
    }  # fmt: skip
    return Response(content, 200, headers, media_type)
