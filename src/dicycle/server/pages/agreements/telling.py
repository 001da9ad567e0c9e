"""Entries and parties of the register in words, and where each has its page."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from dicycle.agreements.model import Quote
from dicycle.agreements.register.model import Entry, Register, Source
from dicycle.agreements.vocabulary import BINDING
from dicycle.server.pages.agreements.reading_marks import mark_id
from dicycle.server.pages.agreements.reading_words import capacity_words, money_words, qualified, words

_MOST_NAMED: Final = 4
FURTHEST: Final = max(BINDING.values())


class Row(NamedTuple):
    """An entry in a list: what it is called, and its values in words."""

    entry: Entry
    name: str
    kind: str
    when: str
    where: str
    money: tuple[str, ...]


def row_of(entry: Entry) -> Row:
    """Return an entry as a list shows it."""
    money = tuple(f"{money_words(one)}{'' if one.kind == 'investment' else f' ({words(one.kind)})'}"
                  for one in entry.money)  # fmt: skip
    return Row(entry, name_of(entry), words(entry.kind), day_words(entry.date), place_of(entry), money)


def rows_of(register: Register, ids: Iterable[str]) -> list[Row]:
    """Return entries of a register by their ids; an unknown id is passed over."""
    known = {id: one for one in register.entries for id in (one.id, *one.also)}
    return [row_of(known[id]) for id in ids if id in known]


def name_of(entry: Entry) -> str:
    """Return what an entry is called: by its parties, else by its title, else by what it is."""
    names = list(dict.fromkeys(one.name for one in entry.parties))
    if names:
        more = len(names) - _MOST_NAMED
        return " – ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    if entry.title:
        return entry.title
    counted = next((f"{one.value:,} {words(one.what)}" for one in entry.counts if one.what == "projects"), None)
    what = f"{words(entry.kind).capitalize()}: {counted}" if counted else words(entry.kind).capitalize()
    place = place_of(entry)
    return f"{what}, {place}" if place else what


def place_of(entry: Entry) -> str:
    """Return where an entry belongs: its place, region and country, each once."""
    parts = (entry.where or entry.place or entry.event_place, entry.region, entry.country)
    return ", ".join(dict.fromkeys(part for part in parts if part))


def topic(tag: str) -> str:
    """Return a stage of the chain, or another subject, in words."""
    return "R&D" if tag == "rnd" else words(tag)


def day_words(date: str | None) -> str:
    """Return a date of EDTF for people; an open year is told."""
    if date is None:
        return ""
    if date.startswith("XXXX-"):
        return f"{date[5:]}, year not told"
    return " to ".join(date.split("/"))


def amounts_of(entry: Entry) -> list[tuple[str, str]]:
    """Return the amounts of an entry in words: what, how much."""
    found = [("Money" if one.kind == "unknown" else words(one.kind).capitalize(), money_words(one))
             for one in entry.money]  # fmt: skip
    found += [("Capacity", capacity_words(one)) for one in entry.capacity]
    found += [("Jobs", qualified(one.qualifier, one.value, "", one.modality)) for one in entry.jobs]
    return found + [(words(one.what).capitalize(), qualified(one.qualifier, one.value, "")) for one in entry.counts]


def document_url(document: str, record: str = "") -> str:
    """Return the address of a document, at one of its records."""
    return f"/agreements/read?document={document}" + (f"#record-{record}" if record else "")


def source_url(source: Source) -> str:
    """Return the address of the record that says something."""
    return document_url(source.document, source.record)


def quote_url(document: str, quote: Quote) -> str:
    """Return the address of characters of a document."""
    return f"{document_url(document)}#{mark_id(quote)}"


def plural(count: int, one: str, many: str) -> str:
    """Return a count with its noun."""
    return f"{count:,} {one if count == 1 else many}"


def names_of(register: Register, ids: Sequence[str]) -> list[tuple[str, str]]:
    """Return the ids and names of parties."""
    known = {one.id: one.name for one in register.organisations}
    return [(id, known[id]) for id in ids if id in known]
