"""The log over HTTP: who does not trust the ledger gets what is needed to check it, and nothing of what is in it."""

import json
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cli.commands import event
from fastapi import Depends, FastAPI, Request
from starlette.testclient import TestClient

import dicycle
from dicycle.bootstrap import Loop
from dicycle.errors import DicycleError
from dicycle.ledger.access.model import Principal, Role
from dicycle.ledger.integrity.entries import entry_of
from dicycle.ledger.integrity.merkle import leaf_hash, leaf_hashes
from dicycle.ledger.integrity.notes import Verifier, open_checkpoint
from dicycle.ledger.integrity.proofs import is_consistent, is_included
from dicycle.ledger.integrity.tiles import read_entries, read_hashes
from dicycle.server import log
from dicycle.server.problems import on_error

SIZES = (1, 3, 256, 300)


def documents() -> Iterator[list[dict[str, Any]]]:
    """Yield captures that make the log grow to each of `SIZES`."""
    done = 0
    for size in SIZES:
        yield [event(number) for number in range(done + 1, size + 1)]
        done = size


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Loop, Path]]:
    """A ledger of 300 events in four captures, and the file with its key."""
    path = tmp_path_factory.mktemp("log") / "loop.db"
    with dicycle.open(path) as opened:
        for document in documents():
            opened.capture(document)
        yield opened, Path(f"{path}.key")


def app_of(loop: Loop, key: Path | None, role: Role = Role.OPERATOR) -> TestClient:
    """Return the routes of a log, as somebody with this role sees them."""

    def as_role(request: Request) -> None:
        request.state.principal = Principal(role, "https://id.gs1.org/417/9521234000099")

    app = FastAPI(dependencies=[Depends(as_role)])
    app.include_router(log.router(loop, key))
    app.add_exception_handler(DicycleError, on_error)
    return TestClient(app)


@pytest.fixture(scope="module")
def client(logged: tuple[Loop, Path]) -> TestClient:
    """The routes of the log."""
    return app_of(*logged)


def refused(answer: Any, status: int) -> str:
    """Return the code of the finding of a problem document."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    [finding] = answer.json()["findings"]
    assert finding["sentence"].endswith(".")
    return str(finding["code"])


def test_the_checkpoint_is_signed_by_the_key(client: TestClient) -> None:
    """Text, never kept by a cache; an earlier one by its size."""
    key = Verifier.parse(client.get("/log/key").text)
    newest = client.get("/log/checkpoint")
    assert newest.headers["content-type"] == "text/plain; charset=utf-8"
    assert newest.headers["cache-control"] == "no-cache"
    assert open_checkpoint(newest.text, [key]).size == 300
    assert open_checkpoint(client.get("/log/checkpoint?size=3").text, [key]).size == 3


def test_tiles_and_entries_are_those_of_the_events(client: TestClient, logged: tuple[Loop, Path]) -> None:
    """Two tiles of leaves, of which one is partial, and one hash above; they may be kept for good."""
    entries = [entry_of(one) for one in logged[0].store.events()]
    got = [client.get(f"/log/tile/{path}") for path in ("entries/000", "entries/001.p/44", "0/000", "1/000.p/1")]
    assert {one.headers["content-type"] for one in got} == {"application/octet-stream"}
    assert all("immutable" in one.headers["cache-control"] for one in got)
    assert read_entries(got[0].content, 256) + read_entries(got[1].content, 44) == entries
    assert read_hashes(got[2].content, 256) == leaf_hashes(entries[:256])
    assert len(got[3].content) == 32


@pytest.mark.parametrize(
    "path", ["0/001", "0/001.p/45", "1/000", "1/000.p/2", "2/000.p/1", "0/0", "x", "64/000", "0/000.p/0", "0/../000"]
)
def test_a_tile_that_the_log_has_not_is_not_found(client: TestClient, path: str) -> None:
    """Neither beyond its end nor under another spelling."""
    assert client.get(f"/log/tile/{path}").status_code == 404


@pytest.mark.parametrize("number", [1, 2, 256, 257, 300])
def test_an_event_is_proven_to_be_in_the_log(client: TestClient, logged: tuple[Loop, Path], number: int) -> None:
    """From the event as it is given out, the proof leads to the root that was signed."""
    key = Verifier.parse(client.get("/log/key").text)
    event_id = event(number)["eventID"]
    answer = client.get("/log/proof/inclusion", params={"event": event_id}).json()
    [record] = answer["records"]
    head = open_checkpoint(answer["checkpoint"], [key])
    leaf = leaf_hash(entry_of(logged[0].event(event_id)))
    assert (answer["event"], record["seq"], answer["size"]) == (event_id, number, 300)
    assert leaf == leaf_hash(b64decode(record["entry"]))
    assert is_included(leaf, record["index"], head.size, list(map(b64decode, record["proof"])), head.root)


def test_an_event_and_its_declaration_are_proven_both(tmp_path: Path) -> None:
    """They share an id, and are two leaves; of a size that was not signed there is a root and no checkpoint."""
    wrong = event(1) | {"errorDeclaration": {"declarationTime": "2027-01-02T00:00:00Z"}}
    with dicycle.open(tmp_path / "loop.db") as loop:
        loop.capture([event(1), event(2), wrong])
        client = app_of(loop, None)
        answer = client.get("/log/proof/inclusion", params={"event": event(1)["eventID"]}).json()
        assert [one["seq"] for one in answer["records"]] == [1, 3]
        one = client.get("/log/proof/inclusion", params={"event": event(2)["eventID"], "size": 2}).json()
        assert (one["checkpoint"], one["size"]) == (None, 2)
        assert refused(client.get("/log/key"), 404) == "log.no-key"


@pytest.mark.parametrize(("earlier", "later"), [(1, 300), (3, 256), (256, 300), (200, 299), (300, 300)])
def test_one_state_of_the_log_is_proven_to_go_on_from_another(client: TestClient, earlier: int, later: int) -> None:
    """Both roots, both notes where there are any, and the proof between them."""
    answer = client.get(f"/log/proof/consistency?from={earlier}&to={later}").json()
    first, second = b64decode(answer["from_root"]), b64decode(answer["to_root"])
    assert is_consistent(earlier, later, list(map(b64decode, answer["proof"])), first, second)
    assert (answer["from_checkpoint"] is not None, answer["to_checkpoint"] is not None) == (
        earlier in SIZES,
        later in SIZES,
    )


def test_without_a_later_size_the_newest_is_meant(client: TestClient) -> None:
    """The usual question: does the log still go on from what I kept?"""
    assert client.get("/log/proof/consistency?from=3").json()["to_size"] == 300


@pytest.mark.parametrize(
    "path",
    ["inclusion", "inclusion?event=", "inclusion?event=E&size=0", "inclusion?event=E&size=301",
     "inclusion?event=E&size=two", "inclusion?event=E&size=1", "consistency", "consistency?from=0",
     "consistency?from=301", "consistency?from=4&to=3", "consistency?from=1&to=301", "consistency?from=-1",
     "consistency?from=٣", f"consistency?from={'9' * 30}"],
)  # fmt: skip
def test_a_question_that_has_no_answer_is_refused(client: TestClient, path: str) -> None:
    """Sizes that the log never had, an event that came later, numbers that are none."""
    assert refused(client.get(f"/log/proof/{path.replace('E', event(2)['eventID'])}"), 400).startswith("log.")


def test_what_is_not_there_is_not_found(client: TestClient) -> None:
    """An event that was not captured, a size at which nothing was signed."""
    assert refused(client.get("/log/proof/inclusion?event=urn:x:y"), 404) == "ledger.no-such-event"
    assert refused(client.get("/log/checkpoint?size=2"), 404) == "log.no-checkpoint"


def test_who_may_not_see_an_event_gets_no_proof_of_it(logged: tuple[Loop, Path]) -> None:
    """A proof would say that the event is there; tiles and checkpoints say nothing of any one event."""
    client = app_of(*logged, role=Role.PARTNER)
    assert refused(client.get("/log/proof/inclusion", params={"event": event(1)["eventID"]}), 404)
    assert client.get("/log/tile/0/000").status_code == 200


def test_an_empty_ledger_has_no_log_yet(tmp_path: Path) -> None:
    """Its first checkpoint comes with its first event."""
    with dicycle.open(tmp_path / "loop.db") as loop:
        client = app_of(loop, tmp_path / "loop.db.key")
        for path in ("checkpoint", "tile/0/000", "key", "proof/consistency?from=1"):
            assert refused(client.get(f"/log/{path}"), 404) in ("log.no-checkpoint", "log.no-key")


def test_answers_are_plain_json(client: TestClient) -> None:
    """Names as in the documentation."""
    answer = client.get("/log/proof/consistency?from=1&to=3")
    assert answer.headers["content-type"] == "application/json"
    assert list(json.loads(answer.content)) == [
        "from_size", "to_size", "from_root", "to_root", "proof", "from_checkpoint", "to_checkpoint",
    ]  # fmt: skip
