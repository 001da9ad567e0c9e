"""When a document says that it was published, and by whom.

The order of evidence: a line that says so, a wire stamp, a dateline, what HTML says of itself, a date in the imprint.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from dicycle.agreements.document import NOT_DATED, Block
from dicycle.agreements.model import Boilerplate, Dated, Quote, Stated
from dicycle.agreements.reading.boilerplate import STAMPS
from dicycle.agreements.reading.dates import edtf, stated_date, whole_date
from dicycle.agreements.reading.imprint import closing, opening
from dicycle.agreements.reading.words import Words

_AGENCY: Final = re.compile(
    r"^(?:[^\s().,]{2,30}(?:,? [^().]{2,30})?\s?)?[(（/](?P<who>[^\W\d_][\w .&-]{1,40})[)）/]\s?(?:[-–—]|(?=[A-Z]))"
    r"|^(?P<chinese>[\u4e00-\u9fff]{2,12}(?:社|网|报|日报|台|客户端))[^\s，。]{0,20}(?:讯|电)"
)
_SIGNED: Final = re.compile(
    r"(?:©|\(c\)|\(с\)|copyright)\s*(?:©|\(c\)|by)?\s*(?:(?:19|20)\d\d\s*(?:[-–—]\s*(?:(?:19|20)\d\d)?)?)?,?\s*"
    r"(?:by )?(?P<who>[^\W\d_].{1,80})",
    re.IGNORECASE,
)
_RIGHTS: Final = re.compile(
    r"\s*(?:[|｜·]|all rights|alle rechte|все права|版权|ICP|保留|(?<!Co)(?<!Ltd)(?<!Inc)\.\s).*$", re.IGNORECASE
)
_DASH: Final = re.compile(r"\s[-–—]{1,2}\s|[-–—]{2}|[)/]\s?[-–—]|讯|电|/PRNewswire|/ ?-")
_HEAD: Final = 14


def published_of(text: str, blocks: Sequence[Block], passages: Sequence[Boilerplate], words: Words) -> Dated:
    """Return when the document says it was published, with the characters that say so."""
    return (
        _line(text, blocks, words)
        or _stamp(text, passages)
        or _dateline(text, blocks, words)
        or opening(text, blocks, words)
        or _metadata(text, passages, words)
        or closing(text, blocks, words)
        or NOT_DATED
    )


def _line(text: str, blocks: Sequence[Block], words: Words) -> Dated | None:
    """Return the date of the first line that tells one, a line that tells of a change only if there is no other."""
    found = list(islice(_lines(text, blocks, words), _HEAD))
    best = min(found, key=lambda one: one[0], default=None)
    return best[1] if best else None


def _lines(text: str, blocks: Sequence[Block], words: Words) -> Iterator[tuple[int, Dated]]:
    for block in blocks:
        found = stated_date(text, block.start, block.end, words) if block.kind == "dateline" else None
        if found:
            ways = enumerate(pattern.match(text, block.start, block.end) for pattern in words.publication)
            rank, opening = next(((at, way) for at, way in ways if way), (1, None))
            start = block.start if opening and opening.end() <= found.start else found.start
            yield rank, Dated(found.value, "explicit", (Quote(start, found.end, text[start : found.end]),))


def _stamp(text: str, passages: Sequence[Boilerplate]) -> Dated | None:
    for one in (one for one in passages if one.type == "wire_stamp"):
        line = text[one.start : one.end]
        for found in (pattern.match(line) for pattern in STAMPS):
            day = found and edtf(int(found["year"]), int(found["month"]), int(found["day"]))
            if day:
                return Dated(day, "explicit", (Quote(one.start, one.end, line),))
    return None


def _dateline(text: str, blocks: Sequence[Block], words: Words) -> Dated | None:
    body = next((one for one in blocks if one.kind == "body"), None)
    dash = body and _DASH.search(text, body.start, min(body.end, body.start + 120))
    found = dash and body and whole_date(text, body.start, dash.start(), words)
    return (
        Dated(found.value, "dateline", (Quote(found.start, found.end, text[found.start : found.end]),))
        if found
        else None
    )


def _metadata(text: str, passages: Sequence[Boilerplate], words: Words) -> Dated | None:
    for one in (one for one in passages if one.type == "metadata_date"):
        found = whole_date(text, one.start, one.end, words)
        if found:
            return Dated(
                found.value, "inferred:metadata", (Quote(found.start, found.end, text[found.start : found.end]),)
            )
    return None


def publisher_of(text: str, blocks: Sequence[Block], passages: Sequence[Boilerplate], words: Words) -> Stated | None:
    """Return who says that he published it: a line, the dateline's agency, a wire stamp, the page, the copyright."""
    return (
        _source(text, blocks, words)
        or _agency(text, blocks)
        or next(_stamped(text, passages), None)
        or next(_named(text, passages), None)
        or next(_owned(text, passages), None)
    )


def _stated(text: str, start: int, end: int, value: str | None = None) -> Stated:
    return Stated(value or text[start:end], (Quote(start, end, text[start:end]),))


def _source(text: str, blocks: Sequence[Block], words: Words) -> Stated | None:
    for block in (one for one in blocks[:_HEAD] if one.kind == "dateline"):
        for pattern in words.publishers:
            found = pattern.search(text, block.start, block.end)
            if found:
                return _stated(text, found.start(1), found.start(1) + len(found[1].rstrip()))
    return None


def _agency(text: str, blocks: Sequence[Block]) -> Stated | None:
    body = next((one for one in blocks if one.kind == "body"), None)
    found = body and _AGENCY.match(text[body.start : min(body.end, body.start + 120)])
    if not body or not found:
        return None
    start = body.start + found.start()
    return _stated(text, start, body.start + found.end(), found["who"] or found["chinese"])


def _stamped(text: str, passages: Sequence[Boilerplate]) -> Iterator[Stated]:
    for one in passages:
        letters = re.match("[A-Z]{3,12}", text[one.start : one.end]) if one.type == "wire_stamp" else None
        if letters:
            yield _stated(text, one.start, one.end, letters[0])


def _named(text: str, passages: Sequence[Boilerplate]) -> Iterator[Stated]:
    return (_stated(text, one.start, one.end) for one in passages if one.type == "metadata_publisher")


def _owned(text: str, passages: Sequence[Boilerplate]) -> Iterator[Stated]:
    for one in passages:
        found = _SIGNED.search(text, one.start, one.end) if one.type in {"copyright", "contact_footer"} else None
        if found:
            start = found.start("who")
            name = _RIGHTS.sub("", found["who"].splitlines()[0]).strip(" ,;-–—")
            if name:
                yield _stated(text, start, start + len(name))
