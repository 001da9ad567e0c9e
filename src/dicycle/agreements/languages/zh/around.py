"""Who and what stands around an act: parents, witnesses, signing persons, speakers, hosts, occasions, places."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from dicycle.agreements.document import Span
from dicycle.agreements.extracting.parts import Beside, Mention, Parentage, Sited
from dicycle.agreements.languages.zh.scanning import Line
from dicycle.agreements.vocabulary import Role

_ORGANISED: Final = frozenset({"company", "government", "government_body", "university", "institute", "organisation"})
_KIN: Final = re.compile(
    r"^(?:的|之|\([^()]*\))?[,的]?(?P<kin>(?:间接)?(?:全资|控股|附属|旗下|下属|所属)*(?:子公司|孙公司|附属公司|公司|企业|成员企业)|旗下|下属|所属|控股的)(?:的)?[—:,“\"]*$"
)
_OWN_KIN: Final = re.compile(r"(?P<kin>(?:间接)?(?:全资|控股|附属|旗下|下属)*(?:子公司|孙公司|附属公司))[—:“\"]*$")
_IS_KIN: Final = re.compile(r"^(?:\([^()]*\))?[,(]?(?:系|是|为|作为|属|隶属于|即|,)?$")
_IS_KIN_AFTER: Final = re.compile(
    r"^(?:的|之)?(?P<kin>(?:间接)?(?:全资|控股|旗下|下属|附属)*(?:子公司|孙公司|附属公司))"
)
_SIGNER: Final = re.compile(
    r"(?:分别)?代表(?:双方|各方|三方|各自|公司|企业)?[^,。;]{0,14}(?:签|上签)|签字|签署[了]?(?:协议|合同|备忘录|本)"
)
_WITNESS: Final = re.compile(r"见证|出席(?!人)|参加(?:了)?(?:签约|仪式|活动|座谈|会)|在场|陪同|出席并")
_PERSONS: Final[tuple[tuple[Role, re.Pattern[str]], ...]] = (("signing_person", _SIGNER), ("witness", _WITNESS))
_SPEECH: Final = re.compile(r"^(?:[^,。;!?:]{0,8}?)(?:表示|说|称|指出|强调|介绍|认为|透露|致辞|坦言|谈到|补充)")
_SOURCE: Final = re.compile(r"(?:据|从|记者从)$")
_ANNOUNCED: Final = re.compile(
    r"^(?:官微|微信公众号|官网|官方微信|公众号)?(?:[^,。;]{0,8}?)(?:消息|获悉|公告|宣布|发布公告|公布|披露|透露)"
)
_SIGNED_IN: Final = re.compile(
    r"^(?:市|省)?(?:,[^,。;!?]{0,32}?|[^,。;!?]{0,24}?)(?:签|举行|举办|召开|达成|会谈|会见|会晤|开幕|闭幕|落幕|启幕|缔结|订立|敲定)"
)
_BUILT_IN: Final = re.compile(
    r"^(?:市|省|境内|当地|地区)?(?:[^,。;!?签]{0,14}?)(?:建|投资|设立|成立|打造|布局|落地|开工|动工|投产|投运|实施|开展|设厂|建厂|推广|投放|启动|奠基|竣工|落成|新设|部署|投入|运营)"
)
_DATELINE: Final = re.compile(r"^(?:\d{1,2}月\d{1,2}日|\d{4}年|讯|电|\d{1,2}日)")
_SITED_BY: Final = re.compile(
    r"(?:落户|落地|选址|布局)(?:于|在|为)?$|(?:位于|坐落于|建在|设在|放在|入驻)$"
    r"|(?:建设|项目|实施)(?:地点|地址|用地)(?:为|在|位于|:)?$"
)
_SITE: Final = re.compile(r"^(?:市|省)?[^,。;的]{0,10}?(?:基地|工厂|项目|产业园|园区|回收中心|中心)")


def parentages(line: Line, mentions: Sequence[Mention]) -> Iterator[Parentage]:
    """Return who is whose subsidiary: A全资子公司B, B是A的控股子公司."""
    told = [one for one in mentions if one.kind in _ORGANISED and one.number == 1]
    for number, (one, other) in enumerate(pairwise(told)):
        between = line.at(one.end, other.start)
        match = _KIN.match(between)
        if match:
            parent = next((each for each in told[:number] if not each.nominal), one) if one.nominal else one
            yield Parentage(other, parent, _relation(match["kin"]), Span(one.start, other.end))
            continue
        after = line.at(other.end, line.sentence.end)
        kin = _IS_KIN_AFTER.match(after)
        follows = told[number + 2].start if number + 2 < len(told) else None
        if kin and _IS_KIN.match(between) and (follows is None or follows > other.end + kin.end()):
            yield Parentage(one, other, _relation(kin["kin"]), Span(one.start, other.end + kin.end()))
    yield from _of_first(line, told)


def _of_first(line: Line, told: Sequence[Mention]) -> Iterator[Parentage]:
    """Return as subsidiaries of the sentence's first company those that no parent stands before: 其全资子公司B."""
    for other in told[2:] if told and told[0].nominal else told[1:]:
        match = _OWN_KIN.search(line.at(line.sentence.start, other.start))
        first = next((one for one in told if not one.nominal and one.kind == "company"), None)
        if match and first and first.end < other.start - len(match[0]):
            start = other.start - len(match[0])
            if not any(one.end == start for one in told):
                yield Parentage(other, first, _relation(match["kin"]), Span(start, other.end))


def _relation(kin: str) -> str:
    if "全资" in kin:
        return "wholly_owned_subsidiary"
    return "holding_subsidiary" if "控股" in kin else "subsidiary"


def beside(line: Line, mentions: Sequence[Mention]) -> Iterator[Beside]:
    """Return hosts, organisers, occasions, witnesses, signing persons, speakers."""
    for one in mentions:
        role = _role(line, one)
        if role:
            yield Beside(one, role, one.span)


def _role(line: Line, one: Mention) -> Role | None:
    before, after = line.at(line.sentence.start, one.start), line.at(one.end, line.sentence.end)
    if one.kind == "person":
        return _person(after)
    if one.kind == "event":
        return "occasion"
    if one.kind not in _ORGANISED or one.nominal:
        return None
    clause = re.split(r"[,。;!?]", after)[0]
    if re.search(r"^(?:[^,。;]{0,20}?)(?:联合)?主办", clause) and not re.search("承办", clause.split("主办")[0]):
        return "organiser"
    if re.search(r"^(?:[^,。;]{0,20}?)(?:承办|协办)", clause):
        return "host"
    if _SOURCE.search(before) and _ANNOUNCED.match(after):
        return "source"
    if re.search(
        r"(?:将|拟|计划)(?:[^,。;]{0,6})(?:携手|联合|会同)$|(?:将|拟|计划)[^,。;]{0,4}与$", before
    ) and re.match(r"[^,。;签]{0,16}(?:合作|共建|共同|联合)", after):
        return "planned_partner"
    return None


def _person(after: str) -> Role | None:
    sentence = re.split(r"[。!?]", after)[0]
    if _SPEECH.match(after):
        return "speaker"
    found = [(match.start(), role) for role, words in _PERSONS for match in [words.search(sentence)] if match]
    return min(found)[1] if found else None


def sited(line: Line, mentions: Sequence[Mention]) -> Iterator[Sited]:
    """Return places of signing and of carrying out; of 四川遂宁 the nearer one."""
    places = [one for one in mentions if one.kind == "place"]
    plain = _nameless(line, mentions) if places else line
    for number, one in enumerate(places):
        if number + 1 < len(places) and places[number + 1].start <= one.end + 1:
            continue
        first = _first_of(places, number)
        use = _use(plain.at(line.sentence.start, first.start), plain.at(one.end, line.sentence.end))
        if use:
            yield Sited(Span(first.start, one.end), one, use)  # type: ignore[arg-type]


def _nameless(line: Line, mentions: Sequence[Mention]) -> Line:
    """Return a line without the names in it: 投资 in 投资促进局 builds nothing."""
    text, base = line.text, line.sentence.start
    for one in mentions:
        if one.kind in _ORGANISED and not one.nominal:
            text = text[: one.start - base] + "司" * (one.end - one.start) + text[one.end - base :]
    return line._replace(text=text)


def _first_of(places: Sequence[Mention], number: int) -> Mention:
    while number and places[number - 1].end >= places[number].start - 1:
        number -= 1
    return places[number]


def _use(before: str, after: str) -> str | None:
    if _SITED_BY.search(before) or re.match(r"(?:成为)?(?:项目)?(?:所在地)", after):
        return "implementation"
    if re.search(r"(?:在|于)(?:[\u4e00-\u9fff]{1,3}[城都乡])?$", before):
        return _by_verb(after)
    if _DATELINE.match(after) and len(before) <= 12 and not re.search(r"[,。;]", before):
        return "event"
    return (
        "implementation"
        if _SITE.match(after) and re.search(r"[\u4e00-\u9fff]$", before) and not re.search(r"[,。;和、的]$", before)
        else None
    )


def _by_verb(after: str) -> str | None:
    built, signed = _BUILT_IN.match(after), _SIGNED_IN.match(after)
    if built and signed:
        return "implementation" if built.end() < signed.end() else "event"
    if built:
        return "implementation"
    return "event" if signed else None
