"""The recorder: gives every event its id and time, plants what goes wrong in real life, and puts lines in order.

A line is an event in JSON. It is recorded at the instant it happens, unless it is late; it may be sent twice; a
wrong one is declared an error later and followed by the event that corrects it (EPCIS 2.0, 7.4.1.2).
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from heapq import heappop, heappush
from random import Random
from typing import Any, Final, NamedTuple

import msgspec

from dicycle.simulation.codes import EventIds
from dicycle.simulation.places import Site
from dicycle.simulation.scenario import DAY, Scenario
from dicycle.simulation.tables import Tables
from dicycle.vocabulary import CONTEXT

Event = dict[str, Any]
Wrong = Callable[[Event], Event]

HOUR: Final = 3_600_000
_CONTEXT: Final = msgspec.Raw(msgspec.json.encode(CONTEXT))
_encode = msgspec.json.Encoder().encode


class Mark(NamedTuple):
    """An event's number and time: all that has to be remembered of it."""

    number: int
    time: int


@lru_cache(maxsize=1024)
def _day(days: int) -> str:
    return (date(1970, 1, 1) + timedelta(days)).isoformat()


def stamp(time: int, offset: int, zone: str) -> str:
    """Return `time` (milliseconds since 1970) as EPCIS writes it, in the site's own offset."""
    days, rest = divmod(time + offset * 60_000, DAY)
    seconds, milliseconds = divmod(rest, 1000)
    minutes, second = divmod(seconds, 60)
    return f"{_day(days)}T{minutes // 60:02d}:{minutes % 60:02d}:{second:02d}.{milliseconds:03d}{zone}"


class _Row:
    """What the truth says of one event id, complete when its last line is out."""

    __slots__ = ("copies", "event_id", "lines", "planted", "step", "type")

    def __init__(self, event: Event, copies: int, planted: str) -> None:
        self.event_id, self.type, self.step = event["eventID"], event["type"], event["bizStep"]
        self.copies, self.planted = copies, planted
        self.lines: list[int] = []


class Journal:
    """Takes events in order of happening, hands out lines in order of recording."""

    def __init__(self, scenario: Scenario, rng: Random, tables: Tables) -> None:
        key = f"{scenario.seed}/{scenario.packs}/{scenario.years}/{scenario.start}"
        self.id_of = EventIds(key)
        self.totals: dict[str, int] = {}
        self._kinds: dict[tuple[str, str], int] = {}
        self._scenario, self._rng, self._tables = scenario, rng, tables
        self._out: list[tuple[int, int, bytes, _Row]] = []
        self._events = self._queued = self.lines = 0

    def count(self, name: str, value: int = 1) -> None:
        """Add to a named total."""
        if value:
            self.totals[name] = self.totals.get(name, 0) + value

    def record(self, event: Event, site: Site, time: int, wrong: Wrong | None = None, share: float = 0.0) -> Mark:
        """Record `event` at `site`; with probability `share` it is first recorded as `wrong` makes it."""
        if wrong and self._rng.random() < share:
            self._record_wrong(wrong(dict(event)), site, time, corrected=True)
            return self._put(event, site, time, time + self._rng.randint(DAY, 20 * DAY), "corrective")
        if self._rng.random() < self._scenario.late:
            return self._put(event, site, time, time + self._rng.randint(HOUR, 45 * DAY), "late")
        return self._put(event, site, time, time, "")

    def retracted(self, event: Event, site: Site, time: int) -> None:
        """Record an event that did not occur, and declare so some days later."""
        self._record_wrong(event, site, time, corrected=False)

    def plant(self, told: Sequence[tuple[int, Event]], site: Site) -> None:
        """Record events that have their ids, as they are and at once; they draw no chance from the loop around them."""
        copies = Counter(event["eventID"] for _, event in told)
        rows: dict[str, _Row] = {}
        for time, event in told:
            head = {"@context": _CONTEXT, "eventTime": stamp(time, site.offset, site.zone)}
            place = {"eventTimeZoneOffset": site.zone, "readPoint": site.place, "bizLocation": site.place}
            id = event["eventID"]
            row = rows[id] = rows.get(id) or self._row(event, copies[id], "flaw")
            self._queue(time, _encode({**head, **place, **event}), row)

    def _stamped(self, event: Event, site: Site, time: int) -> Event:
        self._events += 1
        zone = site.zone
        return {
            "@context": _CONTEXT,
            "eventID": self.id_of(self._events),
            "eventTime": stamp(time, site.offset, zone),
            "eventTimeZoneOffset": zone,
            **event,
        }

    def _put(self, event: Event, site: Site, time: int, recorded: int, planted: str) -> Mark:
        stamped = self._stamped(event, site, time)
        number, line = self._events, _encode(stamped)
        if self._rng.random() >= self._scenario.duplicate:
            self._queue(recorded, line, self._row(stamped, 1, planted))
            return Mark(number, time)
        row = self._row(stamped, 2, f"{planted}+duplicate" if planted else "duplicate")
        self._queue(recorded, line, row)
        self._queue(recorded + self._rng.randint(1000, 3 * DAY), line, row)
        self.count("duplicates")
        return Mark(number, time)

    def _record_wrong(self, event: Event, site: Site, time: int, corrected: bool) -> None:
        stamped = self._stamped(event, site, time)
        row = self._row(stamped, 2, "corrected" if corrected else "retracted")
        declared = time + self._rng.randint(HOUR, 20 * DAY)
        self._queue(time, _encode(stamped), row)
        self._queue(
            declared, _encode({**stamped, "errorDeclaration": self._declaration(site, declared, corrected)}), row
        )
        self.count("declarations")
        self.count("corrections", int(corrected))

    def _declaration(self, site: Site, time: int, corrected: bool) -> Event:
        """Return the declaration; the correcting event is the next one to be recorded."""
        declaration: Event = {"declarationTime": stamp(time, site.offset, site.zone)}
        if not corrected:
            return {**declaration, "reason": "did_not_occur"}
        corrective = [self.id_of(self._events + 1)]
        return {**declaration, "reason": "incorrect_data", "correctiveEventIDs": corrective}

    def _row(self, event: Event, copies: int, planted: str) -> _Row:
        kind = event["type"], event["bizStep"]
        self._kinds[kind] = self._kinds.get(kind, 0) + 1
        return _Row(event, copies, planted)

    def finish(self) -> dict[str, int]:
        """Return the totals, now that all lines are out, by name."""
        self.count("lines", self.lines)
        for (kind, step), number in self._kinds.items():
            for name in ("events", f"events.type.{kind}", f"events.bizStep.{step}"):
                self.count(name, number)
        self.totals = dict(sorted(self.totals.items()))
        return self.totals

    def due(self, now: int) -> bool:
        """Return whether a line is recorded before `now`."""
        return bool(self._out) and self._out[0][0] < now

    def _queue(self, time: int, line: bytes, row: _Row) -> None:
        self._queued += 1
        heappush(self._out, (time, self._queued, line, row))

    def ready(self, now: int | None) -> Iterator[bytes]:
        """Yield the lines recorded before `now`, or all that are left when `now` is None."""
        while self._out and (now is None or self._out[0][0] < now):
            _, _, line, row = heappop(self._out)
            self.lines += 1
            row.lines.append(self.lines)
            row.copies -= 1
            if not row.copies:
                self._tables.add("events", row.event_id, row.lines, row.type, row.step, row.planted)
            yield line
