"""A PostgreSQL server of the tests' own, in a temporary folder, on a UNIX socket there; gone when it is closed."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import psycopg
import pytest

from dicycle.storage.postgres import PostgresStore

_OPTIONS = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "log_min_messages": "panic",
    "max_wal_senders": "4",
    "wal_keep_size": "64MB",
}


_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'dicycle' AND tablename <> 'version'"


def programs() -> Path | None:
    """Return the folder of initdb and postgres: what DICYCLE_POSTGRES names, else the path's, else Debian's newest."""
    found = shutil.which("initdb")
    named = [os.environ.get("DICYCLE_POSTGRES", ""), str(Path(found).resolve().parent) if found else ""]
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    return next((path for path in (*map(Path, filter(None, named)), *debian) if (path / "initdb").exists()), None)


def _identity() -> dict[str, object]:
    """PostgreSQL does not run as root: choose somebody else there."""
    if os.geteuid():
        return {}
    return {"user": "nobody", "group": "nogroup", "extra_groups": []}


class Server:
    """One cluster; `start` it after it was made, stopped or killed."""

    def __init__(self, folder: Path) -> None:
        self._programs = programs() or Path()
        self.folder, self._data = folder, folder / "data"
        self._numbers = count()
        folder.chmod(0o700)
        if not os.geteuid():
            shutil.chown(folder, "nobody", "nogroup")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        with (self.folder.parent / f"{self.folder.name}.log").open("ab") as said:
            subprocess.run(command, check=True, cwd="/", stdout=said, stderr=said, **_identity())  # type: ignore[call-overload]

    def make(self) -> None:
        """Make an empty cluster."""
        self._run("initdb", "-D", str(self._data), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "-N")

    def copy(self, primary: "Server") -> None:
        """Become a replica of a server that runs."""
        address = f"host={primary.folder} user=postgres"
        self._run("pg_basebackup", "-D", str(self._data), "-d", address, "-R", "-X", "stream", "-c", "fast", "-N")

    def start(self, **options: str) -> Self:
        """Start the server and wait until it can be used."""
        said = _OPTIONS | {"unix_socket_directories": str(self.folder)} | options
        line = " ".join(f"-c {name}='{value}'" for name, value in said.items())
        self._run("pg_ctl", "start", "-w", "-D", str(self._data), "-l", str(self.folder / "server.log"), "-o", line)
        return self

    def stop(self, mode: str = "fast") -> None:
        """Stop the server; ``immediate`` is like a crash."""
        if self.process is not None:
            self._run("pg_ctl", "stop", "-w", "-m", mode, "-D", str(self._data))

    def kill(self) -> None:
        """End the first process of the server at once; the others see it and end too."""
        if self.process is not None:
            os.kill(self.process, signal.SIGKILL)

    def start_again(self) -> None:
        """Start after a kill: as soon as the last process of the old server is gone."""
        for _ in range(100):
            try:
                self.start()
            except subprocess.CalledProcessError:
                time.sleep(0.1)
            else:
                return
        self.start()

    @property
    def process(self) -> int | None:
        """The process id of the running server."""
        path = self._data / "postmaster.pid"
        return int(path.read_text().split()[0]) if path.exists() else None

    def address(self, database: str) -> str:
        """Return the address of a database."""
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def run(self, *statements: str) -> None:
        """Run statements of an administrator."""
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def database(self, template: str = "template1") -> str:
        """Make a database and return its address."""
        name = f"t{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.address(name)


def name_in(address: str) -> str:
    """Return the name of the database in an address."""
    return urlsplit(address).path[1:]


class Ledgers:
    """Databases that are empty ledgers; who gives one back saves the making of another."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._free: list[str] = []
        template = server.database()
        PostgresStore(template).close()
        self._template = name_in(template)

    def take(self) -> str:
        """Return the address of an empty ledger."""
        return self._free.pop() if self._free else self._server.database(self._template)

    def give(self, address: str) -> None:
        """Take a ledger back that nobody has open any more."""
        with psycopg.connect(address) as connection:
            for (table,) in connection.execute(_TABLES).fetchall():
                connection.execute(f"DELETE FROM dicycle.{table}")
            connection.execute("INSERT INTO dicycle.tally VALUES ('term', 0, 0), ('class', 0, 0)")
        self._free.append(address)


@contextmanager
def folder() -> Iterator[Path]:
    """Yield a folder that another user may own; its name is short, since a socket stands in it."""
    path = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        path.with_suffix(".log").unlink(missing_ok=True)


@contextmanager
def running(prepare: Callable[[Server], object] = Server.make, **options: str) -> Iterator[Server]:
    """Run a server for a while; skips the test where there is no PostgreSQL."""
    if programs() is None:
        pytest.skip("no PostgreSQL on this machine: install it, or name its programs' folder in DICYCLE_POSTGRES")
    with folder() as path:
        server = Server(path)
        try:
            prepare(server)
            yield server.start(**options)
        finally:
            server.stop("immediate")
