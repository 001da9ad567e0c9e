"""The label of a graded unit: its grade to be read from two metres, and what was not measured."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from dicycle.health.grading.certificate import Certificate
from dicycle.health.grading.printing.drawing import Drawing, Rect, Text, qr_shapes, wrapped
from dicycle.health.grading.printing.qr import qr_matrix
from dicycle.health.grading.wording import health_in_words, interval_in_words, type_name


class Paper(NamedTuple):
    """A label's size in millimetres."""

    width: float
    height: float


ROLL: Final = Paper(62, 100)
A6: Final = Paper(105, 148)
_EDGE: Final = 3.0


def label(one: Certificate, digest: str, paper: Paper = ROLL) -> Drawing:
    """Draw the label of a certificate, whose id is `digest`; its QR code holds the unit's GS1 Digital Link."""
    unit = paper.width / ROLL.width
    side = 26 * unit
    shapes = [
        Rect(0.5, 0.5, paper.width - 1, paper.height - 1, line=0.4),
        *_grade(one, unit),
        *qr_shapes(qr_matrix(one.unit), paper.width - side - 1.5, 2, side),
        *_lines(one, digest, paper, unit),
    ]
    return Drawing(paper.width, paper.height, f"Label {one.unit}", tuple(shapes))


def _grade(one: Certificate, unit: float) -> Iterator[Rect | Text]:
    grade = one.graded.grade or "?"
    yield Text(_EDGE, 24 * unit, 28 * unit, grade, bold=True)
    yield Text(_EDGE, 29 * unit, 3 * unit, "QUARANTINE" if one.graded.safety == "quarantine" else "Grade", bold=True)


def _lines(one: Certificate, digest: str, paper: Paper, unit: float) -> Iterator[Text]:
    y, lowest = 33 * unit, paper.height - 6 * unit
    for size, bold, text in _texts(one):
        for line in wrapped(text, size * unit, paper.width - 2 * _EDGE, bold=bold):
            y += size * unit * 1.25
            if y > lowest:
                yield Text(_EDGE, lowest + 2 * unit, 2.2 * unit, "… more in the certificate", bold=True)
                return
            yield Text(_EDGE, y, size * unit, line, bold=bold)
        y += 0.6 * unit
    yield Text(_EDGE, paper.height - 2.5 * unit, 2.0 * unit, f"Certificate {digest[:32]}")


def _texts(one: Certificate) -> Iterator[tuple[float, bool, str]]:
    """Yield size, weight and text of what stands below the grade."""
    yield 3.4, True, one.graded.summary
    yield 5.0, True, interval_in_words(one.state)
    yield 2.6, False, health_in_words(one.state)
    until = f", valid until {one.graded.valid_until}" if one.graded.valid_until else ""
    yield 3.0, True, f"{one.as_of}{until}"
    yield 2.4, False, one.unit
    if one.type:
        yield 2.4, False, type_name(one.type, one.type.maker, one.type.model or one.type.id)
    if one.releases:
        yield 2.6, True, f"Released by two persons: {', '.join(release.gate for release in one.releases)}"
    lacking = "; ".join(one.not_measured)
    yield 2.6, bool(lacking), f"Not measured: {lacking}" if lacking else "Everything that is asked was measured."
