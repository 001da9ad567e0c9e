"""The register of agreements over HTTP: documents go in, entries, parties, the chain and files come out."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pyarrow.parquet as pq
import pytest
from keys import Ask
from page_reading import HTML, Page
from server.test_injection import HOSTILE, check, coded
from serving import HERE
from starlette.testclient import TestClient

import dicycle
from dicycle.agreements.samples import samples
from dicycle.bootstrap import Loop
from dicycle.server.agreements import taking
from dicycle.server.agreements.listing import LISTED
from dicycle.server.app import create_app

PLANT = (
    b"Example Recycling starts building in Yichang\n\n"
    b"YICHANG, March 4, 2026 -- Example Recycling Co., Ltd. on Wednesday started construction of a battery recycling "
    b"plant in Yichang, Hubei Province, with an investment of 900 million yuan.\n"
)
TALKS = (
    b"Example Motors and Example Recycling sign a memorandum\n\n"
    b"BERLIN, April 2, 2026 -- Example Motors Co., Ltd. and Example Recycling Co., Ltd. on Thursday signed a "
    b"memorandum of understanding on the recycling of power batteries in Berlin.\n"
)
TEXT = {"Content-Type": "text/plain"}
ASKED = {
    "/agreements": LISTED,
    "/agreements/parties": ("q", "page"),
    "/agreements/chain": ("region", "party", "stage"),
    "/agreements/partners": ("stage", "besides"),
    "/agreements/map": ("q", "since"),
    "/agreements/export": ("format",),
}
"""Paths and their parameters."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loop]:
    """A ledger whose register has the samples and two documents of ours."""
    with dicycle.open(tmp_path_factory.mktemp("agreements") / "loop.db") as loop:
        for name, data in (*samples(), ("plant.txt", PLANT), ("talks.txt", TALKS)):
            loop.agreements.read(data, name)
        yield loop


@pytest.fixture(scope="module")
def api(filled: Loop) -> TestClient:
    """A program that asks it."""
    return TestClient(create_app(filled, HERE), raise_server_exceptions=False, follow_redirects=False)


def findings(answer: Any) -> list[str]:
    """Return the codes of the findings of a refusal."""
    return [one["code"] for one in answer.json()["findings"]]


def entry_of(client: TestClient, kind: str) -> dict[str, Any]:
    """Return the newest entry of a kind."""
    found: dict[str, Any] = client.get(f"/agreements?kind={kind}").json()["entries"][0]
    return found


# ---------------------------------------------------------------- documents


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


# ---------------------------------------------------------------- the list


def test_the_list_has_the_newest_first(api: TestClient) -> None:
    """Entries with a day come in the order of days, those without at the end."""
    entries = api.get("/agreements").json()["entries"]
    days = [one.get("date") or "" for one in entries]
    assert days == sorted(days, reverse=True)
    assert len(entries) > 5


def test_facets_narrow_the_list(api: TestClient) -> None:
    """Kind, country, subject, words and days: each entry has what is asked for, and the counts agree with the list."""
    whole = api.get("/agreements").json()
    for name, values in whole["facets"].items():
        for value, count in values.items():
            assert api.get("/agreements", params={name: value}).json()["count"] == count > 0
    chinese = api.get("/agreements?country=cn").json()
    assert {one["country"] for one in chinese["entries"]} == {"CN"}
    for end in ("2026-03", "2026-03-04"):
        early = api.get(f"/agreements?until={end}").json()["entries"]
        assert [one["date"] for one in early] == ["2026-03-04"]
    assert api.get("/agreements?since=2026-03-05&until=2026-04-01").json()["count"] == 0
    assert api.get("/agreements?q=memorandum&q=").json()["count"] > 0
    several = api.get("/agreements?kind=memorandum&kind=construction_start").json()
    assert {one["kind"] for one in several["entries"]} == {"memorandum", "construction_start"}


def test_only_what_is_committed_is_summed(api: TestClient, filled: Loop) -> None:
    """Sums are those of the register; what is not in them is named with its reason, and no entry is in both."""
    found = api.get("/agreements").json()
    sums = found["sums"]["investment"]
    assert {name: float(amount) for name, amount in sums["amounts"].items()} == {
        name: float(amount) for name, amount in filled.agreements.total().amounts.items()
    }
    countable = {one["id"] for one in found["entries"] if one.get("countable")}
    assert set(sums["counted"]) <= countable
    assert not set(sums["left_out"]) & countable
    assert all(sums["left_out"].values())
    memoranda = api.get("/agreements?kind=memorandum").json()
    assert (memoranda["countable"], memoranda["sums"]["investment"]["amounts"]) == (0, {})


def test_pages_of_the_list_are_the_list(api: TestClient) -> None:
    """Following `next` gives every entry once, in order."""
    whole = [one["id"] for one in api.get("/agreements").json()["entries"]]
    way: str | None = "/agreements?perPage=2"
    found: list[str] = []
    while way:
        answer = api.get(way).json()
        found += [one["id"] for one in answer["entries"]]
        way = answer["next"]
    assert found == whole


def test_the_list_is_also_csv(api: TestClient) -> None:
    """All entries that are asked for, none of the others; by `format` or by what is accepted."""
    ids = {one["id"] for one in api.get("/agreements?kind=memorandum").json()["entries"]}
    for answer in (
        api.get("/agreements?kind=memorandum&format=csv"),
        api.get("/agreements?kind=memorandum", headers={"Accept": "text/csv"}),
    ):
        assert answer.headers["Content-Disposition"] == 'attachment; filename="agreements.csv"'
        assert {row["id"] for row in csv.DictReader(io.StringIO(answer.text))} == ids


@pytest.mark.parametrize(
    "query",
    [
        "country=China", "kind=treaty", "about=cheese", "since=yesterday", "until=XXXX-05-01", "page=0", "page=-1",
        "perPage=100000", "colour=red", "region=a&region=b", "format=yaml", "page=٣",
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_told(api: TestClient, query: str) -> None:
    """An unknown or malformed parameter is a 400 that names it."""
    answer = api.get(f"/agreements?{query}")
    assert (answer.status_code, findings(answer)) == (400, ["agreements.parameter"])
    assert answer.json()["findings"][0]["where"] in query


# ---------------------------------------------------------------- entries and parties


def test_an_entry_brings_the_records_that_say_it(api: TestClient) -> None:
    """Each of its sources is there with the document's head, and has the quotes of its values."""
    one = entry_of(api, "construction_start")
    found = api.get(f"/agreements/{one['id']}").json()
    assert [(each["document"]["sha256"], each["record"]["id"]) for each in found["records"]] == [
        (each["document"], each["record"]) for each in found["sources"]
    ]
    assert all(each["record"]["kind"]["evidence"] for each in found["records"])


def test_a_party_brings_its_names_and_entries(api: TestClient) -> None:
    """The parties are found by a part of a name; each leads to its entries, and those name it."""
    found = api.get("/agreements/parties?q=recycling").json()
    assert found["count"] == len(found["parties"]) > 0
    party = api.get(f"/agreements/parties/{found['parties'][0]['id']}").json()
    assert any("recycling" in name.lower() for names in party["names"].values() for name in names)
    listed = api.get("/agreements", params={"party": party["id"]}).json()["entries"]
    assert listed
    assert all(party["id"] in {each["party"] for each in one["parties"]} for one in listed)


@pytest.mark.parametrize("path", ["/agreements/a0000000000", "/agreements/parties/p0000000000"])
def test_what_is_not_there_is_not_found(api: TestClient, path: str) -> None:
    """An unknown id is a 404 with a sentence, to a program and to a person."""
    assert (api.get(path).status_code, findings(api.get(path))) == (404, ["agreements.unknown"])
    page = api.get(path, headers=HTML)
    assert page.status_code == 404
    assert "The register has no" in Page(page.text).text


# ---------------------------------------------------------------- the chain


def test_the_chain_says_what_is_committed_and_where_the_gaps_are(api: TestClient) -> None:
    """In Hubei a recycling plant is being built and nobody mines; a place that nobody knows is a 404."""
    links = {one["stage"]: one["state"] for one in api.get("/agreements/chain?region=Hubei").json()["links"]}
    assert links["recycling"] == "building"
    assert links["mining"] == "gap"
    unknown = api.get("/agreements/chain?region=Atlantis")
    assert (unknown.status_code, findings(unknown)) == (404, ["agreements.place"])


def test_partners_come_with_their_grounds(api: TestClient) -> None:
    """Whoever works in the stage is told, the likeliest first, with the entries that say so."""
    found = api.get("/agreements/partners?stage=recycling&region=Hubei").json()
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)
    assert all(one["grounds"] and one["entries"] for one in found)
    besides = api.get("/agreements/partners", params={"stage": "recycling", "besides": found[0]["party"]}).json()
    assert found[0]["party"] not in {one["party"] for one in besides}
    assert findings(api.get("/agreements/partners")) == ["agreements.parameter"]
    assert api.get("/agreements/partners?stage=cheese").status_code == 404


# ---------------------------------------------------------------- judging


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


# ---------------------------------------------------------------- files


def test_the_register_is_written_in_four_formats(api: TestClient, filled: Loop) -> None:
    """CSV and Parquet have a row for each entry; the other two are JSON, line by line and whole."""
    count = len(filled.agreements.register().entries)
    assert len(list(csv.DictReader(io.StringIO(api.get("/agreements/export").text)))) == count
    parquet = api.get("/agreements/export?format=parquet")
    assert pq.read_table(io.BytesIO(parquet.content)).num_rows == count
    assert all(json.loads(line) for line in api.get("/agreements/export?format=ftm").text.splitlines())
    ocds = api.get("/agreements/export?format=ocds")
    assert ocds.headers["Content-Disposition"] == 'attachment; filename="agreements.ocds.json"'
    assert ocds.json()
    assert api.get("/agreements/export?format=xml").status_code == 400


# ---------------------------------------------------------------- pages


def test_every_page_is_well_formed_and_leads_on(api: TestClient, filled: Loop) -> None:
    """All pages of the register are read strictly; nothing is inline, no id is there twice, and every link answers."""
    register = filled.agreements.register()
    ways = ["/agreements", "/agreements/parties", "/agreements/chain?region=Hubei&stage=recycling", "/agreements/map",
            *(f"/agreements/{one.id}" for one in register.entries),
            *(f"/agreements/parties/{one.id}" for one in register.organisations)]  # fmt: skip
    links = set()
    for way in ways:
        answer = api.get(way, headers=HTML)
        assert answer.status_code == 200, way
        page = Page(answer.text)
        assert page.inline == []
        assert len(page.ids) == len(set(page.ids)), way
        links |= {link.partition("#")[0] for link in page.links if link.startswith("/agreements")}
    assert {link: code for link in links if (code := api.get(link, headers=HTML).status_code) != 200} == {}


def test_links_to_quotes_lead_to_their_marks(api: TestClient) -> None:
    """The address of a quote on the page of an entry names a mark that is on the page of the document."""
    page = Page(api.get(f"/agreements/{entry_of(api, 'construction_start')['id']}", headers=HTML).text)
    quotes = [link.split("#") for link in page.links if "#q-" in link]
    assert quotes
    for way, mark in quotes:
        assert mark in Page(api.get(way, headers=HTML).text).ids


def test_the_page_of_the_register_says_why_not(api: TestClient) -> None:
    """The sum stands beside what is not in it, with the reasons in words, and links to each."""
    text = Page(api.get("/agreements", headers=HTML).text).text
    assert "What may be summed" in text
    assert "Investment that is not counted, and why" in text
    assert "An aggregate: its projects count one by one" in text
    assert "2026-03-04" in text


def test_the_page_keeps_what_was_asked(api: TestClient) -> None:
    """A search keeps the chosen facets, a facet keeps the search, and a chosen facet leads back to all."""
    page = Page(api.get("/agreements?kind=memorandum&q=recycling", headers=HTML).text)
    assert any(link in page.links for link in ("/agreements?q=recycling", "/agreements?q=recycling&kind="))
    assert all("kind=memorandum" in link for link in page.links if "format=csv" in link)
    nothing = Page(api.get("/agreements?q=nothingofthekind", headers=HTML).text)
    assert "No entry is like that." in nothing.text
    assert "/agreements" in nothing.links


def test_an_empty_register_says_what_to_do(client: TestClient) -> None:
    """Every page of it tells how a document is read."""
    for way in ("/agreements", "/agreements/parties", "/agreements/chain", "/agreements/map"):
        page = Page(client.get(way, headers=HTML).text)
        assert "The register is empty" in page.text
        assert "dicycle agreements read --sample" in page.text
        assert "/agreements/read" in page.links


def test_a_place_that_nobody_knows_is_told_on_the_page(api: TestClient) -> None:
    """The form stays, with the sentence above it."""
    answer = api.get("/agreements/chain?region=Atlantis", headers=HTML)
    page = Page(answer.text)
    assert answer.status_code == 404
    assert "No place is known by the name Atlantis." in page.text
    assert 'value="Atlantis"' in answer.text


def test_the_chain_of_a_party_is_its_own(api: TestClient, filled: Loop) -> None:
    """The page names the party, keeps it in its forms, and leads away from it."""
    party = max(filled.agreements.register().organisations, key=lambda one: len(one.entries))
    answer = api.get(f"/agreements/chain?party={party.id}&stage=recycling", headers=HTML)
    assert f"The chain of {party.name}" in Page(answer.text).text
    assert f'name="party" value="{party.id}"' in answer.text
    assert api.get("/agreements/chain?party=p0", headers=HTML).status_code == 404


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


def sum_of(client: TestClient, way: str) -> dict[str, int]:
    """Return what an entry counts with."""
    found: dict[str, int] = client.get(way).json()["amounts"]["investment"]
    return found


def test_the_map_says_the_same_as_its_table(api: TestClient) -> None:
    """Dots and rows have the counts of the list; what has no country is told apart."""
    found = api.get("/agreements/map?format=json").json()
    whole = api.get("/agreements").json()
    assert sum(one["entries"] for one in found["places"]) + found["nowhere"] == whole["count"]
    for one in found["places"]:
        assert api.get(one["url"]).json()["count"] >= one["entries"]
    page = Page(api.get("/agreements/map", headers=HTML).text)
    assert "/agreements?country=CN" in page.links
    assert "Hubei" in page.text


def test_the_map_shows_as_much_of_the_world_as_is_needed(api: TestClient) -> None:
    """Every dot lies inside the drawn frame; the frame of one country is narrower than that of several."""
    widths = []
    for way in ("/agreements/map", "/agreements/map?country=CN"):
        text = api.get(way, headers=HTML).text
        west, north, width, height = map(float, re.findall(r'viewBox="([^"]+)"', text)[-1].split())
        dots = [tuple(map(float, one)) for one in re.findall(r'<circle cx="([^"]+)" cy="([^"]+)"', text)]
        assert dots
        assert all(west < x < west + width and north < y < north + height for x, y in dots)
        widths.append(width)
    assert widths[1] < widths[0]


def test_what_documents_say_is_text_and_never_markup(client: TestClient) -> None:
    """Names with angle brackets are shown as they are written, on every page."""
    hostile = PLANT.replace(b"Example Recycling Co., Ltd.", b"<script>alert(1)</script> Recycling Co., Ltd.")
    entries = client.post("/agreements/documents?name=%3Cb%3E.txt", content=hostile, headers=TEXT).json()["entries"]
    for way in ("/agreements", "/agreements/parties", *(f"/agreements/{id}" for id in entries)):
        assert Page(client.get(way, headers=HTML).text).inline == []


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_whatever_is_asked_is_text(api: TestClient, text: str) -> None:
    """Every parameter of every page takes any text: it finds nothing or is refused, and is never markup."""
    for way, names in ASKED.items():
        for name in names:
            check(api.get(f"{way}?{name}={coded(text)}", headers=HTML))


# ---------------------------------------------------------------- who may


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
