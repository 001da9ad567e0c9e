"""Releases and entries in words, for people at a terminal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dicycle.cli.common import many, plain

if TYPE_CHECKING:
    from dicycle.agreements.model import Money, Quote, Record, Release
    from dicycle.agreements.register.model import Entry

QUALIFIED = {"exact": "", "approx": "about ", "more_than": "more than ", "less_than": "less than "}
_QUOTED = 90


def told(release: "Release") -> str:
    """Return what a document says."""
    head = release.head
    published = head.published.value or "on an unknown day"
    lines = [plain(f"{head.name}: {head.language}, {head.characters:,} characters, published {published}")]
    if not release.records:
        return f"{lines[0]}\n  No agreement is told of."
    for record in release.records:
        lines += [plain(line) for line in _record(record)]
    if release.dropped:
        lines.append(f"  {many(len(release.dropped), 'value')} left out; --json tells which, and why.")
    return "\n".join(lines)


def _record(record: "Record") -> Iterator[str]:
    names = " – ".join(party.name for party in record.parties) or "parties not told"
    yield f"  {record.id} {_words(record.kind.value)} ({_words(record.status.value)}): {names}"
    yield f"     when: {record.date.value or 'not told'} ({record.date.basis})"
    if record.part_of:
        yield f"     part of {record.part_of}"
    if place := record.place.implementation or record.place.event:
        yield f"     where: {place.value}"
    if record.subject:
        yield f"     about: {', '.join(_words(one.tag) for one in record.subject)}"
    yield from (f"     {_words(one.kind)}: {money(one)}" for one in record.money)
    yield from (f"     capacity: {QUALIFIED[one.qualifier]}{one.amount:,} {one.unit}" for one in record.capacity)
    yield from (f"     jobs: {QUALIFIED[one.qualifier]}{one.value:,}" for one in record.jobs)
    yield from (f"     {one.what}: {QUALIFIED[one.qualifier]}{one.value:,}" for one in record.counts)
    yield f"     says: {quoted(record.kind.evidence)}"


def money(one: "Money") -> str:
    """Return an amount, with the same money in another currency behind it."""
    again = f" (= {money(one.conversion)})" if one.conversion else ""
    expected = ", expected" if one.modality == "expected" else ""
    return f"{QUALIFIED[one.qualifier]}{one.amount:,.0f} {one.currency}{expected}{again}"


def quoted(quotes: "tuple[Quote, ...]") -> str:
    """Return the first quote and where it stands."""
    if not quotes:
        return ""
    text = " ".join(quotes[0].text.split())
    short = text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"
    return f"“{short}” ({quotes[0].start}–{quotes[0].end})"


def line(entry: "Entry") -> tuple[str, ...]:
    """Return an entry as a row of a table."""
    parties = " – ".join(one.name for one in entry.parties) or "not told"
    counts = "yes" if entry.countable else "no"
    amount = next((money(one) for one in entry.money), "")
    return entry.id, entry.date or "", _words(entry.kind), parties, entry.place or "", amount, counts


def _words(text: str) -> str:
    return text.replace("_", " ")
