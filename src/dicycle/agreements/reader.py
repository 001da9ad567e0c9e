"""From the bytes of a document to a verified release."""

from typing import NamedTuple

from dicycle.agreements.document import Document
from dicycle.agreements.extracting import engine
from dicycle.agreements.extractor import Extractor
from dicycle.agreements.languages.tongues import tongue_of
from dicycle.agreements.model import Release
from dicycle.agreements.reading import read
from dicycle.agreements.verifying import verify
from dicycle.agreements.vocabulary import Language


class RuleExtractor:
    """Rules and small models, offline."""

    name = engine.NAME

    def extract(self, document: Document) -> Release:
        """Return what a document says, unverified."""
        return engine.extract(document, tongue_of(document.language))


class Reading(NamedTuple):
    """A document as it was read, and what it says."""

    document: Document
    release: Release


def read_agreements(
    data: bytes,
    name: str,
    *,
    media_type: str | None = None,
    language: Language | None = None,
    extractor: Extractor | None = None,
) -> Reading:
    """Read a document and what it says of agreements; every value is verified against its characters.

    Raises InvalidInput with a sentence where it is no document that can be read.
    """
    document = read(data, name, media_type=media_type, language=language)
    release = (extractor or RuleExtractor()).extract(document)
    return Reading(document, verify(document, release))
