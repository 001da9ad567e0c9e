"""A passage of news, and releases about it, for the tests of the Verifier."""

from typing import Any

from msgspec.structs import replace

from dicycle.agreements.document import Document
from dicycle.agreements.model import (
    Agreed,
    Dated,
    Entity,
    Head,
    Quote,
    Record,
    Release,
    Stated,
)
from dicycle.agreements.reading import read_text
from dicycle.agreements.verifying import verify

TEXT = """Northvale Cells and the city of Arden sign agreement
Published: 2024-09-02
On Sunday, Northvale Cells signed a framework agreement with the city government of Arden. The plant, with an \
annual capacity of 20 GWh, takes an investment of 95.25 billion yuan (approximately 13.4 billion U.S. dollars) and \
will create more than 2,000 jobs. A subsidy of 3 billion yuan was granted. The group sold 50 models.
“We have signed an agreement with Orsk Mining worth 7 billion yuan,” said Jane Doe.
Both sides will sign an investment agreement in October. At the fair, 137 projects were signed.
"""
INTENT = "Wir wollen keine Vereinbarung unterzeichnen."


def document(text: str = TEXT, **more: Any) -> Document:
    """Return a text as a document."""
    return read_text(text, "told.txt", **more)


def quote(of: Document, words: str) -> Quote:
    """Return words of a document as a quote."""
    start = of.text.index(words)
    return Quote(start, start + len(words), words)


def quoted(of: Document, *words: str) -> tuple[Quote, ...]:
    """Return several."""
    return tuple(quote(of, one) for one in words)


def release(of: Document, *records: Record, entities: tuple[Entity, ...] | None = None) -> Release:
    """Return a release of records about Northvale Cells and Arden."""
    head = Head(of.name, of.sha256, of.language, len(of.text), of.published)
    return Release(head, "test", named(of) if entities is None else entities, records)


def named(of: Document) -> tuple[Entity, ...]:
    """Return the two parties of the passage."""
    return (
        Entity("e1", "Northvale Cells", "company", quoted(of, "Northvale Cells")),
        Entity("e2", "city government of Arden", "government", quoted(of, "city government of Arden")),
    )


def signed(of: Document, act: str = "signed a framework agreement", **more: Any) -> Record:
    """Return a record of a framework agreement that rests on an act."""
    said = quoted(of, act)
    kind, status = Stated("framework_agreement", said), Agreed("signed", True, said)
    return replace(Record("r1", kind, status, (), Dated(None, "not_stated")), **more)


def verified(of: Document, **more: Any) -> tuple[Record, tuple[str, ...]]:
    """Return the only record of a release, verified, and the reasons of what was dropped."""
    found = verify(of, release(of, signed(of, **more)))
    return found.records[0], tuple(one.reason for one in found.dropped)
