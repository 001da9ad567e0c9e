"""Tellings that may be of one act, or of a later step of one: for a person to decide, with the grounds."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import combinations
from typing import Final

from dicycle.agreements.edtf import agree
from dicycle.agreements.model import Record
from dicycle.agreements.register.telling import Telling
from dicycle.agreements.vocabulary import BINDING, Kind

LIKELY: Final = 0.5
_FRAMEWORKS: Final = frozenset(
    {"framework_agreement", "strategic_cooperation_framework_agreement", "strategic_cooperation_agreement"}
)
_WORKS: Final = frozenset({"construction_start", "commissioning"})
_COUNTED: Final = frozenset({"projects", "agreements", "contracts"})
_BLOCK: Final = 12
"""Of more entries than this with something in common, each is compared only with so many before it."""
_PARTIES: Final = 12
Likeness = tuple[float, tuple[str, ...]]
NONE: Final[Likeness] = (0.0, ())


def can_be_one(one: str, other: str) -> bool:
    """Tell whether two kinds can be one act in different words."""
    return "contract" in (one, other) or one == other or (one in _FRAMEWORKS and other in _FRAMEWORKS)


def counted(record: Record) -> list[tuple[str, int]]:
    """Return how many projects or agreements an aggregate is of."""
    return [(one.what, one.value) for one in record.counts if one.what in _COUNTED]


def near(told: Sequence[Telling]) -> Iterator[tuple[Telling, Telling]]:
    """Yield pairs that share a party and a day or a place, or two parties; or aggregates of one number."""
    sharing: dict[Hashable, list[int]] = defaultdict(list)
    for number, one in enumerate(told):
        for key in _keys(one):
            sharing[key].append(number)
    pairs = {
        (first, second)
        for numbers in sharing.values()
        for at, second in enumerate(numbers)
        for first in numbers[max(0, at - _BLOCK) : at]
    }
    for first, second in sorted(pairs):
        yield told[first], told[second]


def _keys(one: Telling) -> Iterator[Hashable]:
    if one.record.aggregate:
        yield from counted(one.record)
        return
    who = sorted(one.who)[:_PARTIES]
    yield from combinations(who, 2)
    for common in (one.day, one.site):
        if common:
            yield from ((party, "at", common) for party in who)


def likeness(one: Telling, other: Telling) -> Likeness:
    """Return from 0 to 1 how likely two tellings are of one act, and why."""
    first, second = one.record, other.record
    if first.historical != second.historical:
        return NONE
    if first.aggregate or second.aggregate:
        return _of_aggregates(first, second) if agree(first.date.value, second.date.value) else NONE
    if can_be_one(first.of_kind, second.of_kind):
        return _of_one_step(one, other) if agree(first.date.value, second.date.value) else NONE
    return _of_steps(*sorted((one, other), key=lambda each: BINDING[each.record.of_kind]))


def _of_aggregates(one: Record, other: Record) -> Likeness:
    numbers = set(counted(one)) & set(counted(other))
    if not (one.aggregate and other.aggregate and numbers):
        return NONE
    what, value = min(numbers)
    return 0.7, (f"both tell of {value} {what}",)


def _of_one_step(one: Telling, other: Telling) -> Likeness:
    shared, whole = one.who & other.who, one.who | other.who
    days = one.day is not None and one.day == other.day
    if len(shared) < 2 and not (shared and days):
        return NONE
    score = 0.6 * len(shared) / len(whole) + 0.3 * days + 0.05
    grounds = [f"{len(shared)} of {len(whole)} parties are the same", "the same day" if days else "no day against it"]
    if _money(one.record) & _money(other.record):
        score, grounds = score + 0.1, [*grounds, "the same amount"]
    if one.site and other.site and one.site != other.site:
        score, grounds = score - 0.2, [*grounds, f"but {one.site} and {other.site}"]
    return round(min(max(score, 0.0), 0.99), 3), tuple(grounds)


def _money(record: Record) -> set[tuple[object, str]]:
    return {(one.amount, one.currency) for one in record.money}


def _of_steps(one: Telling, other: Telling) -> Likeness:
    """Return how likely the second is a later step of the first: a contract made of a framework, a plant of it."""
    shared = one.who & other.who
    same_site = one.site is not None and one.site == other.site
    works = other.record.of_kind in _WORKS and same_site
    if not shared or (len(shared) < 2 and not works) or not _in_order(one.record, other.record):
        return NONE
    tags = {each.tag for each in one.record.subject} & {each.tag for each in other.record.subject}
    score = 0.5 + 0.1 * (len(shared) > 1) + 0.15 * same_site + 0.1 * bool(tags)
    same = "one party is the same" if len(shared) == 1 else f"{len(shared)} parties are the same"
    grounds = [same, f"a {_said(other)} may be a later step of a {_said(one)}"]
    return round(score, 3), (*grounds, *([f"both at {one.site}"] if same_site else []))


def _said(one: Telling) -> str:
    kind: Kind = one.record.of_kind
    return kind.replace("_", " ")


def _in_order(one: Record, other: Record) -> bool:
    dates = [one.date.value, other.date.value]
    if any(date is None or "X" in date or "/" in date for date in dates):
        return True
    return str(dates[0])[:10] <= str(dates[1])[:10]
