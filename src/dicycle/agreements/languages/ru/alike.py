"""One name for all the forms in which a document writes it."""

import re
from typing import Final

from dicycle.agreements.extracting.parts import Mention

LEARNED: Final = frozenset({"company", "organisation", "institute", "university"})
_ENDING: Final = re.compile(r"(?<=\w{3})(?:ами|ями|ом|ем|ой|ей|ью|а|я|у|ю|ы|и|е|й|ь)(?=\b)")


def unified(text: str, mentions: list[Mention]) -> list[Mention]:
    """Return mentions in which the forms of one name have the name of one, the likeliest nominative."""
    forms: dict[str, set[str]] = {}
    written: dict[str, set[str]] = {}
    mine = [one for one in mentions if one.kind in LEARNED and not one.nominal and re.search("[а-яё]$", one.name)]
    for one in mine:
        stem = _ENDING.sub("", one.name)
        forms.setdefault(stem, set()).add(one.name)
        written.setdefault(stem, set()).add(text[one.start : one.end])
    chosen = {
        name: _likeliest(names, written[stem]) for stem, names in forms.items() if len(names) > 1 for name in names
    }
    known = set(map(id, mine))
    return [one._replace(name=chosen[one.name]) if id(one) in known and one.name in chosen else one for one in mentions]


def _likeliest(names: set[str], written: set[str]) -> str:
    """Return the form that can be the nominative, by the forms that are written: „-ом“ is of a masculine name."""
    bare = sorted(name for name in names if re.search(r"[бвгджзклмнпрстфхцчшщйь]$", name))
    masculine = any(re.search(r"(?:[бвгджзклмнпрстфхцчшщйь]|ом|ем)$", name) for name in written)
    feminine = sorted(name for name in names & written if name[-1] in "ая")
    if bare and (masculine or not feminine):
        return bare[0]
    return (feminine or sorted(names))[0]


def named_alike(mentions: list[Mention]) -> list[Mention]:
    """Return mentions in which a region is called as its government is, if the document names that."""
    full = {
        one.name.split(" ", 1)[-1]: one
        for one in mentions
        if one.kind == "government"
        and not one.nominal
        and re.match(r"(?:правительство|администрация|мэрия|власти) ", one.name, re.IGNORECASE)
    }
    genitive = {_stems(tail): one for tail, one in full.items()}
    return [
        one._replace(name=genitive[_stems(one.name)].name)
        if one.kind == "government"
        and _stems(one.name) in genitive
        and not re.match(r"(?:правительство|администрация|мэрия|власти) ", one.name, re.IGNORECASE)
        else one
        for one in mentions
    ]


def _stems(name: str) -> tuple[str, ...]:
    """Return the stems of a place's words: „Калужская область“ and „Калужской области“ are one."""
    words = [
        word
        for word in re.findall(r"\w+", name.lower().replace("ё", "е"))
        if not word.startswith(("город", "республик"))
    ]
    return tuple(re.sub(r"(?:ая|ой|ую|ий|ого|ому|ом|им|ь|и|ью|а|я|у|е|ы|й)$", "", word) for word in words)
