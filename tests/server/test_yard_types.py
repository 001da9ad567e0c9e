"""The type that is said when an inspection begins: one that limits or models are about, so that these hold for it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from page_reading import Page
from serving import HERE
from starlette.testclient import TestClient

from dicycle.bootstrap import Loop, open_loop
from dicycle.cli.health.reading import cell_type as in_words
from dicycle.health.estimating.rested import RestModel
from dicycle.health.gates import Limits
from dicycle.health.gates.model import Bound
from dicycle.health.gates.units import unit_of
from dicycle.health.grading import Rules
from dicycle.health.grading.estimates import Estimators
from dicycle.health.model import CellType, HealthType
from dicycle.health.nameplate import AsWritten
from dicycle.server.app import create_app
from dicycle.server.health.nameplates import cell_type

PATH = "/yard/01/09521004000014/21/C260801"
UNIT = "https://id.gs1.org/01/09521004000014/21/C260801"
FITTED = CellType(id="EXAMPLE-20", chemistry="NMC", rated_capacity=20, voltage_min=3.0, voltage_max=4.2)
OWN = Limits(
    id="example", version="1", issued="2020-01-01", issuer="Example Motors", types=("EXAMPLE-50",),
    bounds={"temperature": Bound(value=30.0, unit="degC", source="data sheet 12")},
)  # fmt: skip
AT_1C = HealthType(rate=1.0, temperature=25.0)
RESTS = RestModel(FITTED, AT_1C, tuple(3.0 + n / 80 for n in range(97)), 0.001, 10, "ab" * 32)


@pytest.fixture
def loop(tmp_path: Path) -> Iterator[Loop]:
    """A ledger whose operator has limits of one type and a model of another."""
    rules = Rules(limits=(OWN,), estimator=Estimators(rests=(RESTS,)))
    with open_loop(tmp_path / "yard.db", grading=lambda: rules) as opened:
        yield opened


@pytest.fixture
def person(loop: Loop) -> TestClient:
    """A browser without scripts."""
    return TestClient(create_app(loop, HERE), headers={"Accept": "text/html"})


def begin(person: TestClient, **fields: str) -> Any:
    """Send the form that begins an inspection."""
    said = {"act": "begin", "unit": UNIT, "by": "Ada Beispiel", "kind": "cell", **fields}
    given = {name: (None, value) for name, value in said.items()}
    return person.post("/yard/act", files=given, headers={"Origin": "http://testserver"})


def type_of(loop: Loop) -> CellType:
    """Return the type of the one inspection."""
    (one,) = loop.inspections.open()
    assert one.begun.type is not None
    return one.begun.type


def test_known_types_are_offered(person: TestClient) -> None:
    """Those that limits name and those that models were fitted on."""
    page = person.get(PATH).text
    assert "<option>EXAMPLE-20</option>" in page
    assert "<option>EXAMPLE-50</option>" in page


def test_signed_limits_hold_for_a_chosen_type(person: TestClient, loop: Loop) -> None:
    """The operator's limit of that type holds in the yard, and not ours of the chemistry."""
    assert begin(person, type="EXAMPLE-50", chemistry="LFP", capacity="50").status_code == 200
    (one,) = loop.inspections.open()
    assert type_of(loop).id == "EXAMPLE-50"
    assert loop.inspections.passage(one).limits.bounds["temperature"].value == 30.0


def test_page_and_programs_are_told_from_when_limits_hold(person: TestClient, loop: Loop) -> None:
    """Those of the operator and ours together are in force since the last of them was issued; a later one is not."""
    begin(person, type="EXAMPLE-50", chemistry="LFP", capacity="50")
    (one,) = loop.inspections.open()
    limits = loop.inspections.passage(one).limits
    assert f"{limits.id} {limits.version}, in force from {limits.issued}" in Page(person.get(PATH).text).text
    told = person.get(f"/inspections/{one.id}", headers={"Accept": "application/json"}).json()["limits"]
    assert told == {"id": limits.id, "version": "1", "issued": limits.issued, "hash": limits.hash}
    assert (limits.id.partition(" ")[0], limits.issued > OWN.issued) == ("example", True)


def test_a_fitted_type_needs_no_nameplate(person: TestClient, loop: Loop) -> None:
    """Its capacity, chemistry and voltages are those of the model; what the model lacks is typed."""
    assert begin(person, type="EXAMPLE-20", series="4", kind="module").status_code == 200
    type = type_of(loop)
    assert (type.id, type.rated_capacity, type.chemistry, type.voltage_max) == ("EXAMPLE-20", 20, "NMC", 4.2)
    assert (type.series, type.kind) == (4, "module")


def test_a_form_that_says_no_cells_leaves_those_of_the_model() -> None:
    """Nothing typed is nothing said."""
    pack = replace(FITTED, series=96, parallel=2)
    fields = {"type": FITTED.id, "capacity": "20"}
    found = cell_type(lambda name: fields.get(name, ""), "pack", {FITTED.id: pack})
    assert found == replace(pack, kind="pack")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"type": "EXAMPLE-20", "capacity": "50"}, "yard.other-type"),
        ({"type": "EXAMPLE-20", "chemistry": "LFP"}, "yard.other-type"),
        ({"type": "EXAMPLE-20", "voltages": "2.5 3.65"}, "yard.other-type"),
        ({"type": "EXAMPLE-50"}, "yard.type"),
        ({"type": "EXAMPLE-99", "capacity": "50"}, "yard.unknown-type"),
        ({"capacity": "50", "series": "4S2P 3S"}, "health.type-twice"),
        ({"capacity": "50", "series": "many"}, "yard.no-number"),
        ({"capacity": "50", "series": "4S0P"}, "yard.type"),
    ],
)  # fmt: skip
def test_what_contradicts_a_chosen_type_is_refused(
    person: TestClient, loop: Loop, fields: dict[str, str], code: str
) -> None:
    """Another capacity or chemistry than the type has, a type that nobody knows, one without a capacity."""
    answer = begin(person, **fields)
    assert (answer.status_code, code in answer.text) == (400, True)
    assert loop.inspections.open() == []


@pytest.mark.parametrize(("said", "cells"), [("4", (4, 1)), ("1s4p", (1, 4)), ("2S2P", (2, 2)), ("", (1, 1))])
def test_cells_are_said_in_the_notation_of_the_field(
    person: TestClient, loop: Loop, said: str, cells: tuple[int, int]
) -> None:
    """A module with all its cells in parallel can be said, too."""
    begin(person, chemistry="NMC", capacity="65", series=said, kind="module")
    assert (type_of(loop).series, type_of(loop).parallel) == cells


def test_without_a_known_type_nothing_is_offered(tmp_path: Path) -> None:
    """Where no limits and no models are about a type, the field is not there."""
    with open_loop(tmp_path / "none.db", grading=Rules) as opened:
        page = TestClient(create_app(opened, HERE), headers={"Accept": "text/html"})
        assert 'name="type"' not in page.get("/yard/01/09521004000014/21/C260801").text


@pytest.mark.parametrize(("said", "series"), [("", None), ("1", 1), ("1S", 1), ("4", 4)])
def test_one_cell_in_series_is_stated_or_not(person: TestClient, loop: Loop, said: str, series: int | None) -> None:
    """Of a module a 1 that somebody types is an answer, and an empty field is none; over HTTP and in words the same."""
    assert begin(person, capacity="50", series=said, kind="module").status_code == 200
    stated = {"series": series} if series else {}
    written = AsWritten(id="M", rated_capacity=50.0, **stated).meant("module")
    words = in_words(f"50 Ah {'' if series is None else f'{series}S'}".strip(), "module")
    for type in (type_of(loop), written, words):
        assert unit_of("module", type).series == series


def test_what_was_kept_before_reads_as_before() -> None:
    """A module of an older ledger, whose 1 nobody stated, has not said it; what states nothing is written as ever."""
    old = msgspec.json.decode(b'{"id": "M", "rated_capacity": 50.0, "series": 1, "kind": "module"}', type=CellType)
    assert unit_of("module", old).series is None
    assert b"one_in_series" not in msgspec.json.encode(old)
    assert AsWritten(id="C", rated_capacity=50.0, series=1).meant("cell") == CellType(id="C", rated_capacity=50.0)
