"""Values of records in the words of a page."""

from decimal import Decimal
from typing import Final

from dicycle.agreements.model import Capacity, Dated, Money
from dicycle.agreements.vocabulary import Modality, Qualifier

_QUALIFIED: Final[dict[Qualifier, str]] = {
    "exact": "", "approx": "about ", "more_than": "more than ", "less_than": "up to ",
}  # fmt: skip
_BASES: Final = {
    "explicit": "as it is written",
    "explicit_no_year": "no year is written",
    "year_of_publication": "the year is that of publication",
    "relative_weekday": "a weekday, counted back from publication",
    "relative_day": "counted from publication",
    "dateline": "of the dateline",
    "anaphora": "by a date that was told before",
    "not_stated": "not stated",
}
LANGUAGES: Final = {"en": "English", "de": "German", "zh": "Chinese", "ru": "Russian"}


def words(term: str) -> str:
    """Return a term of the vocabulary in words: ``signed_projects`` as "signed projects"."""
    return term.replace("_", " ")


def basis_of(date: Dated) -> str:
    """Return in words what a date rests on."""
    basis, _, more = date.basis.partition(":")
    if basis == "inherited":
        return f"as {more}"
    if basis == "inferred":
        return f"inferred from {words(more)}"
    return _BASES.get(basis, words(basis))


def qualified(qualifier: Qualifier, amount: Decimal | int, unit: str, modality: Modality = "stated") -> str:
    """Return an amount with what stands before and behind it."""
    said = f"{_QUALIFIED[qualifier]}{_plain(amount)} {unit}".rstrip()
    return f"{said}, expected" if modality == "expected" else said


def _plain(amount: Decimal | int) -> str:
    """Return a number in full, its thousands grouped, without an exponent and without zeros that say nothing."""
    whole, point, rest = f"{amount:,f}".partition(".")
    rest = rest.rstrip("0")
    return f"{whole}{point}{rest}" if rest else whole


def money_words(money: Money) -> str:
    """Return an amount of money."""
    return qualified(money.qualifier, money.amount, money.currency, money.modality)


def capacity_words(capacity: Capacity) -> str:
    """Return a capacity; ``/a`` reads "a year"."""
    unit = capacity.unit.removesuffix("/a") + (" a year" if capacity.unit.endswith("/a") else "")
    return qualified(capacity.qualifier, capacity.amount, unit, capacity.modality)
