"""A drawing in millimetres from the upper left corner: rectangles and texts, nothing else."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final, NamedTuple

POINT: Final = 25.4 / 72
"""Millimetres in a point."""

_USUAL: Final = 0.56
_BOLD: Final = 1.08
_WIDE: Final = 1.0
_EMS: Final = {
    **dict.fromkeys("ijl.,:;'|!/\\ftrI[]() -", 0.34), **dict.fromkeys("mwMW%@—…", 0.95),
    **dict.fromkeys("ABCDEFGHKLNOPQRSTUVXYZ&+=<>~", 0.75),
}  # fmt: skip
"""Widths of the characters of Helvetica in ems, rounded up by kind."""

_FIRST_WIDE: Final = 0x2E80
_CYRILLIC: Final = range(0x370, 0x530)


class Rect(NamedTuple):
    """A rectangle: filled, or framed with a line of this width; `shade` from 0 (black) to 1 (white)."""

    x: float
    y: float
    width: float
    height: float
    line: float | None = None
    shade: float = 0.0


class Text(NamedTuple):
    """A line of text; `y` is its baseline, `size` in millimetres, `x` its beginning, middle or end."""

    x: float
    y: float
    size: float
    text: str
    bold: bool = False
    anchor: str = "start"
    shade: float = 0.0


class Drawing(NamedTuple):
    """A sheet of a size in millimetres with what is on it; `title` is what it is called."""

    width: float
    height: float
    title: str
    shapes: tuple[Rect | Text, ...]


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return about how long a text is in millimetres; a little too much rather than too little."""
    return sum(map(_em, text)) * size * (_BOLD if bold else 1)


def _em(character: str) -> float:
    code = ord(character)
    return _WIDE if code >= _FIRST_WIDE or code in _CYRILLIC else _EMS.get(character, _USUAL)


def wrapped(text: str, size: float, longest: float, *, bold: bool = False) -> Iterator[str]:
    """Yield lines of a text that are no longer than so many millimetres; a word that is longer is cut."""
    line = ""
    for word in text.split():
        for piece in _pieces(word, size, longest, bold):
            longer = f"{line} {piece}" if line else piece
            if line and width(longer, size, bold=bold) > longest:
                yield line
                line = piece
            else:
                line = longer
    if line:
        yield line


def _pieces(word: str, size: float, longest: float, bold: bool) -> Iterator[str]:
    """Yield a word, in pieces where it is too long for a line, or where its script knows no spaces."""
    piece = ""
    for character in word:
        if piece and width(piece + character, size, bold=bold) > longest:
            yield piece
            piece = ""
        piece += character
    yield piece


def qr_shapes(matrix: tuple[tuple[bool, ...], ...], x: float, y: float, side: float) -> Iterator[Rect]:
    """Yield a QR code with its quiet zone of four modules inside a square; runs of dark modules are one rectangle."""
    module = side / (len(matrix) + 8)
    yield Rect(x, y, side, side, shade=1.0)
    for row, cells in enumerate(matrix, 4):
        for dark, some in groupby(enumerate(cells, 4), key=lambda one: one[1]):
            run = list(some)
            if dark:
                yield Rect(x + run[0][0] * module, y + row * module, len(run) * module, module)
