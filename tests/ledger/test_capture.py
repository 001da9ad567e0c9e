"""Capture: stored before it is acknowledged, wholly or not at all, and never twice."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from contract.books import check_books, event
from strategies import CONTEXT

from dicycle.bootstrap import Loop, open_loop
from dicycle.errors import AlreadyExists, InvalidEvent, NotFound, StoreError, TooLarge
from dicycle.ledger.capture import Behaviour, Capture, Limits
from dicycle.ledger.store import Fate
from dicycle.storage.sqlite import SQLiteStore

WRONG = {"type": "ObjectEvent", "eventID": "urn:x:wrong"}
VOCABULARY = {
    "type": "urn:x:v",
    "vocabularyElementList": [{"id": "urn:x:here", "attributes": [{"id": "a:n", "attribute": "x"}]}],
}


def alone(value: Any) -> bytes:
    """Write an event that stands alone."""
    return json.dumps({"@context": CONTEXT, **value}).encode()


def document(*events: Any) -> bytes:
    """Write a document with these events and one name in its master data."""
    value = {
        "@context": CONTEXT,
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-01-01T00:00:00Z",
    }
    header = {"epcisMasterData": {"vocabularyList": [VOCABULARY]}}
    return json.dumps(value | {"epcisHeader": header, "epcisBody": {"eventList": list(events)}}).encode()


def ids(loop: Loop) -> list[str]:
    """Return the ids of all events in record order."""
    return [one.event_id.removeprefix("urn:x:") for one in loop.store.events()]


@pytest.fixture
def limited(ledger_path: Path) -> Iterator[Loop]:
    """Open a ledger that takes three events or 2,000 bytes at once."""
    with open_loop(ledger_path, Limits(3, 2000)) as opened:
        yield opened


def test_an_event_is_there_when_it_is_acknowledged(loop: Loop) -> None:
    """The fate of a single event is known when the call returns, and again when it is sent again."""
    assert loop.intake.event(alone(event(1))).fate is Fate.STORED
    assert ids(loop) == ["1"]
    assert loop.intake.event(alone(event(1))) == ("urn:x:1", Fate.KNOWN, 1)


def test_an_event_with_a_taken_id_is_refused(loop: Loop) -> None:
    """Another content under a known id is AlreadyExists, with advice on how to correct a record."""
    loop.intake.event(alone(event(1)))
    with pytest.raises(AlreadyExists, match="errorDeclaration"):
        loop.intake.event(alone(event(1, action="ADD")))
    with pytest.raises(InvalidEvent):
        loop.intake.event(alone(WRONG))
    assert ids(loop) == ["1"]


def test_rollback_stores_a_document_wholly(loop: Loop) -> None:
    """A sound document is stored with its names; sent again, all of it is known."""
    done = loop.intake.document(document(event(1), event(2)))
    again = loop.intake.document(document(event(2), event(1)))
    assert (done.stored, done.known, done.errors) == (2, 0, ())
    assert (again.stored, again.known) == (0, 2)
    assert loop.store.names(["urn:x:here"]) == {"urn:x:here": {"a:n": "x"}}


@pytest.mark.parametrize(
    ("faulty", "where"), [(WRONG, "/epcisBody/eventList/1"), (event(0, action="ADD"), "/epcisBody/eventList/1")]
)
def test_rollback_stores_nothing_of_a_faulty_document(loop: Loop, faulty: Any, where: str) -> None:
    """One wrong or conflicting event, and neither events nor names are stored."""
    loop.intake.event(alone(event(0)))
    with pytest.raises((InvalidEvent, AlreadyExists)) as refused:
        loop.intake.document(document(event(1), faulty, event(2)))
    assert {finding.where for finding in refused.value.findings} == {where}
    assert ids(loop) == ["0"]
    assert loop.store.names(["urn:x:here"]) == {"urn:x:here": {}}


def test_only_conflicts_are_answered_as_already_existing(loop: Loop) -> None:
    """A refusal for taken ids alone is AlreadyExists; a wrong event beside makes it InvalidEvent."""
    loop.intake.event(alone(event(0)))
    with pytest.raises(AlreadyExists):
        loop.intake.document(document(event(0, action="ADD")))
    with pytest.raises(InvalidEvent):
        loop.intake.document(document(event(0, action="ADD"), WRONG))


def test_proceed_stores_what_is_sound(loop: Loop) -> None:
    """The sound events and the names are stored, and each fault is told with its place."""
    loop.intake.event(alone(event(0)))
    done = loop.intake.document(document(event(1), WRONG, event(0, action="ADD"), event(2)), Behaviour.PROCEED)
    assert ids(loop) == ["0", "1", "2"]
    assert done.stored == 2
    assert {finding.where for finding in done.errors} == {"/epcisBody/eventList/1", "/epcisBody/eventList/2"}
    assert loop.store.names(["urn:x:here"]) == {"urn:x:here": {"a:n": "x"}}


def test_a_finding_about_a_bare_event_points_into_it(loop: Loop) -> None:
    """A bare event given as a document is the whole text: pointers start at it."""
    loop.intake.event(alone(event(0)))
    with pytest.raises(AlreadyExists) as refused:
        loop.intake.document(alone(event(0, action="ADD")))
    assert [finding.where for finding in refused.value.findings] == [""]


def test_limits_are_kept(limited: Loop) -> None:
    """Up to the limit all is taken; beyond it TooLarge says what the limit is."""
    assert limited.intake.document(document(event(1), event(2), event(3))).stored == 3
    for send in (limited.intake.document, limited.intake.begin):
        with pytest.raises(TooLarge, match="up to 3"):
            send(document(*map(event, range(4))))
        with pytest.raises(TooLarge, match="up to 2000"):
            send(document(event("x" * 2000)))
    with pytest.raises(TooLarge, match="2000"):
        limited.intake.event(alone(event("x" * 2000)))
    assert ids(limited) == ["1", "2", "3"]


def test_findings_are_bounded(loop: Loop) -> None:
    """A document of a thousand faults is refused with the first couple of hundred."""
    with pytest.raises(InvalidEvent) as refused:
        loop.intake.document(document(*[WRONG] * 1000))
    assert 0 < len(refused.value.findings) <= 200


# ---------------------------------------------------------------- jobs


def test_a_job_is_acknowledged_and_then_done(loop: Loop) -> None:
    """A document becomes a job at once; when its future is there, so are its events."""
    job, future = loop.intake.begin(document(event(1), event(2)))
    assert (job.running, job.success, job.finished) == (True, True, None)
    future.result(10)
    done = loop.intake.job(job.id)
    assert (done.running, done.success, done.stored, done.known, done.errors) == (False, True, 2, 0, ())
    assert done.finished is not None
    assert done.finished >= done.created
    assert ids(loop) == ["1", "2"]


@pytest.mark.parametrize(("behaviour", "stored"), [(Behaviour.ROLLBACK, []), (Behaviour.PROCEED, ["1", "2"])])
def test_a_job_that_meets_a_conflict_says_so(loop: Loop, behaviour: Behaviour, stored: list[str]) -> None:
    """Conflicts show only when a job runs: it ends without success, and its behaviour says what is stored."""
    loop.intake.event(alone(event(0)))
    job, future = loop.intake.begin(document(event(1), event(0, action="ADD"), event(2)), behaviour)
    future.result(10)
    done = loop.intake.job(job.id)
    assert (done.running, done.success, done.stored) == (False, False, len(stored))
    assert [finding.code for finding in done.errors] == ["capture.event-id-taken"]
    assert ids(loop) == ["0", *stored]


def test_a_wrong_document_becomes_no_job(loop: Loop) -> None:
    """What rollback would refuse anyway is refused at once; proceed takes it and reports."""
    with pytest.raises(InvalidEvent):
        loop.intake.begin(document(event(1), WRONG))
    assert loop.store.jobs(10, None) == []
    job, future = loop.intake.begin(document(event(1), WRONG), Behaviour.PROCEED)
    future.result(10)
    assert not loop.intake.job(job.id).success
    assert ids(loop) == ["1"]


def test_there_is_no_job_of_that_name(loop: Loop) -> None:
    """An unknown job is NotFound."""
    with pytest.raises(NotFound, match="no capture job"):
        loop.intake.job("nobody")


class Stopping(Capture):
    """A capture that acknowledges jobs and stops before their events are stored, as a power cut would."""

    def _finish(self, job: Any, read: Any, raw: Any) -> Any:
        return None


def test_a_job_is_taken_up_after_a_restart(ledger_path: Path) -> None:
    """Acknowledged and not run: wholly absent before `resume`, wholly there after, and not run again later."""
    store = SQLiteStore(str(ledger_path))
    stopping = Stopping(store)
    acknowledged = [stopping.begin(document(*(event(f"{n}-{m}") for m in range(3))))[0] for n in range(2)]
    stopping.close()
    store.close()
    with open_loop(ledger_path) as loop:
        assert ids(loop) == []
        assert all(loop.intake.job(job.id).running for job in acknowledged)
        assert len([future.result(10) for future in loop.intake.resume()]) == 2
        assert ids(loop) == [f"{n}-{m}" for n in range(2) for m in range(3)]
        assert all(loop.intake.job(job.id).success for job in acknowledged)
        assert loop.intake.resume() == []
        check_books(loop.store)


def test_closing_finishes_what_was_acknowledged(ledger_path: Path) -> None:
    """Jobs that wait when the ledger is closed are done before it is."""
    with open_loop(ledger_path) as loop:
        jobs = [loop.intake.begin(document(event(n)))[0] for n in range(20)]
    with open_loop(ledger_path) as again:
        assert sorted(ids(again), key=int) == [str(n) for n in range(20)]
        assert not any(again.intake.job(job.id).running for job in jobs)


def test_a_closed_ledger_takes_nothing(ledger_path: Path) -> None:
    """After closing, sending is a StoreError; closing twice is harmless."""
    loop = open_loop(ledger_path)
    loop.close()
    loop.close()
    sends: list[Callable[[bytes], Any]] = [loop.intake.event, loop.intake.document, loop.intake.begin]
    for send in sends:
        with pytest.raises(StoreError, match="closed"):
            send(alone(event(1)))
