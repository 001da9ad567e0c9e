"""What a run of characters names: a company, an authority, a place, or nobody."""

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from dicycle.agreements.extracting.parts import MentionKind
from dicycle.agreements.languages.gazetteer import Gazetted, place_named
from dicycle.agreements.languages.zh.folding import load
from dicycle.agreements.languages.zh.words import alternation, countries, ending, is_common, pattern, places, words

HAN: Final = "\u3400-\u9fff"
_LEGAL: Final = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|股份公司|集团公司|总公司|集团|株式会社)$")
_DISTRICT: Final = re.compile(rf"[{HAN}]{{1,8}}(?:特别行政区|自治区|自治州|自治县|省|市|区|县|州|镇|旗|府)$")
_LEVELS: Final = (
    ("省", "province"),
    ("自治区", "province"),
    ("州", "city"),
    ("市", "city"),
    ("县", "county"),
    ("区", "county"),
    ("镇", "town"),
)
_MEDIA: Final = re.compile("时报|日报|晚报|周报|早报|新闻|通讯社|e公司|电视台|[^电]网$")
_NOBODY: Final = re.compile(
    "(?:客户|公司|企业|供应商|[甲乙丙丁]方|项目)[A-Z]?$|(?:客户)?[A-Z]公司$|中.企业|全[市省县区国球州镇]|[我该][市省县区国州]|[市省县区]内|.*[一两二三四五六七八九十百千数几多]余?家|某|[一两几数多][家位名个]|上述|任何|其他|第[一二三四五六七八九十]|首批|首[份单个家]"
    "|[一两三四五六七八九十半几数多][天周日月年]|目前|当前|现阶段|今后"
    "|(?:[中外日韩美德法俄英欧匈泰越老缅柬印澳加巴智荷瑞波捷西意港台买卖供需资劳校院]|印尼|马来|墨西哥)方(?:企业|公司|机构|代表|客户)?$"
)
_SAID: Final = re.compile(load("names")["said"])
_LONGEST: Final = 42


class Shape(NamedTuple):
    """A name inside a run: where it begins and ends there, and what it is."""

    start: int
    end: int
    kind: MentionKind
    country: str | None = None
    level: str | None = None


@lru_cache(maxsize=2048)
def full_name(run: str) -> Shape | None:
    """Return the name in a run that an ending shows: legal form, authority, institute, university."""
    before = described(run)
    for kind, end in _endings(run):
        if end <= before:
            break
        start = lead(run[:end])
        name = run[start:end]
        if len(name) <= _LONGEST and _says_more(name, kind):
            country = _country(run[:start] if start else name)
            return Shape(start, end, kind, country, level_of(name) if "government" in kind else None)
    return None


@lru_cache(maxsize=2048)
def bare_name(run: str) -> Shape | None:
    """Return the name in a run that stands where a party stands, though no ending shows it."""
    found = full_name(run)
    if found:
        return found
    start = lead(run)
    start += len("中国") if re.match("中国....", run[start:]) and not is_common(run[start + 2 :]) else 0
    end = start + _without_facility(run[start:])
    name = re.sub("(?<=...)(?:[正则亦再又已刚才]|(?:亚洲|亚太|大中华|中国|欧洲|北美)区)$", "", run[start:end])
    end = start + len(name)
    zone = ending(name, "zones")
    if zone and len(name) > len(zone) + 1 and not re.search("[一两多]个|级", name[: -len(zone)]):
        return Shape(start, end, "government_body", _country(name), "zone")
    if len(name) > 2 and (ending(name, "bodies") or ending(name, "governments")):
        if not _governs(name):
            return None
        return Shape(start, end, "government_body", _country(name), level_of(name))
    if is_place(name):
        return Shape(start, end, "government", _country(name), level_of(name))
    if (
        not 2 <= len(name) <= (60 if name.isascii() else 24)
        or is_common(name)
        or _ends_as_phrase(name)
        or _MEDIA.search(name)
        or _NOBODY.match(name)
        or _SAID.search(name)
        or not re.search(rf"[{HAN}A-Z]", name)
    ):
        return None
    if name.isascii() and len(name) < 3:
        return None
    return Shape(start, end, "company", _country(run[:start]))


def _ends_as_phrase(name: str) -> bool:
    soft = ending(name, "soft_tails")
    return bool(ending(name, "tails")) or bool(
        soft and (len(name) - len(soft) not in (2, 3) or is_common(name[: -len(soft)]))
    )


@lru_cache(maxsize=2048)
def is_place(name: str) -> bool:
    """Tell whether a name is that of a place alone."""
    rest = _nearest(name)
    if not rest or rest in places() or place_named(rest, "zh"):
        return bool(name)
    return 2 < len(rest) <= 6 and bool(_DISTRICT.fullmatch(rest)) and not is_common(rest[:-1])


def _nearest(name: str) -> str:
    """Return a place without those that it lies in: 青海省格尔木市 without 青海省."""
    match = re.match(f"(?:{alternation(places())})(?:省|市|自治区|州|县|区)?", name)
    return _nearest(name[match.end() :]) if match else name


def level_of(name: str) -> str | None:
    """Return the level of an authority: nation, province, city, county, zone."""
    if ending(name, "zones") or re.search(r"管委会|管理委员会|开发区|园区|新区|高新区|经开区|党工委", name):
        return "zone"
    stem = re.sub(r"(?:人民政府|政府|委员会|委)$", "", name)
    if any(name.startswith(country) for country in countries()) and not _DISTRICT.match(stem):
        return "national"
    found = [(match.end(), level) for mark, level in _LEVELS for match in re.finditer(mark, name)]
    known = _known(stem)
    return max(found)[1] if found else known.kind if known and known.kind in ("province", "city") else None


def lead(run: str) -> int:
    """Return how many characters before a name only describe it: "中国锂电企业瑞驰新能源" begins at 瑞驰."""
    at = described(run)
    country = _foreign().match(run[at:])
    if country and len(run) - at - country.end() >= 3 and not ending(run, "governments") and not ending(run, "bodies"):
        rest = run[at + country.end() :]
        at += country.end() if not is_common(rest) and not rest.startswith("国") else 0
    return at


@lru_cache(maxsize=2048)
def described(run: str) -> int:
    """Return how many characters before a name say what its bearer is: 国有矿业公司|PT Nusantara."""
    found = (pattern("descriptors").match(run, at) for at in range(len(run)))
    ends = [match.end() for match in found if match]
    ends += [match.end() for match in re.finditer("集团(?=[A-Za-z])", run)]
    sure = [match.end() for match in pattern("describing").finditer(run)]
    latin = re.match(rf"([{HAN}]+)[A-Z]", run)
    if latin and any(latin[1].startswith(country) for country in countries()):
        sure.append(latin.end(1))
    told = [end for end in ends if is_common(run[:end])] + sure
    return max((end for end in told if _goes_on(run[end:])), default=0)


def _goes_on(rest: str) -> bool:
    return len(rest) >= 2 and not re.match(r"业|集团|股份|有限|控股|总部", rest) and not is_common(rest)


@cache
def _foreign() -> re.Pattern[str]:
    abroad = alternation(countries() - {"中国", "中华人民共和国", "台湾", "香港", "澳门"})
    return re.compile(f"(?:{abroad})|(?:台湾|香港)(?=.*公司|.*科技)")


def _endings(run: str) -> list[tuple[MentionKind, int]]:
    kinds: tuple[tuple[str, MentionKind], ...] = (
        ("companies", "company"),
        ("bodies", "government_body"),
        ("governments", "government"),
        ("institutes", "institute"),
        ("universities", "university"),
        ("organisations", "organisation"),
    )
    found = [(match.end(), -match.start(), kind) for name, kind in kinds for match in pattern(name).finditer(run)]
    return [(kind, end) for end, _, kind in sorted(found, key=lambda one: (-one[0], -one[1], one[2] != "company"))]


def _says_more(name: str, kind: MentionKind) -> bool:
    """Tell whether an ending has a name before it: 蓝洋公司, not 新能源公司."""
    if _MEDIA.search(name) or re.fullmatch("(?:客户)?[A-Z]公司", name):
        return False
    if _LEGAL.search(name):
        stem = _LEGAL.sub("", name)
        placed = (
            name.endswith("集团") and any(stem.startswith(place) for place in places() - countries()) and len(stem) > 3
        )
        return len(stem) >= 2 and (not is_common(stem) or "有限公司" in name or placed)
    if kind in ("government", "government_body"):
        return _governs(name)
    if re.search("联合(?:实验室|研究院|研究中心|创新中心)$", name):
        return False
    return (
        len(name) >= 4
        and not is_common(re.sub(r"(?:公司|实业|银行|基金|控股|厂)$", "", name))
        and not re.search(r"[一两三四五多几数]家", name)
    )


def _governs(name: str) -> bool:
    stem = name
    for group in ("governments", "bodies"):
        found = ending(name, group)
        stem = name[: -len(found)] if found and len(name) - len(found) < len(stem) else stem
    if len(stem) < 2:
        return name in words("bodies") and bool(re.search(r"..部$|^国资委$|^国家", name))
    return not re.search(r"当地|地方|各级|有关|相关|两国|双方|部门|多国", stem)


def _without_facility(name: str) -> int:
    """Return where a company's name ends before its plant: 蓝洋电池|成都工厂."""
    for match in re.finditer(alternation(places()), name):
        rest = name[match.end() :].removeprefix("市")
        if match.start() >= 2 and ending(rest, "facilities") and not is_common(name[: match.start()]):
            return match.start()
    return _without_plan(name) if ending(name, "facilities") else len(name)


def _without_plan(name: str) -> int:
    """Return where a company's name ends before what it builds: 北辰动力|钠离子电池一期."""
    for match in pattern("trades").finditer(name):
        if match.start() >= 2 and not is_common(name[: match.start()]) and is_common(name[match.end() :]):
            return match.end()
    return len(name)


def _country(text: str) -> str | None:
    match = re.match(alternation(places()), text)
    known = place_named(match[0], "zh") if match else None
    return known.country if known else None


def _known(stem: str) -> Gazetted | None:
    return place_named(stem, "zh")
