"""The yard without scripts: forms alone lead from a code to a certificate, and say what is wrong."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from health.grading_cases import healthy
from health.inspecting_victim import RECORD
from page_reading import HTML, Page
from serving import HERE
from starlette.testclient import TestClient

from dicycle.bootstrap import Loop, open_loop
from dicycle.health.grading import Case, Rules
from dicycle.health.grading.estimates import Found
from dicycle.server.app import create_app
from dicycle.server.pages.health.curves import curves
from dicycle.server.pages.health.evidence import evidence_of
from dicycle.vocabulary import CONTEXT

UNIT = "https://id.gs1.org/01/09521004000014/21/C260801"
PATH = "/yard/01/09521004000014/21/C260801"
LINK = "https://example.org/01/09521004000014/21/C260801?17=310101"
GOOD = {
    "identified": "yes", "damaged": "no", "leaking": "no", "smells": "no", "water": "no", "crashed": "no",
    "burnt": "no", "swelling": "0,2", "temperature": "24", "self-heating": "−0.1", "cell-voltages": "3.31",
    "voltage-loss": "0.001",
}  # fmt: skip
BIRTH = {
    "@context": CONTEXT, "type": "ObjectEvent", "eventID": "urn:x:birth", "action": "ADD",
    "eventTime": "2026-01-05T10:00:00Z", "eventTimeZoneOffset": "+00:00", "bizStep": "commissioning", "epcList": [UNIT],
}  # fmt: skip


class Nothing:
    """An estimator that finds nothing."""

    def estimate(self, case: Case) -> Found:
        """Return no state of health."""
        return Found(healthy(None))


@pytest.fixture
def loop(tmp_path: Path) -> Iterator[Loop]:
    """A ledger that knows a cell."""
    with open_loop(tmp_path / "yard.db", grading=lambda: Rules(estimator=Nothing())) as opened:
        opened.capture(BIRTH)
        yield opened


@pytest.fixture
def person(loop: Loop) -> TestClient:
    """A browser without scripts."""
    return TestClient(create_app(loop, HERE), headers=HTML)


def act(person: TestClient, act: str, files: dict[str, Any] | None = None, **fields: str) -> Any:
    """Send a form of the yard."""
    given = {"act": (None, act), **{name: (None, value) for name, value in fields.items()}, **(files or {})}
    return person.post("/yard/act", files=given, headers={"Origin": "http://testserver"})


def begun(person: TestClient, loop: Loop, **fields: str) -> str:
    """Begin an inspection; return its id."""
    said = {"unit": UNIT, "by": "Ada Beispiel", "chemistry": "LFP", "capacity": "50", "kind": "cell"} | fields
    assert act(person, "begin", **said).status_code == 200
    (one,) = loop.inspections.open()
    return one.id


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
    assert "13 of 13 answered" in Page(answer.text).text
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
    assert "Released by Ada Beispiel and Ben Muster" in Page(done.text).text


def test_typed_values_are_a_file_like_any_other(person: TestClient, loop: Loop) -> None:
    """Voltages read off an instrument are kept as a sheet of one pulse test, read and drawn."""
    id = begun(person, loop)
    pulse = {"charge": "3.41 3.44 3.36 3.34", "discharge": "3.25 3.22 3.3 3.32"}
    answer = act(person, "typed", inspection=id, width="5", soc="30", rest="3,33", **pulse)
    assert "1 pulse test" in Page(answer.text).text
    (file,) = evidence_of(loop.inspections, loop.inspections.read(id)).files
    (test,) = file.read.pulses
    assert (test.width, test.soc, test.type.rated_capacity, len(test.voltages)) == (5.0, 0.3, 50.0, 9)
    (drawn,) = curves(file.read)
    assert len(drawn.dots) == 9
    text = Page(person.get(f"/yard/results/{id}").text).text
    assert "all 9 turning points. No state of health rests on them." in text


def test_the_pulses_that_were_used_are_marked(person: TestClient, loop: Loop) -> None:
    """In a record with a pulse train the drawing of the voltage marks each pulse of the test, and only those."""
    id = begun(person, loop)
    lines = ["Test Time / s,Current / A,Voltage / V"]
    for second in range(200):
        current = 25 if 50 <= second < 60 else -25 if 110 <= second < 120 else 12 if second >= 170 else 0
        lines.append(f"{second},{current},{3.3 + current * 0.002 + second * 1e-6:.6f}")
    sent = {"file": ("train.csv", "\n".join(lines).encode(), "text/csv")}
    act(person, "attach", files=sent, inspection=id, measured="2026-11-20")
    (file,) = evidence_of(loop.inspections, loop.inspections.read(id)).files
    voltage, current = curves(file.read)
    assert (len(voltage.bands), len(voltage.dots)) == (2, 8)
    assert current.dots == ()
    assert voltage.note == "Marked: 2 pulses. No state of health rests on them."
    entered, _ = curves(file.read, entered={record.source for record in file.read.records})
    assert entered.note == "Marked: 2 pulses. The state of health rests on them."


def test_an_operator_acts_and_an_authority_looks(loop: Loop, person: TestClient) -> None:
    """Whoever may not inspect sees the pages without the forms."""
    from keys import LOCKED, WISHES, bearer

    from dicycle.ledger.access import tokens
    from dicycle.ledger.clock import now

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
