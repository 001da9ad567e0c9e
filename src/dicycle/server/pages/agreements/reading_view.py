"""What the page of a document shows, and what the form before it."""

from collections.abc import Sequence
from typing import Any, Final

from dicycle.agreements.agreements import Agreements
from dicycle.agreements.model import Release
from dicycle.server.pages.agreements.reading_marks import Family, Stretch, mark_id, pieces, stretches
from dicycle.server.pages.agreements.reading_values import (
    entity_card,
    head_card,
    left_out,
    quotes_of,
    record_card,
)
from dicycle.server.pages.agreements.reading_words import LANGUAGES, words

MOST_TEXT: Final = 300_000
"""Characters of a text that are shown; the twin as JSON quotes from all of it."""
MOST_RECORDS: Final = 200
MOST_QUOTES: Final = 3
"""Places that a value leads to by links of their own; all of them are marked."""
_LATEST: Final = 20
_LONGEST_QUOTE: Final = 120
LEGEND: Final[tuple[tuple[Family, str], ...]] = (
    ("act", "what was done"), ("party", "who"), ("when", "when"), ("where", "where"), ("amount", "how much"),
    ("about", "about what"), ("head", "publication"), ("name", "further names"), ("dropped", "left out"),
)  # fmt: skip


def form_view(agreements: Agreements, samples: Sequence[str]) -> dict[str, Any]:
    """Return what the form shows: languages, samples, and the documents that were read last."""
    releases = agreements.releases()
    return {
        "title": "Read a document",
        "languages": list(LANGUAGES.items()),
        "samples": samples,
        "count": len(releases),
        "latest": [one.release for one in reversed(releases[-_LATEST:])],
        "language_of": LANGUAGES,
    }


def view(agreements: Agreements, sha256: str) -> dict[str, Any]:
    """Return what the page of a document shows; raises NotFound."""
    original, (document, release) = agreements.document(sha256)
    records = [record_card(one, release.head.language) for one in release.records[:MOST_RECORDS]]
    names = {one.id: one.name for one in release.entities}
    entities = [entity_card(one, names, release.head.language) for one in release.entities[:MOST_RECORDS]]
    head, left = head_card(release), left_out(release)[:MOST_RECORDS]
    text = document.text[:MOST_TEXT]
    marks = stretches(quotes_of((head, *records, *entities), left), len(text))
    grey = [Stretch(one.start, min(one.end, len(text)), "boilerplate") for one in release.boilerplate]
    families, shown = {one.family for one in marks}, {one.id for one in marks}
    return {
        "title": release.head.name,
        "original": original,
        "release": release,
        "head": head,
        "records": records,
        "more_records": max(0, len(release.records) - MOST_RECORDS),
        "entities": entities,
        "left": left,
        "entries": _entries(agreements, sha256),
        "pieces": list(pieces(text, [*grey, *marks])),
        "cut": len(document.text) - len(text),
        "legend": [(family, word) for family, word in LEGEND if family in families],
        "boilerplate": _kinds(release),
        "marks_of": lambda value: [id for id in map(mark_id, value.quotes) if id in shown],
        "clip": clip,
        "most_quotes": MOST_QUOTES,
        "language_of": LANGUAGES,
    }


def _entries(agreements: Agreements, sha256: str) -> dict[str, str]:
    """Return the entry of the register that each record of a document is part of."""
    return {
        source.record: entry.id
        for entry in agreements.register().entries for source in entry.sources if source.document == sha256
    }  # fmt: skip


def _kinds(release: Release) -> list[str]:
    return sorted({words(one.type) for one in release.boilerplate})


def clip(text: str) -> str:
    """Return a quote on one line, shortened in its middle."""
    line = " ".join(text.split())
    half = _LONGEST_QUOTE // 2
    return line if len(line) <= _LONGEST_QUOTE else f"{line[:half]} … {line[-half:]}"
