"""The installed command as a process: on a terminal, in a pipe, interrupted, killed."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from cli.commands import answer, event, run

DICYCLE = Path(sys.executable).parent / "dicycle"
_AS_A_TERMINAL = (
    "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="There is no pseudo-terminal here.")
@pytest.mark.parametrize(
    "arguments",
    [
        ["simulate", "--packs", "2", "--years", "3", "-o", "sim"],
        ["capture", "two.ndjson", "--ledger", "again.db"],
    ],
    ids=lambda a: a[0],
)
def test_a_person_who_watches_sees_progress(arguments: list[str], filled: Path) -> None:
    """On a terminal a long command shows how far it is, and ends well."""
    import pty

    master, terminal = pty.openpty()
    done = subprocess.run(
        [DICYCLE, *arguments], cwd=filled, stdout=subprocess.PIPE, stderr=terminal, check=False, timeout=60
    )
    os.close(terminal)
    shown = b""
    try:
        while part := os.read(master, 65536):
            shown += part
    except OSError:
        pass  # the other end is closed
    os.close(master)
    assert done.returncode == 0, shown.decode()
    assert b"100%" in shown


def test_python_runs_the_package(here: Path) -> None:
    """Where scripts are not on the path, `python -m dicycle` is the same command line under the same name."""
    done = subprocess.run(
        [sys.executable, "-m", "dicycle", "status", "--nothing-of-this-name"], cwd=here, capture_output=True,
        text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr.splitlines()[0]) == (2, "Usage: dicycle status [OPTIONS]")


def start(here: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start the installed command as a terminal does: a Ctrl-C reaches it, whatever this process was told of it."""
    return subprocess.Popen(
        [sys.executable, "-c", _AS_A_TERMINAL, DICYCLE, *arguments], cwd=here, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, bufsize=1,
    )  # fmt: skip


@pytest.mark.slow
def test_an_interrupted_capture_goes_on_and_stores_each_event_once(here: Path) -> None:
    """Killed in the middle of a long file, the import is taken up where it was durable (convention 3)."""
    count = 30_000
    path = here / "long.ndjson"
    path.write_text("".join(f"{json.dumps(event(number))}\n" for number in range(count)), encoding="utf-8")
    process = start(here, "capture", "long.ndjson")
    wait_until(lambda: _events(here) > 0 or process.poll() is not None)
    process.kill()
    process.communicate()
    before = _events(here)
    [done] = answer("capture", "long.ndjson")
    assert done["resumed_after_lines"] == before
    assert before + done["stored"] == count
    assert done["known"] == 0
    assert answer("status")["events"] == count


def _events(here: Path) -> int:
    import sqlite3
    from contextlib import closing

    if not (here / "dicycle.db").exists():
        return 0
    try:
        with closing(sqlite3.connect(f"file:{here}/dicycle.db?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM event").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def wait_until(true: Any) -> None:
    """Wait a minute at most until something is so."""
    until = monotonic() + 60
    while not true():
        assert monotonic() < until
        sleep(0.02)


@pytest.mark.slow
def test_a_reader_that_goes_away_ends_the_listing_quietly(filled: Path) -> None:
    """`dicycle events --all | head` makes no noise."""
    lines = "".join(f"{json.dumps(event(number))}\n" for number in range(10, 3000))
    assert run("capture", "-", given=lines).exit_code == 0
    process = start(filled, "events", "--json", "--all")
    assert process.stdout
    assert process.stderr
    assert process.stdout.readline().startswith("{")
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait(60) == 0
    process.stderr.close()


@pytest.mark.slow
def test_ctrl_c_stops_the_server_without_a_traceback(here: Path) -> None:
    """The server says its address, serves, and ends with the status of an interruption."""
    process = start(here, "serve", "--port", "0")
    assert process.stdout
    assert process.stdout.readline().startswith("Dicycle serves http://127.0.0.1:")
    assert process.stdout.readline() == "Stop with Ctrl-C.\n"
    sleep(1)
    process.send_signal(signal.SIGINT)
    said, wrong = process.communicate(timeout=60)
    assert "Traceback" not in said + wrong
    assert process.returncode == 130


@pytest.mark.slow
def test_an_address_that_is_taken_is_said(here: Path) -> None:
    """The server does not start on a port that somebody else holds."""
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        process = start(here, "serve", "--port", port)
        said, wrong = process.communicate(timeout=60)
    assert (process.returncode, said, wrong.count("\n")) == (1, "", 1)
    assert wrong.startswith(f"error: Port {port} on 127.0.0.1 cannot be used: ")
