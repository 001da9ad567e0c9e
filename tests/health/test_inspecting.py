"""Inspections: every answer is kept when it is given, two persons release, and the ledger is told once."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from health.grading_cases import PACK, PACK_SAYS, TYPE, UNIT, answers
from health.inspecting_victim import ADA, BEGUN, ENDED, RECORD, Always, begin, inspections
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from dicycle.bootstrap import Loop, open_loop
from dicycle.errors import InvalidEvent, InvalidInput, NotFound, StoreError, TooLarge
from dicycle.health.gates import Reading
from dicycle.health.grading import Case, Rules, read_certificate
from dicycle.health.grading.gathering import RawFile
from dicycle.health.grading.verifying import by, verify_certificate
from dicycle.health.inspecting import Files, Inspections, lifetime_reading, look
from dicycle.health.inspecting.model import Carried
from dicycle.ledger.stored import StoredEvent
from dicycle.vocabulary import CONTEXT

BEN = "Ben Muster"
LATER = "2031-03-20T10:00:00+01:00"
MADE = "2030-03-01T09:00:00+01:00"


@pytest.fixture
def found(loop: Loop, ledger_path: Path) -> Inspections:
    """Return the inspections of an empty ledger."""
    return inspections(loop, ledger_path)


def pack(found: Inspections, **changed: object) -> str:
    """Begin the inspection of a pack with some answers changed."""
    id = found.begin(UNIT, ADA, BEGUN, type=PACK).id
    for one in answers(PACK_SAYS, **changed):
        found.answer(id, one)
    return id


def told(loop: Loop) -> list[StoredEvent]:
    """Return the events of the ledger."""
    return list(loop.store.events())


def test_an_inspection_ends_with_a_certificate_and_an_event(loop: Loop, found: Inspections) -> None:
    """From the scan to the event: grade, health with its ends and type, and the certificate's id are in the ledger."""
    id = begin(found)
    assert [one.id for one in found.open()] == [id]
    ended = found.finish(id, ADA, ENDED)
    made = read_certificate(found.certificate(ended.certificate))
    assert (made.graded.grade, made.files[0].name, made.as_of) == ("A", "c260801.csv", "2031-03-20")
    (event,) = told(loop)
    value = event.value
    assert (value["eventID"], value["bizStep"], value["disposition"]) == (ended.event_id, "inspecting", "conformant")
    assert (value["dcy:grade"], value["dcy:certificate"], value["dcy:safety"]) == ("A", ended.certificate, "passed")
    report = value["sensorElementList"][0]["sensorReport"][0]
    assert {key: str(report[key]) for key in ("type", "value", "uom", "dcy:low", "dcy:high", "dcy:denominator")} == {
        "type": "dcy:stateOfHealth", "value": "88.5", "uom": "P1", "dcy:low": "87.0", "dcy:high": "90.0",
        "dcy:denominator": "rated",
    }  # fmt: skip
    assert (found.open(), found.read(id).status, found.of_unit(UNIT)[0].id) == ([], "finished", id)


def test_sending_everything_again_changes_nothing(loop: Loop, found: Inspections) -> None:
    """Begun, answered, attached and finished twice, there is one inspection with the same entries, and one event."""
    id = begin(found)
    entries = found.read(id).entries
    assert (begin(found), found.read(id).entries) == (id, entries)
    assert found.finish(id, ADA, ENDED) == found.finish(id, BEN, "2031-03-21T15:00:00Z")
    assert (len(told(loop)), found.resume()) == (1, [])


def test_an_answer_can_be_taken_back(found: Inspections) -> None:
    """Who gave the last answer takes it back with a reason: it stays in the record, and the one before counts again."""
    id = begin(found)
    wrong = Reading(question="damaged", value=True, by=ADA, at=LATER)
    number = found.answer(id, wrong).number
    assert found.assess(id, ENDED).graded.grade == "D"
    with pytest.raises(InvalidInput, match="nobody else takes it back"):
        found.take_back(id, number, BEN, LATER, "I see nothing.")
    with pytest.raises(InvalidInput, match="needs a reason"):
        found.take_back(id, number, ADA, LATER)
    found.take_back(id, number, ADA, LATER, "Wrong button.")
    made = found.assess(id, ENDED).certificate
    assert made.graded.grade == "A"
    assert [(one.reading, one.how, one.why, one.by) for one in made.replaced or ()] == [
        (wrong, "taken back", "Wrong button.", ADA)
    ]
    assert found.read(id).entries[number].entry.reading == wrong  # type: ignore[union-attr]
    with pytest.raises(InvalidInput, match="no entry"):
        found.take_back(id, number, BEN, ENDED)


def test_what_was_read_earlier_and_sent_later_does_not_hold(found: Inspections) -> None:
    """A device that was without network sends an old answer after a newer one: the newer one holds."""
    id = begin(found)
    found.answer(id, Reading(question="temperature", value=60.0, by=ADA, at=LATER))
    found.answer(id, Reading(question="temperature", value=25.0, by=BEN, at="2031-03-20T09:30:00+01:00"))
    assert found.assess(id, ENDED).graded.safety == "quarantine"


def test_two_persons_release_a_failed_gate(loop: Loop, found: Inspections) -> None:
    """Trouble codes fail the gate; a second person with a reason releases it, and the certificate names both."""
    id = pack(found, trouble_codes=2)
    assert found.assess(id, ENDED).graded.grade == "D"
    found.release(id, "S6", ADA, BEN, "Codes of the old vehicle, erased.", LATER)
    made = found.assess(id, ENDED).certificate
    assert (made.graded.grade, made.graded.safety) == ("A", "released")
    assert (made.releases[0].by, made.releases[0].second) == (f"{ADA} (as stated)", f"{BEN} (as stated)")
    assert found.finish(id, ADA, ENDED)
    assert told(loop)[0].value["dcy:safety"] == "released"


@pytest.mark.parametrize(
    ("gate", "second", "reason", "sentence"),
    [
        ("S6", ADA, "seen", "two persons"),
        ("S6", " ada  beispiel", "seen", "two persons"),
        ("S6", "", "seen", "two persons"),
        ("S6", BEN, " ", "reason"),
        ("S1", BEN, "seen", "has not failed"),
    ],
)
def test_a_release_that_is_none_is_refused(
    found: Inspections, gate: str, second: str, reason: str, sentence: str
) -> None:
    """One person, no reason, or a gate that has not failed: nothing is released, and it is said why."""
    id = pack(found, trouble_codes=2)
    with pytest.raises(InvalidInput, match=sentence):
        found.release(id, gate, ADA, second, reason, LATER)  # type: ignore[arg-type]
    assert found.read(id).releases == ()


def test_a_route_that_was_kept_is_told_when_the_ledger_is_back(loop: Loop, found: Inspections) -> None:
    """The ledger cannot be told when a route is carried out: it is kept, and told at the next start, once."""
    id = begin(found)
    ended = found.finish(id, ADA, ENDED)
    event = ended.event.replace(ended.event_id, "urn:uuid:6c38db0c-518a-586f-a14c-ddb652b93c97")
    entry = Carried(route="reuse", best="reuse", reason="", decision="ab" * 32, by=ADA, place="https://example.org/y",
                    when=ENDED, events=(event,), ids=("urn:uuid:6c38db0c-518a-586f-a14c-ddb652b93c97",))  # fmt: skip

    def broken(raw: bytes) -> None:
        raise StoreError.because("store.away", "The ledger is away.")

    with pytest.raises(StoreError):
        Inspections(loop.store, found.files, broken, found.rules).carry_out(id, entry)
    assert len(told(loop)) == 1
    assert [one.certificate for one in found.resume()] == [ended.certificate]
    assert (found.carry_out(id, entry), len(told(loop)), found.resume()) == (entry, 2, [])
    with pytest.raises(InvalidInput, match="carried out already"):
        found.carry_out(id, replace(entry, route="recycling"))


def test_after_a_new_reading_a_release_no_longer_counts(found: Inspections) -> None:
    """Two trouble codes were released; when a third is read, both persons have to look again."""
    id = pack(found, trouble_codes=2)
    found.release(id, "S6", ADA, BEN, "Erased.", LATER)
    found.answer(id, Reading(question="trouble-codes", value=3, by=ADA, at=LATER))
    assert found.assess(id, ENDED).graded.grade == "D"


@pytest.mark.parametrize("how", ["finish", "cancel"])
def test_what_has_ended_takes_nothing_more(found: Inspections, how: str) -> None:
    """After its end an inspection refuses answers, files and releases with a sentence."""
    id = begin(found)
    if how == "finish":
        found.finish(id, ADA, ENDED)
    else:
        found.cancel(id, ADA, LATER, "The unit went back.")
    with pytest.raises(InvalidInput, match="This inspection is"):
        found.answer(id, Reading(question="damaged", value=False, by=BEN, at=ENDED))
    with pytest.raises(InvalidInput, match="This inspection is"):
        found.attach(id, "late.csv", b"1", BEN, ENDED)
    assert found.open() == []


@pytest.mark.parametrize(
    ("reading", "sentence"),
    [
        (Reading(question="colour", value=True, by=ADA, at=LATER), "No gate asks"),
        (Reading(question="damaged", value=1.0, by=ADA, at=LATER), "yes or no"),
        (Reading(question="temperature", value=True, by=ADA, at=LATER), "a number"),
        (Reading(question="damaged", value=True, by=" ", at=LATER), "not said who"),
        (Reading(question="damaged", value=True, by=ADA, at="yesterday"), "is no time"),
        (Reading(question="damaged", value=True, by=ADA, at=LATER, evidence=("ab" * 32,)), "evidence"),
    ],
)
def test_an_answer_that_cannot_be_kept_is_refused(found: Inspections, reading: Reading, sentence: str) -> None:
    """An answer to no question, of another kind, by nobody, at no time, or with missing evidence is refused."""
    id = found.begin(UNIT, ADA, BEGUN).id
    with pytest.raises(InvalidInput, match=sentence):
        found.answer(id, reading)
    assert found.read(id).entries == ()


def test_a_photograph_is_evidence_and_no_test_record(found: Inspections) -> None:
    """A photograph is kept by its hash, an answer points to it, and nobody tries to read it as a record."""
    id = begin(found)
    photo = found.attach(id, "dent.jpg", b"\xff\xd8\xff\xe0", ADA, LATER, purpose="photograph")
    found.answer(id, Reading(question="damaged", value=False, by=ADA, at=LATER, evidence=(photo.sha256,)))
    made = found.assess(id, ENDED).certificate
    assert [one.name for one in made.files] == ["c260801.csv"]
    assert next(one for one in made.readings if one.question == "damaged").evidence == (photo.sha256,)
    assert found.files.get(photo.sha256) == b"\xff\xd8\xff\xe0"


def test_the_same_inspection_gives_the_same_certificate_whenever_it_is_asked(found: Inspections) -> None:
    """Assessed twice for one day, an inspection comes to the same bytes; for another day to others."""
    id = begin(found)
    assert found.assess(id, ENDED).data == found.assess(id, LATER).data
    assert found.assess(id, "2031-03-21T00:00:00Z").id != found.assess(id, ENDED).id


def test_surroundings_are_part_of_what_is_made_again(loop: Loop, found: Inspections) -> None:
    """The temperature that was said with a record stands in the certificate, which comes out again, byte for byte."""
    id = begin(found)
    found.attach(id, "c260801.csv", RECORD, ADA, LATER, measured="2031-03-19", ambient=23.5)
    seen = Inspections(loop.store, found.files, loop.intake.event, found.rules).assess(id, ENDED)
    assert (seen.data, seen.certificate.ambient) == (found.assess(id, ENDED).data, 23.5)
    assert verify_certificate(seen.data, [RECORD], by(found.rules)).same
    with pytest.raises(InvalidInput, match="no temperature"):
        found.attach(id, "c260801.csv", RECORD, ADA, LATER, ambient=300.0)


def test_no_test_is_of_a_day_to_come(found: Inspections) -> None:
    """A record measured tomorrow by some clock may be; one of years ahead is refused, and nothing is attached."""
    id = found.begin(UNIT, ADA, BEGUN).id
    with pytest.raises(InvalidInput, match="has not come yet"):
        found.attach(id, "c260801.csv", RECORD, ADA, LATER, measured="2041-03-19")
    assert found.read(id).entries == ()
    found.attach(id, "c260801.csv", RECORD, ADA, LATER, measured="2031-03-20")


def test_without_a_grade_the_event_says_neither_good_nor_bad(loop: Loop, found: Inspections) -> None:
    """A unit that nobody measured enough is told of without disposition and grade."""
    id = found.begin(UNIT, ADA, BEGUN, type=TYPE).id
    found.finish(id, ADA, ENDED)
    value = told(loop)[0].value
    assert ("disposition" in value, "dcy:grade" in value, value["dcy:safety"]) == (False, False, "open")


@pytest.mark.parametrize("stop", ["reading", "telling"])
def test_killed_in_the_middle_an_inspection_goes_on(ledger_path: Path, stop: str) -> None:
    """Killed between answers and end, or between the end and the event: nothing is lost, and nothing is told twice."""
    command = [sys.executable, "-m", "health.inspecting_victim", str(ledger_path), stop]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == f"{stop}\n"
        finally:
            process.send_signal(signal.SIGKILL)
    with open_loop(ledger_path) as loop:
        found = inspections(loop, ledger_path)
        (id,) = (one.id for one in found.of_unit(UNIT))
        assert (len(found.read(id).readings), told(loop)) == (len(answers()), [])
        assert len(found.resume()) == (stop == "telling")
        ended = found.finish(id, ADA, ENDED)
        assert [one.event_id for one in told(loop)] == [ended.event_id]
        assert found.finish(id, ADA, ENDED) == ended
        assert (len(told(loop)), found.resume()) == (1, [])


def test_an_unknown_inspection_is_not_found(found: Inspections) -> None:
    """Ids, certificates and files that are not there are said not to be there."""
    for ask in (found.read, found.certificate, found.files.get):
        with pytest.raises(NotFound):
            ask("../../etc/passwd")
    with pytest.raises(NotFound):
        found.files.get("ab" * 32)


@given(st.binary(max_size=300))
def test_a_file_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """Whatever the bytes, they come back under their SHA-256, and putting them again leaves one file."""
    files = Files(tmp_path_factory.mktemp("files"))
    digest, size = files.put(data)
    assert (files.put(data), files.get(digest), size) == ((digest, size), data, len(data))
    assert digest in files
    assert [one for one in files.folder.rglob("*") if one.is_file()] == [files.path(digest)]


def test_a_file_over_the_limit_leaves_nothing(tmp_path: Path) -> None:
    """A file that is too large is refused, and no half of it stays."""
    with pytest.raises(TooLarge, match="more than 10 bytes"):
        Files(tmp_path / "files", most_bytes=10).put(RECORD)
    assert list((tmp_path / "files").iterdir()) == []


def test_a_file_that_was_changed_is_told_apart(tmp_path: Path) -> None:
    """When somebody changes the bytes of a kept file, it is not given out; the true bytes, sent again, mend it."""
    files = Files(tmp_path)
    digest, _ = files.put(RECORD)
    files.path(digest).write_bytes(RECORD + b" ")
    with pytest.raises(NotFound, match="no longer what it was"):
        files.get(digest)
    assert files.put(RECORD) == (digest, len(RECORD))
    assert files.get(digest) == RECORD


def test_the_ledger_says_whether_a_life_is_recorded(loop: Loop) -> None:
    """A cell that was commissioned has a record, one only received has none, of a stranger nobody knows."""
    event = {"@context": CONTEXT, "type": "ObjectEvent", "eventTime": MADE, "eventTimeZoneOffset": "+01:00"}
    other = UNIT.replace("C260801", "C260802")
    made = {**event, "action": "ADD", "bizStep": "https://ref.gs1.org/cbv/BizStep-commissioning", "epcList": [UNIT]}
    loop.capture([made, {**event, "action": "ADD", "bizStep": "receiving", "epcList": [other]}])
    assert lifetime_reading(UNIT, [], ENDED) is None
    born, seen = (lifetime_reading(one, loop.store.events_of(one), ENDED) for one in (UNIT, other))
    assert born is not None
    assert seen is not None
    assert (born.value, seen.value, seen.note) == (True, False, "None of its 1 events is its birth.")


def test_several_people_inspect_at_once(found: Inspections) -> None:
    """Answers that arrive together are all kept, each once, under numbers without a hole."""
    id = found.begin(UNIT, ADA, BEGUN, type=PACK).id
    with ThreadPoolExecutor(6) as pool:
        kept = list(pool.map(lambda one: found.answer(id, one), [*answers(PACK_SAYS), *answers(PACK_SAYS)]))
    numbers = sorted({one.number for one in kept})
    assert numbers == [one.number for one in found.read(id).entries] == list(range(len(answers(PACK_SAYS))))


def test_what_is_told_makes_sense_to_the_ledger(loop: Loop, found: Inspections) -> None:
    """The checks of captured events find nothing wrong in the event of an inspection after the unit's birth."""
    event = {"@context": CONTEXT, "type": "ObjectEvent", "eventTime": BEGUN, "eventTimeZoneOffset": "+01:00"}
    loop.capture({**event, "action": "ADD", "bizStep": "commissioning", "epcList": [UNIT]})
    ended = found.finish(begin(found), ADA, ENDED)
    again = loop.capture(ended.event)
    assert (again.known, again.stored) == (1, 0)
    other = ended.event.replace(ended.event_id, "urn:uuid:6c38db0c-518a-586f-a14c-ddb652b93c97")
    assert [one.code for one in loop.capture(other).notes] == []


def test_a_unit_is_looked_at_without_being_inspected(loop: Loop) -> None:
    """From files and answers a unit is graded, the ledger saying whether its life is recorded; nothing is kept."""
    known = Case(UNIT, type=TYPE, readings=answers(lifetime_record=None), measured="2031-03-19")
    rules = Rules(estimator=Always())
    seen = look(known, loop.store.events_of(UNIT), [RawFile("a.csv", RECORD)], rules, ENDED)
    assert (seen.graded.grade, seen.graded.to_measure) == (None, ("lifetime-record",))
    event = {"@context": CONTEXT, "type": "ObjectEvent", "eventTime": MADE, "eventTimeZoneOffset": "+01:00"}
    loop.capture({**event, "action": "ADD", "bizStep": "commissioning", "epcList": [UNIT]})
    seen = look(known, loop.store.events_of(UNIT), [RawFile("a.csv", RECORD)], rules, ENDED)
    assert (seen.graded.grade, loop.store.boxes()) == ("A", [])


@pytest.mark.parametrize(("unit", "place"), [("C260801", None), ("", None), (UNIT, "the yard")])
def test_what_no_event_could_name_is_not_inspected(found: Inspections, unit: str, place: str | None) -> None:
    """A unit or a place that is no URI is refused at the beginning, not at the end."""
    with pytest.raises(InvalidInput, match="is no URI"):
        found.begin(unit, ADA, BEGUN, place=place)


def test_an_end_that_the_ledger_would_refuse_is_refused_before(loop: Loop, found: Inspections) -> None:
    """A time with an offset that EPCIS does not know ends nothing: the inspection goes on."""
    id = begin(found)
    with pytest.raises(InvalidEvent):
        found.finish(id, ADA, "2031-03-22T15:00:00+23:00")
    assert (found.read(id).status, found.resume(), told(loop)) == ("open", [], [])
    assert found.finish(id, ADA, ENDED)


def test_a_ledger_has_its_inspections_beside_it(tmp_path: Path) -> None:
    """What an opened ledger was told of a unit is there when it is opened again, its files in a folder beside it."""
    unit = "https://id.gs1.org/8004/952001100001"
    with open_loop(tmp_path / "loop.db") as loop:
        id = loop.inspections.begin(unit, "Kim", "2031-03-20T10:00:00Z", kind="pack").id
        loop.inspections.attach(id, "photo.jpg", b"\xff\xd8\xff", "Kim", "2031-03-20T10:01:00Z")
    with open_loop(tmp_path / "loop.db") as loop:
        assert [one.id for one in loop.inspections.open()] == [id]
        assert loop.files == tmp_path / "loop.db.files"
        assert any(one.is_file() for one in loop.files.rglob("*"))
