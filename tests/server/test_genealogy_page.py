"""The genealogy page: what is drawn, what is said of it, and the same as a table and for programs."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from corpus.stories import stories
from hypothesis import given
from hypothesis import strategies as st
from keys import Ask
from page_reading import HTML, Page, read
from serving import HERE
from starlette.testclient import TestClient
from telling import KILOGRAM, Telling, five, many, name, told

import dicycle
from dicycle.bootstrap import Loop
from dicycle.genealogy import plain
from dicycle.genealogy.answers import Link, Trace
from dicycle.ledger.terms import THINGS, terms
from dicycle.server.app import create_app
from dicycle.server.pages.genealogy.amounts import kilograms, per_cent
from dicycle.server.pages.genealogy.joints import holds_of, joints_of, mass_of
from dicycle.server.pages.genealogy.layout import BOX, Item, layout_of, placed, settled
from dicycle.server.pages.genealogy.stacking import BOXES, OPENED, boxes_of, members
from dicycle.server.pages.genealogy.table import as_csv
from dicycle.server.pages.genealogy.web import web_of

DRAWN = 400
"""No drawing has more boxes than this, however much there is."""


def of(id: str, **asked: Any) -> str:
    """Return the address of a genealogy."""
    more = "".join(f"&{key}={quote(str(value))}" for key, value in asked.items())
    return f"/genealogy?id={quote(id, safe='')}{more}"


def boxes(answer: Any) -> list[str]:
    """Return what the boxes of a drawing say in words, in the order of the keyboard."""
    return re.findall(r'<(?:a|g) class="box [^"]*" data-stop [^>]*?aria-label="([^"]*)"', answer.text)


def seen(loop: Loop) -> TestClient:
    """Return a browser without JavaScript."""
    return TestClient(create_app(loop, HERE), headers=HTML)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A pack of five things."""
    with told(tmp_path_factory.mktemp("small") / "loop.db", five()[0]) as loop:
        yield seen(loop)


@pytest.fixture(scope="module")
def middle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Black mass of some three hundred things."""
    with told(tmp_path_factory.mktemp("middle") / "loop.db", many(12, 20, 4)[0]) as loop:
        yield seen(loop)


PACK, BLACK = name("pack", 1), name("black_mass", 1)


# ---------------------------------------------------------------- what is drawn


def test_five_things_stand_from_the_mine_to_the_pack(small: TestClient) -> None:
    """A short chain is drawn thing by thing, the oldest first, and every box leads to its page."""
    answer = small.get(of(PACK))
    page = read(answer)
    assert [words.split(",")[0] for words in boxes(answer)] == [
        "Example ore", "Example refined", "Example cathode", "Example cell S000001", "Example pack S000001",
    ]  # fmt: skip
    assert {"/01/09521001000017/10/L000001", "/01/09521005000013/21/S000001"} <= set(page.links)
    assert "Nothing became of it yet" in page.text


def test_a_drawing_is_text_and_one_script_of_our_own(small: TestClient) -> None:
    """The page is well-formed, has nothing inline, and its policy allows its own script and no other."""
    answer = small.get(of(PACK))
    page = read(answer)
    assert page.inline == ["script"]
    assert "/static/genealogy.js" in page.links
    assert len(page.ids) == len(set(page.ids))
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert small.get("/static/genealogy.js").status_code == 200


def test_alike_things_with_the_same_whole_are_one_stack(middle: TestClient) -> None:
    """240 cells of twelve packs that went the same way are two boxes; opened, the packs are told apart."""
    answer = middle.get(of(BLACK))
    words = boxes(answer)
    assert any(one.startswith("240 cells, Example cell") for one in words)
    assert any(one.startswith("12 packs, Example pack") for one in words)
    stack = re.search(r'href="([^"]*)#drawing" aria-label="12 packs', answer.text)
    assert stack is not None
    opened = boxes(middle.get(stack[1].replace("&amp;", "&")))
    assert sum(one.startswith("Example pack S0000") for one in opened) == 12
    assert sum(one.startswith("20 cells") for one in opened) == 12


@pytest.mark.parametrize("packs", [480, pytest.param(2380, marks=pytest.mark.full)])
def test_thousands_of_things_are_a_few_boxes(tmp_path: Path, packs: int) -> None:
    """A genealogy of 10,000 things, or 50,000, is drawn with few boxes, opened in bounded steps, and listed in full."""
    telling, root = many(packs, 20, 100)
    with told(tmp_path / "loop.db", telling) as loop:
        browser = seen(loop)
        answer = browser.get(of(root, direction="back"))
        read(answer)
        assert any(one.startswith(f"{packs:,} packs") for one in boxes(answer))
        assert len(answer.content) < 2_000_000
        stack = re.search(rf'href="([^"]*)#drawing" aria-label="{packs:,} packs', answer.text)
        assert stack is not None
        opened = browser.get(stack[1].replace("&amp;", "&"))
        assert any(one.startswith(f"{packs - OPENED:,} more packs") for one in boxes(opened))
        assert OPENED < len(boxes(opened)) < DRAWN
        rest = re.search(r'href="([^"]*stack=[^"]*)"', opened.text)
        assert rest is not None
        assert f"Page 1 of {-(-packs // 100)}" in read(browser.get(rest[1].replace("&amp;", "&"))).text
        whole = telling.trace(root)
        sheet = list(csv.reader(io.StringIO(browser.get(of(root, direction="back", format="csv")).text)))
        assert len(sheet) == 1 + len(whole.links)
        last = -(-len(whole.links) // 100)
        table = read(browser.get(of(root, direction="back", view="table", page=last))).text
        assert f"Page {last} of {last}" in table or f"Page {last:,} of {last:,}" in table


def test_a_drawing_of_one_element_is_measured_by_it(small: TestClient) -> None:
    """The legend names the element that was asked for; what was not declared is drawn as such."""
    assert "Nickel: 40 kg" in read(small.get(of(PACK, element="Ni"))).text
    assert "Cobalt" in read(small.get(of(PACK, element="Co"))).text
    assert 'class="in"' in small.get(of(PACK)).text


def test_what_is_hidden_is_hatched_and_leads_nowhere(tmp_path: Path) -> None:
    """A tombstone says that something is there, and nothing about it."""
    telling, root = five()
    telling.hidden.add(name("refined", 1))
    with told(tmp_path / "loop.db", telling) as loop:
        answer = seen(loop).get(of(root))
    assert boxes(answer)[0].startswith("Hidden from you")
    assert "09521002000016" not in answer.text
    assert "Some of it is hidden from you" in read(answer).text


def test_where_the_trace_was_cut_the_box_says_so(small: TestClient) -> None:
    """At the depth or kind at which a reader stops, a box says that there is more."""
    assert boxes(small.get(of(PACK, depth=1)))[0].endswith("goes on, not followed")
    words = boxes(small.get(of(PACK, until="cathode")))
    assert [one.endswith("goes on, not followed") for one in words] == [True, False, False]


def test_before_its_making_there_is_nothing_to_draw(small: TestClient) -> None:
    """As of a day before everything, both directions say that they are empty."""
    text = read(small.get(of(PACK, as_of="2020-01-01"))).text
    assert "Nothing is known of its making by then" in text
    assert "Nothing became of it yet by then" in text


# ---------------------------------------------------------------- whose metal


def test_a_bar_says_whose_metal_is_in_it(small: TestClient) -> None:
    """Each element has its origins by name, mass and part, the unknown among them; so has the table."""
    text = read(small.get(of(PACK))).text
    assert "by the model proportional" in text
    assert "As of event 8,019 of this ledger" in text
    assert "Nickel 48 kg" in text
    assert "Virgin, Example Mine 50% 24 kg" in text
    assert "Post-consumer recycled, Example Recycling, plant 25% 12 kg" in text
    assert "Nickel Pre-consumer scrap Example Recycling, plant 6 kg 12.5%" in text
    assert "Cobalt not declared" in text
    assert "Of 4 of them nobody declared the content" in text


def test_bars_are_as_wide_as_their_parts(small: TestClient) -> None:
    """The parts of a bar lie side by side and fill it."""
    bar = re.search(r'<svg class="bar"[^>]*aria-label="Nickel.*?</svg>', small.get(of(PACK)).text, re.DOTALL)
    assert bar is not None
    parts = re.findall(r'<rect class="origin (\w+)" x="([\d.]+)%" width="([\d.]+)%"', bar[0])
    assert [kind for kind, *_ in parts] == ["virgin", "post_consumer", "pre_consumer", "unknown"]
    assert [float(x) for _, x, _ in parts] == pytest.approx([0, 50, 75, 87.5])
    assert sum(float(width) for *_, width in parts) == pytest.approx(100)


def test_whoever_may_not_see_all_of_it_is_told_why_there_are_no_bars(tmp_path: Path) -> None:
    """A sum over events that are not seen is not shown; the drawing is."""
    telling, root = five()
    telling.metal = None
    with told(tmp_path / "loop.db", telling) as loop:
        answer = seen(loop).get(of(root))
    assert "This rests on events that you do not see." in read(answer).text
    assert len(boxes(answer)) == 5


@pytest.mark.parametrize(
    ("micrograms", "said"),
    [(0, "0 kg"), (1e9, "1 kg"), (123_456e9, "123,456 kg"), (1.2345e9, "1.23 kg"), (62_700_000, "0.0627 kg"),
     (100, "under 0.000001 kg"), (99.96e9, "100 kg")],
)  # fmt: skip
def test_masses_are_said_in_kilograms(micrograms: float, said: str) -> None:
    """Three digits that count, whole kilograms above a hundred, never a power of ten."""
    assert kilograms(micrograms) == said


@pytest.mark.parametrize(
    ("part", "said"), [(0, "0%"), (1, "100%"), (0.125, "12.5%"), (0.0004, "under 0.1%"), (0.9999, "over 99.9%")]
)
def test_a_little_is_not_nothing(part: float, said: str) -> None:
    """No origin is rounded away, and none is rounded to the whole."""
    assert per_cent(part) == said


# ---------------------------------------------------------------- table and programs


def test_the_table_has_every_link_of_the_drawing(small: TestClient) -> None:
    """The table tells each part of a thing in an event: how far away, what it did, when, and how much."""
    text = read(small.get(of(PACK, view="table"))).text
    assert "Example cell S000001 Cell 1 back Part of Example pack S000001" in text
    assert re.search(r"Example ore, lot L000001 Ore 4 back Went in \d+ \w+ 2021 80 kg 50% 80 kg", text)


def test_programs_get_the_traces_and_the_metal(small: TestClient) -> None:
    """The twins hold the answers themselves."""
    telling, root = five()
    twin = small.get(of(root, format="json")).json()
    assert twin["traces"] == [plain.value(telling.trace(root)), plain.value(telling.trace(root, "forward"))]
    assert twin["attribution"]["model"] == "proportional"
    rows = list(csv.DictReader(io.StringIO(small.get(of(root, format="csv")).text)))
    assert [(row["role"], row["thing"]) for row in rows] == [
        (link.role, link.thing) for link in telling.trace(root).links
    ]
    assert {row["Ni_kg"] for row in rows if row["role"] == "input"} == {"40.0", "39.0", "38.0"}


def test_elements_of_two_directions_have_columns_of_their_own() -> None:
    """What only one trace tells of stands in a column of its own, empty in the rows of the other."""
    telling, root = five()
    back, forward = telling.trace(root), telling.trace(name("ore", 1), "forward")
    one = [link._replace(masses={"Co": KILOGRAM}) for link in forward.links]
    rows = list(csv.DictReader(io.StringIO(b"".join(as_csv([back, forward._replace(links=one)])).decode())))
    assert {row["Co_kg"] for row in rows if row["direction"] == "back"} == {""}
    assert {row["Co_kg"] for row in rows if row["direction"] == "forward"} == {"1.0"}
    assert {row["Ni_kg"] for row in rows if row["direction"] == "forward"} == {""}


@pytest.mark.parametrize(
    "asked",
    [{"direction": "up"}, {"depth": "0"}, {"depth": "x"}, {"until": "gold"}, {"view": "map"}, {"as_of": "soon"},
     {"page": "-1"}, {"element": "<b>"}],
)  # fmt: skip
def test_what_cannot_be_asked_is_said(small: TestClient, asked: dict[str, str]) -> None:
    """A parameter that means nothing is refused with advice."""
    answer = small.get(of(PACK, **asked))
    assert answer.status_code == 400
    assert Page(answer.text).text


def test_a_thing_that_nobody_knows_has_no_genealogy(small: TestClient) -> None:
    """An unknown code is answered by the page of problems; without any code too."""
    answer = small.get(of("https://id.gs1.org/01/09521005000013/21/NOBODY"))
    assert answer.status_code == 404
    assert "Check the code" in answer.text
    assert small.get("/genealogy").status_code == 400


def test_every_thing_of_every_story_has_its_genealogy(tmp_path: Path) -> None:
    """Whatever an event touches has a genealogy of what the events say, well-formed, as drawing and as table."""
    with dicycle.open(tmp_path / "loop.db") as loop:
        for story in sorted(stories(), key=lambda story: story.name != "master-data-names-the-things"):
            loop.capture(story.path.read_bytes(), proceed=True)
        ids = {text for stored in loop.events() for role, text in terms(stored.event) if role in THINGS}
        browser = seen(loop)
        things = [id for id in sorted(ids) if loop.store.item(id) is not None]
        assert len(things) > 50
        for id in things:
            page = read(browser.get(of(id)))
            assert len(page.ids) == len(set(page.ids))
        for id in things[::10]:
            read(browser.get(of(id, view="table")))


def test_a_partner_sees_its_part(ask: Ask) -> None:
    """The public is asked to sign in; a partner is answered about what it sees, and about nothing else."""
    public = ask("public", accept="text/html").get(of(PACK))
    assert (public.status_code, public.headers["location"].partition("?")[0]) == (303, "/sign-in")
    assert ask("partner", accept="text/html").get(of(PACK)).status_code == 404


def test_a_tombstone_hangs_on_what_can_be_seen(tmp_path: Path) -> None:
    """If the event that made a thing is hidden, the drawing has a tombstone in its place, tied to the thing."""
    with dicycle.open(tmp_path / "loop.db") as loop:
        for story in stories():
            loop.capture(story.path.read_bytes(), proceed=True)
        genealogy = loop.genealogy()
        made = {
            link.thing: link.event_id
            for run in (one for one in loop.events(eventType="TransformationEvent"))
            for id in sorted({text for role, text in terms(run.event) if role in THINGS and loop.store.item(text)})
            for link in genealogy.trace(id).links
            if link.role == "output" and link.depth == 1 and len(genealogy.trace(id).nodes) > 1
        }
        assert len(made) > 5
        for id, event in made.items():
            web = web_of([genealogy.trace(id, hides=event.__eq__)])
            hidden = [node.id for node in web.nodes.values() if node.hidden]
            drawn = boxes_of(web)
            home = members(drawn)
            routes = layout_of(drawn, joints_of(web, drawn, home, "mass"), holds_of(web, home, "mass")).routes
            assert hidden
            assert all(any(home[one] in route for route in routes) for one in hidden)


# ---------------------------------------------------------------- laws of stacking and layout


tellings = st.builds(many, st.integers(1, 30), st.integers(1, 6), st.integers(1, 9))


def traces_of(telling: Telling, root: str) -> list[Trace]:
    """Return both traces of a root."""
    return [telling.trace(root, "back"), telling.trace(root, "forward")]


@given(tellings, st.sampled_from(["mass", "Ni"]))
def test_stacks_lose_nothing(made: tuple[Telling, str], element: str) -> None:
    """Every thing is in one box, boxes are few, and what flows through joints is what the links say."""
    traces = traces_of(*made)
    web = web_of(traces)
    drawn = boxes_of(web)
    assert sorted(id for box in drawn for id in box.ids) == sorted({node.id for one in traces for node in one.nodes})
    assert len(drawn) <= BOXES
    home = members(drawn)
    flows = [flow for joint in joints_of(web, drawn, home, element) for flow in joint.inputs.values()]
    links = {(link.thing, link.event_id): link for one in traces for link in one.links if link.role == "input"}
    assert sum(flow.mass or 0.0 for flow in flows) == pytest.approx(sum(map(_mass(element), links.values())))
    assert sum(flow.links for flow in flows) == len(links)


def _mass(element: str) -> Any:
    def of_link(link: Link) -> float:
        return mass_of(link, element) or 0.0

    return of_link


@given(tellings, st.data())
def test_boxes_do_not_lie_on_each_other(made: tuple[Telling, str], data: st.DataObject) -> None:
    """Boxes stand apart on the canvas, from left to right, and lines run from border to border."""
    web = web_of(traces_of(*made))
    keys = [box.key for box in boxes_of(web) if len(box.ids) > 1]
    drawn = boxes_of(web, data.draw(st.sets(st.sampled_from(keys), max_size=3)) if keys else ())
    home = members(drawn)
    joints, holds = joints_of(web, drawn, home, "Ni"), holds_of(web, home, "Ni")
    found = layout_of(drawn, joints, holds)
    spots = list(found.spots.values())
    assert all(one.x >= 0 and one.y >= 0 for one in spots)
    assert all(one.x + one.width <= found.width and one.y + one.height <= found.height for one in spots)
    for column in {one.x for one in spots}:
        here = sorted((one for one in spots if one.x == column), key=lambda one: one.y)
        assert all(low.y >= high.y + high.height for high, low in pairwise(here))
    for (source, target), route in found.routes.items():
        assert route[0][0] == found.spots[source].x + found.spots[source].width
        assert route[-1][0] == found.spots[target].x
        assert route[0][0] < route[-1][0]
    assert len(found.routes) == sum(len(one.inputs) + len(one.outputs) for one in joints) + len(holds)


@given(st.lists(st.tuples(st.floats(-1000, 1000), st.integers(8, 60)), min_size=1, max_size=30))
def test_items_settle_in_order(wishes: list[tuple[float, int]]) -> None:
    """Items keep their order and a gap, stay where they want to be if they can, and share a shift if they cannot."""
    wanted, heights = [one for one, _ in wishes], [float(height) for _, height in wishes]
    found = settled(wanted, heights)
    for at in range(len(found) - 1):
        assert found[at + 1] - found[at] >= (heights[at] + heights[at + 1]) / 2 + 13.99
    assert sum(found) == pytest.approx(sum(wanted), abs=1e-6 * len(found) + 1e-6)
    assert settled(found, heights) == pytest.approx(found)


def test_lines_that_lead_back_are_drawn_too() -> None:
    """Matter that goes round leads back to the left; the layout takes it."""
    items = [Item("a", 0, BOX[1]), Item("run", 1, 14), Item("b", 2, BOX[1]), Item("again", 3, 14)]
    found = placed(items, [("a", "run"), ("run", "b"), ("b", "again"), ("again", "a")])
    assert found.routes["again", "a"][0][0] > found.routes["again", "a"][-1][0]
