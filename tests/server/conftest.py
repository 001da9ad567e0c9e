"""A ledger of its own for each test, reached over HTTP."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from starlette.testclient import TestClient

import dicycle
from dicycle.bootstrap import Loop
from dicycle.server.app import create_app


@pytest.fixture
def loop(tmp_path: Path) -> Iterator[Loop]:
    """An empty ledger."""
    with dicycle.open(tmp_path / "loop.db") as opened:
        yield opened


@pytest.fixture
def client(loop: Loop) -> Iterator[TestClient]:
    """The application in this process."""
    with TestClient(create_app(loop), raise_server_exceptions=False) as found:
        yield found


@contextmanager
def serving(loop: Loop) -> Iterator[str]:
    """Serve a loop on a free loopback port; gives its address."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(loop), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


@pytest.fixture
def address(loop: Loop) -> Iterator[str]:
    """The application on a real port."""
    with serving(loop) as found:
        yield found
