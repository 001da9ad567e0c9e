"""Long texts are read in windows of whole blocks, so that time and memory grow with the text and no faster.

A newspaper's archive in one file is not one article: names and phrases are resolved within a window.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from msgspec import Struct

from dicycle.agreements.document import Block, Document, Sentence
from dicycle.agreements.model import Boilerplate, Quote, Release

WINDOW: Final = 16_000
"""Characters of a window; an article of a newspaper has 2,000 to 8,000."""

_IDS: Final = frozenset({"id", "entity", "part_of", "record"})


def windows(document: Document) -> Iterator[tuple[int, Document]]:
    """Yield where a window begins, and the window as a document of its own."""
    if len(document.text) <= WINDOW or not document.sentences:
        yield 0, document
        return
    part: list[Sentence] = []
    for sentence in document.sentences:
        if part and sentence.end - part[0].start > WINDOW:
            yield part[0].start, _cut(document, part)
            part = []
        part.append(sentence)
    yield part[0].start, _cut(document, part)


def _cut(document: Document, part: Sequence[Sentence]) -> Document:
    start, end, first = part[0].start, part[-1].end, part[0].block
    blocks = document.blocks[first : part[-1].block + 1]
    return Document(
        document.text[start:end],
        name=document.name,
        sha256=document.sha256,
        language=document.language,
        blocks=tuple(Block(max(0, one.start - start), min(end, one.end) - start, one.kind) for one in blocks),
        sentences=tuple(_moved_sentence(one, start, first) for one in part),
        boilerplate=tuple(
            Boilerplate(one.type, max(0, one.start - start), min(end, one.end) - start)
            for one in document.boilerplate_between(start, end)
        ),
        published=moved(document.published, -start, ""),
    )


def _moved_sentence(one: Sentence, start: int, first: int) -> Sentence:
    voices = tuple((begin - start, end - start, voice) for begin, end, voice in one.voices)
    return Sentence(one.start - start, one.end - start, one.block - first, voices)


def moved(value: Any, by: int, mark: str, name: str = "") -> Any:
    """Return a value of a release with its quotes moved by so many characters, and its ids marked."""
    if isinstance(value, Quote):
        return Quote(value.start + by, value.end + by, value.text)
    if isinstance(value, Struct):
        fields = value.__struct_fields__
        return type(value)(**{field: moved(getattr(value, field), by, mark, field) for field in fields})
    if isinstance(value, tuple):
        return tuple(moved(one, by, mark, name) for one in value)
    if isinstance(value, str) and (name in _IDS or (name == "basis" and value.startswith("inherited:r"))):
        return value + mark
    return value


def together(document: Document, found: list[tuple[int, Release]]) -> Release:
    """Return the releases of windows as that of their document."""
    if len(found) == 1 and found[0][0] == 0 and found[0][1].head.characters == len(document.text):
        return found[0][1]
    parts = [
        [moved(getattr(one, name), start, f".{number}" if number else "") for number, (start, one) in enumerate(found)]
        for name in ("entities", "records", "dropped")
    ]
    entities, records, dropped = (tuple(value for part in one for value in part) for one in parts)
    return Release(found[0][1].head, found[0][1].extractor, entities, records, document.boilerplate, dropped)
