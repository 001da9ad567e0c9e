"""Certificates and labels on paper: readers open them, cameras read the code, and the bytes are always the same."""

import io
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from health.grading_cases import DAY, PACK, PACK_SAYS, RAW, TYPE, UNIT, answers, case, healthy
from msgspec.structs import replace
from pypdf import PdfReader

from dicycle.errors import InvalidInput
from dicycle.health.grading import Assessed, conclude
from dicycle.health.grading.printing import A6, ROLL, as_pdf, as_svg, certificate_page, label
from dicycle.health.grading.printing.drawing import Drawing, Rect, Text, wrapped
from dicycle.health.model import StateOfHealth

pytest.importorskip("reportlab")
pytest.importorskip("segno")

HELD_UP = "no grade yet; A if nothing speaks against it"
NAMES = ["示例电池有限公司", "Пример Батареи", "예시 배터리", "かな電池", "Größe – “x” €", "नमूना 🔋"]


def made(state: StateOfHealth | None = None, **more: object) -> Assessed:
    """Return what is certified of the invented pack."""
    told = {"type": PACK, "readings": answers(PACK_SAYS), **more}
    return conclude(case(**told), state or healthy(), DAY, model="cd" * 32)


def texts(data: bytes) -> str:
    """Return the text of a PDF of one page."""
    (page,) = PdfReader(io.BytesIO(data)).pages
    return " ".join(page.extract_text().split())


def page(one: Assessed) -> bytes:
    """Return the certificate as PDF."""
    return as_pdf(certificate_page(one.certificate, one.id))


def test_the_page_says_what_the_certificate_says() -> None:
    """One page of A4 holds grade, interval, type, every gate with limit and value, hashes and what it does not say."""
    one = made(readings=answers(PACK_SAYS, insulation=None))
    said = texts(page(one))
    for text in (
        HELD_UP, "87.0 to 90.0 %", "capacity over rated capacity, 1C, 25 °C", UNIT, one.id, "cd" * 8,
        "S3 Insulation: not measured", "at least 100 ohm/V", "2 to 3.65 V", "Safety: open", "GB/T 34015",
        "signed by nobody", "It says nothing of how long the unit will live.", "2031-03-20", "Ada Beispiel",
    ):  # fmt: skip
        assert text in said, text
    box = PdfReader(io.BytesIO(page(one))).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)


def test_nothing_lies_outside_the_sheet_or_over_the_next_column() -> None:
    """Every text of the page begins and ends on the sheet."""
    pytest.importorskip("reportlab")
    from reportlab.pdfbase.pdfmetrics import stringWidth

    drawing = certificate_page(made().certificate, made().id)
    for one in drawing.shapes:
        if isinstance(one, Text) and one.anchor == "start":
            assert one.x + stringWidth(one.text, "Helvetica-Bold" if one.bold else "Helvetica", one.size) < 200
            assert 0 < one.y < 290


def test_the_bytes_are_the_same_in_another_process() -> None:
    """There is no clock and no chance in page and label."""
    code = (
        "from health.test_certificate_print import *; import hashlib; one = made(); "
        "print(hashlib.sha256(page(one) + as_pdf(label(one.certificate, one.id))).hexdigest())"
    )
    command = [sys.executable, "-c", code]
    environment = {"PYTHONPATH": str(Path(__file__).parents[1])}
    found = {
        subprocess.run(
            command, capture_output=True, check=True, env={**environment, "PYTHONHASHSEED": seed, "TZ": zone}
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"))
    }
    assert len(found) == 1


@pytest.mark.parametrize("name", NAMES)
def test_names_of_any_script_are_printed_or_said_to_be_lacking(name: str) -> None:
    """Names in other scripts are in the PDF; where no font has one, a sentence stands at the foot."""
    said = texts(page(made(type=replace(PACK, maker=name))))
    shown = name in said.replace("\N{NO-BREAK SPACE}", " ")
    assert shown or "A white square stands for a character" in said
    assert shown == (name != "नमूना 🔋")


def test_a_certificate_too_long_for_a_page_says_so() -> None:
    """With a hundred raw files the page ends with where the rest is."""
    files = tuple(replace(RAW, name=f"{n}.csv", sha256=f"{n:064x}") for n in range(150))
    said = texts(page(made(sources=files)))
    assert "This page is too small for all of it; the JSON has the rest." in said
    assert "149.csv" not in said


@pytest.mark.parametrize("paper", [ROLL, A6])
def test_the_label_has_what_a_yard_needs(paper: object) -> None:
    """Grade, interval, day, what was not measured, the certificate's id: as SVG and as PDF, on the label."""
    one = made(readings=answers(PACK_SAYS, insulation=None))
    drawing = label(one.certificate, one.id, paper)  # type: ignore[arg-type]
    svg = ElementTree.fromstring(as_svg(drawing))
    in_svg = " ".join(found.text or "" for found in svg.iter("{http://www.w3.org/2000/svg}text"))
    for said in (in_svg, texts(as_pdf(drawing))):
        for text in (
            "?",
            "no grade yet; A if nothing speaks against it",
            "87.0 to 90.0 %",
            "2031-03-20",
            "Not measured:",
            one.id[:32],
        ):
            assert text in said
    assert all(0 <= shape.x <= drawing.width and 0 <= shape.y <= drawing.height for shape in drawing.shapes)


def test_a_unit_to_be_put_apart_says_so_in_words() -> None:
    """The label and the page of a leaking pack say quarantine, not only D."""
    one = made(readings=answers(PACK_SAYS, leaking=True))
    assert "QUARANTINE" in texts(as_pdf(label(one.certificate, one.id)))
    assert "QUARANTINE: to be put apart" in texts(page(one))


def pixels(drawing: Drawing, scale: int) -> "np.ndarray[tuple[int, int], np.dtype[np.uint8]]":
    """Draw the rectangles of a drawing as a camera would see them."""
    image = np.full((int(drawing.height * scale), int(drawing.width * scale)), 255, np.uint8)
    for one in drawing.shapes:
        if isinstance(one, Rect) and one.line is None:
            left, right, top, bottom = (
                round(edge * scale) for edge in (one.x, one.x + one.width, one.y, one.y + one.height)
            )
            image[top:bottom, left:right] = round(255 * one.shade)
    return image


def test_a_camera_reads_the_unit_from_label_and_page() -> None:
    """The QR code of both is the unit's GS1 Digital Link, read by a decoder that is not ours."""
    zxingcpp = pytest.importorskip("zxingcpp")
    one = made()
    for drawing in (label(one.certificate, one.id), certificate_page(one.certificate, one.id)):
        assert [found.text for found in zxingcpp.read_barcodes(pixels(drawing, 12))] == [UNIT]


def test_a_code_too_long_for_a_label_is_refused() -> None:
    """A unit whose code no QR code holds is refused with a sentence."""
    one = made(unit="urn:x:" + "a" * 5000)
    with pytest.raises(InvalidInput, match="too long"):
        label(one.certificate, one.id)


def test_a_drawing_is_safe_in_a_page() -> None:
    """Names are text: nothing in them becomes markup, and a word without spaces is cut into lines."""
    one = made(type=replace(TYPE, maker="<script>alert(1)</script>\x07"))
    svg = as_svg(label(one.certificate, one.id))
    assert b"<script" not in svg
    ElementTree.fromstring(svg)
    assert "".join(wrapped("a" * 300, 3, 50)) == "a" * 300
