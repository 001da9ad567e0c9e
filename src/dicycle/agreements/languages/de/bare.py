"""Names without legal form, told from common nouns by their place in the sentence and their shape."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from dicycle.agreements.extracting.parts import Mention, MentionKind
from dicycle.agreements.languages.de import lexicon
from dicycle.agreements.languages.de.doubles import (
    TWICE,
    describes,
    is_plain,
    is_second,
    is_whole,
    of_region,
)
from dicycle.agreements.languages.de.expecting import is_apposed, is_expected, is_seated
from dicycle.agreements.languages.de.formal import named
from dicycle.agreements.languages.de.headed import GROUNDS
from dicycle.agreements.languages.de.lexicon import place_of, shape
from dicycle.agreements.languages.de.line import Known, Line
from dicycle.agreements.languages.de.words import Word

PLACE_LINKS: Final = lexicon.words("bare_place_links")
ATTRIBUTE: Final = re.compile(r"[a-zäöüß](?:e|es|em|isch\w*)$")
PARTICIPLE: Final = shape("bare", "participle")
MEDIA: Final = shape("bare", "media")
JOINED: Final = frozenset({"&", "+"})


@cache
def closings() -> frozenset[str]:
    """Return the words that close a name: „Energy“, „Metals“."""
    return frozenset(lexicon.table("names")["closing"])


def bare(line: Line, known: Known) -> Iterator[Mention]:
    """Return names that stand alone: unknown words where a company is expected, or known from elsewhere."""
    number = 0
    while number < len(line.words):
        last = _run(line, number, known)
        if last >= number and (kind := _kind(line, number, last, known)):
            first = number - 1 if _is_of_press(line, number) else number
            yield named(line, line.words[first].start, _end(line, number, last, known), kind)
        number = max(last, number) + 1


def _is_of_press(line: Line, number: int) -> bool:
    """Tell whether a word for a paper or an agency stands right before a name and is part of it."""
    return number > 0 and line.beside(number) and MEDIA.search(line.low(number - 1)) is not None


def called(line: Line, number: int, last: int) -> str:
    """Return the words of a run as one name."""
    return " ".join(line.text[line.words[number].start : line.words[last].end].split())


def _end(line: Line, number: int, last: int, known: Known) -> int:
    """Return where the name ends: a genitive's s is none of it, if the document has the name without."""
    text, end = line.words[last].text, line.words[last].end
    return end - 1 if is_genitive(called(line, number, last), known) or _is_marked(text) else end


def is_genitive(name: str, known: Known) -> bool:
    """Tell whether a name is the genitive of a known one."""
    return name.endswith("s") and name not in known.names and name[:-1] in known.names


def _is_marked(text: str) -> bool:
    return len(text) > 3 and text[-1] == "s" and text[:-1].isupper()


def _run(line: Line, number: int, known: Known) -> int:
    """Return the last word of a run of capitals that can be one name; the number before if there is none."""
    last = number - 1
    at = number
    while (word := line.word(at)) is not None and (at == number or line.beside(at)):
        if word.text in JOINED and at > number and line.beside(at + 1) and (line.word(at + 1) or word).is_cap:
            at += 1
            continue
        if not _fits(line, word, at, number, known):
            break
        last = at
        at += 1
    return last


def _fits(line: Line, word: Word, at: int, first: int, known: Known) -> bool:
    if word.text in known.names and not word.is_cap:
        return at == first
    if word.low == "group" and at > first:
        return True
    if not (word.is_cap or (word.text[0].isdigit() and any(one.isupper() for one in word.text))):
        return False
    if word.text in known.names or (word.text[:-1] in known.names and word.text.endswith("s")):
        return True
    if at > first and is_apposed(line, first) and lexicon.is_common(word.text) and not describes(word) and word.is_word:
        return is_plain(word)
    if word.text in closings():
        return at > first or _closes(line, at + 1)
    if not lexicon.is_common(word.text):
        return word.is_word
    if at > first and lexicon.is_doubtful(line.words[first].text) and word.is_word and not describes(word):
        return is_plain(word)
    if at > first:
        return (
            (at == first + 1 and lexicon.is_doubtful(word.text) and is_seated(line, first - 1))
            or _opens_sentence(line, first, at)
            or is_second(line, first, at)
            or (at == first + 1 and (of_region(line, first) or is_whole(line, first)))
        )
    if describes(word) or word.low.endswith(GROUNDS):
        return False
    return (
        _closes(line, at + 1)
        or (is_apposed(line, at) and not _is_object(line, at))
        or (_is_pair(line, at) and lexicon.is_doubtful(line.words[at + 1].text) and is_seated(line, at - 1))
        or of_region(line, at)
        or is_whole(line, at)
        or (lexicon.is_doubtful(word.text) and (_is_pair(line, at) or _leads(line, at)))
        or (lexicon.is_doubtful(word.text) and known.counts[word.text.removesuffix("s")] >= TWICE)
    )


def _is_object(line: Line, at: int) -> bool:
    """Tell whether a usual noun behind a subject behind its verb is the object: „liefert der Hersteller Lastwagen“."""
    word = line.words[at]
    if lexicon.is_doubtful(word.text) or _is_pair(line, at):
        return False
    left = line.before(at) - 1
    while line.low(left) in lexicon.words("determiners") or line.low(left).endswith(("ische", "ige", "ene")):
        left -= 1
    return line.low(left) in lexicon.words("verbs")


def _leads(line: Line, at: int) -> bool:
    """Tell whether a word is all that goes before the verb: „Havelkraft baut …“."""
    opens = at == 0 or line.words[at - 1].text in "|–—"
    return opens and line.low(at + 1) in lexicon.words("verbs")


def _is_pair(line: Line, at: int) -> bool:
    """Tell whether another capital follows that is no date and no office: „Odenwald Logistik“."""
    after = line.word(at + 1)
    return after is not None and line.beside(at + 1) and after.is_cap and is_plain(after) and not describes(after)


def _opens_sentence(line: Line, first: int, at: int) -> bool:
    """Tell whether a run of capitals is all that goes before the verb of a sentence: „Albrecht Motoren hat …“."""
    if (first > 0 and line.words[first - 1].text not in ":–—") or lexicon.place_of(line.words[first].text):
        return False
    if line.low(first).endswith(("e", "er", "es", "en", "em")):
        return False  # an attribute: „Konkrete Zusagen gab es nicht“
    end = at + 1
    while line.beside(end) and line.words[end].is_cap:
        end += 1
    return line.low(end) in lexicon.words("verbs") and not describes(line.words[at])


def _closes(line: Line, at: int) -> bool:
    """Tell whether a word closes a name that a usual word opens: „Nordmetall Refining“."""
    word = line.word(at)
    return word is not None and line.beside(at) and word.text in closings() and line.low(at - 1) != "joint"


def _kind(line: Line, number: int, last: int, known: Known) -> MentionKind | None:
    name = called(line, number, last)
    if line.low(number - 1) == ":" and line.low(number - 3) == "(":
        return None  # a stock exchange's sign: (ASX: …)
    if _is_explained(line, number, last):
        return None
    if _is_of_press(line, number):
        return "organisation"
    if kind := _known(line, number, name, known):
        return kind
    if number == last and (place_of(name) or name in known.located):
        return None
    if number == 0 and last > number and ATTRIBUTE.search(line.words[0].text) and not _has_closing(line, number, last):
        return None  # „Konkrete Zusagen“
    if PARTICIPLE.fullmatch(name) and line.low(last + 1) in lexicon.words("verbs"):
        return None  # „Gegründet wurde …“
    if line.words[last].low == "-" or (len(name) < 3 and not name.isupper()):
        return None
    if name.lower() in lexicon.words("openers"):
        return None
    if number == last and not lexicon.is_strong(name):
        return "company" if is_expected(line, number, last, known) else None
    if line.low(line.before(number)) in PLACE_LINKS - {"bei"} and not any(
        line.words[one].text in closings() for one in range(number, last + 1)
    ):
        return None
    return "company"


def _has_closing(line: Line, number: int, last: int) -> bool:
    return any(
        line.words[at].text in closings() or lexicon.is_strong(line.words[at].text) for at in range(number, last + 1)
    )


def _is_explained(line: Line, number: int, last: int) -> bool:
    """Tell whether it is an abbreviation in brackets behind a usual noun: „Lithium-Ionen-Batterien (LIB)“."""
    if line.low(number - 1) == "(" and line.low(last + 1) == ":":
        return True  # an exchange: (SIX: …)
    if line.low(number - 1) != "(" or line.low(last + 1) != ")":
        return False
    before = line.word(number - 2)
    return before is not None and lexicon.is_common(before.text)


def _known(line: Line, number: int, name: str, known: Known) -> MentionKind | None:
    for one in (name, name[:-1] if name.endswith("s") else name):
        kind = known.names.get(one)
        if kind and (one not in known.doubtful or _bare_place(line, number)):
            return kind
    return None


def _bare_place(line: Line, number: int) -> bool:
    """Tell whether a word that could be a common noun stands as a name does: alone or with „die“."""
    before = line.low(line.before(number))
    return before in ("die", "der") or (
        before not in lexicon.words("determiners") and not before.endswith(("em", "es", "en", "er"))
    )
