"""From the scan to the label in a real Chromium at 390 pixels: camera, photo, scanner, gates, record, grade."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser.conftest import ARGUMENTS, LOOKS, Watched, binary
from browser.test_pages import OPEN, overflow, violations
from browser.yard_camera import photo, video
from browser.yard_cells import model, record
from browser.yard_serving import GOOD, NAME, YESTERDAY, Cell, Yard, a_yard, answer, settled

from dicycle.health.grading import read_certificate

pytestmark = pytest.mark.browser

NARROW = LOOKS[0]
TRUE_HEALTH = 0.9
Camera = Callable[[str, str], Watched]


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Yard]:
    """The yard of all these tests."""
    with a_yard(tmp_path_factory.mktemp("yard")) as served:
        yield served


@pytest.fixture
def cell(yard: Yard) -> Cell:
    """A cell that came back."""
    return yard.cell()


@pytest.fixture(scope="module")
def seeing(tmp_path_factory: pytest.TempPathFactory, chromium: Any) -> Iterator[tuple[Any, Path]]:
    """A browser with a camera, and the film that it sees whenever the camera is opened."""
    film = video(tmp_path_factory.mktemp("camera") / "film.y4m", "QRCode", "nothing yet")
    flags = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
    given = [*ARGUMENTS, *flags, f"--use-file-for-fake-video-capture={film}"]
    browser = chromium.browser_type.launch(executable_path=binary(), args=given)
    yield browser.new_context(viewport={"width": 390, "height": 844}), film
    browser.close()


@pytest.fixture
def camera(seeing: tuple[Any, Path]) -> Iterator[Camera]:
    """Return how to open a page with a camera that sees a symbol."""
    context, film = seeing
    pages: list[Any] = []

    def opened(kind: str, text: str) -> Watched:
        video(film, kind, text)
        pages.append(context.new_page())
        return Watched(pages[-1])

    yield opened
    for page in pages:
        page.close()


def test_from_the_scan_to_the_label(cell: Cell, camera: Camera, tmp_path: Path) -> None:
    """A QR code before the camera, every gate, a record of pulses, the grade by a fitted model, the label.

    The interval holds the health that the cell was made with, and the certificate names the model.
    """
    watched = camera("QRCode", cell.unit)
    page = watched.page
    page.goto(f"{cell.yard.address}/yard")
    assert not any("zxing" in url for url in watched.requests)
    page.get_by_role("button", name="Scan with the camera").click()
    page.wait_for_url(f"**{cell.path}")
    assert "Example Cell 50" in page.locator("h1").inner_text()
    assert page.locator("#capacity").input_value() == "50"
    page.get_by_label("Your name").fill(NAME)
    page.get_by_role("button", name="Begin").click()
    settled(page, "lifetime-record", "pass")
    for question, value in GOOD.items():
        assert page.locator("#next").get_attribute("data-question") == question
        answer(page, question, value)
        settled(page, question, "pass")
    pulses = tmp_path / "pulses.csv"
    pulses.write_bytes(record(TRUE_HEALTH))
    page.locator("#file").set_input_files(pulses)
    page.locator("#measured").fill(YESTERDAY)
    page.get_by_role("button", name="Upload").click()
    page.locator(".file").wait_for()
    assert "555 rows, 1 pulse test" in page.locator(".file").inner_text()
    page.get_by_role("link", name="Next: see the grade").click()
    page.wait_for_url("**/yard/results/*")
    assert page.locator(".letter").inner_text().split() == ["Grade", "A"]
    low, high = interval(page)
    assert low <= 100 * TRUE_HEALTH <= high < low + 15
    assert page.locator(".curve polyline").count() == 2
    assert "E2" in page.locator(".curve").first.text_content()
    page.get_by_label("Region").select_option("EU")
    page.get_by_label("Is a recall open?").select_option("no")
    page.get_by_role("button", name="Reckon again").click()
    page.wait_for_url("**recall=no**")
    assert "EUR" in page.locator(".routed").inner_text()
    assert violations(page) == []
    assert overflow(page) <= 0
    page.get_by_role("button", name="Finish and print the label").click()
    page.wait_for_url("**/certificates/*")
    assert page.locator("figure.label img").evaluate("node => node.complete && node.naturalWidth > 0")
    assert model().id[:12] in page.locator("article").inner_text()
    assert violations(page) == []
    assert overflow(page) <= 0
    issued = read_certificate(page.request.get(f"{page.url}?format=json").body())
    assert (issued.model, issued.graded.grade, issued.state.level) == (model().id, "A", "E2")
    assert issued.state.low <= TRUE_HEALTH <= issued.state.high
    (event,) = [one for one in cell.yard.loop.life(cell.unit).events if one.value["bizStep"] == "inspecting"]
    assert event.value["dcy:certificate"] in page.url
    ours = (f"{cell.yard.address}/", f"blob:{cell.yard.address}/")
    assert all(url.startswith(ours) for url in watched.requests)
    assert watched.complaints == []


def interval(page: Any) -> tuple[float, float]:
    """Return the ends of the interval that a page shows, per cent."""
    low, _, high = page.locator(".interval").inner_text().partition(" to ")
    return float(low), float(high.split()[0])


@pytest.mark.parametrize("kind", ["DataMatrix", "Code128"])
def test_other_symbols_are_read_by_the_camera(kind: str, cell: Cell, camera: Camera) -> None:
    """A Data Matrix with a Digital Link and a Code 128 with a serial number lead to the same unit."""
    page = camera(kind, {"DataMatrix": cell.unit, "Code128": cell.serial}[kind]).page
    page.goto(f"{cell.yard.address}/yard")
    page.get_by_role("button", name="Scan with the camera").click()
    page.wait_for_url(f"**{cell.path}")


def test_a_photo_is_read_like_the_camera(cell: Cell, watch: OPEN, tmp_path: Path) -> None:
    """A photo of a Data Matrix opens its unit; a picture without a code says what to do."""
    page = watch(NARROW).page
    page.goto(f"{cell.yard.address}/yard")
    page.locator("#photo").set_input_files(photo(tmp_path / "other.png", "DataMatrix", "x"))
    page.wait_for_url("**/yard/find?code=x")
    page.goto(f"{cell.yard.address}/yard")
    (tmp_path / "none.txt").write_text("no picture")
    page.locator("#photo").set_input_files(tmp_path / "none.txt")
    page.get_by_text("This photo cannot be read").wait_for()
    page.locator("#photo").set_input_files(photo(tmp_path / "code.png", "DataMatrix", cell.unit))
    page.wait_for_url(f"**{cell.path}")


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_handheld_scanner_types(javascript: bool, cell: Cell, watch: OPEN) -> None:
    """The field has the focus: a burst of keys that ends in Enter opens the unit, also without scripts."""
    page = watch(NARROW, java_script_enabled=javascript).page
    page.goto(f"{cell.yard.address}/yard")
    page.keyboard.type(f"(01)09521004000014(21){cell.serial}\n")
    page.wait_for_url(f"**{cell.path}")
