"""The map: how many entries each country has, as dots on the graticule, and each region, as a table."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from math import sqrt
from typing import Any, Final, NamedTuple

from fastapi import APIRouter, Request
from starlette.responses import Response

from dicycle.agreements.languages.gazetteer import table
from dicycle.agreements.register.model import Entry
from dicycle.bootstrap import Loop
from dicycle.server.agreements.asking import FACETS, Asked
from dicycle.server.agreements.listing import listed
from dicycle.server.pages.agreements.middles import MIDDLES
from dicycle.server.pages.rendering import data, page, wants_data

PATH: Final = "/agreements/map"
NORTH, SOUTH, WEST, EAST = 78, -58, -170, 180
_LEAST, _MOST = 9.0, 26.0
"""Radii of dots; the area grows with the count."""
_STEP: Final = 30


class Dot(NamedTuple):
    """A country on the map; `said` is what a screen reader is told."""

    x: float
    y: float
    radius: float
    entries: int
    code: str
    url: str
    said: str


class Line(NamedTuple):
    """A line of the table: a country, or one of its regions."""

    country: str
    region: str
    entries: int
    countable: int
    url: str


def add(pages: APIRouter, loop: Loop) -> None:
    """Add ``/agreements/map`` with its twin ``format=json``."""

    @pages.get(PATH, summary="Where the entries of the register are")
    def the_map(request: Request) -> Response:
        asked = Asked(request, (*FACETS, "format"))
        asked.choice("format", ("html", "json"))
        listing = listed(loop.agreements, asked)
        values = view(listing.found, asked)
        if wants_data(request):
            lines = [line._asdict() for line in values["lines"]]
            return data({"places": lines, "nowhere": values["nowhere"]})
        return page(request, "agreements-map.html", values | {"whole": len(listing.register.entries)})


def view(entries: list[Entry], asked: Asked) -> dict[str, Any]:
    """Return what the page shows of some entries."""
    lines = list(_lines(entries, asked))
    countries = Counter(one.country for one in entries if one.country)
    return {
        "title": "Where",
        "count": len(entries),
        "lines": lines,
        "dots": list(_dots(countries, asked)),
        "unplaced": sorted(set(countries) - set(MIDDLES)),
        "nowhere": sum(one.country is None for one in entries),
        "meridians": [_x(east) for east in range(-150, EAST + 1, _STEP)],
        "parallels": [(_y(north), f"{abs(north)}° {'N' if north > 0 else 'S'}" if north else "0°")
                      for north in range(-30, NORTH, _STEP)],
        "width": EAST - WEST,
        "height": NORTH - SOUTH,
        "json": f"{PATH}?{asked.query(format='json')}",
    }  # fmt: skip


def _dots(countries: Counter[str], asked: Asked) -> Iterable[Dot]:
    """Yield the dots, the largest first: so a small one lies on a large one."""
    names, most = _names(), max(countries.values(), default=1)
    for code, count in countries.most_common():
        if code in MIDDLES:
            north, east = MIDDLES[code]
            radius = (_LEAST + (_MOST - _LEAST) * sqrt(count / most)) / 2
            said = f"{names.get(code, code)}: {count:,} {'entry' if count == 1 else 'entries'}"
            yield Dot(_x(east), _y(north), round(radius, 1), count, code, _url(asked, country=code), said)


def _lines(entries: list[Entry], asked: Asked) -> Iterable[Line]:
    names = _names()
    found: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for one in entries:
        if one.country:
            found[one.country, one.region or ""].append(one)
    sizes = Counter(one.country for one in entries)
    ordered = sorted(found, key=lambda key: (-sizes[key[0]], key[0], -len(found[key]), key[1]))
    for country, region in ordered:
        here = found[country, region]
        url = _url(asked, country=country, region=region) if region else _url(asked, country=country)
        yield Line(names.get(country, country), region, len(here), sum(one.countable for one in here), url)


def _url(asked: Asked, **place: str) -> str:
    return f"/agreements?{asked.query(**place, format=None)}"


def _names() -> dict[str, str]:
    return {one.country: one.name_en for one in reversed(table()) if one.kind == "country"}


def _x(east: float) -> float:
    return east - WEST


def _y(north: float) -> float:
    return NORTH - north
