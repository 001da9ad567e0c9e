"""Answers in the form that a request asks for, written while they are read."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from dicycle.bootstrap import Loop
from dicycle.files import Tabular, csv_chunks, parquet_chunks
from dicycle.genealogy import plain
from dicycle.genealogy.answers import Attribution, Point, Recall
from dicycle.genealogy.plain import Answer
from dicycle.genealogy.tables import Whole, sheet
from dicycle.server.epcis.headers import accepted
from dicycle.server.genealogy.asking import Asked
from dicycle.vocabulary import NAME

POINT: Final = "Dicycle-Point"
"""The header that says as of which point of the ledger an answer holds."""


Found = Answer | Whole
"""What was found, or its table if that is what was asked for."""


class Form(NamedTuple):
    """A form of an answer: its media type, and what writes it from the answer and more facts."""

    media_type: str
    write: Callable[[Found, Mapping[str, Any]], Iterator[bytes]]


FORMS: Final[dict[str, Form]] = {
    "json": Form("application/json", lambda found, more: plain.chunks(_answer(found), more)),
    "csv": Form("text/csv", lambda found, _: csv_chunks(_table(found))),
    "parquet": Form("application/vnd.apache.parquet", lambda found, _: parquet_chunks(_table(found))),
}


def _answer(found: Found) -> Answer:
    assert not isinstance(found, Whole), "a table is not told in JSON"
    return found


def _table(found: Found) -> Tabular:
    return found if isinstance(found, Whole) else sheet(found)


def form_of(request: Request, asked: Asked) -> str:
    """Return in which form the answer is to be: by ``format``, else by what the request accepts; refuses if none."""
    if asked.word("format"):
        return asked.choice("format", tuple(FORMS))
    kind = accepted(request, [one.media_type for one in FORMS.values()])
    return next(name for name, one in FORMS.items() if one.media_type == kind)


def respond(request: Request, loop: Loop, form: str, found: Found, point: Point, **more: Any) -> Response:
    """Return an answer, with `more` facts in JSON; to HEAD, its headers. `loop` is what whoever asks may see."""
    headers = {POINT: point_of(point), "Cache-Control": "no-cache", "Vary": "Accept"}
    if form != "json":
        headers["Content-Disposition"] = f'attachment; filename="{request.url.path.strip("/")}.{form}"'
    chosen = FORMS[form]
    if request.method == "HEAD":
        return Response(headers=headers, media_type=chosen.media_type)
    parts = chosen.write(found, {"names": _names(loop, places(found)), **more})
    return StreamingResponse(parts, headers=headers, media_type=chosen.media_type)


def point_of(point: Point) -> str:
    """Return a point of the ledger for a header: ``8036, 2026-11-22T09:41:48.123Z``."""
    return f"{point.events}, {plain.moment(point.time)}" if point.events else "0"


def places(found: Found) -> list[str]:
    """Return the ids of the places that an answer names."""
    if isinstance(found, Recall):
        ids: Iterable[str | None] = (one.place for one in found.groups)
    elif isinstance(found, Attribution):
        ids = (origin.partition(":")[2] for share in found.shares for origin in share.origins)
    else:
        ids = ()
    return list(dict.fromkeys(one for one in ids if one))


def _names(loop: Loop, ids: list[str]) -> dict[str, Any]:
    said = loop.store.names(ids)
    return {id: said[id][NAME] for id in ids if NAME in said.get(id, {})}
