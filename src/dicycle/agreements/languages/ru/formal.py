"""The surest names: with a legal form, in quotation marks behind a noun, or in Latin letters."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from dicycle.agreements.document import Sentence
from dicycle.agreements.extracting.parts import Mention, MentionKind
from dicycle.agreements.languages.ru import lexicon, morphology
from dicycle.agreements.languages.ru.shorts import short_after
from dicycle.agreements.languages.ru.words import PREPOSITIONS, QUOTES, Line

_QUOTED: Final = (
    r"(?:«[^«»\n]{1,50}«[^«»\n]{1,50}»»?|«[^«»\n]{1,70}(?:«[^«»\n]{1,50}»[^«»\n]{0,30})?»|"
    r"[„“][^„“”\"\n]{2,70}[“”\"]|\"[^\"\n]{2,70}\")"
)
_QUOTES_RE: Final = re.compile(_QUOTED)
_MOST: Final = 7
_TYPED: Final = re.compile(r"(?:тип|типоразмер|формат|класс|стандарт|протокол|технологи|хими)(?:а|е|у|ов|ы|и|я|ии)?")
KINDS: Final[dict[str, MentionKind]] = {
    "company": "company", "institute": "institute", "university": "university", "organisation": "organisation",
    "event": "event", "park": "organisation",
}  # fmt: skip


@cache
def _legal() -> re.Pattern[str]:
    legal = lexicon.table("names")["legal"]
    short = "|".join(legal["short"].split())
    return re.compile(
        rf"(?<![\w«-])(?:(?:{short})|(?i:{legal['long']}))(?:[ \u00a0]+(?:ОЭЗ|ТД|НПО|НПП|НПК|ГК|УК|СЗ|"
        rf"ТК|ПКФ|МК|ЦК|АК|ТОР|ТОСЭР))*"
        rf"[ \u00a0]+(?:{_QUOTED}|[A-ZА-ЯЁ][\w&+.’-]*(?:[ \u00a0][A-ZА-ЯЁ][\w&+’-]*){{0,4}})"
    )


@cache
def _latin() -> re.Pattern[str]:
    legal = lexicon.table("names")["legal"]["latin"]
    word = r"(?:[A-Z][A-Za-z0-9À-ž&+’'ışğüöçİŞĞ-]*|[a-z]+[A-Z][A-Za-z]*|\d+[A-Z][a-z]+)"
    return re.compile(
        rf"(?<![\w@/.-]){word}(?:[ \u00a0](?![A-Z]\.[A-ZŞp])(?:(?:of|de|and|for|the|&)[ \u00a0])?{word}|"
        rf"[ \u00a0]\([A-Z][a-z]+\)(?=[ \u00a0][A-Z]))*(?:\.?,?[ \u00a0](?:{legal})(?![\w]))*"
    )


def named(line: Line, start: int, end: int, kind: MentionKind, name: str | None = None) -> Mention:
    """Return a name with what is defined behind it."""
    shorts, spans, _ = short_after(line.text, end, line.end)
    return Mention(start, end, kind, name or line.text[start:end], shorts, spans)


def formal(line: Line) -> Iterator[Mention]:
    """Return names with a legal form."""
    for found in _legal().finditer(line.text, line.start, line.end):
        end = found.end()
        text = found[0]
        if text[-1] not in QUOTES and not re.search(r"[«\"„“]", text):
            end = found.start() + len(text.rstrip(" .,"))
        yield named(line, found.start(), end, "company", _short_form(line.text[found.start() : end]))


def _short_form(name: str) -> str:
    """Return a name with its long legal form in the nominative."""
    head = re.match(r"[а-яё ]+(?=[ \u00a0])", name, re.IGNORECASE)
    if head is None or (name[0].isupper() and name[1:2].isupper()):
        return name
    words = head[0].split()
    case = _case_of(words[0])
    agreed = [morphology.nominative(word, case) if at <= _head_at(words) else word for at, word in enumerate(words)]
    return " ".join(agreed) + name[head.end() :]


def _head_at(words: list[str]) -> int:
    return next(
        (at for at, word in enumerate(words) if word.lower().startswith(("обществ", "организаци", "товариществ"))), 0
    )


def _case_of(word: str) -> str | None:
    found = morphology.cases(word)
    return next((case for case in ("nom", "ins", "gen", "dat") if case in found), None)


def quoted(line: Line, sentence: Sentence) -> Iterator[Mention]:
    """Return names in quotation marks; the noun before them says what they name."""
    for found in _QUOTES_RE.finditer(line.text, line.start, line.end):
        start, end = _inside(line.text, found.start(), found.end())
        name = line.text[start:end]
        if not name or not _is_name(name) or _is_said(sentence, start):
            continue
        kind = _told(line, found.start(), found.end())
        if kind is not None:
            yield named(line, start, end, kind, name)


def _inside(text: str, start: int, end: int) -> tuple[int, int]:
    start, end = start + 1, end - 1
    while end > start and text[end - 1] in " ,.;\u00a0":
        end -= 1
    if text[start:end].count("«") > text[start:end].count("»"):
        end += 1
    return start, end


def _is_name(name: str) -> bool:
    words = name.split()
    return (
        len(words) <= _MOST
        and (name[0].isupper() or name[0].isdigit() or any(one.isupper() for one in name))
        and not name.endswith(("!", "?"))
    )


def _is_said(sentence: Sentence, start: int) -> bool:
    return any(voice == "quoted" and one <= start < other for one, other, voice in sentence.voices)


def _told(line: Line, start: int, end: int) -> MentionKind | None:
    """Return what is named, by the noun before the quotation; of nothing said a company."""
    number = line.at(start) - 1
    following = line.low(line.at(end))
    if lexicon.is_of(following, "describing", "event"):
        return "event"
    for step in range(number, max(-1, number - 5), -1):
        word = line.words[step]
        if word.text == "»" or not word.is_word:
            break
        if word.text in lexicon.listed("common", "acronyms") and word.text in ("ОЭЗ", "СЭЗ", "ТОСЭР", "ТОР"):
            return None
        kind = lexicon.described(word.low)
        if kind is not None and _governs(line, step, number):
            if kind == "other" and _is_of_company(line, step):
                continue
            return None if kind == "other" else KINDS[kind]
        if step == number and not _passes(word.text, word.low):
            break
    return "company"


def _is_of_company(line: Line, step: int) -> bool:
    """Tell whether a noun for a thing says what a company does: „производитель электробусов «Х»“."""
    if "gen" not in morphology.cases(line.words[step].text):
        return False
    for at in range(step - 1, max(-1, step - 5), -1):
        word = line.words[at]
        if lexicon.is_company_noun(word.low):
            return True
        if not word.is_word or "gen" not in morphology.cases(word.text):
            return False
    return False


def _governs(line: Line, step: int, number: int) -> bool:
    """Tell whether a noun reaches the quotation: between them stand only words in the genitive and adjectives."""
    return all(
        "gen" in morphology.cases(one.text) or one.low in ("и", "по", "для") or one.text.isupper()
        for one in line.words[step + 1 : number + 1]
    )


def _passes(text: str, low: str) -> bool:
    return low not in PREPOSITIONS and morphology.is_a(text, "noun") and not lexicon.is_office(low)


def latin(line: Line) -> Iterator[Mention]:
    """Return names in Latin letters, but for units, chemistry and products."""
    never = lexicon.listed("foreign", "never")
    for found in _latin().finditer(line.text, line.start, line.end):
        text = found[0].rstrip("-&’'")
        words = text.split()
        while words and words[0] in never and len(words) > 1:
            text = text[len(words[0]) + 1 :]
            words = words[1:]
        start = found.end() - (len(found[0]) - len(found[0].rstrip("-&’'"))) - len(text)
        if len(text) < 2 or all(word in never for word in words) or lexicon.place_of(text) or text.isdigit():
            continue
        kind = _latin_kind(line, start)
        if kind is not None:
            yield named(line, start, start + len(text), kind)


def _latin_kind(line: Line, start: int) -> MentionKind | None:
    number = line.at(start) - 1
    while number >= 0 and line.words[number].text in QUOTES:
        number -= 1
    word = line.words[number] if number >= 0 else None
    if word is None:
        return "company"
    if re.search(r"[.@/]$", line.text[max(0, start - 1) : start]):
        return None
    kind = lexicon.described(word.low)
    if kind == "other" and _is_of_company(line, number):
        return "company"
    if kind == "other" or _TYPED.fullmatch(word.low):
        return None
    return KINDS.get(kind or "company", "company")
