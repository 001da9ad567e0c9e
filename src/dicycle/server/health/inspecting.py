"""Inspections over HTTP, for programs and testers: begun, answered, given files, released, ended."""

from typing import Any, Final, get_args

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from dicycle.bootstrap import Loop
from dicycle.errors import AlreadyExists, InvalidInput
from dicycle.findings import Finding
from dicycle.health.gates import Reading
from dicycle.health.inspecting.inspections import Started
from dicycle.health.inspecting.model import Purpose
from dicycle.server.agreements.asking import Asked
from dicycle.server.answering import data
from dicycle.server.health.bodies import MOST_BYTES, OCTETS, Answer, Begin, End, Letting, Undo, limited, read_body
from dicycle.server.health.doors import made, now_text, proved, token_of, unit_of, who
from dicycle.server.health.live import none_live
from dicycle.server.health.releasing import let_pass
from dicycle.server.health.telling import brief, told, whole

PURPOSES: Final[tuple[Purpose, ...]] = get_args(Purpose)
FILE: Final = ("name", "purpose", "measured", "named", "ambient", "by", "at")


def add(api: APIRouter, loop: Loop) -> None:
    """Add the paths of inspections."""
    _looking(api, loop)
    _beginning(api, loop)
    _going_on(api, loop)
    _files(api, loop)
    _ending(api, loop)


def _looking(api: APIRouter, loop: Loop) -> None:
    @api.get("/inspections", summary="Inspections that go on, or all of one unit")
    def inspections(request: Request) -> Response:
        asked = Asked(request, ("unit",))
        found, unit = loop.inspections, asked.word("unit")
        some = found.of_unit(unit_of(loop, unit)) if unit else found.open()
        return data({"inspections": [brief(one) for one in some]})

    @api.get("/inspections/{id}", summary="An inspection: its entries, and what its gates came to")
    def inspection(id: str) -> Response:
        return data(whole(loop.inspections, id))

    @api.get("/inspections/{id}/assessment", summary="What an inspection comes to as it stands; nothing is kept")
    def assessment(id: str) -> Response:
        return data(told(loop.inspections.assess(id, now_text())))


def _beginning(api: APIRouter, loop: Loop) -> None:
    @api.post("/inspections", summary="Begin the inspection of a unit, or go on with the one that is open")
    async def begins(request: Request) -> Response:
        said = await read_body(request, Begin)
        by, at = who(request, said.by), said.at or now_text()
        started = await run_in_threadpool(_begin, loop, said, by, at)
        id = started.inspection.id
        return made(await run_in_threadpool(whole, loop.inspections, id), f"/inspections/{id}", new=started.new)


def _begin(loop: Loop, said: Begin, by: str, at: str) -> Started:
    """Begin an inspection, or return the open one; raises AlreadyExists where other facts are given than it has."""
    unit = unit_of(loop, said.unit)
    type = said.type.meant(said.kind) if said.type else None
    started = loop.inspections.start(unit, by, at, type=type, kind=said.kind, place=said.place)
    if started.differing:
        there, wrong = started.inspection, " and ".join(started.differing)
        sentence = f"{there.begun.by} inspects this unit, with another {wrong}: {there.id}."
        advice = "Go on with that inspection without them, or cancel it with the reason and begin another."
        raise AlreadyExists(Finding("inspection.open-otherwise", sentence, wrong, advice=advice))
    return started


def _going_on(api: APIRouter, loop: Loop) -> None:
    @api.post("/inspections/{id}/answers", summary="Answer a question of a gate")
    async def answers(request: Request, id: str) -> Response:
        said = await read_body(request, Answer)
        reading = Reading(
            question=said.question, value=said.value, by=_by(request, loop, id, said.by), at=said.at or now_text(),
            evidence=said.evidence, note=said.note,
        )  # fmt: skip
        return data(await run_in_threadpool(loop.inspections.answer, id, reading, token_of(request)))

    @api.post("/inspections/{id}/releases", summary="Let two persons release a failed gate")
    async def releases(request: Request, id: str) -> Response:
        said, who_asks = await read_body(request, Letting), proved(request)
        by = _by(request, loop, id, said.by)
        return data(await run_in_threadpool(let_pass, loop.inspections, id, said, who_asks, by))

    @api.post("/inspections/{id}/undo", summary="Take an entry back")
    async def undo(request: Request, id: str) -> Response:
        said = await read_body(request, Undo)
        given = (said.number, _by(request, loop, id, said.by), said.at or now_text(), said.why, token_of(request))
        return data(await run_in_threadpool(loop.inspections.take_back, id, *given))


def _files(api: APIRouter, loop: Loop) -> None:
    @api.post("/inspections/{id}/files", summary="Attach a test record or a photograph; its bytes are the body")
    async def files(request: Request, id: str) -> Response:
        asked = Asked(request, FILE)
        name = asked.needed("name", "Say what the file is called.")
        purpose: Any = asked.choice("purpose", PURPOSES) or "test record"
        raw = await limited(request, MOST_BYTES, OCTETS)
        by, at = _by(request, loop, id, asked.word("by")), asked.word("at") or now_text()
        more = {"purpose": purpose, "measured": asked.word("measured"), "named": asked.word("named"),
                "ambient": _degrees(asked.word("ambient"))}  # fmt: skip
        return data(await run_in_threadpool(loop.inspections.attach, id, name, raw, by, at, **more))


def _degrees(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        sentence, advice = f"{text!r} is no temperature.", "Give degrees Celsius, as in 23.5."
        raise InvalidInput.because("inspection.ambient", sentence, "ambient", advice) from None


def _ending(api: APIRouter, loop: Loop) -> None:
    @api.post("/inspections/{id}/finish", summary="End an inspection with a certificate and an event of the ledger")
    async def finish(request: Request, id: str) -> Response:
        said = await read_body(request, End)
        by = _by(request, loop, id, said.by)
        await run_in_threadpool(none_live, loop, id)
        ended = await run_in_threadpool(loop.inspections.finish, id, by, said.at or now_text())
        return made(ended, f"/certificates/{ended.certificate}")

    @api.post("/inspections/{id}/cancel", summary="End an inspection without a certificate")
    async def cancel(request: Request, id: str) -> Response:
        said = await read_body(request, End)
        if not said.why.strip():
            raise InvalidInput.because("inspection.no-reason", "It is not said why.", "why", "Give the reason.")
        by = _by(request, loop, id, said.by)
        ended = await run_in_threadpool(loop.inspections.cancel, id, by, said.at or now_text(), said.why)
        return data(ended)


def _by(request: Request, loop: Loop, id: str, said: str | None) -> str:
    """Return who does something in an inspection: who asks, who is said to, else who began it."""
    return who(request, said) or loop.inspections.read(id).begun.by
