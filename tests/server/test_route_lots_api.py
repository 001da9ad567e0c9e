"""Lots over HTTP: a row for each battery in the form that is asked for, in full for not too many, never too much."""

import csv
import io
import json
from typing import Any

import pyarrow as pa
import pytest
from starlette.testclient import TestClient

from dicycle.server.health import lots

CSV, NDJSON, ARROW = "text/csv", "application/x-ndjson", "application/vnd.apache.arrow.stream"
LOT = b"id,chemistry,kind,energy_kwh\na,LFP,pack,60\nb,NMC622,pack,50\nc,LFP,pack,-3\n"
ROUTES = [("a", "recycling"), ("b", "recycling"), ("c", None)]


def post(client: TestClient, kind: str, body: bytes, accept: str = "*/*", **asked: str) -> Any:
    """Send a lot."""
    headers = {"Content-Type": kind, "Accept": accept}
    return client.post("/route", content=body, headers=headers, params={"as_of": "2026-11-22", **asked})


def rows(answer: Any) -> list[dict[str, Any]]:
    """Return the rows of an answer in any form."""
    kind = answer.headers["content-type"].partition(";")[0]
    if kind == NDJSON:
        return [json.loads(line) for line in answer.content.splitlines()]
    if kind == ARROW:
        return pa.ipc.open_stream(answer.content).read_all().to_pylist()  # type: ignore[no-any-return]
    return [{name: value or None for name, value in row.items()} for row in csv.DictReader(io.StringIO(answer.text))]


def bodies() -> dict[str, bytes]:
    """Return the lot in each form."""
    found = list(csv.DictReader(io.StringIO(LOT.decode())))
    table = pa.Table.from_pylist(found)
    stream = b"".join(
        (table.schema.serialize().to_pybytes(), *(one.serialize().to_pybytes() for one in table.to_batches()))
    )
    return {CSV: LOT, NDJSON: "\n".join(map(json.dumps, found)).encode(), ARROW: stream + b"\xff" * 4 + bytes(4)}


@pytest.mark.parametrize("kind", lots.FORMS)
def test_a_lot_comes_back_in_its_own_form(client: TestClient, kind: str) -> None:
    """Each form is answered in the same form, a row for each battery, what is wrong beside the others."""
    answer = post(client, kind, bodies()[kind], profile="CN")
    assert answer.status_code == 200, answer.text
    found = rows(answer)
    assert [(one["id"], one["route"]) for one in found] == ROUTES
    assert found[2]["finding_codes"] == "routing.energy"
    assert {one["currency"] for one in found} == {"CNY"}


def test_the_form_of_the_answer_is_chosen(client: TestClient) -> None:
    """CSV as Arrow, JSON as lines, and rows in full with their sentences."""
    assert [(one["id"], one["route"]) for one in rows(post(client, CSV, LOT, ARROW))] == ROUTES
    said = json.dumps({"batteries": [{"id": "a", "chemistry": "LFP", "energy_kwh": 60}]}).encode()
    assert rows(post(client, "application/json", said, NDJSON))[0]["route"] == "recycling"
    good, _, bad = post(client, CSV, LOT, "application/json").json()["decisions"]
    assert good["decision"]["route"] == "recycling"
    assert (bad["battery"]["id"], bad["findings"][0]["code"]) == ("c", "routing.energy")
    assert post(client, CSV, LOT, "image/png").status_code == 406


def test_too_many_are_refused_with_a_sentence(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than the limit in one request, and more than can be told in full, are refused with what to do."""
    monkeypatch.setattr(lots, "MOST", 2)
    answer = post(client, CSV, LOT)
    assert (answer.status_code, answer.json()["findings"][0]["code"]) == (413, "routing.too-many")
    monkeypatch.setattr(lots, "MOST", 3)
    monkeypatch.setattr(lots, "MOST_IN_FULL", 2)
    answer = post(client, CSV, LOT, "application/json")
    assert answer.status_code == 413
    assert NDJSON in answer.json()["findings"][0]["advice"]


@pytest.mark.parametrize(
    ("kind", "body", "asked", "status"),
    [
        (CSV, b"a,b\n1,2\n", {}, 400),
        (ARROW, b"no stream", {}, 400),
        (CSV, LOT, {"as_of": "soon"}, 400),
        (CSV, LOT, {"profile": "MARS"}, 400),
        (CSV, LOT, {"colour": "red"}, 400),
        ("application/xml", LOT, {}, 415),
    ],
)
def test_what_is_wrong_is_said(client: TestClient, kind: str, body: bytes, asked: dict[str, str], status: int) -> None:
    """No lot, no day, no profile, no parameter, no type that is read here."""
    answer = post(client, kind, body, **asked)
    assert answer.status_code == status, answer.text
    assert answer.json()["findings"][0]["sentence"]
