"""What a document calls its companies and authorities: definitions, first parts of full names, short forms."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final

from dicycle.agreements.document import Span
from dicycle.agreements.extracting.parts import Mention
from dicycle.agreements.languages.zh.folding import fold
from dicycle.agreements.languages.zh.scanning import Line
from dicycle.agreements.languages.zh.shapes import is_place
from dicycle.agreements.languages.zh.words import alternation, is_common, pattern, places, words

_MOST: Final = 300
"""So many names of a document are looked at for short forms: the time a long document takes stays in proportion."""

FAR: Final = 200_000
"""So many characters of a document are searched for first parts of names."""

_LEGAL: Final = re.compile(r"(?:集团)?(?:控股)?(?:股份)?(?:有限)?(?:责任)?公司$|集团$")
_SELF: Final = frozenset({"公司", "本公司", "我公司", "集团", "本集团", "上市公司"})
_FULLEST: Final = (
    ("人民政府", "政府"),
    ("管理委员会", "管委会"),
    ("高新技术产业开发区", "高新区"),
    ("经济技术开发区", "经开区"),
    ("省", ""),
    ("市", ""),
)


class Known:
    """The names of a document and whom they name."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self.full: dict[str, Mention] = {}
        for one in mentions:
            if not one.nominal and one.kind not in ("person", "place", "event") and not is_place(fold(one.name)):
                for name in (one.name, *one.short):
                    if len(fold(name)) > 1:
                        self._keep(fold(name), one)

    def _keep(self, name: str, mention: Mention) -> None:
        other = self.full.get(name)
        if other is None or len(mention.name) > len(other.name):
            self.full[name] = mention

    def add_parts(self, text: str, taken: Sequence[Span]) -> None:
        """Take in the first part of a full name where it stands by itself: 恒源锂能 of 江西恒源锂能科技有限公司."""
        for one in list(self.full.values())[:_MOST]:
            if one.kind == "company" and _LEGAL.search(fold(one.name)):
                for part in _parts(fold(one.name)):
                    if part not in self.full and _alone(part, text, taken):
                        self.full[part] = one
                        break

    def find(self, of: Line, text: str, taken: Sequence[Mention]) -> list[Mention]:
        """Return the known names in a sentence that nothing else takes."""
        if not self.full:
            return []
        found = list[Mention]()
        for match in re.finditer(alternation(frozenset(self.full)), of.text):
            start, end = match.start() + of.sentence.start, match.end() + of.sentence.start
            one = self.full[match[0]]
            if any(Span(start, end).meets(other.span) for other in taken) or _part_of_word(of.text, match):
                continue
            name = one.name if match[0] in _SELF else text[start:end]
            found.append(Mention(start, end, one.kind, name, country=one.country, level=one.level))
        return found


def short_forms(mention: Mention, known: Known) -> Mention:
    """Return a full name with the short forms that the document uses of it: 北辰重卡 of 北辰重型汽车有限公司."""
    full = fold(mention.name)
    if mention.nominal or mention.kind in ("person", "place", "event") or len(full) < 5:
        return mention
    shorts = [
        other.name for name, other in islice(known.full.items(), _MOST)
        if len(name) < len(full) and other.kind == mention.kind and _short_of(name, full)
    ]  # fmt: skip
    fresh = tuple(name for name in shorts if name not in mention.short)
    return mention._replace(short=(*mention.short, *fresh)) if fresh else mention


def _short_of(name: str, full: str) -> bool:
    if full.endswith(("政府", "委员会", "管委会")):
        return name.endswith(("政府", "委", "管委会")) and _plain(name) == _plain(full)
    if name.isascii() or name in full:
        return name.isascii() and full.startswith(name)
    core = _core(full)
    return 3 <= len(name) <= 6 and _LEGAL.search(full) is not None and name[:2] == core[:2] and _threads(name, full)


def _plain(name: str) -> str:
    for long, short in _FULLEST:
        name = name.replace(long, short)
    return name


def _threads(name: str, full: str) -> bool:
    """Tell whether the characters of a name all stand in another, in their order."""
    rest = iter(full)
    return all(character in rest for character in name)


@lru_cache(maxsize=1024)
def _core(full: str) -> str:
    match = re.match(f"(?:{alternation(places())})(?:省|市|自治区)?", full)
    return full[match.end() :] if match and len(full) - match.end() > 4 else full


@lru_cache(maxsize=1024)
def _parts(full: str) -> tuple[str, ...]:
    bare = _LEGAL.sub("", re.sub(r"\(.*?\)", "", full))
    found = list[str]()
    for stem in dict.fromkeys((bare, _core(full)[: len(bare) - (len(full) - len(_core(full)))], _core(bare))):
        found += [stem[:length] for length in range(len(stem), 2, -1)]
        found += [stem[:2] + tail for tail in sorted(words("trades"))] + [stem[:2]]
    named = {part for part in found if len(part) > 1 and part != full and not is_common(part)}
    return tuple(sorted(named, key=lambda part: (-len(part), part)))


def _alone(part: str, text: str, taken: Sequence[Span]) -> bool:
    at = text.find(part)
    while at >= 0:
        if not _goes_on(text, at + len(part)) and not any(Span(at, at + len(part)).meets(other) for other in taken):
            return True
        at = text.find(part, at + 1)
    return False


def _goes_on(text: str, end: int) -> bool:
    """Tell whether a trade follows: 能链 in 能链再生 is another's name."""
    return bool(pattern("trades").match(text, end))


def _part_of_word(text: str, match: re.Match[str]) -> bool:
    """Latin letters go on, or a bare 集团 is a part of another name."""
    before, after = text[: match.start()][-1:], text[match.end() :][:1]
    if _goes_on(text, match.end()):
        return True
    if match[0].isascii():
        return bool(re.match(r"[A-Za-z0-9]", before) or re.match(r"[A-Za-z0-9]", after))
    if match[0] in _SELF:
        return bool(re.match(r"[\u4e00-\u9fff]", before)) and not re.search(
            r"[,的由与和同向为对及本于是]$", text[: match.start()]
        )
    return False
