"""Where a German sentence has a company's name: behind a noun for one, before a verb, behind „mit“."""

from typing import Final

from dicycle.agreements.languages.de import lexicon
from dicycle.agreements.languages.de.doubles import TWICE, heads_pair
from dicycle.agreements.languages.de.headed import adjective_place
from dicycle.agreements.languages.de.line import QUOTES, Known, Line

OPEN_LINKS: Final = lexicon.words("bare_open_links")
DOUBTFUL: Final = frozenset({"von", "für", "an", "als", "zu", "durch", "gegenüber"})
"""Behind these an unknown word is often a material: a name is told more than once."""
PLURAL: Final = ("ungen", "heiten", "keiten", "schaften", "ionen", "ien", "ern", "eln")


def is_apposed(line: Line, at: int) -> bool:
    """Tell whether a word stands right behind a noun for a company: „der Netzbetreiber Ostnetz“."""
    left = line.word(line.before(at))
    return (
        left is not None
        and left.is_cap
        and lexicon.is_company_noun(left.text)
        and (line.beside(at) or line.before(at) != at - 1)
    )


def is_expected(line: Line, number: int, last: int, known: Known) -> bool:
    """Tell whether a company's name is expected where an unknown word stands."""
    word = line.words[number]
    if is_apposed(line, number):
        return True
    if word.text.endswith(PLURAL) or word.text[-1] == "-":
        return False
    before = line.before(number)
    quoted = before != number - 1
    left = line.word(before)
    if heads_pair(line, left, last):
        return True
    if left is None or left.text in ".:–—-|•" or (quoted and _quote_closes(line, last)):
        return _subject_follows(line, last)
    if left.low == "von" and _is_owned(line, before - 1):
        return _stands_alone(line, last)
    if left.low == "an" and not (line.word(before - 1) or left).is_cap:
        return _stands_alone(line, last)
    if left.low in DOUBTFUL and known.counts[word.text.removesuffix("s")] < TWICE:
        return False
    if is_seated(line, before):
        return _stands_alone(line, last)
    if left.low in OPEN_LINKS or left.low in lexicon.words("conjunctions"):
        return _stands_alone(line, last)
    if left.low in lexicon.words("verbs") or left.low.endswith(("te", "ten")):
        return _stands_alone(line, last)
    return False


def is_seated(line: Line, at: int) -> bool:
    """Tell whether an adjective of a country or a town stands before a name: „mit der norwegischen Hydrofjell“."""
    if adjective_place(line.words[at].text) is None or line.low(at - 1) not in lexicon.words("definite"):
        return False
    return line.low(at - 2) in OPEN_LINKS | lexicon.words("conjunctions")


def _is_owned(line: Line, at: int) -> bool:
    """Tell whether a noun before „von“ is something that a company has: a plant, an office, a subsidiary."""
    word = line.word(at)
    if word is None or not word.is_cap:
        return False
    return (
        lexicon.is_office(word.text)
        or lexicon.is_company_noun(word.text)
        or lexicon.pattern("building", "plants").fullmatch(word.text) is not None
    )


def _quote_closes(line: Line, last: int) -> bool:
    after = line.word(last + 1)
    return after is not None and after.text in QUOTES


def _subject_follows(line: Line, last: int) -> bool:
    low = line.low(last + 1)
    return low in lexicon.words("verbs") or low in lexicon.words("conjunctions") or low in (":", ",", "“", '"')


def _stands_alone(line: Line, last: int) -> bool:
    after = line.word(last + 1)
    if after is None or not line.beside(last + 1):
        return True
    return not after.is_cap or lexicon.is_common(after.text)
