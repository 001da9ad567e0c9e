"""What says nothing of the subject: banners, disclaimers, contacts, navigation, hits, captions, stamps.

A phrase list per language decides what a line or a paragraph is; a heading such as "Contact us" or "About X" carries
its class on to what follows it.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from typing import Final, NamedTuple

from dicycle.agreements.document import Span
from dicycle.agreements.model import Boilerplate
from dicycle.agreements.reading.layout import ended
from dicycle.agreements.reading.sentences import sentences_of
from dicycle.agreements.reading.words import Pattern, Words, common

_SHORT: Final = 320
_LONG: Final = 6000
_HEADING: Final = 130
_TAIL: Final = 160
_NAME: Final = re.compile(r"[A-ZА-ЯЁÄÖÜ]\w{2,}|[\u4e00-\u9fff]{2,4}")
_COLON: Final = re.compile(r"[:：]|\s[–—]\s")
_PROSE: Final = {"zh": 28}
STAMPS: Final = tuple(re.compile(one) for one in common()["stamps"]["wire"])
_MOST: Final = {"about": 4, "disclaimer": 4, "forward_looking": 6}
"""Paragraphs that a heading of a class can carry it on to, so that no heading can hide the rest of a document."""

_OWN: Final = frozenset(
    {"disclaimer", "forward_looking", "cookie_banner", "wire_stamp", "metadata_date", "metadata_publisher"}
)
"""Classes that a footer does not take in."""


class Sorted(NamedTuple):
    """A paragraph with its class, None for what the document is about, and the kind that its markup gives it."""

    span: Span
    type: str | None
    markup: str = ""


def sort_out(text: str, paragraphs: Sequence[Span], words: Words, said: Sequence[tuple[str, ...]] = ()) -> list[Sorted]:
    """Return the paragraphs with their classes; `said` is what the markup says of each.

    A paragraph that only ends in a disclaimer or the like is cut in two.
    """
    marked = zip(paragraphs, chain(said, repeat(())), strict=False)
    parts = [part for span, one in marked for part in _cut(text, span, one, words)]
    spans, alone = [part.span for part in parts], [part.type for part in parts]
    prose = [part.type is None and is_prose(text, part.span, words) for part in parts]
    first = prose.index(True) if True in prose else len(prose)
    kinds = _carried(text, spans, alone, prose, first, words)
    _mark_repeated(text, spans, kinds, first)
    _mark_labels(text, spans, kinds, first)
    return [part._replace(type=kind) for part, kind in zip(parts, kinds, strict=True)]


def _cut(text: str, span: Span, said: tuple[str, ...], words: Words) -> Iterator[Sorted]:
    markup = next((word for word in reversed(said) if ":" not in word), "")
    kind = _by_markup(said) or _class_of(text, span, words)
    if kind:
        yield Sorted(span, kind, markup)
        return
    kind, place = _prose_class(text, span, words) if 20 < span.end - span.start <= _LONG else (None, span.start)
    if kind and place > span.start:
        before = Span(span.start, span.start + len(text[span.start : place].rstrip()))
        yield Sorted(before, None, markup)
    yield Sorted(Span(place, span.end), kind, markup)


def _by_markup(said: tuple[str, ...]) -> str | None:
    """Return the class that the markup puts a paragraph in: a caption, what a page says of itself, its furniture."""
    own = next((one for one in said if one in {"caption", "metadata_date", "metadata_publisher"}), None)
    return own or next((one.partition(":")[2] for one in said if ":" in one), None)


def is_prose(text: str, span: Span, words: Words) -> bool:
    """Tell whether a paragraph is long enough, and ends, as sentences do."""
    length = span.end - span.start
    least = _PROSE.get(words.language, 70)
    return length >= least and (ended(text, *span) or length >= 4 * least)


def _class_of(text: str, span: Span, words: Words) -> str | None:
    """Return the class of a line by the words that it begins with."""
    length = span.end - span.start
    if length > _SHORT:
        return None
    if length < 60 and any(one.match(text[span.start : span.end]) for one in STAMPS):
        return "wire_stamp"
    return next((name for name, pattern in words.lines if pattern.fullmatch(text, *span)), None)


def _prose_class(text: str, span: Span, words: Words) -> tuple[str | None, int]:
    """Return the class of a paragraph and where it begins: late in a long one, with the sentence that shows it."""
    low = text[span.start : span.end].casefold()
    for one in words.prose:
        if any(hint in low for hint in one.hints) and all(need.search(text, *span) for need in one.needs):
            return one.type, _beginning(text, span, one.needs[0], words)
    return None, span.start


def _beginning(text: str, span: Span, sign: Pattern, words: Words) -> int:
    found = sign.search(text, *span)
    place = found.start() if found else span.start
    if place - span.start < max(0.4 * (span.end - span.start), 120):
        return span.start
    return max((one.start for one in sentences_of(text, *span, words) if one.start <= place), default=span.start)


def section_of(text: str, span: Span, words: Words) -> str | None:
    """Return the class that a heading opens, None if it is no such heading."""
    if span.end - span.start > _HEADING:
        return None
    line = text[span.start : span.end].rstrip(" :：.…").lstrip("#*—–-=【[〖■▌ ").rstrip("】]〗#*=—– ")
    found = next((name for name, pattern in words.sections if pattern.fullmatch(line)), None)
    return found or ("about" if _is_about(text, span.start, line, words) else None)


def _is_about(text: str, end: int, line: str, words: Words) -> bool:
    """Tell whether a heading announces what somebody is whom the text before it has named ("About Volta")."""
    found = next((match for pattern in words.someone if (match := pattern.fullmatch(line))), None)
    names = _NAME.findall(found["who"]) if found else []
    likely = names[:1] if words.language == "de" else names  # every German noun has a capital
    return any(text.find(name[:5], 0, end) >= 0 for name in likely)


def _carried(
    text: str,
    paragraphs: Sequence[Span],
    alone: Sequence[str | None],
    prose: Sequence[bool],
    first: int,
    words: Words,
) -> list[str | None]:
    """Return the classes with those of headings carried on; before the first prose nothing is carried."""
    kinds: list[str | None] = list(alone[: first + 1])
    section: str | None = None
    left = 0
    for number in range(first + 1, len(paragraphs)):
        opened = section_of(text, paragraphs[number], words)
        section, left = _section(section, left, opened, alone[number], prose[number])
        kinds.append(opened or _opened_inside(text, paragraphs[number], words) or _merged(section, alone[number]))
    return kinds


def _section(
    section: str | None, left: int, opened: str | None, kind: str | None, prose: bool
) -> tuple[str | None, int]:
    """Return the class that is carried on, and to how many more paragraphs."""
    if opened:
        return opened, _MOST.get(opened, sys.maxsize)
    if section is None and kind in {"contact_footer", "copyright"}:
        return "contact_footer", sys.maxsize
    if left <= 0 or (section in {"contact_footer", "related"} and prose):
        return None, 0
    return section, left - 1


def _opened_inside(text: str, span: Span, words: Words) -> str | None:
    """Return the class of a paragraph that has its heading before a colon: "About Example Motors: …"."""
    colon = _COLON.search(text, span.start, min(span.end, span.start + _HEADING))
    found = section_of(text, Span(span.start, colon.start()), words) if colon else None
    return found if found in {"about", "disclaimer", "forward_looking"} else None


def _merged(section: str | None, kind: str | None) -> str | None:
    if section == "contact_footer":
        return kind if kind in _OWN else section
    return kind or section


def _mark_repeated(text: str, paragraphs: Sequence[Span], kinds: list[str | None], first: int) -> None:
    """Call short lines that stand twice after the body captions."""
    lines = [text[span.start : min(span.end, span.start + 200)] for span in paragraphs]
    times = Counter(line for number, line in enumerate(lines) if number > first and kinds[number] is None)
    for number in range(first + 1, len(lines)):
        short = len(lines[number]) < 160 and not ended(text, *paragraphs[number])
        if kinds[number] is None and short and times[lines[number]] > 1:
            kinds[number] = "caption"


def _mark_labels(text: str, paragraphs: Sequence[Span], kinds: list[str | None], first: int) -> None:
    """Above the headline a line that repeats a step of the path is a label, and the path is the site's header."""
    head = range(min(first, 40))
    steps = {
        step.strip() for at in head if kinds[at] == "nav" for step in re.split("[>»›＞]", text[slice(*paragraphs[at])])
    }
    for number in head:
        if kinds[number] is None and text[slice(*paragraphs[number])].strip() in steps:
            kinds[number] = "section_label"
        elif kinds[number] == "nav":
            kinds[number] = "site_header"


def inline(text: str, span: Span, words: Words) -> Iterator[Boilerplate]:
    """Yield the parts of a paragraph of the document's own that are boilerplate: hits, font sizes, buttons."""
    start = span.start if span.end - span.start <= _SHORT else span.end - _TAIL
    for name, pattern in words.inline:
        for found in pattern.finditer(text, start, span.end):
            begin, end = _bare(text, *found.span())
            if begin < end:
                yield Boilerplate(name, begin, end)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def spans(text: str, parts: Sequence[Sorted], words: Words) -> tuple[Boilerplate, ...]:
    """Return the passages of boilerplate in order; paragraphs of one class that follow one another are one passage."""
    found: list[Boilerplate] = []
    for part in parts:
        if part.type is None:
            found.extend(_apart(sorted(inline(text, part.span, words), key=lambda one: (one.start, -one.end))))
        elif found and found[-1].type == part.type != "caption" and not text[found[-1].end : part.span.start].strip():
            found[-1] = Boilerplate(part.type, found[-1].start, part.span.end)
        else:
            found.append(Boilerplate(part.type, part.span.start, part.span.end))
    return tuple(found)


def _apart(found: list[Boilerplate]) -> Iterator[Boilerplate]:
    end = -1
    for one in found:
        if one.start >= end:
            yield one
            end = one.end
