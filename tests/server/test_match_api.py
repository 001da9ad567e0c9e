"""``POST /match``: rows with other keys are one stock, and what cannot be meant gets a sentence."""

from typing import Any

import pytest
from serving import HERE
from starlette.testclient import TestClient

from dicycle.bootstrap import Loop
from dicycle.server.app import create_app


@pytest.fixture
def client(loop: Loop) -> TestClient:
    """A program."""
    return TestClient(create_app(loop, HERE), raise_server_exceptions=False)


def asked(client: TestClient, modules: list[dict[str, Any]], **request: Any) -> Any:
    """Ask for packs of two."""
    return client.post("/match", json={"modules": modules, "request": {"series": 2, **request}})


def test_a_key_that_the_first_row_lacks_counts(client: TestClient) -> None:
    """Types that only later rows state keep chemistries apart: no pack has two of them."""
    types = {"m1": "LFP", "m2": "NMC", "m3": "LFP", "m4": "NMC"}
    rows = [{"id": "m0", "capacity_ah": 40.0}, *({"id": id, "capacity_ah": 40, "type": of} for id, of in types.items())]
    told = asked(client, rows).json()
    packs = [set(pack["modules"].split(", ")) for pack in told["packs"]]
    assert sorted(sorted(pack) for pack in packs) == [["m1", "m3"], ["m2", "m4"]]
    assert told["holds"]
    assert {one["id"]: one["code"] for one in told["modules"] if one["code"]} == {"m0": "matching.no-type"}


def test_what_is_for_no_further_use_is_in_no_pack(client: TestClient) -> None:
    """A module of grade D is left out, and says why; where nobody states a type the others are matched."""
    grades = {"a": "B", "b": "D", "c": "B"}
    told = asked(client, [{"id": id, "capacity_ah": 40, "grade": grade} for id, grade in grades.items()]).json()
    assert [pack["modules"] for pack in told["packs"]] == ["a, c"]
    assert {one["id"]: one["code"] for one in told["modules"] if one["code"]} == {"b": "matching.grade"}
    assert told["holds"]


def test_whole_numbers_are_names_as_in_a_file(client: TestClient) -> None:
    """An id that a program keeps as a number is that number's digits."""
    told = asked(client, [{"id": 1, "capacity_ah": 40}, {"id": "2", "capacity_ah": 41}]).json()
    assert told["packs"][0]["modules"] == "1, 2"


def test_second_tests_are_ranked(client: TestClient) -> None:
    """Asked for, the tests that gain most are listed with pack, gain and worth; else nothing is said of them."""
    rows = [{"id": id, "capacity_ah": ah, "capacity_sd_ah": 1.0} for id, ah in (("a", 50), ("b", 51), ("c", 50.5))]
    body = {"modules": rows, "request": {"series": 2}, "retest": {"first": 1, "price": 3, "cost": 1, "spare": 50.5}}
    told = client.post("/match", json=body).json()
    ((found),) = told["retests"]
    assert (found["module"], found["pack"], found["instead"]) == ("c", 1, 50.5)
    assert found["value"] == pytest.approx(3 * found["gain"] - 1)
    assert told["findings"] == []
    assert "retests" not in asked(client, rows).json()


@pytest.mark.parametrize("retest", [{"first": 0}, {"price": 1}, {"spare": -1}, {"best": 3}, 7])
def test_second_tests_that_cannot_be_meant(client: TestClient, retest: Any) -> None:
    """What cannot be meant of second tests gets a sentence."""
    body = {"modules": [{"id": "a", "capacity_ah": 1}], "request": {"series": 1}, "retest": retest}
    answer = client.post("/match", json=body)
    assert answer.status_code == 400
    assert answer.json()["findings"][0]["sentence"].endswith(".")


@pytest.mark.parametrize(
    ("row", "request_", "code"),
    [
        ({"id": "b", "capacity_ah": 1, "Type": "LFP"}, {}, "matching.unknown-column"),
        ({"id": {"a": 1}, "capacity_ah": 1}, {}, "matching.not-a-table"),
        ({"id": ["b"], "capacity_ah": 1}, {}, "matching.not-a-table"),
        ({"id": "b", "capacity_ah": {}}, {}, "matching.not-a-table"),
        ({"id": "b", "capacity_ah": 10**400}, {}, "matching.not-a-table"),
        ({"id": True, "capacity_ah": 1}, {}, "matching.not-a-table"),
        ({"id": "b", "capacity_ah": 1}, {"series": 10**30}, "matching"),
        ({"id": "b", "capacity_ah": 1}, {"parallel": 10**9}, "matching.no-pack"),
        ({"id": "b", "capacity_ah": 1}, {"packs": 10**12}, "matching.no-pack"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    client: TestClient, row: dict[str, Any], request_: dict[str, Any], code: str
) -> None:
    """Keys that nobody reads, things that are no text or number, and counts beyond any plant: a sentence each."""
    answer = asked(client, [{"id": "a", "capacity_ah": 1}, row], **request_)
    assert answer.status_code == 400
    (found,) = answer.json()["findings"]
    assert found["code"].startswith(code)
    assert found["sentence"].endswith(".")
