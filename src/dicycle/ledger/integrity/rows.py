"""The rows that a check goes through: an event as it is now beside what the log has of it, in the log's order."""

from collections import deque
from collections.abc import Iterator
from itertools import islice, repeat
from typing import Final, NamedTuple, Protocol

from dicycle.errors import DicycleError
from dicycle.ledger.integrity.entries import entry_of
from dicycle.ledger.integrity.issues import Issue
from dicycle.ledger.store import Sealed

MOST_MISSING: Final = 1 << 24
"""How many numbers may be missing in a row before the rest is taken for nonsense."""

_NEAR: Final = 256
_FAR: Final = 65_536
_FAR_LOOKS: Final = 64
_NEAR_LOOKS: Final = 5000


class Named(Protocol):
    """An event that can say its id."""

    @property
    def event_id(self) -> str:
        """Its eventID; raises a DicycleError or ValueError if it cannot be read."""


class Row(NamedTuple):
    """The entry that an event has now, the entry that was logged, and the event; None for what is not there."""

    entry: bytes | None
    logged: bytes | None
    event: Named | None = None

    @property
    def name(self) -> str:
        """The eventID, or nothing if it cannot be known."""
        return name_of(self.event)


class Sendable(Named, Protocol):
    """An event of a file, whose entry depends on who sent it."""

    def entry(self, reporter: str) -> bytes:
        """Return its entry if this organisation sent it."""


Logged = tuple[bytes | None, str]
"""An entry of the log (None: its tile is missing), and who sent its event."""

Rows = Iterator[Row | Issue]


def name_of(event: Named | None) -> str:
    """Return the id of an event, or nothing if it cannot be read."""
    try:
        return event.event_id if event is not None else ""
    except (DicycleError, ValueError, TypeError, LookupError, AttributeError):
        return ""


def rows_of(sealed: Iterator[Sealed], newest: int) -> Rows:
    """Yield the rows of a ledger whose newest checkpoint has `newest` events.

    A number that is missing below that is a row with nothing in it; a number that is far above it was never given.
    """
    expected = 1
    try:
        for one in sealed:
            if one.event.seq != expected and not expected < one.event.seq <= min(newest, expected + MOST_MISSING):
                yield Issue("log.event-not-logged", expected, expected, name_of(one.event))
                continue
            yield from repeat(Row(None, None), one.event.seq - expected)
            yield Row(_entry_now(one), one.entry or None, one.event)
            expected = one.event.seq + 1
    except (TypeError, ValueError):  # a value of a kind that no ledger writes
        yield Issue("log.unreadable", expected, expected)


def _entry_now(one: Sealed) -> bytes:
    """Return the entry of an event as it is kept now; nothing that was logged equals that of a damaged one."""
    try:
        return entry_of(one.event, one.reporter)
    except (TypeError, ValueError, OverflowError, AttributeError):
        return b""


def align(events: Iterator[Sendable], logged: Iterator[Logged]) -> Rows:
    """Yield the rows of a file of events and the entries of its log, which are found out of step.

    Where they differ it looks ahead in both: an event that is not in the log was inserted; an entry whose event is not
    in the file was dropped; if both come later the order was changed; if neither does the event was altered.
    """
    return _Alignment(events, logged).rows()


class _Alignment:
    def __init__(self, events: Iterator[Sendable], logged: Iterator[Logged]) -> None:
        self._events, self._logged = events, logged
        self._here: deque[Sendable] = deque()
        self._there: deque[Logged] = deque()
        self._index = 0
        self._looks = 0
        self._awaiting: Sendable | None = None

    def rows(self) -> Rows:
        while self._fill(1, 1):
            if not self._here:
                yield self._row(self._there.popleft()[0], None)
            elif not self._there:
                yield self._inserted()
            elif self._here[0].entry(self._there[0][1]) == self._there[0][0]:
                yield self._row(self._there.popleft()[0], self._here.popleft())
            else:
                yield self._out_of_step()

    def _fill(self, events: int, entries: int) -> bool:
        self._here.extend(islice(self._events, max(0, events - len(self._here))))
        self._there.extend(islice(self._logged, max(0, entries - len(self._there))))
        return bool(self._here or self._there)

    def _row(self, logged: bytes | None, event: Sendable | None, reporter: str | None = None) -> Row:
        """Return the row of the next entry; the event is as logged unless it is said who sent it."""
        self._index += 1
        now = logged if event is None or reporter is None else event.entry(reporter)
        return Row(now if event else None, logged, event)

    def _inserted(self) -> Issue:
        return Issue("log.event-not-logged", self._index + 1, self._index + 1, name_of(self._here.popleft()))

    def _out_of_step(self) -> Row | Issue:
        entry, reporter = self._there[0]
        event_later = self._place_of(entry, reporter)
        entry_later = entry is not None and self._is_logged_later(self._here[0])
        if event_later and not entry_later:
            return self._inserted()
        if event_later:
            return self._moved(event_later)
        self._there.popleft()
        return self._row(entry, None) if entry_later else self._row(entry, self._here.popleft(), reporter)

    def _moved(self, place: int) -> Issue:
        """Put right the order of the events ahead: one stands too early, two are exchanged, or one stands too late.

        An event that stands where it was logged as well was inserted here.
        """
        here = self._here
        early = self._place_in_log(here[0])
        if self._is_told_again():
            return self._inserted()
        if place == 1 and early:
            moved, number = here.popleft(), early
            self._fill(early, 1)
            here.insert(early, moved)
        else:
            moved, number = here[place], 0
            if self._is_next_right():
                here[0], here[place] = moved, here[0]
            else:
                del here[place]
                here.appendleft(moved)
        return Issue("log.event-moved", self._index + 1 + number, self._index + 1 + number, name_of(moved))

    def _place_in_log(self, event: Sendable) -> int:
        """Return how far ahead in the log the entry of an event stands, or 0 if that is not near."""
        near = enumerate(islice(self._there, self._near))
        return next((place for place, (entry, reporter) in near if event.entry(reporter) == entry), 0)

    def _is_told_again(self) -> bool:
        reporter = self._there[0][1]
        entry = self._here[0].entry(reporter)
        return any(one.entry(reporter) == entry for one in islice(self._here, 1, self._near))

    def _is_next_right(self) -> bool:
        """Tell whether the event after the next one stands where it was logged."""
        self._fill(2, 2)
        return len(self._there) > 1 and self._here[1].entry(self._there[1][1]) == self._there[1][0]

    @property
    def _near(self) -> int:
        """How far to look; where nearly all is wrong, hardly at all."""
        return _NEAR if self._looks < _NEAR_LOOKS else 8

    def _place_of(self, entry: bytes | None, reporter: str) -> int:
        """Return how far ahead in the file the event of an entry stands, or 0."""
        self._fill(self._near, 1)
        near = islice(self._here, self._near)
        return next((place for place, one in enumerate(near) if one.entry(reporter) == entry), 0)

    def _is_logged_later(self, event: Sendable) -> bool:
        """Tell whether an event is one of the next entries; once it is known to be, it is waited for."""
        if event is not self._awaiting:
            self._looks += 1
            far = _FAR if self._looks < _FAR_LOOKS else 0
            if not any(self._is_among(event, most) for most in (self._near, far)):
                return False
            self._awaiting = event
        return True

    def _is_among(self, event: Sendable, most: int) -> bool:
        self._fill(1, most)
        return any(event.entry(reporter) == entry for entry, reporter in islice(self._there, most))
