"""Importing files: whatever shape they have, resumed where they stopped, with a line for every fault."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from contract.books import check_books, event
from strategies import CONTEXT

from dicycle.bootstrap import Loop, open_loop
from dicycle.errors import DicycleError, InvalidEvent, StoreError
from dicycle.findings import Finding
from dicycle.ledger import importing
from dicycle.ledger.capture import Capture
from dicycle.ledger.importing import Imported, import_file, import_lines
from dicycle.storage.sqlite import SQLiteStore


def line(name: int | str, **fields: Any) -> bytes:
    """Write an event that stands alone on a line."""
    return json.dumps({"@context": CONTEXT, **event(name, **fields)}).encode() + b"\n"


def lines(*names: int) -> bytes:
    """Write events on lines of their own."""
    return b"".join(map(line, names))


def document(*names: int, indent: int | None = 1) -> bytes:
    """Write a document of events."""
    value = {
        "@context": CONTEXT,
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-01-01T00:00:00Z",
    }
    return json.dumps(value | {"epcisBody": {"eventList": [event(name) for name in names]}}, indent=indent).encode()


def ids(loop: Loop) -> list[int]:
    """Return the numbers of all events in record order."""
    return [int(one.event_id.removeprefix("urn:x:")) for one in loop.store.events()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a path for a file of events."""
    return tmp_path / "events.ndjson"


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "_BATCH", 4)


def imported(loop: Loop, path: Path, content: bytes) -> Imported:
    """Write a file and import it."""
    path.write_bytes(content)
    return loop.capture_file(path)


# ---------------------------------------------------------------- shapes


@pytest.mark.parametrize(
    "content",
    [
        lines(1, 2, 3),
        lines(1, 2, 3).replace(b"\n", b"\r\n"),
        lines(1, 2, 3).rstrip(),
        line(1) + b"\n  \n" + line(2) + b"\r\n" + line(3) + b"\n\n",
        document(1, 2, 3),
        document(1, 2, 3, indent=None),
        document(1, 2, 3, indent=None) + b"\n",
        b"[" + lines(1, 2, 3).rstrip().replace(b"\n", b",") + b"]",
        line(1, **{"ex:note": "}}}"}) + lines(2, 3),
        line(1, **{"ex:note": '{"EPCIS'}) + lines(2, 3),
    ],
    ids=[
        *("lines", "lines of Windows", "no last line end", "blank lines", "document", "document on a line"),
        *("document on a line with its end", "list", "brackets in a text", "document in a text"),
    ],
)
def test_events_are_imported_from_any_shape(loop: Loop, path: Path, content: bytes) -> None:
    """Lines, documents and lists all give the same events, from a file and from a stream."""
    done = imported(loop, path, content)
    assert ids(loop) == [1, 2, 3]
    assert (done.stored, done.known, done.refused, done.findings) == (3, 0, 0, ())
    streamed = import_lines(loop.intake, loop.store, io.BytesIO(content))
    assert (streamed.stored, streamed.known, streamed.refused) == (0, 3, 0)


def test_one_event_is_a_file_too(loop: Loop, path: Path) -> None:
    """A single event on one line or on many is imported."""
    assert imported(loop, path, line(1)).stored == 1
    assert imported(loop, path, json.dumps({"@context": CONTEXT, **event(2)}, indent=2).encode()).stored == 1
    assert import_lines(loop.intake, loop.store, io.BytesIO(line(3).rstrip())).stored == 1
    assert ids(loop) == [1, 2, 3]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"{", b"hello", b"\xff\xfe"])
def test_a_file_that_is_no_events_is_refused(loop: Loop, path: Path, content: bytes) -> None:
    """An empty file, half a document or a letter is refused with the file's name."""
    with pytest.raises(InvalidEvent) as refused:
        imported(loop, path, content)
    assert all(finding.where.startswith(str(path)) for finding in refused.value.findings)
    with pytest.raises(InvalidEvent):
        import_lines(loop.intake, loop.store, io.BytesIO(content))


def test_a_file_that_is_not_there_is_refused(loop: Loop, tmp_path: Path) -> None:
    """The finding names the file and says why it cannot be read."""
    for nothing in (tmp_path / "nothing.json", tmp_path):
        with pytest.raises(DicycleError, match="cannot be read") as refused:
            loop.capture_file(nothing)
        assert refused.value.findings[0].where == str(nothing)


def test_a_faulty_document_is_refused_wholly(loop: Loop, path: Path) -> None:
    """Of a document with one wrong event nothing is stored; the finding says file and pointer."""
    with pytest.raises(InvalidEvent) as refused:
        imported(loop, path, document(1, 2).replace(b"OBSERVE", b"FIND", 1))
    assert [finding.where for finding in refused.value.findings] == [f"{path}#/epcisBody/eventList/0/action"]
    assert ids(loop) == []


# ---------------------------------------------------------------- faults


def test_each_fault_of_a_line_says_file_and_line(loop: Loop, path: Path) -> None:
    """Sound lines are stored; wrong and conflicting ones are told with their line number, blank lines counted."""
    loop.capture(json.loads(line(9)))
    wrong = line(2).replace(b"OBSERVE", b"FIND")
    content = line(1) + b"\n" + wrong + line(3) + b"{}\n" + line(9, action="ADD") + lines(4, 5, 6) + b"half\n"
    done = imported(loop, path, content)
    assert ids(loop) == [9, 1, 3, 4, 5, 6]
    assert (done.stored, done.refused, done.seen) == (5, 4, 9)
    places = {finding.where.split("#")[0] for finding in done.findings}
    assert places == {f"{path}:{number}" for number in (3, 5, 6, 10)}
    assert f"{path}:3#/action" in [finding.where for finding in done.findings]


def test_findings_are_bounded_and_faults_are_counted(loop: Loop, path: Path) -> None:
    """Of a thousand wrong lines the first are told, and all are counted."""
    done = imported(loop, path, line(1) + b"{}\n" * 1000)
    assert (done.stored, done.refused) == (1, 1000)
    assert 0 < len(done.findings) <= 50


def test_a_stream_says_its_lines_too(loop: Loop) -> None:
    """Faults of standard input carry their line number."""
    done = import_lines(loop.intake, loop.store, io.BytesIO(line(1) + b"{}\n" + line(2)))
    assert {finding.where.split("#")[0] for finding in done.findings} == {"standard input:2"}
    assert ids(loop) == [1, 2]


def test_progress_is_reported_after_each_batch(loop: Loop, path: Path) -> None:
    """Whoever asked hears how far the import is: growing, durable, up to the size of the file."""
    path.write_bytes(lines(*range(10)))
    heard: list[Imported] = []
    done = import_file(loop.intake, loop.store, path, heard.append)
    assert [one.stored for one in heard] == [4, 8, 10]
    assert (heard[-1], done.position) == (done, path.stat().st_size)
    assert all(one.size == path.stat().st_size for one in heard)


def test_a_large_file_is_imported_like_a_small_one(loop: Loop, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What counts as large is read by several processes: events, order, faults and line numbers stay the same."""
    monkeypatch.setattr(importing, "_LARGE", 0)
    content = lines(*range(10)) + b"\n{}\n" + line(3, action="ADD") + lines(10, 11) + b"half"
    done = imported(loop, path, content)
    assert ids(loop) == list(range(12))
    assert (done.stored, done.refused) == (12, 3)
    assert {finding.where.split("#")[0] for finding in done.findings} == {f"{path}:{number}" for number in (12, 13, 16)}
    again = imported(loop, path, content.removesuffix(b"half") + line(12))
    assert (again.stored, again.known, again.resumed_at) == (1, 0, 15)


# ---------------------------------------------------------------- going on


def test_an_imported_file_is_not_read_again(loop: Loop, path: Path) -> None:
    """The second import of the same file starts at its end."""
    imported(loop, path, lines(1, 2, 3))
    done = loop.capture_file(path)
    assert (done.seen, done.resumed_at) == (0, 3)


def test_a_file_that_has_grown_is_read_from_where_it_ended(loop: Loop, path: Path) -> None:
    """Only the new lines are read, and a fault in them has its true line number."""
    imported(loop, path, lines(1, 2, 3))
    done = imported(loop, path, lines(1, 2, 3, 4) + b"{}\n")
    assert (done.stored, done.known, done.refused, done.resumed_at) == (1, 0, 1, 3)
    assert {finding.where.split("#")[0] for finding in done.findings} == {f"{path}:5"}


@pytest.mark.parametrize("changed", [lines(1, 5, 3, 4), lines(4), lines(1, 2)])
def test_a_file_that_changed_is_read_from_the_start(loop: Loop, path: Path, changed: bytes) -> None:
    """If the file does not begin as it did, nothing of it is skipped."""
    imported(loop, path, lines(1, 2, 3))
    done = imported(loop, path, changed)
    assert done.resumed_at == 0
    assert done.seen == changed.count(b"\n")


@pytest.mark.parametrize("cut", [1, 20, 150])
def test_half_a_last_line_is_read_again_when_it_is_whole(loop: Loop, path: Path, cut: int) -> None:
    """A line that was still being written is reported, and stored once it is complete."""
    whole = lines(1, 2, 3)
    first = imported(loop, path, whole[:-cut])
    assert first.stored == (3 if cut == 1 else 2)
    assert first.refused == (0 if cut == 1 else 1)
    done = imported(loop, path, whole + line(4))
    assert ids(loop) == [1, 2, 3, 4]
    assert (done.refused, done.resumed_at) == (0, 2)


@pytest.mark.parametrize("stop", range(6))
def test_an_interrupted_import_goes_on(ledger_path: Path, path: Path, stop: int) -> None:
    """Interrupted after any batch and started again in a new process: every event once, and none lost."""

    class Interrupted(Exception):
        pass

    def interrupt(so_far: Imported) -> None:
        if so_far.stored >= stop * 4:
            raise Interrupted

    path.write_bytes(lines(*range(21)))
    with open_loop(ledger_path) as loop, pytest.raises(Interrupted):
        loop.capture_file(path, interrupt)
    with open_loop(ledger_path) as again:
        done = again.capture_file(path)
        assert done.known == 0
        assert done.resumed_at % 4 == 0 or done.resumed_at == 21
        assert ids(again) == list(range(21))
        check_books(again.store)


class Failing(SQLiteStore):
    """A store whose n-th transaction cannot be committed, once."""

    fails_at = 0

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """Open a transaction; the chosen one fails at its end."""
        with super().writing() as writing:
            yield writing
            self.fails_at -= 1
            if self.fails_at == 0:
                raise StoreError(Finding("store.sqlite", "The disk is full."))


@pytest.mark.parametrize("fails_at", range(1, 6))
def test_a_batch_that_cannot_be_stored_is_not_jumped_over(ledger_path: Path, path: Path, fails_at: int) -> None:
    """When one batch fails, those read ahead are not stored in its place: the next import starts with it."""
    path.write_bytes(lines(*range(21)))
    store = Failing(str(ledger_path))
    store.fails_at = fails_at
    with Loop(store) as loop:
        try:
            loop.capture_file(path)
        except StoreError:
            assert ids(loop) == list(range(len(ids(loop))))
        loop.capture_file(path)
        assert ids(loop) == list(range(21))


def test_two_ways_into_one_ledger_store_each_event_once(loop: Loop, path: Path) -> None:
    """What one capture has imported, another knows."""
    path.write_bytes(lines(*range(30)))
    other = Capture(loop.store)
    first = import_file(loop.intake, loop.store, path)
    second = import_lines(other, loop.store, io.BytesIO(path.read_bytes()))
    other.close()
    assert (first.stored, second.known) == (30, 30)
