"""The yard in a real Chromium at 390 pixels: scan, gates one by one, upload, grade, label; also without a network."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from browser.conftest import ARGUMENTS, EVERY_LOOK, LOOKS, Look, Watched, binary
from browser.test_pages import OPEN, overflow, violations
from browser.yard_camera import photo, video
from health.grading_cases import healthy
from health.inspecting_victim import RECORD
from serving import serving

from dicycle.bootstrap import Loop, open_loop
from dicycle.health.grading import Case, Rules
from dicycle.health.grading.estimates import Found
from dicycle.vocabulary import CONTEXT

pytestmark = pytest.mark.browser

CLASS = "https://id.gs1.org/01/09521004000014"
UNIT = f"{CLASS}/21/C260801"
OTHER = f"{CLASS}/21/C260802"
PATH = "/yard/01/09521004000014/21/C260801"
NARROW, WIDE = LOOKS[0], LOOKS[2]
GOOD = {
    "identified": "yes", "damaged": "no", "leaking": "no", "smells": "no", "water": "no", "crashed": "no",
    "burnt": "no", "swelling": "0,2", "temperature": "24", "self-heating": "0.1", "cell-voltages": "3.31",
    "voltage-loss": "0.001",
}  # fmt: skip
"""What a yard answers of a good cell; one number with a decimal comma."""


def birth(unit: str) -> dict[str, Any]:
    """Return the event in which a cell is born."""
    return {
        "@context": CONTEXT, "type": "ObjectEvent", "eventID": f"urn:x:{unit[-7:]}", "action": "ADD",
        "eventTime": "2030-01-05T10:00:00Z", "eventTimeZoneOffset": "+00:00", "bizStep": "commissioning",
        "disposition": "active", "epcList": [unit],
    }  # fmt: skip


MASTER = {
    "@context": CONTEXT, "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "2030-01-01T00:00:00Z",
    "epcisHeader": {"epcisMasterData": {"vocabularyList": [{
        "type": "urn:epcglobal:epcis:vtype:EPCClass", "vocabularyElementList": [{"id": CLASS, "attributes": [
            {"id": "dcy:name", "attribute": "Example Cell 50"}, {"id": "dcy:category", "attribute": "cell"},
            {"id": "dcy:chemistry", "attribute": "LFP"}, {"id": "dcy:ratedCapacity", "attribute": "50"},
            {"id": "dcy:ratedEnergy", "attribute": "0.16"}]}]}]}},
    "epcisBody": {"eventList": [birth(UNIT), birth(OTHER)]},
}  # fmt: skip


YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()


class Always:
    """An estimator that finds the same state of health in every test record, and none without."""

    def estimate(self, case: Case) -> Found:
        """Return the invented state of health."""
        return Found(healthy(measured=YESTERDAY) if case.records else healthy(None), model="cd" * 32)


class Yard(NamedTuple):
    """A yard that is served."""

    address: str
    loop: Loop


@pytest.fixture
def yard(tmp_path: Path) -> Iterator[Yard]:
    """A yard whose ledger knows two cells."""
    with open_loop(tmp_path / "yard.db", grading=lambda: Rules(estimator=Always())) as loop:
        loop.capture(MASTER)
        with serving(loop) as address:
            yield Yard(address, loop)


@pytest.fixture
def camera(tmp_path: Path, chromium: Any) -> Iterator[Callable[[str, str], Watched]]:
    """Return how to open a page with a camera that sees a symbol."""
    browsers: list[Any] = []

    def opened(kind: str, text: str) -> Watched:
        sees = video(tmp_path / "camera.y4m", kind, text)
        flags = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
        given = [*ARGUMENTS, *flags, f"--use-file-for-fake-video-capture={sees}"]
        browsers.append(chromium.browser_type.launch(executable_path=binary(), args=given))
        return Watched(browsers[-1].new_context(viewport={"width": 390, "height": 844}).new_page())

    yield opened
    for one in browsers:
        one.close()


def begin(page: Any, address: str, path: str = PATH) -> None:
    """Begin the inspection of a unit on its page."""
    page.goto(address + path)
    page.get_by_label("Your name").fill("Ada Beispiel")
    page.get_by_role("button", name="Begin").click()
    page.locator(".gatebar").wait_for()


def answer(page: Any, question: str, value: str) -> None:
    """Answer the question of a card."""
    card = page.locator(f"[data-question='{question}']")
    if not card.evaluate("node => node.open"):
        card.locator("summary").click()
    if value in ("yes", "no"):
        card.locator(f"button[value={value}]").click()
    else:
        card.locator("input[name=value]").fill(value)
        card.locator(".row button").click()


def settled(page: Any, question: str, sign: str) -> None:
    """Wait until a card shows a sign."""
    page.locator(f"[data-question='{question}'] .s-{sign}").wait_for()


def test_from_the_scan_to_the_label(yard: Yard, camera: Callable[[str, str], Watched], tmp_path: Path) -> None:
    """A QR code before the camera, every gate, a test record, the grade, the certificate with its label."""
    watched = camera("QRCode", UNIT)
    page = watched.page
    page.goto(f"{yard.address}/yard")
    assert not any("zxing" in url for url in watched.requests)
    page.get_by_role("button", name="Scan with the camera").click()
    page.wait_for_url(f"**{PATH}")
    assert "Example Cell 50" in page.locator("h1").inner_text()
    assert page.locator("#capacity").input_value() == "50"
    page.get_by_label("Your name").fill("Ada Beispiel")
    page.get_by_role("button", name="Begin").click()
    settled(page, "lifetime-record", "pass")
    for question, value in GOOD.items():
        assert page.locator("#next").get_attribute("data-question") == question
        answer(page, question, value)
        settled(page, question, "pass")
    record = tmp_path / "c260801.csv"
    record.write_bytes(RECORD)
    page.locator("#file").set_input_files(record)
    page.locator("#measured").fill(YESTERDAY)
    page.get_by_role("button", name="Upload").click()
    page.locator(".file").wait_for()
    assert "60 rows" in page.locator(".file").inner_text()
    page.get_by_role("link", name="Next: see the grade").click()
    page.wait_for_url("**/yard/results/*")
    assert page.locator(".letter").inner_text().split() == ["Grade", "A"]
    assert "87.0 to 90.0 %" in page.locator(".verdict").inner_text()
    assert page.locator(".curve polyline").count() == 2
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
    assert violations(page) == []
    assert overflow(page) <= 0
    (event,) = [one for one in yard.loop.store.events() if one.value["bizStep"] == "inspecting"]
    assert event.value["dcy:certificate"] in page.url
    assert all(url.startswith((f"{yard.address}/", f"blob:{yard.address}/")) for url in watched.requests)
    assert watched.complaints == []


@pytest.mark.parametrize("kind", ["DataMatrix", "Code128"])
def test_other_symbols_are_read_by_the_camera(kind: str, yard: Yard, camera: Callable[[str, str], Watched]) -> None:
    """A Data Matrix with a Digital Link and a Code 128 with a serial number lead to the same unit."""
    page = camera(kind, {"DataMatrix": UNIT, "Code128": "C260801"}[kind]).page
    page.goto(f"{yard.address}/yard")
    page.get_by_role("button", name="Scan with the camera").click()
    page.wait_for_url(f"**{PATH}")


def test_a_photo_is_read_like_the_camera(yard: Yard, watch: OPEN, tmp_path: Path) -> None:
    """A photo of a Data Matrix opens its unit; a picture without a code says what to do."""
    page = watch(NARROW).page
    page.goto(f"{yard.address}/yard")
    page.locator("#photo").set_input_files(photo(tmp_path / "other.png", "DataMatrix", "x"))
    page.wait_for_url("**/yard/find?code=x")
    page.goto(f"{yard.address}/yard")
    (tmp_path / "none.txt").write_text("no picture")
    page.locator("#photo").set_input_files(tmp_path / "none.txt")
    page.get_by_text("This photo cannot be read").wait_for()
    page.locator("#photo").set_input_files(photo(tmp_path / "code.png", "DataMatrix", UNIT))
    page.wait_for_url(f"**{PATH}")


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_handheld_scanner_types(javascript: bool, yard: Yard, watch: OPEN) -> None:
    """The field has the focus: a burst of keys that ends in Enter opens the unit, also without scripts."""
    page = watch(NARROW, java_script_enabled=javascript).page
    page.goto(f"{yard.address}/yard")
    page.keyboard.type("(01)09521004000014(21)C260801\n")
    page.wait_for_url(f"**{PATH}")


def test_answers_wait_for_the_network(yard: Yard, watch: OPEN) -> None:
    """Without a network answers are shown as waiting and the next question opens; later they arrive in order, once."""
    page = watch(NARROW).page
    begin(page, yard.address)
    page.context.set_offline(True)
    for question, value in list(GOOD.items())[:3]:
        answer(page, question, value)
        settled(page, question, "waiting")
    assert "3 answers wait" in page.locator("#queue").inner_text()
    assert page.locator("[data-question=smells]").evaluate("node => node.open")
    page.context.set_offline(False)
    settled(page, "leaking", "pass")
    page.locator("#queue").wait_for(state="hidden")
    (one,) = yard.loop.inspections.open()
    assert [one.question for one in one.readings] == ["lifetime-record", "identified", "damaged", "leaking"]


def test_an_answer_that_waits_outlives_the_page(yard: Yard, watch: OPEN) -> None:
    """The page is left while an answer waits: it is sent when the page is opened again."""
    page = watch(NARROW).page
    begin(page, yard.address)
    page.route("**/yard/act", lambda route: route.abort())
    answer(page, "identified", "yes")
    settled(page, "identified", "waiting")
    page.unroute("**/yard/act")
    page.goto(f"{yard.address}/yard")
    page.goto(yard.address + PATH)
    settled(page, "identified", "pass")


def test_the_last_answer_is_taken_back(yard: Yard, watch: OPEN) -> None:
    """Undo takes back what was sent last, and before that what still waits."""
    page = watch(NARROW).page
    begin(page, yard.address)
    answer(page, "identified", "no")
    settled(page, "identified", "fail")
    page.get_by_role("button", name="Undo the last").click()
    settled(page, "identified", "not-measured")
    answer(page, "identified", "yes")
    settled(page, "identified", "pass")
    page.context.set_offline(True)
    answer(page, "damaged", "yes")
    settled(page, "damaged", "waiting")
    page.get_by_role("button", name="Undo the last").click()
    settled(page, "damaged", "not-measured")
    assert page.locator("#queue").is_hidden()


def test_the_limit_stands_there_before_the_value(yard: Yard, watch: OPEN) -> None:
    """Every open question says its limit and unit before anything is typed; what fails is told by word and sign."""
    page = watch(NARROW).page
    begin(page, yard.address)
    card = page.locator("[data-question=temperature]")
    card.locator("summary").click()
    assert "at most 45 °C" in card.locator(".limit").inner_text()
    answer(page, "temperature", "61")
    settled(page, "temperature", "fail")
    assert "✕ Fail" in card.locator(".result").inner_text()
    assert "Quarantine" in page.locator(".alarm").inner_text()
    assert violations(page) == []


def test_a_photo_is_kept_as_evidence(yard: Yard, watch: OPEN, tmp_path: Path) -> None:
    """A photo that is chosen goes with the answer, and is named by its hash."""
    page = watch(NARROW).page
    begin(page, yard.address)
    page.locator("#p-identified").set_input_files(photo(tmp_path / "label.png", "QRCode", UNIT))
    answer(page, "identified", "yes")
    settled(page, "identified", "pass")
    inspected = yard.loop.inspections
    (one,) = inspected.open()
    (evidence,) = one.readings[-1].evidence
    assert inspected.files.get(evidence) == (tmp_path / "label.png").read_bytes()


def test_an_upload_can_be_cancelled(yard: Yard, watch: OPEN, tmp_path: Path) -> None:
    """While a file is being sent a button cancels it; nothing is kept."""
    page = watch(NARROW).page
    begin(page, yard.address)
    page.route("**/yard/act", lambda route: None)
    (tmp_path / "slow.csv").write_bytes(RECORD)
    page.locator("#file").set_input_files(tmp_path / "slow.csv")
    page.get_by_role("button", name="Upload", exact=True).click()
    page.get_by_role("button", name="Cancel the upload").click()
    page.get_by_text("Cancelled; nothing was kept").wait_for()
    (one,) = yard.loop.inspections.open()
    assert one.files == ()


def test_the_keyboard_alone_answers(yard: Yard, watch: OPEN) -> None:
    """From the next question by Tab and Enter to its answer; the focus is then on the question after it."""
    page = watch(WIDE).page
    begin(page, yard.address)
    page.locator("#next summary").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    settled(page, "identified", "pass")
    page.wait_for_function("document.activeElement.closest('[data-question=damaged]') !== null")


@pytest.mark.parametrize("look", EVERY_LOOK, ids=str)
@pytest.mark.parametrize("state", ["scan", "before", "gates", "result", "unknown"])
def test_every_page_of_the_yard_is_accessible_and_fits(state: str, look: Look, yard: Yard, watch: OPEN) -> None:
    """In both sizes and both themes: axe finds nothing, nothing sticks out, targets are large."""
    watched = watch(look)
    page = watched.page
    ways = {"scan": "/yard", "unknown": f"/yard/find?code={CLASS}/21/NEVER-SEEN"}
    page.goto(yard.address + ways.get(state, PATH))
    if state in ("gates", "result"):
        begin(page, yard.address)
    if state == "result":
        page.get_by_role("link", name="See grade and route").click()
        page.wait_for_url("**/yard/results/*")
    page.locator("main details").evaluate_all("all => all.forEach(one => { one.name = ''; one.open = true })")
    assert violations(page) == []
    assert overflow(page) <= 0
    small = page.locator("main .tall:visible").evaluate_all(
        "all => all.filter(one => one.getBoundingClientRect().height < 48).map(one => one.innerText)"
    )
    assert small == []
    assert watched.complaints == []
