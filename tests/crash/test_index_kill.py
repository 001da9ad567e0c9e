"""A process that makes the genealogy index is killed at any moment: the next one gives the same bytes."""

import random
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from crash.test_kill import seeds
from genealogy.indexing import bytes_of, ledger_in, lines

from dicycle.bootstrap import open_loop
from dicycle.genealogy.index import open_index

pytestmark = pytest.mark.slow
TESTS = Path(__file__).resolve().parents[1]
KILLS = 4
PROCESSES = 3


def started(ledger: Path, folder: Path, *how: str) -> "subprocess.Popen[bytes]":
    """Start a process that makes the index, and wait until it has the ledger open."""
    command = [sys.executable, "-m", "crash.index_victim", str(ledger), str(folder), *how]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, cwd=TESTS)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process


def expected(ledger: Path, folder: Path) -> bytes:
    """Return the bytes of the graph as a process makes it that nobody disturbs."""
    with open_loop(ledger, profile="off") as loop:
        return bytes_of(open_index(loop.store, folder))


def go(process: "subprocess.Popen[bytes]") -> None:
    """Let a process that waits for it begin."""
    assert process.stdin is not None
    process.stdin.write(b"go\n")
    process.stdin.flush()


def told(process: "subprocess.Popen[bytes]") -> bytes:
    """Return what a process tells before it ends."""
    return process.communicate(timeout=60)[0]


def telling(whole: bytes) -> bytes:
    """Return what a process tells that has made this graph."""
    digest = whole[32:64].hex()
    return f"{digest} {len(lines())}\n".encode()


@seeds(3, 40)
def test_a_killed_index_is_made_whole(tmp_path: Path, seed: int) -> None:
    """Killed while it writes, merges, sweeps or deletes, a process leaves nothing that is taken for what it is not."""
    chance = random.Random(seed)
    ledger, folder = ledger_in(tmp_path), tmp_path / "index"
    whole = expected(ledger, tmp_path / "undisturbed")
    for _ in range(KILLS):
        with started(ledger, folder) as process:
            time.sleep(chance.uniform(0, 0.5))
            assert process.poll() is None
            process.kill()
        with open_loop(ledger, profile="off") as loop:
            opened = open_index(loop.store, folder)
            assert bytes_of(opened) == whole
            assert opened.point.events == len(lines())
            again = open_index(loop.store, folder)
            assert (again.findings, again.file) == ((), opened.file)


def test_processes_make_one_index(tmp_path: Path) -> None:
    """Several processes that want the index at once all get the same one, and leave one behind."""
    ledger, folder = ledger_in(tmp_path), tmp_path / "index"
    with ExitStack() as stack:
        processes = [stack.enter_context(started(ledger, folder, "once")) for _ in range(PROCESSES)]
        for process in processes:
            go(process)
        answers = [told(process) for process in processes]
    assert answers == [telling(expected(ledger, tmp_path / "alone"))] * PROCESSES
    assert len(list(folder.glob("*.dcy"))) == 1
    assert not list(folder.rglob("*.part"))


def test_a_process_that_is_killed_holds_nobody_up(tmp_path: Path) -> None:
    """The lock goes with the process that held it: another one that waits goes on, also while files are deleted."""
    ledger, folder = ledger_in(tmp_path), tmp_path / "index"
    whole = expected(ledger, tmp_path / "undisturbed")
    with started(ledger, folder) as victim, started(ledger, folder, "once") as waiting:
        go(waiting)
        time.sleep(0.2)
        victim.kill()
        assert told(waiting) == telling(whole)
    assert expected(ledger, folder) == whole
