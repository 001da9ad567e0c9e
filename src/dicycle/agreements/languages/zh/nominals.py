"""Phrases that stand for names: 双方, 该公司, 市政府, 这家德国回收企业."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from dicycle.agreements.extracting.parts import Mention, MentionKind
from dicycle.agreements.languages.gazetteer import place_named
from dicycle.agreements.languages.zh.scanning import Line, scan
from dicycle.agreements.languages.zh.words import alternation, places, words

_MANY: Final = 9
_BOTH: Final = re.compile(
    r"(?P<two>(?:签约|合作|缔约|协议)?双方|(?<![与和同跟])两家(?:公司|企业|集团)|上述两家(?:公司|企业)|两企|二者)(?!向)"
    r"|(?P<one>(?<=[与和同向])对方)"
    r"|(?P<three>(?<!第)三方(?!协议|监管|检测|机构|平台|面)|(?:上述|这)三家(?:公司|企业))|(?P<many>(?:签约|合作)?(?:各方|多方|四方|五方))"
)
_GOVERNMENT: Final = re.compile(
    r"(?P<city>(?:中共)?市委[、和]?市政府|(?:中共)?市委|[该我]市(?!场)|市(?:人民)?政府)|(?P<province>省委[、和]?省政府|省委|[该我]省|省(?:人民)?政府|自治区(?:人民)?政府)|(?P<county>县委[、和]?县政府|县委|区委|[该我][县区](?!域)|区委[、和]?区政府|县(?:人民)?政府|(?<!自治)区(?:人民)?政府)"
    r"|(?P<state>州(?:人民)?政府)|(?P<zone>园区管委会|(?:高新区|经开区|开发区|新区)?管委会)|(?P<any>当地政府|该国政府)"
)
_LEVELS: Final = {"city": "city", "province": "province", "county": "county", "zone": "zone"}
_BARE: Final = frozenset(
    {"公司", "本公司", "我公司", "我司", "集团", "企业", "该公司", "该企业", "该集团", "后者", "它"}
)


def nominals_in(of: Line, taken: Sequence[Mention]) -> list[Mention]:
    """Return the nominal mentions of a sentence."""
    return sorted([*_both(of), *_authorities(of), *_described(of), *_companies(of, taken)])


def _both(of: Line) -> Iterator[Mention]:
    for match in _BOTH.finditer(of.text):
        number = 1 if match["one"] else 2 if match["two"] else 3 if match["three"] else _MANY
        yield _nominal(of, match.start(), match.end(), "company", number=number)


def _authorities(of: Line) -> Iterator[Mention]:
    for match in _GOVERNMENT.finditer(of.text):
        if not re.match(r"[\u4e00-\u9fff]", of.text[: match.start()][-1:]) or _opens(of.text[: match.start()]):
            kind: MentionKind = "government_body" if match["zone"] else "government"
            yield _nominal(of, match.start(), match.end(), kind, level=_LEVELS.get(match.lastgroup or ""))


def _opens(before: str) -> bool:
    return bool(re.search(r"(?:与|和|同|跟|由|向|对|在|及|据|该|为|是|了|的|日|于|获)$", before))


@cache
def _descriptor() -> re.Pattern[str]:
    return re.compile(
        rf"(?:这家|该家|这一|上述)(?P<about>[^,。;:、“”《》与和]{{0,14}}?)(?:{alternation(words('descriptors'))})(?![\u4e00-\u9fff]*公司)"
        rf"|总部(?:位于|设在|在)(?P<seat>[\u4e00-\u9fff·]{{2,8}})的(?:这家)?[^,。;:、“”《》与和]{{0,10}}?(?:{alternation(words('descriptors'))})(?=[,。与和同在将也还已曾]|近日|日前|宣布|表示)"
    )


def _described(of: Line) -> Iterator[Mention]:
    for match in _descriptor().finditer(of.text):
        about = match["about"] or match["seat"] or ""
        place = re.search(alternation(places()), about)
        known = place_named(place[0], "zh") if place else None
        seat = place[0] if place and known and known.kind != "country" else None
        yield _nominal(of, match.start(), match.end(), "company", country=known.country if known else None, seat=seat)


def _companies(of: Line, taken: Sequence[Mention]) -> Iterator[Mention]:
    before = ""
    for token in scan(of, taken, whole=True):
        start = token.start - (1 if before == "该" else 0)
        called = of.at(start, token.end)
        if token.kind == "run" and called in _BARE and (called != "企业"):
            yield _nominal(of, start - of.sentence.start, token.end - of.sentence.start, "company")
        before = token.text


def _nominal(
    of: Line, start: int, end: int, kind: MentionKind, *, number: int = 1, level: str | None = None,
    country: str | None = None, seat: str | None = None,
) -> Mention:  # fmt: skip
    at = of.sentence.start
    return Mention(
        at + start,
        at + end,
        kind,
        of.text[start:end],
        nominal=True,
        number=number,
        level=level,
        country=country,
        seat=seat,
    )
