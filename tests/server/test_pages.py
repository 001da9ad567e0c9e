"""The pages: the ledger as a person with a phone sees it, and the same for programs."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from corpus.stories import stories
from page_reading import HTML, Page, capture, person, read
from serving import HERE
from starlette.testclient import TestClient

import dicycle
from dicycle.bootstrap import Loop
from dicycle.identifiers import canonical
from dicycle.ledger.terms import THINGS, terms
from dicycle.server.app import create_app
from dicycle.server.pages import batteries
from dicycle.server.pages.links import url_of

PACK = "/01/09521005000020/21/P260001"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loop]:
    """A ledger with all the stories in it, which nobody changes."""
    with dicycle.open(tmp_path_factory.mktemp("told") / "loop.db") as loop:
        # First what things are called, so that every story is told with names where there are some.
        for story in sorted(stories(), key=lambda story: story.name != "master-data-names-the-things"):
            loop.capture(story.path.read_bytes(), proceed=True)
        yield loop


@pytest.fixture(scope="module")
def pages(told: Loop) -> Iterator[TestClient]:
    """The application around the stories."""
    with TestClient(create_app(told, HERE), headers=HTML) as client:
        yield client


def all_ids(loop: Loop) -> set[str]:
    """Return everything that the events speak of, by canonical id."""
    return {text for stored in loop.events() for role, text in terms(stored.event) if role in THINGS}


def test_every_thing_of_every_story_has_its_page(told: Loop, pages: TestClient) -> None:
    """Whatever an event touches has a page with its life, well-formed, without inline style or script."""
    for id in sorted(all_ids(told)):
        page = read(pages.get(url_of(id)))
        assert ("What happened last" if "/414/" in id else "Its life") in page.text
        assert not page.inline
        assert len(page.ids) == len(set(page.ids))


def test_no_page_leads_to_nowhere(told: Loop, pages: TestClient) -> None:
    """Every link on every page of a thing, on the lists and on the first page is answered."""
    starts = ["/", "/batteries", "/batteries?category=all", *map(url_of, sorted(all_ids(told)))]
    links = {link for start in starts for link in read(pages.get(start)).links if not link.startswith("#")}
    assert all(link.startswith("/") for link in links)
    for link in sorted(links):
        assert pages.get(link).status_code == 200, link


def test_every_page_asks_for_nothing_from_outside(pages: TestClient) -> None:
    """The policy of every page allows its own style sheet and images, and no script at all."""
    for url in ("/", "/batteries", PACK, "/find?q=nothing", "/event?id=nothing"):
        policy = pages.get(url).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert "unsafe" not in policy


def test_an_empty_ledger_says_what_to_do_next(loop: Loop) -> None:
    """The first page of an empty ledger shows how to fill it; the list says that it is empty."""
    page = read(person(loop).get("/"))
    assert "This ledger is empty" in page.text
    assert "dicycle simulate" in page.text
    assert "curl -X POST http://testserver/capture" in page.text
    assert "knows none of these yet" in read(person(loop).get("/batteries")).text


def test_the_first_page_tells_what_came_last(loop: Loop) -> None:
    """The state of the ledger and the events captured last, as sentences that lead to the things."""
    capture(loop, "pack-assembled-from-modules-and-controller")
    capture(loop, "master-data-names-the-things")
    page = read(person(loop).get("/"))
    assert f"Events {loop.store.counts()['events']}" in page.text
    assert "Example Pack 77 P260052 Stored: available at Example Packs, warehouse" in page.text
    assert "/01/09521005000020/21/P260052" in page.links


def test_a_program_gets_the_first_page_as_data(loop: Loop) -> None:
    """The twin of the first page has the counts as they are in the store."""
    capture(loop, "ore-lot-born-at-mine")
    state = person(loop).get("/?format=json").json()["state"]
    assert state == loop.store.counts()


@pytest.mark.parametrize(
    "code",
    [
        "https://id.gs1.org/01/09521005000020/21/P260001",
        "https://id.example.com/some/path/01/09521005000020/21/P260001?17=290101",
        "urn:epc:id:sgtin:9521005.000002.P260001",
        "(01)09521005000020(21)P260001",
        "  (01)09521005000020(21)P260001  ",
        "010952100500002021P260001",
    ],
)
def test_any_spelling_of_a_code_leads_to_the_one_page(pages: TestClient, code: str) -> None:
    """Digital Link of any domain, EPC URN and element string with or without brackets find the same pack."""
    answer = pages.get("/find", params={"q": code}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, PACK)
    assert pages.get("/item", params={"id": code}, follow_redirects=False).headers["location"] == PACK


def test_the_national_code_finds_the_pack(told: Loop, pages: TestClient) -> None:
    """A GB/T 34014 code that was given to a pack leads to its page, where it is shown."""
    (alias,) = told.store.aliases_of(f"https://id.gs1.org{PACK}")
    code = alias.rpartition("/")[2]
    answer = pages.get("/find", params={"q": code})
    assert answer.url.path == PACK
    assert code in read(answer).text


def test_what_is_not_found_is_said_in_a_sentence(pages: TestClient) -> None:
    """A code that is none, and a code that nothing was told of, are answered with what to do."""
    nonsense = pages.get("/find", params={"q": "hello"})
    assert nonsense.status_code == 404
    assert "is not an identifier Dicycle can read" in Page(nonsense.text).text
    unknown = pages.get("/01/09521005000020/21/NOBODY")
    assert unknown.status_code == 404
    assert "This ledger has no event about" in Page(unknown.text).text
    wrong = pages.get("/01/09521005000021/21/P260001")
    assert wrong.status_code == 404
    assert "check digit" in Page(wrong.text).text


def test_a_program_gets_the_same_finding(pages: TestClient) -> None:
    """A page and a JSON answer carry the same code, sentence and advice (convention 14)."""
    page = pages.get("/event?id=urn:uuid:none").text
    said = pages.get("/event?id=urn:uuid:none", headers={"Accept": "application/json"})
    assert said.status_code == 404
    (finding,) = said.json()["findings"]
    assert finding["code"] in page
    assert set(finding) == {"code", "sentence", "where", "severity", "advice"}


def test_markup_in_a_code_stays_text(pages: TestClient) -> None:
    """What somebody types is shown, never run."""
    answer = pages.get("/find", params={"q": '"><script>alert(1)</script>'})
    assert "<script" not in answer.text
    assert "script" not in Page(answer.text).inline


def test_a_thing_has_one_address(told: Loop, pages: TestClient) -> None:
    """Other spellings of a path lead to the canonical one; a serial with a slash in it works."""
    answer = pages.get("/01/09521005000020/10/L1/21/P260001", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, PACK)
    asked = pages.get("/thing", params={"id": f"https://id.gs1.org{PACK}"}, follow_redirects=False)
    assert asked.headers["location"] == PACK
    odd = pages.get("/01/09521005000020/21/P%2F26%2B1")
    assert odd.status_code == 200
    assert "P/26+1" in read(odd).text


def test_a_thing_of_any_other_name_has_a_page(loop: Loop) -> None:
    """A thing that is named by somebody's own URI is reached by a query string."""
    name = "https://pets.example.com/battery?no=7&kind=a b".replace(" ", "%20")
    loop.capture({
        "@context": "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", "type": "ObjectEvent",
        "eventTime": "2031-05-05T10:00:00+02:00", "eventTimeZoneOffset": "+02:00", "action": "ADD", "epcList": [name],
    })  # fmt: skip
    answer = person(loop).get("/find", params={"q": name})
    assert answer.url.path == "/thing"
    assert "Begun" in read(answer).text


def test_a_life_is_told_in_order_and_by_year(pages: TestClient) -> None:
    """The life of a pack stands in order of time, in local time with its offset."""
    text = read(pages.get(PACK)).text.partition("Its life")[2].partition("GS1 Digital Link")[0]
    years = [int(year) for year in re.findall(r"(?<!\d) (20\d\d) (?=\d)", text)]
    assert years == sorted(years)
    assert "20 Mar 2031, 15:00 UTC+01:00" in text
    assert "State of health 81.40 %, ± 0.60 %" in text
    assert "Temperature 25.0 °C" in text
    assert "Grade B" in text


def test_the_state_of_health_is_above_the_fold_with_its_type(pages: TestClient) -> None:
    """The last state of health says by which method and when; one never measured says so (conventions 5 and 7)."""
    text = read(pages.get(PACK)).text
    assert "State of health 81.40 %, ± 0.60 % by full-discharge-c3/v3, on 20 Mar 2031" in text
    module = read(pages.get("/01/09521005000013/21/M260001")).text
    assert "Not measured" in module


def test_a_wrong_record_is_struck_through_and_answered(loop: Loop) -> None:
    """The record that was declared wrong stays, struck through, beside the declaration and what really happened."""
    capture(loop, "record-declared-wrong-and-corrected")
    client = person(loop)
    answer = client.get("/01/09521010000015/10/BM-310830")
    page = read(answer)
    assert re.search(r"<s>[^~]*2,000 kg turned[^~]*</s>", answer.text)
    assert "Declared wrong on 3 Sep 2031: incorrect data." in page.text
    assert "Correction of a record that was wrong" in page.text
    assert "200 kg turned" in page.text
    corrective = "/event?id=" + quote("urn:uuid:e2f955b1-2b98-5557-808b-5abd327e39e6", safe="")
    assert corrective in page.links
    records = read(client.get("/event?id=urn:uuid:b7a57314-3fbf-5482-a90a-22c5fc74e56b")).text
    assert "The declaration that it is wrong" in records


def test_a_late_record_is_marked(loop: Loop) -> None:
    """A birth that was told after the installation says that it came late."""
    capture(loop, "late-event-arrives-after-its-successor")
    (late,) = [one for one in _life(loop) if one["late"]]
    assert late["text"].startswith("Commissioned")
    assert late["late"]


def _life(loop: Loop) -> list[dict[str, Any]]:
    (item,) = [one for one in loop.store.items(None, 10, None) if "/21/" in one.id]
    life: list[dict[str, Any]] = person(loop).get(url_of(item.id), params={"format": "json"}).json()["life"]
    return life


def test_parts_are_those_of_the_day_that_is_asked_for(loop: Loop) -> None:
    """As of a day before the module was exchanged the old one is in the pack, today the new one."""
    capture(loop, "pack-repaired-keeps-its-identity")
    life = [stored for stored in loop.events() if stored.value["type"] == "AssociationEvent"]
    pack = canonical(str(life[0].value["parentID"]))
    client = person(loop)
    now = {one["id"] for one in client.get(url_of(pack), params={"format": "json"}).json()["parts"]}
    added = next(one for one in life if one.value["action"] == "ADD")
    assert now == {canonical(child) for child in added.value["childEPCs"]}
    early = client.get(url_of(pack), params={"as_of": "2020-01-01"})
    assert "Nothing was in it on that day" in read(early).text
    assert 'value="2020-01-01"' in early.text


@pytest.mark.parametrize("day", ["soon", "2031-13-01", "1/5/2031"])
def test_a_day_that_is_none_is_refused_with_advice(pages: TestClient, day: str) -> None:
    """A date that cannot be read is answered with how to write it."""
    answer = pages.get(PACK, params={"as_of": day})
    assert answer.status_code == 400
    assert "Write it as 2031-05-01" in Page(answer.text).text


def test_the_twin_of_a_thing_is_what_the_library_says(told: Loop, pages: TestClient) -> None:
    """The JSON of a thing has its parts, parents, other names and one entry for each event id."""
    life = told.life(f"https://id.gs1.org{PACK}")
    twin = pages.get(PACK, params={"format": "json"}).json()
    assert twin["id"] == life.item.id
    assert twin["aliases"] == life.aliases
    assert [one["id"] for one in twin["parts"]] == [stay.child for stay in life.parts]
    assert {one["event_id"] for one in twin["life"]} == {stored.event_id for stored in life.events}


def test_a_hundred_cells_are_no_wall(loop: Loop) -> None:
    """Of a hundred cells in a module a few are listed and the rest are folded away."""
    cells = [f"https://id.gs1.org/01/09521005000006/21/C{index:03d}" for index in range(100)]
    loop.capture({
        "@context": "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", "type": "AssociationEvent",
        "eventTime": "2031-05-05T10:00:00+02:00", "eventTimeZoneOffset": "+02:00", "action": "ADD",
        "parentID": "https://id.gs1.org/01/09521005000013/21/M1", "childEPCs": cells,
    })  # fmt: skip
    html = person(loop).get("/01/09521005000013/21/M1").text
    shown, folded = html.split("<details>")
    assert shown.count("/21/C") == 8
    assert folded.count('href="/01/09521005000006/21/C') == 92
    assert "92 more" in html


def test_a_transformed_thing_leads_both_ways(loop: Loop) -> None:
    """The old module leads to the new unit and back, and its old life has ended (convention 10)."""
    capture(loop, "module-reused-in-storage")
    client = person(loop)
    old = read(client.get("/01/09521005000013/21/M260001"))
    new = read(client.get("/01/09521011000014/21/S2L-0001"))
    assert "/01/09521011000014/21/S2L-0001" in old.links
    assert "/01/09521005000013/21/M260001" in new.links
    assert "Began a second life" in old.text
    assert "In its first life" in new.text


def test_a_place_has_a_page(loop: Loop) -> None:
    """A place is linked by its name and shows what happened there; a party is told the same way."""
    capture(loop, "master-data-names-the-things")
    capture(loop, "crate-packed-shipped-received-unpacked")
    client = person(loop)
    place = read(client.get("/414/9521005000020"))
    assert "Example Packs, warehouse" in place.text
    assert "Stored: available" in place.text
    party = read(client.get("/417/9521005000006"))
    assert "Example Packs" in party.text
    assert "Shipped" in party.text
    assert client.get("/414/9521099000004").status_code == 404


def test_a_place_tells_everything_page_by_page(loop: Loop) -> None:
    """Following "older" at a place shows each of its events once, newest first, also those of the same second."""
    base = {
        "@context": "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", "type": "ObjectEvent",
        "eventTimeZoneOffset": "+00:00", "action": "OBSERVE", "readPoint": {"id": "https://id.gs1.org/414/9521005000013"},
    }  # fmt: skip
    epc = "https://id.gs1.org/01/09521005000020/21/P"
    loop.capture([base | {"eventTime": f"2031-01-01T00:0{i // 20}:00Z", "epcList": [f"{epc}{i}"]} for i in range(75)])
    client, url, seen = person(loop), "/414/9521005000013", []
    while url:
        twin = client.get(url, headers={"Accept": "application/json"}).json()
        seen += [one["event_id"] for one in twin["events"]]
        url = f"/414/9521005000013{twin['next']}" if twin["next"] else ""
    assert len(seen) == len(set(seen)) == 75
    times = [loop.event(id).event_time for id in seen]
    assert times == sorted(times, reverse=True)


def test_a_class_that_only_master_data_knows_has_a_page(loop: Loop) -> None:
    """A model is reached by its GTIN although no event is about the model itself."""
    capture(loop, "master-data-names-the-things")
    assert "NMC811" in read(person(loop).get("/01/09521005000020")).text


@pytest.mark.parametrize("query", ["before=x", "before=-1", "before=9" + "9" * 30])
def test_a_page_starts_only_where_pages_start(pages: TestClient, query: str) -> None:
    """A start that no link gave is refused, in the list and at a place."""
    assert pages.get(f"/batteries?{query}").status_code == 400
    assert pages.get("/414/9521005000013?after=1.x").status_code == 400


def test_an_event_shows_its_record(told: Loop, pages: TestClient) -> None:
    """Every event has a page with its JSON, exact to the digit, and that JSON as a twin."""
    (story,) = [story for story in stories() if story.name == "number-keeps-every-digit"]
    event_id = str(json.loads(story.path.read_bytes())["epcisBody"]["eventList"][0]["eventID"])
    page = read(pages.get("/event", params={"id": event_id}))
    assert "12.50" in page.text
    (record,) = pages.get("/event", params={"id": event_id, "format": "json"}).json()
    assert record["eventID"] == event_id


def test_a_long_life_leaves_out_its_middle(loop: Loop) -> None:
    """Of three hundred events the first and last are shown, it says how many are not, and all are one click away."""
    base = {
        "@context": "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", "type": "ObjectEvent",
        "eventTimeZoneOffset": "+00:00", "action": "OBSERVE", "bizStep": "storing", "epcList": [f"https://id.gs1.org{PACK}"],
    }  # fmt: skip
    loop.capture([base | {"eventTime": f"2031-01-01T{i // 60:02d}:{i % 60:02d}:00Z"} for i in range(300)])
    client = person(loop)
    short = client.get(PACK).text
    assert short.count('<li class="entry') == 200
    assert "100 events between are not shown here" in short
    assert client.get(f"{PACK}?life=all").text.count('<li class="entry') == 300


def test_static_files_are_there(pages: TestClient) -> None:
    """The style sheet and the icon are served by the application itself."""
    assert pages.get("/static/dicycle.css").headers["content-type"].startswith("text/css")
    assert pages.get("/static/favicon.svg").status_code == 200
    assert "http" not in (Path(batteries.__file__).parents[1] / "static" / "dicycle.css").read_text(encoding="utf-8")
