"""A drawing as PDF, by reportlab: no clock in it and no compression, so the same drawing gives the same bytes
(with one version of reportlab).

Latin text is in Helvetica, which every reader has. Other text is in the CJK fonts that readers bring themselves (ISO
32000-1, 9.7.5.2): Chinese, Japanese, Cyrillic and Greek in STSong-Light, Korean in HYSMyeongJo-Medium. What neither
holds is printed as a white square, and a sentence at the foot says so; the JSON has every character.
"""

from io import BytesIO
from itertools import groupby
from typing import Any, Final

from dicycle.errors import InvalidInput
from dicycle.health.grading.printing.drawing import POINT, Drawing, Rect, Text

_CHINESE: Final = "STSong-Light"
_KOREAN: Final = "HYSMyeongJo-Medium"
_LATIN: Final = "Helvetica"
_LACKING: Final = "\N{WHITE SQUARE}"
_NOTE: Final = "A white square stands for a character that this file has no font for; the certificate's JSON has it."
_ADVICE: Final = 'Install "dicycle[health]".'


def as_pdf(drawing: Drawing) -> bytes:
    """Return a drawing as a PDF of one page; raises InvalidInput where reportlab is not installed."""
    canvas, out = _canvas(drawing)
    lacking = False
    for one in drawing.shapes:
        if isinstance(one, Text):
            lacking |= _text(canvas, drawing, one)
        else:
            _rect(canvas, drawing, one)
    if lacking:
        _text(canvas, drawing, Text(3, drawing.height - 1.5, 1.8, _NOTE))
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _canvas(drawing: Drawing) -> tuple[Any, BytesIO]:
    try:
        from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
        from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]
    except ImportError:
        sentence = "PDF files need reportlab, which is not here."
        raise InvalidInput.because("grading.no-printer", sentence, "", _ADVICE) from None
    for font in (_CHINESE, _KOREAN):
        pdfmetrics.registerFont(UnicodeCIDFont(font))
    out = BytesIO()
    size = (drawing.width / POINT, drawing.height / POINT)
    canvas = Canvas(out, pagesize=size, invariant=1, pageCompression=0)
    canvas.setTitle(drawing.title)
    canvas.setCreator("Dicycle")
    return canvas, out


def _rect(canvas: Any, drawing: Drawing, one: Rect) -> None:
    place = (one.x / POINT, (drawing.height - one.y - one.height) / POINT, one.width / POINT, one.height / POINT)
    if one.line is None:
        canvas.setFillGray(one.shade)
        canvas.rect(*place, stroke=0, fill=1)
        return
    canvas.setStrokeGray(one.shade)
    canvas.setLineWidth(one.line / POINT)
    canvas.rect(*place, stroke=1, fill=0)


def _text(canvas: Any, drawing: Drawing, one: Text) -> bool:
    """Draw a line of text, each run in the font that has it; return whether a character was lacking."""
    from reportlab.pdfbase.pdfmetrics import stringWidth  # type: ignore[import-untyped]

    runs = [(font, "".join(some)) for font, some in groupby(_printable(one.text), key=_font)]
    fonts = [(f"{font}-Bold" if font == _LATIN and one.bold else font, run) for font, run in runs]
    size, length = one.size / POINT, sum(stringWidth(run, font, one.size / POINT) for font, run in fonts)
    x = one.x / POINT - {"start": 0.0, "middle": length / 2, "end": length}[one.anchor]
    canvas.setFillGray(one.shade)
    for font, run in fonts:
        canvas.setFont(font, size)
        canvas.drawString(x, (drawing.height - one.y) / POINT, run)
        x += stringWidth(run, font, size)
    return _LACKING in _printable(one.text) and _LACKING not in one.text


def _printable(text: str) -> str:
    return "".join(one if one.isprintable() and _font(one) else _LACKING for one in text)


def _font(character: str) -> str:
    """Return which font has a character, an empty text if none has."""
    for font, encoding in ((_LATIN, "cp1252"), (_CHINESE, "gbk"), (_KOREAN, "cp949")):
        try:
            character.encode(encoding)
        except UnicodeEncodeError:
            continue
        return font
    return ""
