"""What the yard's pages tell of a result: one state of health, what is declared, what was cancelled."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from page_reading import HTML, Page
from pypdf import PdfReader
from server.yard_forms import BIRTH, GOOD, PATH, a_ledger, act, begun
from serving import HERE
from starlette.testclient import TestClient

from dicycle.bootstrap import Loop
from dicycle.health.grading import Case, Rules
from dicycle.health.grading.estimates import Found
from dicycle.health.model import Estimate, HealthType, StateOfHealth
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


class Twice:
    """An estimator that finds the capacity and the energy of one full test, and takes what is declared."""

    def estimate(self, case: Case) -> Found:
        """Return both, of which the capacity counts."""
        of = HealthType(rate=1.0, temperature=25.0)
        said: dict[str, Any] = {"level": "E4", "method": "capacity/1", "measured": "2026-11-20"}
        capacity = Estimate(of=of, value=0.7018, low=0.7004, high=0.7032, **said)
        other = replace(of, numerator="discharge-energy")
        energy = Estimate(of=other, value=0.6789, low=0.6781, high=0.6801, **said)
        state = StateOfHealth(of=of, value=0.7018, low=0.7004, high=0.7032, level="E4", together=(capacity,),
                              apart=(energy, *case.declared))  # fmt: skip
        return Found(state)


def test_every_page_tells_one_state_of_health_alike(person: TestClient, loop: Loop) -> None:
    """Result, certificate, its PDF and its label say one value with one rounding, and energy is told from capacity."""
    loop.inspections.rules = Rules(estimator=Twice())
    id = begun(person, loop)
    for question, value in GOOD.items():
        act(person, "answer", inspection=id, question=question, value=value)
    result = Page(person.get(f"/yard/results/{id}").text).text
    assert "E4 a full capacity test: 70.2 %, 70.0 to 70.4 %; capacity over rated capacity, 1C, 25 °C" in result
    assert "67.9 %, 67.8 to 68.1 %; energy over rated energy, 1C, 25 °C (not combined)" in result
    answer = act(person, "finish", inspection=id)
    pages = [result, Page(answer.text).text]
    pages += [
        " ".join(page.extract_text().split())
        for form in ("pdf", "label-pdf") for page in
        PdfReader(BytesIO(person.get(answer.url.path, params={"format": form}).content)).pages
    ]  # fmt: skip
    for text in pages:
        assert "70.0 to 70.4 %" in text
        assert not re.findall(r"(?:70|67|68)\.\d\d", text)
    made = json.loads(person.get(answer.url.path, params={"format": "json"}).content)
    assert (made["state"]["value"], made["state"]["low"]) == (0.7018, 0.7004)


def test_what_events_declare_is_told_with_who_and_when(person: TestClient, loop: Loop) -> None:
    """A state of health of the management system stands on the result and the certificate, also without any record."""
    report = {"type": "dcy:stateOfHealth", "value": 82, "uom": "P1", "deviceID": "https://example.org/bms/7"}
    loop.capture(BIRTH | {
        "eventID": "urn:x:bms", "eventTime": "2026-02-05T10:00:00Z", "bizStep": "inspecting", "action": "OBSERVE",
        "sensorElementList": [{"sensorReport": [report]}],
    })  # fmt: skip
    loop.inspections.rules = Rules(estimator=Twice())
    id = begun(person, loop)
    said = "82.0 %; capacity over rated capacity, rate not stated, temperature not stated; declared by "
    who = "https://example.org/bms/7, 2026-02-05T10:00:00Z"
    result = Page(person.get(f"/yard/results/{id}").text).text
    assert f"{said}{who} (not combined)" in result
    assert f"{said}{who}" in Page(act(person, "finish", inspection=id).text).text


def test_a_cancelled_failure_is_told_on_every_page(person: TestClient, loop: Loop) -> None:
    """Before the next inspection begins, while it goes on, in its result and on its certificate."""
    id = begun(person, loop)
    act(person, "answer", inspection=id, question="leaking", value="yes")
    act(person, "cancel", inspection=id, why="Wrong shelf.")
    told = "that was cancelled had failed gate S1 (leaking), by Ada Beispiel. Ada Beispiel cancelled it: Wrong shelf."
    assert told in Page(person.get(PATH).text).text
    again = begun(person, loop)
    page = Page(person.get(PATH).text).text
    assert told in page
    assert "Quarantine." in page
    assert "It failed, and stands until two persons have measured again" in page
    result = Page(person.get(f"/yard/results/{again}").text).text
    assert told in result
    answer = act(person, "finish", inspection=again)
    assert told in Page(answer.text).text
    pdf = PdfReader(BytesIO(person.get(answer.url.path, params={"format": "pdf"}).content))
    assert "had failed gate S1 (leaking)" in " ".join("".join(one.extract_text() for one in pdf.pages).split())
    assert told not in Page(person.get(PATH).text).text, "the certificate says it"
