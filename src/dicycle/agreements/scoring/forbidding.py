"""What must not be read out of a span: values that rest on nothing but such a span."""

from collections.abc import Iterator

from dicycle.agreements.model import Quote, Record, Release
from dicycle.agreements.scoring.gold import Gold, Values

_WORDS = {
    "record": ("record", "agreement", "project", "investment"),
    "party": ("party", "signatory"),
    "date": ("date", "year"),
    "place": ("place",),
    "money": ("money", "amount", "investment"),
    "count": ("count", "number"),
    "jobs": ("count", "jobs", "number"),
    "capacity": ("capacity",),
}
"""Which words of an annotation forbid which field; ``anything`` forbids all."""


def forbidden(gold: Gold, release: Release) -> list[str]:
    """Return the values that rest only on spans that must not be used for them, in words."""
    return [
        f"{gold.path.name} {record.id}: {field} “{quotes[0].text}”: {one.get('reason', one['what'])}"
        for record in release.records
        for field, value, quotes in _values(record)
        for one in gold.said.get("must_not", ())
        if quotes and _forbids(one, field, value) and all(_inside(quote, one["span"]) for quote in quotes)
    ]


def _values(record: Record) -> Iterator[tuple[str, str | None, tuple[Quote, ...]]]:
    yield "record", None, record.kind.evidence
    yield "date", record.date.value, record.date.evidence
    for party in record.parties:
        yield "party", None, party.evidence
    for place in (record.place.event, record.place.implementation):
        if place is not None:
            yield "place", None, place.evidence
    for field, found in (("money", record.money), ("count", record.counts), ("jobs", record.jobs),
                         ("capacity", record.capacity)):  # fmt: skip
        for one in found:
            yield field, None, one.evidence


def _forbids(one: Values, field: str, value: str | None) -> bool:
    what = one["what"].lower()
    if "anything" in what:
        return True
    if "year" in what and field == "date":
        return value is not None and not value.startswith("XXXX")
    return any(word in what for word in _WORDS[field])


def _inside(quote: Quote, span: Values) -> bool:
    return bool(span["start"] <= quote.start and quote.end <= span["end"])
