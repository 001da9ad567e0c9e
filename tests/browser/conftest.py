"""A real Chromium against the real application on a loopback port."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from corpus.stories import stories
from serving import serving

import dicycle

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


class Look(NamedTuple):
    """How a page is looked at: the size of the window in CSS pixels, and the theme."""

    width: int
    height: int
    theme: str

    def __str__(self) -> str:
        return f"{self.width}-{self.theme}"


LOOKS = [Look(width, height, theme) for width, height in ((390, 844), (1280, 900)) for theme in ("light", "dark")]
FULL = pytest.mark.full
EVERY_LOOK = [LOOKS[0], pytest.param(LOOKS[1], marks=FULL), pytest.param(LOOKS[2], marks=FULL), LOOKS[3]]
"""Both widths and both themes in `make test`, each pair of them in `make test-all`."""


def binary() -> str | None:
    """Return the Chromium to drive: what DICYCLE_CHROMIUM names, else the one of the system."""
    named = os.environ.get("DICYCLE_CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Start Chromium once, or say why not."""
    path = binary()
    if path is None or not Path(path).exists():
        pytest.skip("no Chromium on this machine: install it, or name it in DICYCLE_CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a ledger with all the stories in it."""
    with dicycle.open(tmp_path_factory.mktemp("full") / "loop.db") as loop:
        for story in sorted(stories(), key=lambda story: story.name != "master-data-names-the-things"):
            loop.capture(story.path.read_bytes(), proceed=True)
        with serving(loop) as address:
            yield address


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty ledger."""
    with dicycle.open(tmp_path_factory.mktemp("empty") / "loop.db") as loop, serving(loop) as address:
        yield address


class Watched:
    """A page of a browser, with all that it asked for and complained about."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))


@pytest.fixture(scope="session")
def glass(chromium: Any) -> Iterator[Watched]:
    """One page for all tests that only look: a new one for each look costs more than what is looked at."""
    with chromium.new_context() as context:
        yield Watched(context.new_page())


@pytest.fixture
def glance(glass: Watched) -> Iterator[Callable[[Look], Watched]]:
    """Return how to have the page of those tests with a look; what is opened in it must keep nothing in the browser."""

    def look_at(look: Look) -> Watched:
        glass.page.goto("about:blank")
        glass.page.set_viewport_size({"width": look.width, "height": look.height})
        glass.page.emulate_media(color_scheme=look.theme)
        glass.requests.clear()
        glass.complaints.clear()
        return glass

    yield look_at
    glass.page.unroute_all()


@pytest.fixture
def watch(chromium: Any) -> Iterator[Callable[..., Watched]]:
    """Return how to open a page with a look; its context is closed after the test."""
    contexts: list[Any] = []

    def open_page(look: Look = LOOKS[0], **options: Any) -> Watched:
        size = {"width": look.width, "height": look.height}
        contexts.append(chromium.new_context(viewport=size, color_scheme=look.theme, **options))
        return Watched(contexts[-1].new_page())

    yield open_page
    for context in contexts:
        context.close()
