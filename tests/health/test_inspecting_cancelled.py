"""What a cancelled inspection had failed is told in the next one of the unit, and stands until it is answered for."""

from pathlib import Path

import pytest
from health.grading_cases import CELL_SAYS, PACK, PACK_SAYS, TYPE, UNIT, answers
from health.inspecting_victim import ADA, BEGUN, ENDED, RECORD, inspections
from msgspec.structs import replace

from dicycle.bootstrap import Loop
from dicycle.errors import InvalidInput
from dicycle.findings import Severity
from dicycle.health.gates import Reading
from dicycle.health.grading.assessing import Assessed
from dicycle.health.grading.verifying import by, verify_certificate
from dicycle.health.inspecting import Inspections
from dicycle.health.model import CellType, Kind
from dicycle.vocabulary import CONTEXT

BEN, KIM = "Ben Muster", "Kim Example"
NOW, NEXT = "2031-03-20T10:00:00+01:00", "2031-03-20T11:00:00+01:00"

BIRTH = {
    "@context": CONTEXT, "type": "ObjectEvent", "eventTime": "2029-01-05T10:00:00Z", "eventTimeZoneOffset": "+00:00",
    "action": "ADD", "bizStep": "commissioning", "epcList": [UNIT],
}  # fmt: skip


@pytest.fixture
def found(loop: Loop, ledger_path: Path) -> Inspections:
    """Return the inspections of a ledger."""
    return inspections(loop, ledger_path)


def cancelled(found: Inspections, at: str = BEGUN, unit: CellType = TYPE, **failed: object) -> str:
    """Have Ben fail some questions, and Ada cancel the inspection."""
    id = found.begin(UNIT, ADA, at, type=unit).id
    for question, value in failed.items():
        said = question.replace("_", "-")
        found.answer(id, Reading(question=said, value=value, by=BEN, at=NOW))  # type: ignore[arg-type]
    found.cancel(id, ADA, NOW, "Wrong shelf.")
    return id


def again(found: Inspections, at: str = NEXT, unit: CellType = TYPE, kind: Kind | None = None, **left: object) -> str:
    """Begin anew and answer everything else well."""
    id = found.begin(UNIT, ADA, at, type=unit, kind=kind).id
    for one in answers(PACK_SAYS if unit == PACK else CELL_SAYS, at=at, **left):
        found.answer(id, one)
    found.attach(id, "c260801.csv", RECORD, ADA, at, measured="2031-03-19")
    return id


def told(seen: Assessed) -> list[tuple[str, Severity]]:
    """Return what is told of inspections before."""
    return [(one.sentence, one.severity) for one in seen.findings if one.code == "gates.failed-before"]


LEAK = (
    "An inspection of 2031-03-20 that was cancelled had failed gate S1 (leaking), by Ben Muster. "
    "Ada Beispiel cancelled it: Wrong shelf."
)


def test_a_failed_gate_is_not_cancelled_away(found: Inspections) -> None:
    """Ben finds a leak, Ada cancels and begins anew: it stands, it is told, and one person alone does not answer it."""
    cancelled(found, leaking=True)
    assert [one.reading.question for one in found.failed_last(UNIT)] == ["leaking"]
    id = again(found, leaking=None)
    seen = found.assess(id, ENDED)
    assert (seen.graded.grade, seen.graded.safety, told(seen)) == ("D", "quarantine", [(LEAK, Severity.WARNING)])
    assert verify_certificate(seen.data, [RECORD], by(found.rules)).same
    with pytest.raises(InvalidInput, match="The answer of Ben Muster failed, and stands"):
        found.answer(id, Reading(question="leaking", value=False, by=ADA, at=NEXT))
    for person, safety in ((ADA, "quarantine"), (KIM, "passed")):
        found.answer(id, Reading(question="leaking", value=False, by=person, at=NEXT, note="It was rain."))
        assert found.assess(id, ENDED).graded.safety == safety
    seen = found.assess(id, ENDED)
    assert (seen.graded.grade, told(seen)) == ("A", [(LEAK, Severity.WARNING)])
    assert [(one.reading.by, one.how) for one in seen.certificate.replaced or ()] == [
        (BEN, "replaced"), (ADA, "replaced")
    ]  # fmt: skip
    assert verify_certificate(seen.data, [RECORD], by(found.rules)).same


@pytest.mark.parametrize("at", [NEXT, "2031-03-19T08:00:00+01:00"])
def test_no_clock_hides_it(found: Inspections, at: str) -> None:
    """An inspection that states to have begun before the cancelled one came after it all the same."""
    cancelled(found, leaking=True)
    id = again(found, at, leaking=None)
    early = Reading(question="leaking", value=False, by=ADA, at="2031-03-18T08:00:00+01:00")
    with pytest.raises(InvalidInput, match="failed, and stands"):
        found.answer(id, early)
    assert found.assess(id, ENDED).graded.safety == "quarantine"


def test_however_often_it_is_cancelled(found: Inspections) -> None:
    """Three times cancelled, in between answered well by one person or begun as another type: it stands."""
    cancelled(found, cell_voltages=(1.8,))
    other = replace(TYPE, id="LTO-50", chemistry="LTO")
    cancelled(found, "2031-03-20T09:01:00+01:00", other)
    cancelled(found, "2031-03-20T09:02:00+01:00")
    id = again(found, cell_voltages=None)
    seen = found.assess(id, ENDED)
    assert [one.id for one in seen.passage.failed] == ["S4"]
    assert len(told(seen)) == 1


def test_what_two_persons_put_right_is_not_failed_anew(found: Inspections) -> None:
    """Failed, cancelled, put right by two, cancelled: it is asked like everything else, and told."""
    cancelled(found, leaking=True)
    id = found.begin(UNIT, ADA, NOW, type=TYPE).id
    for person in (ADA, KIM):
        found.answer(id, Reading(question="leaking", value=False, by=person, at=NOW, note="It was rain."))
    found.cancel(id, ADA, NOW, "Evening.")
    seen = found.assess(again(found), ENDED)
    assert (seen.graded.grade, len(told(seen))) == ("A", 1)
    assert found.assess(found.of_unit(UNIT)[-1].id, ENDED).graded.safety == "passed"


def test_an_answer_that_was_taken_back_is_told_and_does_not_stand(found: Inspections) -> None:
    """Who pressed the wrong button says so before the end; the next certificate tells both."""
    id = found.begin(UNIT, BEN, BEGUN, type=TYPE).id
    number = found.answer(id, Reading(question="water", value=True, by=BEN, at=NOW)).number
    found.take_back(id, number, BEN, NOW, "Wrong button.")
    found.cancel(id, BEN, NOW, "Not mine.")
    seen = found.assess(again(found), ENDED)
    assert (seen.graded.grade, [severity for _, severity in told(seen)]) == ("A", [Severity.WARNING])
    assert "That answer was taken back: Wrong button." in told(seen)[0][0]


def test_as_another_kind_of_unit_it_gets_no_grade(found: Inspections) -> None:
    """Insulation failed; begun as a cell, which has none, nothing judges it: that is an error, and no grade."""
    cancelled(found, unit=PACK, insulation=20.0)
    seen = found.assess(again(found, kind="cell"), ENDED)
    assert (seen.graded.grade, [severity for _, severity in told(seen)]) == (None, [Severity.ERROR])


def test_two_persons_release_it_in_the_next_inspection(found: Inspections) -> None:
    """Trouble codes of a cancelled inspection, released in it, are released anew by two persons or not at all."""
    id = found.begin(UNIT, ADA, BEGUN, type=PACK).id
    found.answer(id, Reading(question="trouble-codes", value=2, by=BEN, at=NOW))
    found.release(id, "S6", ADA, BEN, "Old vehicle.", NOW)
    found.cancel(id, ADA, NOW, "Evening.")
    id = again(found, unit=PACK, trouble_codes=None)
    assert found.assess(id, ENDED).graded.grade == "D"
    found.release(id, "S6", ADA, BEN, "Old vehicle.", NEXT)
    assert (found.assess(id, ENDED).graded.grade, found.assess(id, ENDED).graded.safety) == ("A", "released")


def test_after_a_certificate_it_is_told_no_more(loop: Loop, found: Inspections) -> None:
    """The certificate said it; the inspection after that begins anew, and knows of what is cancelled since."""
    loop.capture(BIRTH)
    cancelled(found, leaking=True)
    found.finish(again(found, leaking=None), ADA, ENDED)
    assert found.failed_last(UNIT) == ()
    early = "2031-03-19T07:00:00+01:00"
    cancelled(found, early, burnt=True)
    assert [one.reading.question for one in found.failed_last(UNIT)] == ["burnt"]
    seen = found.assess(again(found, ENDED, burnt=None), ENDED)
    assert [sentence.partition(" (")[2].partition(")")[0] for sentence, _ in told(seen)] == ["burnt"]


def test_a_cancelled_inspection_without_a_failure_leaves_nothing(found: Inspections) -> None:
    """Begun on the wrong shelf and cancelled: the next one answers everything, and nothing is told."""
    cancelled(found, leaking=False)
    seen = found.assess(again(found), ENDED)
    assert (seen.graded.grade, told(seen)) == ("A", [])
    assert b'"before"' not in seen.data
