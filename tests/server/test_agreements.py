"""Documents go into the register of agreements over HTTP; who may, and what is refused."""

import hashlib

import pytest
from keys import Ask
from page_reading import HTML, Page
from server.registering import PLANT, TEXT, findings
from starlette.testclient import TestClient

from dicycle.server.agreements import taking


def test_a_document_is_read_into_the_register(client: TestClient) -> None:
    """A text is answered with its records, each value with its characters, and is in the register from then on."""
    answer = client.post("/agreements/documents?name=plant.txt", content=PLANT, headers=TEXT)
    assert answer.status_code == 201
    found = answer.json()
    sha256 = hashlib.sha256(PLANT).hexdigest()
    assert answer.headers["Location"] == f"/agreements/read?document={sha256}"
    assert (found["document"], found["new"], found["release"]["head"]["name"]) == (sha256, True, "plant.txt")
    quotes = [quote for one in found["release"]["records"] for quote in one["kind"]["evidence"]]
    assert quotes
    assert all(PLANT.decode()[one["start"] : one["end"]] == one["text"] for one in quotes)
    assert [one["id"] for one in client.get("/agreements").json()["entries"]] == found["entries"]


def test_the_same_document_again_is_known(client: TestClient) -> None:
    """It answers 200 with the same entries; `again` reads it anew and adds no second entry."""
    first = client.post("/agreements/documents", content=PLANT, headers=TEXT)
    known = client.post("/agreements/documents", content=PLANT, headers=TEXT)
    anew = client.post("/agreements/documents?again=true", content=PLANT, headers=TEXT)
    assert (known.status_code, known.json()["new"]) == (200, False)
    assert anew.status_code == 201
    assert first.json()["entries"] == known.json()["entries"] == anew.json()["entries"]
    assert client.get("/agreements").json()["count"] == len(first.json()["entries"])


def test_a_document_can_be_read_without_being_kept(client: TestClient) -> None:
    """With `keep=false` the answer tells what it says, and the register stays as it was."""
    answer = client.post("/agreements/documents?keep=false", content=PLANT, headers=TEXT)
    assert (answer.status_code, answer.json()["new"]) == (200, False)
    assert answer.json()["release"]["records"]
    assert client.get("/agreements").json()["count"] == 0


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("text/html; charset=utf-8", b"<html lang=en><body><article><p>" + PLANT + b"</p></article></body></html>"),
        ("application/octet-stream", PLANT),
        ("text/plain; charset=utf-16", PLANT.decode().encode("utf-16")),
    ],
)
def test_a_document_may_be_of_several_kinds(client: TestClient, kind: str, data: bytes) -> None:
    """HTML, another encoding, and bytes without a type tell the same investment."""
    answer = client.post("/agreements/documents", content=data, headers={"Content-Type": kind})
    assert answer.status_code == 201
    amounts = [one["amount"] for record in answer.json()["release"]["records"] for one in record.get("money", ())]
    assert [float(one) for one in amounts] == [900_000_000]


def test_a_form_sends_a_document(client: TestClient) -> None:
    """The field `document` of a form is read, under the name of its file, without the folders before it."""
    answer = client.post("/agreements/documents", files={"document": ("C:\\press\\plant.txt", PLANT)})
    assert (answer.status_code, answer.json()["release"]["head"]["name"]) == (201, "plant.txt")
    missing = client.post("/agreements/documents", files={"file": ("plant.txt", PLANT)})
    assert (missing.status_code, findings(missing)) == (400, ["agreements.no-field"])


def test_what_is_no_document_is_refused_with_a_sentence(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    """Nothing, a picture, another media type, too much, an unknown language: a 4xx with a finding; nothing is kept."""
    empty = client.post("/agreements/documents", content=b"", headers=TEXT)
    assert 400 <= empty.status_code < 500
    picture = client.post(
        "/agreements/documents", content=b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", headers={"Content-Type": "application/pdf"}
    )
    assert 400 <= picture.status_code < 500
    assert all(one.startswith("agreements.") for one in findings(empty) + findings(picture))
    media = client.post("/agreements/documents", content=b"{}", headers={"Content-Type": "application/json"})
    assert (media.status_code, findings(media)) == (415, ["http.media-type"])
    assert "text/html" in media.json()["findings"][0]["advice"]
    tongue = client.post("/agreements/documents?language=la", content=PLANT, headers=TEXT)
    assert (tongue.status_code, findings(tongue)) == (400, ["agreements.parameter"])
    monkeypatch.setattr(taking, "MOST_BYTES", 100)
    large = client.post("/agreements/documents", content=PLANT, headers=TEXT)
    assert (large.status_code, findings(large)) == (413, ["agreements.too-large"])
    assert client.get("/agreements").json()["count"] == 0


def test_a_page_elsewhere_cannot_send_a_document(client: TestClient) -> None:
    """A browser sends plain text to other sites without asking, so the origin is checked."""
    headers = TEXT | {"Origin": "https://elsewhere.example"}
    answer = client.post("/agreements/documents", content=PLANT, headers=headers)
    assert (answer.status_code, findings(answer)) == (403, ["access.origin"])


def test_who_may_read_and_who_may_change(ask: Ask) -> None:
    """An authority reads everything and changes nothing; a partner and the public see nothing of it."""
    authority = ask("authority")
    assert authority.get("/agreements").status_code == 200
    assert authority.post("/agreements/documents", content=PLANT, headers=TEXT).status_code == 403
    assert ask("partner").get("/agreements").status_code == 403
    assert ask("public").get("/agreements/export").status_code == 401
    operator = ask("operator")
    assert operator.post("/agreements/documents", content=PLANT, headers=TEXT).status_code == 201
    assert "Agreements" not in Page(ask("partner", **HTML).get("/").text).text
    assert "/agreements" in Page(ask("authority", **HTML).get("/").text).links
