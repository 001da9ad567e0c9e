"""How an act is meant: done, planned, denied or only thought of; and whether it is told as background."""

import re

from dicycle.agreements.extracting.parts import Assertion
from dicycle.agreements.languages.en.lexicon import acts, at_end

NEAR = 70
_COMPARED = re.compile(
    r"\b(?:more|fewer|less|many|higher|lower|up|down|compared|rise|increase|drop|against)\b[^.;,]{0,24}?"
    r"\b(?:than|as|from|with|on|at|the|last)\b[^.;]*",
    re.IGNORECASE,
)
"""What a number is compared with is background, the number is not."""


def assertion(text: str, start: int, verb: int) -> Assertion:
    """Return how a verb at `verb` is meant, by what stands before it in its clause from `start`."""
    before = text[max(start, verb - NEAR) : verb]
    if at_end("asserted", "negated").search(before) or acts("asserted", "not_done").search(before):
        return "negated"
    if acts("asserted", "denying").search(text, start, verb):
        return "negated"
    if at_end("asserted", "hypothetical").search(before):
        return "hypothetical"
    if at_end("asserted", "planned").search(before):
        return "planned"
    return "done"


def is_background(before: str, told: str, *, loose: bool) -> bool:
    """Tell whether an act is told as past: `before` it, `told` with it; `loose` where it is no main clause."""
    if acts("background", "had").search(before):
        return True
    found = acts("background", "times").search(_COMPARED.sub("", told))
    if found is None:
        return False
    return loose or not found[0].casefold().startswith("in ")
