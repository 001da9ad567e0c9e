"""A unit assessed over HTTP without an inspection: files and answers in, grade and certificate out; nothing is kept."""

from typing import Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from dicycle.bootstrap import Loop
from dicycle.health.grading import Case
from dicycle.health.grading.assessing import Assessed
from dicycle.health.grading.gathering import RawFile
from dicycle.server.answering import data
from dicycle.server.health.bodies import MOST_BYTES, Given, day_of, read_body
from dicycle.server.health.doors import now_text, unit_of
from dicycle.server.health.telling import told

_END: Final = "23:59:59Z"
"""What the ledger knew at the end of the day counts, so that a day gives one certificate."""


def add(api: APIRouter, loop: Loop) -> None:
    """Add ``POST /health/assess``."""

    @api.post("/health/assess", summary="Grade a unit from files and answers; nothing is kept")
    async def assessed(request: Request) -> Response:
        given = await read_body(request, Given, MOST_BYTES)
        return data(told(await run_in_threadpool(_assess, loop, given)))


def _assess(loop: Loop, given: Given) -> Assessed:
    unit = unit_of(loop, given.unit)
    type = given.type.meant(given.kind) if given.type else None
    case = Case(
        unit, type, given.kind, declared=given.declared, resistance=given.resistance,
        readings=given.readings, releases=given.releases, by=given.by, measured=given.measured, named=given.named,
        ambient=given.ambient,
    )  # fmt: skip
    files = [RawFile(one.name, one.data) for one in given.files]
    return loop.grade(case, files, f"{day_of(given.as_of, now_text())}T{_END}")
