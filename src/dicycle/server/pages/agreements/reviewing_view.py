"""What the review shows: two things side by side, field by field, with the sentences that tell of them."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

from dicycle.agreements.agreements import Agreements
from dicycle.agreements.document import Document
from dicycle.agreements.model import Quote
from dicycle.agreements.register.model import Candidate, Entry, Judgement, Organisation
from dicycle.agreements.register.parties import party_id
from dicycle.agreements.register.telling import entry_id
from dicycle.agreements.vocabulary import Language
from dicycle.errors import NotFound
from dicycle.server.pages.agreements.reading_marks import mark_id
from dicycle.server.pages.agreements.reading_words import LANGUAGES, capacity_words, money_words, words
from dicycle.server.pages.agreements.telling import day_words, place_of

PER_PAGE: Final = 10
_EVIDENCE: Final = 3
_DECIDED: Final = 20
_AROUND: Final = 140
Texts = Callable[[str], Document | None]
"""SHA-256 → the document, None if it can no longer be read."""


class Evidence(NamedTuple):
    """A quote in its sentence, and where it stands."""

    document: str
    name: str
    language: Language
    before: str
    quote: str
    after: str
    mark: str


class Side(NamedTuple):
    """One of two: its id, what it is called, where its page is, its facts by field, and what tells of it."""

    id: str
    name: str
    path: str
    facts: dict[str, str]
    evidence: tuple[Evidence, ...]
    more: int


class Row(NamedTuple):
    """A field of both, and whether they differ in it."""

    label: str
    one: str
    other: str
    differs: bool


class Pair(NamedTuple):
    """Two things that may be one; `following` is the id of the pair that comes after it."""

    candidate: Candidate
    what: str
    one: Side
    other: Side
    rows: tuple[Row, ...]
    following: str


class Decided(NamedTuple):
    """A judgement in words: what the two are called, and the pair they make."""

    judgement: Judgement
    one: str
    other: str
    pair: str


_FREE: Final = frozenset({"Entries", *(f"Names, {language}" for language in LANGUAGES.values())})
"""Fields that differ between any two."""
_WHAT: Final = {"party": "Parties", "record": "Entries"}


def view(agreements: Agreements, texts: Texts, number: int) -> dict[str, Any]:
    """Return what the page shows: one page of the queue, and what was decided last."""
    queue = agreements.candidates()
    first = (number - 1) * PER_PAGE
    shown = queue[first : first + PER_PAGE]
    following = [one.id for one in queue[first + 1 : first + 1 + PER_PAGE]]
    following += [shown[-2].id if len(shown) > 1 else ""] * (len(shown) - len(following))
    decided = _decided(agreements)
    return {
        "title": "Review",
        "pairs": [_pair(agreements, texts, one, after) for one, after in zip(shown, following, strict=True)],
        "left": sum(one.verdict is None for one in queue),
        "unsure": sum(one.verdict is not None for one in queue),
        "documents": agreements.register().releases,
        "last": decided[0] if decided else None,
        "decided": decided,
        "page_number": number,
        "more": len(queue) > first + PER_PAGE,
        "words": words,
        "language_of": LANGUAGES,
    }


def _pair(agreements: Agreements, texts: Texts, candidate: Candidate, following: str) -> Pair:
    side = _of_party if candidate.matter == "party" else _of_entry
    one, other = (side(agreements, texts, id) for id in (candidate.one, candidate.other))
    return Pair(candidate, _WHAT[candidate.matter], one, other, tuple(_rows(one.facts, other.facts)), following)


def _rows(one: dict[str, str], other: dict[str, str]) -> Iterator[Row]:
    """Yield the fields that either has; of two it is told that they differ where that says something."""
    for label, first in one.items():
        second = other[label]
        if first or second:
            differs = bool(first and second) and first.casefold() != second.casefold()
            yield Row(label, first, second, differs and label not in _FREE)


def _of_party(agreements: Agreements, texts: Texts, id: str) -> Side:
    found = agreements.party(id)
    quotes = list(_naming(agreements, found))
    return Side(
        found.id, found.name, f"/agreements/parties/{found.id}", _party_facts(agreements, found),
        tuple(_evidence(agreements, texts, *one) for one in quotes[:_EVIDENCE]), max(0, len(quotes) - _EVIDENCE),
    )  # fmt: skip


def _party_facts(agreements: Agreements, found: Organisation) -> dict[str, str]:
    return {
        "What": words(found.type),
        **{f"Names, {word}": ", ".join(found.names.get(language, ())) for language, word in LANGUAGES.items()},
        "Country": found.country or "",
        "Place": found.place or "",
        "Parent": agreements.party(found.parent).name if found.parent else "",
        "Identifiers": ", ".join(f"{kind.upper()} {value}" for kind, value in found.identifiers.items()),
        "Entries": f"{len(found.entries):,}",
    }


def _naming(agreements: Agreements, found: Organisation) -> Iterator[tuple[str, Quote]]:
    """Yield where documents name an organisation: the fullest name of each document."""
    ids = {found.id, *found.also}
    for sha256 in found.documents:
        release = agreements.release(sha256)
        for entity in release.entities if release else ():
            if entity.mentions and party_id((sha256, entity.id)) in ids:
                yield sha256, max(entity.mentions, key=lambda quote: len(quote.text))


def _of_entry(agreements: Agreements, texts: Texts, id: str) -> Side:
    found = agreements.entry(id)
    quotes = [
        (release.head.sha256, max(record.kind.evidence, key=lambda quote: len(quote.text)))
        for name, release in agreements.quoting(found)
        for record in release.records if record.id == name and record.kind.evidence
    ]  # fmt: skip
    return Side(
        found.id, found.title or words(found.kind).capitalize(), f"/agreements/{found.id}", _entry_facts(found),
        tuple(_evidence(agreements, texts, *one) for one in quotes[:_EVIDENCE]), max(0, len(quotes) - _EVIDENCE),
    )  # fmt: skip


def _entry_facts(found: Entry) -> dict[str, str]:
    return {
        "Kind": words(found.kind),
        "How far": words(found.status),
        "Parties": ", ".join(one.name for one in found.parties),
        "When": day_words(found.date),
        "Where": place_of(found),
        "About": ", ".join(map(words, found.subject)),
        "Money": "; ".join(f"{words(one.kind)}: {money_words(one)}" for one in found.money),
        "Capacity": "; ".join(map(capacity_words, found.capacity)),
    }


def _evidence(agreements: Agreements, texts: Texts, sha256: str, quote: Quote) -> Evidence:
    release = agreements.release(sha256)
    assert release  # where the quote is from
    before, after = _around(texts(sha256), quote)
    text = " ".join(quote.text.split())
    return Evidence(sha256, release.head.name, release.head.language, before, text, after, mark_id(quote))


def _around(document: Document | None, quote: Quote) -> tuple[str, str]:
    """Return what stands before and behind a quote in its sentence."""
    sentence = document.sentence_at(quote.start) if document else None
    if document is None or sentence is None:
        return "", ""
    start, end = max(sentence.start, quote.start - _AROUND), min(sentence.end, quote.end + _AROUND)
    before = ("… " if start > sentence.start else "") + document.text[start : quote.start]
    return before, document.text[quote.end : end] + (" …" if end < sentence.end else "")


def _decided(agreements: Agreements) -> list[Decided]:
    """Return the judgements that hold, the last one first: of each pair the last, unless it was taken back."""
    last: dict[frozenset[str], Judgement] = {}
    for one in agreements.judgements():
        if one.matter != "value":
            last.pop(frozenset((one.one, one.other)), None)
            last[frozenset((one.one, one.other))] = one
    held = (one for one in reversed(last.values()) if one.verdict != "unsure")
    return list(islice(filter(None, (_told(agreements, one) for one in held)), _DECIDED))


def _told(agreements: Agreements, one: Judgement) -> Decided | None:
    try:
        first, second = (_called(agreements, one.matter, id) for id in (one.one, one.other))
    except NotFound:
        return None
    return Decided(one, first, second, f"{one.one}-{one.other}")


def _called(agreements: Agreements, matter: str, id: str) -> str:
    """Return what a thing was called by itself, also where it is one with another now. Raises NotFound."""
    if matter == "party":
        return _party_called(agreements, agreements.party(id), id)
    entry = agreements.entry(id)
    source = next((one for one in entry.sources if entry_id((one.document, one.record)) == id), None)
    return f"{words(entry.kind)} in {source.name}" if source else words(entry.kind)


def _party_called(agreements: Agreements, found: Organisation, id: str) -> str:
    releases = ((sha256, agreements.release(sha256)) for sha256 in found.documents)
    names: Sequence[str] = [
        entity.name
        for sha256, release in releases if release
        for entity in release.entities if party_id((sha256, entity.id)) == id
    ]  # fmt: skip
    return names[0] if names else found.name
