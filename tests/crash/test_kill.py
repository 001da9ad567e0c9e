"""A process that captures is killed at any moment: what it acknowledged is there, and nothing is half there.

SIGKILL stands for the crash of the process; convention 3 asks for power cuts too, which the store answers by
flushing every commit (tests/contract/test_sqlite.py).
"""

import random
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from contract.books import check_books
from crash import victim
from crash.checks import check_file, check_log, stored

from dicycle.bootstrap import open_loop
from dicycle.ledger.store import Fate

pytestmark = pytest.mark.slow
KILLS = 3


def seeds(usual: int, most: int) -> pytest.MarkDecorator:
    """Give a test so many seeds, and up to `most` in `make test-all`; in all those are 201 kills."""
    full = [pytest.param(seed, marks=pytest.mark.full) for seed in range(usual, most)]
    return pytest.mark.parametrize("seed", [*range(usual), *full])


def capture_and_kill(way: str, ledger: Path, folder: Path, after: float) -> None:
    """Start a process that captures, and kill it so many seconds after it has opened the ledger."""
    command = [sys.executable, victim.__file__, way, str(ledger), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            assert process.stdout.readline() == b"ready\n"
            time.sleep(after)
            assert process.poll() is None, process.stderr.read().decode()
        finally:
            process.kill()


def acknowledged(folder: Path, which: str = "*") -> list[str]:
    """Return what was noted as acknowledged; a half-written last line was not."""
    noted = [path.read_text() for path in folder.glob(f"acknowledged-{which}")]
    return [line for text in noted for line in text.split("\n")[:-1]]


@seeds(3, 22)
def test_an_import_is_a_true_beginning_of_its_file(ledger_path: Path, tmp_path: Path, seed: int) -> None:
    """Killed and started again: what is stored is the first lines of each file, and going on completes them."""
    chance = random.Random(seed)
    paths = victim.write_files(tmp_path)
    for _ in range(KILLS):
        capture_and_kill("files", ledger_path, tmp_path, chance.uniform(0, 0.25))
        with open_loop(ledger_path) as loop:
            found = stored(loop)
            for number, path in enumerate(paths):
                mine = [name for name in found if name.startswith(f"f{number}-")]
                progress = loop.store.progress(str(path.resolve()))
                assert mine == victim.line_names(number)[: len(mine)]
                assert len(mine) == (progress.lines if progress else 0)
                assert len(mine) == victim.LINES or str(number) not in acknowledged(tmp_path)
            check_log(loop)
        check_file(ledger_path)
    with open_loop(ledger_path) as loop:
        before = len(stored(loop))
        done = [loop.capture_file(path) for path in paths]
        assert sum(one.stored for one in done) == victim.FILES * victim.LINES - before
        assert sum(one.known + one.refused for one in done) == 0
        assert sorted(stored(loop)) == sorted(
            name for number in range(victim.FILES) for name in victim.line_names(number)
        )
        check_books(loop.store)


@seeds(3, 22)
def test_an_acknowledged_event_is_there(ledger_path: Path, tmp_path: Path, seed: int) -> None:
    """Every event that one of four senders was acknowledged is in the ledger; sending it again is harmless."""
    chance = random.Random(seed)
    for _ in range(KILLS):
        capture_and_kill("events", ledger_path, tmp_path, chance.uniform(0, 0.3))
        with open_loop(ledger_path) as loop:
            assert set(acknowledged(tmp_path)) <= set(stored(loop))
            check_log(loop)
        check_file(ledger_path)
    with open_loop(ledger_path) as loop:
        check_books(loop.store)
        assert acknowledged(tmp_path)
        again = [loop.intake.event(victim.alone(name)) for name in acknowledged(tmp_path)[:100]]
        assert {one.fate for one in again} == {Fate.KNOWN}


@seeds(3, 23)
def test_an_acknowledged_job_is_done_after_a_restart(ledger_path: Path, tmp_path: Path, seed: int) -> None:
    """Before `resume` a document is wholly there or not at all; afterwards every acknowledged one is there."""
    chance = random.Random(seed)
    for _ in range(KILLS):
        capture_and_kill("jobs", ledger_path, tmp_path, chance.uniform(0, 0.3))
        check_file(ledger_path)
        with open_loop(ledger_path) as loop:
            found = stored(loop)
            noted = [line.split() for line in acknowledged(tmp_path)]
            documents = {name.rpartition("-")[0] for name in found}
            assert found == [
                name for one in dict.fromkeys(n.rpartition("-")[0] for n in found) for name in victim.names(one)
            ]
            assert all((name in documents) == (loop.intake.job(id).finished is not None) for id, name in noted)
            for future in loop.intake.resume():
                future.result(10)
            assert {name for _, name in noted} <= {name.rpartition("-")[0] for name in stored(loop)}
            assert all(loop.intake.job(id).success and not loop.intake.job(id).running for id, _ in noted)
            check_books(loop.store)
            check_log(loop)
    assert acknowledged(tmp_path)


def until(happened: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something has happened, at most so long."""
    end = time.monotonic() + seconds
    while not happened() and time.monotonic() < end:
        time.sleep(0.05)


@pytest.mark.parametrize("kill", [False, True], ids=["stopped", "killed"])
def test_two_processes_write_one_log(ledger_path: Path, tmp_path: Path, kill: bool) -> None:
    """Two processes capture into one file at once, one of them is killed: nothing is lost, and there is one log."""
    command = [sys.executable, victim.__file__, "events", str(ledger_path), str(tmp_path)]
    with ExitStack() as stack:
        processes = []
        for _ in range(2):
            process = stack.enter_context(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL))
            stack.callback(process.kill)
            processes.append(process)
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
        until(lambda: all(acknowledged(tmp_path, f"{process.pid}-*") for process in processes))
        if kill:
            processes[0].kill()
            time.sleep(0.5)
        assert processes[1].poll() is None
        with open_loop(ledger_path) as loop:  # a third one, beside them
            loop.intake.event(victim.alone("third"))
    check_file(ledger_path)
    with open_loop(ledger_path) as loop:
        assert {*acknowledged(tmp_path), "third"} <= set(stored(loop))
        assert all(acknowledged(tmp_path, f"{process.pid}-*") for process in processes)
        check_books(loop.store)
        check_log(loop)
