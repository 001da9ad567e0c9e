"""What the page of the loop shows: a picture of an element in a year, its numbers, what to choose from."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from dicycle.genealogy.answers import WHOLE, Point
from dicycle.genealogy.flows import Balance, Flows, Stage, balances
from dicycle.genealogy.plain import point as plain_point
from dicycle.server.pages.loop.drawing import Told, lying, standing
from dicycle.server.pages.loop.layout import SHOWN, Flow
from dicycle.server.pages.loop.words import (
    element_label,
    element_word,
    kilograms,
    mass_word,
    share_word,
    stage_word,
)
from dicycle.server.pages.moments import moment_of

_ROUNDING = 1_000_000_000
"""A difference of less than one part in so many, or of less than a gram, is what rounding makes."""


class Chosen(NamedTuple):
    """What is asked for: an element (or the whole mass) and a year (None: all of them)."""

    element: str
    year: int | None

    @property
    def query(self) -> dict[str, str]:
        """What asks for it."""
        return {"element": self.element, "year": str(self.year or "all")}


class Row(NamedTuple):
    """A ribbon in the table."""

    flow: Flow
    share: str
    events: int
    url: str

    @property
    def source(self) -> str:
        """The name of where it comes from."""
        return stage_word(self.flow.source)

    @property
    def target(self) -> str:
        """The name of where it goes."""
        return stage_word(self.flow.target)

    @property
    def mass(self) -> str:
        """How much it is, in short."""
        return mass_word(self.flow.mass)

    @property
    def kilograms(self) -> str:
        """How much it is, to the gram."""
        return f"{kilograms(self.flow.mass):,.3f}"


def page_url(chosen: Chosen, **more: str) -> str:
    """Return the address of the page about an element in a year."""
    return f"/loop?{urlencode(chosen.query | more)}"


def flow_url(flow: Flow, chosen: Chosen, **more: str) -> str:
    """Return the address of the events behind a ribbon."""
    way = {"from": flow.source.word, "to": flow.target.word}
    return f"/loop/flow?{urlencode(way | chosen.query | more)}"


def flows_in(flows: Flows, chosen: Chosen) -> list[Flow]:
    """Return all ribbons of an element in a year, in the order of the stages."""
    column = flows.column(chosen.element)
    if column is None:
        return []
    table = flows.table(column, chosen.year)
    return [
        Flow(source, target, int(table[source, target]))
        for source in Stage
        for target in Stage
        if table[source, target]
    ]


def rows_in(flows: Flows, chosen: Chosen) -> list[Row]:
    """Return the ribbons as rows of a table."""
    found, column = flows_in(flows, chosen), flows.column(chosen.element) or 0
    passed = _passed(found)
    return [
        Row(
            one,
            share_word(one.mass, passed.get(one.source, 0)) if one.source is not one.target else "",
            len(flows.rows(one.source, one.target, column, chosen.year)),
            flow_url(one, chosen),
        )
        for one in found
    ]


def _passed(found: list[Flow]) -> dict[Stage, int]:
    """Return what passed each stage that is drawn: what came or what left, whichever is more."""
    moved = [one for one in found if one.source is not one.target]
    into = {stage: sum(one.mass for one in moved if one.target is stage) for stage in SHOWN}
    return {stage: max(mass, sum(one.mass for one in moved if one.source is stage)) for stage, mass in into.items()}


def is_rounding(mass: int, whole: int) -> bool:
    """Tell whether a difference is what rounding makes."""
    return abs(mass) < max(whole // _ROUNDING, 10**6)


def view(flows: Flows, chosen: Chosen, point: Point) -> dict[str, Any]:
    """Return what the page shows."""
    found = rows_in(flows, chosen)
    rows = [row for row in found if not (Stage.UNACCOUNTED in row.flow[:2] and is_rounding(row.flow.mass, 0))]
    balance = balances(flows, flows.column(chosen.element) or 0, chosen.year)
    told = _told(rows, balance, chosen)
    return {
        "title": "The loop",
        "chosen": chosen,
        "word": element_word(chosen.element),
        "headline": headline(rows, chosen),
        "facts": facts(rows, balance, chosen),
        "charts": [lying(told), standing(told)] if told.flows else [],
        "rows": rows,
        "crumbs": len(found) - len(rows),
        "by_flow": {row.flow: row for row in rows},
        "balance": [_balanced(one) for one in balance if one.came or one.went or one.unsaid_in or one.stayed],
        "elements": [(page_url(chosen._replace(element=one)), element_label(one), one) for one in flows.weighed()],
        "years": flows.years(),
        "before": _neighbour(flows, chosen, -1),
        "after": _neighbour(flows, chosen, 1),
        "point": point,
        "recorded": moment_of(point.time) if point.events else None,
        "csv": page_url(chosen, format="csv"),
        "json": page_url(chosen, format="json"),
    }


def _told(rows: list[Row], balance: list[Balance], chosen: Chosen) -> Told:
    shares = {row.flow: row.share for row in rows}
    drawn = [
        row.flow
        for row in rows
        if row.flow.source is not row.flow.target
        and Stage.UNACCOUNTED not in row.flow[:2]
        and (row.flow.source in SHOWN or row.flow.target in SHOWN)
        and not (row.flow.source is Stage.OUTSIDE and row.flow.target in (Stage.MINE, Stage.NOT_SAID))
    ]
    stays = {one.stage: max(one.stayed, 0) for one in balance if one.stage in SHOWN}
    through = {one.stage: max(one.came + one.unsaid_in, one.went + one.left + one.unsaid_out) for one in balance}
    word = "still there" if chosen.year is None else "added"
    return Told(drawn, stays, through, shares.__getitem__, word)


def _mass(rows: list[Row], source: Stage | None, target: Stage | None) -> int:
    return sum(
        row.flow.mass
        for row in rows
        if row.flow.source is not row.flow.target
        and source in (None, row.flow.source)
        and target in (None, row.flow.target)
    )


def headline(rows: list[Row], chosen: Chosen) -> str:
    """Return what the picture says in one sentence."""
    recovered, into = _mass(rows, Stage.RECYCLING, Stage.MATERIAL), _mass(rows, None, Stage.MATERIAL)
    what = "all mass" if chosen.element == WHOLE else element_word(chosen.element)
    when = "so far" if chosen.year is None else f"in {chosen.year}"
    if not into:
        return f"No {what.removeprefix('all ')} came into new material {when}."
    if not recovered:
        return f"No recovered {what.removeprefix('all ')} came back into new material {when}."
    return f"{share_word(recovered, into)} of {what} that came into new material {when} had been recovered."


def facts(rows: list[Row], balance: list[Balance], chosen: Chosen) -> list[tuple[str, str]]:
    """Return the numbers above the picture: label, value."""
    use = next(one for one in balance if one.stage is Stage.USE)
    staying = "In use now" if chosen.year is None else "More in use than a year before"
    return [
        ("From the mine, into material", mass_word(_mass(rows, Stage.MINE, Stage.MATERIAL))),
        ("Recovered, back into material", mass_word(_mass(rows, Stage.RECYCLING, Stage.MATERIAL))),
        ("Came back from use", mass_word(_mass(rows, Stage.USE, Stage.RETURN))),
        (staying, mass_word(use.stayed)),
        ("Residue and loss", mass_word(_mass(rows, None, Stage.LEFT))),
    ]


class Balanced(NamedTuple):
    """How a stage balances, in kilograms."""

    stage: str
    came: str
    went: str
    left: str
    stayed: str
    difference: str


def _balanced(one: Balance) -> Balanced:
    came, went, left, stayed = (f"{kilograms(value):,.3f}" for value in (one.came, one.went, one.left, one.stayed))
    rounding = is_rounding(one.difference, one.came)
    difference = "" if rounding else f"{kilograms(one.difference):+,.3f}"
    return Balanced(stage_word(one.stage), came, went, left, stayed, difference)


def _neighbour(flows: Flows, chosen: Chosen, step: int) -> tuple[int, str] | None:
    """Return the year before or after, with the address of its page."""
    years = flows.years()
    if chosen.year is None or chosen.year not in years:
        return None
    place = years.index(chosen.year) + step
    return (years[place], page_url(chosen._replace(year=years[place]))) if 0 <= place < len(years) else None


def as_data(flows: Flows, chosen: Chosen, point: Point) -> Mapping[str, Any]:
    """Return the twin of the page: every ribbon and every balance, in kilograms with every digit."""
    rows, balance = rows_in(flows, chosen), balances(flows, flows.column(chosen.element) or 0, chosen.year)
    return {
        "element": chosen.element,
        "year": chosen.year,
        "as_of": plain_point(point),
        "flows": [
            {"from": row.flow.source.word, "to": row.flow.target.word, "kg": kilograms(row.flow.mass),
             "events": row.events, "url": row.url}
            for row in rows
        ],
        "balance": [
            {"stage": one.stage.word}
            | {name: kilograms(getattr(one, name)) for name in (*Balance._fields[1:], "difference")}
            for one in balance
        ],
    }  # fmt: skip
