"""What events declare of a unit's health enters its inspection as E0, as it enters the command line."""

from pathlib import Path

import pytest
from health.grading_cases import TYPE, UNIT, answers
from health.inspecting_victim import ADA, BEGUN, ENDED, RECORD, Always, begin, inspections

from dicycle.bootstrap import Loop
from dicycle.health.grading import Case, Rules
from dicycle.health.grading.assessing import Assessed
from dicycle.health.grading.gathering import RawFile
from dicycle.health.grading.verifying import by, verify_certificate
from dicycle.health.grading.wording import sections
from dicycle.health.inspecting import Inspections, look
from dicycle.vocabulary import CONTEXT

BIRTH = {
    "@context": CONTEXT, "type": "ObjectEvent", "eventTime": "2029-01-05T10:00:00Z", "eventTimeZoneOffset": "+00:00",
    "action": "ADD", "bizStep": "commissioning", "epcList": [UNIT],
}  # fmt: skip
DEVICE = "https://id.gs1.org/8004/952001100001"


@pytest.fixture
def found(loop: Loop, ledger_path: Path) -> Inspections:
    """Return the inspections of a ledger that grades by what is there alone."""
    loop.capture(BIRTH)
    kept = inspections(loop, ledger_path)
    kept.rules = Rules()
    return kept


def says(percent: float, at: str, device: str | None = None, name: str = "urn:x:bms") -> dict[str, object]:
    """Return an event in which a battery management system says how healthy the unit is."""
    report = {"type": "dcy:stateOfHealth", "value": percent, "uom": "P1"} | ({"deviceID": device} if device else {})
    return {
        "@context": CONTEXT, "type": "ObjectEvent", "eventID": name, "eventTime": at, "eventTimeZoneOffset": "+00:00",
        "action": "OBSERVE", "epcList": [UNIT], "sensorElementList": [{"sensorReport": [report]}],
    }  # fmt: skip


def inspected(found: Inspections) -> Assessed:
    """Begin, answer everything, attach a record, and assess."""
    id = found.begin(UNIT, ADA, BEGUN, type=TYPE).id
    for one in answers(lifetime_record=None):
        found.answer(id, one)
    found.attach(id, "c260801.csv", RECORD, ADA, BEGUN, measured="2031-03-19")
    return found.assess(id, ENDED)


def test_what_a_bms_declares_enters_an_inspection(loop: Loop, found: Inspections) -> None:
    """82 % told in an event is E0 with who says it, when and where; weak, shown apart, and in the certificate."""
    loop.capture(says(82.0, "2031-03-01T10:00:00Z", DEVICE))
    seen = inspected(found)
    (one,) = seen.certificate.declared
    assert (one.level, one.value, one.low, one.measured) == ("E0", 0.82, None, "2031-03-01T10:00:00Z")
    assert (one.basis.used["by"], one.basis.used["event"]) == (DEVICE, "urn:x:bms")
    assert (seen.state.value, [each.level for each in seen.state.apart if not each.abstains]) == (None, ["E0"])
    assert seen.graded.grade is None
    lines = [line for each in sections(seen.certificate, seen.id) for line in each.lines if line.what == "E0"]
    assert len(lines) == 1
    assert "82.0 %; capacity over rated capacity" in lines[0].said
    assert f"declared by {DEVICE}, 2031-03-01T10:00:00Z" in lines[0].said
    assert verify_certificate(seen.data, [RECORD], by(found.rules)).same


def test_it_is_what_the_command_line_says(loop: Loop, found: Inspections) -> None:
    """The same unit looked at and inspected: the same declaration, the same findings beside what was measured."""
    loop.capture(says(82.0, "2031-03-01T10:00:00Z"))
    seen = inspected(found)
    case = Case(UNIT, type=TYPE, readings=answers(lifetime_record=None), measured="2031-03-19")
    looked = look(case, loop.store.events_of(UNIT), [RawFile("c260801.csv", RECORD)], found.rules, BEGUN)
    assert seen.certificate.declared == looked.certificate.declared
    assert seen.state == looked.state
    assert set(looked.findings) == set(seen.findings)
    assert any("E0 declared 82.0%" in one.sentence for one in seen.findings)


def test_it_is_what_was_known_when_the_inspection_began(loop: Loop, found: Inspections) -> None:
    """Of two declarations before the beginning the later one counts; one after it, or declared wrong, does not."""
    loop.capture([
        says(90.0, "2031-02-01T10:00:00Z", name="urn:x:old"),
        says(82.0, "2031-03-01T10:00:00Z", name="urn:x:new"),
        says(60.0, "2031-03-20T08:30:00Z", name="urn:x:later"),
    ])  # fmt: skip
    assert [one.value for one in inspected(found).certificate.declared] == [0.82]
    wrong = says(82.0, "2031-03-01T10:00:00Z", name="urn:x:new") | {
        "errorDeclaration": {"declarationTime": "2031-03-02T10:00:00Z", "reason": "incorrect_data"}
    }  # fmt: skip
    loop.capture(wrong)
    assert [one.value for one in inspected(found).certificate.declared] == [0.9]


def test_a_certificate_of_an_earlier_inspection_is_no_declaration(loop: Loop, found: Inspections) -> None:
    """What an inspection told the ledger has its evidence, and does not come back as E0."""
    found.rules = Rules(estimator=Always())
    found.finish(begin(found), ADA, ENDED)
    found.rules = Rules()
    id = found.begin(UNIT, ADA, "2031-03-21T09:00:00+01:00", type=TYPE).id
    assert found.case(id).declared == ()
