"""The state of the ledger, counted no more often than it is worth."""

import threading
import time
from typing import Any, Final
from weakref import WeakKeyDictionary

from dicycle.bootstrap import Loop
from dicycle.ledger.predicates import Column, Query

_LEAST_SECONDS = 2.0
_WORTH = 50
"""A count that took a second is kept for at least this many seconds while events come in."""


class Counts:
    """What `EventStore.counts` says: exact while the ledger stands still, a little old while it grows."""

    def __init__(self, loop: Loop) -> None:
        self._store = loop.store
        self._lock = threading.Lock()
        self._seq, self._until = -1, 0.0
        self._value: dict[str, Any] = {}

    @classmethod
    def of(cls, loop: Loop) -> "Counts":
        """Return the one counter of a loop."""
        return _KNOWN.setdefault(loop, cls(loop))

    def now(self) -> dict[str, Any]:
        """Return the counts."""
        with self._lock:
            last = self._store.query(Query(order=Column.RECORD_TIME, limit=1), 1, until=None, after=None).until
            if last != self._seq and time.monotonic() >= self._until:
                started = time.monotonic()
                self._value = self._store.counts()
                took = time.monotonic() - started
                self._seq, self._until = last, started + max(_LEAST_SECONDS, took * _WORTH)
            return self._value


_KNOWN: Final["WeakKeyDictionary[Loop, Counts]"] = WeakKeyDictionary()
