"""Who is whose subsidiary."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from dicycle.agreements.document import Span
from dicycle.agreements.extracting.parts import Mention, Parentage
from dicycle.agreements.languages.ru.words import Line

_KINDS: Final = frozenset({"company", "organisation", "institute", "university"})
_DAUGHTER: Final = (
    r"(?:(?P<whole>стопроцентн\w+ |100[ -]?%-?\w* |полностью принадлежащ\w+ )|"
    r"(?P<holding>контролируем\w+ ))?(?:дочерн\w+ (?:компани|обществ|структур|предприяти|фирм|"
    r"подразделени|организаци|зависим\w+ обществ)\w*|дочк\w+|структур(?:а|ы|ой|у|е)|"
    r"подразделени\w+|«дочк\w+»)"
)
_DAUGHTER_BEFORE: Final = re.compile(
    _DAUGHTER + r"[ ]?(?:[а-яё-]+(?:ой|ого|ей|его) )?(?:группы |холдинга |компании |корпорации |концерна |"
    r"госкорпорации )?[«\"]?$",
    re.IGNORECASE,
)
_OWN: Final = re.compile(
    r"(?:его|её|ее|свое\w+|сво\w+|их)[ ](?:\w+[ ])?" + _DAUGHTER + r"(?:[ ][а-яё]+){0,3}[ ][«\"]?$", re.IGNORECASE
)
_BELONGS: Final = re.compile(
    r"^[»\")]*,?\s*\(?(?:котор\w+ )?(?:входит в|входящ\w+ в|принадлеж\w+|подконтрольн\w+|"
    r"контролируем\w+|часть|в составе|дочерн\w+ (?:компани|обществ|структур|предприяти)\w*|"
    r"«?дочк\w+»?|структур\w+|подразделени\w+)\s+(?:\w+\s+){0,3}?[«\"]?$",
    re.IGNORECASE,
)
_IN_PERSON: Final = re.compile(
    r"[»\"]?\s*(?:\([^)]*\)\s*)?,?\s*(?:в лице|через|посредством|силами)\s+(?:[а-яё-]+\s+){0,3}?"
    r"(?:[«\"]?(?:дочерн|дочк|структур|подразделени)\w+[»\"]?|сво\w+)\s+(?:[а-яё-]+\s+){0,3}[«\"]?",
    re.IGNORECASE,
)
_MIDDLE: Final = re.compile(r"^[»\"]*\s*(?:[—–,-]\s*)?(?:компани\w+\s*|обществ\w+\s*)?[«\"]?$")


def parentages_in(line: Line, mentions: Sequence[Mention]) -> list[Parentage]:
    """Return the relations of subsidiaries in a sentence."""
    firms = [one for one in mentions if one.kind in _KINDS and not one.nominal]
    return list({(one.child.span, one.parent.span): one for one in _found(line, firms)}.values())


def _found(line: Line, firms: Sequence[Mention]) -> Iterator[Parentage]:
    for number, one in enumerate(firms):
        before = line.text[line.start : one.start]
        own = _OWN.search(before)
        earlier = list(firms[:number])
        following = firms[number + 1] if number + 1 < len(firms) else None
        if own is not None and earlier:
            yield _made(line, one, earlier[-1] if len(earlier) == 1 else earlier[0], own, one)
            continue
        daughter = _DAUGHTER_BEFORE.search(before)
        if daughter is not None and not own:
            middle = line.text[one.end : following.start] if following else ""
            if following is not None and _MIDDLE.match(middle) and len(middle) < 20:
                yield _made(line, following, one, daughter, following)
                continue
            if earlier and re.search(r"[»\"]?\s*(?:,|\(|—|–)\s*$", before[: daughter.start()][-6:]):
                yield _made(line, earlier[-1], one, daughter, one)
                continue
        in_person = _IN_PERSON.fullmatch(line.text, firms[number - 1].end, one.start) if number else None
        if in_person is not None and one.kind == firms[number - 1].kind:
            yield Parentage(one, firms[number - 1], _relation(in_person[0]), Span(firms[number - 1].end, one.end))
        elif number and (belongs := _BELONGS.match(line.text[firms[number - 1].end : one.start])):
            yield Parentage(firms[number - 1], one, _relation(belongs[0]), Span(firms[number - 1].end, one.end))


def _made(line: Line, child: Mention, parent: Mention, said: re.Match[str], last: Mention) -> Parentage:
    return Parentage(child, parent, _relation(said[0]), Span(line.start + said.start(), last.end))


def _relation(said: str) -> str:
    low = said.lower()
    if re.search(r"стопроцентн|100|полностью", low):
        return "wholly_owned_subsidiary"
    return "holding_subsidiary" if "контролируем" in low else "subsidiary"
