"""A failed answer stands until it is taken back or measured again, the ledger's own until a document is there."""

from pathlib import Path

import pytest
from health.grading_cases import PACK, PACK_SAYS, TYPE, UNIT, answers
from health.inspecting_victim import ADA, BEGUN, ENDED, RECORD, begin, inspections

from dicycle.bootstrap import Loop
from dicycle.errors import InvalidInput
from dicycle.health.gates import Reading
from dicycle.health.grading.verifying import by, verify_certificate
from dicycle.health.inspecting import Inspections
from dicycle.vocabulary import CONTEXT

BEN, KIM = "Ben Muster", "Kim Example"
NOW, NEXT = "2031-03-20T10:00:00+01:00", "2031-03-20T10:00:01+01:00"
RECEIVED = {
    "@context": CONTEXT, "type": "ObjectEvent", "eventTime": BEGUN, "eventTimeZoneOffset": "+01:00", "action": "ADD",
    "bizStep": "receiving", "epcList": [UNIT],
}  # fmt: skip


@pytest.fixture
def found(loop: Loop, ledger_path: Path) -> Inspections:
    """Return the inspections of an empty ledger."""
    return inspections(loop, ledger_path)


def read(question: str, value: bool | float, person: str, at: str = NEXT, note: str = "") -> Reading:
    """Return an answer."""
    return Reading(question=question, value=value, by=person, at=at, note=note)


def test_one_person_does_not_answer_a_quarantine_away(found: Inspections) -> None:
    """Ben finds a leak, Ada a second later none: refused; with a reason it waits for a second person, who agrees."""
    id = begin(found)
    found.answer(id, read("leaking", True, BEN, NOW))
    with pytest.raises(InvalidInput, match="The answer of Ben Muster failed, and stands"):
        found.answer(id, read("leaking", False, ADA))
    for person, safety in ((ADA, "quarantine"), (" ada  beispiel", "quarantine"), (KIM, "passed")):
        found.answer(id, read("leaking", False, person, note="Wiped: it was rain."))
        assert found.assess(id, ENDED).graded.safety == safety
    seen = found.assess(id, ENDED)
    gone = [one for one in seen.certificate.replaced or () if one.reading.by == BEN]
    assert [(one.how, one.why) for one in gone] == [("replaced", "Wiped: it was rain.")]
    assert KIM in gone[0].by
    assert verify_certificate(seen.data, [RECORD], by(found.rules)).same


@pytest.mark.parametrize("tokens", [("t1", "t1"), ("t1", "")])
def test_where_tokens_prove_persons_two_names_of_one_are_one(found: Inspections, tokens: tuple[str, str]) -> None:
    """Two names under one token, or one without any, do not put a failed answer right."""
    id = begin(found)
    found.answer(id, read("temperature", 61.0, BEN, NOW), "t0")
    for person, token in zip((ADA, KIM), tokens, strict=True):
        found.answer(id, read("temperature", 25.0, person, note="Thermometer in the sun."), token)
    assert found.assess(id, ENDED).graded.safety == "quarantine"


def test_what_two_persons_may_release_one_measures_again(found: Inspections) -> None:
    """Trouble codes that were erased and read again, with the reason, pass; without a reason they are refused."""
    id = found.begin(UNIT, ADA, BEGUN, type=PACK).id
    for one in answers(PACK_SAYS, trouble_codes=2):
        found.answer(id, one)
    with pytest.raises(InvalidInput, match="failed, and stands"):
        found.answer(id, read("trouble-codes", 0.0, ADA))
    found.answer(id, read("trouble-codes", 0.0, ADA, note="Read with the maker's tool."))
    made = found.assess(id, ENDED).certificate
    assert (made.graded.grade, [(one.reading.value, one.how) for one in made.replaced or ()]) == (
        "A",
        [(2, "replaced")],
    )


@pytest.mark.parametrize("failed_first", [True, False])
def test_of_two_answers_of_one_moment_the_failed_one_holds(found: Inspections, failed_first: bool) -> None:
    """Whichever arrives last: an answer that is refused, or a failed one, never hides the failure."""
    id = begin(found)
    both = [read("smells", True, BEN), read("smells", False, ADA)]
    for one in both if failed_first else both[::-1]:
        try:
            found.answer(id, one)
        except InvalidInput:
            assert failed_first
    assert found.assess(id, ENDED).graded.safety == "quarantine"


def test_a_failed_answer_that_was_sent_late_stands(found: Inspections) -> None:
    """Read before a good one without a reason and sent after it, it holds; the good one is listed as not counted."""
    id = begin(found)
    found.answer(id, read("water", False, ADA))
    found.answer(id, read("water", True, BEN, NOW))
    made = found.assess(id, ENDED).certificate
    assert made.graded.safety == "quarantine"
    assert [one.how for one in made.replaced or ()] == ["replaced", "not counted"]


def test_the_ledgers_no_is_answered_by_a_document_alone(loop: Loop, found: Inspections) -> None:
    """A cell whose first record is that it was received: no tap helps, a document with a note does; both are listed."""
    loop.capture(RECEIVED)
    id = found.begin(UNIT, ADA, BEGUN, type=TYPE).id
    (no,) = found.read(id).readings
    assert (no.value, no.by) == (False, "the ledger")
    for one in answers(lifetime_record=None):
        found.answer(id, one)
    for note in ("", "I know it."):
        with pytest.raises(InvalidInput, match="its life is not recorded"):
            found.answer(id, read("lifetime-record", True, ADA, note=note))
    with pytest.raises(InvalidInput, match="not taken back"):
        found.take_back(id, 0, ADA, NEXT, "Surely wrong.")
    with pytest.raises(InvalidInput, match="in the name of the ledger"):
        found.answer(id, read("lifetime-record", True, "The ledger", note="yes"))
    paper = found.attach(id, "passport.pdf", b"%PDF", ADA, NEXT, purpose="other").sha256
    yes = Reading(question="lifetime-record", value=True, by=ADA, at=NEXT, evidence=(paper,), note="Maker's record.")
    found.answer(id, yes)
    made = found.assess(id, ENDED).certificate
    assert (made.graded.safety, [one.reading for one in made.replaced or ()]) == ("passed", [no])


def test_who_begins_second_goes_on_with_the_first(found: Inspections) -> None:
    """Ben begins on a unit that Ada inspects: it is one inspection, Ada's; once it ended, another can begin."""
    first = found.begin(UNIT, ADA, BEGUN, type=TYPE)
    assert found.begin(UNIT, BEN, NOW).begun == first.begun
    assert [one.id for one in found.open()] == [first.id]
    found.cancel(first.id, ADA, NEXT, "It went back.")
    assert found.begin(UNIT, BEN, NEXT).begun.by == BEN


@pytest.mark.parametrize(
    ("at", "sentence"),
    [("1999-01-01T00:00:00Z", "before the inspection began"), ("2033-01-01T00:00:00Z", "not come yet")],
)
def test_no_inspection_ends_before_it_began_or_later_than_now(found: Inspections, at: str, sentence: str) -> None:
    """A certificate of another time than that of the inspection is not made, and nothing is answered in advance."""
    id = begin(found)
    with pytest.raises(InvalidInput, match=sentence):
        found.finish(id, ADA, at)
    with pytest.raises(InvalidInput, match="not come yet"):
        found.answer(id, read("damaged", False, ADA, "2032-01-01T00:06:00Z"))
    assert found.answer(id, read("damaged", False, ADA, "2032-01-01T00:04:00Z")), "clocks are some minutes apart"
