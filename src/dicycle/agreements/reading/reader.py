"""A document from bytes or from a pasted text: the stages of reading in their order."""

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Final, NamedTuple

from dicycle.agreements.document import Block, Document, Sentence, Span
from dicycle.agreements.model import Boilerplate
from dicycle.agreements.reading.boilerplate import sort_out, spans
from dicycle.agreements.reading.decoding import decoded
from dicycle.agreements.reading.elements import looks_like_html
from dicycle.agreements.reading.html import Mark, Offsets, page_of, said_of
from dicycle.agreements.reading.kinds import kinds_of
from dicycle.agreements.reading.language import language_of
from dicycle.agreements.reading.layout import paragraphs_of
from dicycle.agreements.reading.pdf import is_pdf, text_of_pdf
from dicycle.agreements.reading.publication import published_of, publisher_of
from dicycle.agreements.reading.sentences import sentences_of
from dicycle.agreements.reading.voices import with_voices
from dicycle.agreements.reading.words import Words, words_of
from dicycle.agreements.vocabulary import Language
from dicycle.errors import InvalidInput

LARGEST: Final = 100_000_000
"""Bytes: what is larger is refused."""

_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})


def read(data: bytes, name: str, *, media_type: str | None = None, language: Language | None = None) -> Document:
    """Return the document that a file holds: text, HTML or PDF, told by its bytes where `media_type` does not say.

    Raises InvalidInput (``agreements.…``) for what cannot be read, with the reason.
    """
    if len(data) > LARGEST:
        raise InvalidInput.because(
            "agreements.too-large", f"It has {len(data):,} bytes; the most is {LARGEST:,}.", name, "Split it."
        )
    return _document(_opened(data, name, media_type), name, sha256(data).hexdigest(), language)


def read_text(text: str, name: str = "pasted", *, language: Language | None = None) -> Document:
    """Return the document of a pasted text; its SHA-256 is that of the text in UTF-8."""
    digest = sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()
    return _document(_Opened(text), name, digest, language)


class _Opened(NamedTuple):
    text: str
    marks: tuple[Mark, ...] = ()
    offsets: Offsets | None = None
    broken: bool = False


def _opened(data: bytes, name: str, media_type: str | None) -> _Opened:
    """Return the text of a file, whatever it is."""
    kind = (media_type or "").partition(";")[0].strip().casefold()
    if kind == "application/pdf" or (not kind.startswith("text/") and is_pdf(data)):
        return _Opened(text_of_pdf(data, name), broken=True)
    text = decoded(data, name, _charset(media_type))
    if kind in _HTML or (kind != "text/plain" and looks_like_html(text, name)):
        page = page_of(text)
        return _Opened(page.text, page.marks, page.offsets)
    return _Opened(text)


def _charset(media_type: str | None) -> str | None:
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", media_type or "", re.IGNORECASE)
    return found[1] if found else None


def _document(opened: _Opened, name: str, digest: str, language: Language | None) -> Document:
    text = opened.text
    spoken = language or language_of(text, name)
    words = words_of(spoken)
    paragraphs = list(paragraphs_of(text, broken=opened.broken))
    parts = sort_out(text, paragraphs, words, list(said_of(opened.marks, paragraphs)))
    passages = spans(text, parts, words)
    kinds = kinds_of(text, parts, words)
    blocks = tuple(Block(part.span.start, part.span.end, kind) for part, kind in zip(parts, kinds, strict=True))
    return Document(
        text,
        name=name,
        sha256=digest,
        language=spoken,
        blocks=blocks,
        sentences=tuple(_sentences(text, blocks, passages, words)),
        boilerplate=passages,
        published=published_of(text, blocks, passages, words),
        publisher=publisher_of(text, blocks, passages, words),
        source=opened.offsets,
    )


def _sentences(text: str, blocks: Sequence[Block], passages: Sequence[Boilerplate], words: Words) -> Iterator[Sentence]:
    """Yield the sentences of all blocks; one never goes over the edge of a passage of boilerplate."""
    edges = _Edges(passages)
    for number, block in enumerate(blocks):
        found: list[Span] = []
        for start, end in edges.cut(block.start, block.end):
            found.extend(sentences_of(text, start, end, words))
        yield from with_voices(text, Span(block.start, block.end), number, found, words)


class _Edges:
    """Cuts blocks, asked for in the order of the text, at the edges of boilerplate."""

    def __init__(self, passages: Sequence[Boilerplate]) -> None:
        self._edges = sorted({edge for one in passages for edge in (one.start, one.end)})
        self._next = 0

    def cut(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        while self._next < len(self._edges) and self._edges[self._next] < end:
            edge = self._edges[self._next]
            if edge > start:
                yield start, edge
                start = edge
            self._next += 1
        yield start, end
