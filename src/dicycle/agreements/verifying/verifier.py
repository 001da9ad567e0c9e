"""The Verifier: one for every extractor. What it lets through, the document says.

A value must quote the document; numbers, currencies, dates and parties are derived again from the quote; "signed"
needs a signing act outside quotation; nothing rests on boilerplate. What fails is dropped, and kept with its reason.
"""

from typing import Final

from msgspec.structs import replace

from dicycle.agreements.document import Document
from dicycle.agreements.model import Head, Record, Release, Stated
from dicycle.agreements.verifying import moments, names
from dicycle.agreements.verifying.ground import Ground, Sieve
from dicycle.agreements.verifying.records import Bench, record

ROUNDS: Final = 50


def verify(document: Document, release: Release) -> Release:
    """Return what of a release holds against its document; verifying it again changes nothing.

    Dropping one value can take the ground from another (a date inherited from a dropped record), so it goes on until
    nothing more is dropped.
    """
    ground, before = Ground(document), release.dropped
    release = replace(release, dropped=())
    for _ in range(ROUNDS):
        dropped, release = release.dropped, _round(ground, release)
        if release.dropped == dropped:
            break
    return replace(release, dropped=tuple(dict.fromkeys((*before, *release.dropped))))


def _round(ground: Ground, release: Release) -> Release:
    sieve = Sieve(release.dropped)
    head = _head(ground, release.head, sieve)
    entities = names.entities(ground, release.entities, sieve)
    records = _unique(release.records, sieve)
    bench = Bench(ground, sieve, head.published, entities, records)
    kept = tuple(found for one in records if (found := record(bench, one)) is not None)
    return Release(head, release.extractor, entities, kept, tuple(ground.document.boilerplate), sieve.dropped)


def _unique(records: tuple[Record, ...], sieve: Sieve) -> tuple[Record, ...]:
    kept: dict[str, Record] = {}
    for one in records:
        if one.id in kept:
            sieve.drop("record", one.kind.value, "its id is taken", one.kind.evidence, one.id)
        else:
            kept[one.id] = one
    return tuple(kept.values())


def _head(ground: Ground, head: Head, sieve: Sieve) -> Head:
    """Return the head: what it is of is the document's, what it says of its publication is verified."""
    document = ground.document
    bench = Bench(ground, sieve, document.published, (), ())
    published = bench.passed("published", None, head.published, lambda value: moments.published(ground, value))
    return Head(
        document.name,
        document.sha256,
        document.language,
        len(document.text),
        published or document.published,
        _stated(bench, "publisher", head.publisher),
        _stated(bench, "attributed_to", head.attributed_to),
    )


def _stated(bench: Bench, field: str, value: Stated | None) -> Stated | None:
    """Return a name that the head gives; the reader's own may stand in boilerplate, where publishers are named."""
    if value is None or value == bench.ground.document.publisher:
        return value
    return bench.passed(field, None, value, lambda one: names.stated(bench.ground, one))
