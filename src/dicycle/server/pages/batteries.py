"""The list of things and lots: by category, newest first, page by page without counting from the start."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from dicycle.bootstrap import Loop
from dicycle.errors import InvalidQuery
from dicycle.files import csv_lines
from dicycle.findings import Finding
from dicycle.identifiers import class_of
from dicycle.ledger.narrative import Telling
from dicycle.ledger.store import Item
from dicycle.ledger.wording import Names, category_word, identifier, key_word, name_of, short
from dicycle.server.answering import data
from dicycle.server.pages.counts import Counts
from dicycle.server.pages.life import names_for, tell
from dicycle.server.pages.links import url_of
from dicycle.server.pages.moments import Moment, moment_of
from dicycle.server.pages.rendering import page
from dicycle.vocabulary import CATEGORIES

PER_PAGE: Final = 50
_STREAMED: Final = 500
BATTERIES: Final = ("pack", "module", "cell", "cell_lot", "storage_system", "vehicle")
_COLUMNS: Final = (
    "id",
    "category",
    "name",
    "serial_or_lot",
    "gbt34014",
    "last_event_time",
    "last_event",
    "place",
    "place_id",
)


class Row(NamedTuple):
    """One thing in the list, with the last that happened to it."""

    item: Item
    name: str
    serial: str
    code: str
    moment: Moment | None
    telling: Telling | None


def add(pages: APIRouter, loop: Loop, counts: Counts) -> None:
    """Add ``/batteries`` and its twins ``.csv`` (all pages) and ``.json`` (one page, with the next)."""

    @pages.get("/batteries")
    def html(request: Request, category: str = "pack", before: str = "") -> Response:
        return page(request, "batteries.html", view(loop, counts, _category(category), _before(before)))

    @pages.get("/batteries.json")
    def json(category: str = "pack", before: str = "") -> Response:
        chosen = _category(category)
        rows, older = listed(loop, chosen, _before(before), PER_PAGE)
        following = f"/batteries.json?{_query(category, older)}" if older else None
        return data({"category": chosen, "items": [_as_data(row) for row in rows], "next": following})

    @pages.get("/batteries.csv")
    def csv_twin(category: str = "pack", before: str = "") -> Response:
        chosen, start = _category(category), _before(before)
        name = f"batteries-{chosen or 'all'}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-cache"}
        return StreamingResponse(_csv(loop, chosen, start), headers=headers, media_type="text/csv; charset=utf-8")


def _category(text: str) -> str | None:
    if text in ("", "all"):
        return None
    if text not in CATEGORIES:
        advice = f"Choose all, {', '.join(CATEGORIES)}."
        raise InvalidQuery(Finding("page.category", f"{text!r} is not a category.", "category", advice=advice))
    return text


def _before(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        advice = "Follow the links of the page."
        raise InvalidQuery(Finding("page.before", f"{text!r} is not where a page starts.", "before", advice=advice))
    return int(text)


def _query(category: str | None, before: int | None = None) -> str:
    return urlencode({"category": category or "all", **({} if before is None else {"before": before})})


def listed(loop: Loop, category: str | None, before: int | None, size: int) -> tuple[list[Row], int | None]:
    """Return one page of rows, and below which number the next page starts (None: this is the last)."""
    found = loop.store.items(category, size + 1, before)
    items = found[:size]
    latest = [loop.store.events_of(item.id, latest=1) for item in items]
    kinds = dict.fromkeys(class_of(item.id) or item.id for item in items)
    names = names_for(loop, [one for events in latest for one in events], kinds)
    rows = [_row(loop, item, events, names) for item, events in zip(items, latest, strict=True)]
    return rows, items[-1].number if len(found) > size else None


def _row(loop: Loop, item: Item, latest: Sequence[Any], names: Names) -> Row:
    moment = moment_of(latest[-1]) if latest else None
    telling = tell(latest[-1], item.id, names, kinds=1) if latest else None
    name = name_of(item.id, names) or key_word(item.id)
    return Row(item, name, short(item.id), _code(loop.store.aliases_of(item.id)), moment, telling)


def _code(aliases: Sequence[str]) -> str:
    read = [identifier(one) for one in aliases]
    return next((one.values[0][1] for one in read if one and one.scheme == "gbt34014"), "")


def view(loop: Loop, counts: Counts, category: str | None, before: int | None) -> dict[str, Any]:
    """Return what the page shows."""
    rows, older = listed(loop, category, before, PER_PAGE)
    by_category: dict[str, int] = counts.now().get("items", {})
    facets = [(one, by_category[one]) for one in CATEGORIES if one in by_category]
    named = category_word(category, 2) if category else "things and lots"
    return {
        "title": f"{named[0].upper()}{named[1:]}",
        "category": category,
        "rows": rows,
        "total": by_category.get(category) if category else sum(by_category.values()),
        "batteries": [one for one in facets if one[0] in BATTERIES],
        "materials": [one for one in facets if one[0] not in BATTERIES],
        "older": f"/batteries?{_query(category, older)}" if older else "",
        "newest": f"/batteries?{_query(category)}" if before is not None else "",
        "csv": f"/batteries.csv?{_query(category)}",
        "json": f"/batteries.json?{_query(category, before)}",
    }


def _as_data(row: Row) -> dict[str, Any]:
    place = row.telling.place if row.telling else None
    values = (
        row.item.id, row.item.category, row.name, row.serial, row.code,
        row.moment.iso if row.moment else None, row.telling.text if row.telling else None,
        place.text if place else None, place.id if place else None,
    )  # fmt: skip
    return dict(zip(_COLUMNS, values, strict=True)) | {"url": url_of(row.item.id)}


def _csv(loop: Loop, category: str | None, before: int | None) -> Iterator[bytes]:
    """Yield the whole list from `before` on, a page at a time."""
    yield csv_lines([_COLUMNS])
    more = True
    while more:
        rows, before = listed(loop, category, before, _STREAMED)
        yield csv_lines([_as_data(row)[column] for column in _COLUMNS] for row in rows)
        more = before is not None
