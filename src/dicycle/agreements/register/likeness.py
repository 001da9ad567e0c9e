"""Organisations that may be one: pairs of like names, for a person to decide; likeness alone never joins.

Measured trap: by likeness of words, a recycler's short name "Battery Recycling" and the topic are the same, and CATL
and its full name have nothing in common.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from rapidfuzz.fuzz import token_set_ratio

from dicycle.agreements.naming import is_short_for, key, tokens
from dicycle.agreements.register.identities import family
from dicycle.agreements.register.model import Candidate, Judgement, Organisation, Verdict

LIKELY: Final = 0.8
_COMMON: Final = 40
"""A word that more organisations share than this says nothing."""


def candidates(organisations: Sequence[Organisation], said: Sequence[Judgement]) -> list[Candidate]:
    """Return the pairs that may be one, the likeliest first; decided ones with their verdict, the latest told first."""
    known = {id: one.id for one in organisations for id in (one.id, *one.also)}
    verdicts: dict[frozenset[str], Verdict] = {}
    for one in said:
        if one.one in known and one.other in known:
            verdicts.setdefault(frozenset((known[one.one], known[one.other])), one.verdict)
    found = [
        Candidate(f"{one.id}-{other.id}", "party", one.id, other.id, score, grounds,
                  verdicts.get(frozenset((one.id, other.id))))
        for one, other in _near(organisations)
        for score, grounds in [likeness(one, other)]
        if score >= LIKELY
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.score, one.id))


def _near(organisations: Sequence[Organisation]) -> Iterator[tuple[Organisation, Organisation]]:
    """Yield pairs of one family that share a word, or of which one is called by initials."""
    sharing: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(organisations):
        for word in {word for name in _names(one) for word in _blocks(name)}:
            sharing[word].append(number)
    pairs = {pair for numbers in sharing.values() if len(numbers) <= _COMMON for pair in combinations(numbers, 2)}
    for first, second in sorted(pairs):
        if family(organisations[first].type) == family(organisations[second].type):
            yield organisations[first], organisations[second]


def _blocks(name: str) -> set[str]:
    words = tokens(name)
    if words and all(len(word) == 1 for word in words):
        return {"".join(words[at : at + 2]) for at in range(len(words) - 1)}
    initials = "".join(word[0] for word in words)
    return {*words, initials} if len(initials) > 2 else set(words)


def _names(one: Organisation) -> list[str]:
    return [name for names in one.names.values() for name in names]


def likeness(one: Organisation, other: Organisation) -> tuple[float, tuple[str, ...]]:
    """Return from 0 to 1 how like the names of two organisations are, and why."""
    best: tuple[float, tuple[str, ...]] = (0.0, ())
    for first in _names(one):
        for second in _names(other):
            score = token_set_ratio(key(first), key(second)) / 100
            grounds = f"“{first}” and “{second}” share words"
            if is_short_for(first, second) or is_short_for(second, first):
                score, grounds = max(score, 0.9), f"“{first}” and “{second}”: one can be short for the other"
            best = max(best, (round(score, 3), (grounds,)))
    return best
