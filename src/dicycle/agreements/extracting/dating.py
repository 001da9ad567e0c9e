"""When it was: a date of the act's own sentence, the same day as before, the dateline; never an invented year."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from dicycle.agreements.document import Document, Sentence, Span
from dicycle.agreements.extracting.drafts import Draft, Told
from dicycle.agreements.extracting.setting import setting_of
from dicycle.agreements.figures import DateFound, dates_in
from dicycle.agreements.figures.patterns import blind, data_of
from dicycle.agreements.model import Dated, Quote
from dicycle.agreements.vocabulary import Language

_SHORT = 50
_BASES = {"weekday": "relative_weekday", "relative": "relative_day", "month": "explicit", "year": "explicit"}
_NEAR = 24
_BESIDE = 4
_EVENT = timedelta(days=14)
_YEAR = 4
_BEARS = 60
_COARSE = ("month", "year", "edition")
_DAYS = ("explicit", "explicit_no_year", "weekday")
_IN_YEAR = ("month", "explicit_no_year")
_OF_ACTS = frozenset({"explicit", "explicit_no_year", "weekday", "relative", "interval", "month", "edition"})


def found_in(document: Document, sentence: Sentence) -> list[DateFound]:
    """Return the dates of a sentence that can be an act's."""
    found = dates_in(document.text, document.language, sentence.start, sentence.end, published=document.published)
    return list(_joined(found))


def _joined(found: list[DateFound]) -> Iterator[DateFound]:
    """Return dates; a month or day right behind the words for its year ("去年12月") is one date with them."""
    taken = False
    for one, behind in zip(found, [*found[1:], None], strict=False):
        joins = behind and one.kind == "relative" and one.end == behind.start and _of_year(one, behind)
        if joins and behind and behind.edtf:
            yield behind._replace(start=one.start, edtf=f"{one.edtf}{behind.edtf[4:]}", basis=one.basis)
        elif not taken:
            yield one
        taken = bool(joins)


def _of_year(one: DateFound, behind: DateFound) -> bool:
    year = one.edtf is not None and len(one.edtf) == _YEAR and one.edtf.isdecimal()
    return year and behind.edtf is not None and "/" not in behind.edtf and behind.kind in _IN_YEAR


def values(found: list[DateFound]) -> frozenset[str]:
    """Return the days that are told."""
    return frozenset(one.edtf for one in found if one.edtf and one.kind in ("explicit", "explicit_no_year", "weekday"))


def date_of(document: Document, draft: Draft, before: list[tuple[Draft, Dated]]) -> Dated:
    """Return the date of a record; `before` are the records told before it, with theirs."""
    own = _its_own(document, draft)
    if own is not None:
        return own
    for told in sorted(draft.told, key=lambda one: (one.support, one.act.span)):
        found = found_in(document, told.act.sentence)
        near = sorted(
            (one for one in found if _can_be(document, told, one) and not (told.support and one.kind == "edition")),
            key=lambda one: (one.kind in _COARSE, abs(one.start - told.act.span.start)),
        )
        if near:
            return _dated(document, near[0])
        same = next((one for one in found if one.kind == "same_day"), None)
        known = [dated for _, dated in before if dated.value]
        if same is not None and known:
            return _anaphora(document, same, known[-1])
    held = _of_setting(document, draft) if draft.part_of is None else None
    if held is not None:
        return held
    whole = draft.part_of or draft.split_from or _beside(draft, before)
    return _inherited(whole, before) if whole is not None else _dateline(document, draft)


def _its_own(document: Document, draft: Draft) -> Dated | None:
    """Return the day that an agreement bears ("the memorandum, dated …"): another can be that of its announcement."""
    words = data_of(document.language)["dates"].get("own")
    for region in sorted(draft.regions) if words else ():
        for one in dates_in(document.text, document.language, *region, published=document.published):
            before = document.text[max(region.start, one.start - _BEARS) : one.start]
            if one.kind in _DAYS and one.edtf and blind(words).search(before):
                return _dated(document, one)
    return None


def _can_be(document: Document, told: Told, one: DateFound) -> bool:
    """Tell whether a date can be an act's: not when a plant will run; a bare year only of what is long past."""
    if not one.edtf or not _is_moment(told, one):
        return False
    if _is_ahead(document, told, one) and not _is_days(one.edtf):
        return False
    beside = one.end <= told.act.span.start or one.start - told.act.span.end < _BESIDE
    return one.kind in _OF_ACTS or (one.kind == "year" and told.act.historical and beside)


def _is_moment(told: Told, one: DateFound) -> bool:
    """A stretch of time (deliveries "between 2025 and 2028") dates no act but an edition, several, or days on end."""
    stretch = one.kind == "interval" or "/" in (one.edtf or "")
    return not stretch or told.act.kind == "signed_projects" or _is_days(one.edtf or "")


def _is_days(edtf: str) -> bool:
    """Tell whether an interval is of the days of one event."""
    try:
        first, last = (date.fromisoformat(day.replace("XXXX", "2000")) for day in edtf.split("/"))
    except ValueError:
        return False
    return timedelta(0) < last - first <= _EVENT


def _is_ahead(document: Document, told: Told, one: DateFound) -> bool:
    """Tell whether words before a date, by the language's own, say that something is to be by then."""
    act = told.act.span.end if told.act.span.end <= one.start else told.act.sentence.start
    before = document.text[max(act, one.start - _NEAR) : one.start]
    return _ahead(document.language).search(before) is not None


@cache
def _ahead(language: Language) -> re.Pattern[str]:
    return blind(data_of(language)["dates"].get("ahead", ""))


def _of_setting(document: Document, draft: Draft) -> Dated | None:
    """Return the date of the event at which it was signed, told in a sentence before."""
    held = setting_of(document, draft.first.act)
    dates = found_in(document, held) if held else []
    found = [one for one in dates if one.edtf and one.kind in _OF_ACTS and _is_moment(draft.first, one)]
    found.sort(key=lambda one: (one.kind in _COARSE, one.kind != "relative", one.start))
    return _dated(document, found[0]) if found else None


def _beside(draft: Draft, before: list[tuple[Draft, Dated]]) -> Draft | None:
    """Return the dated record just before, where one more act is told in its paragraph."""
    told = draft.first.act
    if told.historical or draft.first.support:
        return None
    near = [one for one, dated in before if dated.value and one.first.act.sentence.block == told.sentence.block
            and (one.first.act.verb == "talk") == (told.verb == "talk")]  # fmt: skip
    return near[-1] if near and not near[-1].first.act.historical else None


def _dated(document: Document, found: DateFound) -> Dated:
    basis = found.basis or _BASES.get(found.kind, found.kind)
    return Dated(found.edtf, basis, (document.quote(found.start, found.end), *_published(document, basis)))


def _published(document: Document, basis: str) -> tuple[Quote, ...]:
    rests = basis.startswith(("relative", "year_of_publication"))
    return document.published.evidence[:1] if rests else ()


def _anaphora(document: Document, found: DateFound, earlier: Dated) -> Dated:
    return Dated(earlier.value, "anaphora", (document.quote(found.start, found.end), *earlier.evidence))


def _inherited(whole: Draft, before: list[tuple[Draft, Dated]]) -> Dated:
    for number, (draft, dated) in enumerate(before, 1):
        if draft is whole and dated.value:
            return Dated(dated.value, f"inherited:r{number}", dated.evidence)
    return Dated(None, "not_stated")


def _dateline(document: Document, draft: Draft) -> Dated:
    """A dateline's day is the day of the news: it is told as such only where the act is told as news of the day."""
    if draft.first.act.historical:
        return Dated(None, "not_stated")
    told = draft.first.act.span.start  # a line behind the news is of its page
    above = [Span(one.start, one.end) for one in document.blocks if one.kind == "dateline" and one.start < told]
    lines = above or _opening(document)
    for line in lines:
        found = dates_in(document.text, document.language, line.start, line.end, published=document.published)
        for one in found:
            if one.edtf and one.kind in ("explicit", "explicit_no_year"):
                return Dated(one.edtf, "dateline", (document.quote(one.start, one.end),))
    return Dated(None, "not_stated")


def _opening(document: Document) -> list[Span]:
    """Return a dateline that opens the first paragraph as a short sentence of its own: "МОСКВА, 12 мая. …"."""
    body = [one for one in document.sentences if document.blocks and document.blocks[one.block].kind == "body"][:2]
    alone = len(body) > 1 and body[0].block == body[1].block and body[0].end - body[0].start < _SHORT
    return [body[0].span] if alone else []
