"""Names of parks, development agencies and universities that are known by their own words, and their nominative."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from dicycle.agreements.extracting.parts import Mention, MentionKind
from dicycle.agreements.languages.ru import lexicon, morphology
from dicycle.agreements.languages.ru.formal import named
from dicycle.agreements.languages.ru.people import is_first_name
from dicycle.agreements.languages.ru.words import Line

_PARK: Final = re.compile(
    r"(?:[ОС]ЭЗ(?: ППТ)?|ТОСЭР|ТОР|[Сс]вободн\w+ экономическ\w+ зон\w+|[Оо]соб\w+ экономическ\w+ зон\w+|"
    r"[Тт]ерритори\w+ опережающего (?:социально-экономического )?развития|"
    r"(?:[Ии]ндустриальн\w+|[Пп]ромышленн\w+) (?:техно)?парк\w*|[Тт]ехнопарк\w*|[Пп]ромпарк\w*|"
    r"[Зз]он\w+ (?:высоких технологий|экономического(?: и технологического| и технического|"
    r"-\w+)? развития|свободной торговли|технико-экономического развития))"
    r"(?: (?P<name>[«\"][^«»\"\n]{2,40}[»\"]|(?:города |г\. )?[А-ЯЁ][\w-]+(?: [А-ЯЁ][\w-]+)?))?"
)
_KEEPER: Final = re.compile(
    r"(?:(?:[Уу]правляющ\w+ компани\w+|УК|[Аа]дминистраци\w+|[Дд]ирекци\w+|"
    r"[Уу]правляющ\w+ комитет\w*|[Аа]дминистративн\w+ комитет\w*|[Кк]омитет\w* по управлению|"
    r"[Кк]омитет\w*|АО)[ \u00a0])$"
)
_OPERATOR: Final = re.compile(
    r"(?<![\w-])[Уу]правляющ(?:ая|ей|ую) компани(?:я|ей|ю|и) (?:индустриального |промышленного )?"
    r"(?:парка|технопарка|промпарка|ОЭЗ|СЭЗ|ТОСЭР)(?!\w| [«\"А-ЯЁ])"
)
_DEVELOPER: Final = re.compile(
    r"(?<![\w-])(?:[Кк]орпораци|[Аа]гентств|[Фф]онд|[Цц]ентр)\w{1,3} (?:(?:регионального |"
    r"промышленного |инвестиционного |стратегического |экономического )?развити[яе]|инвестиц\w+|"
    r"привлечения инвестиций|поддержки \w+)(?: и (?:инвестиций|развития|привлечения инвестиций))?"
    r"(?: (?:региона|промышленности|территорий|бизнеса|экспорта|предпринимательства|города|"
    r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?(?: (?:области|края|"
    r"республики|района|автономного округа))?|Республики [А-ЯЁ][а-яё]+))?"
)
_LEARNED: Final = re.compile(
    r"(?<![\w-])(?:(?:НИТУ|НИУ|НИЯУ|НИЦ|ФИЦ|ФГАОУ ВО|"
    r"ФГБОУ ВО)[ \u00a0]+[«\"]?[\w][\w -]{1,40}?[»\"]?(?=[ ,.)]|$)|Сколтех\w{0,2}|(?:МФТИ|МИСИС|"
    r"МИФИ|МГУ|СПбГУ|СПбПУ|ИТМО|МГТУ(?: им\. Н?\.? ?Э?\.? ?Баумана)?|КНИТУ(?:-КХТИ)?|УрФУ|ДВФУ|"
    r"ТПУ|ТГУ|НГУ|НГТУ|СамГТУ|КФУ|ЮУрГУ|СФУ)(?![\w-]))"
)


def institutions(line: Line) -> Iterator[Mention]:
    """Return parks and their keepers, development agencies and universities."""
    yield from _parks(line)
    for found in _OPERATOR.finditer(line.text, line.start, line.end):
        word = line.words[line.at(found.start())]
        noun = line.words[line.at(found.start()) + 1]
        name = f"{nominative_of(line, line.at(word.start), line.at(noun.start))}{line.text[noun.end : found.end()]}"
        yield named(line, found.start(), found.end(), "company", name)
    yield from _developers(line)
    for found in _LEARNED.finditer(line.text, line.start, line.end):
        yield named(line, found.start(), found.end(), "university")


def _developers(line: Line) -> Iterator[Mention]:
    """Return agencies and corporations of development."""
    for found in _DEVELOPER.finditer(line.text, line.start, line.end):
        end = found.end()
        last = line.words[line.at(end) - 1]
        if last.is_cap and is_first_name(last.text) and not lexicon.place_of(last.text):
            end = last.start - 1
        if found[0][0].isupper() or len(found[0].split()) > 2:
            word = line.words[line.at(found.start())]
            name = morphology.nominative(word.text, case_of(word.text)) + line.text[word.end : end]
            yield named(line, found.start(), end, "organisation", name)


def _parks(line: Line) -> Iterator[Mention]:
    for found in _PARK.finditer(line.text, line.start, line.end):
        keeper = _KEEPER.search(line.text, max(line.start, found.start() - 30), found.start())
        if not found["name"] and (not keeper or found[0].isupper()):
            continue
        start = keeper.start() if keeper else found.start()
        end = found.end()
        text = line.text[start:end]
        kind: MentionKind = "organisation"
        if keeper:
            kind = "government_body" if re.match(r"[Аа]дмин|[Уу]правляющ\w+ ком(?!п)|[Кк]омитет", text) else "company"
        first = line.at(start)
        last = first
        while (
            line.words[last].text[0].islower()
            and morphology.mainly(line.words[last].text) == "adjective"
            and last + 1 < len(line.words)
        ):
            last += 1
        name = (
            text
            if text[0].isupper() and text[1].isupper()
            else nominative_of(line, first, last) + line.text[line.words[last].end : end]
        )
        yield named(line, start, end, kind, name)


def case_of(text: str) -> str | None:
    """Return the likeliest case of a noun that opens a name."""
    found = morphology.singular(text)
    return next((case for case in ("nom", "ins", "gen", "dat", "loc", "acc") if case in found), None)


def nominative_of(line: Line, first: int, number: int) -> str:
    """Return the words of a name up to its noun in the nominative."""
    words = line.words[first : number + 1]
    case = _agreed([morphology.singular(one.text) for one in words])
    gender = morphology.gender(words[-1].text) if len(words) > 1 else None
    told = [morphology.nominative(one.text, case, gender) for one in words]
    gaps = [line.text[one.end : other.start] for one, other in pairwise(words)]
    return "".join(text + gap for text, gap in zip(told, [*gaps, ""], strict=True))


def _agreed(found: list[frozenset[str]]) -> str | None:
    shared = frozenset.intersection(*found) if found else frozenset()
    return next((case for case in ("nom", "ins", "gen", "dat", "loc", "acc") if case in shared), None)
