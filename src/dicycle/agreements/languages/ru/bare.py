"""Names without quotation marks or legal form: by the model, by their shape, and by what the document calls them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from dicycle.agreements.extracting.parts import Mention
from dicycle.agreements.languages.ru import lexicon, morphology
from dicycle.agreements.languages.ru.people import is_first_name
from dicycle.agreements.languages.ru.shorts import short_after
from dicycle.agreements.languages.ru.tagging import Tagged
from dicycle.agreements.languages.ru.words import Line

_ENDS: Final = {
    "gen": r"[аяыиой]$|ого$|его$", "ins": r"(?:ом|ем|ой|ей|ью|ым|им|ами|ями)$", "dat": r"[уюеи]$", "loc": r"[еи]$",
}  # fmt: skip
_CASE: Final = r"(?:а|у|ом|ем|е|я|ю|ы|и|ой|ей|ью)?"
_INNER: Final = re.compile(r"[а-яё][А-ЯЁ]")
_MOST: Final = 4
_PLACED: Final = re.compile(r"[сц]к(?:ий|ая|ое|ого|ой|ому|им|ом|ую|ие|их|ими)$")
KNOWN: Final = 500
"""Names of one document that are looked for everywhere in it."""


@dataclass
class Known:
    """What a document calls its companies, in the nominative; `kinds` by name."""

    names: dict[str, Mention] = field(default_factory=dict)
    people: set[str] = field(default_factory=set)

    def learn(self, mention: Mention) -> None:
        """Take a name in, with its quotation and legal form taken off, and its short names."""
        quoted = re.search(r"[«\"„“]([^«»\"„“”]+)[»\"“”]", mention.name)
        bare = quoted[1] if quoted else mention.name
        for name in (bare, *mention.short):
            if (
                len(self.names) < KNOWN
                and len(name) > 2
                and (name in mention.short or not lexicon.is_common(name))
                and not lexicon.place_of(name)
            ):
                self.names.setdefault(name, mention._replace(short=(), short_spans=(), name=name))

    def shapes(self) -> re.Pattern[str] | None:
        """Return a pattern of all names in all cases, None if there are none."""
        told = sorted({_shape(name) for name in self.names}, key=lambda one: (-len(one), one))
        return re.compile(rf"(?<![\w«-])(?:{'|'.join(told)})(?![\w-])") if told else None


def _shape(name: str) -> str:
    if not re.search("[а-яё]$", name) or " " in name:
        return re.escape(name)
    return re.escape(_stem(name)) + _CASE


@lru_cache(maxsize=16384)
def _stem(name: str) -> str:
    return name[:-1] if name[-1] in "аяйьы" and len(name) > 4 else name


def again(line: Line, known: Known, shapes: re.Pattern[str] | None) -> Iterator[Mention]:
    """Return names that the document has already, in any case and without quotation marks."""
    if shapes is None:
        return
    stems = {_stem(name): one for name, one in known.names.items()}
    for found in shapes.finditer(line.text, line.start, line.end):
        text = found[0]
        one = known.names.get(text) or next(
            (stems[text[:at]] for at in range(len(text), 2, -1) if text[:at] in stems), None
        )
        if one is not None:
            shorts, spans, _ = short_after(line.text, found.end(), line.end)
            yield one._replace(start=found.start(), end=found.end(), short=shorts, short_spans=spans)


def by_model(line: Line, tags: Iterable[Tagged]) -> Iterator[Mention]:
    """Return organisations that the model found in a sentence, but for agencies and units."""
    for tag in tags:
        if tag.type != "ORG" or not (line.start <= tag.start and tag.end <= line.end):
            continue
        first, last = line.at(tag.start), line.at(tag.end) - 1
        while first <= last and not _can_open(line, first):
            first += 1
        if first > last or last - first >= _MOST:
            continue
        yield from _made(line, first, last)


def _can_open(line: Line, number: int) -> bool:
    word = line.words[number]
    return word.is_cap and not (lexicon.is_company_noun(word.low) or word.text in lexicon.listed("common", "acronyms"))


def _made(line: Line, first: int, last: int) -> Iterator[Mention]:
    words = line.words[first : last + 1]
    text = line.text[words[0].start : words[-1].end]
    if (
        text in lexicon.listed("common", "acronyms")
        or lexicon.is_agency(words[0].text)
        or lexicon.place_of(text)
        or text in lexicon.listed("foreign", "never")
    ):
        return
    if len(words) == 1 and words[0].text[1:].islower() and lexicon.is_common(text):
        return
    shorts, spans, _ = short_after(line.text, words[-1].end, line.end)
    yield Mention(words[0].start, words[-1].end, "company", text, shorts, spans)


def by_shape(line: Line, tied: Iterable[int]) -> Iterator[Mention]:
    """Return capitalised words that no dictionary knows; `tied` are the words at which a party can stand."""
    places = set(tied)
    number = 0
    while number < len(line.words):
        last = _run(line, number)
        if last >= number:
            if _has_shape(line, number, last) or number in places:
                yield from _made(line, number, last)
            number = last
        number += 1


def _run(line: Line, number: int) -> int:
    last = number - 1
    while (
        last + 1 < len(line.words)
        and _is_strange(line, last + 1)
        and (last < number or line.joined(last + 1))
        and last - number < _MOST
    ):
        last += 1
    return last


def _is_strange(line: Line, number: int) -> bool:
    word = line.words[number]
    if not word.is_cap or not word.is_word or len(word.text) < 3 or is_first_name(word.text):
        return False
    if (
        word.text.isascii()
        or _is_attribute(line, number)
        or lexicon.place_of(word.text)
        or lexicon.is_ministry(word.text)
        or lexicon.is_agency(word.text)
    ):
        return False
    return not lexicon.is_common(word.text) or bool(_INNER.search(word.text))


def _is_attribute(line: Line, number: int) -> bool:
    """Tell whether a word is an adjective of a place before a noun: „Хэйлунцзянская компания“."""
    following = line.low(number + 1)
    return bool(_PLACED.search(line.low(number))) and following.isalpha() and not line.words[number + 1].is_cap


def _has_shape(line: Line, first: int, last: int) -> bool:
    """Tell whether a run has the shape of a company's name whatever stands around it."""
    text = line.words[first].text
    if _INNER.search(text):
        return True
    acronym = text.isupper() and 3 <= len(text) <= 8 and text not in lexicon.listed("common", "acronyms")
    return acronym and first == last


def _words(name: str, case: str | None) -> str:
    """Return a name of several words in the nominative: all of them if they agree in the case, else the last."""
    words = name.split(" ")
    plain = [word for word in words if not word.isupper()]
    if plain and case is not None and all(case in morphology.singular(word) for word in plain):
        return " ".join(word if word.isupper() else morphology.nominative(word, case) for word in words)
    return " ".join([*words[:-1], nominative_name(words[-1], case)])


@lru_cache(maxsize=16384)
def nominative_name(name: str, case: str | None) -> str:
    """Return a bare name of one word in the nominative of the case that its clause asks for; most are masculine."""
    if not re.search("[а-яё]$", name):
        return name
    if " " in name:
        return _words(name, case)
    if case in _ENDS and not re.search(_ENDS[case], name):
        return name
    if case in (None, "nom", "acc") or name[-1] in "оиэ" or len(name) < 5:
        return name
    found = morphology.nominative(name, case)
    if found != name:
        return found
    return morphology._bared(name, case)
