"""Names that stand on a common noun: authorities, universities, institutes, parks, and works named after a place."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from dicycle.agreements.extracting.parts import Mention, MentionKind
from dicycle.agreements.languages.ru import lexicon, morphology
from dicycle.agreements.languages.ru.formal import named
from dicycle.agreements.languages.ru.institutions import case_of, institutions, nominative_of
from dicycle.agreements.languages.ru.placing import place_at
from dicycle.agreements.languages.ru.words import Line

LONGEST: Final = 14
_OFFICIAL: Final = re.compile(
    r"(?:народн|городск|областн|краев|муниципальн|районн|федеральн|провинциальн|региональн|окружн|республиканск|"
    r"государственн|главн|научно-|научн|национальн|управляющ|административн|исследовательск|инженерн|технологическ|"
    r"техническ|политехническ|опорн|межрегиональн|евразийск|технопромышленн|электротехническ|аккумуляторн|"
    r"машиностроительн|автомобильн|химическ|металлургическ|электрохимическ|горно-\w+|\w+о-\w+)\w*"
)
_HEADS: Final = {
    "university": re.compile(r"(?:университет|академи|политех)" + lexicon.ENDINGS),
    "institute": re.compile(r"(?:институт|нии|центр|лаборатори)" + lexicon.ENDINGS),
    "organisation": re.compile(r"(?:ассоциаци|союз|фонд|палат|альянс|консорциум)" + lexicon.ENDINGS),
    "works": re.compile(
        r"(?:завод|комбинат|фабрик|компани|корпораци|объединени|концерн|холдинг|автозавод|предприяти|"
        r"нпо|гок|трест|электросет|сет)"
        + lexicon.ENDINGS
    ),
}  # fmt: skip


class Head(NamedTuple):
    """A noun that opens or closes a name, and what it names."""

    kind: MentionKind
    form: str


@lru_cache(maxsize=65536)
def head_of(word: str) -> Head | None:
    """Return what a noun makes of its name."""
    kind = lexicon.authority(word)
    if kind is not None:
        return Head(kind, "authority")  # type: ignore[arg-type]
    low = word.lower().replace("ё", "е")
    for form, shape in _HEADS.items():
        if shape.fullmatch(low):
            return Head("company" if form == "works" else form, form)  # type: ignore[arg-type]
    return None


def headed(line: Line) -> Iterator[Mention]:
    """Return names that stand on a common noun."""
    yield from institutions(line)
    number = 0
    while number < len(line.words):
        word = line.words[number]
        if lexicon.is_ministry(word.text):
            last = _run(line, number, 2)
            yield _ministry(line, number, last)
            number = last
        elif word.is_word and (head := head_of(word.text)) is not None and word.text[1:2].islower():
            found_at = _named(line, number, head)
            if found_at is not None:
                yield found_at
                number = max(number, line.at(found_at.end) - 1)
        number += 1


def _ministry(line: Line, number: int, last: int) -> Mention:
    word = line.words[number]
    rest = line.text[word.end : line.words[last].end]
    name = morphology.nominative(word.text, case_of(word.text)) if morphology.is_known(word.text) else _short(word.text)
    level, country = _where(line, number + 1, last)
    made = named(line, word.start, line.words[last].end, "government_body", name + rest)
    return made._replace(level=level or "national", country=country)


def _short(word: str) -> str:
    """Return the short name of a ministry without its case ending."""
    return re.sub(r"(?<=[^аеиоуыэюя])(?:а|у|ом|е)$", "", word) if not re.search(r"(?:энерго|природы)$", word) else word


def _named(line: Line, number: int, head: Head) -> Mention | None:
    first = _attributes(line, number)
    last = _run(line, number, LONGEST) if head.form not in ("works",) else number
    words = line.words
    if not _is_name(line, first, number, last, head):
        return None
    level, country = _where(line, first, last)
    name = nominative_of(line, first, number) + line.text[words[number].end : words[last].end]
    made = named(line, words[first].start, words[last].end, head.kind, name)
    return made._replace(level=level, country=country) if head.form == "authority" else made


def _is_name(line: Line, first: int, number: int, last: int, head: Head) -> bool:
    words = line.words
    own = [one for one in words[number + 1 : last + 1] if one.is_cap or one.text[0] in '«"']
    proper = words[first].is_cap and first < number and _is_placelike(line, first)
    if head.form == "authority":
        if words[number].low.startswith(
            ("делегаци", "власт", "служб", "ведомств", "управлени", "дирекци", "комисси", "агентств", "комитет")
        ):
            return bool(own) or (proper and head.kind == "government") or (last > number + 1 and words[number].is_cap)
        return bool(own) or proper or (head.kind == "government_body" and last > number)
    if head.form == "works":
        return _is_works(line, first, number)
    if (
        head.form == "institute"
        and words[number].is_cap
        and last > number + 1
        and words[number].low.startswith("институт")
    ):
        return True
    if head.form == "institute" and words[number].low.startswith(("центр", "лаборатори")):
        return bool(own and words[first].is_cap) and not line.opens(first)
    return proper or bool(own and (words[first].is_cap or head.form == "university")) or (bool(own) and last > number)


def _is_placelike(line: Line, first: int) -> bool:
    word = line.words[first]
    if not morphology.is_a(word.text, "adjective") or lexicon.nation_of(word.low):
        return False
    return not line.opens(first) or bool(re.search(r"[сц]к(?:ий|ая|ое|ого|ой|ому|им|ом|ую|ие|их|ими)$", word.low))


def _is_works(line: Line, first: int, number: int) -> bool:
    """Tell whether it is a works' own name: „Горьковский аккумуляторный завод“."""
    words = line.words
    following = line.text[words[number].end : words[number].end + 2]
    if first == number or not words[first].is_cap or re.match(r" [«\"„A-Z]", following):
        return False
    if not _is_placelike(line, first) and not (number - first > 1 and not line.opens(first)):
        return False
    return number - first > 1 or not words[number].low.startswith(
        ("компани", "корпораци", "холдинг", "концерн", "предприяти", "сет")
    )


def _attributes(line: Line, number: int) -> int:
    """Return the number of the first adjective that belongs to a name before its noun."""
    first, mine = number, morphology.cases(line.words[number].text)
    while first > 0 and line.joined(first):
        word = line.words[first - 1]
        if not word.is_word or word.text.isupper() or not morphology.is_a(word.text, "adjective"):
            break
        if (
            not (morphology.cases(word.text) & mine)
            or lexicon.nation_of(word.low)
            or (not word.is_cap and not _OFFICIAL.fullmatch(word.low))
        ):
            break
        if (
            word.is_cap
            and line.opens(first - 1)
            and not re.search(r"[сц]к(?:ий|ая|ое|ого|ой|ому|им|ом|ую)$", word.low)
            and not _OFFICIAL.fullmatch(word.low)
        ):
            break
        first -= 1
        if word.is_cap:
            break
    return first


def _run(line: Line, number: int, most: int) -> int:
    """Return the number of the last word of a noun's complement in the genitive."""
    last, at, along = number, number + 1, False
    while at < len(line.words) and at - number <= most:
        word = line.words[at]
        if (
            word.text in '«"'
            and at + 2 < len(line.words)
            and last == at - 1
            and line.low(last) in ("района", "оэз", "зоны", "парка", "центра", "университета")
        ):
            close = next(
                (step for step in range(at + 1, min(at + 8, len(line.words))) if line.words[step].text in '»"'), None
            )
            return close if close is not None else last
        if (not word.is_word or not line.joined(at)) and not (
            word.is_word and line.text[line.words[at - 1].end : word.start] == "" and line.words[at - 1].text == "."
        ):
            break
        if word.low in ("и", "по", "для") and last == at - 1:
            if not _goes_on(line, at, word.low, number, last):
                break
            along = along or word.low == "по"
        elif _belongs(line, at, along, number):
            last = at
        else:
            break
        at += 1
    return last


def _goes_on(line: Line, at: int, low: str, number: int, last: int) -> bool:
    following = line.words[at + 1] if at + 1 < len(line.words) else None
    if following is None or not following.is_word or following.is_cap or (line.words[last].is_cap and last > number):
        return False
    if low in ("по", "для"):
        return last == number and lexicon.authority(line.words[number].text) == "government_body"
    return (
        last > number
        and "gen" in morphology.cases(following.text) | {"gen"} & {"gen"}
        and _is_plain(following.low, following.text)
    )


def _is_plain(low: str, text: str) -> bool:
    """Tell whether a word can go on a name in the genitive: it is no company, office or authority."""
    if (
        lexicon.is_office(low)
        or lexicon.authority(text)
        or (lexicon.is_company_noun(low) and not low.startswith("участник"))
    ):
        return False
    return "gen" in morphology.cases(text) and not low.startswith(("соглашени", "договор", "меморандум", "контракт"))


def _belongs(line: Line, at: int, along: bool, number: int) -> bool:
    word = line.words[at]
    if word.is_cap:
        return _is_proper_genitive(line, at, number)
    if along and morphology.mainly(word.text) in ("noun", "adjective") and not lexicon.is_office(word.low):
        return bool(morphology.cases(word.text) & {"dat", "gen", "ins"}) and not lexicon.is_company_noun(word.low)
    return morphology.mainly(word.text) in ("noun", "adjective") and _is_plain(word.low, word.text)


def _is_proper_genitive(line: Line, at: int, number: int) -> bool:
    word = line.words[at]
    if word.text in lexicon.listed("legal", "short") or lexicon.is_ministry(word.text):
        return False
    if word.text in lexicon.listed("people", "first_names"):
        return False
    if word.text.isupper() or word.text == "УрО":
        return len(word.text) <= 6
    if lexicon.place_of(word.text) or _in_place(line, at):
        return True
    before = line.words[at - 1]
    if before.is_cap and at - 1 > number and not morphology.is_a(before.text, "adjective"):
        return False
    return "gen" in morphology.cases(word.text) and not _is_person(line, at)


def _in_place(line: Line, at: int) -> bool:
    low = line.low(at)
    return (
        (lexicon.is_of(line.low(at + 1), "places", "kinds") and morphology.is_a(line.words[at].text, "adjective"))
        or low in ("федерации", "республики")
        or lexicon.is_of(line.low(at - 1), "places", "kinds")
    )


def _is_person(line: Line, at: int) -> bool:
    following = line.words[at + 1] if at + 1 < len(line.words) else None
    return bool(
        following
        and following.is_cap
        and following.text.endswith(("ов", "ев", "ин", "ова", "ева", "ина", "ский", "ович", "евич", "овна", "евна"))
    )


def _where(line: Line, first: int, last: int) -> tuple[str | None, str | None]:
    """Return the level of an authority and its country, by the place in its name."""
    for number in range(first, last + 1):
        place = place_at(line, number)
        if place is not None:
            return place.level, place.country
    lows = [one.low for one in line.words[first : last + 1]]
    if any(low.startswith("город") for low in lows):
        return "city", None
    return None, None
