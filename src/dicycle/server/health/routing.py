"""Routes and matches over HTTP: batteries in, decisions out; modules in, packs out. Nothing is kept."""

from typing import Any, Final

import msgspec
from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request
from starlette.responses import Response

from dicycle.errors import InvalidInput
from dicycle.routing.matching import Request as Wanted
from dicycle.routing.matching import answered, from_rows
from dicycle.server.answering import data
from dicycle.server.health import lots
from dicycle.server.health.bodies import MOST_BYTES, Matched, read_body

MOST_MODULES: Final = 200_000
_FEW: Final = 100
"""A stock of so many modules does not wait for its turn."""


def add(api: APIRouter) -> None:
    """Add ``POST /route`` and ``POST /match``."""
    turns = CapacityLimiter(1)  # lots one after another: two at once would only take twice the memory
    matching = CapacityLimiter(1)  # and so large stocks, which take both processors

    @api.post("/route", summary="What is next for batteries: every route with its value, and why")
    async def routes(request: Request) -> Response:
        asked = await lots.asked_of(request)
        return await to_thread.run_sync(lots.answered, asked, limiter=turns if asked.is_lot else None)

    @api.post("/match", summary="Match modules into packs, with a bound that can be checked")
    async def matches(request: Request) -> Response:
        said = await read_body(request, Matched, MOST_BYTES)
        large = len(said.modules) > _FEW
        return data(await to_thread.run_sync(matched, said, limiter=matching if large else None))


def wanted(said: dict[str, Any]) -> Wanted:
    """Return what packs are asked for; raises InvalidInput."""
    try:
        return msgspec.convert(said, Wanted, strict=False)
    except msgspec.ValidationError as bad:
        advice = "At least series is needed; see the interface's description."
        raise InvalidInput.because("matching.request", f"This is no request: {bad}.", "request", advice) from None


def matched(said: Matched) -> dict[str, Any]:
    """Return packs with their bound, what is left out with the reason, and second tests where asked for."""
    if len(said.modules) > MOST_MODULES:
        sentence = f"One request takes up to {MOST_MODULES:,} modules."
        raise InvalidInput.because("matching.too-many", sentence, "modules", "Use the command line: dicycle match.")
    request = wanted(said.request)
    return answered(from_rows(said.modules), request, said.retest).as_dict()
