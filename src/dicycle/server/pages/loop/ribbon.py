"""The events behind one ribbon of the loop, and that they sum to it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from dicycle.bootstrap import Loop
from dicycle.genealogy.answers import Point
from dicycle.genealogy.flows import Flows, Stage
from dicycle.genealogy.graph import Graph
from dicycle.genealogy.plain import moment
from dicycle.genealogy.plain import point as plain_point
from dicycle.ledger.narrative import Telling
from dicycle.ledger.stored import StoredEvent
from dicycle.ledger.wording import Names
from dicycle.server.pages.life import names_for, records, tell
from dicycle.server.pages.loop.layout import Flow
from dicycle.server.pages.loop.view import Chosen, flow_url, page_url
from dicycle.server.pages.loop.words import digits, element_word, exact, kilograms, mass_word, share_word, stage_word
from dicycle.server.pages.moments import Moment, moment_of

PER_PAGE: Final = 50
COLUMNS: Final = ("event_id", "event_time", "element", "from", "to", "kg")


class Part(NamedTuple):
    """What one event moved: micrograms."""

    event_id: str
    time: int
    mass: int


class Ribbon:
    """What moved from one stage to another: of an element, in a year."""

    def __init__(self, flows: Flows, graph: Graph, chosen: Chosen, source: Stage, target: Stage) -> None:
        self.chosen, self.source, self.target = chosen, source, target
        self._flows, self._graph = flows, graph
        self._column = flows.column(chosen.element) or 0
        self._rows = flows.rows(source, target, self._column, chosen.year)
        self.mass = int(flows.table(self._column, chosen.year)[source, target])
        """As the picture says it, in micrograms."""

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def sum(self) -> int:
        """The micrograms of all its events."""
        return int(self._flows.mass[self._rows, self._column].sum())

    @property
    def flow(self) -> Flow:
        """The ribbon as the picture has it."""
        return Flow(self.source, self.target, self.mass)

    def parts(self, start: int, size: int) -> list[Part]:
        """Return some of its events, by time."""
        return [self._part(int(row)) for row in self._rows[start : start + size]]

    def _part(self, row: int) -> Part:
        event = int(self._flows.event[row])
        events = self._graph.events
        return Part(events.names[event], int(events.time[event]), int(self._flows.mass[row, self._column]))

    def lines(self) -> Iterator[Sequence[Any]]:
        """Yield all its events as rows of a CSV file."""
        way = self.source.word, self.target.word
        for row in self._rows:
            one = self._part(int(row))
            yield one.event_id, moment(one.time), self.chosen.element, *way, digits(one.mass)

    def page(self, start: int) -> "Shown":
        """Return the page of events that starts after so many."""
        following = start + PER_PAGE
        return Shown(start, self.parts(start, PER_PAGE), following if following < len(self) else None)


class Shown(NamedTuple):
    """A page of events, and where the next one starts."""

    start: int
    parts: list[Part]
    next: int | None


class Row(NamedTuple):
    """An event as the page shows it; `telling` is None if the ledger does not give it any more."""

    part: Part
    moment: Moment
    telling: Telling | None
    mass: str
    share: str


def view(loop: Loop, ribbon: Ribbon, shown: Shown, point: Point) -> dict[str, Any]:
    """Return what the page shows."""
    chosen, flow = ribbon.chosen, ribbon.flow
    told = _told(loop, shown.parts)
    names = names_for(loop, told.values())
    return {
        "title": f"{stage_word(ribbon.source)} → {stage_word(ribbon.target)}",
        "chosen": chosen,
        "word": element_word(chosen.element),
        "mass": mass_word(ribbon.mass),
        "exact": exact(ribbon.mass),
        "sum": exact(ribbon.sum),
        "agrees": ribbon.sum == ribbon.mass,
        "events": len(ribbon),
        "start": shown.start,
        "rows": [_row(one, told, names, ribbon.mass) for one in shown.parts],
        "page_sum": exact(sum(one.mass for one in shown.parts)),
        "back": page_url(chosen),
        "first": flow_url(flow, chosen) if shown.start else "",
        "next": flow_url(flow, chosen, after=str(shown.next)) if shown.next else "",
        "point": point,
        "recorded": moment_of(point.time) if point.events else None,
        "csv": flow_url(flow, chosen, format="csv"),
        "json": flow_url(flow, chosen, format="json", after=str(shown.start)),
    }


def _told(loop: Loop, parts: Sequence[Part]) -> Mapping[str, StoredEvent]:
    events = [stored for one in parts for stored in loop.store.by_id(one.event_id)]
    return {one.event_id: one for one in records(events)}


def _row(part: Part, told: Mapping[str, StoredEvent], names: Names, whole: int) -> Row:
    stored = told.get(part.event_id)
    when = moment_of(stored or part.time)
    telling = tell(stored, None, names, kinds=1) if stored else None
    return Row(part, when, telling, digits(part.mass, ","), share_word(part.mass, whole))


def as_data(ribbon: Ribbon, shown: Shown, point: Point) -> dict[str, Any]:
    """Return the twin of the page."""
    chosen = ribbon.chosen
    following = flow_url(ribbon.flow, chosen, format="json", after=str(shown.next)) if shown.next else None
    return {
        "from": ribbon.source.word,
        "to": ribbon.target.word,
        "element": chosen.element,
        "year": chosen.year,
        "as_of": plain_point(point),
        "kg": kilograms(ribbon.mass),
        "sum_kg": kilograms(ribbon.sum),
        "events": len(ribbon),
        "parts": [
            {"event_id": one.event_id, "event_time": moment(one.time), "kg": kilograms(one.mass)} for one in shown.parts
        ],
        "next": following,
    }
