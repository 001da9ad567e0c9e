"""Values that a person chose: the last choice counts, the conflict stays in sight."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final, get_args

from msgspec.structs import replace

from dicycle.agreements.register.dates import is_date
from dicycle.agreements.register.lei import is_lei
from dicycle.agreements.register.model import Entry, Judgement
from dicycle.agreements.vocabulary import Kind, MoneyKind, Status

MONEY: Final = frozenset(get_args(MoneyKind))


def read_money(value: Any) -> dict[str, Decimal] | None:
    """Return money written as in a conflict, ``12000000000 CNY`` or ``5 EUR + 7 USD``; None if it is none."""
    found: dict[str, Decimal] = {}
    for part in str(value).split(" + "):
        amount, _, currency = part.partition(" ")
        try:
            found[currency] = Decimal(amount)
        except InvalidOperation:
            return None
    sound = all(len(one) == 3 and one.isalpha() and one.isupper() for one in found)
    return found if sound and all(one.is_finite() and one >= 0 for one in found.values()) else None


OF_ENTRIES: Final[dict[str, Callable[[Any], bool]]] = {
    "date": lambda value: isinstance(value, str) and is_date(value),
    "kind": lambda value: value in get_args(Kind),
    "status": lambda value: value in get_args(Status),
    **{kind: lambda value: read_money(value) is not None for kind in sorted(MONEY)},
}
"""Fields of an entry that a person may decide, and what tells whether a value is one."""

OF_PARTIES: Final[dict[str, Callable[[Any], bool]]] = {
    "lei": lambda value: isinstance(value, str) and is_lei(value),
    "name": lambda value: isinstance(value, str) and bool(value.strip()),
    "country": lambda value: isinstance(value, str) and len(value) == 2 and value.isascii() and value.isupper(),
}
"""Fields of a party that a person may enter."""


def chosen(said: Iterable[Judgement], known: dict[str, Any], fields: Iterable[str]) -> list[Judgement]:
    """Return the choices that count about known ids, each field of each thing once: the last one, unless taken back.

    `known` maps every id that a thing goes by to the thing.
    """
    last: dict[tuple[Any, str], Judgement] = {}
    allowed = frozenset(fields)
    for one in said:
        if one.matter == "value" and one.one in known and one.other in allowed:
            last[known[one.one], one.other] = one
    return [one for one in last.values() if one.verdict == "same"]


def decided(entries: Sequence[Entry], said: Sequence[Judgement]) -> list[Entry]:
    """Return entries with the values that a person chose."""
    known = {id: one.id for one in entries for id in (one.id, *one.also)}
    choices: dict[str, list[Judgement]] = {}
    for one in chosen(said, known, OF_ENTRIES):
        if OF_ENTRIES[one.other](one.value):
            choices.setdefault(known[one.one], []).append(one)
    return [_with(one, choices[one.id]) if one.id in choices else one for one in entries]


def _with(entry: Entry, choices: Iterable[Judgement]) -> Entry:
    changed: dict[str, Any] = {"amounts": entry.amounts}
    for one in choices:
        if one.other in MONEY:
            changed["amounts"] = {**changed["amounts"], one.other: read_money(one.value)}
        else:
            changed[one.other] = one.value
    return replace(entry, **changed, chosen=tuple(one.other for one in choices))
