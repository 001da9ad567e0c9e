"""Companies by their legal forms, quoted names, and what a name is called from there on."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from dicycle.agreements.document import Span
from dicycle.agreements.languages.en.lexicon import CAPITAL, RUN, SPACE, not_acronyms, stop_words, suffixes, table
from dicycle.agreements.languages.en.runs import without_nation

_QUOTED: Final = re.compile(r"[\"“„«‘']([^\"”“»’\n]{2,60}?)[,.]?[\"”“»’']")
_BRACKETS: Final = re.compile(r"\s{0,2}[(（]([^()（）\n]{1,160})[)）]")
_CALLED: Final = re.compile(
    r",?\s(?:or|hereinafter(?: referred to as)?|hereafter|also known as|better known as|"
    r"known as|abbreviated(?: as)?|short(?:ened to)?)"
    r"\s(?:the\s)?[\"“„«‘']([^\"”“»’\n]{2,60}?)[,.]?[\"”“»’']"
)
_TICKER: Final = re.compile(r"(?:\b[A-Z][A-Za-z-]*|Stock Exchange|Code)\s?:|\.[A-Z]{2}$|^\d+$|^[A-Z]{1,2}\d")
_PLAIN: Final = re.compile(
    r"^(?:(?:hereinafter|hereafter|abbreviated|referred to)(?: collectively|"
    r" jointly)?(?: referred to)?(?: as)?:?\s)?(?:the\s)?([A-Z][\w&.-]{1,11}(?:\s[A-Z][\w&-]+)?)$"
)
_HAN: Final = re.compile(r"^[\u3400-\u9fff（）()A-Z]{2,20}$")
_AFTER_WORD: Final = re.compile(
    r"\b(?:company|firm|enterprise|group|manufacturer|maker|producer|supplier|start-?up|"
    r"corporation|plant|holding|brand|operator|developer)"
    rf"{SPACE}[\"“„«]([A-Z][^\"”“»\n]{{1,50}}?)[,.]?[\"”“»]"
)


_TITLE: Final = re.compile(rf"\b(?:Mr|Mrs|Ms|Dr|Prof|Professor|Sir|[Mm]ayor|CEO|[Cc]hairman|[Pp]resident)\.?{SPACE}$")
_OF_PERSON: Final = re.compile(rf"{SPACE}(?:of|for|at){SPACE}")


class Called(NamedTuple):
    """Short names, where they stand, and where the definition ends."""

    names: tuple[str, ...]
    spans: tuple[Span, ...]
    end: int


@cache
def _legal() -> re.Pattern[str]:
    forms = "|".join(sorted(table("names")["legal"], key=len, reverse=True))
    middle = rf"(?:{SPACE}\({RUN}\)(?={SPACE}[A-Z]))?"
    of = rf"(?:{SPACE}(?:of|de|for|van|der|und){SPACE}{RUN})?"
    generic = "|".join(sorted(suffixes(), key=len, reverse=True))
    more = rf"(?:{SPACE}and{SPACE}(?:{generic})(?:{SPACE}(?:{generic}))*(?=,?{SPACE}(?:{forms})))?"
    name = rf"{RUN}{of}{middle}(?:{SPACE}{RUN})?{more}"
    before = "|".join(table("names")["legal_before"])
    return re.compile(
        rf"(?<![\w-])(?:(?:{before}){SPACE}(?:[\"“«]{RUN}[\"”»]|{RUN})|"
        rf"{name},?{SPACE}?(?<=[\s,])(?:{forms})(?:,?{SPACE}(?:{forms}))*)(?![\w-])"
    )


def companies(text: str) -> Iterator[tuple[Span, str | None]]:
    """Return names with a legal form, and the nation told before them."""
    for found in _legal().finditer(text):
        span = _trimmed(text, Span(*found.span()))
        bare, country = without_nation(text, span)
        if len(text[slice(*bare)].split()) > 1:
            yield bare, country


def _trimmed(text: str, span: Span) -> Span:
    """Leave out words before the name that begin the sentence: "On Friday, Example Co."."""
    start = span.start
    for word in re.finditer(rf"{CAPITAL}{SPACE}", text[span.start : span.end]):
        if word.start() + span.start != start or word[0].strip() not in stop_words():
            break
        start = span.start + word.end()
    titled = _OF_PERSON.search(text, start, span.end) if _TITLE.search(text, 0, start) else None
    start = titled.end() if titled else start
    led = re.match(rf"(?:of|for|de|van|der){SPACE}", text[start : span.end])
    return Span(start + (led.end() if led else 0), span.end)


def quoted(text: str) -> Iterator[Span]:
    """Return names in quotation marks after a word for a company: the company "Example"."""
    for found in _AFTER_WORD.finditer(text):
        yield Span(*found.span(1))


def called(text: str, end: int) -> Called:
    """Return what a name that ends there is called from there on: (hereinafter "Example"), (EXM)."""
    names: list[str] = []
    spans: list[Span] = []
    while True:
        found = _BRACKETS.match(text, end)
        if found is None or (not _shorts(text, found, names, spans) and not _TICKER.search(found[1])):
            break
        end = found.end()
    found = _CALLED.match(text, end)
    if found:
        _add(names, spans, found[1], found.start(1))
        end = found.end()
    return Called(tuple(names), tuple(spans), end)


def _shorts(text: str, found: re.Match[str], names: list[str], spans: list[Span]) -> bool:
    before = len(names)
    for one in _QUOTED.finditer(text, found.start(1), found.end(1)):
        _add(names, spans, one[1], one.start(1))
    plain = _PLAIN.match(found[1]) or _HAN.match(found[1])
    if len(names) == before and plain and not _TICKER.search(found[1]):
        word = plain[plain.lastindex or 0]
        if word.upper() not in not_acronyms() and (
            sum(letter.isupper() for letter in word) > 1 or " as " in found[1] or _HAN.match(word)
        ):
            _add(names, spans, word, found.start(1) + plain.start(plain.lastindex or 0))
    return len(names) > before


def _add(names: list[str], spans: list[Span], name: str, start: int) -> None:
    bare = re.sub(r"^the\s", "", name, flags=re.IGNORECASE)
    start += len(name) - len(bare)
    names.append(bare)
    spans.append(Span(start, start + len(bare)))
