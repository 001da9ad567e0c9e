"""Names known from one place of a document, found again in others: whole, without legal form, and in short."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Final, NamedTuple

from dicycle.agreements.document import Span
from dicycle.agreements.extracting.parts import Mention
from dicycle.agreements.languages.en.lexicon import stop_words, suffixes, table
from dicycle.agreements.languages.en.runs import is_generic, place_of

_COMPANIES: Final = frozenset({"company", "organisation"})
_LONGER: Final = re.compile(
    r"[ \u00a0](?!Sign|Ink|And|To|Form|Agree|Will|In\b|On\b|With|For|Has|Set|Start|Begin|Join|"
    r"Partner|Break|Open|Launch|Announce|Build)[A-Z]\w+"
)
_UNDER: Final = re.compile(r"\b(?:subsidiary|subsidiaries|unit|arm|division|affiliate)[,\s]+$")
_BELONGS: Final = re.compile(
    r"[^.;]{0,90}?\b(?:subsidiary|unit|arm|division|affiliate) of\b|[^.;]{0,60}?\b(?:owned by|part of)\b"
)
SHORTEST: Final = 3


class Known(NamedTuple):
    """A mention that was found, and a way in which it can be written again."""

    written: str
    of: Mention


@cache
def _legal_end() -> re.Pattern[str]:
    forms = "|".join(sorted(table("names")["legal"], key=len, reverse=True))
    return re.compile(rf"(?:,?\s?(?<=[\s,])(?:{forms}))+$")


def without_legal_form(name: str) -> str:
    """Return a name without its legal form."""
    return _legal_end().sub("", name).rstrip(" ,")


def again(text: str, mentions: Iterable[Mention]) -> Iterator[tuple[Span, Mention]]:
    """Return where names that are known stand, whether found already or not, the longest first."""
    written = _written(text, [one for one in mentions if one.kind not in ("place", "person") and not one.nominal])
    if not written:
        return
    names = "|".join(re.escape(name) for name in sorted(written, key=len, reverse=True))
    sure = {name for one in written.values() for name in (one.name, *one.short)}
    for found in re.finditer(rf"(?<![\w-])(?:{names})(?![\w]|-(?!based|led|owned|backed))", text):
        if found[0] in sure or not _LONGER.match(text, found.end()):
            yield Span(*found.span()), written[found[0]]


def _written(text: str, mentions: list[Mention]) -> dict[str, Mention]:
    ways = [way for one in mentions for way in _ways(text, one)]
    whose = Counter(name for name, who in {(one.written, without_legal_form(one.of.name)) for one in ways})
    sure = {name for one in mentions for name in (one.name, *one.short)}
    return {one.written: one.of for one in reversed(ways) if whose[one.written] == 1 or one.written in sure}


def _ways(text: str, mention: Mention) -> Iterator[Known]:
    yield Known(mention.name, mention)
    for short in mention.short:
        yield Known(short, mention)
    if mention.kind not in _COMPANIES:
        return
    words = whole = without_legal_form(mention.name).split()
    variants = [words, words[1:] if len(words) > 1 and place_of(words[0]) else []]
    while len(words) > 1 and (words[-1] in suffixes() or words[-1].islower()):
        words = words[:-1]
        variants += [words, words[1:] if place_of(words[0]) else []]
    if _is_child(text, mention):
        whole = []  # its parent can be called by the same word
    variants += [[word] for word in whole if len(word) > 3 and word not in suffixes() and not place_of(word)]
    for variant in variants:
        if variant and _can_stand(text, " ".join(variant)):
            yield Known(" ".join(variant), mention)


def _is_child(text: str, mention: Mention) -> bool:
    return bool(
        _UNDER.search(text[max(0, mention.start - 30) : mention.start])
        or _BELONGS.match(text[mention.end : mention.end + 120])
    )


def _can_stand(text: str, name: str) -> bool:
    """A short form must not be a word of the language, a place or a word of any company's name."""
    if len(name) < SHORTEST or is_generic(name) or place_of(name) or name in stop_words():
        return False
    return " " in name or name.lower() not in _words_of(text)


@lru_cache(maxsize=8)
def _words_of(text: str) -> frozenset[str]:
    """Return the words of a text, as they are written."""
    return frozenset(re.findall(r"\w+(?:[-.&+/’']\w+)*", text)) | frozenset(re.findall(r"\w+", text))
