"""What reads a document into a release, whichever way: rules, a language model's endpoint, or both."""

from typing import Protocol

from dicycle.agreements.document import Document
from dicycle.agreements.model import Release


class Extractor(Protocol):
    """Reads a document. What it gives is verified before anyone sees it."""

    name: str

    def extract(self, document: Document) -> Release:
        """Return what a document says."""
