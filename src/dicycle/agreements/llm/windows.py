"""A long document in windows: cut between paragraphs, each with the end of the one before it."""

from collections.abc import Iterator
from typing import Final

from dicycle.agreements.document import Document, Span

SIZE: Final = 12_000
"""Characters of a window at most: a page or four, and few enough that an answer is not cut off."""
OVERLAP: Final = 1_500
"""Characters that a window repeats at most: what "the agreement" of its first sentence was."""
MOST: Final = 60
"""Windows of one document."""


def windows(document: Document, size: int = SIZE, overlap: int = OVERLAP) -> list[Span]:
    """Return the windows of a document that are read, in its order; what is behind the last is not."""
    found: list[Span] = []
    pieces = list(_pieces(document, size))
    at = 0
    while at < len(pieces) and len(found) < MOST:
        end = at + 1
        while end < len(pieces) and pieces[end].end - pieces[at].start <= size:
            end += 1
        found.append(Span(pieces[at].start, pieces[end - 1].end))
        if end == len(pieces):
            break
        at = _back(pieces, at, end, min(overlap, size - (pieces[end].end - pieces[end - 1].end)))
    return found


def _back(pieces: list[Span], begun: int, end: int, overlap: int) -> int:
    """Return with which piece the next window begins."""
    at = end
    while at - 1 > begun and pieces[end - 1].end - pieces[at - 1].start <= overlap:
        at -= 1
    return at


def _pieces(document: Document, size: int) -> Iterator[Span]:
    """Yield the paragraphs that are no boilerplate; one that is longer than a window in parts, between sentences."""
    for number, block in enumerate(document.blocks):
        if block.kind == "boilerplate" or block.start >= block.end:
            continue
        if block.end - block.start <= size:
            yield Span(block.start, block.end)
        else:
            yield from _parts(document, number, size)


def _parts(document: Document, number: int, size: int) -> Iterator[Span]:
    block = document.blocks[number]
    start = block.start
    while start < block.end:
        end = min(start + size, block.end)
        if end < block.end:
            last = document.sentence_at(end)
            end = last.start if last and start < last.start else end
        yield Span(start, end)
        start = end
