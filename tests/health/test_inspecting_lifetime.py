"""What the ledger answers of a unit's life: its birth comes before somebody received it, and was told in time."""

from pathlib import Path
from typing import Any

import pytest
from health.grading_cases import UNIT, answers
from health.inspecting_victim import ADA, Always, inspections

from dicycle.bootstrap import Loop
from dicycle.health.grading import Case, Rules
from dicycle.health.inspecting import lifetime_reading, look
from dicycle.health.inspecting.lifetime import recorded_life
from dicycle.ledger.formats import microseconds, timestamp
from dicycle.ledger.stored import StoredEvent
from dicycle.vocabulary import CONTEXT

MADE, RECEIVED = "commissioning", "receiving"
AT = "2031-03-20T09:00:00Z"


def event(step: str, day: str) -> dict[str, Any]:
    """Return an event of the unit on a day."""
    return {
        "@context": CONTEXT, "type": "ObjectEvent", "eventTime": f"{day}T08:00:00Z", "eventTimeZoneOffset": "+00:00",
        "action": "ADD" if step == MADE else "OBSERVE", "bizStep": step, "epcList": [UNIT],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("events", "recorded"),
    [
        ([(MADE, "2026-01-05"), (RECEIVED, "2031-03-19")], True),
        ([(RECEIVED, "2031-03-19"), (MADE, "2026-01-05")], True),
        ([(RECEIVED, "2031-03-19"), (MADE, "2031-03-20")], False),
        ([("inspecting", "2026-01-04"), (MADE, "2026-01-05")], True),
        ([(MADE, "2026-01-05"), (RECEIVED, "2031-03-18"), (MADE, "2031-03-19")], True),
    ],
    ids=["made, then received", "told in another order", "made after it was received", "tested first", "made twice"],
)
def test_a_birth_comes_before_the_unit_is_received(loop: Loop, events: list[tuple[str, str]], recorded: bool) -> None:
    """Whoever types a birth when a battery is on the table has not recorded its life from the day it was made."""
    loop.capture([event(*one) for one in events])
    said = lifetime_reading(UNIT, loop.store.events_of(UNIT), AT)
    assert said is not None
    assert said.value is recorded
    assert ("after it was received on 2031-03-19" in said.note) is not recorded


def test_a_birth_that_was_recorded_later_says_so(loop: Loop) -> None:
    """The day on which the ledger was told stands beside the day that it was told."""
    loop.capture([event(MADE, "2026-01-05")])
    said = lifetime_reading(UNIT, loop.store.events_of(UNIT), AT)
    assert said is not None
    assert "of 2026-01-05, recorded on " in said.note


LONG, WEEK, YESTERDAY, TODAY = ("2031-03-01", "2031-03-13", "2031-03-19", "2031-03-20")
WHY = "inspection.born-too-late"


def told(loop: Loop, step: str, day: str, on: str) -> StoredEvent:
    """Return an event of the unit that the ledger was told on a later day."""
    sent = event(step, day) | {"eventID": f"urn:x:{step}:{day}:{on}"}
    loop.capture(sent)
    kept = next(one for one in loop.store.events_of(UNIT) if one.event_id == sent["eventID"])
    return StoredEvent(kept.seq, kept.event_time, microseconds(f"{on}T08:00:00Z") or 0, kept.body, kept.context)


@pytest.mark.parametrize(
    ("events", "recorded"),
    [
        ([(MADE, "2026-01-05", TODAY)], False),
        ([(MADE, "2026-01-05", LONG)], True),
        ([(MADE, TODAY, TODAY)], False),
        ([(RECEIVED, WEEK, WEEK), (MADE, "2026-01-05", LONG)], True),
        ([(RECEIVED, WEEK, WEEK), (MADE, "2026-01-05", "2031-03-17")], False),
        ([(MADE, "2026-01-05", TODAY), (RECEIVED, TODAY, TODAY), ("storing", TODAY, TODAY)], False),
        ([(MADE, "2026-01-05", TODAY), ("inspecting", "2027-01-05", TODAY)], False),
        ([(MADE, "2026-01-05", TODAY), ("shipping", "2026-01-09", TODAY)], True),
        ([(MADE, "2026-01-05", TODAY), ("shipping", TODAY, TODAY)], False),
        ([("shipping", "2026-01-04", LONG), (MADE, "2026-01-05", TODAY)], False),
    ],
    ids=["told at the table", "told long before", "made today", "told before it came", "told after it came",
         "taken in today", "inspected only", "a life told later", "moved today", "shipped before it was made"],
)  # fmt: skip
def test_a_birth_told_when_the_unit_is_here_is_no_record(
    loop: Loop, events: list[tuple[str, str, str]], recorded: bool
) -> None:
    """Without a life that the ledger knows, what counts is when it was told; else the question is open, and why."""
    found = recorded_life(UNIT, [told(loop, *one) for one in events], AT)
    assert (found.reading is not None and found.reading.value is True) is recorded
    assert (found.why is None) is recorded
    if found.why is not None:
        assert (found.reading, found.why.code, "Bring a document" in found.why.advice) == (None, WHY, True)


def test_why_a_birth_does_not_count_is_told(loop: Loop, tmp_path: Path) -> None:
    """An inspection keeps S0 open and says why, with what to bring; so is it where a unit is only looked at."""
    loop.capture(event(MADE, "2026-01-05"))
    at = timestamp(loop.store.events_of(UNIT)[0].record_time + 60_000_000)
    found = inspections(loop, tmp_path / "loop.db")
    id = found.begin(UNIT, ADA, at).id
    assert found.read(id).readings == ()
    assert WHY in {one.code for one in found.assess(id, at).findings}
    known = Case(UNIT, readings=answers(lifetime_record=None))
    seen = look(known, loop.store.events_of(UNIT), [], Rules(estimator=Always()), at)
    assert "lifetime-record" in seen.graded.to_measure
    assert WHY in {one.code for one in seen.findings}
    assert WHY not in {one.code for one in seen.certificate.findings}, "that says only that S0 is open"
