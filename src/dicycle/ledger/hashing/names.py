"""Names in full: what CURIEs and extension keys stand for in an event's context (CBV 2.0 §8.9, rules 15, 19 to 21)."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from dicycle.ledger import context as contexts
from dicycle.ledger import strict

STANDARD: Final = {
    "epcis": "https://ref.gs1.org/epcis/",
    "cbv": "https://ref.gs1.org/cbv/",
    "cbvmda": "urn:epcglobal:cbv:mda:",
    "gs1": "https://gs1.org/voc/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcterms": "http://purl.org/dc/terms/",
}
"""The prefixes that GS1's own context binds; they hold in every event."""

_LAST_NAME = re.compile(r"(.*[/#:])([^/#:]+)", re.DOTALL)


class Names:
    """What the words of one context mean."""

    def __init__(self, context: bytes) -> None:
        self._context = context
        found = STANDARD | dict(_terms(context))
        self._vocabulary = found.pop("@vocab", "")
        self._terms = {term: _resolved(value, found) for term, value in found.items()}

    def uri(self, text: str) -> str:
        """Return the URI that a CURIE stands for; any other text unchanged."""
        prefix, colon, rest = text.partition(":")
        start = self._terms.get(prefix) if colon else None
        return text if start is None or rest.startswith("//") or len(rest.split()) != 1 else start + rest

    @lru_cache(maxsize=4096)  # noqa: B019 - `names_of` keeps few of these, for good
    def key(self, text: str) -> str:
        """Return ``{namespace}local`` for a key with a prefix, a bound term or a URI; other keys unchanged."""
        prefix, colon, local = text.partition(":")
        if not colon:
            return self._of_term(text)
        namespace = self._terms.get(prefix)
        return self._of_uri(text) if namespace is None or local.startswith("//") else f"{{{namespace}}}{local}"

    def within(self, inner: Any) -> "Names":
        """Return the names that hold in an object that brings a context of its own."""
        return names_of(contexts.joined(self._context, contexts.encoded(inner)))

    def _of_term(self, text: str) -> str:
        if text in self._terms:
            return self._of_uri(self._terms[text])
        return f"{{{self._vocabulary}}}{text}" if self._vocabulary and not text.startswith("@") else text

    def _of_uri(self, uri: str) -> str:
        """Divide a URI where the longest namespace of the context ends, else before its last name."""
        bound = [one for one in self._terms.values() if uri.startswith(one) and one != uri]
        if bound:
            namespace = max(bound, key=len)
            return f"{{{namespace}}}{uri[len(namespace) :]}"
        found = _LAST_NAME.fullmatch(uri)
        return f"{{{found[1]}}}{found[2]}" if found and "//" in uri else uri


@lru_cache(maxsize=1024)
def names_of(context: bytes) -> Names:
    """Return the names that hold under a context, which is JSON as `dicycle.ledger.stored.StoredEvent` keeps it."""
    return Names(context)


def _terms(context: bytes) -> Iterator[tuple[str, str]]:
    """Yield what a context binds, in order: prefixes, terms (also in their expanded form) and ``@vocab``."""
    value = strict.decode(context)
    for part in value if isinstance(value, list) else [value]:
        for term, meaning in part.items() if isinstance(part, dict) else ():
            uri = meaning.get("@id") if isinstance(meaning, dict) else meaning
            if isinstance(uri, str) and uri and (term == "@vocab" or "@" not in (term[:1], uri[:1])):
                yield term, uri


def _resolved(value: str, terms: dict[str, str]) -> str:
    """Return the URI of a term that is defined through another prefix; a circle is left where it closes."""
    for _ in range(len(terms)):
        prefix, colon, rest = value.partition(":")
        start = terms.get(prefix) if colon and not rest.startswith("//") else None
        if start is None or start == value:
            break
        value = start + rest
    return value
