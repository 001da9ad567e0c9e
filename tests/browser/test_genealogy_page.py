"""The genealogy page in a real Chromium: readable, moved by keyboard and wheel, quiet, and whole without scripts."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import quote

import pytest
from browser.conftest import EVERY_LOOK, LOOKS, Look, Watched
from browser.test_pages import OPEN, overflow, violations
from serving import serving
from telling import Telling, five, many, name, told

pytestmark = pytest.mark.browser

PACK, BLACK = name("pack", 1), name("black_mass", 1)
Addresses = dict[str, str]


def of(id: str, more: str = "") -> str:
    """Return the path of a genealogy."""
    return f"/genealogy?id={quote(id, safe='')}{more}"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Addresses]:
    """Where the genealogies of a pack of five things, of one of them hidden, and of three hundred things are."""
    hidden, _ = five()
    hidden.hidden.add(name("refined", 1))
    made: dict[str, tuple[Telling, str]] = {"five": five(), "hidden": (hidden, PACK), "many": many(12, 20, 4)}
    with ExitStack() as closing:
        yield {
            called: closing.enter_context(
                serving(closing.enter_context(told(tmp_path_factory.mktemp(called) / "loop.db", telling)))
            ) + of(root)
            for called, (telling, root) in made.items()
        }  # fmt: skip


def seen(page: Any) -> dict[str, float]:
    """Return how the frame of the drawing stands: what it shows, and how large the drawing is."""
    found: dict[str, float] = page.evaluate(
        """() => { const f = document.querySelector(".frame"), s = f.querySelector("svg");
        return {left: f.scrollLeft, top: f.scrollTop, width: s.getBoundingClientRect().width, room: f.clientWidth}; }"""
    )
    return found


def focused(page: Any) -> str:
    """Return what the box with the focus is called."""
    said: str = page.evaluate("document.activeElement.getAttribute('aria-label') ?? ''")
    return said


@pytest.mark.parametrize("look", EVERY_LOOK, ids=str)
@pytest.mark.parametrize("name", ["five", "hidden", "many", "table", "opened"])
def test_genealogies_are_accessible_and_fit(name: str, look: Look, drawn: Addresses, glance: OPEN) -> None:
    """In both sizes and both themes: axe finds nothing, nothing sticks out, nothing is asked of anybody else."""
    watched = glance(look)
    address = {"table": f"{drawn['many']}&view=table", "opened": drawn["many"]}.get(name) or drawn[name]
    watched.page.goto(address)
    if name == "opened":
        watched.page.locator("a.box.stack", has_text="12 packs").focus()
        watched.page.keyboard.press("Enter")
        watched.page.locator("a.box.fresh").first.wait_for()
    watched.page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert violations(watched.page) == []
    assert overflow(watched.page) <= 0
    assert all(url.startswith(address.partition("/genealogy")[0]) for url in watched.requests)
    assert watched.complaints == []


def test_the_keyboard_walks_from_box_to_box(drawn: Addresses, glance: OPEN) -> None:
    """Tab comes to the thing itself, arrows go to what it came from, Enter opens that; the focus is seen."""
    page = glance(LOOKS[1]).page
    page.goto(drawn["five"])
    for _ in range(60):
        page.keyboard.press("Tab")
        if focused(page).startswith("Example"):
            break
    assert focused(page).startswith("Example pack")
    page.keyboard.press("ArrowLeft")
    assert focused(page).startswith("Example cell")
    outline = page.locator("a.box:focus .card").evaluate("n => parseFloat(getComputedStyle(n).strokeWidth)")
    assert outline >= 3
    page.keyboard.press("ArrowLeft")
    assert focused(page).startswith("Run of")
    page.keyboard.press("Home")
    assert focused(page).startswith("Example ore")
    page.keyboard.press("Enter")
    page.wait_for_url("**/01/09521001000017/10/L000001")


def test_the_drawing_is_zoomed_by_keys_buttons_and_wheel(drawn: Addresses, watch: OPEN) -> None:
    """Plus, minus and zero, the buttons, and the wheel with the control key change the size, and say so."""
    page = watch(LOOKS[1]).page
    page.goto(drawn["many"])
    page.locator(".frame").focus()
    before = seen(page)["width"]
    page.keyboard.press("+")
    assert seen(page)["width"] == pytest.approx(before * 1.25, rel=0.01)
    page.keyboard.press("-")
    page.keyboard.press("-")
    assert seen(page)["width"] < before
    page.keyboard.press("0")
    assert seen(page)["width"] <= seen(page)["room"] + 1
    small = seen(page)["width"]
    page.get_by_role("button", name="Zoom in").click()
    assert seen(page)["width"] > small
    page.locator(".frame").hover()
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    page.wait_for_function("width => document.querySelector('.frame svg').getBoundingClientRect().width > width",
                           arg=small * 1.4)  # fmt: skip
    assert page.locator(".zoom").inner_text().endswith("%")


def test_the_drawing_is_moved_by_keys_and_by_its_map(drawn: Addresses, watch: OPEN) -> None:
    """Where there is more than fits, arrow keys and a drag move the frame; the map shows and moves what is seen."""
    page = watch(LOOKS[0], reduced_motion="reduce").page
    page.goto(drawn["many"])
    page.locator(".frame").focus()
    before = seen(page)["left"]
    for _ in range(6):
        page.keyboard.press("ArrowLeft")
    page.wait_for_function("left => document.querySelector('.frame').scrollLeft < left", arg=before)
    picture = page.locator(".map svg")
    assert picture.is_visible()
    page.locator(".stage").evaluate("n => n.scrollIntoView({block: 'center', behavior: 'instant'})")
    edge = picture.bounding_box()
    page.mouse.click(edge["x"] + 4, edge["y"] + edge["height"] / 2)
    page.wait_for_function("document.querySelector('.frame').scrollLeft < 40")
    page.wait_for_function("Number(document.querySelector('.map .seen').getAttribute('x')) < 60")
    frame = page.locator(".frame").bounding_box()
    page.mouse.move(frame["x"] + 250, frame["y"] + 40)
    page.mouse.down()
    page.mouse.move(frame["x"] + 100, frame["y"] + 40, steps=4)
    page.mouse.up()
    page.wait_for_function("document.querySelector('.frame').scrollLeft > 100")


def test_the_slider_tells_of_time(drawn: Addresses, glance: OPEN) -> None:
    """Moved back, what was not yet is an empty outline, the words say the day, and the form asks for it."""
    page = glance(LOOKS[1]).page
    page.goto(drawn["five"])
    slider = page.locator("#time")
    assert "all that is known" in page.locator(".slider output").inner_text()
    slider.focus()
    page.keyboard.press("Home")
    assert "1 of 5 boxes were there" in page.locator(".slider output").inner_text()
    assert slider.get_attribute("aria-valuetext") == page.locator(".slider output").inner_text()
    assert page.locator(".box.later").count() == 4
    assert not page.locator(".box.later .first").first.is_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Ask again as of then").click()
    page.wait_for_url("**as_of=20*")
    assert "Nothing" in page.locator(".nothing").first.inner_text()


def test_stacks_say_how_many_were_there(drawn: Addresses, glance: OPEN) -> None:
    """While the slider stands in the past, a stack counts what it held by then."""
    page = glance(LOOKS[1]).page
    page.goto(drawn["many"])
    assert page.locator(".box .first", has_text=re.compile("^8 lots")).count() == 1
    page.locator("#time").focus()
    page.keyboard.press("Home")
    assert page.locator(".box .first", has_text=re.compile("^1 of 8 lots")).count() == 1


def test_without_scripts_everything_is_there(drawn: Addresses, watch: OPEN) -> None:
    """The drawing, its links, the form and the table need no script; what only a script can do is not shown."""
    page = watch(LOOKS[0], java_script_enabled=False).page
    page.goto(drawn["five"])
    assert page.locator("a.box").count() == 5
    assert not page.locator(".tools").is_visible()
    assert not page.locator("#time").is_visible()
    page.locator("#depth").select_option("1")
    page.locator(".asked button").click()
    page.wait_for_url("**depth=1**")
    assert page.locator("a.box").count() == 2
    page.get_by_role("link", name="Table").click()
    page.wait_for_url("**view=table**")
    assert page.locator("table.steps tbody tr").count() == 1


def test_what_a_thumb_presses_is_large_enough(drawn: Addresses, glance: OPEN) -> None:
    """On a phone what is pressed is at least 44 pixels high."""
    page = glance(LOOKS[0]).page
    page.goto(drawn["many"])
    pressed = page.locator(".asked select, .asked input[type=date], .either label, button:visible, .chips a, #time")
    assert min(one.bounding_box()["height"] for one in pressed.all()) >= 44


@pytest.mark.full
def test_fifty_thousand_things_stay_usable(tmp_path_factory: Any, watch: Callable[..., Watched]) -> None:
    """A genealogy of 50,000 things: few boxes, a stack opens by Enter, its rest is listed, keys and slider answer."""
    telling, root = many(2380, 20, 100)
    with told(tmp_path_factory.mktemp("huge") / "loop.db", telling) as loop, serving(loop) as address:
        watched = watch(LOOKS[1])
        page = watched.page
        page.goto(address + of(root), timeout=120_000)
        assert page.locator(".box").count() < 300
        page.locator("a.box", has_text="2,380 packs").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**expand=*", timeout=120_000)
        page.locator("a.box", has_text="2,340 more packs").wait_for(timeout=120_000)
        assert page.locator(".box").count() < 300
        fresh = page.locator("a.box.fresh").first
        fresh.focus()
        page.keyboard.press("ArrowDown")
        assert focused(page).startswith("Example pack")
        page.locator("#time").focus()
        page.keyboard.press("Home")
        assert "boxes were there" in page.locator(".slider output").inner_text()
        assert overflow(page) <= 0
        assert watched.complaints == []
