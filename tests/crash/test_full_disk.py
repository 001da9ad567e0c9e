"""The disk gets full while a process captures: nothing acknowledged is lost, and with room the process goes on.

Two ways to be full: a limit on the size of files, which every machine has, and a small file system of its own, which
only those have who may mount one.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from contract.books import check_books
from crash import victim
from crash.checks import check_file, check_log, stored
from receiving import until

from dicycle.bootstrap import Loop, open_loop
from dicycle.errors import StoreError
from dicycle.findings import Finding
from dicycle.ledger import capture
from dicycle.ledger.store import Writing

pytestmark = pytest.mark.slow
TESTS = Path(__file__).resolve().parents[1]


@pytest.fixture(params=["limit", "disk"])
def how(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The way in which the disk gets full; the ledger is in a folder of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    if request.param == "limit":
        yield "limit"
        return
    command = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(place)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no file system may be mounted here")
    yield "disk"
    subprocess.run(["umount", str(place)], check=True)


def run(way: str, how: str, folder: Path) -> dict[str, Any]:
    """Run the process to its end; return what it tells."""
    command = [sys.executable, "-m", "crash.full_disk", way, str(folder / "disk" / "loop.db"), str(folder), how]
    done = subprocess.run(command, capture_output=True, timeout=120, check=False, cwd=TESTS)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]


@pytest.mark.parametrize("way", ["events", "jobs", "files"])
def test_a_full_disk_loses_nothing_and_is_got_over(how: str, tmp_path: Path, way: str) -> None:
    """What is refused is refused with words, what was acknowledged stays, and no restart is needed."""
    told = run(way, how, tmp_path)
    said = told["said"]
    assert (said["code"], said["severity"]) == ("store.sqlite", "error")
    assert "again" in said["advice"]
    assert "acknowledged" in said["advice"]
    if how == "disk":
        assert "The disk is full" in said["advice"]
    assert told["readable"] > 0
    assert told["later"] == "None"
    assert told["ended"]
    ledger = tmp_path / "disk" / "loop.db"
    check_file(ledger)
    with open_loop(ledger) as loop:
        assert names(way, told["done"]) <= set(stored(loop))
        check_books(loop.store)
        check_log(loop)


@pytest.mark.parametrize("failures", [1, 2, 5])
def test_a_job_that_the_store_could_not_take_goes_on_by_itself(
    loop: Loop, monkeypatch: pytest.MonkeyPatch, failures: int
) -> None:
    """A job that was acknowledged just before the disk was full is finished in the same process, and exactly once."""
    monkeypatch.setattr(capture, "RETRY_SECONDS", 0.02)
    real, number = loop.store.writing, count()

    @contextmanager
    def writing() -> Iterator[Writing]:
        if 1 <= next(number) <= failures:
            raise StoreError(Finding("store.sqlite", "The disk is full."))
        with real() as opened:
            yield opened

    monkeypatch.setattr(loop.store, "writing", writing)
    job, future = loop.intake.begin(victim.document("a"))
    with pytest.raises(StoreError):
        future.result(10)
    until(lambda: not loop.intake.job(job.id).running, "the end of the job")
    assert loop.intake.job(job.id).success
    assert loop.intake.job(job.id).stored == victim.EVENTS
    assert stored(loop) == victim.names("a")
    check_log(loop)


def test_a_job_that_waits_does_not_keep_a_ledger_open(ledger_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Closed before there is room, the ledger takes the job up when it is next opened."""
    with open_loop(ledger_path) as loop:
        real, number = loop.store.writing, count()

        def writing() -> AbstractContextManager[Writing]:
            if next(number):
                raise StoreError(Finding("store.sqlite", "The disk is full."))
            return real()

        monkeypatch.setattr(loop.store, "writing", writing)
        job, future = loop.intake.begin(victim.document("a"))
        with pytest.raises(StoreError):
            future.result(10)
    with open_loop(ledger_path) as loop:
        for done in loop.intake.resume():
            done.result(10)
        assert not loop.intake.job(job.id).running
        assert stored(loop) == victim.names("a")


def test_a_check_that_fails_keeps_no_job_open(ledger_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A defect in what is said about events that are stored is a note; the job ends, and captures are acknowledged."""

    def broken(*_: object) -> tuple[Finding, ...]:
        raise KeyError("a defect")

    with open_loop(ledger_path) as loop:
        monkeypatch.setattr(loop.intake, "_sense", broken)
        job, future = loop.intake.begin(victim.document("a"))
        future.result(10)
        ended = loop.intake.job(job.id)
        assert (ended.running, ended.success, [one.code for one in ended.notes]) == (
            False,
            True,
            ["capture.not-checked"],
        )
        assert [one.code for one in loop.capture(victim.document("b")).notes] == ["capture.not-checked"]
        assert stored(loop) == [*victim.names("a"), *victim.names("b")]


def names(way: str, done: list[str]) -> set[str]:
    """Return the names of the events that were acknowledged."""
    if way == "events":
        return set(done)
    if way == "jobs":
        return {name for one in done for name in victim.names(one)}
    return {f"{one}-{number}" for one in done for number in range(20)}
