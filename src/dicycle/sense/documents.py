"""Rules on a whole document: when it was made, and its master data."""

from collections.abc import Iterator
from typing import Any

import msgspec

from dicycle.findings import Finding
from dicycle.identifiers import canonical
from dicycle.ledger.documents import Document
from dicycle.ledger.formats import microseconds
from dicycle.sense.signs import Sign, flag
from dicycle.vocabulary import CATEGORIES, CATEGORY

_CLASS = "EPCClass"


class _Made(msgspec.Struct, rename="camel"):
    creation_date: Any = None


_made = msgspec.json.Decoder(_Made)


def made_at(raw: bytes) -> int | None:
    """Return when a document says it was made, in microseconds since 1970 UTC; None where it does not."""
    try:
        said = _made.decode(raw).creation_date
    except msgspec.DecodeError:
        return None
    return microseconds(said) if isinstance(said, str) else None


def late(made: int | None, time: int, id: str, where: str, tolerance: int) -> Iterator[Sign]:
    """Yield the sign that an event is younger than the document it stands in."""
    if made is not None and time > made + tolerance:
        sign = flag("event-after-document", f"{id} happened after its document was made.", "/eventTime", id)
        yield sign._replace(finding=sign.finding.at(where), events=(id,))


def master_data(document: Document, where: str) -> Iterator[Sign]:
    """Yield what is wrong with the master data of a document; `where` names the document."""
    for vocabulary in document.master_data:
        elements = vocabulary.get("vocabularyElementList", ())
        kind = str(vocabulary.get("type", "")).rpartition(":")[2]
        for element in elements:
            if kind == _CLASS:
                yield from _categories(element, where)
        yield from _circles({canonical(str(one.get("id"))): _children(one) for one in elements}, where)


def _children(element: dict[str, Any]) -> list[str]:
    return [canonical(str(child)) for child in element.get("children", ())]


def _categories(element: dict[str, Any], where: str) -> Iterator[Sign]:
    for attribute in element.get("attributes", ()):
        said = attribute.get("attribute")
        if attribute.get("id") == CATEGORY and said not in CATEGORIES:
            id = str(element.get("id"))
            yield _of(flag("category-unknown", f"{said!r} is no category of the loop.", "", id), where)


def _circles(children: dict[str, list[str]], where: str) -> Iterator[Sign]:
    """Yield the places from which one comes back to them by going from part to part."""
    for place, parts in children.items():
        seen, waiting = set(), list(parts)
        while waiting:
            part = waiting.pop()
            if part == place:
                yield _of(flag("place-inside-itself", f"{place} is a part of itself.", "", place), where)
                break
            if part not in seen:
                seen.add(part)
                waiting += children.get(part, ())


def _of(sign: Sign, where: str) -> Sign:
    finding: Finding = sign.finding
    return sign._replace(finding=finding.at(where))
