"""Numbers of projects or agreements that were signed at once."""

import re
from collections.abc import Iterator
from typing import Final

from dicycle.agreements.document import Span
from dicycle.agreements.extracting.parts import Act
from dicycle.agreements.figures.hanzi import of_hanzi
from dicycle.agreements.languages.zh.asserting import assertion_of, is_historical
from dicycle.agreements.languages.zh.scanning import Line
from dicycle.agreements.languages.zh.words import expression
from dicycle.agreements.vocabulary import Qualifier

_NUMBER: Final = (
    r"(?P<qualifier>约|近|超过|超|逾|达到|达|共计|合计|总计|共|计|多达)?"
    r"(?P<number>\d[\d,]*|[一二两三四五六七八九十百千]{1,6})\s?(?P<more>余|多)?\s?(?:个|项|份)"
)
_THING: Final = r"(?:项目|协议|合同|合作协议|投资项目|重点项目|重大项目)"
_SIGNED: Final = (
    re.compile(rf"(?:签约|签署|签订)(?:了|的)?(?:[^,。;!?\d]{{0,14}}?)(?:项目|合同|协议)(?:数量?|总数)?{_NUMBER}"),
    re.compile(rf"(?:签约|签署|签订)(?:了|的)?{_NUMBER}[^,。;!?与]{{0,20}}?{_THING}"),
    re.compile(rf"{_NUMBER}[^,。;!?与]{{0,20}}?{_THING}(?:[^,。;!?与]{{0,14}}?)(?:签约|签署|签订)(?!的)"),
)
_PART: Final = (
    re.compile(rf"(?:项目|合同|协议)(?:共|有)?{_NUMBER}"),
    re.compile(rf"{_NUMBER}[^,。;!?与]{{0,14}}?项目"),
)
_OF_THEM: Final = re.compile("其中|当中|包括")
_MORE: Final = re.compile(r"超|逾|多达")
_FEW: Final = 2


def numbers_in(line: Line, before: str = "") -> Iterator[Act]:
    """Return the numbers of signed projects of a sentence, the whole before its parts."""
    found = [match for pattern in _SIGNED for match in pattern.finditer(line.text)]
    told: list[Span] = []
    for match in found:
        span = Span(*match.span())
        if not any(span.meets(other) for other in told) and (act := _told(line, match)):
            told.append(span)
            yield act
    part = _OF_THEM.search(line.text)
    if part and (told or re.search(r"签约[^。]{0,14}项目|项目[^。]{0,14}签约", before)):
        for match in (match for pattern in _PART for match in pattern.finditer(line.text, part.end())):
            span = Span(*match.span())
            if not any(span.meets(other) for other in told) and (act := _told(line, match, part=True)):
                told.append(span)
                yield act


def _told(line: Line, match: re.Match[str], *, part: bool = False) -> Act | None:
    number = of_hanzi(match["number"].replace(",", ""))
    if number is None or number < _FEW or expression("foreign").search(line.text, match.start(), match.end() + 12):
        return None
    text, base = line.text, line.sentence.start
    if expression("forms.period").search(text) and not expression("forms.occasion").search(text):
        return None  # what a place or a branch signed in a year is no act
    span = Span(*match.span())
    clause = max(text.rfind(mark_, 0, span.start) for mark_ in "。;!?,") + 1
    start = match.start("number")
    end = text.find("个", start) if "个" in match[0] else match.end("number")
    return Act(
        Span(base + span.start, base + span.end),
        line.sentence,
        "sign",
        "signed_projects",
        assertion=assertion_of(text, span, clause),
        historical=is_historical(text, clause, span.end),
        number=int(number),
        qualifier=_qualifier(match["qualifier"] or "", match["more"] or ""),
        number_span=Span(base + start, base + min(max(end, start + 1) + 1, span.end)),
        part=part or bool(re.match(r"其中|这\d+个|在这", text[clause : span.end])),
    )


def _qualifier(before: str, more: str) -> Qualifier:
    if _MORE.search(before) or more:
        return "more_than"
    if before == "近":
        return "less_than"
    return "approx" if before == "约" else "exact"
