"""A unit that is inspected already, begun on with other facts: both are shown, and the technician decides."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from page_reading import HTML, Page
from serving import HERE
from starlette.testclient import TestClient

from dicycle.bootstrap import Loop, open_loop
from dicycle.health.grading import Rules
from dicycle.server.app import create_app

UNIT = "https://id.gs1.org/01/09521004000014/21/C260801"
FACTS = {"kind": "module", "chemistry": "LFP", "capacity": "50", "series": "4"}


@pytest.fixture
def loop(tmp_path: Path) -> Iterator[Loop]:
    """A ledger that knows nothing."""
    with open_loop(tmp_path / "yard.db", grading=Rules) as opened:
        yield opened


@pytest.fixture
def person(loop: Loop) -> TestClient:
    """A browser without scripts."""
    return TestClient(create_app(loop, HERE), headers=HTML)


def act(person: TestClient, act: str, **fields: str) -> Any:
    """Send a form of the yard."""
    given = {name: (None, value) for name, value in {"act": act, **fields}.items()}
    return person.post("/yard/act", files=given, headers={"Origin": "http://testserver"})


def begin(person: TestClient, by: str, **facts: str) -> Any:
    """Send the form that begins."""
    return act(person, "begin", unit=UNIT, by=by, **FACTS | facts)


def test_both_are_shown(person: TestClient, loop: Loop) -> None:
    """What differs stands beside what the open inspection has, with a way on and a way out; that one is as it was."""
    begin(person, "Ada Beispiel")
    before = loop.inspections.open()
    text = begin(person, "Ben Muster", chemistry="NMC", series="6", kind="pack").text
    told = Page(text).text
    assert "It is being inspected as something else" in told
    assert "Go on as Ada Beispiel said" in told
    for row in (("Chemistry", "NMC", "LFP"), ("Cells in series", "6", "4"), ("What it is", "pack", "module")):
        assert '<th scope="row">{}</th><td>{}</td><td>{}</td>'.format(*row) in text
    assert "Rated capacity</th>" not in text
    assert loop.inspections.open() == before


def test_the_same_facts_or_fewer_go_on(person: TestClient) -> None:
    """Who says the same, or less, goes on with the inspection without a question."""
    begin(person, "Ada Beispiel")
    for facts in ({}, {"chemistry": "", "capacity": "", "series": "", "kind": ""}):
        assert "something else" not in begin(person, "Ben Muster", **facts).text


def test_the_old_one_ends_with_a_reason(person: TestClient, loop: Loop) -> None:
    """Cancelled for a reason, and begun with what was said; without one, or with a nameplate that is none, nothing."""
    begin(person, "Ada Beispiel")
    (old,) = loop.inspections.open()
    said = {"inspection": old.id, "unit": UNIT, "by": "Ben Muster", **FACTS, "chemistry": "NMC"}
    assert act(person, "begin-again", **said).status_code == 400
    assert act(person, "begin-again", **said | {"why": "It is NMC.", "capacity": "-1"}).status_code == 400
    assert loop.inspections.open() == [old]
    assert act(person, "begin-again", **said, why="It is NMC.").status_code == 200
    (new,) = loop.inspections.open()
    assert (new.begun.by, new.begun.type and new.begun.type.chemistry, new.begun.after) == (
        "Ben Muster", "NMC", (old.id,)
    )  # fmt: skip
    ended = loop.inspections.read(old.id).cancelled
    assert (ended and ended.why, ended and ended.by) == ("It is NMC.", "Ben Muster")


@pytest.mark.parametrize("query", ["capacity=x", "kind=fish", "series=0&capacity=5", "chemistry=<b>", "place=%00"])
def test_a_query_that_says_nothing_breaks_nothing(person: TestClient, query: str) -> None:
    """The page of a unit takes any query."""
    begin(person, "Ada Beispiel")
    assert person.get(f"/yard/01/09521004000014/21/C260801?{query}").status_code == 200
