"""Agreement nouns, and what kind of agreement the words beside them make of them."""

import re
from typing import Final, NamedTuple

from dicycle.agreements.document import Span
from dicycle.agreements.languages.de.lexicon import PREPOSITIONS, pattern, shape, table, words
from dicycle.agreements.languages.de.line import Line
from dicycle.agreements.vocabulary import Kind

KINDS: Final[tuple[tuple[str, Kind], ...]] = (
    ("memorandum", "memorandum"),
    ("framework", "framework_agreement"),
    ("joint_venture", "joint_venture"),
    ("investment", "investment_agreement"),
    ("supply", "supply_or_offtake"),
    ("strategic", "strategic_cooperation_agreement"),
    ("contract", "contract"),
)
COMPLEMENTS: Final[tuple[tuple[str, Kind], ...]] = (
    ("joint_venture", "joint_venture"),
    ("investment", "investment_agreement"),
    ("supply", "supply_or_offtake"),
    ("strategic", "strategic_cooperation_agreement"),
)
WEAK: Final = shape("nouns", "weak", re.I)
INNER: Final = shape("nouns", "inner", re.I)
REACH: Final = 90
ATTRIBUTE: Final = re.compile(r"(?<![\w-])[a-zäöüß-]+(?:e|en|er|es|em)[ \u00a0]$")
PLURAL: Final = shape("nouns", "plural", re.I)


_KEYS: Final[dict[str, list[str]]] = table("acts")["keys"]
"""What one of has to be in a sentence, in small letters, that has a noun of a kind."""


class Noun(NamedTuple):
    """An agreement noun with its attributes; `weak` if it can also be no agreement („Zusammenarbeit“)."""

    start: int
    end: int
    kind: Kind
    weak: bool
    strategic: bool
    plural: bool
    whole: int

    @property
    def span(self) -> Span:
        """Return its characters, with its attributes."""
        return Span(self.whole, self.end)


def nouns_in(line: Line) -> list[Noun]:
    """Return the agreement nouns of a sentence that stand for themselves, in the order of the text."""
    found: dict[int, tuple[int, Kind]] = {}
    low = line.text[line.start : line.end].lower()
    for name, kind in (one for one in KINDS if any(key in low for key in _KEYS.get(one[0], ("",)))):
        for one in pattern("nouns", name).finditer(line.text, line.start, line.end):
            if _is_noun(one[0]) and not any(
                start < one.end() and one.start() < end for start, (end, _) in found.items()
            ):
                found[one.start()] = (one.end(), kind)
    context = pattern("other", "context").search(line.text, line.start, line.end)
    kept: list[Noun] = []
    for start, (end, kind) in sorted(found.items()):
        if pattern("other", "nouns").match(line.text, start, end) or (context and kind == "contract"):
            continue
        if kept and _is_inner(line, kept[-1], start):
            continue
        kept.append(_noun(line, start, end, kind))
    return kept


def _is_noun(text: str) -> bool:
    return any(one.isupper() for one in text)


def _is_inner(line: Line, before: Noun, start: int) -> bool:
    """Tell whether a noun only says what the one before is about: „Vertrag zur Gründung eines Joint Ventures“."""
    between = re.sub(r"\([^()]*\)", "", line.text[before.end : start]).strip()
    if line.text[before.end : start].strip() == "(" or re.fullmatch(
        r",? (?:also |kurz |ein\w* )?(?:sogenannte[nrs]? |so genannte[nrs]? |kurz )", line.text[before.end : start]
    ):
        return True
    return (bool(between) and len(between) < REACH and bool(INNER.fullmatch(between + " "))) or between in (
        "-",
        "(",
        "– ",
    )


def _noun(line: Line, start: int, end: int, kind: Kind) -> Noun:
    text = line.text[start:end]
    whole = _attributes(line, start)
    around = line.text[whole : min(end + REACH, line.end)]
    about = re.split(
        r"[,.;:]| und (?=ein|den|die|mit)| (?:und|sowie) (?=[^,.;:]{2,80} mit )",
        line.text[end : min(end + REACH, line.end)],
    )[0]
    strategic = bool(pattern("assert", "strategic").search(around[: len(text) + start - whole] + about))
    return Noun(
        start,
        end,
        _kind(kind, text, about, strategic),
        bool(WEAK.search(text)),
        strategic,
        bool(PLURAL.search(text)),
        whole,
    )


def _attributes(line: Line, start: int) -> int:
    """Return where the attributes of a noun begin."""
    for _ in range(4):
        before = ATTRIBUTE.search(line.text, max(line.start, start - 40), start)
        if not before or before[0].strip() in _no_attributes():
            break
        start = before.start()
    return start


def _no_attributes() -> frozenset[str]:
    return words("verbs") | words("determiners") | frozenset(PREPOSITIONS)


def _kind(kind: Kind, text: str, about: str, strategic: bool) -> Kind:
    if kind == "framework_agreement":
        return "strategic_cooperation_framework_agreement" if strategic else kind
    if kind != "contract":
        return kind
    for name, found in COMPLEMENTS:
        if pattern("complements", name).search(about):
            return found
    return "strategic_cooperation_agreement" if strategic else kind
