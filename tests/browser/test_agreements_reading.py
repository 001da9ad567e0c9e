"""Reading documents and reviewing the register in a real Chromium: by mouse, by keys, and without a script."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from browser.conftest import EVERY_LOOK, LOOKS, Look
from browser.test_pages import OPEN, overflow, violations
from serving import serving

import dicycle
from dicycle.agreements.samples import samples

pytestmark = pytest.mark.browser

SAMPLES = dict(samples())
PAGES = ("form", "conference-en.txt", "signing-zh.txt", "peregovory-ru.txt", "stadt-de.txt", "review", "missing")
HOSTILE = """Example Motors signs with Norden <script>alert(1)</script>

Published: 2026-05-12

On May 11, 2026, Example Motors Co., Ltd. and <img src=x onerror=alert(1)> Norden Recycling Technology Co., Ltd. signed
a joint venture agreement in Yichang with an investment of 2.5 billion yuan.
"""


class Books(NamedTuple):
    """A register that is served, and its documents by name."""

    address: str
    documents: dict[str, str]

    def of(self, name: str) -> str:
        """Return the address of a page, or of a document."""
        paths = {"form": "/agreements/read", "review": "/agreements/review",
                 "missing": f"/agreements/read?document={'0' * 64}"}  # fmt: skip
        return self.address + paths.get(name, f"/agreements/read?document={self.documents.get(name, '')}")


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Books]:
    """A register of the samples; the tests that use it change nothing."""
    with dicycle.open(tmp_path_factory.mktemp("books") / "loop.db") as loop:
        for name, data in SAMPLES.items():
            loop.agreements.read(data, name)
        with serving(loop) as address:
            kept = loop.agreements.releases()
            yield Books(address, {one.release.head.name: one.document for one in kept})


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Books]:
    """A register of two documents for one test to change."""
    with dicycle.open(tmp_path / "loop.db") as loop:
        for name in ("conference-en.txt", "stadt-de.txt"):
            loop.agreements.read(SAMPLES[name], name)
        with serving(loop) as address:
            yield Books(address, {})


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[str]:
    """The address of an empty ledger for one test to read documents into."""
    with dicycle.open(tmp_path / "fresh.db") as loop, serving(loop) as address:
        yield address


def lit(page: Any) -> list[str]:
    """Return the texts of the marks that are lit."""
    found: list[str] = page.locator(".text mark.on").all_inner_texts()
    return found


def value(page: Any, text: str) -> Any:
    """Return the first value of a text."""
    return page.locator(".records a.value", has_text=text).first


def focused_pair(page: Any) -> str:
    """Return the heading of the pair that has the focus."""
    said: str = page.locator(".pair:focus h2").evaluate_all("all => all.map(n => n.innerText).join()")
    return " ".join(said.split())


@pytest.mark.parametrize("look", EVERY_LOOK, ids=str)
@pytest.mark.parametrize("name", PAGES)
def test_the_pages_are_accessible_and_fit(name: str, look: Look, books: Books, glance: OPEN) -> None:
    """In both sizes and both themes: axe finds nothing, nothing sticks out, nothing is asked of anybody else."""
    watched = glance(look)
    watched.page.goto(books.of(name))
    watched.page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert violations(watched.page) == []
    assert overflow(watched.page) <= 0
    assert all(url.startswith(f"{books.address}/") for url in watched.requests)
    refusal = ["Failed to load resource: the server responded with a status of 404 (Not Found)"]
    assert watched.complaints == (refusal if name == "missing" else [])


@pytest.mark.parametrize("look", EVERY_LOOK, ids=str)
@pytest.mark.parametrize("path", ["/agreements/read", "/agreements/review"])
def test_an_empty_register_says_what_to_do(path: str, look: Look, empty: str, glance: OPEN) -> None:
    """Before the first document the pages pass the same examination, and lead on."""
    page = glance(look).page
    page.goto(empty + path)
    assert violations(page) == []
    assert overflow(page) <= 0
    if path.endswith("review"):
        page.get_by_role("link", name="read a document").click()
    page.wait_for_url("**/agreements/read")
    assert page.locator(".samples button").count() == len(SAMPLES)


def test_every_quote_is_marked_to_the_character(books: Books, glance: OPEN) -> None:
    """The text on the page is the document's, and each mark holds the characters that its id says."""
    page = glance(LOOKS[1]).page
    for name in ("conference-en.txt", "signing-zh.txt"):
        page.goto(books.of(name))
        text = SAMPLES[name].decode()
        assert page.locator(".text").evaluate("n => n.textContent") == text
        marks = page.locator(".text mark").evaluate_all("all => all.map(n => [n.dataset.mark, n.textContent])")
        whole: dict[str, str] = {}
        for id, said in marks:
            whole[id] = whole.get(id, "") + said
        spans = {id: text[int(id.split("-")[1]) : int(id.split("-")[2])] for id in whole}
        assert whole == spans
        assert len(whole) > 10


def test_a_value_lights_its_characters(books: Books, watch: OPEN) -> None:
    """Hovering a value lights what says it and nothing else; so does the focus, which also scrolls there."""
    page = watch(Look(1280, 500, "light"), reduced_motion="reduce").page
    page.goto(books.of("conference-en.txt"))
    assert lit(page) == []
    value(page, "38,400,000,000 CNY").hover()
    assert lit(page) == ["38.4 billion yuan"]
    page.mouse.move(0, 0)
    assert lit(page) == []
    before = page.locator(".text").evaluate("n => n.scrollTop")
    value(page, "dismantling").focus()
    assert lit(page) == ["dismantling"]
    frame, mark = (page.locator(one).bounding_box() for one in (".text", ".text mark.on"))
    assert page.locator(".text").evaluate("n => n.scrollTop") > before
    assert frame["y"] <= mark["y"] <= frame["y"] + frame["height"] - mark["height"]
    page.keyboard.press("Escape")
    assert lit(page) == []


def test_a_mark_leads_to_its_value(books: Books, glance: OPEN) -> None:
    """A click on a mark goes to the value; a second one to the next value that rests on it; folded ones open."""
    page = glance(LOOKS[1]).page
    page.goto(books.of("conference-en.txt"))
    page.locator(".text mark", has_text="30.1 billion yuan").click()
    assert page.evaluate("document.activeElement.innerText") == "30,100,000,000 CNY"
    signed = page.locator(".text mark", has_text="signed a strategic cooperation agreement")
    said = []
    for _ in range(3):
        signed.click(position={"x": 4, "y": 4})
        said.append(page.evaluate("document.activeElement.innerText"))
    assert said == ["strategic cooperation agreement", "signed", "strategic cooperation agreement"]
    page.locator(".text mark.f-name").last.click()
    assert page.locator("details.card").evaluate("n => n.open")
    assert page.evaluate("document.activeElement.closest('details') !== null")


def test_what_was_left_out_says_why(books: Books, glance: OPEN) -> None:
    """A dropped value is listed with its reason and marked; boilerplate is grey and holds no value of a record."""
    page = glance(LOOKS[1]).page
    page.goto(books.of("conference-en.txt"))
    left = page.locator(".left li", has_text="Money: conversion")
    assert "off the reference rate" in left.inner_text()
    left.locator("a.value").hover()
    assert lit(page) == ["about 5.3 billion U.S. dollars"]
    grey = page.locator(".text .f-boilerplate")
    assert "held every year" in grey.inner_text()
    assert grey.locator("mark:not(.f-name):not(.f-head)").count() == 0


def test_without_scripts_links_lead_to_the_marks(books: Books, watch: OPEN) -> None:
    """Values are links to their characters, which are then outlined; the form reads a text."""
    page = watch(LOOKS[0], java_script_enabled=False).page
    page.goto(books.of("signing-zh.txt"))
    value(page, "1,200,000,000 CNY").click()
    page.wait_for_url("**#q-*")
    target = page.locator("mark:target")
    assert target.inner_text() == "12亿元"
    assert target.evaluate("n => getComputedStyle(n).outlineStyle") == "solid"


def test_on_a_phone_a_switch_stays_in_sight(books: Books, watch: OPEN) -> None:
    """At 390 pixels the text is below the records, and a switch at the top goes there and back."""
    page = watch(LOOKS[0], reduced_motion="reduce").page
    page.goto(books.of("conference-en.txt"))
    assert page.locator(".paper").bounding_box()["y"] > page.locator(".records").bounding_box()["y"]
    switch = page.locator("nav.switch")
    switch.get_by_role("link", name="Text").click()
    page.wait_for_function("document.querySelector('.paper').getBoundingClientRect().top < 120")
    assert switch.bounding_box()["y"] == pytest.approx(0, abs=1)
    page.locator(".text mark", has_text="38.4 billion yuan").click()
    page.wait_for_function("document.activeElement.innerText === '38,400,000,000 CNY'")
    box = page.locator(":focus").bounding_box()
    assert 40 < box["y"] < 844
    page.keyboard.press("Enter")
    page.wait_for_url("**#q-*")
    page.wait_for_function("document.querySelector('mark:target').getBoundingClientRect().top < 400")
    assert min(one.bounding_box()["height"] for one in page.locator("nav.switch a").all()) >= 44


def test_a_document_is_read_by_sample_paste_file_and_drop(fresh: str, tmp_path: Path, watch: OPEN) -> None:
    """Each of the four ways ends at the document with its records; the same again is known already."""
    page = watch(LOOKS[1]).page
    page.set_default_timeout(90_000)
    page.goto(f"{fresh}/agreements/read")
    page.get_by_role("button", name="stadt-de.txt").click()
    page.wait_for_url("**document=*")
    assert "Beispiel Motoren AG" in page.locator(".records").inner_text()
    page.goto(f"{fresh}/agreements/read")
    page.fill("#text", HOSTILE)
    page.get_by_role("button", name="Read the text").click()
    page.wait_for_url("**document=*")
    assert page.locator("h1").inner_text() == "Example Motors signs with Norden <script>alert(1)</script>"
    assert page.locator(".text").evaluate("n => n.textContent") == HOSTILE
    assert page.locator(".text img, .text script").count() == 0
    file = tmp_path / "news.txt"
    file.write_bytes(SAMPLES["signing-zh.txt"])
    page.goto(f"{fresh}/agreements/read")
    page.set_input_files("#document", file)
    page.get_by_role("button", name="Read the file").click()
    page.wait_for_url("**document=*")
    assert page.locator("h1").inner_text() == "news.txt"
    page.goto(f"{fresh}/agreements/read")
    page.evaluate(
        """text => { const given = new DataTransfer(); given.items.add(new File([text], "again.txt"));
        document.dispatchEvent(new DragEvent("drop", {dataTransfer: given, bubbles: true, cancelable: true})); }""",
        SAMPLES["signing-zh.txt"].decode(),
    )
    page.wait_for_url("**known=yes")
    assert "in the register already" in page.locator("header.thing").inner_text()


def test_what_cannot_be_read_is_told(empty: str, tmp_path: Path, glance: OPEN) -> None:
    """A file that is no document is refused with a sentence and advice, on the page with the form."""
    page = glance(LOOKS[0]).page
    file = tmp_path / "noise.bin"
    file.write_bytes(bytes(range(256)) * 40)
    page.goto(f"{empty}/agreements/read")
    page.set_input_files("#document", file)
    page.get_by_role("button", name="Read the file").click()
    page.locator("#refused").wait_for()
    assert page.locator(".findings .code").inner_text().startswith("agreements.")
    assert page.locator("#document").is_visible()
    assert violations(page) == []


def test_two_are_merged_and_taken_apart_by_keys(own: Books, watch: OPEN) -> None:
    """A pair is the same by s, and is taken back by z; then it waits as left open, and d holds it apart."""
    page = watch(LOOKS[1]).page
    page.goto(own.of("review"))
    assert page.locator("h1 .count").inner_text() == "1 left"
    page.keyboard.press("j")
    assert focused_pair(page) == "Parties Norden Recycling Technology Co., Ltd. and Norden Recycling GmbH"
    with page.expect_navigation():
        page.keyboard.press("s")
    assert "Nothing to review" in page.inner_text("main")
    assert "are the same" in page.locator(".last").inner_text()
    assert violations(page) == []
    with page.expect_navigation():
        page.keyboard.press("z")
    assert page.locator("h1 .count").inner_text() == "0 left"
    assert "left open" in focused_pair(page)
    with page.expect_navigation():
        page.keyboard.press("d")
    assert "are different" in page.locator(".last").inner_text()
    page.reload()
    assert "Nothing to review" in page.inner_text("main")


def test_keys_walk_the_queue_and_can_be_turned_off(books: Books, watch: OPEN) -> None:
    """j and k go on and back; without the tick no key does anything, also after a reload."""
    page = watch(LOOKS[1]).page
    page.goto(books.of("review"))
    count = page.locator(".pair").count()
    assert count >= 2
    seen = []
    for key in "jjk":
        page.keyboard.press(key)
        seen.append(focused_pair(page))
    assert seen[0] == seen[2] != seen[1]
    page.uncheck("#keys")
    page.reload()
    assert not page.is_checked("#keys")
    page.keyboard.press("j")
    page.keyboard.press("s")
    assert focused_pair(page) == ""
    assert page.locator(".pair").count() == count


def test_the_review_works_without_scripts(own: Books, watch: OPEN) -> None:
    """Buttons of forms decide and take back; the quotes lead to their documents."""
    page = watch(LOOKS[0], java_script_enabled=False).page
    page.goto(own.of("review"))
    page.locator(".evidence a").first.click()
    page.wait_for_url("**/agreements/read?document=*#q-*")
    assert "Norden Recycling" in page.locator("mark:target").inner_text()
    page.goto(own.of("review"))
    page.get_by_role("button", name="Same").click()
    page.wait_for_url("**/agreements/review")
    assert page.locator(".decided li").count() == 1
    page.locator(".decided button").click()
    page.wait_for_url("**/agreements/review#*")
    assert page.locator(".decided li").count() == 0
    assert page.locator(".pair").count() == 1


def test_buttons_of_the_review_are_large_enough(books: Books, glance: OPEN) -> None:
    """On a phone what decides is at least 44 pixels high."""
    page = glance(LOOKS[0]).page
    page.goto(books.of("review"))
    assert min(one.bounding_box()["height"] for one in page.locator(".verdicts button").all()) >= 44
