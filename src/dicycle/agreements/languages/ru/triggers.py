"""What an act rests on: the nouns of agreements, with what kind they are of, and the words of signing."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from dicycle.agreements.document import Span
from dicycle.agreements.extracting.parts import Verb
from dicycle.agreements.languages.ru import lexicon, morphology
from dicycle.agreements.languages.ru.words import Line
from dicycle.agreements.vocabulary import Kind

_LOOK: Final = 150
MOST: Final = 16
"""Nouns and words of signing that are read in one sentence: no one tells more in one."""

_ENDING: Final[tuple[Verb, ...]] = ("terminate", "suspend")
_PASSIVE: Final = re.compile(r"(?:ен[аоы]?|нут[аоы]?)$")
_NOMINAL: Final = re.compile(r"ни(?:[еяию]|ем)$")
_VOICES: Final = ("active", "passive", "participle", "gerund", "future", "infinitive", "nominal")


class Noun(NamedTuple):
    """The noun of an agreement with its adjectives, and what follows it up to the next one."""

    span: Span
    phrase: Span
    kind: Kind
    plural: bool = False
    strategic: bool = False
    title: Span | None = None
    multilateral: bool = False
    document: bool = False


class Sign(NamedTuple):
    """A word of signing or of ending."""

    span: Span
    voice: str
    verb: Verb = "sign"
    kind: Kind | None = None


def nouns_of(line: Line) -> list[Noun]:
    """Return the nouns of agreements in a sentence, but for those of another sense."""
    heads = [
        one
        for one in lexicon.pattern("nouns", "heads").finditer(line.text, line.start, line.end)
        if not _is_name(line, one)
    ][:MOST]
    heads = [one for number, one in enumerate(heads) if not (number and _is_complement(line, heads[number - 1], one))]
    found: list[Noun] = []
    for number, head in enumerate(heads):
        until = heads[number + 1].start() if number + 1 < len(heads) else line.end
        made = _noun(line, head, until)
        if made is not None:
            found.append(made)
    return found


def _is_name(line: Line, head: re.Match[str]) -> bool:
    """Tell whether a head is no noun of an agreement: „СП“ in a name."""
    if head[0].lower() in ("договора",) and line.text[head.end() : head.end() + 1] == "-":
        return True
    return (
        head[0] != head[0].lower()
        and head[0].lower() == "сп"
        and line.text[head.end() : head.end() + 2] in (" «", ' "')
    )


def _is_complement(line: Line, before: re.Match[str], head: re.Match[str]) -> bool:
    """Tell whether a head is what another is about: „договор о создании СП“, „соглашение о партнёрстве“."""
    between = line.text[before.end() : head.start()]
    if re.fullmatch(r"\s+к\s+(?:[\w-]+\s+){0,3}", between):
        return True
    if not re.match(r"СП$|совместн|партн", head[0], re.IGNORECASE):
        return False
    return (
        len(between) < 90
        and bool(re.match(r"[^,.;]*\s(?:об?|по|на|в)\s", between))
        and not re.search(r"подпис|заключ", between)
    )


def _first(line: Line, at: int) -> int:
    """Return where the adjectives before a noun begin."""
    number = line.at(at)
    while number > 0 and line.joined(number):
        word = line.words[number - 1]
        if (
            not word.is_word
            or word.low in ("его", "ее", "их")
            or not morphology.is_a(word.text, "adjective")
            or re.match(r"подписанн|заключенн|достигнут", word.low)
        ):
            break
        number -= 1
    return line.words[number].start if number < len(line.words) else at


def _noun(line: Line, head: re.Match[str], until: int) -> Noun | None:
    first = _first(line, head.start())
    before = line.text[first : head.start()]
    after = line.text[head.end() : min(until, head.end() + _LOOK)]
    if _is_other(before, after):
        return None
    kind = _kind(before, head[0], _complement(after))
    if kind is None:
        return None
    plural = _is_plural(head[0], before)
    phrase = Span(first, head.end())
    multilateral = bool(lexicon.pattern("nouns", "multilateral").search(before))
    strategic = bool(lexicon.pattern("nouns", "strategic").search(before + head[0] + after[:60]))
    document = head[0].lower().startswith("документ")
    return Noun(Span(*head.span()), phrase, kind, plural, strategic, _title(line, first, head), multilateral, document)


def _complement(after: str) -> str:
    """Return what follows a noun in its own clause."""
    return re.split(r"[;]|, (?:котор|что |чтобы |а |но )|\. |\s(?:подпис|заключ|поставил)", after)[0]


def _is_other(before: str, after: str) -> bool:
    pattern = lexicon.pattern
    return bool(pattern("nouns", "never").search(before)) or bool(_never_after().match(after))


@cache
def _never_after() -> re.Pattern[str]:
    return re.compile(lexicon.table("acts")["nouns"]["never_after"], re.IGNORECASE)


def _is_plural(head: str, before: str) -> bool:
    if not re.search(lexicon.table("acts")["nouns"]["plural"], head, re.IGNORECASE):
        return False
    if re.search(r"(?:ия|а)$", head, re.IGNORECASE):  # „соглашения“: of one, or several
        words = before.split()
        return not words or bool(re.search(r"(?:ые|ие)$", words[-1]))
    return True


def _kind(before: str, head: str, after: str) -> Kind | None:
    """Return the kind of an agreement by its noun, adjectives and complement."""
    both = f"{before} {head} {after}"
    has = {name: bool(lexicon.pattern("nouns", name).search(text)) for name, text in (
        ("joint_venture", both), ("strategic_framework", both), ("framework", before + head), ("intent", after),
        ("supply", before + head + after), ("investment", both), ("strategic", before + head + after[:60]),
        ("cooperation", both),
    )}  # fmt: skip
    low = head.lower()
    if re.match(r"сп$|совместн", low):
        return "joint_venture"
    if low.startswith("протокол"):
        return "memorandum" if has["intent"] or has["cooperation"] or has["supply"] else None
    if re.match(lexicon.table("acts")["nouns"]["memorandum"], low) or has["intent"]:
        return "memorandum"
    if low.startswith("партн"):
        return "strategic_cooperation_agreement" if before.strip() or "стратегич" in both else None
    return _of_agreement(has, low)


def _of_agreement(has: dict[str, bool], low: str) -> Kind:
    if has["strategic_framework"]:
        return "strategic_cooperation_framework_agreement"
    if has["framework"]:
        return "framework_agreement"
    contract = low.startswith(("контракт", "договор", "госконтр", "суперконтр", "мегаконтр"))
    if has["joint_venture"]:
        return "joint_venture"
    if has["supply"] and (contract or not has["cooperation"]):
        return "supply_or_offtake"
    if has["strategic"]:
        return "strategic_cooperation_agreement"
    if has["investment"] and not (contract and not has["investment"]):
        return "investment_agreement"
    if low in ("спик", "сзпк"):
        return "investment_agreement"
    return "strategic_cooperation_agreement" if has["cooperation"] else "contract"


def kind_of(head: str, after: str) -> Kind | None:
    """Return the kind of an agreement by its noun and what it is said to be about."""
    return _kind("", head, after)


def kind_beside(line: Line, noun: Noun, at: int, end: int) -> Kind | None:
    """Return the kind that is told behind a counterpart: „с «А» — на поставку, с «Б» — о совместных исследованиях“."""
    found = re.match(r"[»\"]?\s*(?:[—–-]\s*)?(?=(?:об?|на|по)\s)([^,;.]{4,120})", line.text[at:end])
    if found is None:
        return None
    head = line.text[noun.span.start : noun.span.end]
    return _kind("", head, found[1])


def _title(line: Line, first: int, head: re.Match[str]) -> Span | None:
    shape = _titles()
    found = shape.match(line.text, first, min(line.end, head.end() + _LOOK))
    if found is None or found.end() < head.end() or found.end() - found.start() < len(head[0]) + 4:
        return None
    return Span(found.start(), found.end())


@cache
def _titles() -> re.Pattern[str]:
    nouns = lexicon.table("acts")["nouns"]
    return re.compile(nouns["title"].replace("HEAD", f"(?:{nouns['heads']})"), re.IGNORECASE)


def signs_of(line: Line) -> list[Sign]:
    """Return the words of signing and ending in a sentence, in the order of the text."""
    return sorted(_apart(list(_signs(line))), key=lambda one: one.span)[:MOST]


def _signs(line: Line) -> Iterator[Sign]:
    for voice in _VOICES:
        for one in _found(line, voice):
            yield Sign(Span(*one.span()), voice)
    for one in _found(line, "contracted"):
        yield Sign(Span(*one.span()), "active", "sign", "supply_or_offtake")
    for one in _found(line, "founded"):
        voice = "nominal" if one[0].lower().endswith("создании") else "active"
        yield Sign(Span(*one.span()), voice, "sign", "joint_venture")
    for verb in _ENDING:
        for one in _found(line, verb):
            noun = "nominal" if _NOMINAL.search(one[0]) else "active"
            yield Sign(Span(*one.span()), "passive" if _PASSIVE.search(one[0]) else noun, verb)


def _found(line: Line, name: str) -> Iterator[re.Match[str]]:
    return lexicon.pattern("signs", name).finditer(line.text, line.start, line.end)


def _apart(found: list[Sign]) -> Iterator[Sign]:
    taken: list[Span] = []
    for one in sorted(found, key=lambda sign: (sign.kind is None, -(sign.span.end - sign.span.start))):
        if not any(one.span.meets(other) for other in taken):
            taken.append(one.span)
            yield one
