"""The pages of captures, log, events and sense in a real Chromium: readable, usable by keyboard, quiet."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from browser.conftest import EVERY_LOOK, LOOKS, Look, Watched
from browser.test_pages import OPEN, overflow, violations
from corpus.stories import LEDGER
from playwright.sync_api import Route
from serving import serving

import dicycle
from dicycle.bootstrap import Loop
from dicycle.ledger.capture import Behaviour
from dicycle.ledger.store import Job
from dicycle.server.pages.links import event_url
from dicycle.vocabulary import EPCIS_CONTEXT

pytestmark = pytest.mark.browser

SHREDDED = "/01/09521005000020/21/P260031"
SOUND = "/01/09521005000020/21/P260052"
STORIES = (
    "master-data-names-the-things",
    "pack-assembled-from-modules-and-controller",
    "black-mass-lot-born-from-shredding.twin-shredded-pack-seen-again",
    "cell-lot-counted-in-pieces.twin-half-a-cell",
    "crate-packed-shipped-received-unpacked.twin-received-before-shipped",
    "crate-packed-shipped-received-unpacked.twin-crate-number-wrong",
    "cathode-made-from-virgin-lots.twin-nothing-comes-out",
)
NAMES = ("captures", "noted", "refused", "running", "log", "earlier", "event", "senseless", "sound", "error")


class Books(NamedTuple):
    """A ledger that is served, and where its pages are."""

    address: str
    paths: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.address + self.paths[name]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Books]:
    """A ledger to which documents were sent: sound ones, faulty ones, and some that make no sense."""
    with dicycle.open(tmp_path_factory.mktemp("books") / "loop.db") as loop:
        jobs = [_sent(loop, name) for name in STORIES]
        with serving(loop) as address:
            with loop.store.writing() as writing:
                running = Job("running", 1, None, True, True, "rollback")
                writing.put_job(running, b"{}")
            event = next(one for one in loop.store.events() if SOUND in one.body.decode())
            yield Books(address, {
                "captures": "/captures",
                "noted": f"/captures/{next(job.id for job in jobs if job.notes)}",
                "refused": f"/captures/{next(job.id for job in jobs if job.errors)}",
                "running": "/captures/running",
                "log": "/log",
                "earlier": "/log?before=2",
                "event": event_url(event.event_id),
                "senseless": SHREDDED,
                "sound": SOUND,
                "error": "/captures/nobody",
            })  # fmt: skip


def _sent(loop: Loop, name: str) -> Job:
    raw = (LEDGER / f"{name}.jsonld").read_bytes()
    job, done = loop.intake.begin(raw, Behaviour.PROCEED, "https://id.gs1.org/417/9521005000006")
    done.result()
    return loop.intake.job(job.id)


def stops(page: Any, wanted: Callable[[str], bool], most: int = 40) -> list[str]:
    """Press Tab until what has the focus is wanted; return what had it on the way, by id, name or text."""
    found: list[str] = []
    while len(found) < most and not (found and wanted(found[-1])):
        page.keyboard.press("Tab")
        found.append(page.evaluate("(n => n.id || n.name || n.innerText || n.tagName)(document.activeElement)"))
    assert wanted(found[-1]), found
    return found


def stand_still(route: Route) -> None:
    """Give a page without the header by which it loads itself again while it is looked at."""
    answer = route.fetch()
    route.fulfill(response=answer, headers={k: v for k, v in answer.headers.items() if k.lower() != "refresh"})


@pytest.mark.parametrize("look", EVERY_LOOK, ids=str)
@pytest.mark.parametrize("name", NAMES)
def test_every_new_page_is_accessible_and_fits(name: str, look: Look, books: Books, glance: OPEN) -> None:
    """In both sizes and both themes: axe finds nothing, nothing sticks out, nothing is asked of anybody else."""
    watched = glance(look)
    watched.page.route("**/captures/running", stand_still)
    watched.page.goto(books[name])
    watched.page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert violations(watched.page) == []
    assert overflow(watched.page) <= 0
    assert all(url.startswith(f"{books.address}/") for url in watched.requests)
    refusal = ["Failed to load resource: the server responded with a status of 404 (Not Found)"]
    assert watched.complaints == (refusal if name == "error" else [])


@pytest.mark.parametrize("look", EVERY_LOOK, ids=str)
@pytest.mark.parametrize("path", ["/captures", "/log"])
def test_empty_pages_are_accessible_and_fit(path: str, look: Look, empty: str, glance: OPEN) -> None:
    """What a ledger shows before the first capture passes the same examination."""
    page = glance(look).page
    page.goto(empty + path)
    assert violations(page) == []
    assert overflow(page) <= 0


@pytest.mark.parametrize("width", [320, 360, 390, 430, 640, 768])
def test_the_header_fits_every_phone(width: int, books: Books, glance: OPEN) -> None:
    """All ways of the header are on the screen, 44 pixels high, and lie beside each other, not over each other."""
    page = glance(Look(width, 800, "light")).page
    page.goto(books["captures"])
    assert overflow(page) <= 0
    boxes = [one.bounding_box() for one in page.locator(".top a:visible, .top input, .top button").all()]
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
    assert min(box["height"] for box in boxes) >= 44
    for one in boxes:
        for other in boxes:
            apart = one["x"] + one["width"] <= other["x"] + 0.5 or one["y"] + one["height"] <= other["y"] + 0.5
            before = other["x"] + other["width"] <= one["x"] + 0.5 or other["y"] + other["height"] <= one["y"] + 0.5
            assert one is other or apart or before


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_the_keyboard_alone_sends_a_file(javascript: bool, tmp_path: Path, watch: OPEN) -> None:
    """Tab leads to the field, the box and the button; the answer is the page of the job, with what was stored."""
    with dicycle.open(tmp_path / "loop.db") as loop, serving(loop) as address:
        page = watch(LOOKS[0], java_script_enabled=javascript).page
        page.goto(f"{address}/captures")
        page.locator("#document").set_input_files(LEDGER / "ore-lot-born-at-mine.jsonld")
        if javascript:
            assert "document" in stops(page, lambda name: name == "Capture")
        else:
            page.locator(".send button").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/captures/*-*")
        assert "Done" in page.locator("dl.cards").inner_text()
        assert [job.stored for job in loop.store.jobs(5, None)] == [1]


def test_a_file_can_be_dropped_on_the_field(tmp_path: Path, watch: OPEN) -> None:
    """A file that is dropped on the field is chosen, without any script of ours."""
    event = {
        "@context": EPCIS_CONTEXT, "type": "ObjectEvent", "eventTime": "2026-01-01T00:00:00Z",
        "eventTimeZoneOffset": "+00:00", "action": "OBSERVE", "epcList": ["urn:x:dropped"],
    }  # fmt: skip
    with dicycle.open(tmp_path / "loop.db") as loop, serving(loop) as address:
        page = watch(LOOKS[1]).page
        page.goto(f"{address}/captures")
        page.evaluate(
            """text => { const data = new DataTransfer();
            data.items.add(new File([text], 'event.json', {type: 'application/json'}));
            document.querySelector('#document').files = data.files; }""",
            json.dumps(event),
        )
        page.locator(".send button").click()
        page.wait_for_url("**/captures/*-*")
        assert [list(one.value["epcList"]) for one in loop.events()] == [["urn:x:dropped"]]


def test_a_refused_file_is_said_on_the_same_page(books: Books, tmp_path: Path, glance: OPEN) -> None:
    """A file that is no document: the reasons stand above the form, and axe finds nothing wrong with that page."""
    page = glance(LOOKS[0]).page
    page.goto(books["captures"])
    faulty = tmp_path / "week 7.jsonld"
    faulty.write_text('{"type": "EPCISDocument"}')
    page.locator("#document").set_input_files(faulty)
    page.locator(".send button").click()
    page.wait_for_selector("[role=alert]")
    assert "week 7.jsonld" in page.locator("[role=alert]").inner_text()
    assert page.locator("#document").is_visible()
    assert violations(page) == []
    assert overflow(page) <= 0


def test_the_page_of_a_running_job_goes_on_by_itself(tmp_path: Path, watch: OPEN) -> None:
    """While a job runs its page is read again; once it is over, it tells the end and stays."""
    with dicycle.open(tmp_path / "loop.db") as loop, serving(loop) as address:
        job = Job("slow", 1, None, True, True, "rollback")
        with loop.store.writing() as writing:
            writing.put_job(job, b"{}")
        watched = watch(LOOKS[0])
        watched.page.goto(f"{address}/captures/slow")
        assert "Waiting to be stored" in watched.page.locator("dl.cards").inner_text()
        with loop.store.writing() as writing:
            writing.put_job(job._replace(running=False, finished=2, stored=3), None)
        watched.page.locator("dl.cards", has_text="Done").wait_for()
        assert "Look again" not in watched.page.content()


def test_what_makes_no_sense_leads_to_its_events(books: Books, glance: OPEN) -> None:
    """On a phone a chip leads to the section; its links lead to the events, whose pages lead to the log."""
    page = glance(LOOKS[0]).page
    page.goto(books["senseless"])
    page.locator(".jump a[href='#sense']").click()
    section = page.locator("section.sense")
    assert "Error" in section.inner_text()
    section.locator("a").first.click()
    page.wait_for_url("**/event?id=*")
    page.locator("main a[href='/log']").first.click()
    page.wait_for_url("**/log")
    assert "Newest checkpoint" in page.content()


def test_a_sound_thing_keeps_its_rules_folded(books: Books, glance: Callable[..., Watched]) -> None:
    """Where nothing is found a line says so; opened by keyboard it tells by which profile."""
    page = glance(LOOKS[0]).page
    page.goto(books["sound"])
    section = page.locator("section.sense")
    assert "Nothing found by profile" not in section.inner_text()
    section.locator("summary").focus()
    page.keyboard.press("Enter")
    assert "Nothing found by profile plant" in section.inner_text()
