"""A PostgreSQL server for the tests of this folder, one to a worker."""

from collections.abc import Iterator

import pytest
from postgres_server import Ledgers, Server, running


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Run a server."""
    with running() as started:
        yield started


@pytest.fixture(scope="session")
def ledgers(server: Server) -> Ledgers:
    """Return the empty ledgers of that server."""
    return Ledgers(server)


@pytest.fixture
def address(ledgers: Ledgers) -> Iterator[str]:
    """Return the address of an empty ledger."""
    taken = ledgers.take()
    yield taken
    ledgers.give(taken)
