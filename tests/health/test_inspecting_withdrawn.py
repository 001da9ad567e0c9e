"""Test records that somebody left out: taken back with a reason or cancelled away, the certificate names them."""

from pathlib import Path

import pytest
from health.grading_cases import TYPE, UNIT
from health.inspecting_victim import ADA, BEGUN, ENDED, RECORD, begin, inspections

from dicycle.bootstrap import Loop
from dicycle.errors import InvalidInput
from dicycle.health.grading import read_certificate
from dicycle.health.grading.certificate import Certificate
from dicycle.health.grading.verifying import by, verify_certificate
from dicycle.health.grading.wording import sections
from dicycle.health.inspecting import Inspections

BEN, LATER, NEXT = "Ben Muster", "2031-03-20T10:00:00+01:00", "2031-03-20T16:00:00+01:00"
WEAK = RECORD.replace(b"3.3", b"3.0")


@pytest.fixture
def found(loop: Loop, ledger_path: Path) -> Inspections:
    """Return the inspections of an empty ledger."""
    return inspections(loop, ledger_path)


def certified(found: Inspections, id: str, at: str = ENDED) -> Certificate:
    """Finish an inspection; return its certificate, which comes out the same again."""
    raw = found.certificate(found.finish(id, ADA, at).certificate)
    assert verify_certificate(raw, [RECORD], by(found.rules)).same
    return read_certificate(raw)


def weak(found: Inspections, id: str) -> int:
    """Attach a record that nobody likes; return the number of its entry."""
    found.attach(id, "low-capacity.csv", WEAK, ADA, BEGUN, measured="2031-03-19")
    return found.read(id).entries[-1].number


def test_a_record_that_was_taken_back_is_named(found: Inspections) -> None:
    """Who took it back and why stand in the certificate, with the hash of its bytes; without a reason it stays."""
    id = begin(found)
    number = weak(found, id)
    with pytest.raises(InvalidInput, match="needs a reason"):
        found.take_back(id, number, BEN, LATER)
    found.take_back(id, number, BEN, LATER, "The clamp was loose.")
    made = certified(found, id)
    assert [(one.name, one.by, one.why) for one in made.withdrawn or ()] == [
        ("low-capacity.csv", BEN, "The clamp was loose.")
    ]
    lines = [line for section in sections(made, "") for line in section.lines]
    assert any("low-capacity.csv, left out by Ben Muster: The clamp was loose." in line.said for line in lines)


def test_cancelling_leaves_no_record_behind(found: Inspections) -> None:
    """A record of an inspection that was cancelled is named in the next certificate of the unit."""
    first = found.begin(UNIT, BEN, BEGUN, type=TYPE).id
    weak(found, first)
    found.cancel(first, BEN, LATER, "another table")
    made = certified(found, begin(found), NEXT)
    assert [(one.name, one.why) for one in made.withdrawn or ()] == [
        ("low-capacity.csv", "the inspection was cancelled: another table")
    ]


def test_what_counts_again_was_not_left_out(found: Inspections) -> None:
    """Taken back to say its day, and attached again: nothing is missing."""
    id = begin(found)
    number = next(one.number for one in found.read(id).entries if getattr(one.entry, "sha256", ""))
    found.take_back(id, number, ADA, LATER, "Wrong day.")
    found.attach(id, "c260801.csv", RECORD, ADA, LATER, measured="2031-03-19")
    assert not certified(found, id).withdrawn


def test_photographs_are_taken_back_as_before(found: Inspections) -> None:
    """Only test records take a reason."""
    id = begin(found)
    found.attach(id, "case.jpg", b"x", ADA, BEGUN, purpose="photograph")
    found.take_back(id, found.read(id).entries[-1].number, ADA, LATER)
    assert not certified(found, id).withdrawn


def test_the_same_bytes_as_a_photograph_hide_nothing(found: Inspections) -> None:
    """What was taken back as a test record and attached again as something else still does not count as one."""
    id = begin(found)
    found.take_back(id, weak(found, id), BEN, LATER, "The clamp was loose.")
    found.attach(id, "picture.jpg", WEAK, BEN, LATER, purpose="photograph")
    assert [one.name for one in certified(found, id).withdrawn or ()] == ["low-capacity.csv"]
