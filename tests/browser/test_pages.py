"""The pages in a real Chromium: readable, reachable by keyboard, and quiet on the network."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from browser.conftest import EVERY_LOOK, LOOKS, Look, Watched

pytestmark = pytest.mark.browser

PACK = "/01/09521005000020/21/P260001"
PAGES = {
    "home": "/",
    "list": "/batteries?category=all",
    "pack": PACK,
    "wrong record": "/01/09521010000015/10/BM-310830",
    "place": "/414/9521005000013",
    "event": "/event?id=urn%3Auuid%3A6c38db0c-518a-586f-a14c-ddb652b93c97",
    "error": "/find?q=no%20code%20at%20all",
}
OPEN = Callable[..., Watched]


@cache
def _axe() -> str:
    from axe_playwright_python.sync_playwright import Axe

    return Axe().axe_script


def violations(page: Any) -> list[str]:
    """Return what axe finds, one line each: rule, target."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then(all => all.violations)")
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]


def overflow(page: Any) -> int:
    """Return by how many pixels the page is wider than the window."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide


def test_axe_is_awake(chromium: Any, glance: OPEN) -> None:
    """A page with pale text and a nameless picture does not pass: the examiner of these tests examines."""
    page = glance(LOOKS[0]).page
    page.set_content("<html lang=en><title>x</title><main><h1>x</h1><img src=''><p style='color:#ccc'>pale</p></main>")
    found = " ".join(violations(page))
    assert "image-alt" in found
    assert "color-contrast" in found


@pytest.mark.parametrize("look", EVERY_LOOK, ids=str)
@pytest.mark.parametrize("name", [*PAGES, "empty"])
def test_every_page_is_accessible_and_fits(name: str, look: Look, full: str, empty: str, glance: OPEN) -> None:
    """In both sizes and both themes: axe finds nothing, nothing sticks out, nothing is asked of anybody else."""
    address = empty if name == "empty" else full
    watched = glance(look)
    watched.page.goto(address + PAGES.get(name, "/"))
    assert violations(watched.page) == []
    assert overflow(watched.page) <= 0
    assert all(url.startswith(f"{address}/") for url in watched.requests)
    refusal = ["Failed to load resource: the server responded with a status of 404 (Not Found)"]
    assert watched.complaints == (refusal if name == "error" else [])


def test_the_keyboard_alone_finds_a_battery(full: str, glance: OPEN) -> None:
    """Tab leads past the skip link to the search box; typing a code and Enter shows the pack."""
    page = glance(LOOKS[0]).page
    page.goto(f"{full}/")
    stops = []
    while "q" not in stops and len(stops) < 12:
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.id || document.activeElement.className"))
    assert stops[0] == "skip"
    assert stops[-1] == "q"
    page.keyboard.type("(01)09521005000020(21)P260001")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Find"
    page.keyboard.press("Enter")
    page.wait_for_url(f"{full}{PACK}")
    assert page.locator("h1").inner_text() == "Example Pack 77 P260001"


def test_the_skip_link_skips(full: str, glance: OPEN) -> None:
    """The first Tab shows a link that leads the focus to the content."""
    page = glance(LOOKS[0]).page
    page.goto(full + PACK)
    page.keyboard.press("Tab")
    assert page.locator("a.skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_focus_can_be_seen(full: str, glance: OPEN) -> None:
    """What has the focus has an outline of at least two pixels."""
    page = glance(LOOKS[0]).page
    page.goto(f"{full}/batteries")
    for _ in range(4):
        page.keyboard.press("Tab")
        style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        width = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
        assert (style, width >= 2) == ("solid", True)


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_asking_for_a_day_changes_the_parts(javascript: bool, full: str, watch: OPEN) -> None:
    """Before its assembly there was nothing in the pack; the form works without JavaScript too."""
    page = watch(LOOKS[0], java_script_enabled=javascript).page
    page.goto(full + PACK)
    parts = page.locator("section[aria-labelledby=parts]")
    page.fill("#as_of", "2020-01-01")
    page.click("form.asof button")
    page.wait_for_url("**as_of=2020-01-01**")
    assert "Nothing was in it on that day" in parts.inner_text()
    page.fill("#as_of", "2026-12-31")
    page.click("form.asof button")
    page.wait_for_url("**as_of=2026-12-31**")
    assert "Example Module" in parts.inner_text()


def test_what_a_thumb_presses_is_large_enough(full: str, glance: OPEN) -> None:
    """On a phone the main actions are at least 44 pixels high: search, categories, pages, jumps."""
    page = glance(LOOKS[0]).page
    for url in ("/", "/batteries", PACK):
        page.goto(full + url)
        boxes = [
            one.bounding_box()
            for one in page.locator("input:visible, button:visible, .chips a:visible, .top a:visible").all()
        ]
        assert boxes
        assert min(box["height"] for box in boxes if box) >= 44


def test_a_wrong_record_looks_wrong_without_colour(full: str, glance: OPEN) -> None:
    """A record that was declared wrong is struck through and says so in words."""
    page = glance(LOOKS[0]).page
    page.goto(full + PAGES["wrong record"])
    entry = page.locator("li.entry.wrong").first
    assert entry.locator("s").evaluate("node => getComputedStyle(node).textDecorationLine") == "line-through"
    assert "Declared wrong" in entry.inner_text()


def test_the_page_prints_without_its_frame(full: str, watch: OPEN) -> None:
    """On paper there is the life of the pack, without search box and navigation."""
    page = watch(LOOKS[1]).page
    page.goto(full + PACK)
    page.emulate_media(media="print")
    assert page.locator("article h1").is_visible()
    assert not page.locator(".top nav").is_visible()
    assert not page.locator("#q").is_visible()
