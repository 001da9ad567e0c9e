"""Agreements told by who is party A and who is party B of a paper: 甲方是…,乙方是…."""

import re
from collections.abc import Sequence
from typing import Final

from dicycle.agreements.document import Span
from dicycle.agreements.extracting.parts import Act, Mention
from dicycle.agreements.languages.zh.nouns import Noun, kind_of
from dicycle.agreements.languages.zh.scanning import Line
from dicycle.agreements.languages.zh.words import expression

_AUTHORITIES: Final = frozenset({"government", "government_body"})
_ORGANISED: Final = _AUTHORITIES | {"company", "university", "institute", "organisation"}


def paper_in(line: Line, mentions: Sequence[Mention], before: str, after: str) -> list[Act]:
    """Return the agreement of a sentence that only names its parties, where the text just before it was signed."""
    base, text = line.sentence.start, line.text
    named = [one for one in mentions if not one.nominal and one.kind in _ORGANISED
             and expression("paper.role").search(text[: one.start - base])]  # fmt: skip
    told = before + text
    if len(named) < 2 or not (expression("paper.signed").search(told) and expression("strong_head").search(told)):
        return []
    place = expression("paper.first").search(text)
    if place is None or expression("assertion.planned").search(text[: place.start()]):
        return []
    kind = kind_of(Noun(0, len(text), text))
    if any(one.kind in _AUTHORITIES for one in named) and "投资" in text + after:
        kind = "investment_agreement"
    span = Span(base + place.start(), named[-1].end)
    return [Act(span, line.sentence, "sign", kind, (tuple(named),), fresh=bool(re.match("第|其|另|首", text)))]
