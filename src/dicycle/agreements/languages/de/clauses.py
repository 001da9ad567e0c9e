"""The clauses of a sentence, and what every mention is in its clause: subject, „mit“, „zwischen“, genitive."""

import itertools
from typing import Final, NamedTuple

from dicycle.agreements.languages.de import lexicon
from dicycle.agreements.languages.de.line import Line

SUBORDINATE: Final = lexicon.words("clauses_subordinate")
TELLING: Final = lexicon.words("clauses_telling")
RELATIVE: Final = lexicon.words("clauses_relative")
FINITE: Final = lexicon.words("clauses_finite")
MAIN: Final = 0


class Clause(NamedTuple):
    """A stretch of words; `number` 0 is the main clause, `phrase` counts its verb phrases."""

    first: int
    last: int
    number: int
    phrase: int
    opener: str


def clauses(line: Line) -> list[Clause]:
    """Return the clauses of a sentence, in order, without gap."""
    found: list[Clause] = []
    phrase = fresh = 0
    for first, last in _segments(line):
        opener = _opener(line, first, last)
        if opener:
            fresh += 1
            found.append(Clause(first, last, fresh, 0, opener))
            continue
        if found and (_starts_phrase(line, first, last) or _is_another(line, found, phrase, first, last)):
            phrase += 1
        found.append(Clause(first, last, MAIN, phrase, ""))
    return found


def _segments(line: Line) -> list[tuple[int, int]]:
    cuts = [0, *(at for at in range(1, len(line.words)) if _cuts(line, at)), len(line.words)]
    return [(one, other - 1) for one, other in itertools.pairwise(cuts) if other > one]


def _cuts(line: Line, at: int) -> bool:
    """Tell whether a segment begins with a word: behind a comma, a dash, a colon, or „und“ before a verb."""
    before = line.words[at - 1].text
    if before in ";:–—" or (before == "-" and not line.words[at].text[0].isdigit()):
        return True
    if before == ",":
        return not line.words[at].text[0].isdigit()
    return line.low(at) in ("und", "sowie", "aber") and _is_verb(line, at + 1)


def _is_verb(line: Line, at: int) -> bool:
    word = line.word(at)
    return (
        word is not None
        and not word.is_cap
        and word.low in lexicon.words("verbs")
        and word.low not in ("erhalten", "werden")
    )


def _starts_phrase(line: Line, first: int, last: int) -> bool:
    low = line.low(first)
    marked = line.low(first - 1) in (";", ":", "–", "—", "-") and any(
        _is_verb(line, at) for at in range(first, last + 1)
    )
    return low in ("und", "sowie", "aber") or marked or (_is_verb(line, first) and first < last - 1)


def _is_another(line: Line, found: list[Clause], phrase: int, first: int, last: int) -> bool:
    """Tell whether a segment behind a comma is a main clause of its own: „…, im April zog sich der Investor zurück“."""
    mine = [one for one in found if one.number == MAIN and one.phrase == phrase]
    told = any(_is_verb(line, at) for one in mine for at in range(one.first, one.last + 1))
    second = [line.low(at) for at in range(first + 1, min(first + 4, last))]
    return (
        told and line.low(first) in lexicon.PREPOSITIONS and any(one in lexicon.words("clauses_past") for one in second)
    )


def _opener(line: Line, first: int, last: int) -> str:
    """Return the word that makes a segment subordinate, empty for the main clause."""
    low = line.low(first)
    if (low == "so" and first > 0) or (low in TELLING - {"so"} and first > 0):
        return "so"
    if low in SUBORDINATE and (low not in ("um", "da", "wie", "ohne") or _needs(line, low, first, last)):
        return low
    if first == 0 or line.low(first - 1) != ",":
        return ""
    if low in RELATIVE or _opens_relative(line, first):
        end = last if line.words[last].is_word else last - 1
        return "der" if _is_finite(line, end) and end > first + 1 and not _has_verb_second(line, first, end) else ""
    return ""


def _has_verb_second(line: Line, first: int, end: int) -> bool:
    """Tell whether „…, der Recycler Rekop haben sich verständigt“ goes on as a main clause: its verb is not last."""
    return line.low(end) not in FINITE and any(line.low(at) in FINITE for at in range(first + 2, end))


def _opens_relative(line: Line, first: int) -> bool:
    """Tell whether „mit der …“ opens a relative clause: no noun follows."""
    after = line.word(first + 2)
    return (
        line.low(first) in lexicon.PREPOSITIONS
        and line.low(first + 1) in RELATIVE
        and after is not None
        and not after.is_cap
    )


def _needs(line: Line, low: str, first: int, last: int) -> bool:
    if low in ("um", "ohne"):
        return any(line.low(at) == "zu" or "zu" in line.low(at)[1:-3] for at in range(first, last + 1))
    if low == "wie":
        return first == 0 or line.low(first - 1) == "," or first > 0
    return first == 0 or line.low(first - 1) == ","


def _is_finite(line: Line, at: int) -> bool:
    word = line.word(at)
    if word is None or word.is_cap or not word.is_word:
        return False
    if word.low in FINITE:
        return True
    return (
        word.low.endswith(("t", "te", "ten", "en")) and not word.low.startswith("ge") and word.low not in ("mit", "und")
    )
