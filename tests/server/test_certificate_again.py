"""A certificate is made again from the files that the yard keeps, by a program and by a person; the files come out."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from health.grading_cases import healthy
from health.inspecting_victim import RECORD, Always, clock
from serving import HERE
from starlette.testclient import TestClient

from dicycle.bootstrap import Loop, open_loop
from dicycle.health.gates import Reading
from dicycle.health.grading import Case, Rules
from dicycle.health.grading.estimates import Found
from dicycle.health.model import CellType
from dicycle.server.app import create_app


class Other:
    """Another estimator, which finds less."""

    def estimate(self, case: Case) -> Found:
        """Return a state of health far lower."""
        return Found(healthy(0.7, 0.75), model="ef" * 32)


UNIT = "https://id.gs1.org/01/09521004000014/21/C260801"
ADA, BEGINS, ENDS = "Ada Beispiel", "2031-03-20T09:00:00Z", "2031-03-20T15:00:00Z"
PHOTOGRAPH = b"\x89PNG\r\n\x1a\n not really one"
NAME = "c260801 <b>.csv"


@pytest.fixture
def loop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loop]:
    """An empty ledger whose estimator always finds the same."""
    monkeypatch.setattr("dicycle.health.inspecting.inspections.now", clock)
    with open_loop(tmp_path / "yard.db", grading=lambda: Rules(estimator=Always())) as opened:
        yield opened


@pytest.fixture
def certificate(loop: Loop) -> str:
    """A certificate with a raw file, and a photograph of its case."""
    found = loop.inspections
    id = found.begin(UNIT, ADA, BEGINS, type=CellType(id="LFP 50 Ah", chemistry="LFP", rated_capacity=50)).id
    found.attach(id, NAME, RECORD, ADA, BEGINS, measured="2031-03-19")
    photograph = found.attach(id, "case.png", PHOTOGRAPH, ADA, BEGINS, purpose="photograph")
    found.answer(id, Reading(question="damaged", value=False, by=ADA, at=BEGINS, evidence=(photograph.sha256,)))
    return found.finish(id, ADA, ENDS).certificate


@pytest.fixture
def client(loop: Loop) -> TestClient:
    """A program, or a person with ``Accept: text/html``."""
    return TestClient(create_app(loop, HERE), raise_server_exceptions=False)


def test_files_come_out_as_they_went_in(client: TestClient, certificate: str) -> None:
    """Raw file and photograph are had by the SHA-256 that the certificate says, and no browser runs them."""
    for content in (RECORD, PHOTOGRAPH):
        answer = client.get(f"/certificates/{certificate}/files/{sha256(content).hexdigest()}")
        assert answer.content == content
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_only_its_own_files_come_out(client: TestClient, loop: Loop, certificate: str) -> None:
    """A file that the yard keeps for something else, and what is no SHA-256, is not there."""
    other, _ = loop.inspections.files.put(b"of another battery")
    for digest in (other, "0" * 64, "..%2f..%2fyard.db"):
        answer = client.get(f"/certificates/{certificate}/files/{digest}")
        assert answer.status_code == 404, digest
        assert b"of another" not in answer.content


def test_the_same_comes_out_again(client: TestClient, certificate: str) -> None:
    """From its raw files and the rules in force the certificate is made again, byte for byte."""
    answer = client.get(f"/certificates/{certificate}/verification").json()
    assert (answer["id"], answer["same"], answer["differences"]) == (certificate, True, [])
    page = client.get(f"/yard/certificates/{certificate}", headers={"Accept": "text/html"})
    assert "The same certificate comes out, byte for byte." in page.text


def test_other_rules_are_told_from_a_forgery(client: TestClient, loop: Loop, certificate: str) -> None:
    """After the model changed, what differs stands beside what the certificate says, model and value."""
    loop.inspections.rules = loop.inspections.rules._replace(estimator=Other())
    differences = client.get(f"/certificates/{certificate}/verification").json()["differences"]
    assert any(one["where"].startswith("/state") for one in differences)
    page = client.get(f"/yard/certificates/{certificate}", headers={"Accept": "text/html"})
    assert "Something else comes out now." in page.text
    assert "<code>/state" in page.text


def test_a_lost_raw_file_is_said(client: TestClient, loop: Loop, certificate: str) -> None:
    """Without its raw file nothing is compared, and the file is named."""
    loop.inspections.files.path(sha256(RECORD).hexdigest()).unlink()
    answer = client.get(f"/certificates/{certificate}/verification").json()
    assert (answer["same"], [one["code"] for one in answer["findings"]]) == (False, ["grading.file-lacking"])
    page = client.get(f"/yard/certificates/{certificate}", headers={"Accept": "text/html"})
    assert "It could not be made again." in page.text


def test_the_page_of_a_certificate_leads_there(client: TestClient, certificate: str) -> None:
    """Each file is a link by its name, which is only text; a button makes the certificate again."""
    page = client.get(f"/certificates/{certificate}", headers={"Accept": "text/html"}).text
    assert f"/certificates/{certificate}/files/{sha256(RECORD).hexdigest()}" in page
    assert "c260801 &lt;b&gt;.csv" in page
    assert f"/yard/certificates/{certificate}" in page


@pytest.mark.parametrize("way", ["/certificates/{}/verification", "/certificates/{}/files/{}", "/yard/certificates/{}"])
def test_what_there_is_not_is_said(client: TestClient, way: str) -> None:
    """A certificate that there is not has neither files nor a verification."""
    answer = client.get(way.format("1" * 64, "2" * 64))
    assert answer.status_code == 404
    assert "certificate" in answer.text
