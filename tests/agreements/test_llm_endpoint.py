"""How a language model's server is asked: in time, without redirects, not too often, with a key nobody sees."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from agreements.model_server import KEY, TEXT, ModelServer, Reply, answer, asking, saying, serving, told

from dicycle.agreements.document import Document
from dicycle.agreements.extractors import extractor_of
from dicycle.agreements.llm import LlmExtractor
from dicycle.agreements.llm.endpoint import MOST_READ, endpoint_of
from dicycle.agreements.llm.extractor import FIELD
from dicycle.agreements.model import Release
from dicycle.agreements.reader import RuleExtractor
from dicycle.agreements.reading import read_text
from dicycle.errors import InvalidInput
from dicycle.settings import Settings


@pytest.fixture(scope="module")
def document() -> Document:
    """Return the passage."""
    return read_text(TEXT, "told.txt")


def notes(release: Release) -> list[str]:
    """Return what is told about the model."""
    return [one.reason for one in release.dropped if one.field == FIELD]


def read(document: Document, server: ModelServer, **more: Any) -> tuple[Release, list[float]]:
    """Return what is read, and how long was waited between tries."""
    waits: list[float] = []
    return asking(server, pause=waits.append, **more).extract(document), waits


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_server_is_asked_again(document: Document, status: int) -> None:
    """After 429 or 500 there is another try, a little later each time."""
    with serving(Reply(status=status), Reply(status=status), saying(answer(told()))) as server:
        release, waits = read(document, server)
    assert (len(release.records), len(server.got), notes(release)) == (1, 3, [])
    assert 0 < waits[0] < waits[1] < 5


def test_there_are_only_so_many_tries(document: Document) -> None:
    """A server that never recovers is asked three times, and the reviewer is told."""
    with serving(Reply(status=500)) as server:
        release, _ = read(document, server)
    assert (release.records, len(server.got)) == ((), 3)
    assert "HTTP 500" in notes(release)[0]


def test_who_asks_to_wait_longer_than_there_is_time_is_not_asked_again(document: Document) -> None:
    """Retry-After is heeded; beyond the time for the document it ends the reading."""
    with serving(Reply(status=429, headers=(("Retry-After", "999"),))) as server:
        release, waits = read(document, server)
    assert (len(server.got), waits, len(notes(release))) == (1, [], 1)
    with serving(Reply(status=429, headers=(("Retry-After", "3"),)), saying(answer())) as server:
        _, waits = read(document, server)
    assert waits == [3.0]


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_a_refusal_is_not_tried_again(document: Document, status: int) -> None:
    """What the server says of it is not passed on: it could hold the key."""
    with serving(Reply(f"bad key {KEY}".encode(), status=status)) as server:
        release, _ = read(document, server)
    assert len(server.got) == 1
    assert f"HTTP {status}" in notes(release)[0]
    assert KEY not in repr(release)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(document: Document, status: int) -> None:
    """Neither key nor document goes where a server points."""
    with serving(saying(answer(told()))) as other:
        elsewhere = (("Location", f"{other.url}/chat/completions"),)
        with serving(Reply(status=status, headers=elsewhere)) as server:
            release, _ = read(document, server)
    assert (other.paths, release.records) == ([], ())
    assert "not followed" in notes(release)[0]


@pytest.mark.parametrize("slow", [{"before": 30.0}, {"drip": 0.05}], ids=["silent", "dripping"])
def test_a_slow_server_is_left_when_the_time_is_over(document: Document, slow: dict[str, float]) -> None:
    """Silence and one byte now and then both end with the time that was set for the document."""
    with serving(saying(answer(told()))._replace(**slow)) as server:
        begun = time.monotonic()
        release, _ = read(document, server, llm_timeout=0.4)
        assert time.monotonic() - begun < 15
    assert release.records == ()
    assert "in time" in notes(release)[0]


def test_an_endless_answer_is_not_read(document: Document) -> None:
    """More than the limit is told, not kept."""
    with serving(Reply(b" " * (MOST_READ + 10))) as server:
        release, _ = read(document, server)
    assert "longer than" in notes(release)[0]


def test_no_server_at_all_is_told(document: Document) -> None:
    """A refused connection is tried again, and then told."""
    with serving(saying(answer())) as server:
        pass
    release, waits = read(document, server)
    assert (len(waits), notes(release)[0]) == (2, notes(release)[0])
    assert "cannot be reached: the connection was refused" in notes(release)[0]


def test_a_response_cut_off_by_its_sender_is_told(document: Document) -> None:
    """A body shorter than announced is no answer."""
    short = Reply(b"{", headers=(("Content-Length", "500"),))
    with serving(short) as server:
        release, _ = read(document, server)
    assert len(notes(release)) == 1


def test_the_key_goes_to_the_server_and_nowhere_else(
    document: Document, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """It is in the request's head, from the settings or a file; not in logs, releases, settings that are shown."""
    file = tmp_path / "key"
    file.write_text(f"{KEY}\n")
    with serving(saying(answer(told()))) as server:
        given = Settings(llm_url=server.url, llm_key=KEY)
        extractors = [LlmExtractor(given), LlmExtractor(Settings(llm_url=server.url, llm_key_file=file))]
        releases = [one.extract(document) for one in extractors]
    assert [headers["Authorization"] for headers, _ in server.got] == [f"Bearer {KEY}"] * 2
    shown = [repr(releases), repr(given), given.model_dump_json(), repr(endpoint_of(given)), caplog.text]
    assert all(KEY not in one for one in (*shown, *capfd.readouterr(), json.dumps(server.got[0][1])))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "model",
        "file:///etc/passwd",
        "ftp://host/v1",
        "http://",
        "http://me:secret@host/v1",
        "http://a b/",
        "http://h:x",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    """Only http and https, without a user's name, on one line."""
    with pytest.raises(InvalidInput, match="llm_url"):
        LlmExtractor(Settings(llm_url=url))


@pytest.mark.parametrize("key", ["", " ", "two words", "line\r\nX-Other: 1", "ключ"])
def test_what_is_no_key_is_refused(key: str, tmp_path: Path) -> None:
    """A key cannot add a line to the head of a request; what it is, is not told."""
    file = tmp_path / "key"
    file.write_text(key, encoding="utf-8", newline="")
    for given in ({"llm_key": key}, {"llm_key_file": file}):
        with pytest.raises(InvalidInput) as refused:
            LlmExtractor(Settings(llm_url="http://127.0.0.1/v1", **given))
        assert not key.strip() or key not in str(refused.value)
    with pytest.raises(InvalidInput, match="cannot be read"):
        LlmExtractor(Settings(llm_url="http://127.0.0.1/v1", llm_key_file=tmp_path / "none"))


def test_nothing_is_asked_unless_there_is_a_url() -> None:
    """Without llm_url documents are read by rules; with it by both, or by the model alone."""
    assert isinstance(extractor_of(Settings()), RuleExtractor)
    url = "http://127.0.0.1:9/v1"
    assert extractor_of(Settings(llm_url=url)).name == "rules/1 + model/1 default"
    assert isinstance(extractor_of(Settings(llm_url=url, llm_alone=True)), LlmExtractor)
