"""The page of an entry: its stages over time, its values, what documents differ about, and what each of them says."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final, NamedTuple

from fastapi import Request
from starlette.responses import Response

from dicycle.agreements.agreements import Agreements
from dicycle.agreements.model import Quote, Release
from dicycle.agreements.register.deciding import MONEY, OF_ENTRIES, read_money
from dicycle.agreements.register.model import Conflict, Entry, Occasion, Register, Stage
from dicycle.server.access import principal_of, rule_of
from dicycle.server.pages.agreements.reading_values import Card, record_card
from dicycle.server.pages.agreements.reading_words import LANGUAGES, words
from dicycle.server.pages.agreements.register import amounts
from dicycle.server.pages.agreements.telling import (
    FURTHEST,
    Row,
    amounts_of,
    day_words,
    document_url,
    name_of,
    place_of,
    quote_url,
    row_of,
    rows_of,
    source_url,
    topic,
)
from dicycle.server.pages.rendering import page

_CLIPPED: Final = 160
REVIEW: Final = "/agreements/review"


class Step(NamedTuple):
    """A stage of an entry: how far it binds, of how much, and who says so."""

    stage: Stage
    kind: str
    status: str
    when: str
    url: str


class Held(NamedTuple):
    """One of several values that documents tell: as a judgement names it, in words, and who says so."""

    value: str
    words: str
    shown: bool
    sources: list[tuple[str, str]]


class Told(NamedTuple):
    """What one document says: its record in lines of values."""

    release: Release
    card: Card
    url: str
    language: str


def show(request: Request, agreements: Agreements, entry: Entry) -> Response:
    """Return the page."""
    may_judge = principal_of(request).role in rule_of("POST", REVIEW)
    return page(request, "agreements-entry.html", view(agreements, entry) | {"may_judge": may_judge})


def view(agreements: Agreements, entry: Entry) -> dict[str, Any]:
    """Return what the page shows."""
    register = agreements.register()
    return {
        "title": name_of(entry),
        "entry": entry,
        "kind": words(entry.kind),
        "status": words(entry.status),
        "when": day_words(entry.date),
        "where": place_of(entry),
        "about": [(one, topic(one)) for one in entry.subject],
        "amounts": amounts_of(entry),
        "steps": list(_steps(entry)),
        "furthest": FURTHEST,
        "because": _because(entry),
        "conflicts": [_differing(one, entry) for one in entry.conflicts],
        "choices": OF_ENTRIES,
        "told": list(_told(agreements, entry)),
        "quote_url": quote_url,
        "clip": clip,
        "words": words,
        "json": f"/agreements/{entry.id}?format=json",
        **_relations(register, entry),
    }


def _steps(entry: Entry) -> Iterator[Step]:
    """Yield the stages in the order of time; those without a day stay where the binding scale has them."""
    ordered = sorted(entry.stages, key=lambda one: (one.date or "9999", one.step))
    for one in ordered:
        yield Step(one, words(one.kind), words(one.status), day_words(one.date), source_url(one.source))


def _because(entry: Entry) -> str:
    """Return why an entry does not count, without the id of what superseded it: that is a link."""
    return "superseded by another" if entry.because.startswith("superseded by") else entry.because


def _differing(one: Conflict, entry: Entry) -> tuple[str, list[Held]]:
    """Return a field, and its values with the names and addresses of the records that say each."""
    values = [str(held.value) for held in one.values]
    sources = [[(source.name, source_url(source)) for source in held.sources] for held in one.values]
    return one.field, [
        Held(value, words(value), _is_shown(entry, one.field, value), said)
        for value, said in zip(values, sources, strict=True)
    ]


def _is_shown(entry: Entry, field: str, value: str) -> bool:
    if field in MONEY:
        return read_money(value) == entry.amounts.get(field)
    return value == str(getattr(entry, field))


def _told(agreements: Agreements, entry: Entry) -> Iterator[Told]:
    for id, release in agreements.quoting(entry):
        for record in release.records:
            if record.id == id:
                language = release.head.language
                url = document_url(release.head.sha256, id)
                yield Told(release, record_card(record, language), url, LANGUAGES[language])


def _relations(register: Register, entry: Entry) -> dict[str, Any]:
    """Return the entries that an entry stands to: the whole, its parts, what it superseded, and its occasion."""
    parts: list[Row] = [row_of(one) for one in register.entries if one.part_of == entry.id]
    occasion = next((one for one in register.occasions if one.id == entry.occasion), None)
    return {
        "whole": rows_of(register, [entry.part_of] if entry.part_of else []),
        "parts_of": parts,
        "supersedes": rows_of(register, entry.supersedes),
        "superseded_by": rows_of(register, [entry.superseded_by] if entry.superseded_by else []),
        "occasion": occasion and _occasion(occasion),
    }


def _occasion(one: Occasion) -> dict[str, Any]:
    """Return a conference in words: what its headline says, what is known of it, and the rest."""
    return {
        "name": one.name,
        "projects": one.projects,
        "known": one.projects_known,
        "remainder": amounts_text(one.remainder),
        "accounted": amounts_text(one.known),
    }


def amounts_text(by_currency: dict[str, str]) -> str:
    """Return money by currency, kept as exact texts, in words."""
    return ", ".join(amounts({currency: Decimal(amount) for currency, amount in by_currency.items()}))


def clip(quote: Quote) -> str:
    """Return a quote on one line, shortened."""
    line = " ".join(quote.text.split())
    return line if len(line) <= _CLIPPED else f"{line[:_CLIPPED]}…"
