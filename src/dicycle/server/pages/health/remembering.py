"""Read test records kept in memory by what they take there: the last ones, up to so many bytes together."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

from dicycle.health.grading.gathering import Gathered

K = TypeVar("K", bound=Hashable)
Read = tuple[Gathered, tuple[str, ...]]
_ASIDE = 4096
"""What a record takes beside its numbers."""


class Remembered(Generic[K]):
    """The values that were asked for last; what alone is over the limit is not kept."""

    def __init__(self, most: int) -> None:
        self._most, self._held = most, 0
        self._found: OrderedDict[K, tuple[Read, int]] = OrderedDict()
        self._lock = Lock()

    @property
    def held(self) -> int:
        """How many bytes are kept."""
        return self._held

    def get(self, key: K) -> Read | None:
        """Return a value, None if it is not kept."""
        with self._lock:
            if key not in self._found:
                return None
            self._found.move_to_end(key)
            return self._found[key][0]

    def keep(self, key: K, value: Read) -> Read:
        """Keep a value in place of those that were not asked for the longest, and return it."""
        size = weight(value[0])
        with self._lock:
            self._drop(key)
            if size <= self._most:
                self._found[key] = value, size
                self._held += size
            while self._held > self._most:
                self._drop(next(iter(self._found)))
        return value

    def _drop(self, key: K) -> None:
        _, size = self._found.pop(key, (None, 0))
        self._held -= size


def weight(read: Gathered) -> int:
    """Return about how many bytes records and pulse tests take."""
    tables = sum(column.nbytes for one in read.records for column in one.table)
    pulses = sum(one.voltages.nbytes for one in read.pulses)
    return tables + pulses + _ASIDE * (1 + len(read.records) + len(read.pulses))
