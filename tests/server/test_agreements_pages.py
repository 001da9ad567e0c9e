"""The pages of the register of agreements: what they show, where they lead, and that text stays text."""

import re

from page_reading import HTML, Page
from server.registering import PLANT, TEXT, entry_of
from starlette.testclient import TestClient

from dicycle.bootstrap import Loop


def test_every_page_is_well_formed_and_leads_on(api: TestClient, registered: Loop) -> None:
    """All pages of the register are read strictly; nothing is inline, no id is there twice, and every link answers."""
    register = registered.agreements.register()
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


def test_the_chain_of_a_party_is_its_own(api: TestClient, registered: Loop) -> None:
    """The page names the party, keeps it in its forms, and leads away from it."""
    party = max(registered.agreements.register().organisations, key=lambda one: len(one.entries))
    answer = api.get(f"/agreements/chain?party={party.id}&stage=recycling", headers=HTML)
    assert f"The chain of {party.name}" in Page(answer.text).text
    assert f'name="party" value="{party.id}"' in answer.text
    assert api.get("/agreements/chain?party=p0", headers=HTML).status_code == 404


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
