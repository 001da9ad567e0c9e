"""What the register of agreements answers a program: entries, parties, the chain and files."""

import csv
import io
import json

import pyarrow.parquet as pq
import pytest
from page_reading import HTML, Page
from server.registering import entry_of, findings
from server.test_injection import HOSTILE, check, coded
from starlette.testclient import TestClient

from dicycle.bootstrap import Loop
from dicycle.server.agreements.listing import LISTED

ASKED = {
    "/agreements": LISTED,
    "/agreements/parties": ("q", "page"),
    "/agreements/chain": ("region", "party", "stage"),
    "/agreements/partners": ("stage", "besides"),
    "/agreements/map": ("q", "since"),
    "/agreements/export": ("format",),
}
"""Paths and their parameters."""


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


def test_only_what_is_committed_is_summed(api: TestClient, registered: Loop) -> None:
    """Sums are those of the register; what is not in them is named with its reason, and no entry is in both."""
    found = api.get("/agreements").json()
    sums = found["sums"]["investment"]
    assert {name: float(amount) for name, amount in sums["amounts"].items()} == {
        name: float(amount) for name, amount in registered.agreements.total().amounts.items()
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


# ---------------------------------------------------------------- files


def test_the_register_is_written_in_four_formats(api: TestClient, registered: Loop) -> None:
    """CSV and Parquet have a row for each entry; the other two are JSON, line by line and whole."""
    count = len(registered.agreements.register().entries)
    assert len(list(csv.DictReader(io.StringIO(api.get("/agreements/export").text)))) == count
    parquet = api.get("/agreements/export?format=parquet")
    assert pq.read_table(io.BytesIO(parquet.content)).num_rows == count
    assert all(json.loads(line) for line in api.get("/agreements/export?format=ftm").text.splitlines())
    ocds = api.get("/agreements/export?format=ocds")
    assert ocds.headers["Content-Disposition"] == 'attachment; filename="agreements.ocds.json"'
    assert ocds.json()
    assert api.get("/agreements/export?format=xml").status_code == 400


# ---------------------------------------------------------------- whatever is asked


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_whatever_is_asked_is_text(api: TestClient, text: str) -> None:
    """Every parameter of every page takes any text: it finds nothing or is refused, and is never markup."""
    for way, names in ASKED.items():
        for name in names:
            check(api.get(f"{way}?{name}={coded(text)}", headers=HTML))
