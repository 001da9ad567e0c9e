"""Where it was signed, and where it is to be carried out."""

import re
from collections.abc import Sequence
from typing import Final, Literal

from dicycle.agreements.document import Span
from dicycle.agreements.extracting.parts import Mention, Sited
from dicycle.agreements.languages.ru.clauses import Clauses
from dicycle.agreements.languages.ru.ties import Tie
from dicycle.agreements.languages.ru.words import Line

_MADE: Final = re.compile(
    r"(?:\bстроит|\bпострои|\bпостроен|\bвозв[её]д|\bвозвед|созда(?:дут|ст|ния|нию|ние|ть|ни|н)|"
    r"размест|размещ|появ|откро|открыт|открыв|запуст|запуск|локализ|реализ|производ|перерабатыва|"
    r"организу|организац|\bзавод|фабрик|предприяти|\bцех|лини[яию]|комплекс|площадк|мощност|"
    r"месторожд|\bцентр|\bбаз[аыуе]\b|парк|станци|\bсет[иь]|выпуск|хаб|добыч|переработк|сборк|очеред|"
    r"эксплуатац|накопител|разв[её]рн|разверн|инвестир|вложит|установ|прожект|проект\b)",
    re.IGNORECASE,
)
_SIGNED: Final = re.compile(
    r"(?:подпис|заключ|состоял|прош[её]?л|встреч|встрет|переговор|церемони|форум|выставк|"
    r"конференц|саммит|конгресс|неделя|визит|договорил|пров[её]л|обсуд)",
    re.IGNORECASE,
)
_LATER: Final = re.compile(r"(?:продолжить|состоится|состоятся|пройд[её]т|планиру|встретиться|намечен)", re.IGNORECASE)
_HERE: Final = re.compile(
    r"(?<!\w)(?:здесь|в\s+(?:этом\s+|нашем\s+)?городе)(?!\w)[^.]{0,80}(?:подпис|заключ|состоял|прош[её]?л)"
    r"|(?:подпис|заключ|состоял|прош[её]?л)[^.]{0,80}(?<!\w)(?:здесь|в\s+(?:этом\s+|нашем\s+)?городе)(?!\w)",
    re.IGNORECASE,
)
_SEATED: Final = re.compile(
    r"(?:институт|университет|академи|агентств|филиал|представительств|лаборатори|банк|офис)[а-яё]*"
    r"(?:\s+[а-яё-]+){0,2}\s+(?:в|во|из)\s+$",
    re.IGNORECASE,
)
_REPORT: Final = 700
_SHORT: Final = 60
_PARK: Final = re.compile(
    r"(?:индустриальн|промышленн|(?:особ|свободн)\w+ эконом|технопарк|промпарк|[ОС]ЭЗ|ТОР|ТОСЭР|территори)\w*",
    re.IGNORECASE,
)
_AGENCY: Final = re.compile(r"\s*[/(][^/()\n]{2,40}[/)]\s*[.—–-]*")
_AT: Final = frozenset({"в", "на", "под", "из", "около"})
_GROUND: Final = re.compile(
    r"(?:территори|площадк|земл|границ|рынк|муниципалитет|округ|столиц|завод|фабрик|предприяти|"
    r"производств|мощност|инфраструктур|сет[иь]|строительств|город|регион)\w*"
)
_DATELINE: Final = re.compile(
    r"\s*(?:г\. ?)?(?P<place>[А-ЯЁ][А-ЯЁа-яё-]+(?: [А-ЯЁ][А-ЯЁа-яё-]+)?)\s*(?:\([^)]{2,40}\))?\s*"
    r"(?:(?<=[А-ЯЁ])\.\s*(?=$|[А-ЯЁ«/])|(?:,|\.|—|–|-|/)\s*"
    r"(?:\d{1,2}\s+[а-я]+|\d{1,2}\.\d{1,2}|[А-ЯЁ][а-яё]+\s*[—–/]|[—–]))"
)


def sited_in(line: Line, ties: Sequence[Tie], clauses: Clauses, *, acts: bool) -> list[Sited]:
    """Return the places of signing and of carrying out in a sentence; `acts` if it tells of an act."""
    found: list[Sited] = []
    opened = _DATELINE.match(line.text, line.start, line.end)
    for tie in ties:
        if not _is_place(tie.mention):
            continue
        if opened and opened.start("place") <= tie.mention.start < opened.end("place"):
            if _HERE.search(line.text, line.start, line.start + _REPORT):
                found.append(Sited(_to_the_report(line, tie.mention), tie.mention, "event"))
            continue
        use = _use(line, tie, clauses, acts=acts)
        if use is not None:
            found.append(Sited(tie.mention.span, tie.mention, use))
    return _narrow(line, found)


def _is_place(mention: Mention) -> bool:
    """Tell whether it is a place, or a park, in which something is built."""
    if mention.kind == "organisation":
        return _PARK.match(mention.name) is not None
    return mention.kind == "place" and mention.level != "national"


def _to_the_report(line: Line, place: Mention) -> Span:
    """Return a dateline's place; where it is a sentence of its own, all of it, so that it touches the report."""
    if line.end - line.start >= _SHORT:
        return place.span
    agency = _AGENCY.match(line.text, line.end)
    return Span(place.start, agency.end() if agency else line.end)


def _use(line: Line, tie: Tie, clauses: Clauses, *, acts: bool) -> Literal["event", "implementation"] | None:
    if not (tie.how in _AT or (tie.how in ("gen", "loc") and _GROUND.match(tie.head))):
        return None
    start, end = clauses.around(tie.mention.start)
    before = _plain(line.text[start : tie.mention.start])
    if _SEATED.search(before):
        return None
    last = max((one.start() for one in _MADE.finditer(before)), default=-1)
    signed = max((one.start() for one in _SIGNED.finditer(before)), default=-1)
    if last > signed:
        return "implementation" if tie.how != "из" else None
    if signed >= 0:
        if _LATER.search(before):
            return None
        return "event" if tie.how in ("в", "на", "под") else None
    after = _plain(line.text[tie.mention.end : min(end, tie.mention.end + 200)])
    made, sign = _MADE.search(after), _SIGNED.search(after)
    if made and not (sign and sign.start() < made.start()):
        return "implementation" if tie.how != "из" else None
    if sign and acts and tie.how in ("в", "на"):
        return "event"
    return None


def _plain(text: str) -> str:
    """Return words without names in quotation marks and what brackets set in: a name says nothing of a place."""
    return re.sub(r"«[^«»]*»?|\([^()]*\)", lambda found: " " * len(found[0]), text)


def _narrow(line: Line, found: list[Sited]) -> list[Sited]:
    """Leave out the region that a town before it lies in: „в Узловой Тульской области“."""
    return [
        one
        for number, one in enumerate(found)
        if not (number and found[number - 1].use == one.use and one.span.start - found[number - 1].span.end < 3)
    ]
