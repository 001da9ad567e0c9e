"""The yard's pages in a real Chromium: answers that wait, that are refused and taken back, keyboard, sizes, themes."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser.conftest import EVERY_LOOK, LOOKS, Look, Watched
from browser.test_pages import overflow, violations
from browser.yard_camera import photo
from browser.yard_cells import record
from browser.yard_serving import CLASS, GOOD, Cell, Yard, a_yard, answer, settled

pytestmark = pytest.mark.browser

NARROW, WIDE = LOOKS[0], LOOKS[2]
Desk = Callable[..., Watched]


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
def context(chromium: Any) -> Iterator[Any]:
    """One profile of a browser for all these tests."""
    opened = chromium.new_context()
    yield opened
    opened.close()


@pytest.fixture
def desk(context: Any, yard: Yard) -> Iterator[Desk]:
    """Return how to open a page with a look; afterwards there is a network, and nothing waits."""
    opened: list[Any] = []

    def open_page(look: Look = NARROW) -> Watched:
        watched = Watched(context.new_page())
        opened.append(watched.page)
        watched.page.set_viewport_size({"width": look.width, "height": look.height})
        watched.page.emulate_media(color_scheme=look.theme)
        return watched

    yield open_page
    context.set_offline(False)
    for page in opened:
        page.close()


def test_answers_wait_for_the_network(cell: Cell, desk: Desk) -> None:
    """Without a network answers are shown as waiting and the next question opens; later they arrive in order, once."""
    page = desk().page
    page.goto(cell.begun().page)
    page.context.set_offline(True)
    for question, value in list(GOOD.items())[:3]:
        answer(page, question, value)
        settled(page, question, "waiting")
    page.locator("#queue").get_by_text("3 answers wait").wait_for()
    assert page.locator("[data-question=smells]").evaluate("node => node.open")
    page.context.set_offline(False)
    settled(page, "leaking", "pass")
    page.locator("#queue").wait_for(state="hidden")
    assert [one.question for one in cell.readings] == ["identified", "damaged", "leaking"]


def test_an_answer_that_waits_outlives_the_page(cell: Cell, desk: Desk) -> None:
    """The page is left while an answer waits: the yard's first page says so, and sends it."""
    page = desk().page
    page.goto(cell.begun().page)
    page.route("**/yard/act", lambda route: route.abort())
    answer(page, "identified", "yes")
    settled(page, "identified", "waiting")
    page.goto(f"{cell.yard.address}/yard")
    page.get_by_text("1 answer waits on this device").wait_for()
    page.unroute("**/yard/act")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.get_by_text("1 answer waits on this device").wait_for(state="hidden")
    assert [one.question for one in cell.readings] == ["identified"]


def test_an_answer_is_not_lost_when_nobody_is_signed_in(cell: Cell, desk: Desk) -> None:
    """A refusal that is not about the answer keeps it waiting, and says what it waits for."""
    page = desk().page
    page.goto(cell.begun().page)
    page.route("**/yard/act", lambda route: route.fulfill(status=401, json={"type": "SecurityException"}))
    answer(page, "identified", "yes")
    page.get_by_text("1 answer waits on this device until you sign in again").wait_for()
    page.unroute("**/yard/act")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    settled(page, "identified", "pass")


def test_a_refused_answer_stands_there_to_be_mended(cell: Cell, desk: Desk) -> None:
    """What is no number is refused with a sentence; the card is open with what was typed."""
    page = desk().page
    page.goto(cell.begun().page)
    answer(page, "temperature", "warm")
    page.get_by_text("'warm' is no number").wait_for()
    card = page.locator("[data-question=temperature]")
    assert card.evaluate("node => node.open")
    assert card.locator("input[name=value]").input_value() == "warm"


def test_what_is_being_typed_outlives_the_answer_before_it(cell: Cell, desk: Desk) -> None:
    """An answer arrives while the next value is being typed: text, focus and the open card stay."""
    page = desk().page
    page.goto(cell.begun().page)
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    page.route("**/yard/act", hold)
    answer(page, "identified", "yes")
    page.locator("[data-question=temperature] summary").click()
    field = page.locator("[data-question=temperature] input[name=value]")
    field.press_sequentially("2")
    assert len(held) == 1
    held[0].continue_()
    settled(page, "identified", "pass")
    page.keyboard.type("4")
    assert field.input_value() == "24"
    assert page.locator("[data-question=temperature]").evaluate("node => node.open")


def test_the_last_answer_is_taken_back(cell: Cell, desk: Desk) -> None:
    """Undo takes back what was sent last, and before that what still waits; without a network it says so."""
    page = desk().page
    page.goto(cell.begun().page)
    answer(page, "identified", "no")
    settled(page, "identified", "fail")
    page.get_by_role("button", name="Undo the last").click()
    settled(page, "identified", "not-measured")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    answer(page, "identified", "yes")
    settled(page, "identified", "pass")
    page.context.set_offline(True)
    answer(page, "damaged", "yes")
    settled(page, "damaged", "waiting")
    page.get_by_role("button", name="Undo the last").click()
    settled(page, "damaged", "not-measured")
    assert page.locator("#queue").is_hidden()
    page.get_by_role("button", name="Undo the last").click()
    page.get_by_text("Nothing was taken back").wait_for()
    settled(page, "identified", "pass")


def test_the_limit_stands_there_before_the_value(cell: Cell, desk: Desk) -> None:
    """Every open question says its limit and unit before anything is typed; what fails is told by word and sign."""
    page = desk().page
    page.goto(cell.begun().page)
    card = page.locator("[data-question=temperature]")
    card.locator("summary").click()
    assert "at most 45 °C" in card.locator(".limit").inner_text()
    answer(page, "temperature", "61")
    settled(page, "temperature", "fail")
    assert "✕ Fail" in card.locator(".result").inner_text()
    assert "Quarantine" in page.locator(".alarm").inner_text()
    top = page.locator(".alarm").evaluate("node => node.getBoundingClientRect().top")
    assert 0 <= top < NARROW.height, "the alarm is where nobody looks"
    assert violations(page) == []


def test_a_photo_is_kept_as_evidence(cell: Cell, desk: Desk, tmp_path: Path) -> None:
    """A photo that is chosen goes with the answer, and is named by its hash."""
    page = desk().page
    page.goto(cell.begun().page)
    page.locator("#p-identified").set_input_files(photo(tmp_path / "label.png", "QRCode", cell.unit))
    answer(page, "identified", "yes")
    settled(page, "identified", "pass")
    (evidence,) = cell.readings[-1].evidence
    assert cell.yard.loop.inspections.files.get(evidence) == (tmp_path / "label.png").read_bytes()


def test_an_upload_can_be_cancelled(cell: Cell, desk: Desk, tmp_path: Path) -> None:
    """While a file is being sent a button cancels it; nothing is kept."""
    page = desk().page
    page.goto(cell.begun().page)
    page.route("**/yard/act", lambda route: None)
    (tmp_path / "slow.csv").write_bytes(record(0.9))
    page.locator("#file").set_input_files(tmp_path / "slow.csv")
    page.get_by_role("button", name="Upload", exact=True).click()
    page.get_by_role("button", name="Cancel the upload").click()
    page.get_by_text("Cancelled; nothing was kept").wait_for()
    assert cell.inspection.files == ()


def test_the_keyboard_alone_answers(cell: Cell, desk: Desk) -> None:
    """From the next question by Tab and Enter to its answer; the focus is then on the question after it."""
    page = desk(WIDE).page
    page.goto(cell.begun().page)
    page.locator("#next summary").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    settled(page, "identified", "pass")
    page.wait_for_function("document.activeElement.closest('[data-question=damaged]') !== null")


@pytest.fixture(scope="module")
def views(chromium: Any, yard: Yard) -> Iterator[Callable[[str], Watched]]:
    """Return a page of the yard by its name, opened once with all that is folded away unfolded.

    They have a profile of their own: from that of the other tests the network is taken at times.
    """
    opened: dict[str, Watched] = {}
    context = chromium.new_context()

    def view(state: str) -> Watched:
        if state not in opened:
            opened[state] = Watched(context.new_page())
            page = opened[state].page
            page.goto(yard.address + _way(yard, state))
            page.locator("main details").evaluate_all("all => all.forEach(one => { one.name = ''; one.open = true })")
        return opened[state]

    yield view
    context.close()


def _way(yard: Yard, state: str) -> str:
    cell = yard.cell()
    ways = {"scan": "/yard", "unknown": f"/yard/find?code={CLASS}/21/NEVER-SEEN", "no network": "/yard/offline"}
    if state == "result":
        return f"/yard/results/{cell.begun().inspection.id}"
    return ways.get(state) or (cell.begun() if state == "gates" else cell).path


@pytest.mark.parametrize("look", EVERY_LOOK, ids=str)
@pytest.mark.parametrize("state", ["scan", "before", "gates", "result", "unknown", "no network"])
def test_every_page_of_the_yard_is_accessible_and_fits(state: str, look: Look, views: Callable[[str], Watched]) -> None:
    """In both sizes and both themes: axe finds nothing, nothing sticks out, targets are large."""
    watched = views(state)
    page = watched.page
    page.set_viewport_size({"width": look.width, "height": look.height})
    page.emulate_media(color_scheme=look.theme)
    assert violations(page) == []
    assert overflow(page) <= 0
    small = page.locator("main .tall:visible").evaluate_all(
        "all => all.filter(one => one.getBoundingClientRect().height < 48).map(one => one.innerText)"
    )
    assert small == []
    assert watched.complaints == []
