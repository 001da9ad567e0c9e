"""The page of the loop: what it draws, what it says, and that every ribbon is the sum of its events."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from genealogy.making import born, content, loop_of_simulation, lot, made
from hypothesis import given
from hypothesis import strategies as st
from keys import Ask
from page_reading import HTML, person, read
from starlette.testclient import TestClient

import dicycle
from dicycle.bootstrap import Loop
from dicycle.genealogy.flows import Stage
from dicycle.server.pages.loop import routes
from dicycle.server.pages.loop.drawing import LYING, STANDING, Told, lying, standing
from dicycle.server.pages.loop.layout import BACK, CHAIN, SHOWN, Flow, Frame, laid
from dicycle.server.pages.loop.routing import ribbons
from dicycle.server.pages.loop.words import digits, exact, mass_word, share_word
from dicycle.vocabulary import CONTEXT

ROUNDING = Decimal("0.001")


@pytest.fixture(scope="module")
def simulated() -> Iterator[Loop]:
    """A ledger of a simulated loop."""
    loop, _ = loop_of_simulation()
    with loop:
        yield loop


@pytest.fixture(scope="module")
def pages(simulated: Loop) -> TestClient:
    """A browser that looks at it."""
    return person(simulated)


def query(url: str) -> dict[str, str]:
    """Return the parameters of an address."""
    return dict(parse_qsl(urlsplit(url).query))


ORE, SALT = "https://id.gs1.org/01/09521004000014", "https://id.gs1.org/01/09521020000012"


def classes(loop: Loop) -> None:
    """Say in master data which classes are ore and refined material."""
    elements = [
        {"id": id, "attributes": [{"id": "dcy:category", "attribute": category}]}
        for id, category in ((ORE, "ore"), (SALT, "refined"))
    ]
    vocabulary = {"type": "urn:epcglobal:epcis:vtype:EPCClass", "vocabularyElementList": elements}
    loop.capture({
        "@context": CONTEXT, "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "2031-01-01T00:00:00Z",
        "epcisHeader": {"epcisMasterData": {"vocabularyList": [vocabulary]}}, "epcisBody": {"eventList": []},
    })  # fmt: skip


def small(kilograms: float = 12, day: int = 1, out: float | None = None, element: str = "Ni") -> list[dict[str, Any]]:
    """Return events of a short chain: ore becomes material, as much as went in or `out`."""
    ore, salt = f"{ORE}/10/{day}", f"{SALT}/10/{day}"
    events = [
        born(lots=[lot(ore, kilograms)], ilmd=content(**{ore: {element: kilograms}})),
        made([lot(ore, kilograms)], [lot(salt, kilograms)], ilmd=content(**{salt: {element: out or kilograms}})),
    ]
    when = {"@context": CONTEXT, "eventTimeZoneOffset": "+00:00"}
    return [
        event | when | {"eventTime": f"2031-01-{day:02}T0{hour}:00:00Z", "eventID": f"urn:x:{day}-{hour}"}
        for hour, event in enumerate(events)
    ]


# ---------------------------------------------------------------- the page


def test_the_page_says_what_came_back(pages: TestClient) -> None:
    """The sentence above the picture, its ribbons, the numbers beneath, the balance, and as of which event."""
    answer = pages.get("/loop?element=Ni")
    page = read(answer)
    assert page.inline == []
    assert len(page.ids) == len(set(page.ids))
    assert "of nickel that came into new material so far had been recovered." in page.text
    assert "back into material" in page.text
    assert "Recycling → Material" in page.text
    assert "What balances, and what does not" in page.text
    assert "As of event" in page.text
    assert answer.text.count('<svg class="loop ') == 2
    assert 'stroke="url(#wide-recovered)"' in answer.text


def test_a_page_without_an_element_shows_the_first_one(pages: TestClient) -> None:
    """Lithium is in every battery; the other elements, and the whole mass, are a click away."""
    page = read(pages.get("/loop"))
    assert "The loop lithium, all years" in page.text
    for element in ("mass", "Li", "Ni", "graphite"):
        assert f"/loop?element={element}&year=all" in page.links


def test_every_ribbon_is_the_sum_of_its_events(pages: TestClient) -> None:
    """Each link of the page leads to events that sum to what the table says, to the microgram."""
    twin = pages.get("/loop?element=Co&format=json").json()
    links = [link for link in read(pages.get("/loop?element=Co")).links if link.startswith("/loop/flow")]
    assert twin["flows"]
    for flow in twin["flows"]:
        found = pages.get(flow["url"] + "&format=json").json()
        assert found["sum_kg"] == found["kg"] == flow["kg"]
        assert found["events"] == flow["events"] > 0
        assert flow["url"] in links or flow["kg"] < ROUNDING


def test_the_years_sum_to_all_years(pages: TestClient) -> None:
    """What went from the cells into packs in each year is what went in all of them."""
    years = [link for link in read(pages.get("/loop?element=Ni")).text.split() if link.isdigit() and len(link) == 4]
    whole = _flow(pages, "cell", "pack", "all")
    assert sum(_flow(pages, "cell", "pack", year) for year in dict.fromkeys(years)) == whole > 0


def _flow(pages: TestClient, source: str, target: str, year: str) -> Decimal:
    rows = csv.DictReader(io.StringIO(pages.get(f"/loop?element=Ni&year={year}&format=csv").text))
    return sum((Decimal(row["kg"]) for row in rows if (row["from"], row["to"]) == (source, target)), Decimal())


def test_a_year_leads_to_its_neighbours(pages: TestClient) -> None:
    """The years before and after are links; a year in which nothing moved says when something did."""
    page = read(pages.get("/loop?element=Ni&year=2025"))
    assert {"/loop?element=Ni&year=2024", "/loop?element=Ni&year=2026"} <= set(page.links)
    assert "in 2025 had been recovered" in page.text
    assert "No nickel moved in 1999." in read(pages.get("/loop?element=Ni&year=1999")).text


def test_the_twins_say_the_same(pages: TestClient) -> None:
    """JSON and CSV have every ribbon, in kilograms with every digit."""
    flows = pages.get("/loop", params={"element": "Ni"}, headers={"Accept": "application/json"}).json()["flows"]
    answer = pages.get("/loop?element=Ni&format=csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert answer.headers["content-disposition"] == 'attachment; filename="loop-Ni-all.csv"'
    assert [(row["from"], row["to"], float(row["kg"])) for row in rows] == [
        (one["from"], one["to"], one["kg"]) for one in flows
    ]


def test_every_stage_balances(pages: TestClient) -> None:
    """What came is what went on, left, or is there: the simulation accounts for everything but its rounding."""
    twin = pages.get("/loop?element=Ni&format=json").json()
    for one in twin["balance"]:
        told = one["came"] - one["went"] - one["left"] - one["stayed"]
        assert told == pytest.approx(one["difference"], abs=1e-9)
        assert abs(one["difference"]) < 0.001
    assert "balances" in read(pages.get("/loop?element=Ni")).text


def test_what_does_not_balance_is_said(loop: Loop) -> None:
    """A run that gives out more than it took in is in the table with by how much."""
    classes(loop)
    loop.capture(small(10, out=12.5))
    page = read(person(loop).get("/loop?element=Ni"))
    assert "Unaccounted for → Material" in page.text
    assert "-2.500" in page.text


# ---------------------------------------------------------------- the events of a ribbon


def test_the_events_of_a_ribbon_go_on_from_page_to_page(pages: TestClient) -> None:
    """Following "next" shows every event once, and the CSV has them all; both sum to the ribbon."""
    url: str | None = "/loop/flow?from=cell&to=pack&element=Ni&format=json"
    parts: list[dict[str, Any]] = []
    while url is not None:
        twin = pages.get(url).json()
        parts, url = parts + twin["parts"], twin["next"]
    answer = pages.get("/loop/flow?from=cell&to=pack&element=Ni&format=csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    ids = [row["event_id"] for row in rows]
    assert len(parts) > routes.ribbon.PER_PAGE
    assert [one["event_id"] for one in parts] == ids
    assert len(ids) == len(set(ids)) == twin["events"]
    assert sum(Decimal(row["kg"]) for row in rows) == Decimal(str(twin["kg"]))
    assert [row["event_time"] for row in rows] == sorted(row["event_time"] for row in rows)


def test_an_event_of_a_ribbon_is_told(pages: TestClient) -> None:
    """Each row says what happened, when and where, with a link to the record; the sum stands above."""
    page = read(pages.get("/loop/flow?from=cell&to=pack&element=Ni&year=all"))
    assert "which is the ribbon" in page.text
    assert "built in" in page.text.lower()
    assert any(link.startswith("/event?id=") for link in page.links)
    assert "/loop?element=Ni&year=all" in page.links
    following = next(link for link in page.links if "after=" in link and "json" not in link)
    assert query(following) == {"from": "cell", "to": "pack", "element": "Ni", "year": "all", "after": "50"}
    assert "Events 51 to" in read(pages.get(following)).text


def test_a_ribbon_that_is_not_there_says_so(pages: TestClient) -> None:
    """Nothing goes from the return to the mine."""
    assert "Nothing went this way." in read(pages.get("/loop/flow?from=return&to=mine&element=Ni")).text


# ---------------------------------------------------------------- questions that make no sense, and who may ask


@pytest.mark.parametrize(
    ("url", "status", "code"),
    [
        ("/loop?year=soon", 400, "loop.year"),
        ("/loop?year=20310", 400, "loop.year"),
        ("/loop?element=Xx", 404, "loop.element"),
        ("/loop?format=xml", 400, "page.format"),
        ("/loop/flow?from=moon&to=mine", 400, "loop.stage"),
        ("/loop/flow?from=mine", 400, "loop.stage"),
        ("/loop/flow?from=mine&to=material&after=-1", 400, "page.after"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(pages: TestClient, url: str, status: int, code: str) -> None:
    """With a code and what to do."""
    answer = pages.get(url)
    assert (answer.status_code, code in answer.text) == (status, True)


def test_markup_in_an_element_stays_text(pages: TestClient) -> None:
    """What somebody types is shown, never run."""
    assert "<script" not in pages.get("/loop", params={"element": "<script>alert(1)</script>"}).text


@pytest.mark.parametrize("path", ["/loop", "/loop/flow?from=mine&to=material"])
def test_only_those_who_see_everything_see_the_loop(path: str, ask: Ask) -> None:
    """Sums would tell a partner of events that it does not see."""
    status = {who: ask(who, **HTML).get(path).status_code for who in ("operator", "authority", "partner", "public")}
    assert status == {"operator": 200, "authority": 200, "partner": 403, "public": 303}


# ---------------------------------------------------------------- ledgers without masses, and growing ones


def test_an_empty_ledger_says_what_to_declare(loop: Loop) -> None:
    """Without masses there is no picture, but how to get one."""
    page = read(person(loop).get("/loop"))
    assert "This ledger says no masses" in page.text
    assert "dcy:content" in page.text
    assert person(loop).get("/loop?format=json").json()["flows"] == []


def test_a_ledger_that_grows_is_drawn_anew_and_counted_once(loop: Loop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two looks at the same ledger count its flows once; what is captured then is in the next look."""
    counted = []
    count = routes.flows_of
    monkeypatch.setattr(routes, "flows_of", lambda graph, kinds: counted.append(1) or count(graph, kinds))
    client = person(loop)
    classes(loop)
    loop.capture(small(12, day=1))
    assert _flow(client, "mine", "material", "all") == _flow(client, "mine", "material", "2031") == 12
    assert len(counted) == 1
    loop.capture(small(30, day=2))
    assert _flow(client, "mine", "material", "all") == 42
    assert len(counted) == 2


def test_an_element_of_any_name_is_drawn(loop: Loop) -> None:
    """A symbol that is none of ours is weighed like the others."""
    loop.capture(small(element="Au"))
    assert "The loop Au, all years" in read(person(loop).get("/loop?element=Au")).text


# ---------------------------------------------------------------- layout and words

flow = st.builds(
    Flow,
    st.sampled_from([*SHOWN, Stage.OUTSIDE]),
    st.sampled_from([*SHOWN, Stage.LEFT]),
    st.integers(1, 10**14),
).filter(lambda one: one[:2] != (Stage.OUTSIDE, Stage.LEFT))
loops = st.lists(flow, max_size=25, unique_by=lambda one: one[:2])
stays = st.dictionaries(st.sampled_from(SHOWN), st.integers(0, 10**14), max_size=4)


@given(loops, stays, st.sampled_from([LYING, STANDING]))
def test_every_loop_can_be_laid_out(flows: list[Flow], still: dict[Stage, int], frame: Frame) -> None:
    """Whatever flows where: ribbons meet their bars beside each other, and none of them is too thin to be seen."""
    layout = laid(flows, still, frame)
    for node in layout.nodes.values():
        out = [one.start for one in layout.ends if one.flow.source is node.stage and one.start]
        into = [one.end for one in layout.ends if one.flow.target is node.stage and one.end]
        for side in (out, into):
            spans = sorted((slot.middle - slot.thickness / 2, slot.middle + slot.thickness / 2) for slot in side)
            assert all(high <= low + 1e-6 for (_, high), (low, _) in pairwise(spans))
            assert all(node.across - 1e-6 <= low and high <= node.end + 1e-6 for low, high in spans)
    drawn = ribbons(layout)
    assert len(drawn) == len([one for one in flows if one.source is not one.target])
    assert all(one.thickness >= frame.least for one in drawn)
    for chart in (lying, standing):
        assert chart(Told(flows, still, {}, lambda _: "", "there")).shapes is not None


def test_the_chain_stands_in_order_and_the_way_back_beneath() -> None:
    """From the mine to the return the stages go along; reuse, second life and recycling lie deeper than the chain."""
    flows = [Flow(a, b, 10**12) for a, b in pairwise(CHAIN)]
    flows += [Flow(Stage.RETURN, stage, 10**11) for stage in BACK]
    nodes = laid(flows, {}, LYING).nodes
    along = [nodes[stage].along for stage in CHAIN]
    assert along == sorted(along)
    lowest = max(nodes[stage].end for stage in CHAIN)
    assert all(nodes[stage].across > lowest for stage in BACK)


@pytest.mark.parametrize(
    ("micrograms", "text"),
    [
        (0, "0 kg"), (999, "999 µg"), (1_500, "1.50 mg"), (2_500_000, "2.50 g"), (618_413_103_764, "618 kg"),
        (3_533_343_302_000, "3.53 t"), (113_616_834_748_000, "114 t"), (-12_340_000_000, "-12.3 kg"),
    ],
)  # fmt: skip
def test_masses_have_three_digits(micrograms: int, text: str) -> None:
    """In the unit that suits them."""
    assert mass_word(micrograms) == text


def test_exact_masses_keep_every_digit() -> None:
    """And no more than they have."""
    assert exact(12_412_345_678_000) == "12,412.345678 kg"
    assert digits(684) == "0.000000684"
    assert digits(2_000_000_000) == "2"


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(1, 0, ""), (0, 5, "0 %"), (1, 3, "33.3 %"), (5, 5, "100 %"), (1, 10**9, "< 0.1 %"), (9999, 10000, "100 %")],
)
def test_a_trace_of_something_is_not_nothing(part: int, whole: int, text: str) -> None:
    """Shares have one digit behind the point."""
    assert share_word(part, whole) == text


def test_the_loop_is_a_file_that_opens(tmp_path: Path) -> None:
    """A ledger that is opened anew shows the same loop."""
    with dicycle.open(tmp_path / "one.db") as loop:
        loop.capture(small())
        first = person(loop).get("/loop?format=json&element=Ni").json()
    with dicycle.open(tmp_path / "one.db") as loop:
        assert person(loop).get("/loop?format=json&element=Ni").json() == first
