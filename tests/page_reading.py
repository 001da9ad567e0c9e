"""Pages read as a strict reader does: well formed, nothing inline, text and links kept."""

import re
from html.parser import HTMLParser
from typing import Any

from corpus.stories import LEDGER
from serving import HERE
from starlette.testclient import TestClient

from dicycle.bootstrap import Loop
from dicycle.server.app import create_app

HTML = {"Accept": "text/html,application/xhtml+xml"}
VOID = {"meta", "link", "input", "img", "br", "hr"}


class Page(HTMLParser):
    """A page read strictly: every element is closed in order; its text and its links are kept."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.inline: list[str] = []
        self.text = ""
        self.feed(html)
        assert self.open == []
        self.text = re.sub(r"\s+", " ", self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what an element leads to, is called, and brings of its own style or script."""
        found = dict(attrs)
        self.links += [found[name] or "" for name in ("href", "src", "action") if name in found]
        self.ids += [found["id"] or ""] if "id" in found else []
        self.inline += [tag] if tag in ("script", "style") else []
        self.inline += [name for name in found if name == "style" or name.startswith("on")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last, and no other."""
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.text += data


def capture(loop: Loop, name: str) -> None:
    """Capture a story."""
    loop.capture((LEDGER / f"{name}.jsonld").read_bytes())


def person(loop: Loop) -> TestClient:
    """Return a browser without JavaScript."""
    return TestClient(create_app(loop, HERE), headers=HTML)


def read(answer: Any) -> Page:
    """Return a page that was found, read strictly."""
    assert answer.status_code == 200, answer.text
    return Page(answer.text)
