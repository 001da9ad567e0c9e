"""Talks: meetings and negotiations of parties, without an agreement."""

from collections.abc import Sequence
from typing import Final

from dicycle.agreements.document import Sentence, Span
from dicycle.agreements.extracting.parts import Act, Mention
from dicycle.agreements.languages.de.asserting import assertion_of, is_historical
from dicycle.agreements.languages.de.clauses import MAIN, Clause
from dicycle.agreements.languages.de.lexicon import is_office, pattern
from dicycle.agreements.languages.de.line import Line
from dicycle.agreements.languages.de.parties import between, can_be_party
from dicycle.agreements.languages.de.slotting import Slot

FEW: Final = 2
ROLES: Final = frozenset({"nom", "mit", "gen", "von", "zwischen"})


def talking(line: Line, sentence: Sentence, parts: list[Clause], found: Sequence[Slot]) -> list[Act]:
    """Return the talks that a sentence tells of."""
    trigger = _trigger(line)
    if trigger is None or pattern("other", "context").search(line.text, line.start, line.end):
        return []
    at = line.at(trigger.start)
    clause = next((part for part in parts if part.first <= at <= part.last), parts[0])
    group = _group(clause, found)
    if sum(max(one.number, 1) for one in group) < FEW:
        return []
    word = line.text[trigger.start : trigger.end]
    assertion = assertion_of(line, parts, clause, word, None)
    return [Act(trigger, sentence, "talk", "talks", (group,), assertion, historical=is_historical(line, parts, clause))]


def _trigger(line: Line) -> Span | None:
    alone = pattern("talks", "alone").search(line.text, line.start, line.end)
    if alone:
        return Span(*alone.span())
    noun = next(
        (one for one in pattern("talks", "nouns").finditer(line.text, line.start, line.end) if one[0][0].isupper()),
        None,
    )
    verb = next(
        (one for one in pattern("talks", "verbs").finditer(line.text, line.start, line.end) if one[0][0].islower()),
        None,
    )
    if noun is None or verb is None:
        return None
    return Span(min(noun.start(), verb.start()), max(noun.end(), verb.end()))


def _group(clause: Clause, found: Sequence[Slot]) -> tuple[Mention, ...]:
    mine = [
        one
        for one in found
        if can_be_party(one) and (one.clause == clause.number or clause.number == MAIN == one.clause)
    ]
    pairs = between(mine)
    if pairs:
        return pairs[0]
    told = [one for one in mine if one.role in ("nom", "mit") or (one.role in ROLES and is_office(one.head))]
    return tuple(sorted({one.mention for one in told}))
