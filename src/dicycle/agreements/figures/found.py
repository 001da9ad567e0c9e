"""What is found in a text: figures and dates, each with its characters."""

from decimal import Decimal
from typing import Literal, NamedTuple

from dicycle.agreements.vocabulary import Modality, MoneyKind, Qualifier

Family = Literal["money", "capacity", "count", "jobs", "percent", "area", "number", "ordinal"]
DateKind = Literal[
    "explicit", "explicit_no_year", "weekday", "relative", "same_day", "interval", "month", "year", "edition"
]


class Figure(NamedTuple):
    """A number with what it measures; `amount` is exact and in `unit`.

    `unit` is a currency (ISO 4217), a capacity (``GWh``, ``GWh/a``, ``t``, ``packs/a`` …), a counted noun
    (``projects``, ``jobs`` …), ``%``, or empty. Its characters reach from the qualifier to the unit and "per year";
    `core` is the part from the digits or the sign before them to the unit. `upper` is the end of a range.
    `foreign` is money that is told as revenue, debt, tax, price or the like: no agreement's, whatever its size.
    `conversion_of` is the place, in the same list, of the amount that it tells once more in another currency.
    """

    start: int
    end: int
    family: Family
    amount: Decimal
    unit: str
    core: tuple[int, int]
    qualifier: Qualifier = "exact"
    upper: Decimal | None = None
    conversion_of: int | None = None
    money_kind: MoneyKind = "unknown"
    modality: Modality = "stated"
    phase: str | None = None
    foreign: bool = False


class DateFound(NamedTuple):
    """A date as it is written; `edtf` is None where the text alone, or with its publication, does not give one.

    `basis` is a word of `Dated.basis`: ``explicit``, ``explicit_no_year``, ``year_of_publication``,
    ``relative_weekday``, ``relative_day``, ``anaphora`` (the same day) or ``not_stated`` ("recently").
    """

    start: int
    end: int
    edtf: str | None
    kind: DateKind
    basis: str
