"""People judge what the register of agreements holds apart, together, or for true."""

import pytest
from page_reading import HTML
from server.registering import PLANT, TALKS, TEXT, entry_of, findings, sum_of
from starlette.testclient import TestClient

from dicycle.bootstrap import Loop


def test_a_judgement_joins_two_parties_and_is_taken_back(client: TestClient, loop: Loop) -> None:
    """Two parties judged to be the same are one; "unsure" makes them two again; both judgements are kept."""
    for data in (PLANT, TALKS.replace(b"Example Recycling", b"Norden Metals")):
        assert client.post("/agreements/documents", content=data, headers=TEXT).status_code == 201
    parties = client.get("/agreements/parties").json()["parties"]
    one, other = (next(each["id"] for each in parties if name in each["name"]) for name in ("Metals", "Recycling"))
    said = {"matter": "party", "one": one, "other": other, "verdict": "same"}
    made = client.post("/agreements/judgements", json=said)
    assert (made.status_code, made.json()["verdict"]) == (201, "same")
    assert client.get("/agreements/parties").json()["count"] == len(parties) - 1
    assert client.get(f"/agreements/parties/{one}").json() == client.get(f"/agreements/parties/{other}").json()
    assert client.post("/agreements/judgements", json=said | {"verdict": "unsure"}).status_code == 201
    assert client.get("/agreements/parties").json()["count"] == len(parties)
    assert [each.verdict for each in loop.agreements.judgements()] == ["same", "unsure"]


def test_a_value_that_was_decided_counts(client: TestClient) -> None:
    """A person may say what an entry's investment is; the sum follows."""
    client.post("/agreements/documents", content=PLANT, headers=TEXT)
    one = entry_of(client, "construction_start")["id"]
    said = {"matter": "value", "one": one, "other": "investment", "verdict": "same", "value": "950000000 CNY"}
    assert client.post("/agreements/judgements", json=said).status_code == 201
    assert client.get("/agreements").json()["sums"]["investment"]["amounts"] == {"CNY": 950_000_000}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400), (b"[]", 400), (b"{", 400), (b"\xff", 400), (b'{"matter":"party"}', 400),
        (b'{"matter":"war","one":"a","other":"b","verdict":"same"}', 400),
        (b'{"matter":"party","one":"a","other":"b","verdict":"same","more":1}', 400),
        (b'{"matter":"party","one":"p1","other":"p2","verdict":"same"}', 404),
        (b'"' + b"x" * 70_000 + b'"', 413),
    ],
)  # fmt: skip
def test_what_is_no_judgement_is_refused(api: TestClient, body: bytes, status: int) -> None:
    """No JSON, another shape, ids of nothing, too long: a problem with a finding."""
    answer = api.post("/agreements/judgements", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == status
    assert all(one.startswith("agreements.") for one in findings(answer))


def test_candidates_wait_for_a_judgement(api: TestClient) -> None:
    """Each pair says what it is about, how alike the two are, and why."""
    found = api.get("/agreements/candidates").json()
    assert all(one["grounds"] and one["matter"] in ("party", "record") for one in found)
    assert len(api.get("/agreements/candidates?decided=true").json()) >= len(found)
    assert api.get("/agreements/candidates?decided=perhaps").status_code == 400


def test_a_person_settles_what_documents_differ_about(client: TestClient) -> None:
    """On the page of an entry with two investments one is taken, shown from then on, and the decision taken back."""
    own = {"Origin": "http://testserver"}
    later = PLANT.replace(b"March 4, 2026 -- ", b"March 6, 2026 -- ").replace(b"on Wednesday", b"on March 4")
    for name, text in (("plant.txt", PLANT), ("later.txt", later.replace(b"900 million", b"950 million"))):
        client.post(f"/agreements/documents?name={name}", content=text, headers=TEXT)
    one, other = (each["id"] for each in client.get("/agreements").json()["entries"])
    client.post(
        "/agreements/review", data={"matter": "record", "one": one, "other": other, "verdict": "same"}, headers=own
    )
    (entry,) = client.get("/agreements").json()["entries"]
    way = f"/agreements/{entry['id']}"
    before = client.get(way, headers=HTML).text
    assert ("Take this one" in before, "Take the decision back" in before) == (True, False)
    assert sum_of(client, way) == {"CNY": 900_000_000}
    form = {"matter": "value", "one": entry["id"], "other": "investment", "value": "950000000 CNY"}
    answer = client.post("/agreements/review", data=form | {"verdict": "same"}, headers=own, follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{way}#differ")
    assert "which a person decided" in client.get(way, headers=HTML).text
    assert sum_of(client, way) == {"CNY": 950_000_000}
    client.post("/agreements/review", data=form | {"verdict": "unsure"}, headers=own)
    assert sum_of(client, way) == {"CNY": 900_000_000}
    wrong = client.post("/agreements/review", data=form | {"verdict": "same", "value": "much"}, headers=own)
    assert (wrong.status_code, "Traceback" in wrong.text) == (400, False)
