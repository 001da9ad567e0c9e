"""``/loop`` and ``/loop/flow``: the picture, and the events behind one of its ribbons, each with JSON and CSV."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, Final, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from dicycle.bootstrap import Loop
from dicycle.errors import InvalidQuery, NotFound
from dicycle.files import csv_lines
from dicycle.genealogy.answers import WHOLE
from dicycle.genealogy.flows import Flows, Stage, flows_of, stage_named
from dicycle.genealogy.genealogy import Genealogy
from dicycle.genealogy.graph.model import Ints
from dicycle.server.answering import data, wants_data
from dicycle.server.pages.loop import ribbon
from dicycle.server.pages.loop.view import Chosen, as_data, rows_in, view
from dicycle.server.pages.loop.words import digits
from dicycle.server.pages.rendering import page

_AT_ONCE: Final = 2000
_FORMATS: Final = ("html", "json", "csv")
_COLUMNS: Final = ("element", "year", "from", "to", "kg", "events")


class Known(NamedTuple):
    """A genealogy with its flows, and by which categories they were made."""

    genealogy: Genealogy
    flows: Flows
    words: list[str]
    categories: Ints


class Memory:
    """Keeps the flows of a loop until its genealogy, or what master data says of it, is another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: Known | None = None

    @classmethod
    def of(cls, loop: Loop) -> "Memory":
        """Return the one memory of a loop."""
        return _MEMORIES.setdefault(loop, cls())

    def of_now(self, genealogy: Genealogy) -> Known:
        """Return the flows of a genealogy."""
        with self._lock:
            known = self._known
            if known is None or known.genealogy is not genealogy:
                known = self._known = self._renewed(known, genealogy)
            return known

    @staticmethod
    def _renewed(known: Known | None, genealogy: Genealogy) -> Known:
        graph, kinds = genealogy.graph, genealogy.kinds
        categories = kinds.numbers(np.arange(len(graph.things.kind)))
        same = known is not None and known.genealogy.graph is graph and known.words == kinds.words
        if known is not None and same and np.array_equal(known.categories, categories):
            return known._replace(genealogy=genealogy)
        return Known(genealogy, flows_of(graph, kinds), kinds.words, categories)


def known_of(loop: Loop) -> Known:
    """Return the flows of a loop as of now."""
    return Memory.of(loop).of_now(loop.genealogy())


_MEMORIES: Final["WeakKeyDictionary[Loop, Memory]"] = WeakKeyDictionary()


def add(pages: APIRouter, loop: Loop) -> None:
    """Add ``/loop`` and ``/loop/flow``; both are for those who see everything."""

    @pages.get("/loop", summary="The loop as a picture")
    def the_loop(request: Request, element: str = "", year: str = "all", format: str = "") -> Response:
        _check_format(format)
        known = known_of(loop)
        chosen = _chosen(known.flows, element, year)
        if format == "csv":
            return _csv(f"loop-{chosen.element}-{chosen.year or 'all'}.csv", _COLUMNS, _flow_rows(known.flows, chosen))
        point = known.genealogy.point
        if wants_data(request):
            return data(as_data(known.flows, chosen, point))
        return page(request, "loop.html", view(known.flows, chosen, point))

    @pages.get("/loop/flow", summary="The events behind a ribbon of the loop")
    def the_flow(request: Request, element: str = "", year: str = "all", after: str = "", format: str = "") -> Response:
        _check_format(format)
        known = known_of(loop)
        chosen = _chosen(known.flows, element, year)
        source, target = (_stage(request.query_params.get(name, ""), name) for name in ("from", "to"))
        found = ribbon.Ribbon(known.flows, known.genealogy.graph, chosen, source, target)
        if format == "csv":
            name = f"loop-{source.word}-{target.word}-{chosen.element}-{chosen.year or 'all'}.csv"
            return _csv(name, ribbon.COLUMNS, found.lines())
        shown = found.page(_after(after))
        if wants_data(request):
            return data(ribbon.as_data(found, shown, known.genealogy.point))
        return page(request, "loop_flow.html", ribbon.view(loop, found, shown, known.genealogy.point))


def _check_format(asked: str) -> None:
    if asked and asked not in _FORMATS:
        advice = f"Ask for {', '.join(_FORMATS)}."
        raise InvalidQuery.because("page.format", f"This page has no form {asked!r}.", "format", advice)


def _chosen(flows: Flows, element: str, year: str) -> Chosen:
    weighed = flows.weighed()
    if not element:
        # Of the elements the first: the whole mass is mostly what the ore was in.
        element = next((one for one in weighed if one != WHOLE), WHOLE)
    elif element not in weighed and element not in flows.columns:
        advice = f"Choose one of {', '.join(weighed)}." if weighed else "No event says a mass yet."
        raise NotFound.because("loop.element", f"Nothing in the loop is said to hold {element!r}.", "element", advice)
    return Chosen(element, _year(year))


def _year(text: str) -> int | None:
    if text in ("", "all"):
        return None
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise InvalidQuery.because("loop.year", f"{text!r} is not a year.", "year", "Write it as 2031, or all.")
    return int(text)


def _stage(word: str, where: str) -> Stage:
    found = stage_named(word)
    if found is None:
        advice = f"Choose one of {', '.join(one.word for one in Stage)}."
        raise InvalidQuery.because("loop.stage", f"{word!r} is not a stage of the loop.", where, advice)
    return found


def _after(text: str) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        advice = "Follow the links of the page."
        raise InvalidQuery.because("page.after", f"{text!r} is not where a page starts.", "after", advice)
    return int(text)


def _flow_rows(flows: Flows, chosen: Chosen) -> Iterator[Sequence[Any]]:
    for row in rows_in(flows, chosen):
        way = row.flow.source.word, row.flow.target.word
        yield (chosen.element, chosen.year or "all", *way, digits(row.flow.mass), row.events)


def _csv(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-cache"}
    return StreamingResponse(_blocks(chain([columns], rows)), headers=headers, media_type="text/csv; charset=utf-8")


def _blocks(rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Yield rows as lines, many at a time."""
    left = iter(rows)
    while block := list(islice(left, _AT_ONCE)):
        yield csv_lines(block)
