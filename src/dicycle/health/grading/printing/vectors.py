"""A drawing as SVG, without anything that is fetched or run."""

from html import escape
from typing import Final

from dicycle.health.grading.printing.drawing import Drawing, Rect, Text

_DIGITS: Final = 3
_FONT: Final = "Helvetica, Arial, 'Noto Sans', 'Noto Sans CJK SC', sans-serif"


def as_svg(drawing: Drawing) -> bytes:
    """Return a drawing as SVG 1.1, in millimetres."""
    wide, high = _number(drawing.width), _number(drawing.height)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}mm" height="{high}mm" viewBox="0 0 {wide} {high}" '
        f'role="img" font-family="{escape(_FONT)}"><title>{_plain(drawing.title)}</title>'
        f'<rect width="{wide}" height="{high}" fill="#fff"/>'
    )
    return (head + "".join(map(_shape, drawing.shapes)) + "</svg>\n").encode()


def _shape(one: Rect | Text) -> str:
    return _text(one) if isinstance(one, Text) else _rect(one)


def _rect(one: Rect) -> str:
    place = f'x="{_number(one.x)}" y="{_number(one.y)}" width="{_number(one.width)}" height="{_number(one.height)}"'
    if one.line is None:
        return f'<rect {place} fill="{_grey(one.shade)}"/>'
    return f'<rect {place} fill="none" stroke="{_grey(one.shade)}" stroke-width="{_number(one.line)}"/>'


def _text(one: Text) -> str:
    weight = ' font-weight="bold"' if one.bold else ""
    anchor = f' text-anchor="{one.anchor}"' if one.anchor != "start" else ""
    place = f'x="{_number(one.x)}" y="{_number(one.y)}" font-size="{_number(one.size)}"'
    return f'<text {place}{weight}{anchor} fill="{_grey(one.shade)}">{_plain(one.text)}</text>'


def _plain(text: str) -> str:
    """Return text as XML takes it: no control characters."""
    return escape("".join(one if one.isprintable() else " " for one in text))


def _grey(shade: float) -> str:
    return f"#{round(shade * 255):02x}" + f"{round(shade * 255):02x}" * 2


def _number(value: float) -> str:
    return f"{round(value, _DIGITS) + 0.0:g}" if value < 1000 else f"{value:.{_DIGITS}f}"
