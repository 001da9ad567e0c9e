"""The page of the loop in a real Chromium: readable in both sizes and themes, usable by keyboard, quiet."""

from collections.abc import Iterator
from typing import Any

import pytest
from browser.conftest import EVERY_LOOK, LOOKS, Look
from browser.test_pages import OPEN, overflow, violations
from genealogy.making import loop_of_simulation
from serving import serving

pytestmark = pytest.mark.browser

PATHS = {
    "nickel": "/loop?element=Ni",
    "all mass": "/loop?element=mass",
    "a year": "/loop?element=Li&year=2026",
    "a year without": "/loop?element=Li&year=1999",
    "a ribbon": "/loop/flow?from=recycling&to=material&element=Ni",
}
WIDE, NARROW = LOOKS[2], LOOKS[0]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of a ledger of a simulated loop."""
    loop, _ = loop_of_simulation()
    with loop, serving(loop) as found:
        yield found


@pytest.mark.parametrize("look", EVERY_LOOK, ids=str)
@pytest.mark.parametrize("name", PATHS)
def test_the_loop_is_accessible_and_fits(name: str, look: Look, address: str, glance: OPEN) -> None:
    """In both sizes and both themes: axe finds nothing, nothing sticks out, nothing is asked of anybody else."""
    watched = glance(look)
    watched.page.goto(address + PATHS[name])
    assert violations(watched.page) == []
    assert overflow(watched.page) <= 0
    assert all(url.startswith(f"{address}/") for url in watched.requests)
    assert watched.complaints == []


@pytest.mark.parametrize("look", EVERY_LOOK, ids=str)
def test_an_empty_loop_is_accessible_and_fits(look: Look, empty: str, glance: OPEN) -> None:
    """What a ledger without masses shows passes the same examination."""
    page = glance(look).page
    page.goto(f"{empty}/loop")
    assert "This ledger says no masses" in page.locator("main").inner_text()
    assert violations(page) == []
    assert overflow(page) <= 0


@pytest.mark.parametrize("look", [NARROW, WIDE], ids=str)
def test_the_drawing_fills_its_width_and_stays_in_it(look: Look, address: str, glance: OPEN) -> None:
    """Lying on a wide screen, standing on a phone: one of the two is seen, all of it, and its words can be read."""
    page = glance(look).page
    page.goto(address + PATHS["nickel"])
    (drawing,) = page.locator("svg.loop:visible").all()
    assert drawing.get_attribute("class") == ("loop wide" if look is WIDE else "loop tall")
    frame = drawing.bounding_box()
    assert frame["width"] > look.width * 0.8
    for one in drawing.locator("rect.bar, text").all():
        box = one.bounding_box()
        assert box["x"] >= frame["x"] - 1
        assert box["x"] + box["width"] <= frame["x"] + frame["width"] + 1
        assert box["y"] + box["height"] <= frame["y"] + frame["height"] + 1
    sizes = drawing.locator("text").evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    assert min(sizes) >= 11


@pytest.mark.parametrize("look", [NARROW, WIDE], ids=str)
def test_no_two_names_lie_on_each_other(look: Look, address: str, glance: OPEN) -> None:
    """The names of the stages can be told apart."""
    page = glance(look).page
    page.goto(address + PATHS["nickel"])
    boxes = [one.bounding_box() for one in page.locator("svg.loop:visible text.name").all()]
    assert len(boxes) >= 8
    for place, one in enumerate(boxes):
        for other in boxes[place + 1 :]:
            apart = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
            below = one["y"] + one["height"] <= other["y"] + 2 or other["y"] + other["height"] <= one["y"] + 2
            assert apart or below, (one, other)


def test_the_recovered_ribbon_is_told_without_colour(address: str, glance: OPEN) -> None:
    """It has a pattern, the others that lead forward have none; what is used again has another one."""
    page = glance(WIDE).page
    page.goto(address + PATHS["nickel"])

    def strokes(kind: str) -> set[Any]:
        bands = page.locator(f"svg.wide a.{kind} .band").all()
        return {one.evaluate("node => getComputedStyle(node).stroke") for one in bands}

    assert strokes("recovered") == {'url("#wide-recovered")'}
    assert strokes("again") == {'url("#wide-again")'}
    assert all("url" not in stroke for stroke in strokes("new") | strokes("back"))


@pytest.mark.parametrize("look", [NARROW, WIDE], ids=str)
def test_the_keyboard_reaches_a_ribbon_and_its_events(look: Look, address: str, glance: OPEN) -> None:
    """Tab leads to the ribbons, which say what they are and show that they have the focus; Enter shows the events."""
    page = glance(look).page
    page.goto(address + PATHS["nickel"])
    page.locator("select#year").focus()
    label = ""
    for _ in range(40):
        page.keyboard.press("Tab")
        label = page.evaluate("document.activeElement.getAttribute('aria-label') || ''")
        if label.startswith("Recycling to Material"):
            break
    assert "kg" in label
    ring = page.locator("svg.loop:visible a.recovered:focus .ring").first
    assert ring.evaluate("node => getComputedStyle(node).stroke") not in ("none", "rgba(0, 0, 0, 0)")
    page.keyboard.press("Enter")
    page.wait_for_url("**/loop/flow?from=recycling&to=material&element=Ni&year=all")
    assert "which is the ribbon" in page.locator("main").inner_text()


def test_a_ribbon_can_be_clicked(address: str, glance: OPEN) -> None:
    """A click on the picture shows the events behind it."""
    page = glance(WIDE).page
    page.goto(address + PATHS["nickel"])
    said = page.locator("svg.wide text.said").first.bounding_box()
    page.mouse.click(said["x"] + said["width"] / 2, said["y"] + said["height"] / 2)
    page.wait_for_url("**/loop/flow?from=*")


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_year_and_an_element_can_be_chosen(javascript: bool, address: str, watch: OPEN) -> None:
    """The form and the links need no scripts; the element stays when the year changes, and the other way round."""
    page = watch(NARROW, java_script_enabled=javascript).page
    page.goto(address + PATHS["nickel"])
    page.locator("select#year").select_option("2026")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/loop?element=Ni&year=2026")
    page.get_by_role("link", name="Li", exact=True).click()
    page.wait_for_url("**/loop?element=Li&year=2026")
    assert "lithium, 2026" in page.locator("h1").inner_text()


def test_the_table_stands_in_for_the_picture(address: str, glance: OPEN) -> None:
    """Every ribbon of the picture is a row of the table, with the same link."""
    page = glance(WIDE).page
    page.goto(address + PATHS["nickel"])
    drawn = {one.get_attribute("href") for one in page.locator("svg.wide a.ribbon").all()}
    listed = {one.get_attribute("href") for one in page.locator("section table a").all()}
    assert drawn
    assert drawn <= listed
