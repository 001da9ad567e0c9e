"""Sense: what the rules cost beside plain decoding, on a simulated loop, and how much memory a check takes."""

import gc
import resource
import time
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from benchmarks.timing import rate, show
from dicycle.ledger.decode import decode_event
from dicycle.sense.checking import Checker
from dicycle.sense.record import record_of
from dicycle.simulation import Scenario, simulate

_PACKS = 28
"""Packs of a loop of twelve years for a thousand of its events, about."""


def run(count: int) -> None:
    """Print events a second on one core: decoded, checked one by one, and with histories and runs."""
    lines = list(islice(simulate(Scenario(packs=max(count * _PACKS // 1000, 5), years=12)), count))
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    before = _peak()
    checker = Checker()
    plain = seen = 0.0
    # Turn by turn, so that a machine with other work slows both alike.
    for some in _some(lines):
        decoded, taken = _timed(lambda some=some: [decode_event(line) for line in some])
        plain += taken
        _, taken = _timed(lambda decoded=decoded: [checker.see(record_of(event, "#")) for event in decoded])
        seen += taken
    report, ended = _timed(checker.finish)
    rows = [
        ("decode and validate the form only", rate(len(lines), plain), "1.0"),
        ("rules on one event, and booking it", rate(len(lines), seen), f"{seen / plain:.1f}"),
        ("histories, lots and runs", rate(len(lines), ended), f"{ended / plain:.1f}"),
        ("all rules", rate(len(lines), seen + ended), f"{(seen + ended) / plain:.1f}"),
        ("decode and all rules", rate(len(lines), plain + seen + ended), f"{(plain + seen + ended) / plain:.1f}"),
    ]
    title = f"Sense of {report.events:,} events about {report.things:,} things, processor time"
    show(title, ("way", "events/s", "times decoding"), rows)
    print(f"  peak memory: {_peak():.0f} MiB, of which {before:.0f} MiB before the check")


def _some(lines: list[bytes]) -> Iterator[list[bytes]]:
    waiting = iter(lines)
    while some := list(islice(waiting, 500)):
        yield some


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.process_time()
    done = work()
    return done, time.process_time() - start
