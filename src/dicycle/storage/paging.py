"""Pages of an answer that only the events' own JSON decides: a store reads on until a page is full."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from dicycle.errors import TooLarge
from dicycle.findings import Finding
from dicycle.ledger.matching import holds
from dicycle.ledger.predicates import Column, Predicate, Query, Says
from dicycle.ledger.sieve import wanted
from dicycle.ledger.store import Page
from dicycle.ledger.stored import StoredEvent

Key = tuple[int, int]
_LEAST: Final = 64
_MOST: Final = 4096
_NARROW: Final = 2000


class Reading(NamedTuple):
    """How a store gives an answer in order.

    `fetch` returns at most so many events after a key, `count` counts them up to about so many (None where only
    reading tells), `by_record` says that record order is the order, `until` is the last seq that counts.
    """

    fetch: Callable[[int, Key | None], list[StoredEvent]]
    count: Callable[[int], int]
    by_record: bool
    until: int


def split(where: Sequence[Predicate]) -> tuple[tuple[Predicate, ...], tuple[Says, ...], int]:
    """Return what a store answers, what only the events' JSON answers, and the mark that such events have."""
    says = tuple(one for one in where if isinstance(one, Says))
    mark = 0
    for one in says:
        mark |= wanted(one)
    return tuple(one for one in where if not isinstance(one, Says)), says, mark


def is_narrow(query: Query, until: int, after: Key | None) -> bool:
    """Tell whether few events are asked about, so that they are better read one by one than looked up."""
    in_order = query.order is Column.RECORD_TIME and not query.descending
    return in_order and after is not None and until - after[1] <= _NARROW


def page(reading: Reading, says: Sequence[Says], query: Query, size: int, after: Key | None) -> Page:
    """Return one page of an answer; raises TooLarge over the query's ceiling."""
    if query.ceiling is not None and after is None:
        _check_ceiling(reading, says, query.ceiling)
    found = list(islice(_matching(reading, says, size + 1, after), size + 1))
    return Page(found[:size], reading.until, _key(reading, found[size - 1]) if len(found) > size else None)


def _matching(reading: Reading, says: Sequence[Says], size: int, after: Key | None) -> Iterator[StoredEvent]:
    """Yield the events that answer, read in steps that grow as long as few are found."""
    step = min(max(size, _LEAST), _MOST) if says else size
    while True:
        read = reading.fetch(step, after)
        yield from (one for one in read if all(holds(each, one) for each in says))
        if len(read) < step:
            return
        after, step = _key(reading, read[-1]), min(step * 2, _MOST)


def _key(reading: Reading, event: StoredEvent) -> Key:
    return (event.seq if reading.by_record else event.event_time, event.seq)


def _check_ceiling(reading: Reading, says: Sequence[Says], ceiling: int) -> None:
    over = ceiling + 1
    read = islice(_matching(reading, says, over, None), over) if says else ()
    if (sum(1 for _ in read) if says else reading.count(over)) > ceiling:
        sentence = f"The answer has more than {ceiling} events, the maxEventCount of this query."
        raise TooLarge(Finding("query.too-large", sentence, "maxEventCount", advice="Narrow the query."))
