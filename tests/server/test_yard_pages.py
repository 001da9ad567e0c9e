"""The yard without scripts: forms alone lead from a code to a certificate, and say what is wrong."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from health.inspecting_victim import RECORD
from keys import LOCKED, WISHES, bearer
from page_reading import HTML, Page
from server.yard_forms import GOOD, LINK, PATH, UNIT, a_ledger, act, begun
from serving import HERE
from starlette.testclient import TestClient

from dicycle.bootstrap import Loop
from dicycle.errors import InvalidInput
from dicycle.health.gates import Reading
from dicycle.health.inspecting.releasing import Proved
from dicycle.health.model import NewResistance
from dicycle.ledger.access import tokens
from dicycle.ledger.access.model import Role
from dicycle.ledger.clock import now
from dicycle.server.app import create_app


@pytest.fixture
def loop(tmp_path: Path) -> Iterator[Loop]:
    """A ledger that knows a cell."""
    with a_ledger(tmp_path) as opened:
        yield opened


@pytest.fixture
def person(loop: Loop) -> TestClient:
    """A browser without scripts."""
    return TestClient(create_app(loop, HERE), headers=HTML)


def test_a_code_leads_to_its_unit(person: TestClient) -> None:
    """An element string, a URN and a Digital Link of another domain lead to one page, which tells the unit's life."""
    for code in ("(01)09521004000014(21)C260801", "urn:epc:id:sgtin:9521004.000001.C260801", LINK):
        answer = person.get("/yard/find", params={"code": code})
        assert answer.url.path == PATH, code
    page = Page(answer.text)
    assert "5 Jan 2026" in page.text
    assert page.inline == ["script"]


@pytest.mark.parametrize("code", ["nonsense", "(01)09521004000014", "(414)9521005000013", "(01)1"])
def test_what_is_no_single_thing_is_not_inspected(person: TestClient, code: str) -> None:
    """A class, a place and a text that is no code are answered with a sentence."""
    answer = person.get("/yard/find", params={"code": code})
    assert answer.status_code == 404
    assert Page(answer.text).text


def test_a_unit_that_nobody_recorded_can_be_inspected(person: TestClient, loop: Loop) -> None:
    """A battery that the ledger never met has a page; whether its life is recorded stays open."""
    answer = person.get("/yard/find", params={"code": UNIT.replace("C260801", "NEW")})
    assert "no record of this unit" in Page(answer.text).text
    begun(person, loop, unit=UNIT.replace("C260801", "NEW"))
    assert loop.inspections.open()[0].readings == ()


def test_forms_alone_lead_to_a_certificate(person: TestClient, loop: Loop) -> None:
    """Gates, a test record, the result, the certificate: each form leads on, and the ledger is told once."""
    id = begun(person, loop)
    for question, value in GOOD.items():
        answer = act(person, "answer", inspection=id, question=question, value=value)
        assert (answer.status_code, answer.url.path) == (200, PATH)
    assert "14 of 14 answered" in Page(answer.text).text
    assert "Next: upload a test record" in Page(answer.text).text
    sent = {"file": ("c260801.csv", RECORD, "text/csv")}
    answer = act(person, "attach", files=sent, inspection=id, measured="2026-11-20")
    assert "60 rows, measured 2026-11-20" in Page(answer.text).text
    result = person.get(f"/yard/results/{id}")
    assert "Cannot say" in Page(result.text).text
    answer = act(person, "finish", inspection=id)
    assert answer.url.path.startswith("/certificates/")
    assert "Battery health certificate" in Page(answer.text).text
    assert person.get(f"/yard/results/{id}").url.path == answer.url.path
    assert len([one for one in loop.store.events() if one.value["bizStep"] == "inspecting"]) == 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"act": "answer", "question": "temperature", "value": "warm"}, "yard.no-number"),
        ({"act": "answer", "question": "temperature", "value": "nan"}, "yard.no-number"),
        ({"act": "answer", "question": "damaged", "value": "perhaps"}, "yard.yes-or-no"),
        ({"act": "answer", "question": "colour", "value": "1"}, "yard.question"),
        ({"act": "attach"}, "yard.no-file"),
        ({"act": "attach", "file": "x", "measured": "soon"}, "inspection.time"),
        ({"act": "typed", "width": "5", "rest": "3.3", "charge": "3.4 3.4", "discharge": "3.2"}, "yard.pulse"),
        ({"act": "undo", "number": "x"}, "yard.number"),
        ({"act": "undo", "number": "77"}, "inspection.nothing-to-take-back"),
        ({"act": "release", "gate": "S5", "second": "Ben", "reason": "r"}, "inspection.not-failed"),
        ({"act": "cancel"}, "yard.no-reason"),
        ({"act": "dance"}, "yard.act"),
        ({"act": "answer", "question": "damaged", "value": "no", "at": "yesterday"}, "inspection.time"),
    ],
)
def test_what_is_wrong_is_said(person: TestClient, loop: Loop, fields: dict[str, str], code: str) -> None:
    """A form that cannot be is refused with a sentence and nothing is kept; to the page's script as findings."""
    id = begun(person, loop)
    before = loop.inspections.read(id)
    given = {name: (None, value) for name, value in ({"inspection": id} | fields).items()}
    if fields.get("file"):
        given["file"] = ("x.csv", RECORD)  # type: ignore[assignment]
    origin = {"Origin": "http://testserver"}
    answer = person.post("/yard/act", files=given, headers=origin | {"Accept": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["findings"][0]["code"] == code
    assert person.post("/yard/act", files=given, headers=origin).status_code == 400
    assert loop.inspections.read(id) == before


def test_what_a_nameplate_says_is_kept(person: TestClient, loop: Loop) -> None:
    """Voltages of a cell and the resistance when new are typed as they are printed, and stand in the type."""
    id = begun(person, loop, voltages="2,5 3,65", resistance="1.2", after="10", series="4", kind="pack")
    type = loop.inspections.read(id).begun.type
    assert type is not None
    assert (type.voltage_min, type.voltage_max, type.series) == (2.5, 3.65, 4)
    assert type.new_resistance == NewResistance(ohm=0.0012, seconds=10)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"voltages": "3.65"}, "yard.voltages"),
        ({"voltages": "3.65 2.5"}, "yard.voltages"),
        ({"resistance": "1.2"}, "yard.resistance"),
        ({"resistance": "-1.2", "after": "10"}, "yard.resistance"),
    ],
)
def test_a_nameplate_that_cannot_be_is_refused(person: TestClient, fields: dict[str, str], code: str) -> None:
    """One voltage, full below empty, a resistance of no moment or below zero: a sentence, and nothing begins."""
    answer = act(person, "begin", unit=UNIT, by="Ada Beispiel", chemistry="LFP", capacity="50", **fields)
    assert answer.status_code == 400
    assert code in Page(answer.text).text


def test_the_surroundings_are_said_with_the_record(person: TestClient, loop: Loop) -> None:
    """Without a temperature the page says what E4 lacks; said with the file, also again, it goes into the case."""
    id = begun(person, loop)
    sent = {"file": ("c260801.csv", RECORD, "text/csv")}
    told = Page(act(person, "attach", files=sent, inspection=id, measured="2026-11-20").text).text
    assert "a full capacity test (E4) or pulses (E2) in it count for no grade" in told
    assert loop.inspections.case(id).ambient is None
    told = Page(act(person, "attach", files=sent, inspection=id, measured="2026-11-20", ambient="23,5").text).text
    assert "measured 2026-11-20, at 23.5 °C" in told
    assert (loop.inspections.case(id).ambient, len(loop.inspections.case(id).records)) == (23.5, 1)
    assert act(person, "attach", files=sent, inspection=id, ambient="300").status_code == 400
    other = {"file": ("other.csv", RECORD + b"60,-25,3.25\n", "text/csv")}
    told = Page(act(person, "attach", files=other, inspection=id, ambient="10").text).text
    assert "Different surroundings were stated (10 °C, 23.5 °C): none of them is taken." in told
    assert loop.inspections.case(id).ambient is None


def test_a_form_of_another_page_is_refused(person: TestClient) -> None:
    """What does not come from a page of this server does nothing."""
    given = {"act": (None, "begin"), "unit": (None, UNIT), "by": (None, "Eve")}
    assert person.post("/yard/act", files=given, headers={"Origin": "https://elsewhere.example"}).status_code == 403


def test_two_persons_release_a_gate(person: TestClient, loop: Loop) -> None:
    """A failed gate that the scheme lets release is released by two, and not by one under two names' worth of space."""
    id = begun(person, loop)
    act(person, "answer", inspection=id, question="voltage-loss", value="0.02")
    alone = act(person, "release", inspection=id, gate="S7", by="Ada Beispiel", second="ada  beispiel", reason="known")
    assert alone.status_code == 400
    done = act(person, "release", inspection=id, gate="S7", by="Ada Beispiel", second="Ben Muster", reason="known")
    assert "Released by Ada Beispiel (as stated) and Ben Muster (as stated)" in Page(done.text).text


def test_with_tokens_the_second_person_confirms_alone(loop: Loop) -> None:
    """Ada asks under her token; neither she nor a second token of hers confirms, Ben under his does, once."""
    wish = tokens.Wish(Role.OPERATOR, name="Ada Beispiel")
    names = ("Ada Beispiel", "Ben Muster", "ada  beispiel", "")
    app = create_app(loop, LOCKED)
    ada, ben, again, nobody = (
        TestClient(app, headers=HTML | bearer(tokens.issue(loop.store, wish._replace(name=name), now())[1]))
        for name in names
    )
    id = begun(ada, loop)
    act(ada, "answer", inspection=id, question="voltage-loss", value="0.02")
    asks = {"inspection": id, "gate": "S7", "reason": "known"}
    assert act(ada, "release", second="Ben Muster", **asks).status_code == 400
    assert act(nobody, "release", **asks).status_code == 400
    page = Page(act(ada, "release", **asks).text)
    assert "Ada Beispiel asks to release S7: known" in page.text
    (asked,) = loop.inspections.read(id).asks
    confirms = {"inspection": id, "confirms": str(asked.number)}
    assert "I agree" not in page.text
    assert loop.inspections.read(id).releases == ()
    for one in (ada, again, nobody):
        assert act(one, "release", **confirms).status_code == 400
    assert "I agree: release S7" in Page(ben.get(PATH).text).text
    for _ in range(2):
        assert act(ben, "release", **confirms).status_code == 200
    (release,) = loop.inspections.read(id).releases
    assert (release.by[:20], release.second[:18]) == ("Ada Beispiel (token ", "Ben Muster (token ")


def test_a_gate_answered_again_is_asked_for_again(loop: Loop) -> None:
    """What was asked for one reading is not confirmed for another."""
    found = loop.inspections
    one, other = Proved("Ada Beispiel", "a"), Proved("Ben Muster", "b")
    id = found.begin(UNIT, "Ada Beispiel", "2026-11-20T09:00:00Z", kind="cell").id
    said = {"by": "Ada Beispiel", "at": "2026-11-20T09:10:00Z"}
    found.answer(id, Reading(question="voltage-loss", value=0.02, **said))
    number = found.ask_release(id, "S7", one, "known", said["at"]).number
    found.answer(id, Reading(question="voltage-loss", value=0.03, **said))
    with pytest.raises(InvalidInput, match="answered again"):
        found.confirm_release(id, number, other, said["at"])
    with pytest.raises(InvalidInput, match="asks for no release"):
        found.confirm_release(id, number + 1, other, said["at"])


def test_an_operator_acts_and_an_authority_looks(loop: Loop, person: TestClient) -> None:
    """Whoever may not inspect sees the pages without the forms."""
    begun(person, loop)
    token = tokens.issue(loop.store, WISHES["authority"], now())[1]
    authority = TestClient(create_app(loop, LOCKED), headers=HTML | bearer(token))
    page = authority.get(PATH)
    assert page.status_code == 200
    assert "/yard/act" not in page.text
    assert act(authority, "undo", number="1").status_code == 403


@pytest.mark.parametrize("path", ["/yard", PATH])
def test_only_the_scanner_may_compile(person: TestClient, path: str) -> None:
    """WebAssembly is allowed on the page that scans, inline code nowhere, and nothing from elsewhere."""
    policy = person.get(path).headers["Content-Security-Policy"]
    assert ("'wasm-unsafe-eval'" in policy) == (path == "/yard")
    assert "unsafe-inline" not in policy
    assert "http" not in policy


def test_a_failed_answer_is_put_right_by_forms(person: TestClient, loop: Loop) -> None:
    """The card of a failed answer asks why and who; two measure again; the page tells what does not hold, and why."""
    id = begun(person, loop)
    wet = {"inspection": id, "question": "water"}
    page = Page(act(person, "answer", value="yes", **wet).text)
    assert "It failed, and stands until two persons have measured again" in page.text
    assert act(person, "answer", value="no", **wet).status_code == 400
    for name in ("Ada Beispiel", "Ben Muster"):
        page = Page(act(person, "answer", value="no", by=name, note="It was dew.", **wet).text)
    assert "Does not hold: Yes, Ada Beispiel (replaced: It was dew.)" in page.text
    assert "Quarantine." not in page.text


def test_a_failed_answer_is_taken_back_by_a_form(person: TestClient, loop: Loop) -> None:
    """Undo asks for a reason, which stands with the answer; another who signed in is not offered it."""
    id = begun(person, loop)
    page = Page(act(person, "answer", inspection=id, question="burnt", value="yes").text)
    assert "Why is it taken back?" in page.text
    number = str(loop.inspections.read(id).entries[-1].number)
    assert act(person, "undo", inspection=id, number=number).status_code == 400
    act(person, "undo", inspection=id, number=number, why="Wrong button.")
    at = loop.inspections.read(id).begun.at
    told = loop.inspections.assess(id, at).certificate.replaced
    assert [one.why for one in told or ()] == ["Wrong button."]
    loop.inspections.answer(id, Reading(question="burnt", value=True, by="Ada Beispiel", at=at), "hers")
    token = tokens.issue(loop.store, tokens.Wish(Role.OPERATOR, name="Ben Muster"), now())[1]
    ben = TestClient(create_app(loop, LOCKED), headers=HTML | bearer(token))
    assert "Undo the last" not in Page(ben.get(PATH).text).text


def test_who_begins_second_sees_who_began(person: TestClient, loop: Loop) -> None:
    """Ben begins on a cell that Ada inspects: he goes on with hers, and the page says whose it is."""
    id = begun(person, loop)
    page = Page(act(person, "begin", unit=UNIT, by="Ben Muster", kind="cell").text)
    assert "begun by Ada Beispiel" in page.text
    assert [one.id for one in loop.inspections.open()] == [id]
