"""Processes that capture into PostgreSQL are killed, and the server too: what was acknowledged is there.

As in test_kill.py, SIGKILL stands for the crash of a process. The server flushes every commit to the disk; a server
that is killed recovers from its write-ahead log.
"""

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from contract.books import check_books
from crash import victim
from crash.test_kill import acknowledged, capture_and_kill, stored
from postgres_server import Ledgers, Server, running

from dicycle.bootstrap import Loop, open_loop
from dicycle.ledger.integrity.merkle import Frontier
from dicycle.ledger.store import Fate
from dicycle.storage.postgres import PostgresStore

pytestmark = pytest.mark.slow
KILLS = 3


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Run a server."""
    with running() as started:
        yield started


@pytest.fixture(scope="module")
def ledgers(server: Server) -> Ledgers:
    """Return the empty ledgers of that server."""
    return Ledgers(server)


@pytest.fixture
def loop(ledgers: Ledgers) -> Iterator[Loop]:
    """Open an empty ledger."""
    taken = ledgers.take()
    with open_loop(taken) as opened:
        yield opened


def address(loop: Loop) -> str:
    """Return where a ledger is."""
    assert isinstance(loop.store, PostgresStore)
    return loop.store._writer._dsn


def check_log(loop: Loop) -> None:
    """Check that seqs have no gap, and that the log's tree is that of its entries."""
    size = loop.store.log_size()
    entries = loop.store.hashes(0, 0, size)
    assert [one.seq for one in loop.store.events()] == list(range(1, size + 1))
    assert Frontier.restore(size, loop.store.hashes).root() == Frontier().extend(entries)[0].root()
    newest = loop.store.checkpoint()
    assert newest is None or newest.size == size


def check_events(loop: Loop, folder: Path) -> None:
    """Check that every event that a sender was acknowledged is there."""
    assert set(acknowledged(folder)) <= set(stored(loop))


def check_files(loop: Loop, folder: Path) -> None:
    """Check that of each file there are its first lines, as many as the progress says."""
    found = stored(loop)
    for number in range(victim.FILES):
        mine = [name for name in found if name.startswith(f"f{number}-")]
        progress = loop.store.progress(str((folder / f"{number}.ndjson").resolve()))
        assert mine == victim.line_names(number)[: len(mine)]
        assert len(mine) == (progress.lines if progress else 0)
        assert len(mine) == victim.LINES or str(number) not in acknowledged(folder)


def check_jobs(loop: Loop, folder: Path) -> None:
    """Check that every acknowledged job is kept, and that documents are there wholly or not at all."""
    noted = [line.split() for line in acknowledged(folder)]
    found = stored(loop)
    documents = list(dict.fromkeys(name.rpartition("-")[0] for name in found))
    assert found == [name for one in documents for name in victim.names(one)]
    assert [id for id, name in noted if (name in documents) != (loop.intake.job(id).finished is not None)] == []


CHECKS: dict[str, Callable[[Loop, Path], None]] = {"events": check_events, "files": check_files, "jobs": check_jobs}


def kill(way: str, loop: Loop, folder: Path, chance: random.Random) -> None:
    """Kill a process that captures, and wait until the server has carried out what it said last."""
    capture_and_kill(way, address(loop), folder, chance.uniform(0, 0.3))  # type: ignore[arg-type]
    with loop.store.writing():
        pass


def kill_and_check(way: str, loop: Loop, folder: Path, times: int, chance: random.Random) -> None:
    """Kill a process that captures, so many times, and check after each."""
    for _ in range(times):
        kill(way, loop, folder, chance)
        CHECKS[way](loop, folder)
        check_log(loop)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("way", CHECKS)
def test_what_was_acknowledged_before_a_kill_is_there(loop: Loop, tmp_path: Path, way: str, seed: int) -> None:
    """A client killed at any moment leaves whole transactions; going on afterwards completes what was begun."""
    victim.write_files(tmp_path)
    kill_and_check(way, loop, tmp_path, KILLS, random.Random(seed))
    for future in loop.intake.resume():
        future.result(20)
    if way == "events":
        again = [loop.intake.event(victim.alone(name)) for name in acknowledged(tmp_path)[:50]]
        assert {one.fate for one in again} <= {Fate.KNOWN}
    if way == "jobs":
        done = [loop.intake.job(line.split()[0]) for line in acknowledged(tmp_path)]
        assert all(one.success and not one.running for one in done)
    check_books(loop.store)


@contextmanager
def capturing(loop: Loop, folder: Path) -> Iterator[None]:
    """Let two processes send events for as long as the block."""
    command = [sys.executable, victim.__file__, "events", address(loop), str(folder)]
    with ExitStack() as stack:
        processes = []
        for _ in range(2):
            process = stack.enter_context(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL))
            stack.callback(process.kill)
            processes.append(process)
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
        yield


@pytest.mark.parametrize("how", ["immediate", "kill"])
def test_what_was_acknowledged_before_the_server_was_killed_is_there(tmp_path: Path, how: str) -> None:
    """The server is stopped without warning, or killed, while two processes send; after recovery nothing is lost."""
    chance = random.Random(how)
    with running() as server:
        with open_loop(server.database()) as loop:
            place = address(loop)
        for _ in range(2):
            with open_loop(place) as loop, capturing(loop, tmp_path):
                time.sleep(chance.uniform(0.1, 0.5))
                server.stop("immediate") if how == "immediate" else server.kill()
            server.start_again()
            with open_loop(place) as loop:
                check_events(loop, tmp_path)
                check_log(loop)
        with open_loop(place) as loop:
            assert acknowledged(tmp_path)
            check_books(loop.store)


@pytest.mark.full
@pytest.mark.parametrize("seed", range(100, 110))
def test_two_hundred_kills(loop: Loop, tmp_path: Path, seed: int) -> None:
    """Ten times twenty clients are killed while they capture into one ledger; nothing acknowledged is lost."""
    chance = random.Random(seed)
    folders = {way: tmp_path / way for way in ("events", "files")}
    for folder in folders.values():
        folder.mkdir()
        victim.write_files(folder)
    for _ in range(20):
        way = chance.choice(list(folders))
        kill(way, loop, folders[way], chance)
        check_events(loop, folders["events"])
        check_files(loop, folders["files"])
        check_log(loop)
    check_books(loop.store)
