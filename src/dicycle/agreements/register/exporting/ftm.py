"""The register as FollowTheMoney entities, one JSON object a line (schema 4): who, what, with whom, told where.

FollowTheMoney has no schema for agreements: an entry is a Project with its ProjectParticipants, and the id of the
entry is its `projectId`. Documents are Articles, tied to entries by Documentation. An amount is given only where it
may be summed, so that whoever adds up the projects counts nothing twice.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import msgspec

from dicycle.agreements.register.identities import AUTHORITIES
from dicycle.agreements.register.model import Entry, Kept, Occasion, Organisation, Register, Taking

_LANGUAGES: Final = {"en": "eng", "de": "deu", "zh": "zho", "ru": "rus"}
_SCHEMATA: Final = {"company": "Company"}
_DATE: Final = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
Thing = dict[str, Any]


def ftm_lines(register: Register, releases: Sequence[Kept]) -> Iterator[bytes]:
    """Yield an entity a line."""
    for thing in entities(register, releases):
        yield msgspec.json.encode(thing) + b"\n"


def entities(register: Register, releases: Sequence[Kept]) -> Iterator[Thing]:
    """Yield the entities: organisations, ownerships, documents, occasions, entries with who and what told of them."""
    known = {one.id for one in register.organisations}
    for one in register.organisations:
        yield from _organisation(one, known)
    yield from map(_article, releases)
    for occasion in register.occasions:
        yield _event(occasion, known)
    for entry in register.entries:
        yield _project(entry)
        yield from _participants(entry, known)
        yield from _documentation(entry)


def _thing(id: str, schema: str, **properties: Iterable[str | None] | str | None) -> Thing:
    listed = {name: [value] if isinstance(value, str) else value or () for name, value in properties.items()}
    kept = {name: list(dict.fromkeys(one for one in values if one)) for name, values in listed.items()}
    return {"id": id, "schema": schema, "properties": {name: values for name, values in kept.items() if values}}


def _organisation(one: Organisation, known: set[str]) -> Iterator[Thing]:
    schema = "PublicBody" if one.type in AUTHORITIES else _SCHEMATA.get(one.type, "Organization")
    others = [name for names in one.names.values() for name in names if name != one.name]
    yield _thing(
        one.id, schema, name=one.name, alias=others, country=_country(one.country), leiCode=one.identifiers.get("lei")
    )
    if one.parent in known and schema == "Company":
        yield _thing(f"{one.id}-{one.parent}", "Ownership", owner=one.parent, asset=one.id, role="parent company")


def _article(one: Kept) -> Thing:
    head = one.release.head
    return _thing(
        _document(one.document), "Article", title=head.name, fileName=head.name, language=_LANGUAGES[head.language],
        publishedAt=_dates(head.published.value)[0], publisher=head.publisher.value if head.publisher else None,
        keywords=f"sha256:{one.document}",
    )  # fmt: skip


def _event(one: Occasion, known: set[str]) -> Thing:
    start, _ = _dates(one.date)
    hosts = [id for id in one.hosts if id in known]
    return _thing(one.id, "Event", name=one.name, location=one.place, date=start, organizer=hosts, recordId=one.id)


def _project(one: Entry) -> Thing:
    start, end = _dates(one.date)
    sums = list(one.amounts.get("investment", {}).items()) if one.countable else []
    amount = sums[0] if len(sums) == 1 else None
    return _thing(
        one.id, "Project", name=one.title or _title(one), projectId=one.id, recordId=one.id, status=one.status,
        phase=one.kind, goal=one.subject, startDate=start, endDate=end, country=_country(one.country),
        address=one.where, amount=amount and f"{amount[1]:f}", currency=amount and amount[0].lower(),
        notes=one.because and f"not to be summed: {one.because}",
    )  # fmt: skip


def _title(one: Entry) -> str:
    names = ", ".join(dict.fromkeys(each.name for each in one.parties))
    return f"{one.kind.replace('_', ' ')}: {names}" if names else one.kind.replace("_", " ")


def _participants(entry: Entry, known: set[str]) -> Iterator[Thing]:
    takings: dict[tuple[str, str], Taking] = {
        (one.party, one.role): one for one in (*entry.parties, *entry.others) if one.party in known
    }
    for (party, role), _ in takings.items():
        yield _thing(f"{entry.id}-{party}-{role}", "ProjectParticipant", project=entry.id, participant=party, role=role)


def _documentation(entry: Entry) -> Iterator[Thing]:
    for one in entry.sources:
        id = f"{entry.id}-{_document(one.document)}-{one.record}"
        yield _thing(id, "Documentation", document=_document(one.document), entity=entry.id, recordId=one.record)


def _document(sha256: str) -> str:
    return f"d{sha256[:16]}"


def _country(code: str | None) -> str | None:
    return code.lower() if code else None


def _dates(value: str | None) -> tuple[str | None, str | None]:
    """Return the start and end of an EDTF date as FollowTheMoney writes dates; none where the year is open."""
    first, _, last = (value or "").partition("/")
    start, end = (part if _DATE.fullmatch(part) else None for part in (first, last or first))
    return (start, end if last else None)
