"""A shell and a server for the examples of one page."""

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from time import monotonic, sleep
from typing import Self

import forking

from dicycle.cli import COMMANDS

BIN = Path(sys.executable).parent
_READY = ("dicycle.agreements.agreements", "dicycle.server.app", "dicycle.health.grading", "numpy", "pyarrow", "spacy")
_MARK = "the-command-ended"
_PATIENCE = 60


def environment(home: Path, programs: Path = BIN) -> dict[str, str]:
    """Return the environment of an example: our commands first, no settings from outside."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DICYCLE_", "COV_"))}
    path = os.pathsep.join([str(programs), str(BIN), kept["PATH"]])
    own = {"PATH": path, "HOME": str(home), "LC_ALL": "C.UTF-8", "NO_PROXY": "*"}
    return kept | own | {"PYDANTIC_DISABLE_PLUGINS": "1"}  # a search through all that is installed, at every start


@contextmanager
def quick_programs(folder: Path) -> Iterator[Path]:
    """Have a `dicycle` in a folder that runs the installed one without importing it anew each time; see `forking`."""
    place, program = folder / "line", folder / "dicycle"
    command = [sys.executable, "-IS", forking.__file__, "call", str(place)]
    program.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    names = {f"dicycle.cli.{module}" for module, _ in COMMANDS.values()}
    with subprocess.Popen(
        [sys.executable, forking.__file__, "serve", str(place), *sorted(names), *_READY],
        env=environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == b"ready\n"
            yield folder
        finally:
            os.killpg(process.pid, signal.SIGKILL)


class Shell:
    """One bash session; it ends with the block."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self._process = subprocess.Popen(
            ["bash", "--norc"],
            cwd=folder,
            env=environment(folder, programs),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate("exit 0\n", timeout=_PATIENCE)

    def run(self, command: str) -> tuple[str, int]:
        """Run a command; return what it said, both streams together, and its exit status."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{command}\nstatus=$?; printf '\\n{_MARK} %s\\n' $status; (exit $status)\n")
        self._process.stdin.flush()
        timer = Timer(_PATIENCE, os.killpg, (self._process.pid, signal.SIGKILL))
        timer.start()
        said = ""
        try:
            for line in self._process.stdout:
                if line.startswith(_MARK):
                    return said.removesuffix("\n"), int(line.split()[1])
                said += line
        finally:
            timer.cancel()
        raise AssertionError(f"{command!r} did not end: {said}")


class Server:
    """`dicycle serve` on a free port of the loopback, over the ledger of a folder."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self._process = subprocess.Popen(
            [programs / "dicycle", "serve", "--port", "0"],
            cwd=folder,
            env=environment(folder),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> str:
        """Wait until it serves; return its address."""
        assert self._process.stdout
        said = self._process.stdout.readline()
        found = re.search(r"http://[^/\s]+", said)
        if not found:
            raise AssertionError(f"The server did not start: {said}{self._process.communicate()[1]}")
        _wait_for(found[0])
        return found[0]

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGINT)
        self._process.communicate(timeout=_PATIENCE)


def _wait_for(address: str) -> None:
    """Wait until a connection is taken: the address is said a moment before."""
    host, _, port = address.removeprefix("http://").rpartition(":")
    until = monotonic() + _PATIENCE
    while True:
        try:
            socket.create_connection((host, int(port)), timeout=_PATIENCE).close()
        except ConnectionRefusedError:
            assert monotonic() < until, f"Nothing serves {address}."
            sleep(0.05)
        else:
            return
