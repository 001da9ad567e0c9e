"""Names with a legal form, and the short names that brackets define behind any name."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from dicycle.agreements.document import Span
from dicycle.agreements.extracting.parts import Mention, MentionKind
from dicycle.agreements.languages.de import lexicon
from dicycle.agreements.languages.de.lexicon import place_of, shape
from dicycle.agreements.languages.de.line import QUOTES, Line

INSIDE: Final = frozenset({"&", "+", "für", "of", "and", "de", "du", "d"})
FEMININE: Final = (
    "gesellschaft",
    "gruppe",
    "konsortium",
    "betrieb",
    "bank",
    "schmiede",
    "werft",
    "hütte",
    "holding",
    "genossenschaft",
    "ag",
    "gmbh",
)
NOT_SHORT: Final = lexicon.words("formal_not_short")
NOMINATIVE: Final = re.compile(r"^((?:\w+(?:isch|frei)|Deutsch)e)[nrm] ")
DEFINED: Final = shape("formal", "defined", re.VERBOSE)


@cache
def _forms() -> re.Pattern[str]:
    return re.compile(rf"(?<=[\w.&)“])[ ,\u00a0]{{1,2}}(?:{'|'.join(lexicon.table('names')['legal'])})(?![\w&])")


def formal(line: Line) -> Iterator[Mention]:
    """Return the names that close with a legal form."""
    floor = line.start
    for form in _forms().finditer(line.text, line.start, line.end):
        start = _begin(line, form.start(), floor)
        if start is not None:
            yield named(line, start, form.end(), "company")
            floor = form.end()


def _begin(line: Line, end: int, floor: int) -> int | None:
    """Return where the run of capitals before a place begins, without the nouns that only describe."""
    last = line.at(end) - 1
    first = last
    while first >= 0 and line.words[first].start >= floor and _belongs(line, first, last):
        first -= 1
    first += 1
    while first <= last and (
        _describes(line, first) or (not line.words[first].is_cap and not line.words[first].text[0].isdigit())
    ):
        first += 1
    return line.words[first].start if first <= last else None


def _belongs(line: Line, number: int, last: int) -> bool:
    word = line.words[number]
    joined = number == last or line.beside(number + 1) or line.words[number + 1].text[0] in ".-"
    if not joined:
        return False
    if word.is_cap or word.low in INSIDE or (word.text[0].isdigit() and number < last):
        return word.low not in lexicon.words("determiners") or word.text == "der"
    return word.text == "." and number > 0 and len(line.words[number - 1].text) <= 2


def _describes(line: Line, number: int) -> bool:
    word = line.words[number]
    if word.low in lexicon.words("calendar") or lexicon.is_office(word.text) or word.low in lexicon.PREPOSITIONS:
        return True
    if word.low in lexicon.words("openers"):
        return not word.low.endswith(("e", "er", "es", "en"))
    last = word.low.rsplit("-", 1)[-1]
    return lexicon.is_company_noun(word.text) and not last.endswith(FEMININE)


def named(line: Line, start: int, end: int, kind: MentionKind, **more: Any) -> Mention:
    """Return the mention of a name, with the short names that brackets behind it define."""
    name = NOMINATIVE.sub(r"\g<1> ", " ".join(line.text[start:end].split()))
    shorts = list(_shorts(line, end, name))
    return Mention(
        start,
        end,
        kind,
        name,
        tuple(text for text, _ in shorts),
        tuple(span for _, span in shorts),
        **more,
    )


def _shorts(line: Line, end: int, name: str) -> Iterator[tuple[str, Span]]:
    end += line.text[end : end + 1] in QUOTES if end < line.end else 0
    found = DEFINED.match(line.text, end, line.end)
    if found and _is_short(found, name):
        yield found["short"].strip(), Span(*found.span("short"))


def _is_short(found: re.Match[str], name: str) -> bool:
    short = found["short"].strip()
    if short in NOT_SHORT or ":" in short or not short[0].isupper():
        return False
    if found["lead"] or found["open"]:
        return len(short.split()) <= 4
    letters = re.sub(r"[\W\d]", "", short)
    acronym = letters.isupper() and 2 <= len(letters) <= 9
    return (acronym or short in name) and place_of(short) is None
