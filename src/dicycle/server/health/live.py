"""Live tests over HTTP: a tester's file sent piece by piece while it is written, and attached when the test ends."""

from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from dicycle.bootstrap import Loop
from dicycle.errors import InvalidInput
from dicycle.health.inspecting.checking import goes_on
from dicycle.health.inspecting.live import About, Live
from dicycle.health.inspecting.model import Attached
from dicycle.server.agreements.asking import Asked
from dicycle.server.answering import data
from dicycle.server.health.bodies import MOST_BYTES, OCTETS, EndLive, limited, read_body
from dicycle.server.health.doors import now_text, who

_DIGITS: Final = 12


def add(api: APIRouter, loop: Loop) -> None:
    """Add ``/inspections/{id}/live`` and ``/inspections/{id}/live/end``."""

    @api.get("/inspections/{id}/live", summary="How much of a live test is here; size null where none is")
    def live(id: str) -> Response:
        loop.inspections.read(id)
        return data(_told(loop, id))

    @api.post("/inspections/{id}/live", summary="A piece of the file that a tester is writing; it is the body")
    async def piece(request: Request, id: str) -> Response:
        asked = Asked(request, ("name", "offset", "by"))
        name = asked.needed("name", "Say what the file is called.")
        offset = _offset(asked.needed("offset", "Say at which byte the piece begins."))
        raw = await limited(request, MOST_BYTES, OCTETS)
        by = who(request, asked.word("by"))
        await run_in_threadpool(_append, loop, id, name, offset, raw, by)
        return data(_told(loop, id))

    @api.post("/inspections/{id}/live/end", summary="The live test has ended: its file is attached")
    async def end(request: Request, id: str) -> Response:
        said = await read_body(request, EndLive)
        more = {"measured": said.measured, "named": said.named, "ambient": said.ambient}
        return data(await run_in_threadpool(end_live, loop, id, **more))

    @api.delete("/inspections/{id}/live", summary="Discard a live test; what came of it is kept and told")
    async def discard(request: Request, id: str) -> Response:
        asked = Asked(request, ("why", "by", "at"))
        by = who(request, asked.word("by")) or loop.inspections.read(id).begun.by
        given = (by, asked.word("at") or now_text(), asked.word("why") or "")
        await run_in_threadpool(loop.inspections.discard, id, *given)
        return data(_told(loop, id))


def _told(loop: Loop, id: str) -> dict[str, Any]:
    found = Live(loop.inspections.files).draft(id)
    if found is None:
        return {"size": None}
    return {"size": found.size, "name": found.about.name, "by": found.about.by, "at": found.about.at}


def _append(loop: Loop, id: str, name: str, offset: int, raw: bytes, by: str) -> None:
    there = loop.inspections.read(id)
    goes_on(there)
    about = About(name=name, by=by or there.begun.by, at=now_text())
    Live(loop.inspections.files).append(id, about, offset, raw)


def end_live(loop: Loop, id: str, **more: Any) -> Attached:
    """Attach the file of a live test as it was sent; raises NotFound where none is being sent.

    It is attached as of when its first piece came, so doing it again after a stop in between attaches it once.
    """
    inspections = loop.inspections
    live = Live(inspections.files)
    goes_on(inspections.read(id))
    found = live.needed(id)
    with found.path.open("rb") as file:
        kept = inspections.attach(id, found.about.name, file, found.about.by, found.about.at, **more)
    live.drop(id)
    return kept


def none_live(loop: Loop, id: str) -> None:
    """Raise InvalidInput while a test is being sent to an inspection that is to end with a certificate."""
    found = Live(loop.inspections.files).draft(loop.inspections.read(id).id)
    if found is not None:
        sentence = f"{found.about.name!r} is still being sent by a tester."
        raise InvalidInput.because("inspection.live-on", sentence, id, "End that test and use it, or discard it.")


def _offset(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise InvalidInput.because(
            "inspection.offset", f"{text[:40]!r} is no count of bytes.", "offset", "Give 0 first."
        )
    return int(text)
