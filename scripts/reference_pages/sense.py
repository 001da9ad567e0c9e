"""The rules of sense, read from their table."""

from dicycle.sense import LENIENT, PLANT, RULES, STRICT, Rule, Scope
from reference_pages.words import code, page, table

_PROFILES = (PLANT, STRICT, LENIENT)
_HEAD = ("Rule", "Says", "Rests on", *(one.name for one in _PROFILES), "What to do")
_HEADINGS = {
    Scope.EVENT: "One event",
    Scope.RECORDS: "Records of one event id",
    Scope.HISTORY: "The history of a thing or lot",
    Scope.RUN: "A process",
    Scope.DOCUMENT: "A document",
}


def sense_page() -> str:
    """Return the page of all rules, by how much each has to see."""
    parts: list[str] = []
    for scope, heading in _HEADINGS.items():
        rows = [_row(rule) for rule in RULES.values() if rule.scope is scope]
        parts += [f"## {heading}", table(_HEAD, rows)]
    return page(
        "Rules of sense",
        "What Dicycle says about events that are EPCIS 2.0 and cannot be true, or cannot be true together. The code of "
        "a finding is `sense.` and the rule's name. EPCIS and CBV are version 2.0, GenSpecs the GS1 General "
        "Specifications; numbers are clauses. `dicycle check --explain RULE` tells one of them.",
        *parts,
    )


def _row(rule: Rule) -> tuple[str, ...]:
    severities = [profile.severity(rule.name) for profile in _PROFILES]
    said = [severity.value if severity else "off" for severity in severities]
    return (code(rule.name), rule.says, rule.rests_on, *said, rule.advice)
