"""The pages of the register in a real Chromium: the list, an entry, parties, the chain and the map."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from browser.conftest import EVERY_LOOK, LOOKS, Look
from browser.test_pages import OPEN, overflow, violations
from serving import serving

import dicycle
from dicycle.agreements.samples import samples
from dicycle.bootstrap import Loop

pytestmark = pytest.mark.browser

WIDE, NARROW = LOOKS[2], LOOKS[0]
EMPTY = ("/agreements", "/agreements/parties", "/agreements/chain", "/agreements/map")
PLANT = (
    b"Example Metals starts building in Yichang\n\n"
    b"YICHANG, March 4, 2026 -- Example Metals Co., Ltd. on Wednesday started construction of a battery recycling "
    b"plant in Yichang, Hubei Province, with an investment of 900 million yuan.\n"
)


class Books(NamedTuple):
    """A register that is served."""

    address: str
    loop: Loop

    def of(self, name: str) -> str:
        """Return the address of a page."""
        register = self.loop.agreements.register()
        entry = next(one for one in register.entries if one.kind == "construction_start")
        party = max(register.organisations, key=lambda one: len(one.entries))
        ways = {
            "list": "/agreements",
            "chosen": "/agreements?kind=memorandum&q=recycling",
            "nothing": "/agreements?q=nothingofthekind",
            "entry": f"/agreements/{entry.id}",
            "parties": "/agreements/parties",
            "party": f"/agreements/parties/{party.id}",
            "chain": "/agreements/chain?region=Hubei&stage=recycling",
            "map": "/agreements/map",
        }
        return self.address + ways[name]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Books]:
    """A register of the samples and one document more."""
    with dicycle.open(tmp_path_factory.mktemp("register") / "loop.db") as loop:
        for name, data in (*samples(), ("plant.txt", PLANT)):
            loop.agreements.read(data, name)
        with serving(loop) as address:
            yield Books(address, loop)


@pytest.mark.parametrize("look", EVERY_LOOK, ids=str)
@pytest.mark.parametrize("name", ["list", "chosen", "nothing", "entry", "parties", "party", "chain", "map"])
def test_every_page_is_accessible_and_fits(name: str, look: Look, books: Books, glance: OPEN) -> None:
    """In both sizes and both themes: axe finds nothing, nothing sticks out, nothing is asked of anybody else."""
    watched = glance(look)
    watched.page.goto(books.of(name))
    for one in watched.page.locator("main details").all():
        one.evaluate("node => { node.open = true }")
    assert violations(watched.page) == []
    assert overflow(watched.page) <= 0
    assert all(url.startswith(f"{books.address}/") for url in watched.requests)
    assert watched.complaints == []


@pytest.mark.parametrize("look", [NARROW, WIDE], ids=str)
@pytest.mark.parametrize("way", EMPTY)
def test_an_empty_register_is_accessible_and_says_what_to_do(way: str, look: Look, empty: str, glance: OPEN) -> None:
    """A ledger without documents leads to where one is read."""
    page = glance(look).page
    page.goto(empty + way)
    assert "The register is empty" in page.locator("main").inner_text()
    assert violations(page) == []
    assert overflow(page) <= 0
    page.locator("main .empty").get_by_role("link", name="Read a document").click()
    page.wait_for_url("**/agreements/read")


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_the_list_is_narrowed_by_hand(javascript: bool, books: Books, watch: OPEN) -> None:
    """A facet, then words: both stay; the rows are those that have both, and the facet leads back to all."""
    page = watch(NARROW, java_script_enabled=javascript).page
    page.goto(books.of("list"))
    page.locator(".facets").get_by_role("link", name="Memorandum").click()
    page.wait_for_url("**/agreements?kind=memorandum")
    page.get_by_label("Words, names, places").fill("Salzgitter")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**kind=memorandum**Salzgitter**")
    rows = page.locator("table.list tbody tr")
    assert rows.count() == 1
    assert "Salzgitter" in rows.first.inner_text()
    page.locator(".facets a[aria-current]").first.click()
    page.wait_for_url(lambda url: "kind=" not in url)
    assert page.get_by_label("Words, names, places").input_value() == "Salzgitter"


def test_the_keyboard_opens_an_entry_and_its_quote(books: Books, glance: OPEN) -> None:
    """Enter on a row shows the entry; Enter on a quote shows the document, with those characters in sight."""
    page = glance(WIDE).page
    page.goto(books.of("list") + "?kind=construction_start&q=metals")
    page.locator("table.list tbody a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/agreements/a*")
    assert "It counts in sums." in page.locator("main").inner_text()
    quote = page.locator("dl.values a.quote", has_text="900 million yuan").first
    quote.focus()
    assert quote.evaluate("node => parseFloat(getComputedStyle(node).outlineWidth)") >= 2
    page.keyboard.press("Enter")
    page.wait_for_url("**/agreements/read?document=*#q-*")
    mark = page.locator(f"[id='{page.url.partition('#')[2]}']")
    assert mark.inner_text() == "900 million yuan"
    assert _in_sight(page, mark)


def _in_sight(page: Any, found: Any) -> bool:
    box = found.bounding_box()
    return bool(box and box["y"] < page.viewport_size["height"] and box["y"] + box["height"] > 0)


def test_what_is_not_counted_is_a_click_away(books: Books, glance: OPEN) -> None:
    """The reasons stand under the sum; each names entries, and leads to them."""
    page = glance(NARROW).page
    page.goto(books.of("list"))
    page.get_by_text("Investment that is not counted, and why").click()
    reason = page.locator("dl.reasons > div", has_text="An aggregate").first
    reason.get_by_role("link").first.click()
    page.wait_for_url("**/agreements/a*")
    assert "It does not count in sums: an aggregate" in page.locator("main").inner_text()


def test_a_gap_leads_to_who_could_fill_it(books: Books, glance: OPEN) -> None:
    """From a stage that is only planned to the parties that work in it, with grounds and entries."""
    page = glance(NARROW).page
    page.goto(f"{books.address}/agreements/chain")
    page.get_by_label("Country, province or city, in any language").fill("湖北省")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/agreements/chain?region=**")
    assert page.locator("h1").inner_text() == "The chain in Hubei"
    assert page.locator(".chainmap > li").count() == 15
    assert "Gap" in page.locator(".chainmap > li", has_text="Mining").inner_text()
    page.get_by_label("Stage").select_option("recycling")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**stage=recycling**")
    first = page.locator(".partners > li").first
    assert "construction start" in first.inner_text()
    first.locator("h3 a").click()
    page.wait_for_url("**/agreements/parties/p*")
    assert "Agreements over time" in page.locator("main").inner_text()


def test_the_states_of_the_chain_are_told_without_colour(books: Books, glance: OPEN) -> None:
    """Each stage says its state in words, and a gap has another edge than what is committed."""
    page = glance(WIDE).page
    page.goto(books.of("chain"))
    states = page.locator(".chainmap .state").all_inner_texts()
    assert len(states) == 15
    assert all(states)

    def edge(kind: str) -> str:
        style: str = page.locator(f".chainmap .s-{kind}").first.evaluate(
            "node => getComputedStyle(node).borderTopStyle"
        )
        return style

    assert (edge("building"), edge("gap")) == ("solid", "dashed")


def test_a_dot_of_the_map_leads_to_its_entries(books: Books, glance: OPEN) -> None:
    """The dot says country and count; the list has as many."""
    page = glance(WIDE).page
    page.goto(books.of("map"))
    dot = page.locator("svg.worldmap a", has_text="CN").first
    said = dot.get_attribute("aria-label")
    dot.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/agreements?country=CN")
    assert said == f"China: {page.locator('h1 .count').inner_text()} entries"
