"""Places and events of a sentence."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final, NamedTuple

from dicycle.agreements.extracting.parts import Mention
from dicycle.agreements.languages.gazetteer import Gazetted, place_named
from dicycle.agreements.languages.ru import lexicon, morphology
from dicycle.agreements.languages.ru.words import Line

_LEVELS: Final = {"country": "national", "province": "province", "city": "city", "zone": "zone"}
_FORUMS: Final = re.compile(
    r"(?<![\w-])(?:ПМЭФ|ВЭФ|РЭН|РИФ|КЭФ|ИННОПРОМ|Иннопром\w{0,2}|ИнноПром|КАЗАНЬФОРУМ|KazanForum|"
    r"Валдай|ЦИПР|Армия|CIIF|SNEC)(?:[-–‑ ]?(?:20\d\d))?(?![\w-])"
)
_EVENT: Final = re.compile(
    r"(?:форум|выставк|конференци|конгресс|салон|саммит|ярмарк|симпозиум|съезд|недел)" + lexicon.ENDINGS
)
_TOWN: Final = re.compile(
    r"(?<![\w-])(?:город(?:е|а|ом|у|ской округ|ском округе)?|г\.|пос[её]лк\w+|пос[её]лок|п\.|пгт|"
    r"сел[еоа]|деревн\w+|станиц\w+|моногород\w*|наукоград\w*|"
    r"городск\w+ округ\w*)[ \u00a0](?P<name>[А-ЯЁ][а-яё]+(?:[- ](?:на-)?[А-ЯЁ][а-яё]+)?)"
)
_REGION: Final = re.compile(
    r"(?<![\w-])(?P<name>[А-ЯЁ][а-яё]+(?:-[А-ЯЁ]?[а-яё]+)*[сц]к(?:ая|ой|ую|ий|ого|ому|ом|им)|"
    r"[А-ЯЁ][а-яё]+ск(?:ий|ого|ом|ому|им))[ \u00a0](?P<kind>област(?:ь|и|ью)|кра(?:й|я|ю|ем|е)|"
    r"район(?:а|е|у|ом)?|округ(?:а|е|у|ом)?|АО|автономн\w+ округ\w*|республик\w|Республик\w|"
    r"провинци\w+|обл\.)(?![\w-])"
    r"|(?<![\w-])(?P<republic>[Рр]еспублик(?:а|и|е|у|"
    r"ой)[ \u00a0][А-ЯЁ][а-яё]+(?:[- ]\([А-ЯЁ][а-яё]+\)|-[А-ЯЁ][а-яё]+)?)"
    r"|(?<![\w-])(?P<province>провинци(?:я|и|ю|ей)|земл[яиею]+|штат[аеу]?|"
    r"уезд[аеу]?)[ \u00a0](?P<named>[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)*)"
)


class Placed(NamedTuple):
    """A place that a word names."""

    name: str
    level: str
    country: str | None


def place_at(line: Line, number: int) -> Placed | None:
    """Return the place that is named at a word, with what stands behind it."""
    word = line.words[number]
    if not word.is_cap:
        return None
    both = line.text[word.start : line.words[number + 1].end] if line.joined(number + 1) else ""
    for text in (both, word.text):
        known = known_place(text) if text else None
        if known is not None:
            return Placed(known.names["ru"][0], _LEVELS[known.kind], known.country)
    found = _REGION.match(line.text, word.start, line.end)
    if found and found["name"]:
        return Placed(_region(found), "city" if found["kind"].startswith(("район", "округ")) else "province", None)
    return None


@lru_cache(maxsize=16384)
def known_place(text: str) -> Gazetted | None:
    """Return the place of the table that a text names; a common word that happens to look like one is none."""
    found = lexicon.place_of(text)
    if found is None and not text.isascii():
        bare = re.sub(r"(?:ом|ем|е|а|у|и|ы|ой|ей|ью|ю)$", "", text)
        if len(bare) > 3 and re.search(r"[а-яё]$", bare):
            found = place_named(bare, "ru")
    return found


_KINDS: Final = (
    ("обл", "область", "ая"), ("кра", "край", "ий"), ("район", "район", "ий"), ("автономн", "автономный округ", "ий"),
    ("округ", "округ", "ий"), ("республик", "Республика", "ая"), ("провинци", "провинция", "ая"),
)  # fmt: skip


def _region(found: re.Match[str]) -> str:
    """Return a region in the nominative."""
    if found["name"]:
        low = found["kind"].lower()
        kind, ending = next(
            ((kind, ending) for stem, kind, ending in _KINDS if low.startswith(stem)), (found["kind"], "ий")
        )
        return re.sub(r"(?:ая|ой|ую|ий|ого|ому|ом|им)$", "", found["name"]) + f"{ending} {kind}"
    if found["republic"]:
        words = found["republic"].split()
        return f"Республика {' '.join(words[1:])}"
    return found["named"]


def places(line: Line) -> Iterator[Mention]:
    """Return the places of a sentence, the longest first."""
    for found in _REGION.finditer(line.text, line.start, line.end):
        name = _region(found)
        known = place_named(name, "ru") or place_named(found[0], "ru")
        at = found.start("named") if found["named"] else found.start()
        level = None if known else ("city" if (found["kind"] or "").startswith(("район", "округ")) else "province")
        yield _place(at, found.end(), name, known, level)
    for found in _TOWN.finditer(line.text, line.start, line.end):
        start, end = found.span("name")
        known = place_named(found["name"], "ru")
        if known is None and " " in found["name"]:
            end = start + found["name"].index(" ")
        text = line.text[start:end]
        yield _place(start, end, known.names["ru"][0] if known else nominative_town(text), known, "city")
    yield from _known(line)
    yield from _regions(line)
    yield from _by_dictionary(line)


def _regions(line: Line) -> Iterator[Mention]:
    """Return regions by their short names: „министр промышленности Бурятии“."""
    for word in line.words:
        if word.is_cap and word.is_word and (name := _region_of(word.text)) is not None:
            yield Mention(word.start, word.end, "place", name, country="RU", level="province")


@lru_cache(maxsize=16384)
def _region_of(word: str) -> str | None:
    found = {word.lower(), *(one.lemma for one in morphology.readings(word))} & lexicon.listed("places", "regions")
    return min(found).capitalize() if found else None


def _by_dictionary(line: Line) -> Iterator[Mention]:
    """Return towns that the table has not and the dictionary has, behind „в“ and „из“."""
    first = line.words[0] if line.words else None
    if (
        first is not None
        and first.text.isupper()
        and len(first.text) > 3
        and any(one.place and one.case == "nom" for one in morphology.readings(first.text))
    ):
        yield Mention(first.start, first.end, "place", first.text.title(), level="city")
    for number, word in enumerate(line.words):
        if not word.is_cap or line.low(number - 1) not in ("в", "во", "из", "под") or len(word.text) < 4:
            continue
        told = next(
            (one for one in morphology.readings(word.text) if one.place and one.case in ("loc", "gen", "acc", "ins")),
            None,
        )
        if told is not None and not lexicon.is_of(line.low(number + 1), "places", "kinds"):
            yield Mention(word.start, word.end, "place", morphology.nominative(word.text, told.case), level="city")


@cache
def _names() -> re.Pattern[str]:
    """Return a pattern of capitalised runs that may be places: at most three words."""
    return re.compile(r"(?<![\w«-])[А-ЯЁA-Z][\w’-]*[\w](?:[ \u00a0](?:[А-ЯЁA-Z][\w’-]*[\w]))*")


def _known(line: Line) -> Iterator[Mention]:
    for found in _names().finditer(line.text, line.start, line.end):
        parts = list(re.finditer(r"\S+", found[0]))
        at = 0
        while at < len(parts):
            step = 1
            for size in range(min(3, len(parts) - at), 0, -1):
                text = found[0][parts[at].start() : parts[at + size - 1].end()]
                known = _place_of_case(text)
                if known is not None:
                    start = found.start() + parts[at].start()
                    yield _place(start, start + len(text), known.names["ru"][0], known, None)
                    step = size
                    break
            at += step


@lru_cache(maxsize=16384)
def _place_of_case(text: str) -> Gazetted | None:
    if text.isupper() and len(text) > 4:
        text = text.title()
    return known_place(text)


def _place(start: int, end: int, name: str, known: Gazetted | None, level: str | None) -> Mention:
    told = _LEVELS[known.kind] if known else level
    return Mention(start, end, "place", name, country=known.country if known else None, level=told)


@lru_cache(maxsize=4096)
def nominative_town(text: str) -> str:
    """Return a town's name in the nominative; one that the dictionary does not know stays as it is written."""
    for reading in morphology.readings(text):
        if reading.known and reading.case == "nom":
            return text
    found = morphology.readings(text)
    case = next(
        (
            one.case
            for one in found
            if (one.known or one.pos == "adjective") and one.case in ("loc", "gen", "dat", "ins")
        ),
        None,
    )
    return morphology.nominative(text, case) if case else text


def events(line: Line) -> Iterator[Mention]:
    """Return forums and fairs by their nouns and short names."""
    for found in _FORUMS.finditer(line.text, line.start, line.end):
        yield Mention(found.start(), found.end(), "event", found[0])
    for number, word in enumerate(line.words):
        if not word.is_word or not _EVENT.fullmatch(word.low):
            continue
        first, last = _around(line, number)
        if first < number or last > number:
            start, end = line.words[first].start, line.words[last].end
            yield Mention(start, end, "event", _event_name(line, first, number, end))


def _around(line: Line, number: int) -> tuple[int, int]:
    """Return the first and the last word of an event's name: adjectives that begin with a capital, or a quotation."""
    first = number
    while first > 0 and line.joined(first) and morphology.is_a(line.words[first - 1].text, "adjective"):
        first -= 1
    while first < number and not line.words[first].is_cap:
        first += 1
    last = number
    if line.low(number + 1) in ("«", '"', "„") and line.words[number + 1].start - line.words[number].end == 1:
        close = next(
            (at for at in range(number + 2, min(number + 12, len(line.words))) if line.words[at].text in '»"“'), None
        )
        last = close if close is not None else number
    return (
        number if first < number and line.opens(first) and not re.search(r"[сц]к", line.low(first)) else first
    ), last


def _event_name(line: Line, first: int, number: int, end: int) -> str:
    words = line.words[first : number + 1]
    shared = frozenset.intersection(*(morphology.cases(one.text) for one in words)) if words else frozenset()
    case = next((one for one in ("nom", "loc", "gen", "dat", "ins") if one in shared), None)
    gender = morphology.gender(words[-1].text)
    head = " ".join(morphology.nominative(one.text, case, gender) for one in words)
    return head + line.text[words[-1].end : end]
