"""Releases and records in the shape of OCDS 1.1: what each document said, and what all together say.

The shape is that of a record package (releases, compiledRelease, parties with roles, value); the words of an agreement
that OCDS has no field for stand in `agreement`, with the evidence. It is no procurement data, and does not say so.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from dicycle.agreements.model import Dated, Entity, Record
from dicycle.agreements.register.model import Entry, Kept, Organisation, Register, Taking

_PREFIX: Final = "dicycle-"
_STATUS: Final = {
    "talks": "pending", "agreed_in_principle": "pending", "signed": "active", "effective": "active",
    "under_construction": "active", "operating": "active", "suspended": "cancelled", "terminated": "terminated",
}  # fmt: skip


def ocds_chunks(register: Register, releases: Sequence[Kept]) -> Iterator[bytes]:
    """Yield one JSON document, a record at a time."""
    told = {(one.document, record.id): (one, record) for one in releases for record in one.release.records}
    parties = {one.id: one for one in register.organisations}
    head = {"version": "1.1", "publisher": {"name": "Dicycle"}, "extensions": []}
    yield msgspec.json.encode(head)[:-1] + b',"records":['
    for number, entry in enumerate(register.entries):
        yield (b",\n" if number else b"\n") + msgspec.json.encode(_record(entry, told, parties))
    yield b"\n]}\n"


def _record(entry: Entry, told: dict[tuple[str, str], tuple[Kept, Record]], parties: dict[str, Organisation]) -> Any:
    id = _PREFIX + entry.id
    found = [told[key] for one in entry.sources if (key := (one.document, one.record)) in told]
    return {
        "ocid": id,
        "releases": [_release(id, kept, record) for kept, record in found],
        "compiledRelease": _compiled(id, entry, parties, [kept for kept, _ in found]),
    }


def _release(ocid: str, kept: Kept, record: Record) -> Any:
    head = kept.release.head
    entities = {one.id: one for one in kept.release.entities}
    return {
        "ocid": ocid,
        "id": f"{head.sha256}-{record.id}",
        "date": kept.taken,
        "tag": ["contract"],
        "language": head.language,
        "parties": [_party(entities.get(one.entity), one.name, one.role) for one in (*record.parties, *record.others)],
        "source": {"name": head.name, "sha256": head.sha256, "published": _edtf(head.published)},
        "agreement": record,
    }


def _party(entity: Entity | None, name: str, role: str) -> Any:
    return {"name": name, "id": entity.id if entity else None, "roles": [role]}


def _edtf(date: Dated) -> str | None:
    return date.value


def _compiled(ocid: str, entry: Entry, parties: dict[str, Organisation], kept: Sequence[Kept]) -> Any:
    sums = entry.amounts.get("contract_value") or entry.amounts.get("investment") or {}
    value = [{"amount": amount, "currency": currency} for currency, amount in sums.items()]
    return {
        "ocid": ocid,
        "id": f"{ocid}-compiled",
        "date": max((one.taken for one in kept), default=None),
        "tag": ["compiled"],
        "parties": [_organisation(parties.get(id), id, takings) for id, takings in _by_party(entry).items()],
        "contracts": [
            {
                "id": entry.id,
                "title": entry.title,
                "status": _STATUS.get(entry.status, "pending"),
                "dateSigned": entry.date,
                **({"value": value[0]} if len(value) == 1 else {}),
            }
        ],
        "agreement": entry,
    }


def _by_party(entry: Entry) -> dict[str, list[Taking]]:
    found: dict[str, list[Taking]] = {}
    for one in (*entry.parties, *entry.others):
        found.setdefault(one.party or one.name, []).append(one)
    return found


def _organisation(one: Organisation | None, id: str, takings: Sequence[Taking]) -> Any:
    lei = one.identifiers.get("lei") if one else None
    return {
        "id": id,
        "name": takings[0].name,
        "roles": list(dict.fromkeys(each.role for each in takings)),
        **({"identifier": {"scheme": "XI-LEI", "id": lei}} if lei else {}),
        **({"address": {"countryName": one.country}} if one and one.country else {}),
    }
