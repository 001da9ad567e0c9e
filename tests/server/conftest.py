"""A ledger of its own for each test, reached over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal
from fastapi import FastAPI
from keys import LOCKED, WISHES, Ask, bearer
from server.registering import PLANT, TALKS
from serving import HERE, serving
from starlette.testclient import TestClient

import dicycle
from dicycle.agreements.samples import samples
from dicycle.bootstrap import Loop
from dicycle.ledger.access import tokens
from dicycle.ledger.clock import now
from dicycle.server.app import create_app


@pytest.fixture(scope="session", autouse=True)
def portal() -> Iterator[None]:
    """One event loop for every client that is not entered: without it each request would start a thread of its own."""
    with start_blocking_portal() as TestClient.portal:
        yield
    TestClient.portal = None


@pytest.fixture
def loop(tmp_path: Path) -> Iterator[Loop]:
    """An empty ledger."""
    with dicycle.open(tmp_path / "loop.db") as opened:
        yield opened


@pytest.fixture
def client(loop: Loop) -> Iterator[TestClient]:
    """The application in this process."""
    with TestClient(create_app(loop, HERE), raise_server_exceptions=False) as found:
        yield found


@pytest.fixture
def address(loop: Loop) -> Iterator[str]:
    """The application on a real port."""
    with serving(loop) as found:
        yield found


@pytest.fixture
def shown(loop: Loop) -> dict[str, str]:
    """A token of each kind."""
    return {name: tokens.issue(loop.store, wish, now())[1] for name, wish in WISHES.items()} | {"public": ""}


@pytest.fixture
def app(loop: Loop) -> FastAPI:
    """The application, behind a lock."""
    return create_app(loop, LOCKED)


@pytest.fixture
def ask(app: FastAPI, shown: dict[str, str]) -> Iterator[Ask]:
    """Return a client who shows the token of a role, and takes pages if asked."""
    clients: list[TestClient] = []

    def client(who: str, **headers: str) -> TestClient:
        own = bearer(shown[who]) if shown[who] else {}
        clients.append(TestClient(app, raise_server_exceptions=False, headers=own | headers, follow_redirects=False))
        return clients[-1]

    with TestClient(app):
        yield client


@pytest.fixture(scope="session")
def registered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loop]:
    """A ledger whose register has the samples and two documents of ours."""
    with dicycle.open(tmp_path_factory.mktemp("agreements") / "loop.db") as loop:
        for name, data in (*samples(), ("plant.txt", PLANT), ("talks.txt", TALKS)):
            loop.agreements.read(data, name)
        yield loop


@pytest.fixture(scope="session")
def api(registered: Loop) -> TestClient:
    """A program that asks it."""
    return TestClient(create_app(registered, HERE), raise_server_exceptions=False, follow_redirects=False)
