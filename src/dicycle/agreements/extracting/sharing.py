"""Whose words are whose, where one sentence tells of several acts."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from dicycle.agreements.document import Document, Span
from dicycle.agreements.extracting.drafts import BUILDING, Draft
from dicycle.agreements.figures import Figure
from dicycle.agreements.figures.patterns import blind, data_of
from dicycle.agreements.vocabulary import Language

_ON: Final = re.compile(r"\b(?:on|for|to|covering|concerning|über|zur?|zum|für|об?|на|по)\b", re.IGNORECASE)
_PART: Final = re.compile("[;；]")
_CLAUSE: Final = re.compile(r"[;；]|[,，](?!\d)")


def is_of(document: Document, draft: Draft, drafts: Sequence[Draft], words: Span, region: Span) -> bool:
    """Tell whether words of a sentence belong to a draft: to the act of their clause, else of their part of it."""
    acts = sorted({told.act.span for one in drafts for told in one.told if told.act.sentence.span == region})
    own = {told.act.span for told in draft.told if told.act.sentence.span == region}
    if acts and not own:
        return words.start < acts[0].start  # an older agreement told in passing has its own words
    if len(acts) < 2:
        return _is_of_group(document, draft, drafts, words, region)
    owner = _owner(document.text, acts, words, region)
    return owner is None or owner in own


def _is_of_group(document: Document, draft: Draft, drafts: Sequence[Draft], words: Span, region: Span) -> bool:
    """Of agreements told at once ("between A and B on cells, between C and D on packs") each has what is behind it."""
    groups = _groups(drafts, region)
    before = [end for end, _ in groups if end <= words.start]
    mine = [end for end, one in groups if one is draft]
    if not before or not mine or len(groups) < 2:
        return True
    on = [end for end, after in pairwise([*before, words.start]) if _ON.search(document.text, end, after)]
    earlier = [end for end in on if end < before[-1]]
    return before[-1] not in on or (max(earlier) if earlier else -1) < mine[0] <= before[-1]


def _groups(drafts: Sequence[Draft], region: Span) -> list[tuple[int, Draft]]:
    """Return where the parties of each agreement end that one act of a sentence tells of."""
    told = [(each, one) for one in drafts for each in one.told if each.act.sentence.span == region]
    acts = Counter(each.act.span for each, _ in told)
    told = [(each, one) for each, one in told if each.others > 1 or acts[each.act.span] > 1]
    return sorted(((max(said.end for _, said in each.parties), one) for each, one in told if each.parties),
                  key=lambda one: one[0])  # fmt: skip


def is_elsewhere(document: Document, figure: Figure, region: Span) -> bool:
    """Tell whether a language's words around a figure say that it is a later plan's, or what a company has already."""
    part_says, before_says, after_says = _elsewhere(document.language)
    words = Span(figure.start, figure.end)
    part = _between(document.text, _PART, words, region)
    clause = _between(document.text, _CLAUSE, words, region)
    return bool(
        part_says.search(document.text, *part)
        or before_says.search(document.text[clause.start : figure.start])
        or after_says.match(document.text, figure.end, region.end)
    )


def is_later(document: Document, draft: Draft, figure: Figure, region: Span) -> bool:
    """Tell whether a figure is of a later phase, which a plant that was begun or runs does not have yet."""
    clause = _between(document.text, _CLAUSE, Span(figure.start, figure.end), region)
    later = blind(data_of(document.language).get("elsewhere", {}).get("later", ""))
    return bool(draft.kinds & BUILDING and later.search(document.text, *clause))


@cache
def _elsewhere(language: Language) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    own = data_of(language).get("elsewhere", {})
    return blind(own.get("part", "")), blind(own.get("before", "")), blind(own.get("after", ""))


def _owner(text: str, acts: Sequence[Span], words: Span, region: Span) -> Span | None:
    """Return whose act's words these are, None if those of all: they stand before every act, in no act's clause."""
    around = next((one for one in acts if words.within(one)), None)
    if around:
        return around
    for border in (_CLAUSE, _PART):
        near = [one for one in acts if one.meets(_between(text, border, words, region))]
        before = [one for one in near if one.start <= words.start]
        if before or (near and border is _CLAUSE):
            return before[-1] if before else near[0]
    before = [one for one in acts if one.start <= words.start]
    return before[-1] if before else None


def _between(text: str, border: re.Pattern[str], words: Span, region: Span) -> Span:
    """Return the stretch between two borders of a sentence that holds words."""
    start = max((found.end() for found in border.finditer(text, region.start, words.start)), default=region.start)
    end = border.search(text, words.end, region.end)
    return Span(start, end.start() if end else region.end)
