"""Money, capacities, jobs and counts of a record: those of its own sentences, each on one record only."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from msgspec.structs import replace

from dicycle.agreements.document import Document, Span
from dicycle.agreements.extracting.drafts import GENERAL, Draft
from dicycle.agreements.extracting.sharing import is_elsewhere, is_later
from dicycle.agreements.figures import Figure, figures_in
from dicycle.agreements.model import Capacity, Count, Jobs, Money
from dicycle.agreements.vocabulary import OF_AGREEMENTS, MoneyKind

_CONTRACTS = frozenset({"supply_or_offtake", "contract"})


class Measures(NamedTuple):
    """What a record measures."""

    money: tuple[Money, ...] = ()
    capacity: tuple[Capacity, ...] = ()
    jobs: tuple[Jobs, ...] = ()
    counts: tuple[Count, ...] = ()


def measures_of(document: Document, draft: Draft, drafts: Sequence[Draft]) -> Measures:
    """Return the figures of a record's regions."""
    found = [(figures_in(document.text, document.language, *region), region) for region in sorted(draft.regions)]
    mine = [(figures, [one for one in figures if _is_mine(draft, drafts, one, region)
                       and not is_elsewhere(document, one, region)
                       and not is_later(document, draft, one, region)]) for figures, region in found]  # fmt: skip
    return Measures(
        _distinct(_money(document, draft, figures, own) for figures, own in mine),
        _distinct([_capacity(document, one) for one in own if one.family == "capacity"] for _, own in mine),
        _distinct([_jobs(document, one) for one in own if one.family == "jobs"] for _, own in mine),
        _counts(document, draft),
    )


def _is_mine(draft: Draft, drafts: Sequence[Draft], figure: Figure, region: Span) -> bool:
    """Of a sentence that tells of several records, a figure belongs to the last act told before it, or the next."""
    here = [one for one in drafts if region in one.regions]
    if len(here) < 2:
        return True
    acts = sorted((told.act.span, number) for number, one in enumerate(here) for told in one.told
                  if told.act.sentence.span == region)  # fmt: skip
    before = [number for span, number in acts if span.start <= figure.start]
    if acts and not before and here[acts[0][1]].first.act.historical:
        return draft is _news(here)
    owner = here[before[-1] if before else acts[0][1]] if acts else here[0]
    return owner is draft


def _news(drafts: Sequence[Draft]) -> Draft:
    """Return the first that is no background."""
    return next((one for one in drafts if not one.first.act.historical), drafts[0])


def _money(document: Document, draft: Draft, figures: Sequence[Figure], own: Sequence[Figure]) -> list[Money]:
    told = [one for one in own if one.family == "money" and one.conversion_of is None and _kind(draft, one)
            and "/" not in one.unit]  # fmt: skip
    return [_amount(document, draft, figures, one) for one in told]


def _amount(document: Document, draft: Draft, figures: Sequence[Figure], one: Figure) -> Money:
    number = figures.index(one)
    again = next((each for each in figures if each.conversion_of == number), None)
    money = _plain(document, draft, one)
    return money if again is None else replace(money, conversion=_plain(document, draft, again))


def _plain(document: Document, draft: Draft, one: Figure) -> Money:
    quote = document.quote(one.start, one.end)
    kind = _kind(draft, one) or "unknown"
    return Money(kind, one.amount, one.unit, one.qualifier, (quote,), one.modality, one.phase)


def _kind(draft: Draft, figure: Figure) -> MoneyKind | None:
    """Return the kind of money, None for what belongs to no agreement."""
    if figure.money_kind in OF_AGREEMENTS:
        return figure.money_kind
    if figure.foreign or figure.money_kind in ("subsidy", "market_size"):
        return None
    if (draft.kinds - {GENERAL} or draft.kinds) & _CONTRACTS:
        return "contract_value"
    return "investment"


def _capacity(document: Document, one: Figure) -> Capacity:
    return Capacity(
        one.amount, one.unit, one.qualifier, (document.quote(one.start, one.end),), None, one.modality, one.phase
    )


def _jobs(document: Document, one: Figure) -> Jobs:
    return Jobs(int(one.amount), one.qualifier, (document.quote(one.start, one.end),), one.modality)


def _counts(document: Document, draft: Draft) -> tuple[Count, ...]:
    """Return the number of projects of an aggregate, with the noun that is counted."""
    told = next((one.act for one in draft.told if one.act.number is not None and one.act.number_span), None)
    if told is None or not draft.aggregate or told.number_span is None or told.number is None:
        return ()
    number, text = told.number_span, document.text
    figures = figures_in(text, document.language, told.sentence.start, told.sentence.end)
    same = next((one for one in figures if number.meets(Span(one.start, one.end)) and one.amount == told.number), None)
    if same is None:
        return (Count(_what(document, draft), told.number, told.qualifier, (document.quote(*number),)),)
    what = same.unit if same.family == "count" and same.unit else _what(document, draft)
    return (Count(what, told.number, same.qualifier, (document.quote(same.start, same.end),)),)


def _what(document: Document, draft: Draft) -> str:
    """Return what a bare number counts: what the number that it is a part of does."""
    whole = _counts(document, draft.part_of) if draft.part_of else ()
    return whole[0].what if whole else "projects"


def _distinct(found: Iterable[list[Any]]) -> tuple[Any, ...]:
    """Return values in the order of the text, each once: an amount told twice is one."""
    kept: list[Any] = []
    for value in (value for values in found for value in values):
        if not any(_same(value, other) for other in kept):
            kept.append(value)
    return tuple(kept)


def _same(one: Any, other: Any) -> bool:
    names = ("kind", "amount", "value", "currency", "unit", "phase")
    return all(getattr(one, name, None) == getattr(other, name, None) for name in names)
