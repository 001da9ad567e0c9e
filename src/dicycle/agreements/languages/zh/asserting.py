"""How an act is asserted: done, planned, negated, only thought of; told as news or as what was before."""

import re
from typing import Final

from dicycle.agreements.document import Span
from dicycle.agreements.extracting.parts import Assertion
from dicycle.agreements.languages.zh.words import expression

_AHEAD: Final = 8
_ORDER: Final[tuple[Assertion, ...]] = ("negated", "planned", "hypothetical")


def assertion_of(text: str, span: Span, low: int) -> Assertion:
    """Return how a clause of a folded sentence asserts its act; `low` is where the clause begins."""
    found = [(start, kind) for kind in _ORDER for start in _before(f"assertion.{kind}", text, low, span.start)]
    if found:
        return max(found)[1]
    if expression("assertion.rumour").search(text):
        return "hypothetical"
    if expression("assertion.planned_near").search(text[low : span.start]):
        return "planned"
    if expression("assertion.after_planned").match(text[span.end : span.end + 8]):
        return "planned"
    if re.match(r"(?:仪式|活动)[^,。;]{0,6}?(?:将|拟|定于|预计)", text[span.end :]):
        return "planned"
    return "done"


def is_historical(text: str, low: int, end: int) -> bool:
    """Tell whether the words before an act, from a place on, tell it as past background."""
    return any(_before("assertion.historical", text, low, end))


def is_fresh(text: str, low: int, end: int) -> bool:
    """Tell whether the words before an act, from a place on, say that it is one more."""
    return any(_before("assertion.fresh", text, low, end))


def _before(name: str, text: str, low: int, end: int) -> list[int]:
    """Return where words of a kind begin in a stretch; they may look at what follows it."""
    ahead = end + _AHEAD
    return [match.start() + 1 for match in expression(name).finditer(text, low, ahead) if match.end() <= end]


def says_binding(text: str) -> bool | None:
    """Return what a sentence says of how far an agreement binds, None if nothing."""
    if expression("assertion.nonbinding").search(text):
        return False
    return True if expression("assertion.binding").search(text) else None


def goes_on(text: str) -> bool:
    """Tell whether a folded sentence goes on about an agreement, not about a city, a branch or a later plan."""
    found = expression("assertion.continues").search(text)
    return bool(found) and not expression("assertion.elsewhere").search(text)
