"""``dicycle health live``: a file is sent to an inspection while a tester writes it, and goes on after any stop."""

import signal
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from threading import Thread
from time import sleep
from typing import NamedTuple

import pytest
from cli.commands import refused, run
from cli.test_processes import start, wait_until
from health.inspecting_victim import RECORD
from keys import LOCKED, WISHES
from serving import serving

from dicycle.bootstrap import Loop, open_loop
from dicycle.health.inspecting.live import Live
from dicycle.ledger.access import tokens
from dicycle.ledger.clock import now

UNIT = "https://id.gs1.org/01/09521004000014/21/C260801"
QUICK = ("--every", "0.1", "--idle", "0.6")


class Served(NamedTuple):
    """A yard that is served, and the address of an inspection in it."""

    loop: Loop
    id: str
    address: str


@pytest.fixture
def yard(here: Path) -> Iterator[Served]:
    """A yard with one inspection that goes on."""
    with open_loop(here / "yard.db") as loop:
        id = loop.inspections.begin(UNIT, "Ada Beispiel", "2026-03-20T09:00:00Z", kind="cell").id
        with serving(loop) as server:
            yield Served(loop, id, f"{server}/inspections/{id}")


def test_a_growing_file_arrives_as_it_is(yard: Served, here: Path) -> None:
    """What the tester writes piece by piece is attached whole when it has stopped growing."""
    path = here / "cell.csv"
    path.write_bytes(RECORD[:200])

    def write() -> None:
        for begin in range(200, len(RECORD), 300):
            sleep(0.05)
            with path.open("ab") as file:
                file.write(RECORD[begin : begin + 300])

    tester = Thread(target=write)
    tester.start()
    done = run("health", "live", "cell.csv", "--to", yard.address, *QUICK, "--end")
    tester.join()
    assert done.exit_code == 0, done.stderr
    (file,) = yard.loop.inspections.read(yard.id).files
    assert (file.name, file.sha256) == ("cell.csv", sha256(RECORD).hexdigest())
    assert file.sha256 in done.stdout


def test_after_a_stop_the_same_command_goes_on(yard: Served, here: Path) -> None:
    """Interrupted, it says so; begun again it sends the rest and leaves ending the test to the page."""
    path = here / "cell.csv"
    path.write_bytes(RECORD[:500])
    live = Live(yard.loop.inspections.files)
    with start(here, "health", "live", "cell.csv", "--to", yard.address, "--idle", "600") as sender:
        try:
            wait_until(lambda: (found := live.draft(yard.id)) is not None and found.size == 500)
            sender.send_signal(signal.SIGINT)
            _, said = sender.communicate(timeout=20)
        finally:
            sender.kill()
    assert sender.returncode == 130
    assert "Interrupted." in said
    assert "Traceback" not in said
    path.write_bytes(RECORD)
    assert run("health", "live", "cell.csv", "--to", yard.address, *QUICK).exit_code == 0
    assert live.needed(yard.id).path.read_bytes() == RECORD
    assert yard.loop.inspections.read(yard.id).files == ()


def test_a_file_that_was_rewritten_is_refused(yard: Served, here: Path) -> None:
    """Shorter than what was sent, or other bytes: a sentence, and what was sent stays."""
    path = here / "cell.csv"
    path.write_bytes(RECORD)
    assert run("health", "live", "cell.csv", "--to", yard.address, *QUICK).exit_code == 0
    path.write_bytes(RECORD[:10])
    (here / "other.csv").write_bytes(RECORD + b"60,-25,3.2\n")
    for name, why in (("cell.csv", "the file has fewer"), ("other.csv", "sends 'cell.csv'")):
        done = run("health", "live", name, "--to", yard.address, *QUICK)
        assert done.exit_code == 1
        assert why in done.stderr.splitlines()[-1]
    assert Live(yard.loop.inspections.files).needed(yard.id).path.read_bytes() == RECORD


@pytest.mark.parametrize("address", ["nowhere", "ftp://x/inspections/1", "http://127.0.0.1:1/yard"])
def test_what_is_no_inspection_is_refused(here: Path, address: str) -> None:
    """An address that is none of an inspection gets a sentence before anything is asked."""
    (here / "cell.csv").write_bytes(RECORD)
    assert "no address of an inspection" in refused(run("health", "live", "cell.csv", "--to", address), 1)


def test_an_unknown_inspection_and_no_file_are_refused(yard: Served, here: Path) -> None:
    """What the server refuses is said in its words; a file that there is not, in ours."""
    (here / "cell.csv").write_bytes(RECORD)
    assert "no inspection" in refused(run("health", "live", "cell.csv", "--to", f"{yard.address}x", *QUICK), 1)
    assert "no such file" in refused(run("health", "live", "none.csv", "--to", yard.address, *QUICK), 1)


def test_a_token_opens_a_closed_yard(here: Path) -> None:
    """Where tokens rule nothing is taken without one; with one, from a file, it is."""
    (here / "cell.csv").write_bytes(RECORD)
    with open_loop(here / "yard.db") as loop:
        id = loop.inspections.begin(UNIT, "Ada Beispiel", "2026-03-20T09:00:00Z", kind="cell").id
        secret = tokens.issue(loop.store, WISHES["operator"]._replace(name="Ada Beispiel"), now())[1]
        (here / "token").write_text(f"{secret}\n", encoding="utf-8")
        with serving(loop, LOCKED) as server:
            to = ("--to", f"{server}/inspections/{id}", *QUICK)
            refused(run("health", "live", "cell.csv", *to), 1)
            assert run("health", "live", "cell.csv", *to, "--token-file", "token").exit_code == 0
        assert Live(loop.inspections.files).needed(id).about.by == "Ada Beispiel"
