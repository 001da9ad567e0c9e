"""The map: how many entries each country has, as dots on the graticule, and each region, as a table."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import sqrt
from typing import Any, Final, NamedTuple

from fastapi import APIRouter, Request
from starlette.responses import Response

from dicycle.agreements.languages.gazetteer import table
from dicycle.agreements.register.model import Entry
from dicycle.bootstrap import Loop
from dicycle.server.agreements.asking import FACETS, Asked
from dicycle.server.agreements.listing import listed
from dicycle.server.answering import data, wants_data
from dicycle.server.pages.agreements.middles import MIDDLES
from dicycle.server.pages.rendering import page

PATH: Final = "/agreements/map"
NORTH, SOUTH, WEST, EAST = 78, -58, -170, 180
_LEAST, _MOST = 0.03, 0.08
"""Radii of dots as shares of the frame's width; the area grows with the count."""
_MARGIN: Final = 15
_NARROWEST: Final = 90
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


class Frame(NamedTuple):
    """The part of the world that is drawn, in degrees from its north-western corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def steps(self) -> int:
        """How far in the map is: 1 near, 4 the whole world; letters are sized by it."""
        return min(4, max(1, round(self.width / _NARROWEST)))


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
    frame = _frame([MIDDLES[code] for code in countries if code in MIDDLES])
    return {
        "title": "Where",
        "count": len(entries),
        "lines": lines,
        "frame": frame,
        "dots": list(_dots(countries, asked, frame.width)),
        "unplaced": sorted(set(countries) - set(MIDDLES)),
        "nowhere": sum(one.country is None for one in entries),
        "meridians": [_x(east) for east in range(-150, EAST + 1, _STEP)],
        "parallels": [(_y(north), f"{abs(north)}° {'N' if north > 0 else 'S'}" if north else "0°")
                      for north in range(-30, NORTH, _STEP)],
        "json": f"{PATH}?{asked.query(format='json')}",
    }  # fmt: skip


def _frame(middles: Sequence[tuple[float, float]]) -> Frame:
    """Return the least frame, twice as wide as high, with some margin around all middles (degrees north, east)."""
    xs, ys = [_x(east) for _, east in middles] or [0, EAST - WEST], [_y(north) for north, _ in middles] or [0]
    across, down = max(xs) - min(xs) + 2 * _MARGIN, max(ys) - min(ys) + 2 * _MARGIN
    width = min(EAST - WEST, max(across, 2 * down, _NARROWEST))
    height = min(NORTH - SOUTH, width / 2)
    return Frame(_fitted(xs, width, EAST - WEST), _fitted(ys, height, NORTH - SOUTH), width, height)


def _fitted(values: Sequence[float], length: float, whole: float) -> float:
    """Return where a frame of a length begins that has the values in its middle and does not leave the whole."""
    return max(0, min(whole - length, (min(values) + max(values) - length) / 2))


def _dots(countries: Counter[str], asked: Asked, width: float) -> Iterable[Dot]:
    """Yield the dots, the largest first: so a small one lies on a large one."""
    names, most = _names(), max(countries.values(), default=1)
    for code, count in countries.most_common():
        if code in MIDDLES:
            north, east = MIDDLES[code]
            radius = width * (_LEAST + (_MOST - _LEAST) * sqrt(count / most)) / 2
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
