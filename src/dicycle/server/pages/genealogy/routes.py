"""The page of a genealogy, and its twins for programs."""

from collections.abc import Sequence
from typing import Any, get_args

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from dicycle.bootstrap import Loop
from dicycle.errors import Forbidden, NotFound, TooLarge
from dicycle.findings import Finding
from dicycle.genealogy import plain
from dicycle.genealogy.answers import Attribution, Direction, Trace
from dicycle.genealogy.genealogy import MOST_NODES, Genealogy
from dicycle.ledger.store import Item
from dicycle.server.access import seen
from dicycle.server.answering import data, wants_data
from dicycle.server.pages.genealogy.asking import Asked, asked_of
from dicycle.server.pages.genealogy.table import as_csv
from dicycle.server.pages.genealogy.view import view
from dicycle.server.pages.rendering import SCRIPTED, page, with_policy

"""The page works without its script, and allows no other."""


def add(pages: APIRouter, loop: Loop) -> None:
    """Add ``/genealogy?id=`` with its twins ``format=json`` and ``format=csv``."""

    @pages.get("/genealogy")
    def genealogy(request: Request) -> Response:
        return answer(request, seen(request, loop), asked_of(request))


def answer(request: Request, loop: Loop, asked: Asked) -> Response:
    """Return the page, or what it is made of as JSON or CSV; raises NotFound for a thing that nobody told of."""
    item = loop.find(asked.id)
    asked = asked._replace(id=item.id)
    genealogy = loop.genealogy()
    traces = traces_of(genealogy, item, asked)
    if request.query_params.get("format") == "csv":
        return _sheet(traces, item)
    metal, why = metal_of(genealogy, asked)
    if wants_data(request):
        return data(_twin(item, asked, traces, metal))
    values = view(loop, item, asked, traces, metal, why, _full(genealogy, asked))
    return with_policy(page(request, "genealogy.html", values), SCRIPTED)


def traces_of(genealogy: Genealogy, item: Item, asked: Asked) -> list[Trace]:
    """Return the traces that are asked for, as far as the thing is in any: a thing that was only seen has none."""
    ways: Sequence[Direction] = get_args(Direction) if asked.direction == "both" else (asked.direction,)
    found = []
    for way in ways:
        try:
            found.append(
                genealogy.trace(
                    item.id, way, as_of=asked.moment, depth=asked.steps(way), until=asked.until, most=MOST_NODES
                )
            )
        except NotFound:
            continue
    return found


def metal_of(genealogy: Genealogy, asked: Asked) -> tuple[Attribution | None, Finding | None]:
    """Return whose metal is in a thing, or why that is not said."""
    try:
        return genealogy.attribution(asked.id, as_of=asked.moment), None
    except NotFound:
        return None, None
    except (Forbidden, TooLarge) as refused:
        return None, refused.findings[0]


def _full(genealogy: Genealogy, asked: Asked) -> int | None:
    """Return when something was last in a thing that is empty now, if the page speaks of now."""
    return None if asked.as_of else genealogy.last_full(asked.id)


def _twin(item: Item, asked: Asked, traces: Sequence[Trace], metal: Attribution | None) -> dict[str, Any]:
    return {
        "id": item.id,
        "category": item.category,
        "as_of": asked.as_of or None,
        "traces": [plain.value(trace) for trace in traces],
        "attribution": plain.value(metal) if metal else None,
    }


def _sheet(traces: Sequence[Trace], item: Item) -> Response:
    headers = {"Content-Disposition": 'attachment; filename="genealogy.csv"', "Cache-Control": "no-cache"}
    return StreamingResponse(as_csv(traces), headers=headers, media_type="text/csv; charset=utf-8")
