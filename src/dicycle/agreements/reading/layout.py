"""Lines and paragraphs of a text. Lines that somebody's program has broken at a margin are one paragraph again."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final
from unicodedata import east_asian_width

from dicycle.agreements.document import Span

_LINE: Final = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_BLANK: Final = re.compile(r"\S")
_BULLET: Final = re.compile(
    r"\s*+(?:[-–—•·●▪■◆○*➤➢►✓]\s|\(?\d{1,2}[.)、]\s?(?!\d)|[（(][一二三四五六七八九十\d]{1,3}[)）]|[a-z]\)\s)"
)
_LABEL: Final = re.compile(r"[^\W\d_][^\s:：]{0,20}\s?[:：]|[+(]?\d[\d ()/-]{6,}$|\S+@")
_ENDED: Final = re.compile(r"[.!?。！？:：;；…][\"'”’»“」』)\]]*$")
_WIDEST: Final = 130
_NARROWEST: Final = 36
_LONGEST_RUN: Final = 2000


def lines_of(text: str) -> Iterator[Span]:
    """Yield the lines of a text that are not blank, without the blanks around them."""
    for found in _LINE.finditer(text):
        start, end = found.span()
        first = _BLANK.search(text, start, end)
        if first:
            bare = len(text[start:end].rstrip())
            yield Span(first.start(), start + bare)


def paragraphs_of(text: str, *, broken: bool = False) -> Iterator[Span]:
    """Yield the paragraphs of a text in order: lines, and lines that were broken at a margin put together.

    `broken` where it is known that a margin has broken the lines, as in a PDF.
    """
    for run in _runs(text):
        yield from _joined(text, run, broken)


def is_list(text: str, start: int, end: int) -> bool:
    """Tell whether a paragraph begins as an item of a list."""
    return bool(_BULLET.match(text, start, end))


def ended(text: str, start: int, end: int) -> bool:
    """Tell whether a line ends as a sentence does."""
    return bool(_ENDED.search(text, max(start, end - 4), end))


def _runs(text: str) -> Iterator[list[Span]]:
    """Yield lines that follow one another without a blank line between."""
    run: list[Span] = []
    for line in lines_of(text):
        if run and (_apart(text, run[-1].end, line.start) or len(run) >= _LONGEST_RUN):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _apart(text: str, end: int, start: int) -> bool:
    between = text[end : min(start, end + 400)].replace("\r\n", "\n")
    return sum(between.count(sign) for sign in "\n\r\x85\u2028\u2029") > 1 or "\x0c" in between


def _width(text: str, line: Span) -> int:
    if line.end - line.start > _WIDEST:
        return line.end - line.start
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text[line.start : line.end])


def _joined(text: str, run: list[Span], broken: bool) -> Iterator[Span]:
    widths = [_width(text, line) for line in run]
    widest = max(widths)
    if len(run) < 2 or not _NARROWEST <= widest <= _WIDEST or not (broken or _is_broken(text, run, widths, widest)):
        yield from run
        return
    start = run[0].start
    for number, (one, other) in enumerate(pairwise(run)):
        if not _goes_on(text, one, other, widths[number], widest):
            yield Span(start, one.end)
            start = other.start
    yield Span(start, run[-1].end)


def _is_broken(text: str, run: list[Span], widths: list[int], widest: int) -> bool:
    """Tell whether a margin broke these lines: many go on in small letters, or all but the last are as wide."""
    pairs = list(pairwise(run))
    small = sum(text[other.start].islower() and not ended(text, *one) for one, other in pairs)
    if small >= min(2, 0.3 * len(pairs)):
        return True
    wide = sum(width >= 0.88 * widest for width in widths[:-1])
    return (
        len(run) > 2 and wide >= 0.8 * (len(run) - 1) and sum(ended(text, *one) for one, _ in pairs) < 0.5 * len(pairs)
    )


def _goes_on(text: str, one: Span, other: Span, width: int, widest: int) -> bool:
    if is_list(text, *other) or _LABEL.match(text, *other):
        return False
    if ended(text, *one):
        return text[other.start].islower()
    return text[other.start].islower() or width >= 0.85 * widest
