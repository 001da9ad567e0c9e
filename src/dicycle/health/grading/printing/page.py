"""The certificate on one page of A4: as large as it fits, and what does not fit is said to be in the JSON."""

from collections.abc import Iterator
from typing import Final

from dicycle.health.grading.certificate import Certificate
from dicycle.health.grading.printing.drawing import Drawing, Rect, Text, qr_shapes, wrapped
from dicycle.health.grading.printing.qr import qr_matrix
from dicycle.health.grading.wording import Line, Section, health_in_words, interval_in_words, sections

_WIDTH: Final = 210.0
_HEIGHT: Final = 297.0
_EDGE: Final = 14.0
_TOP: Final = 48.0
_SIZES: Final = tuple(tenths / 10 for tenths in range(32, 17, -1))
_COLUMNS: Final = (0.0, 42.0, 126.0)
_LEADING: Final = 1.28


def certificate_page(one: Certificate, digest: str) -> Drawing:
    """Draw a certificate, whose id is `digest`; its QR code holds the unit's GS1 Digital Link."""
    said = sections(one, digest)
    fitting = (tuple(_body(said, size)) for size in _SIZES)
    body = next((some for some in fitting if _lowest(some) <= _HEIGHT - _EDGE), tuple(_cut(said)))
    shapes = (*_head(one), *qr_shapes(qr_matrix(one.unit), _WIDTH - _EDGE - 30, 10, 30), *body)
    return Drawing(_WIDTH, _HEIGHT, f"Battery health certificate {digest}", shapes)


def _head(one: Certificate) -> Iterator[Rect | Text]:
    yield Rect(_EDGE, 10, 30, 30, line=0.6)
    yield Text(_EDGE + 15, 33, 26, one.graded.grade or "?", bold=True, anchor="middle")
    yield Text(_EDGE + 34, 17, 6, "Battery health certificate", bold=True)
    yield Text(_EDGE + 34, 24, 4.4, f"{'Grade ' if one.graded.grade else ''}{one.graded.summary}", bold=True)
    yield Text(_EDGE + 34, 30.5, 4.4, interval_in_words(one.state), bold=True)
    yield Text(_EDGE + 34, 35, 2.8, health_in_words(one.state))
    state = "QUARANTINE: to be put apart" if one.graded.safety == "quarantine" else f"Safety: {one.graded.safety}"
    yield Text(_EDGE + 34, 39.5, 3.2, state, bold=True)


def _body(said: tuple[Section, ...], size: float) -> Iterator[Rect | Text]:
    y = _TOP
    for section in said:
        y += size * 1.0
        yield Rect(_EDGE, y - size * 1.05, _WIDTH - 2 * _EDGE, size * 1.4, shade=0.9)
        yield Text(_EDGE + 1, y, size, section.title, bold=True)
        for line in section.lines:
            columns = _columns(line, size)
            for column, texts in columns:
                for row, text in enumerate(texts, 1):
                    bold = column == 0 or text.isupper()
                    yield Text(_EDGE + 1 + _COLUMNS[column], y + row * size * _LEADING, size, text, bold=bold)
            y += max((len(texts) for _, texts in columns), default=0) * size * _LEADING
        y += size * 0.9


def _columns(line: Line, size: float) -> list[tuple[int, list[str]]]:
    end = _WIDTH - 2 * _EDGE - 2
    ends = (_COLUMNS[1] - 1, (_COLUMNS[2] if line.beside else end) - 1, end)
    texts = zip(range(3), line, ends, strict=True)
    return [
        (column, list(wrapped(text, size, last - _COLUMNS[column], bold=column == 0))) for column, text, last in texts
    ]


def _lowest(shapes: tuple[Rect | Text, ...]) -> float:
    return max(one.y for one in shapes)


def _cut(said: tuple[Section, ...]) -> Iterator[Rect | Text]:
    """Yield what fits in the smallest size, and that more is in the JSON."""
    last = _HEIGHT - _EDGE - 3
    yield from (one for one in _body(said, _SIZES[-1]) if one.y <= last)
    more = "This page is too small for all of it; the JSON has the rest."
    yield Text(_EDGE + 1, _HEIGHT - _EDGE, 2.6, more, bold=True)
