"""What a name is called from there on: „(далее — „Х“)“, „(CATL)“, „(бренд Х)“."""

import re
from typing import Final

from dicycle.agreements.document import Span

_DEFINED: Final = re.compile(
    r"\s*\(\s*(?:(?:именуем\w+\s+)?(?:в\s+)?дал(?:ее|ьнейшем)(?:\s+по\s+тексту|"
    r"\s+именуем\w+)?\s*[,:—–-]*\s*|сокращ[её]нно\s*[—–-]?\s*|бренд\w*\s+|торгов\w+\s+марк\w+\s+|"
    r"ранее\s+—?\s*)"
    r"[«\"“„]?(?P<name>[^«»\"“”()\n]{2,50}?)[»\"”]?\s*\)",
    re.IGNORECASE,
)
_BRACKETED: Final = re.compile(
    r"\s*\(\s*[«\"“„]?(?P<name>[A-ZА-ЯЁ][\w&.+-]*(?: [A-ZА-ЯЁ][\w&.+-]*){0,5}?)[»\"”]?(?:\s*,[^()]{2,60})?\s*\)"
)
_PLAIN: Final = re.compile(
    r"(?:компания|общество|предприятие|стороны?|группа|корпорация|организация|инвестор|банк|"
    r"эмитент|холдинг|завод|заказчик|поставщик|покупатель|соглашение|договор|меморандум|документ|"
    r"проект|правительство|администрация|министерство|область|регион|форум)$",
    re.IGNORECASE,
)
_NEVER: Final = re.compile(r"(?:стороны?|соглашение|договор|меморандум|контракт|документ|проект|форум)$", re.IGNORECASE)
_NOT_SHORT: Final = re.compile(
    r"(?:Китай|Россия|КНР|РФ|США|Германия|Корея|Южная Корея|Япония|[А-ЯЁ][а-яё]+ск\w+ (?:обл|кра|"
    r"рай)\w*\.?|[A-Z]{2,5}:.*|МосБиржа.*|MOEX.*)$"
)


def short_after(text: str, end: int, limit: int) -> tuple[tuple[str, ...], tuple[Span, ...], int]:
    """Return the short names defined behind a name, their places, and where the bracket ends."""
    after = end + 1 if text[end : end + 1] in '»”"' else end
    for shape in (_DEFINED, _BRACKETED):
        found = shape.match(text, after, min(limit, after + 160))
        if found:
            return _short(found, shape is _DEFINED, after)
    return (), (), end


def _short(found: re.Match[str], defined: bool, after: int) -> tuple[tuple[str, ...], tuple[Span, ...], int]:
    name = found["name"].strip()
    if (
        _NEVER.match(name)
        or (_PLAIN.match(name) and not (defined and name[0].isupper()))
        or (not defined and (_NOT_SHORT.match(name) or not _is_name(name)))
    ):
        return (), (), after
    start = found.start("name")
    return (name,), (Span(start, start + len(name)),), found.end()


def _is_name(name: str) -> bool:
    return any(letter.isupper() for letter in name[:1])
