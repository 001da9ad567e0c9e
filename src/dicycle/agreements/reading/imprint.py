"""A day of publication that has no line of its own: at the opening of the text, or in its last line."""

import re
from collections.abc import Sequence
from typing import Final

from dicycle.agreements.document import NOT_DATED, Block
from dicycle.agreements.figures import DateFound, dates_in
from dicycle.agreements.model import Dated, Quote
from dicycle.agreements.reading.words import Words

_OPENING: Final = 60
_CLOSING: Final = 260
_BEFORE: Final = re.compile(
    r"(?:[^\W\d_][\w.'’()/-]*,?\s?){0,4}(?:[,，(（|/]\s?)?(?:den |am |vom )?|[\u4e00-\u9fff]{0,12}[（(]?"
)
_AFTER: Final = re.compile(r"\s?(?:[.:|/)）]|[–—]|--?\s|电|讯|/)")
_WEEKDAY: Final = (
    r"(?:[^\W\d_]{2,10}day|[^\W\d_]{2,9}tag|mittwoch|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье"
    r"|星期.|周.)"
)
_TOLD: Final = re.compile(
    r"(?:^|[|·•;(（–—]|\b(?:published|updated|posted|date|stand|geändert|aktualisiert|veröffentlicht|online|datum"
    r"|публикации|опубликовано|обновлено|дата)\b|发布|时间|日期|更新|刊发)\s*[:：]?\s*"
    rf"(?:am |on |vom )?(?:{_WEEKDAY}[,，]?\s*(?:den )?)?$",
    re.IGNORECASE,
)
_LITTLE: Final = 40
"""A last line with no more than so many characters beside its date is a line of publication."""


def opening(text: str, blocks: Sequence[Block], words: Words) -> Dated | None:
    """Return the date with which the text opens: ``Salzgitter, 12.03.2025. …``, 本网7月11日电."""
    for block in [one for one in blocks if one.kind == "body"][:2]:
        for found in _days(text, block.start, min(block.end, block.start + _OPENING), words):
            before, after = text[block.start : found.start], text[found.end : found.end + 4]
            if _BEFORE.fullmatch(before) and len(before) < 40 and _AFTER.match(after):
                return _dated(text, found)
    return None


def closing(text: str, blocks: Sequence[Block], words: Words) -> Dated | None:
    """Return the date of a last line that says little else: ``Stand: 5. Juni 2025``, ``9 July 2025 · 3 min read``."""
    for block in [one for one in list(reversed(blocks[1:]))[:2] if one.kind != "headline"]:
        length = block.end - block.start
        for found in _days(text, block.start, block.end, words) if length <= _CLOSING else ():
            told = _TOLD.search(text[block.start : found.start])
            if told or (length - (found.end - found.start) <= _LITTLE and block.end - found.end < 4):
                return _dated(text, found)
    return None


def _days(text: str, start: int, end: int, words: Words) -> list[DateFound]:
    found = dates_in(text, words.language, start, end, published=NOT_DATED)
    return [one for one in found if one.edtf and one.kind in ("explicit", "explicit_no_year")]


def _dated(text: str, found: DateFound) -> Dated:
    quote = Quote(found.start, found.end, text[found.start : found.end])
    return Dated(found.edtf, "explicit" if found.kind == "explicit" else "explicit_no_year", (quote,))
