"""A ledger of its own for each test, reached over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import serving
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


@pytest.fixture
def address(loop: Loop) -> Iterator[str]:
    """The application on a real port."""
    with serving(loop) as found:
        yield found
