"""Bytes to characters: byte order marks, declared encodings, and what the bytes themselves say.

A declaration is believed only where the bytes are legal in it and the text looks no worse than in another encoding.
"""

import codecs
import re
from collections import Counter
from typing import Final

from dicycle.errors import InvalidInput

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED: Final = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
_CANDIDATES: Final = ("gb18030", "windows-1251", "koi8-r", "windows-1252", "big5", "iso8859-5", "cp866")
_SAMPLE: Final = 60_000
_WHERE: Final = 4096


def decoded(data: bytes, name: str, declared: str | None = None) -> str:
    """Return the characters of a file; InvalidInput where it is no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, name)
    if _utf16(data):
        return _strict(data, _utf16(data), name)
    if b"\x00" in data[:_SAMPLE]:
        raise _no_text(name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(_guessed(data, declared or _declared(data)), errors="replace")


def _strict(data: bytes, encoding: str, name: str) -> str:
    text = data.decode(encoding, errors="replace")
    if text[:_SAMPLE].count("\ufffd") > 0.1 * len(text[:_SAMPLE]):
        raise _no_text(name)
    return text


def _no_text(name: str) -> InvalidInput:
    return InvalidInput.because(
        "agreements.not-a-text",
        "This is no text: it holds bytes that no text has.",
        name,
        "Give a text, HTML or PDF file.",
    )


def _utf16(data: bytes) -> str:
    """Return the UTF-16 without a mark that zero bytes of spaces and Latin letters give away, or nothing."""
    sample = data[: min(_SAMPLE, len(data) // 2 * 2)]
    if len(sample) < 8 or len(data) % 2:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    low, high = 0.02 * len(sample), 0.001 * len(sample)
    if odd > low and even <= high:
        return "utf-16-le"
    return "utf-16-be" if even > low and odd <= high else ""


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data, 0, _WHERE)
    return (found[1] or found[2]).decode("ascii", "replace") if found else None


def _known(label: str | None) -> str | None:
    """Return an encoding by the name that a web page gives it: "gb2312" and "gbk" are GB 18030, Latin-1 is 1252."""
    if not label:
        return None
    try:
        name = codecs.lookup(label.strip()).name
        "".encode(name)
    except (LookupError, ValueError, TypeError):
        return None
    return {
        "gb2312": "gb18030",
        "gbk": "gb18030",
        "hz": "gb18030",
        "iso8859-1": "windows-1252",
        "ascii": "windows-1252",
    }.get(name, name)


def _guessed(data: bytes, declared: str | None) -> str:
    sample = data[:_SAMPLE]
    known = _known(declared)
    if _worth(sample, "utf-8") > 0.9 and data.count(b"\xef\xbf\xbd", 0, _SAMPLE) == 0 and _mostly_utf8(sample):
        return "utf-8"
    candidates = list(dict.fromkeys(([known] if known else []) + list(_CANDIDATES)))
    worth = {encoding: _worth(sample, encoding) + (0.05 if encoding == known else 0) for encoding in candidates}
    return max(candidates, key=lambda encoding: worth[encoding])


def _mostly_utf8(sample: bytes) -> bool:
    text = sample.decode("utf-8", errors="replace")
    wide = sum(sign > "\x7f" for sign in text)
    return wide > 0 and text.count("\ufffd") < 0.05 * wide


_COMMON_HAN: Final = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种"
    "面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本"
    "去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比"
    "或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总"
    "次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做"
    "必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权"
    "收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信"
    "马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连"
    "断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存"
    "候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严"
)
"""Characters that make up most of any modern Chinese text."""


def _worth(sample: bytes, encoding: str) -> float:
    """Return how much a decoding looks like one of the four languages, at most 1: of what is not ASCII, the share."""
    text = sample.decode(encoding, errors="replace")
    wide = Counter(sign for sign in text if sign > "\x7f")
    total = sum(wide.values())
    if not total:
        return 0.5
    return min((_letters(text, wide) + _of(wide, _SIGNS)) / total, 1.0) - 2 * _of(wide, _BAD) / total


def _of(wide: Counter[str], kind: re.Pattern[str]) -> int:
    return sum(times for sign, times in wide.items() if kind.match(sign))


def _letters(text: str, wide: Counter[str]) -> float:
    """Return how many letters fit best: common Chinese ones, Russian words, single Latin ones within words."""
    common = sum(times for sign, times in wide.items() if sign in _COMMON_HAN)
    chinese = common * 1.25 + 0.3 * (_of(wide, _HAN) - common)
    small, big = _of(wide, _SMALL), _of(wide, _BIG)
    russian = small + (big if big < small else 0.2 * big) - 3 * len(_MIXED.findall(text))
    return max(chinese, russian, len(_LATIN.findall(text)))


_HAN: Final = re.compile("[\u4e00-\u9fff]")
_SMALL: Final = re.compile("[а-яё]")
_BIG: Final = re.compile("[А-ЯЁ]")
_MIXED: Final = re.compile("[A-Za-z][а-яёА-ЯЁ]|[а-яёА-ЯЁ][A-Za-z]")
_LATIN: Final = re.compile("(?<![\u00c0-\u024f])[äöüßÄÖÜéèáíóúñçàâêôûøåæ](?![\u00c0-\u024f])")
_SIGNS: Final = re.compile("[«»„“”‘’–—…·•€£°№§©®™、。，；：！？（）《》【】％\xa0\u3000²³½×]")
_BAD: Final = re.compile("[\ufffd\x80-\x9f\u2500-\u259f\ue000-\uf8ff]")
