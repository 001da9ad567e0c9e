"""Names of two nouns side by side, which in German are seldom anything but a name: „Talheim Energiespeicher“."""

from typing import Final

from dicycle.agreements.languages.de import lexicon
from dicycle.agreements.languages.de.headed import adjective_place
from dicycle.agreements.languages.de.line import Line
from dicycle.agreements.languages.de.words import Word

TWICE: Final = 2
MIN_NAME: Final = 4


def is_second(line: Line, first: int, at: int) -> bool:
    """Tell whether a usual noun right behind an unknown one is the rest of its name: „Talheim Energiespeicher“.

    Two nouns without a mark between them are seldom anything else; measures, dates and offices are.
    """
    opens, word = line.words[at - 1], line.words[at]
    before = line.word(first - 1)
    if at - first > 2 or not (word.is_word and is_plain(word)) or describes(word) or len(opens.text) < MIN_NAME:
        return False
    if lexicon.is_common(opens.text) or lexicon.place_of(opens.text) or opens.text.endswith(("e", "em", "s")):
        return False
    if opens.text.endswith("er") and (
        before is None or before.low not in ("die", "der", "den", "und") or adjective_place(opens.text)
    ):
        return False  # „Weiterer Ausbau“, „der Grazer Hersteller“
    if first == 0 and opens.text.endswith("en") and line.low(at + 1) not in lexicon.words("verbs"):
        return False  # „Neuen Zahlen zufolge“
    return before is None or not before.text[0].isdigit()


def is_whole(line: Line, at: int) -> bool:
    """Tell whether two usual nouns are a name: all before the verb, or before „mit“ in a list of pairs."""
    word, after, left = line.words[at], line.word(at + 1), line.word(at - 1)
    if after is None or not after.is_cap or not line.beside(at + 1) or describes(word) or describes(after):
        return False
    if not (is_plain(word) and is_plain(after)) or (line.beside(at + 2) and line.words[at + 2].is_cap):
        return False
    low = line.low(at + 2)
    if left is None or left.text in ":–—":
        return low in lexicon.words("verbs") and lexicon.is_common(after.text) and lexicon.place_of(after.text) is None
    return low == "mit" and sum(one.low == "mit" for one in line.words) >= TWICE and _lists(left)


def _lists(left: Word) -> bool:
    """Tell whether a subject can follow a word in a list of pairs: a comma, „und“, a verb, a day."""
    return (
        left.low in (",", ";", "und", "sowie")
        or left.low in lexicon.words("verbs")
        or left.low in lexicon.words("calendar")
        or left.low.endswith("ten")
    )


def of_region(line: Line, at: int) -> bool:
    """Tell whether a usual noun behind a bare „mit“ has a place behind it: „mit Zelltechnik Altmark“."""
    word, after = line.words[at], line.word(at + 1)
    if after is None or not line.beside(at + 1) or line.low(at - 1) != "mit" or not after.is_cap:
        return False
    if describes(word) or not is_plain(word) or lexicon.pattern("building", "plants").fullmatch(word.text):
        return False
    if after.text.endswith("s") and lexicon.place_of(after.text[:-1]):
        return False  # a genitive: „mit Hilfe Chinas“
    return lexicon.place_of(after.text) is not None or lexicon.is_doubtful(after.text)


def is_plain(word: Word) -> bool:
    """Tell whether a usual noun can be the second word of a name: no agreement, measure or date."""
    return (
        not lexicon.pattern("nouns", "contract").fullmatch(word.text)
        and not word.text.endswith("ung")
        and word.low not in ("ende", "euro", "prozent", "milliarden", "millionen", "tonnen")
    )


def describes(word: Word) -> bool:
    """Tell whether a word says what someone is, or when: a company noun, an office, a month, an article."""
    low = word.low
    return (
        lexicon.is_company_noun(word.text)
        or lexicon.is_office(word.text)
        or low in lexicon.words("calendar")
        or low in lexicon.words("openers")
        or low in lexicon.PREPOSITIONS
        or low in lexicon.words("determiners")
    )


def heads_pair(line: Line, left: Word | None, last: int) -> bool:
    """Tell whether „mit“ follows in a list of pairs: „…, Nordvolta mit Kathotec und …“."""
    if left is None or line.low(last + 1) != "mit" or sum(word.low == "mit" for word in line.words) < TWICE:
        return False
    return _lists(left)
