"""A bell that rings when something was committed, so that nobody has to look all the time."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final
from weakref import WeakKeyDictionary

from dicycle.ledger.capture import Capture

Hearing = Callable[[], object]


class Bell:
    """Those who listen are called on the thread that rings; they only take note, and return at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: list[Hearing] = []

    @classmethod
    def of(cls, intake: Capture) -> "Bell":
        """Return the one bell of a way into a ledger; it rings after each commit."""
        with _LOCK:
            if intake not in _KNOWN:
                _KNOWN[intake] = cls()
                intake.after_commit(_KNOWN[intake].ring)
            return _KNOWN[intake]

    def ring(self) -> None:
        """Tell all who listen that there is something new."""
        for hearing in tuple(self._listeners):
            with suppress(RuntimeError):  # an event loop that has just ended
                hearing()

    def listen(self, hearing: Hearing) -> Callable[[], None]:
        """Call `hearing` at each ring; returns how to stop."""
        with self._lock:
            self._listeners.append(hearing)
        return lambda: self._leave(hearing)

    def _leave(self, hearing: Hearing) -> None:
        with self._lock, suppress(ValueError):
            self._listeners.remove(hearing)


_KNOWN: Final["WeakKeyDictionary[Capture, Bell]"] = WeakKeyDictionary()
_LOCK: Final = threading.Lock()
