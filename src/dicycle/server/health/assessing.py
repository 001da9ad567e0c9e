"""A unit assessed over HTTP without an inspection: files and answers in, grade and certificate out; nothing is kept."""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from dicycle.bootstrap import Loop
from dicycle.health.grading import Case, assess
from dicycle.health.grading.assessing import Assessed
from dicycle.health.grading.gathering import RawFile, with_files
from dicycle.health.inspecting.known import passport_in
from dicycle.server.answering import data
from dicycle.server.health.bodies import MOST_BYTES, Given, day_of, read_body
from dicycle.server.health.doors import now_text, unit_of
from dicycle.server.health.telling import told


def add(api: APIRouter, loop: Loop) -> None:
    """Add ``POST /health/assess``."""

    @api.post("/health/assess", summary="Grade a unit from files and answers; nothing is kept")
    async def assessed(request: Request) -> Response:
        given = await read_body(request, Given, MOST_BYTES)
        return data(told(await run_in_threadpool(_assess, loop, given)))


def _assess(loop: Loop, given: Given) -> Assessed:
    unit = unit_of(loop, given.unit)
    case = Case(
        unit, given.type, given.kind, declared=given.declared, resistance=given.resistance,
        readings=given.readings, releases=given.releases, by=given.by, measured=given.measured, named=given.named,
        ambient=given.ambient, passport=passport_in(loop.store, unit),
    )  # fmt: skip
    files = [RawFile(one.name, one.data) for one in given.files]
    return assess(with_files(case, files), loop.inspections.rules, day_of(given.as_of, now_text()))
