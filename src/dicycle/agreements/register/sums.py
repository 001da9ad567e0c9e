"""Sums over the register: exact, by currency, over countable leaves only, so that nothing is added twice."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from msgspec import Struct

from dicycle.agreements.model import Money
from dicycle.agreements.register.dates import is_day
from dicycle.agreements.register.model import Entry
from dicycle.agreements.verifying.rates import converted
from dicycle.agreements.vocabulary import COMMITTED

_ABOUT: Final = Decimal("0.1")
"""How far a conversion may be off before two amounts are in conflict."""
ENDED: Final = frozenset({"terminated", "suspended"})


def why_not(entry: Entry, wholes: frozenset[str]) -> str:
    """Return why an entry must not be summed, or nothing if it may; `wholes` are the ids of which others are part."""
    if entry.aggregate:
        return "an aggregate: its projects count one by one as they become known"
    if entry.id in wholes:
        return "other entries are part of it"
    if entry.historical:
        return "told only as background"
    if entry.superseded_by:
        return f"superseded by {entry.superseded_by}"
    if entry.status in ENDED:
        return entry.status
    if entry.step < COMMITTED:
        return "not committed: talks, a memorandum or a framework"
    return ""


def total(entries: Iterable[Entry], kind: str = "investment") -> dict[str, Decimal]:
    """Return the money of one kind of all countable entries, by currency; conversions are never added."""
    sums: dict[str, Decimal] = {}
    for entry in entries:
        if entry.countable:
            for currency, amount in entry.amounts.get(kind, {}).items():
                sums[currency] = sums.get(currency, Decimal(0)) + amount
    return dict(sorted(sums.items()))


class Totals(Struct, frozen=True):
    """The money of one kind: sums by currency, the entries that were added, and of the others why not."""

    kind: str
    amounts: dict[str, Decimal]
    counted: tuple[str, ...]
    left_out: dict[str, str]


def totals(entries: Iterable[Entry], kind: str = "investment") -> Totals:
    """Return the money of one kind of all countable entries that tell of it, and what is left out and why."""
    told = [one for one in entries if one.amounts.get(kind)]
    counted = [one for one in told if one.countable]
    left_out = {one.id: one.because for one in told if not one.countable}
    return Totals(kind, total(counted, kind), tuple(one.id for one in counted), left_out)


def of(money: Iterable[Money], kind: str = "investment") -> dict[str, Decimal]:
    """Return the money of one kind that one document tells, by currency; where phases are told beside a total, it."""
    own = _own([one for one in money if one.kind == kind])
    sums: dict[str, Decimal] = {}
    for currency in dict.fromkeys(one.currency for one in own):
        here = [one for one in own if one.currency == currency]
        wholes = [one.amount for one in here if not one.phase]
        phases = {one.phase: one.amount for one in here if one.phase}
        sums[currency] = max(wholes) if wholes else sum(phases.values(), Decimal(0))
    return sums


def _own(told: Sequence[Money]) -> list[Money]:
    """Return amounts without those that are told as the conversion of another."""
    kept: list[Money] = []
    restated: set[tuple[Decimal, str]] = set()
    for one in sorted(told, key=lambda one: one.conversion is None):
        if (one.amount, one.currency) not in restated:
            kept.append(one)
            restated |= {(one.conversion.amount, one.conversion.currency)} if one.conversion else set()
    return kept


def amounts(tellings: Sequence[Sequence[Money]]) -> dict[str, dict[str, Decimal]]:
    """Return what may be summed of the money that several documents tell of one entry, by kind and currency.

    It is the money of one document: of that with which most agree, of equals the first. Sums of several documents
    would add a restatement, and sums of several currencies a conversion.
    """
    found: dict[str, dict[str, Decimal]] = {}
    for kind in dict.fromkeys(one.kind for told in tellings for one in told):
        sums = [here for told in tellings if (here := of(told, kind))]
        found[kind] = max(sums, key=sums.count)
    return found


class Same:
    """Tells whether two amounts, ``12000000000 CNY``, can be one; in two currencies by the rate of the day."""

    def __init__(self, dates: Sequence[str | None]) -> None:
        self._day = next(filter(None, map(_day, dates)), None)

    def __call__(self, one: str, other: str) -> bool:
        """Compare two amounts; those that no rate is known for are not held to differ."""
        if one == other or "+" in one + other:
            return one == other
        (amount, currency), (second, another) = one.split(), other.split()
        if currency == another or self._day is None:
            return currency != another
        rated = converted(Decimal(amount), currency, another, self._day)
        return rated is None or abs(rated - Decimal(second)) <= _ABOUT * Decimal(second)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if is_day(text) and text else None
    except ValueError:
        return None
