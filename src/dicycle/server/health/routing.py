"""Routes and matches over HTTP: batteries in, decisions out; modules in, packs out. Nothing is kept."""

from typing import Any, Final

import msgspec
from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from dicycle.errors import InvalidInput
from dicycle.routing.matching import Matching, check, from_table, match, packs_table, to_table
from dicycle.routing.matching import Request as Wanted
from dicycle.server.answering import data
from dicycle.server.health import lots
from dicycle.server.health.bodies import MOST_BYTES, Matched, read_body

MOST_MODULES: Final = 200_000


def add(api: APIRouter) -> None:
    """Add ``POST /route`` and ``POST /match``."""
    turns = CapacityLimiter(1)  # lots one after another: two at once would only take twice the memory

    @api.post("/route", summary="What is next for batteries: every route with its value, and why")
    async def routes(request: Request) -> Response:
        asked = await lots.asked_of(request)
        return await to_thread.run_sync(lots.answered, asked, limiter=turns if asked.is_lot else None)

    @api.post("/match", summary="Match modules into packs, with a bound that can be checked")
    async def matches(request: Request) -> Response:
        said = await read_body(request, Matched, MOST_BYTES)
        return data(await run_in_threadpool(matched, said))


def wanted(said: dict[str, Any]) -> Wanted:
    """Return what packs are asked for; raises InvalidInput."""
    try:
        return msgspec.convert(said, Wanted, strict=False)
    except msgspec.ValidationError as bad:
        advice = "At least series is needed; see the interface's description."
        raise InvalidInput.because("matching.request", f"This is no request: {bad}.", "request", advice) from None


def matched(said: Matched) -> dict[str, Any]:
    """Return packs with their bound, and what is left out with the reason."""
    import pyarrow as pa  # type: ignore[import-untyped]

    if len(said.modules) > MOST_MODULES:
        sentence = f"One request takes up to {MOST_MODULES:,} modules."
        raise InvalidInput.because("matching.too-many", sentence, "modules", "Use the command line: dicycle match.")
    request = wanted(said.request)
    try:
        table = pa.Table.from_pylist(list(said.modules))
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, OverflowError) as bad:
        sentence = f"These are no rows of one table: {bad}."
        raise InvalidInput.because(
            "matching.not-a-table", sentence, "modules", "Give every row the same keys."
        ) from None
    modules = from_table(table)
    found = match(modules, request)
    return {
        **bound(found),
        "holds": check(found, modules, request).holds,
        "packs": packs_table(found, modules, request).to_pylist(),
        "modules": to_table(found, modules, request).to_pylist(),
    }


def bound(found: Matching) -> dict[str, Any]:
    """Return the value that was reached and how far the best can be."""
    return {
        "value": found.value, "bound": found.bound, "ratio": found.ratio, "exact": found.exact,
        "findings": [one.as_dict() for one in found.findings],
    }  # fmt: skip
