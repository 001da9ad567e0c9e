"""All rules that need one event only."""

from dicycle.sense.amounts import BirthFact, amounts, births
from dicycle.sense.names import Cast
from dicycle.sense.naming import names
from dicycle.sense.record import Record
from dicycle.sense.sensing import sensors
from dicycle.sense.signs import Sign
from dicycle.sense.wording import declaration, own_words, prefixes, steps, times


def signs_in(record: Record, cast: Cast | None, facts: tuple[BirthFact, ...], now: int, tolerance: int) -> list[Sign]:
    """Return what makes no sense in one event; `now` and `tolerance` (of clocks) are in microseconds."""
    out: list[Sign] = []
    times(record, now, tolerance, out)
    prefixes(record, out)
    if cast is not None:
        names(record, cast, out)
        amounts(cast, out)
        births(facts, cast, out)
        steps(record, out)
        sensors(record, out)
        own_words(record, out)
    return out


def signs_of_declaration(record: Record) -> list[Sign]:
    """Return what makes no sense in an error declaration; what it repeats was looked at when it was told."""
    out: list[Sign] = []
    declaration(record, out)
    return out
