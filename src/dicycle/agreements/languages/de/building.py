"""Building and commissioning: „Spatenstich“, „in Betrieb genommen“."""

import re
from collections.abc import Sequence
from typing import Final, Literal

from dicycle.agreements.document import Sentence, Span
from dicycle.agreements.extracting.parts import Act, Mention
from dicycle.agreements.languages.de.asserting import assertion_of, is_historical
from dicycle.agreements.languages.de.clauses import Clause
from dicycle.agreements.languages.de.lexicon import is_company_noun, is_office, pattern, shape
from dicycle.agreements.languages.de.line import Line
from dicycle.agreements.languages.de.parties import can_be_party
from dicycle.agreements.languages.de.slotting import Slot
from dicycle.agreements.vocabulary import Kind

OPENS: Final = shape("building", "opens", re.I)
OURS: Final = shape("building", "ours", re.I)
NOUNS: Final = shape("building", "nouns", re.I)
HAPPENS: Final = shape("building", "happens")
ROLES: Final = frozenset({"nom", "von", "gen", "durch"})


def building(line: Line, sentence: Sentence, parts: list[Clause], found: Sequence[Slot]) -> list[Act]:
    """Return the start of a building or of its running that a sentence tells."""
    for name, verb, kind in _KINDS:
        trigger = _trigger(line, name)
        if trigger is not None:
            at = line.at(trigger.start)
            clause = next((part for part in parts if part.first <= at <= part.last), parts[0])
            word = line.text[trigger.start : trigger.end]
            group = _group(clause, found)
            return [
                Act(
                    trigger,
                    sentence,
                    verb,
                    kind,
                    (group,),
                    assertion_of(line, parts, clause, word, trigger.start),
                    historical=is_historical(line, parts, clause),
                )
            ]
    return []


_KINDS: Final[tuple[tuple[str, Literal["start", "commission"], Kind], ...]] = (
    ("start", "start", "construction_start"),
    ("commission", "commission", "commissioning"),
)


def _trigger(line: Line, name: str) -> Span | None:
    for one in pattern("building", name).finditer(line.text, line.start, line.end):
        if NOUNS.fullmatch(one[0]) and not HAPPENS.search(line.text, line.start, line.end):
            continue
        if OURS.search(line.text, line.start, line.end) and (not OPENS.match(one[0]) or _has_plant(line)):
            return Span(*one.span())
    return None


def _has_plant(line: Line) -> bool:
    return any(one[0][0].isupper() for one in pattern("building", "plants").finditer(line.text, line.start, line.end))


def _group(clause: Clause, found: Sequence[Slot]) -> tuple[Mention, ...]:
    """Return who builds: companies, the subject first; no authority that only looks on."""
    mine = [
        one
        for one in found
        if can_be_party(one)
        and one.role in ROLES
        and one.clause == clause.number
        and not is_office(one.head)
        and not is_company_noun(one.head)
    ]
    companies = [one.mention for one in mine if one.mention.kind not in ("government", "government_body")]
    return tuple(sorted(dict.fromkeys(companies)))
