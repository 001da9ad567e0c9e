"""Inspections, certificates, assessments, routes and matches over HTTP, for programs."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from health.grading_cases import CELL_SAYS
from health.inspecting_victim import RECORD, Always, clock
from keys import LOCKED, bearer
from pypdf import PdfReader
from serving import HERE
from starlette.testclient import TestClient

from dicycle.bootstrap import Loop, open_loop
from dicycle.health.grading import Rules
from dicycle.ledger.access import tokens
from dicycle.ledger.access.model import Role
from dicycle.ledger.clock import now
from dicycle.server.app import create_app
from dicycle.vocabulary import CONTEXT

UNIT = "https://id.gs1.org/01/09521004000014/21/C260801"
TYPE = {"id": "LFP 50 Ah", "chemistry": "LFP", "rated_capacity": 50, "kind": "cell"}
ADA = {"by": "Ada Beispiel", "at": "2031-03-20T09:00:00Z"}
END = {"by": "Ada Beispiel", "at": "2031-03-20T15:00:00Z"}


@pytest.fixture
def loop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loop]:
    """An empty ledger whose estimator always finds the same."""
    monkeypatch.setattr("dicycle.health.inspecting.inspections.now", clock)
    with open_loop(tmp_path / "yard.db", grading=lambda: Rules(estimator=Always())) as opened:
        yield opened


@pytest.fixture
def client(loop: Loop) -> TestClient:
    """A program."""
    return TestClient(create_app(loop, HERE), raise_server_exceptions=False)


def inspected(client: TestClient) -> str:
    """Begin an inspection, answer everything, attach a record; return its id."""
    answer = client.post("/inspections", json={"unit": UNIT, "type": TYPE, **ADA})
    id: str = answer.json()["id"]
    assert (answer.status_code in (200, 201), answer.headers["Location"]) == (True, f"/inspections/{id}")
    for question, value in CELL_SAYS.items():
        assert client.post(f"/inspections/{id}/answers", json={"question": question, "value": value, **ADA}).is_success
    return id


def attach(client: TestClient, id: str, **asked: str) -> Any:
    """Attach the record."""
    asked = {"name": "c260801.csv", "measured": "2031-03-19", **ADA} | asked
    return client.post(
        f"/inspections/{id}/files", params=asked, content=RECORD, headers={"Content-Type": "application/octet-stream"}
    )


def test_an_empty_file_is_not_attached(client: TestClient) -> None:
    """A file without a byte is refused in a sentence, and the inspection goes on as if it had not been sent."""
    id = inspected(client)
    asked = {"name": "empty.csv", **ADA}
    answer = client.post(f"/inspections/{id}/files", params=asked, content=b"",
                         headers={"Content-Type": "application/octet-stream"})  # fmt: skip
    assert 400 <= answer.status_code < 500
    assert "empty" in answer.text
    assert len(client.get(f"/inspections/{id}").json()["entries"]) == len(CELL_SAYS)


def test_a_program_inspects_a_unit(client: TestClient, loop: Loop) -> None:
    """Begin, answers, file, finish; everything sent twice is there once; the certificate is what was issued."""
    id = inspected(client)
    assert inspected(client) == id
    assert attach(client, id).json() == attach(client, id).json()
    told = client.get(f"/inspections/{id}").json()
    assert (told["status"], len(told["entries"])) == ("open", len(CELL_SAYS) + 1)
    assert {gate["outcome"] for gate in told["gates"]} == {"pass", "not applicable"}
    assert client.get("/inspections").json()["inspections"][0]["id"] == id
    assert client.get(f"/inspections/{id}/assessment").json()["content"]["unit"] == UNIT
    ended = client.post(f"/inspections/{id}/finish", json=END)
    assert ended.status_code == 201
    raw = client.get(ended.headers["Location"]).content
    assert sha256(raw).hexdigest() == ended.json()["certificate"]
    assert client.post(f"/inspections/{id}/finish", json=END).json() == ended.json()
    assert client.get("/inspections").json() == {"inspections": []}
    assert client.get("/inspections", params={"unit": UNIT}).json()["inspections"][0]["status"] == "finished"
    assert loop.event(ended.json()["event_id"]).value["dcy:grade"] == "A"


def test_one_unit_has_one_open_inspection(client: TestClient) -> None:
    """Begun: 201. Again, by whomever, with the same facts or fewer: 200 and the open one. With other facts: 409."""
    begin = {"unit": UNIT, "type": TYPE, "kind": "cell", **ADA}
    first = client.post("/inspections", json=begin)
    assert first.status_code == 201
    id = first.json()["id"]
    for said in (begin, {"unit": UNIT, "by": "Ben Muster"}, begin | {"by": "Ben Muster", "at": "2031-03-20T09:30:00Z"}):
        answer = client.post("/inspections", json=said)
        assert (answer.status_code, answer.headers["Location"]) == (200, f"/inspections/{id}")
        assert (answer.json()["id"], answer.json()["by"]) == (id, "Ada Beispiel")
    for wrong, facts in (("type", {"type": TYPE | {"rated_capacity": 60}}), ("kind", {"kind": "pack"}),
                         ("place", {"place": "https://id.gs1.org/414/9521005000013"})):  # fmt: skip
        answer = client.post("/inspections", json=begin | facts)
        (found,) = answer.json()["findings"]
        assert (answer.status_code, found["code"], found["where"]) == (409, "inspection.open-otherwise", wrong)
        assert id in found["sentence"]
    assert len(client.get("/inspections", params={"unit": UNIT}).json()["inspections"]) == 1
    client.post(f"/inspections/{id}/cancel", json=END | {"why": "Another unit."})
    assert client.post("/inspections", json=begin | {"at": "2031-03-20T16:00:00Z"}).status_code == 201


def test_a_program_is_told_what_a_cancelled_inspection_had_failed(client: TestClient) -> None:
    """The next inspection of the unit lists it, and its gate has failed until it is answered for."""
    id = client.post("/inspections", json={"unit": UNIT, "type": TYPE, **ADA}).json()["id"]
    client.post(f"/inspections/{id}/answers", json={"question": "leaking", "value": True, **ADA})
    client.post(f"/inspections/{id}/cancel", json=END | {"why": "Wrong shelf."})
    again = client.post("/inspections", json={"unit": UNIT, "type": TYPE, **ADA, "at": "2031-03-20T16:00:00Z"}).json()
    (before,) = again["failed_before"]
    assert (before["reading"]["question"], before["by"], before["why"]) == ("leaking", "Ada Beispiel", "Wrong shelf.")
    assert again["quarantine"]
    answer = client.post(f"/inspections/{again['id']}/answers", json={"question": "leaking", "value": False, **ADA})
    assert (answer.status_code, answer.json()["findings"][0]["code"]) == (400, "inspection.no-reason")
    assessed = client.get(f"/inspections/{again['id']}/assessment").json()
    assert "gates.failed-before" in {one["code"] for one in assessed["findings"]}


def test_what_events_declare_enters_an_assessment(client: TestClient, loop: Loop) -> None:
    """A state of health that a battery management system told up to the day is E0 in the answer, with when and who."""
    report = {"type": "dcy:stateOfHealth", "value": 82, "uom": "P1"}
    loop.capture({
        "@context": CONTEXT, "type": "ObjectEvent", "eventTime": "2031-03-20T18:00:00Z",
        "eventTimeZoneOffset": "+00:00", "action": "OBSERVE", "epcList": [UNIT],
        "sensorElementList": [{"sensorReport": [report]}],
    })  # fmt: skip
    body = {"unit": UNIT, "type": TYPE, "as_of": "2031-03-20"}
    told = client.post("/health/assess", json=body).json()
    (one,) = told["content"]["declared"]
    assert (one["level"], one["value"], one["measured"]) == ("E0", 0.82, "2031-03-20T18:00:00Z")
    assert one["basis"]["used"]["by"] == "the battery management system"
    assert told == client.post("/health/assess", json=body).json()
    assert client.post("/health/assess", json=body | {"as_of": "2031-03-19"}).json()["content"]["declared"] == []


def test_a_certificate_is_printed(client: TestClient) -> None:
    """As PDF and as a label in SVG and PDF, with the grade on it; the same bytes each time."""
    id = inspected(client)
    attach(client, id)
    where = client.post(f"/inspections/{id}/finish", json=END).headers["Location"]
    pdf = client.get(where, params={"format": "pdf"})
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert "A: like new" in PdfReader(BytesIO(pdf.content)).pages[0].extract_text()
    assert pdf.content == client.get(where, params={"format": "pdf"}).content
    label = client.get(where, params={"format": "label-svg"})
    assert label.headers["Content-Type"] == "image/svg+xml"
    assert b"like new" in label.content
    assert PdfReader(BytesIO(client.get(where, params={"format": "label-pdf"}).content)).pages
    page = client.get(where, headers={"Accept": "text/html"})
    assert "Battery health certificate" in page.text


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/inspections", {"unit": "nonsense", "by": "Ada"}, 404),
        ("/inspections", {"unit": UNIT}, 400),
        ("/inspections", {"unit": UNIT, "by": "Ada", "more": 1}, 400),
        ("/inspections/none/answers", {"question": "damaged", "value": False}, 404),
        ("/inspections/{}/answers", {"question": "damaged", "value": 1}, 400),
        ("/inspections/{}/answers", {"question": "damaged", "value": False, "evidence": ["ab"]}, 400),
        ("/inspections/{}/releases", {"gate": "S7", "second": "Ben", "reason": "known"}, 400),
        ("/inspections/{}/undo", {"number": 999}, 400),
        ("/inspections/{}/cancel", {"by": "Ada"}, 400),
        ("/health/assess", {"unit": UNIT, "as_of": "soon"}, 400),
        ("/route", {"batteries": [{"id": 5}]}, 400),
        ("/match", {"modules": [{"id": "a", "capacity_ah": 1}], "request": {}}, 400),
        ("/match", {"modules": [{"id": "a", "capacity_ah": "x"}], "request": {"series": 1}}, 400),
    ],
)
def test_what_is_wrong_is_said(client: TestClient, path: str, body: dict[str, Any], status: int) -> None:
    """A problem document with a sentence that says what to do."""
    answer = client.post(path.replace("{}", inspected(client)), json=body)
    assert answer.status_code == status, answer.text
    assert answer.json()["findings"][0]["sentence"]


def test_a_unit_is_assessed_without_an_inspection(client: TestClient, loop: Loop) -> None:
    """Files and answers in, grade and certificate out; nothing is kept."""
    readings = [{"question": name, "value": value, **ADA} for name, value in CELL_SAYS.items()]
    files = [{"name": "c260801.csv", "data": b64encode(RECORD).decode()}]
    body = {"unit": UNIT, "type": TYPE, "readings": readings, "files": files, "as_of": "2031-03-20", "by": "Ada"}
    told = client.post("/health/assess", json=body).json()
    assert (told["grade"], told["content"]["files"][0]["sha256"]) == ("A", sha256(RECORD).hexdigest())
    assert told == client.post("/health/assess", json=body).json()
    assert list(loop.store.events()) == loop.inspections.open() == []


def test_surroundings_come_with_the_files(client: TestClient, loop: Loop) -> None:
    """A temperature is given with a file or the whole case, and stands in the certificate; no number is refused."""
    id = inspected(client)
    assert attach(client, id, ambient="warm").status_code == 400
    assert attach(client, id, ambient="23.5").json()["ambient"] == 23.5
    assert loop.inspections.case(id).ambient == 23.5
    files = [{"name": "c260801.csv", "data": b64encode(RECORD).decode()}]
    body = {"unit": UNIT, "type": TYPE, "files": files, "as_of": "2031-03-20", "ambient": 23.5}
    for told in (client.get(f"/inspections/{id}/assessment"), client.post("/health/assess", json=body)):
        assert told.json()["content"]["ambient"] == 23.5


def test_with_tokens_a_release_takes_two_requests(loop: Loop) -> None:
    """The first asks with a gate and a reason, the second confirms the number of that entry with another token."""
    wish = tokens.Wish(Role.OPERATOR)
    app = create_app(loop, LOCKED)
    ada, ben = (
        TestClient(app, headers=bearer(tokens.issue(loop.store, wish._replace(name=name), now())[1]))
        for name in ("Ada Beispiel", "Ben Muster")
    )
    id = inspected(ada)
    ada.post(f"/inspections/{id}/answers", json={"question": "voltage-loss", "value": 0.02, "at": ADA["at"]})
    path = f"/inspections/{id}/releases"
    asked = ada.post(path, json={"gate": "S7", "reason": "known"}).json()
    assert ada.get(f"/inspections/{id}/assessment").json()["grade"] == "D"
    assert ada.post(path, json={"confirms": asked["number"]}).status_code == 400
    done = ben.post(path, json={"confirms": asked["number"]}).json()
    assert len(done["entry"]["tokens"]) == 2
    (release,) = ada.get(f"/inspections/{id}/assessment").json()["content"]["releases"]
    assert release["second"].startswith("Ben Muster (token ")


def test_batteries_are_routed(client: TestClient) -> None:
    """One or many: each decision with its sentences; what cannot be is told beside the others."""
    body = {"batteries": [{"id": "a", "chemistry": "LFP", "kind": "pack", "energy_kwh": 60}, {"id": "b", "soh": 85}],
            "as_of": "2026-11-22"}  # fmt: skip
    good, bad = client.post("/route", json=body).json()["decisions"]
    assert good["decision"]["route"] == "recycling"
    assert good["sentences"]
    assert bad["findings"][0]["code"] == "routing.health"


def test_modules_are_matched(client: TestClient) -> None:
    """Packs with their bound, which an independent check confirms."""
    modules = [{"id": f"m{n}", "capacity_ah": 50 + n % 3} for n in range(8)]
    told = client.post("/match", json={"modules": modules, "request": {"series": 4}}).json()
    assert (len(told["packs"]), told["holds"], told["exact"]) == (2, True, True)
    assert {one["pack"] for one in told["modules"]} == {1, 2}


@pytest.mark.parametrize(("spoilt", "code"), [
    (lambda path: path.write_bytes(RECORD + b" "), "inspection.file-changed"),
    (lambda path: (path.unlink(), path.mkdir()), "inspection.file-unreadable"),
])  # fmt: skip
def test_a_certificate_whose_file_was_spoilt_does_not_verify(
    client: TestClient, loop: Loop, spoilt: Callable[[Path], object], code: str
) -> None:
    """An altered or unreadable file is told: verification says that it does not verify, the file is not given out."""
    id = inspected(client)
    attach(client, id)
    where = client.post(f"/inspections/{id}/finish", json=END).headers["Location"]
    digest = sha256(RECORD).hexdigest()
    spoilt(loop.inspections.files.path(digest))
    told = client.get(f"{where}/verification")
    assert (told.status_code, told.json()["same"], told.json()["findings"][0]["code"]) == (200, False, code)
    file = client.get(f"{where}/files/{digest}")
    assert (file.status_code, file.json()["findings"][0]["code"]) == (404, code)


def test_no_unit_is_refused_and_nothing_is_called_a_document(client: TestClient) -> None:
    """An inspection of nothing, or by nobody, is refused under a title that speaks of no EPCIS document."""
    for said in ({"unit": " ", **ADA}, {"unit": UNIT, **ADA, "by": ""}):
        answer = client.post("/inspections", json=said)
        assert answer.status_code == 400
        assert "EPCIS" not in answer.json()["title"]
