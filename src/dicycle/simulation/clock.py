"""The clock of the simulated world: processes that wait, in one strict order of time."""

from collections.abc import Generator, Iterator
from heapq import heappop, heappush

Process = Generator[int, None, None]
"""A process yields how many milliseconds it waits before it goes on."""


class Clock:
    """Runs processes in order of time. No two steps happen at the same instant: ties are a millisecond apart."""

    def __init__(self, begin: int, end: int) -> None:
        self.now = begin
        self.end = end
        self._waiting: list[tuple[int, int, Process]] = []
        self._count = 0

    def spawn(self, process: Process, delay: int = 0) -> None:
        """Let `process` start `delay` milliseconds from now."""
        self._wait(process, self.now + delay)

    def _wait(self, process: Process, until: int) -> None:
        if until < self.end:
            self._count += 1
            heappush(self._waiting, (until, self._count, process))

    def run(self) -> Iterator[int]:
        """Take step after step until the end; yield the time of each step after it is taken."""
        while self._waiting:
            until, _, process = heappop(self._waiting)
            self.now = max(until, self.now + 1)
            if self.now >= self.end:
                return
            delay = next(process, None)
            if delay is not None:
                self._wait(process, self.now + delay)
            yield self.now
