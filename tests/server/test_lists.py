"""The list of things and lots: its pages, its twins, its facets."""

import csv
import io

from page_reading import capture, person, read

from dicycle.bootstrap import Loop
from dicycle.server.pages import batteries
from dicycle.server.pages.links import url_of


def many(loop: Loop, count: int) -> list[str]:
    """Commission so many packs of a named model, one event for all; return their ids, newest first."""
    capture(loop, "master-data-names-the-things")
    ids = [f"https://id.gs1.org/01/09521005000020/21/N{index:05d}" for index in range(count)]
    loop.capture({
        "@context": "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", "type": "ObjectEvent",
        "eventTime": "2031-05-05T10:00:00+02:00", "eventTimeZoneOffset": "+02:00", "action": "ADD",
        "bizStep": "commissioning", "epcList": ids,
    })  # fmt: skip
    return [item.id for item in loop.store.items("pack", count + 10, None)]


def test_the_list_goes_on_from_page_to_page(loop: Loop) -> None:
    """Following "older" shows every pack once, newest first, and "newest" leads back."""
    ids = many(loop, 2 * batteries.PER_PAGE + 7)
    client = person(loop)
    url: str | None = "/batteries?category=pack"
    seen: list[str] = []
    while url is not None:
        page = read(client.get(url))
        seen += [link for link in page.links if link.startswith("/01/09521005000020/21/")]
        url = next((link for link in page.links if "before=" in link and ".json" not in link), None)
    assert seen == [url_of(id) for id in ids]
    assert "/batteries?category=pack" in page.links


def test_the_json_of_the_list_goes_on_too(loop: Loop) -> None:
    """The twin has the same rows, page by page, with the address of the next."""
    ids = many(loop, batteries.PER_PAGE + 1)
    client = person(loop)
    first = client.get("/batteries.json").json()
    second = client.get(first["next"]).json()
    assert [row["id"] for row in first["items"] + second["items"]] == ids
    assert second["next"] is None
    assert first["items"][0]["name"] == "Example Pack 77"


def test_the_csv_of_the_list_is_all_of_it(loop: Loop) -> None:
    """The CSV goes through all pages; its first line names the columns."""
    ids = many(loop, batteries.PER_PAGE + 3)
    answer = person(loop).get("/batteries.csv?category=pack")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["id"] for row in rows] == ids
    assert rows[0]["last_event"] == "Commissioned"
    assert rows[0]["last_event_time"] == "2031-05-05T10:00:00+02:00"


def test_no_cell_of_the_csv_is_a_formula(loop: Loop) -> None:
    """A serial number that begins like a formula is written as text."""
    loop.capture({
        "@context": "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", "type": "ObjectEvent",
        "eventTime": "2031-05-05T10:00:00+02:00", "eventTimeZoneOffset": "+02:00", "action": "ADD",
        "epcList": ["https://id.gs1.org/01/09521005000020/21/%3D1%2B1"],
    })  # fmt: skip
    (row,) = csv.DictReader(io.StringIO(person(loop).get("/batteries.csv?category=all").text))
    assert row["serial_or_lot"] == "'=1+1"


def test_facets_count_what_is_there(loop: Loop) -> None:
    """The categories of the list carry the numbers of the ledger, and follow it."""
    many(loop, 4)
    assert "Packs 5" in read(person(loop).get("/batteries")).text
    unknown = person(loop).get("/batteries?category=unicorn")
    assert unknown.status_code == 400
    assert "&#39;unicorn&#39; is not a category" in unknown.text
