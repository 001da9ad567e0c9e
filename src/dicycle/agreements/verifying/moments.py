"""Dates: derived again from their quotes and the day of publication, or refused."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from msgspec.structs import replace

from dicycle.agreements.figures.dating import day_of
from dicycle.agreements.model import Dated, Quote
from dicycle.agreements.verifying.amounts import Refused, holding
from dicycle.agreements.verifying.ground import Ground

STAMP: Final = re.compile(r"[A-Z]{3,}(\d\d)(\d\d)((?:19|20)\d\d)")
FORM: Final = re.compile(r"(?:\d{4}|XXXX)(?:-(?:\d\d|XX)){0,2}")
SENTENCE: Final = 60
"""So many characters beside a date make its line a sentence."""
YEARS: Final = re.compile(r"(\d{4})/(\d{4})")
YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def published(ground: Ground, value: Dated) -> Dated:
    """Return the day of publication as its quote gives it; a stamp of a news agency may give it."""
    if value == ground.document.published or value.value is None:
        return value
    quotes = ground.located(value.evidence)
    if not quotes:
        raise Refused("the document does not hold its quote")
    if not any(not ground.is_boilerplate(quote) or ground.is_stamp(quote) for quote in quotes):
        raise Refused("it rests on boilerplate only")
    if value.value not in _stamped(quotes) | _derived(ground, quotes, None):
        raise Refused("its quote does not give this day")
    return replace(value, evidence=quotes)


def _stamped(quotes: tuple[Quote, ...]) -> set[str]:
    found = (STAMP.match(quote.text) for quote in quotes)
    return {"-".join(reversed(one.groups())) for one in found if one}


def _derived(ground: Ground, quotes: tuple[Quote, ...], on: Dated | None) -> set[str]:
    return {one.edtf for quote in quotes for one in ground.dates(quote, on) if one.edtf}


def dated(ground: Ground, value: Dated, on: Dated, others: Mapping[str, str | None]) -> Dated:
    """Return a record's date as its quotes give it; `on` is the publication, `others` the other records' dates."""
    if value.value is None:
        return replace(value, evidence=ground.located(value.evidence))
    if not all(FORM.fullmatch(end) for end in value.value.split("/", 1)):
        raise Refused("it is no date of EDTF")
    if value.basis.startswith("inherited:"):
        return _inherited(ground, value, others)
    quotes = holding(ground, value.evidence)
    sound = ground.sound(quotes)
    if all(_of_publication(ground, quote) for quote in sound):
        raise Refused("it rests on the date of publication alone")
    if not _follows(ground, value.value, sound, on, others):
        raise Refused("its quotes and the day of publication do not give this date")
    return replace(value, evidence=quotes)


def _inherited(ground: Ground, value: Dated, others: Mapping[str, str | None]) -> Dated:
    if others.get(value.basis.removeprefix("inherited:")) != value.value:
        raise Refused("the record that it is inherited from does not have it")
    return replace(value, evidence=ground.located(value.evidence))


def _of_publication(ground: Ground, quote: Quote) -> bool:
    """Tell whether a quote is the date of publication on a line of its own, not the dateline of a sentence."""
    evidence = ground.document.published.evidence
    start, stop = ground.text.rfind("\n", 0, quote.start) + 1, ground.text.find("\n", quote.end)
    beside = (stop if stop >= 0 else len(ground.text)) - start - (quote.end - quote.start)
    return beside < SENTENCE and any(one.start <= quote.start and quote.end <= one.end for one in evidence)


def _follows(
    ground: Ground, value: str, quotes: tuple[Quote, ...], on: Dated, others: Mapping[str, str | None]
) -> bool:
    given = _derived(ground, quotes, on) | _derived(ground, quotes, None)
    if any(_covers(value, one) for one in given):
        return True
    if _is_same_day(ground, quotes) and value in others.values():
        return True
    years = {one[:4] for one in given} | ({on.value[:4]} if day_of(on) and on.value else set())
    if any(one.startswith("XXXX") and value == year + one[4:] for one in given for year in years):
        return True
    return _is_run_of_years(ground, value, quotes)


def _covers(value: str, given: str) -> bool:
    """Tell whether a date is the one that is given, or a coarser one that holds it."""
    return value == given or (given.startswith(f"{value}-") and "/" not in given and len(value) in (4, 7))


def _is_same_day(ground: Ground, quotes: tuple[Quote, ...]) -> bool:
    return any(one.kind == "same_day" for quote in quotes for one in ground.dates(quote, None))


def _is_run_of_years(ground: Ground, value: str, quotes: tuple[Quote, ...]) -> bool:
    """Tell whether two years are those quoted, or the first is and the quotes count so many ("the previous two")."""
    found = YEARS.fullmatch(value)
    years = {year for quote in quotes for year in YEAR.findall(quote.text)}
    if not found or found[1] not in years:
        return False
    spell = int(found[2]) - int(found[1]) + 1
    return found[2] in years or any(one.amount == Decimal(spell) for quote in quotes for one in ground.figures(quote))
