"""The groups of parties of an act: those before its verb, those behind it, and who is left out."""

import re
from collections.abc import Sequence
from itertools import pairwise

from dicycle.agreements.extracting.parts import Mention
from dicycle.agreements.languages.zh.clauses import Clause
from dicycle.agreements.languages.zh.nouns import Noun
from dicycle.agreements.languages.zh.parties import NOBODY, Groups, Joined, grouped, joined
from dicycle.agreements.languages.zh.scanning import Token
from dicycle.agreements.languages.zh.words import expression, words


def groups_of(clause: Clause, noun: Noun | None = None, *, beyond: bool = False) -> Groups:
    """Return the parties of an act, a group for each agreement; `beyond` where the verb's object is a party (会见)."""
    tokens = clause.between(clause.since, clause.span.start)
    if tokens and tokens[-1].text in words("kin"):
        return NOBODY
    unnamed = _unnamed(tokens)
    left = [one for one in joined(tokens) if not (unnamed and one.by is None)]
    subject = None if unnamed else _subject(clause)
    reached = _reached(clause, noun, beyond=beyond)
    if reached and not any(one.by == "strong" for one in left):
        who = left[-1:] or ([Joined(subject, None)] if subject else [])
        return (tuple(one.mention for one in (*who, *reached)),)
    apart = bool(re.search("分别|各自", clause.text[clause.low : clause.span.start]))
    groups = _both(left, grouped(left, apart=apart, subject=subject), subject)
    return _told_before(clause) if groups == NOBODY else groups


def _reached(clause: Clause, noun: Noun | None, *, beyond: bool) -> list[Joined]:
    """Return the parties behind the verb: 签署与B的协议, 签约B, 会见了B."""
    end = clause.end if beyond or noun is None else max(noun.end, clause.span.end)
    right = joined(clause.between(clause.span.start, end))
    first = next(
        (n for n, one in enumerate(right) if beyond or one.by == "strong" or _touches(clause, one.mention)), None
    )
    if first is None:
        return []
    return [right[first], *(one for one in right[first + 1 :] if one.by in ("list", "weak", "strong"))]


def _touches(clause: Clause, mention: Mention) -> bool:
    between = clause.text[clause.span.end : mention.start - clause.base]
    return bool(expression("forms.takes").match(clause.verb)) and between.strip("了“” ") == ""


def _subject(clause: Clause) -> Mention | None:
    """Return who acts where a clause begins with 与: of the act before, or, after 继…后, of the next clause."""
    for act in reversed(clause.said()):
        if act.groups[0]:
            return act.groups[0][0]
    free = [one.mention for one in joined(clause.between(0, clause.span.start)) if one.by is None]
    if free:
        return free[-1]
    if re.search(r"继|随着|在.*后|自", clause.text[clause.low : clause.span.start]):
        after = joined(clause.between(clause.span.end, len(clause.text)))
        return next((one.mention for one in after if one.by is None), None)
    return None


def _told_before(clause: Clause) -> Groups:
    """Return the parties of the act before it in the same part of the sentence: A与B举行会谈,并签署…."""
    last = clause.told[-1] if clause.told else None
    goes_on = last is not None and last.groups != NOBODY and last.span.end - clause.base >= clause.low
    return last.groups if last and goes_on else NOBODY


def _both(left: Sequence[Joined], groups: Groups, subject: Mention | None) -> Groups:
    """Return for 双方 the two that the same clause named before it."""
    if len(groups) != 1 or len(groups[0]) != 1 or groups[0][0].number == 1:
        return groups
    place = next((number for number, one in enumerate(left) if one.mention == groups[0][0]), 0)
    before = grouped(left[:place], apart=False, subject=subject)
    return before if len(before[0]) > 1 else groups


def _unnamed(tokens: Sequence[Token]) -> bool:
    """Tell whether 子公司与 leaves open which subsidiary acts."""
    texts = ["", *(token.text for token in tokens)]
    return any(
        one.text in words("kin") and other.kind == "strong" and before != "该"
        for before, (one, other) in zip(texts, pairwise(tokens), strict=False)
    )
