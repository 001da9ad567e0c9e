"""From a path to a loop: capturing, asking, finding and following a thing's life."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from contract.books import event, item
from contract.keeping import CODE, URI, VIN, vocabulary
from corpus.stories import Story, stories
from strategies import CONTEXT

import dicycle
from dicycle.bootstrap import Loop
from dicycle.errors import AlreadyExists, InvalidEvent, InvalidQuery, NotFound, StoreError
from dicycle.ledger.formats import microseconds

URN = "urn:epc:id:sgtin:9521234.000001.1"


def alone(value: Any) -> Any:
    """Return an event that stands alone."""
    return {"@context": CONTEXT, **value}


def test_a_path_is_all_it_takes(ledger_path: Path) -> None:
    """`dicycle.open` makes a ledger where there is none, and opens it where there is."""
    with dicycle.open(ledger_path) as loop:
        loop.capture(alone(event(1)))
    with dicycle.open(str(ledger_path)) as again:
        assert [one.event_id for one in again.events()] == ["urn:x:1"]


def test_a_path_that_cannot_be_is_refused(tmp_path: Path) -> None:
    """A ledger in a folder that is not there is a StoreError with advice."""
    with pytest.raises(StoreError, match="folder"):
        dicycle.open(tmp_path / "no" / "loop.db")


@pytest.mark.parametrize(
    "given", [alone(event(1)), [alone(event(1))], json.dumps(alone(event(1))), json.dumps(alone(event(1))).encode()]
)
def test_events_are_captured_however_they_are_given(loop: Loop, given: Any) -> None:
    """Python values, text or bytes: the same event, stored once."""
    assert loop.capture(given).stored == 1
    assert loop.capture(given).known == 1


def test_python_decimals_are_captured_exactly(loop: Loop) -> None:
    """A Decimal goes in with every digit."""
    kilograms = Decimal("0.12345678901234567890123456789")
    loop.capture(alone(event(1, quantityList=[{"epcClass": "urn:x:lot", "quantity": kilograms, "uom": "KGM"}])))
    assert loop.event("urn:x:1").value["quantityList"][0]["quantity"] == kilograms


def test_capture_is_all_or_nothing_unless_told_to_proceed(loop: Loop) -> None:
    """One faulty event stops the list; `proceed` stores the others."""
    faulty = [alone(event(1)), alone({"type": "ObjectEvent"})]
    with pytest.raises(InvalidEvent):
        loop.capture(faulty)
    assert list(loop.events()) == []
    assert loop.capture(faulty, proceed=True).stored == 1
    with pytest.raises(AlreadyExists):
        loop.capture(alone(event(1, action="ADD")))


def test_events_are_asked_for_by_parameters(loop: Loop) -> None:
    """Parameters of SimpleEventQuery, single or in lists; the order and the limit hold over all pages."""
    loop.capture([alone(event(n, bizStep=["shipping", "receiving"][n % 2])) for n in range(1203)])
    assert sum(1 for _ in loop.events(EQ_bizStep="shipping")) == 602
    assert sum(1 for _ in loop.events(EQ_bizStep=["shipping", "receiving"])) == 1203
    newest = [one.seq for one in loop.events(orderBy="recordTime", eventCountLimit="700")]
    assert newest == list(range(1203, 503, -1))
    assert len(list(loop.events(orderBy="eventTime", eventCountLimit="500"))) == 500
    with pytest.raises(InvalidQuery):
        next(loop.events(EQ_action="FIND"))


def test_an_event_is_asked_for_by_its_id(loop: Loop) -> None:
    """The event itself comes, not a declaration about it; an unknown id is NotFound."""
    declared = {"errorDeclaration": {"declarationTime": "2026-01-01T00:00:00Z"}}
    loop.capture([alone(event(1)), alone(event(1, **declared))])
    assert not loop.event("urn:x:1").declares_error
    with pytest.raises(NotFound, match="urn:x:2"):
        loop.event("urn:x:2")


@pytest.mark.parametrize(
    "code",
    [
        item(1),
        URN,
        "(01)09521234000013(21)1",
        URI,
        CODE,
        VIN,
        f"  {CODE}\n",
        item(1).replace("id.gs1.org", "e.example"),
    ],
)
def test_a_thing_is_found_by_any_of_its_names(loop: Loop, code: str) -> None:
    """Digital Link, URN, element string, GB/T 34014 code and aliases lead to one thing."""
    pairs = [{"dcy:item": item(1), "dcy:alias": alias} for alias in (URI, VIN)]
    loop.capture(alone(event(1, action="ADD", ilmd={"dcy:aliases": pairs})))
    assert loop.find(code).id == item(1)
    assert loop.life(code).aliases == sorted([URI, VIN])


@pytest.mark.parametrize("code", ["", "hello", item(2), "%", "(01)", "\0"])
def test_what_the_ledger_never_met_is_not_found(loop: Loop, code: str) -> None:
    """A code of nothing known, or no code at all, is NotFound with advice."""
    loop.capture(alone(event(1)))
    with pytest.raises(NotFound, match="Check the code"):
        loop.find(code)


def test_a_life_tells_parts_parents_and_names(loop: Loop) -> None:
    """A pack's life as of a moment: what is in it, what it is in, and what they are called."""
    pack, module, car = item("pack"), item("module"), "urn:x:car"
    inside = {"type": "AssociationEvent", "action": "ADD"}
    told = [
        {"parentID": pack, "childEPCs": [module], "eventTime": "2026-01-01T00:00:00Z"},
        {"parentID": car, "childEPCs": [pack], "eventTime": "2026-02-01T00:00:00Z"},
        {"parentID": pack, "childEPCs": [module], "action": "DELETE", "eventTime": "2026-03-01T00:00:00Z"},
    ]
    base = {"@context": CONTEXT, "eventTimeZoneOffset": "+00:00", **inside}
    loop.capture([{**base, **one} for one in told])
    with loop.store.writing() as writing:
        writing.put_master_data(vocabulary(car, name="Car one"))
    life = loop.life(pack, microseconds("2026-02-15T00:00:00Z"))
    assert [stay.child for stay in life.parts] == [module]
    assert [stay.parent for stay in life.parents] == [car]
    assert life.names[car] == {"dcy:name": "Car one"}
    assert len(life.events) == 3
    assert loop.life(pack).parts == []
    assert loop.life(pack, microseconds("2026-01-15T00:00:00Z")).parents == []


def test_every_story_fits_into_one_ledger(loop: Loop) -> None:
    """The stories are captured one after the other, twice; each event is there once and comes back whole."""
    each: dict[Story, int] = {story: loop.capture(story.path.read_bytes(), proceed=True).stored for story in stories()}
    assert all(count > 0 for count in each.values())
    assert all(loop.capture(story.path.read_bytes(), proceed=True).stored == 0 for story in stories())
    for one in loop.events():
        assert loop.capture(one.json(with_context=True)).known == 1
