"""The yard's pages without a network, kept by a service worker: what opens, what it says, and what is never kept."""

from collections.abc import Iterator
from typing import Any

import pytest
from browser.conftest import LOOKS
from browser.test_pages import OPEN, overflow, violations
from browser.yard_serving import Yard, a_yard, answer, settled
from keys import WISHES

from dicycle.ledger.access import tokens
from dicycle.ledger.clock import now

pytestmark = pytest.mark.browser

KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    if (name.includes('-pages-')) found.push(...(await (await caches.open(name)).keys()));
  }
  return found.map((one) => new URL(one.url).pathname).sort();
}"""


@pytest.fixture
def yard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Yard]:
    """A yard of one test, because its door may be closed."""
    with a_yard(tmp_path_factory.mktemp("yard")) as served:
        yield served


def kept(page: Any, *paths: str) -> None:
    """Wait until exactly these pages are kept."""
    for _ in range(200):
        found = page.evaluate(KEPT)
        if found == sorted(paths):
            return
        page.wait_for_timeout(25)
    raise AssertionError(found)


def test_the_yard_opens_without_a_network(yard: Yard, watch: OPEN) -> None:
    """After one visit the first page and a begun inspection open without a network and say as of when.

    What is answered then waits, outlives a reload, and arrives once; the network back, the page is the server's again.
    """
    page = watch(LOOKS[0]).page
    cell, other = yard.cell().begun(), yard.cell()
    page.goto(f"{yard.address}/yard")
    kept(page, "/yard")
    page.goto(other.page)
    page.goto(cell.page)
    kept(page, "/yard", cell.path)
    yard.is_out_of_reach(page)
    page.reload()
    assert page.locator("#kept").inner_text().startswith("As of ")
    assert "no network" in page.locator("#kept").inner_text()
    answer(page, "identified", "yes")
    settled(page, "identified", "waiting")
    assert violations(page) == []
    assert overflow(page) <= 0
    page.goto(f"{yard.address}/yard")
    page.get_by_text("1 answer waits on this device").wait_for()
    page.get_by_role("link", name=cell.serial).click()
    settled(page, "identified", "waiting")
    page.goto(other.page)
    page.get_by_role("heading", name="No network").wait_for()
    page.get_by_role("link", name=cell.serial).click()
    settled(page, "identified", "waiting")
    yard.is_back(page)
    settled(page, "identified", "pass")
    page.locator("#kept").wait_for(state="detached")
    assert [one.question for one in cell.readings] == ["identified"]


def test_a_page_that_was_not_kept_opens_once_the_network_is_back(yard: Yard, watch: OPEN) -> None:
    """The page for no network asks the server by itself, and gives way to the page that was asked for."""
    page = watch(LOOKS[0]).page
    page.goto(f"{yard.address}/yard")
    kept(page, "/yard")
    yard.is_out_of_reach(page)
    cell = yard.cell()
    page.goto(cell.page)
    page.get_by_role("heading", name="No network").wait_for()
    yard.is_back(page)
    page.get_by_role("heading", name=cell.serial).wait_for()


def test_the_worker_is_held_to_the_yard(yard: Yard, watch: OPEN) -> None:
    """The worker rules over the yard and nothing else, fetches from its own server only, and bears a version."""
    page = watch(LOOKS[0]).page
    answer = page.request.get(f"{yard.address}/yard/worker.js")
    assert answer.headers["service-worker-allowed"] == "/yard"
    assert answer.headers["content-security-policy"] == "default-src 'none'; connect-src 'self'"
    assert answer.text().startswith('const VERSION = "')
    page.goto(f"{yard.address}/yard")
    scope = page.evaluate("navigator.serviceWorker.ready.then((one) => new URL(one.scope).pathname)")
    assert scope == "/yard"
    assert "'unsafe" not in page.request.get(f"{yard.address}/yard/offline").headers["content-security-policy"]


def test_what_has_ended_is_not_kept(yard: Yard, watch: OPEN) -> None:
    """Neither results nor certificates are kept, and no longer the page of an inspection that has ended."""
    page = watch(LOOKS[0]).page
    cell = yard.cell().begun()
    page.goto(f"{yard.address}/yard")
    kept(page, "/yard")
    page.goto(cell.page)
    kept(page, "/yard", cell.path)
    page.goto(f"{yard.address}/yard/results/{cell.inspection.id}")
    page.get_by_role("button", name="Finish").click()
    page.wait_for_url("**/certificates/*")
    page.goto(f"{yard.address}/yard")
    kept(page, "/yard")
    yard.is_out_of_reach(page)
    page.goto(f"{yard.address}/yard/results/{cell.inspection.id}")
    page.get_by_role("heading", name="No network").wait_for()


def test_of_what_a_person_sees_by_a_token_nothing_is_kept(yard: Yard, watch: OPEN) -> None:
    """The door is closed: what was kept goes, whoever signs in leaves no page behind, and without a network there is
    the page that knows nobody.
    """
    page = watch(LOOKS[0]).page
    cell = yard.cell().begun()
    page.goto(f"{yard.address}/yard")
    kept(page, "/yard")
    page.goto(cell.page)
    kept(page, "/yard", cell.path)
    secret = tokens.issue(yard.loop.store, WISHES["operator"]._replace(name="Ada Beispiel"), now())[1]
    page.reload()
    page.wait_for_url("**/sign-in**")
    kept(page)
    page.get_by_label("Token").fill(secret)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{cell.path}")
    page.get_by_text("Ada Beispiel").first.wait_for()
    kept(page)
    yard.is_out_of_reach(page)
    page.reload()
    page.get_by_role("heading", name="No network").wait_for()
    assert "Ada Beispiel" not in page.content()
    assert cell.serial not in page.content()


def test_nobody_answers_in_the_name_of_another(yard: Yard, watch: OPEN) -> None:
    """An answer of one person waits while another is signed in on the same device, and goes when they are back."""
    page = watch(LOOKS[0]).page
    cell = yard.cell().begun()
    keys = {
        name: tokens.issue(yard.loop.store, WISHES["operator"]._replace(name=name), now())[1]
        for name in ("Ada Beispiel", "Ben Muster")
    }
    sign_in(page, cell.page, keys["Ada Beispiel"])
    yard.is_out_of_reach(page)
    answer(page, "identified", "yes")
    settled(page, "identified", "waiting")
    page.context.clear_cookies()
    yard.is_back(page)
    page.get_by_text("until you sign in again").wait_for()
    sign_in(page, cell.page, keys["Ben Muster"])
    page.get_by_text("1 answer waits here of somebody else").wait_for()
    assert cell.readings == []
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, cell.page, keys["Ada Beispiel"])
    settled(page, "identified", "pass")
    assert [one.by for one in cell.readings] == ["Ada Beispiel"]


def sign_in(page: Any, way: str, token: str) -> None:
    """Open a page of a closed yard by signing in."""
    page.goto(way)
    page.get_by_label("Token").fill(token)
    page.get_by_role("button", name="Sign in").click()
    page.locator(".gatebar").wait_for()
    page.wait_for_load_state("networkidle")
