"""Which inspection is the last word, and what the ledger was told: whatever clocks say, and whoever is quicker."""

import json
from pathlib import Path

import pytest
from health.grading_cases import TYPE, UNIT, answers
from health.inspecting_victim import ADA, Always, begin, clock, inspections

from dicycle.bootstrap import Loop
from dicycle.errors import InvalidInput
from dicycle.health.grading import Rules
from dicycle.health.inspecting import Inspections
from dicycle.health.inspecting.checking import last_word
from dicycle.health.inspecting.model import Carried
from dicycle.vocabulary import CONTEXT

BEN = "Ben Muster"
EVENT = "urn:uuid:5f0c3f0e-6f5d-4b0e-9d3b-0e8d5f7a1c01"
DAY_BEFORE, ITS_END = "2031-03-19T08:00:00+01:00", "2031-03-19T09:00:00+01:00"


@pytest.fixture
def found(loop: Loop, ledger_path: Path) -> Inspections:
    """Return the inspections of an empty ledger."""
    return inspections(loop, ledger_path)


def finished(found: Inspections) -> str:
    """Return an inspection that came to a certificate."""
    id = begin(found)
    found.finish(id, ADA, "2031-03-20T15:00:00+01:00")
    return id


def test_what_began_last_is_the_last_word(found: Inspections) -> None:
    """A device whose clock is a day behind finds a leak: its certificate counts, and nobody acts on the one before."""
    first = finished(found)
    later = found.begin(UNIT, BEN, DAY_BEFORE, type=TYPE).id
    for one in answers(leaking=True):
        found.answer(later, one)
    found.finish(later, BEN, ITS_END)
    every = found.of_unit(UNIT)
    assert [one.id for one in every] == [first, later]
    assert every[-1].finished is not None
    with pytest.raises(InvalidInput, match="newer certificate"):
        last_word(every[0], every)
    last_word(every[1], every)


def test_beginning_again_after_its_end_is_the_same_inspection(found: Inspections) -> None:
    """What is sent again after it arrived begins nothing, though another inspection came in between."""
    finished(found)
    second = found.begin(UNIT, BEN, DAY_BEFORE, type=TYPE).id
    found.finish(second, BEN, ITS_END)
    assert found.begin(UNIT, BEN, DAY_BEFORE, type=TYPE).id == second
    assert len(found.of_unit(UNIT)) == 2


def test_a_route_that_comes_while_the_ledger_is_told_is_told_too(loop: Loop, found: Inspections) -> None:
    """A route is kept while another process tells of the certificate, and its own process dies: it is told later."""
    id = begin(found)
    event = json.dumps({
        "@context": CONTEXT, "type": "ObjectEvent", "action": "OBSERVE", "eventTime": "2031-03-20T16:00:00Z",
        "eventTimeZoneOffset": "+00:00", "eventID": EVENT, "epcList": [UNIT],
    })  # fmt: skip
    route = Carried(
        route="recycling", best="recycling", reason="", decision="ab" * 32, by=BEN, place="urn:x:place",
        when="2031-03-20T16:00:00Z", events=(event,), ids=(EVENT,),
    )  # fmt: skip
    dying = Inspections(loop.store, found.files, lambda _: (_ for _ in ()).throw(KeyboardInterrupt), Rules(), clock)

    def tell(raw: bytes) -> None:
        loop.intake.event(raw)
        if not dying.read(id).carried:
            with pytest.raises(KeyboardInterrupt):
                dying.carry_out(id, route)

    Inspections(loop.store, found.files, tell, Rules(estimator=Always()), clock).finish(
        id, ADA, "2031-03-20T15:00:00+01:00"
    )
    assert EVENT not in [one.event_id for one in loop.store.events()]
    found.resume()
    assert EVENT in [one.event_id for one in loop.store.events()]


def test_what_was_found_here_is_no_life(found: Inspections) -> None:
    """A unit whose record is elsewhere: after its first inspection the ledger still does not say that it has none."""
    finished(found)
    again = found.read(found.begin(UNIT, BEN, "2031-03-21T08:00:00+01:00", type=TYPE).id)
    assert again.readings == ()


def test_a_file_is_called_by_what_can_be_seen(found: Inspections) -> None:
    """Folders, line breaks and signs that turn the writing are no part of a file's name."""
    id = found.begin(UNIT, ADA, "2031-03-20T09:00:00+01:00", type=TYPE).id
    kept = found.attach(id, "C:\\lab\\cell\n\u202e7.csv", b"x", ADA, "2031-03-20T09:00:00+01:00")
    assert kept.name == "cell 7.csv"
    assert found.attach(id, "\n", b"y", ADA, "2031-03-20T09:00:00+01:00").name == "test record"
