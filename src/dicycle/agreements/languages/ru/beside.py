"""Who else has a part: signing persons, witnesses, speakers, sources, organisers, and the occasion."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from dicycle.agreements.extracting.parts import Beside
from dicycle.agreements.languages.ru import lexicon
from dicycle.agreements.languages.ru.clauses import Clauses
from dicycle.agreements.languages.ru.ties import Tie
from dicycle.agreements.languages.ru.words import Line
from dicycle.agreements.vocabulary import Role

_SAID: Final = (
    r"(?:сказал|заявил|отметил|подчеркнул|рассказал|пояснил|добавил|прокомментировал|уточнил|"
    r"напомнил|считает|говорит|отмечает|подытожил|сообщил|подтвердил|указал|резюмировал)(?:а|о|и)?"
)
_SPEAKS: Final = re.compile(rf"\b{_SAID}\b", re.IGNORECASE)
_REPORTS: Final = re.compile(
    r"(?:сообщ(?:или|ает|ила|ил|ают|ается|ило)|рассказали|уточнили|отметили|говорится|объявили|"
    r"передает|передаёт|пояснили|подтвердили)\s+(?:[^,.;]{0,40}\s)?(?:в|на|"
    r"со ссылкой на)\s(?:сообщени\w+\s|пресс-служб\w+\s|пресс-релиз\w+\s|сайт\w+\s|"
    r"официальн\w+\s){0,3}(?:[а-яё-]+\s){0,3}[«\"]?$",
    re.IGNORECASE,
)
_ACCORDING: Final = re.compile(
    r"(?:по (?:данным|информации|сообщению)|как сообщ\w+)\s(?:в\s)?(?:пресс-служб\w+\s|"
    r"сообщени\w+\s){0,2}(?:[а-яё-]+\s){0,2}[«\"]?$",
    re.IGNORECASE,
)
_WITNESS: Final = re.compile(r"(?:присутстви|свидетел)")
_ORGANISER: Final = re.compile(
    r"(?:организатор\w*|организован\w*|организовал\w*)(?:\s+[^,.;]{0,60})?\s(?:выступ\w+|стал\w*|"
    r"является|при поддержке|—|–)?\s*(?:[а-яё-]+\s){0,2}[«\"]?$",
    re.IGNORECASE,
)
_OCCASION: Final = re.compile(
    r"(?:на|в рамках|в ходе|на полях|на площадке|в кулуарах|по итогам|во время|в дни|"
    r"на открытии)\s+(?:[\w–-]+\s+){0,4}[«\"]?$",
    re.IGNORECASE,
)
_PARTIES: Final = frozenset({"company", "government", "government_body", "university", "institute", "organisation"})


def beside_in(line: Line, ties: Sequence[Tie], clauses: Clauses) -> list[Beside]:
    """Return who has another part in what a sentence tells."""
    found: list[Beside] = []
    for tie in ties:
        role = _person(line, tie, clauses) if tie.mention.kind == "person" else _other(line, tie)
        if role is not None:
            found.append(Beside(tie.mention, role, tie.mention.span))
    return found


def _person(line: Line, tie: Tie, clauses: Clauses) -> Role | None:
    if _WITNESS.match(tie.head):
        return "witness"
    clause = clauses.span(clauses.cell(tie.mention.start).clause)
    signs = list(_signs(line, clause))
    nominative = line.text[tie.mention.start : tie.mention.end] == tie.mention.name
    if signs and (tie.how in ("nom", "ins") or (tie.office and nominative)):
        return "signing_person"
    near = line.text[max(line.start, tie.start - 60) : min(line.end, tie.mention.end + 60)]
    if tie.how == "nom" and _SPEAKS.search(near):
        return "speaker"
    if re.search(r"по словам\s", line.text[max(line.start, tie.mention.start - 90) : tie.mention.start], re.IGNORECASE):
        return "speaker"
    return None


def _signs(line: Line, clause: tuple[int, int]) -> Iterator[re.Match[str]]:
    for voice in ("active", "passive"):
        yield from lexicon.pattern("signs", voice).finditer(line.text, *clause)


def _other(line: Line, tie: Tie) -> Role | None:
    before = line.text[max(line.start, tie.mention.start - 120) : tie.mention.start]
    if tie.mention.kind == "event":
        return "occasion" if _OCCASION.search(before) else None
    if tie.mention.kind not in _PARTIES or tie.mention.nominal:
        return None
    if _REPORTS.search(before) or _ACCORDING.search(before):
        return "source"
    if _ORGANISER.search(before):
        return "organiser"
    return None
