"""Whether an act is told as done, planned, denied or only thought of; and whether it is told as past background."""

import re
from functools import lru_cache
from typing import Final

from dicycle.agreements.extracting.parts import Assertion
from dicycle.agreements.languages.de.clauses import MAIN, Clause
from dicycle.agreements.languages.de.lexicon import pattern, shape
from dicycle.agreements.languages.de.line import Line

PERFECT: Final = re.compile(r"\b(?:hat|haben|habe|wurden?|worden|ist|sind|zu haben)\b", re.I)
JUST_BEFORE: Final = re.compile(
    r"(?i)\b(?:kurz|unmittelbar|wenige (?:minuten|stunden)|am (?:vor)?mittag|am vortag) zuvor\b"
)
YEAR_FIRST: Final = re.compile(r"(?:Im Jahre? |Seit )?(?:19|20)\d\d [a-zäöü]+")
PAST_PERFECT: Final = shape("asserting", "past_perfect", re.I)
PLANNED_NOUN: Final = shape("asserting", "planned_noun", re.I)
NO_NOUN: Final = re.compile(r"\bkein(?:e|en|er|em|es)?\s+(?:\w+\s+){0,3}$", re.I)


def phrase_text(line: Line, parts: list[Clause], clause: Clause) -> str:
    """Return the words of a verb phrase: of the main clause without what is subordinate."""
    mine = [
        one for one in parts if one.number == clause.number and (clause.number != MAIN or one.phrase == clause.phrase)
    ]
    return " ".join(line.text[line.words[one.first].start : line.words[one.last].end] for one in mine)


@lru_cache(maxsize=512)
def _says(name: str, text: str) -> bool:
    """Tell whether words say how something is asserted; kept, for a sentence is asked for each of its verbs."""
    return pattern("assert", name).search(text) is not None


def assertion_of(line: Line, parts: list[Clause], clause: Clause, verb: str, noun_start: int | None) -> Assertion:
    """Return how an act is asserted."""
    text = phrase_text(line, parts, clause)
    whole = line.text[line.start : line.end]
    if _says("denied", whole):
        return "negated"
    if _says("rumour", whole):
        return "hypothetical"
    if _says("negated", text) or (
        noun_start and NO_NOUN.search(line.text, max(line.start, noun_start - 60), noun_start)
    ):
        return "negated"
    if clause.opener in ("wenn", "falls", "ob", "sofern", "bevor") or _says("hypothetical", text):
        return "hypothetical"
    if noun_start and PLANNED_NOUN.search(line.text, max(line.start, noun_start - 60), noun_start):
        return "planned"
    if _says("planned", text):
        return "hypothetical" if re.search(r"\bsoll(?:en)?\b.*\bhaben\b", text) else "planned"
    return "planned" if _is_future(text, verb, clause) else "done"


def _is_future(text: str, verb: str, clause: Clause) -> bool:
    if re.search(r"\bzu haben\b|\bworden\b", text):
        return False
    if pattern("assert", "werden").search(text) and not re.search(r"\bwurden?\b", text):
        return not re.search(r"\b(?:hat|haben)\b", text)
    if clause.opener in ("um", "ohne"):
        return True
    return bool(re.search(rf"\bzu {re.escape(verb)}\b", text, re.I)) or bool(
        re.fullmatch(r"(?:ab|ein)zu\w+en", verb, re.I)
    )


def is_historical(line: Line, parts: list[Clause], clause: Clause) -> bool:
    """Tell whether an act is told as background: past perfect, „bereits im Juli“, „im Vorjahr“."""
    text = phrase_text(line, parts, clause)
    if JUST_BEFORE.search(text):
        return False
    if YEAR_FIRST.match(line.text, line.start, line.end):
        return True
    if PERFECT.search(text) is None and PAST_PERFECT.search(text):
        return True
    return bool(PAST_PERFECT.search(text)) or bool(pattern("assert", "historical").search(text))
