"""Sentences: where one ends in English, German, Chinese and Russian. Linear in the text; nothing looks far back."""

import re
from collections.abc import Iterator
from typing import Final

from dicycle.agreements.document import Span
from dicycle.agreements.reading.words import Words

LONGEST: Final = 3000
"""A sentence of more characters is cut at a blank, so that no reader of sentences meets a book in one."""

_END: Final = re.compile(
    r"[.!?…]++[\"'”’“»›)\]]*+(?=\s)|[。！？]++[”’」』）)\"]*+|[.!?…]++[\"'”’“»›)\]]*+(?=[A-ZА-ЯЁ][a-zа-яё])"
)
_LAST_WORD: Final = re.compile(r"[^\s(«„“\"\[]+$")
_NEXT: Final = re.compile(r"\s*+([\"'“”„«‘(\[–—-]*+)\s*+([^\W_]+(?:-[^\W_]+)*+|.)?", re.DOTALL)
_TOLD: Final = re.compile(r"[^，。；！？“]{0,24}(?:说|表示|称|指出|强调|介绍|道|认为|告诉)")
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_LEGAL: Final = frozenset({"ООО", "АО", "ПАО", "ОАО", "ЗАО", "ГК", "НАО", "МУП", "ФГУП", "ИП", "НПО", "УК"})
_LOOK: Final = 40
_DAYS: Final = re.compile(r"^\d{1,2}\.?[/–-](?=\d{1,2}$)")
"""The first of two days: "23./24. September"."""


def sentences_of(text: str, start: int, end: int, words: Words) -> Iterator[Span]:
    """Yield the sentences of a block, without the blanks between them."""
    begin = start
    for place in _ends(text, start, end, words):
        yield from _pieces(text, begin, place)
        begin = place
    yield from _pieces(text, begin, end)


def _ends(text: str, start: int, end: int, words: Words) -> Iterator[int]:
    begin = start
    for found in _END.finditer(text, start, end):
        if _is_end(text, begin, found, end, words):
            begin = found.end()
            yield begin


def _is_end(text: str, begin: int, found: re.Match[str], end: int, words: Words) -> bool:
    mark = text[found.start()]
    if mark in "。！？":
        return not (text[found.end() - 1] in "”」』" and _TOLD.match(text, found.end(), end))
    glued = found.end() < end and not text[found.end()].isspace()
    following = _NEXT.match(text, found.end(), min(end, found.end() + _LOOK))
    word = (following[2] or "") if following else ""
    if glued:
        return (
            mark == "."
            and word.casefold() in words.starters
            and text[max(begin, found.start() - 3) : found.start()].isalpha()
        )
    if not word:
        return True
    if word[0].islower() or word[0] in ",;:" or (mark == "." and _goes_on(text, found, following, words)):
        return False
    return mark != "." or found.end() - found.start() > 2 or _dot_ends(text, begin, found.start(), word, words)


def _goes_on(text: str, found: re.Match[str], following: re.Match[str] | None, words: Words) -> bool:
    """Tell whether a bracket follows a legal form's abbreviation: "Ltd. (Korea) signed"."""
    last = _LAST_WORD.search(text, max(0, found.start() - _LOOK), found.start())
    bracket = following is not None and following[1].startswith("(")
    return bracket and last is not None and _is_closing(last[0].casefold(), words)


def _dot_ends(text: str, begin: int, dot: int, word: str, words: Words) -> bool:
    """Tell whether a full stop before a capital letter, a digit or a sign ends the sentence."""
    before = _LAST_WORD.search(text, max(begin, dot - _LOOK), dot)
    last = before[0] if before else ""
    low = _DAYS.sub("", _paired(text, begin, dot - len(last), last.casefold()))
    starts = word.casefold() in words.starters and word[0].isupper()
    if low.isdigit():
        return _number_ends(text, begin, dot, low, word, starts, words)
    if _is_closing(low, words):
        return _closing_ends(text, begin, dot, low, word, starts, words)
    if _INITIALS.fullmatch(low):
        return starts and last[0].isupper() and words.language == "en" and len(word) > 1
    return not _is_abbreviation(low, words)


def _paired(text: str, begin: int, place: int, low: str) -> str:
    """Return a single letter with the one before it: "e. V." and "т. д." are one abbreviation."""
    before = text[max(begin, place - 3) : place].rstrip()
    single = (
        len(low) == 1 and len(before) > 1 and before[-1] == "." and before[-2].isalpha() and not before[-3:-2].isalpha()
    )
    return f"{before[-2].casefold()}.{low}" if single else low


def _number_ends(text: str, begin: int, dot: int, digits: str, word: str, starts: bool, words: Words) -> bool:
    if dot - begin <= 4 and not text[begin:dot].strip(digits + " \t(\"'“„«"):
        return False
    if words.language != "de" or len(digits) > 2:
        return True
    return starts and word.casefold() not in words.months


def _is_closing(low: str, words: Words) -> bool:
    return low in words.closing or _tail(low) in words.closing


def _is_abbreviation(low: str, words: Words) -> bool:
    return low in words.abbreviations or _tail(low) in words.abbreviations


def _tail(low: str) -> str:
    """Return what follows the last comma or bracket ("co.,ltd")."""
    return re.split(r"[,(./-]", low)[-1] if len(low) < _LOOK else low


def _closing_ends(text: str, begin: int, dot: int, low: str, word: str, starts: bool, words: Words) -> bool:
    """Tell whether an abbreviation that may stand last does: before a word that opens sentences it does."""
    if words.language == "ru":
        return _russian_ends(text, begin, dot, low, word, starts)
    return starts and word.casefold() not in words.months


def _russian_ends(text: str, begin: int, dot: int, low: str, word: str, starts: bool) -> bool:
    if low in {"тыс", "млн", "млрд", "трлн"}:
        return False
    if low in {"г", "гг"} and not _after_year(text, begin, dot):
        return False
    return starts or (word[0].isupper() and word not in _LEGAL)


def _after_year(text: str, begin: int, dot: int) -> bool:
    """Tell whether "г." is a year's, not a city's, and not the one of a date that a sentence opens with."""
    year = re.search(r"\d\s*гг?$", text[max(begin, dot - 8) : dot])
    return bool(year) and (dot - begin > 200 or len(text[begin:dot].split(None, 5)) > 5)


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield a sentence without the blanks around it, cut where it is longer than anyone writes."""
    while end - start > LONGEST:
        cut = max(text.rfind(sign, start + LONGEST // 2, start + LONGEST) for sign in (" ", "\n", "，", "；")) + 1
        yield from _bare(text, start, cut or start + LONGEST)
        start = cut or start + LONGEST
    yield from _bare(text, start, end)


def _bare(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)
