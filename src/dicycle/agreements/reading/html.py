"""HTML to a text with its blocks, and back: every character of the text knows where it stood in the source."""

import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple, overload

from dicycle.agreements.reading.elements import BLOCKS, CLOSED_BY, DATES, KINDS, LEFT_OUT, PUBLISHER, VOID, furniture
from dicycle.agreements.reading.markup import Chars, Tag, characters, tokens_of

DEEPEST: Final = 400
"""Elements within elements: those further in are read, but not remembered as elements."""

_BLANKS: Final = re.compile(r"[ \t\n\r\f]+")
_HIDING: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TELLING: Final = re.compile(r"hidden|style|class|id|role", re.IGNORECASE)
_ISO: Final = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}")
_LINKED: Final = re.compile(r"\"datePublished\"\s{0,9}:\s{0,9}\"([^\"]{8,40})\"")


class Mark(NamedTuple):
    """A stretch of text that the markup says something of: a kind of block or a class of boilerplate."""

    start: int
    end: int
    says: str


class Offsets(Sequence[int]):
    """Where each character of a text stood in the source, kept as runs that go on one by one."""

    def __init__(self) -> None:
        self._at, self._source, self._length = array("Q"), array("Q"), 0

    def run(self, length: int, source: int) -> None:
        """Add characters that stood one behind the other from a place of the source on."""
        if not self._at or self._source[-1] + self._length - self._at[-1] != source:
            self._at.append(self._length)
            self._source.append(source)
        self._length += length

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, place: int) -> int: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[int, ...]: ...
    def __getitem__(self, place: int | slice) -> int | tuple[int, ...]:
        if isinstance(place, slice):
            return tuple(self[one] for one in range(*place.indices(self._length)))
        at = place + self._length if place < 0 else place
        if not 0 <= at < self._length:
            raise IndexError(place)
        number = bisect_right(self._at, at) - 1
        return self._source[number] + at - self._at[number]


class Page(NamedTuple):
    """What a page says to its readers."""

    text: str
    offsets: Offsets
    marks: tuple[Mark, ...]


def page_of(source: str) -> Page:
    """Return the text of an HTML page: scripts, styles, templates and what is hidden left out."""
    writer = _Writer(source)
    for token in tokens_of(source):
        if isinstance(token, Tag):
            writer.tag(token)
        else:
            writer.chars(token)
    return writer.page()


class _Open(NamedTuple):
    name: str
    begun: int
    says: tuple[str, ...]
    hides: bool


class _Writer:
    """Writes the text of a page; `_hidden` counts the open elements that hide what is in them."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._pieces: list[str] = []
        self._offsets = Offsets()
        self._marks: list[Mark] = []
        self._open: list[_Open] = []
        self._names: Counter[str] = Counter()
        self._unkept: Counter[str] = Counter()
        self._hidden = 0
        self._break, self._blank = 0, False
        self._stated: dict[str, tuple[int, int]] = {}

    def page(self) -> Page:
        while self._open:
            self._pop()
        self._write_stated()
        text = "".join(self._pieces)
        return Page(text, self._offsets, tuple(one for one in self._marks if not _swallows(one, len(text))))

    def tag(self, tag: Tag) -> None:
        if tag.closes:
            self._end(tag.name)
        else:
            self._start(tag)
        if tag.name in BLOCKS:
            self._break = 2
        elif tag.name == "br":
            self._break = max(self._break, 1)
        elif tag.name in {"td", "th"}:
            self._blank = True

    def chars(self, token: Chars) -> None:
        if token.raw == "script":
            self._linked(token)
        if token.raw or self._hidden:
            return
        pre = self._names["pre"] > 0
        for piece, place in characters(self._source, token.start, token.end):
            self._lines(piece, place) if pre else self._words(piece, place)

    def _linked(self, token: Chars) -> None:
        found = _LINKED.search(self._source, token.start, min(token.end, token.start + 200_000))
        if found:
            self._stated.setdefault("datepublished", found.span(1))

    def _words(self, piece: str, place: int) -> None:
        at = 0
        for blank in _BLANKS.finditer(piece):
            if blank.start() > at:
                self._put(piece[at : blank.start()], place + at)
            self._blank, at = True, blank.end()
        if at < len(piece):
            self._put(piece[at:], place + at)

    def _lines(self, piece: str, place: int) -> None:
        for number, line in enumerate(piece.split("\n")):
            if number:
                self._break = max(self._break, min(self._break + 1, 2))
            if line.strip():
                self._put(line, place)
            place += len(line) + 1

    def _put(self, piece: str, place: int) -> None:
        gap = "\n" * self._break if self._break else " " if self._blank else ""
        if gap and self._pieces:
            self._pieces.append(gap)
            for _ in gap:
                self._offsets.run(1, place)
        self._pieces.append(piece)
        self._offsets.run(len(piece), place)
        self._break, self._blank = 0, False

    def _start(self, tag: Tag) -> None:
        name = tag.name
        if name == "meta" or name == "time":
            self._state(tag)
        if name in VOID or self._source.startswith("/>", tag.end - 2):
            return
        self._imply(name)
        if len(self._open) >= DEEPEST:
            self._unkept[name] += 1
            return
        told = _TELLING.search(self._source, *tag.inner)
        attributes = tag.attributes(self._source) if told else {}
        hides = name in LEFT_OUT or self._is_hidden(attributes)
        self._hidden += hides
        self._names[name] += 1
        self._open.append(_Open(name, len(self._offsets), self._says(name, attributes), hides))

    def _imply(self, name: str) -> None:
        if name in BLOCKS and self._open and self._open[-1].name == "p":
            self._pop()
        while self._open and self._open[-1].name in CLOSED_BY.get(name, ()):
            self._pop()

    def _end(self, name: str) -> None:
        if self._unkept[name]:
            self._unkept[name] -= 1
        elif self._names[name]:
            while self._pop() != name:
                pass

    def _pop(self) -> str:
        one = self._open.pop()
        self._names[one.name] -= 1
        self._hidden -= one.hides
        for says in one.says if len(self._offsets) > one.begun else ():
            self._marks.append(Mark(one.begun, len(self._offsets), says))
        return one.name

    def _value(self, attributes: dict[str, tuple[int, int]], name: str) -> str:
        start, end = attributes.get(name, (0, 0))
        return self._source[start : min(end, start + 400)]

    def _is_hidden(self, attributes: dict[str, tuple[int, int]]) -> bool:
        return "hidden" in attributes or bool(_HIDING.search(self._value(attributes, "style")))

    def _says(self, name: str, attributes: dict[str, tuple[int, int]]) -> tuple[str, ...]:
        quoted = name == "footer" and self._names["blockquote"]
        labels = f"{self._value(attributes, 'class')} {self._value(attributes, 'id')}"
        boilerplate = None if quoted else furniture(name, self._value(attributes, "role"), labels)
        return tuple(one for one in (KINDS.get(name), boilerplate and f"boilerplate:{boilerplate}") if one)

    def _state(self, tag: Tag) -> None:
        """Keep what a page says of its date and its publisher for nobody's eyes."""
        attributes = tag.attributes(self._source)
        labels = (self._value(attributes, one) for one in ("property", "name", "itemprop"))
        label = next((one for one in labels if one), "").casefold()
        if tag.name == "time":
            label, value = "time", attributes.get("datetime")
        else:
            value = attributes.get("content")
        if value and value[0] < value[1] <= value[0] + 120 and (label in DATES or label == PUBLISHER):
            self._stated.setdefault(label, value)

    def _write_stated(self) -> None:
        """Write them as the last lines, marked as metadata: so they can be quoted as all else."""
        dates = [self._stated[one] for one in DATES if one in self._stated]
        dated = [one for one in dates if _ISO.match(self._source, *one)][:1]
        named = [self._stated[one] for one in (PUBLISHER,) if one in self._stated]
        for says, values in (("metadata_date", dated), ("metadata_publisher", named)):
            for start, end in values:
                begun = len(self._offsets) + (2 if self._pieces else 0)
                self._break, self._blank = 2, False
                for piece, place in characters(self._source, start, end):
                    self._words(piece, place)
                self._marks.append(Mark(begun, max(begun, len(self._offsets)), says))


def _swallows(mark: Mark, length: int) -> bool:
    """Tell whether a mark for boilerplate takes in most of a page: then a name has misled us."""
    return mark.says.startswith("boilerplate:") and mark.end - mark.start > 0.6 * length


def said_of(marks: Sequence[Mark], spans: Iterable[tuple[int, int]]) -> Iterator[tuple[str, ...]]:
    """Yield what the marks say of each of some stretches of text that are in order, the outermost mark first."""
    waiting = sorted(marks, key=lambda one: (one.start, -one.end))
    held: list[Mark] = []
    number = 0
    for start, end in spans:
        while number < len(waiting) and waiting[number].start <= start:
            held.append(waiting[number])
            number += 1
        held = [one for one in held if one.end > start]
        yield tuple(one.says for one in held if one.end >= end)
