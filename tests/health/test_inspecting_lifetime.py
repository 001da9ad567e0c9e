"""What the ledger answers of a unit's life: its birth comes before somebody received it."""

from typing import Any

import pytest
from health.grading_cases import UNIT

from dicycle.bootstrap import Loop
from dicycle.health.inspecting import lifetime_reading
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
