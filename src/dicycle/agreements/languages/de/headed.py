"""Names that open with the noun of an authority, a university, an institute: „Landesregierung von Brandenburg“."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from dicycle.agreements.extracting.parts import Mention, MentionKind
from dicycle.agreements.languages.de import lexicon
from dicycle.agreements.languages.de.formal import named
from dicycle.agreements.languages.de.lexicon import place_of
from dicycle.agreements.languages.de.line import Line
from dicycle.agreements.languages.gazetteer import Gazetted

LINKS: Final = lexicon.words("headed_links")
NEEDS_NAME: Final = frozenset({"land", "kreis", "republik", "königreich", "senat", "kanton", "gemeinde", "kommune"})
MOST: Final = 10
OF_NAMES: Final = frozenset({"Bad", "Dorf", "Sankt", "St", "Markt", "Groß", "Klein", "Neu", "Alt", "Hohen"})
GROUNDS: Final = ("park", "parks", "zone", "gebiet", "gebiets")
INDEFINITE: Final = frozenset("ein eine einen einem eines gemeinsames gemeinsamen neues neuen".split())


class Head(NamedTuple):
    """What a noun makes of its name."""

    kind: MentionKind
    level: str | None = None
    nominal: bool = False


@cache
def head_of(text: str) -> Head | None:
    """Return what the noun of an authority or an institution is, None for any other word."""
    low, names = text.lower(), lexicon.table("names")
    if low in names["government"] or (low.removesuffix("s") in names["government"] and low.removesuffix("s") != low):
        return Head(
            "government", names["government"].get(low.removesuffix("s"), names["government"].get(low)) or None, True
        )
    if low.endswith("regierung") or low.endswith("stadtverwaltung"):
        return Head("government", None, True)
    if low.endswith(tuple(names["bodies"]["heads"])) or low.removesuffix("s").endswith(tuple(names["bodies"]["heads"])):
        return Head("government_body", None, True)
    return _learned(text)


def _learned(text: str) -> Head | None:
    names = lexicon.table("names")["learned"]
    if text in names["university"] or text.endswith(("universität", "hochschule")):
        return Head("university")
    if (
        text in names["institute"]
        or re.search(r"-(?:Institut|Instituts|Zentrum|Gesellschaft)$", text)
        or text.endswith(("institut", "forschungszentrum"))
    ):
        return Head("institute")
    if text in names["organisation"] or text.lower().endswith(("verband", "stiftung", "kammer")):
        return Head("organisation")
    if text.lower().endswith(tuple(one.lower() for one in names["company"])) and not text.isupper():
        return Head("company")
    return None


def headed(line: Line) -> Iterator[Mention]:
    """Return names of authorities and institutions; without a name of their own they stand for one („die Stadt“)."""
    number = 0
    while number < len(line.words):
        word = line.words[number]
        head = head_of(word.text) if word.is_cap else None
        last = _reach(line, number, head) if head else number
        found = _mention(line, number, last, head) if head else None
        if found:
            yield found
        number = max(last, number) + 1


def _mention(line: Line, number: int, last: int, head: Head) -> Mention | None:
    first, place = _attribute(line, number)
    if _is_ground(line, number, first):
        return None  # „im Industriepark Marl“ is where, not who
    if head.kind in ("institute", "organisation", "government_body") and line.low(first - 1) in INDEFINITE:
        return None  # „ein Kompetenzzentrum für …“ is to be
    place = place or _placed(line, number + 1, last)
    words = line.words
    if last == number and first == number:
        if words[number].text in lexicon.table("names")["bodies"]["alone"]:
            return named(
                line,
                words[number].start,
                words[number].end,
                head.kind,
                country="DE" if words[number].low.startswith("bundes") else None,
            )
        if (
            not head.nominal
            or words[number].low in NEEDS_NAME - {"gemeinde", "kommune", "land"}
            or not is_definite(line, number)
        ):
            return None
        return Mention(
            words[number].start, words[number].end, head.kind, words[number].text, nominal=True, level=head.level
        )
    if words[number].low in NEEDS_NAME and last == number:
        return None
    level = head.level or ("city" if any(one.text == "Stadt" for one in words[first : last + 1]) else None)
    seat = place.name_en if place else None
    return named(
        line,
        words[first].start,
        words[last].end,
        head.kind,
        level=level,
        country=place.country if place else None,
        seat=seat,
    )


def _is_ground(line: Line, number: int, first: int) -> bool:
    """Tell whether a noun is a ground on which something stands: „im Chemiepark Leuna“."""
    return line.words[number].low.endswith(GROUNDS) and line.low(first - 1) in ("im", "am", "in", "auf", "beim", "ins")


def is_definite(line: Line, number: int) -> bool:
    """Tell whether a definite article stands before a noun, with attributes between."""
    at = line.before(number)
    while (
        at >= 0
        and not line.words[at].is_cap
        and line.words[at].is_word
        and line.low(at) not in lexicon.words("determiners")
        and line.low(at) not in lexicon.PREPOSITIONS
        and line.low(at).endswith(("e", "en", "er", "es", "em"))
    ):
        at -= 1
    return line.low(at) in lexicon.words("definite") or line.low(at) in ("zum", "zur", "vom", "beim", "im")


def _attribute(line: Line, number: int) -> tuple[int, Gazetted | None]:
    """Return where the name begins: with „Brandenburger“, „Sächsische“, „Technische“ before the noun."""
    before = line.word(number - 1)
    if before is None or not line.beside(number):
        return number, None
    if before.text in ("Technische", "Technischen", "Duale", "Europäische", "Europäischen", "Freie", "Freien"):
        return number - 1, None
    place = adjective_place(before.text) or (place_of(before.text[:-1]) if before.text.endswith("s") else None)
    return (number - 1, place) if place else (number, None)


@cache
def adjective_place(text: str) -> Gazetted | None:
    """Return the place of „Brandenburger“, „sächsischen“, „chinesische“."""
    low = text.lower()
    for ending, tails in (("er", ("", "en", "e")), ("ern", ("",))):
        if text[0].isupper() and low.endswith(ending):
            stem = text[: -len(ending)]
            for tail in tails:
                if found := place_of(stem + tail):
                    return found
    plain = re.fullmatch(r"(\w+?)(?:isch|sch)(?:e|en|er|es|em)", low)
    return _of_stem(plain[1]) if plain else None


def _of_stem(stem: str) -> Gazetted | None:
    name = lexicon.table("names")["stems"].get(stem)
    return place_of(name) if name else None


def _placed(line: Line, first: int, last: int) -> Gazetted | None:
    for number in range(first, last + 1):
        word = line.words[number]
        if word.is_cap and (found := place_of(word.text)):
            return found
    return None


def _reach(line: Line, number: int, head: Head) -> int:
    """Return the last word of the name that a noun opens."""
    last = _capitals(line, number)
    if last > number and head.kind not in ("institute", "university", "government_body", "organisation"):
        return last
    at = last
    while at - number < MOST:
        upto = _linked(line, at, head)
        if upto == at:
            return at
        at = upto
    return at


def _capitals(line: Line, number: int) -> int:
    """Return the last of the capitals that follow a word and are a name."""
    last = number
    head = head_of(line.words[number].text)
    if head and head.kind == "organisation" and line.beside(number + 1) and line.words[number + 1].is_cap:
        last = number + 1
    while line.beside(last + 1) and line.words[last + 1].is_cap and _is_name(line.words[last + 1].text):
        last += 1
    return last


def _is_name(text: str) -> bool:
    if text in OF_NAMES:
        return True
    return not lexicon.is_common(text) or place_of(text) is not None


def _linked(line: Line, at: int, head: Head) -> int:
    """Return how far „von …“, „der …“, „für … und …“ goes on behind a word."""
    link = line.low(at + 1)
    if link == "für" and head.kind != "government":
        return _field(line, at + 2, at)
    if link not in LINKS - {"für", "dem", "den", "am"}:
        return at
    nxt = at + 2
    while line.low(nxt) in ("der", "des", "dem", "den"):
        nxt += 1
    return (
        _field(line, nxt, at)
        if head.kind != "government" and link in ("der", "des")
        else _place_after(line, nxt, at, link)
    )


def _place_after(line: Line, number: int, at: int, link: str) -> int:
    word = line.word(number)
    if word is None or not word.is_cap:
        return at
    if word.low in (
        "provinz",
        "stadt",
        "autonomen",
        "region",
        "landes",
        "landkreises",
        "freistaates",
        "freistaats",
        "republik",
        "bundesstaates",
        "bezirks",
    ):
        after = _capitals(line, number)
        return after if after > number else at
    if link in ("in", "im") and place_of(word.text) is None:
        return at
    return _capitals(line, number) if _is_name(word.text) else at


def _field(line: Line, number: int, at: int) -> int:
    """Return the end of a field of work: „Wirtschaft, Arbeit und Energie“, „angewandte Forschung“."""
    last = at
    while number - at < MOST:
        word = line.word(number)
        if word is None:
            break
        if (word.is_cap and not head_of(word.text)) or (word.is_cap and last == at):
            last = number
        elif word.low in ("und", ",", "-") and _goes_on(line, number):
            pass
        elif not (
            word.is_word
            and word.low.endswith(("e", "en", "er", "es"))
            and (line.word(number + 1) or word).is_cap
            and word.low not in lexicon.words("verbs")
            and word.low not in lexicon.words("determiners")
        ):
            break
        number += 1
    return last


def _goes_on(line: Line, number: int) -> bool:
    """Tell whether another field follows a comma or „und“, and no other party."""
    before, after = line.word(number - 1), line.word(number + 1)
    if before is None or after is None or not before.is_cap:
        return False
    if before.text.endswith("-"):
        return True
    return (
        after.is_cap
        and lexicon.is_common(after.text)
        and not head_of(after.text)
        and not lexicon.is_company_noun(after.text)
        and not lexicon.is_office(after.text)
    )
