"""What was measured, drawn: typed values, pulses, and the stretches that each estimate took."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from health.grading_cases import healthy
from health.inspecting_victim import RECORD
from page_reading import HTML, Page
from server.yard_forms import a_ledger, act, begun
from serving import HERE
from starlette.testclient import TestClient

from dicycle.bootstrap import Loop
from dicycle.health.grading import Resistance
from dicycle.health.model import Basis, Estimate, HealthType, Level, StateOfHealth
from dicycle.health.records.table import Record
from dicycle.server.app import create_app
from dicycle.server.pages.health.curves import drawings
from dicycle.server.pages.health.evidence import evidence_of


@pytest.fixture
def loop(tmp_path: Path) -> Iterator[Loop]:
    """A ledger that knows a cell."""
    with a_ledger(tmp_path) as opened:
        yield opened


@pytest.fixture
def person(loop: Loop) -> TestClient:
    """A browser without scripts."""
    return TestClient(create_app(loop, HERE), headers=HTML)


def test_typed_values_are_a_file_like_any_other(person: TestClient, loop: Loop) -> None:
    """Voltages read off an instrument are kept as a sheet of one pulse test, read and drawn."""
    id = begun(person, loop)
    pulse = {"charge": "3.41 3.44 3.36 3.34", "discharge": "3.25 3.22 3.3 3.32"}
    answer = act(person, "typed", inspection=id, width="5", soc="30", rest="3,33", **pulse)
    assert "1 pulse test" in Page(answer.text).text
    (file,) = evidence_of(loop.inspections, loop.inspections.read(id)).files
    (test,) = file.read.pulses
    assert (test.width, test.soc, test.type.rated_capacity, len(test.voltages)) == (5.0, 0.3, 50.0, 9)
    (drawing,) = drawings(file.read, (), healthy(None))
    assert len(drawing.curves[0].dots) == 9
    text = Page(person.get(f"/yard/results/{id}").text).text
    assert "E2, open-circuit voltage and pulses: all 9 turning points. No state of health rests on it." in text
    assert "It was read, and nothing of it entered the state of health." in text


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
    (drawing,) = drawings(file.read, (), healthy(None))
    voltage, current = drawing.curves
    assert [band.text for band in voltage.bands] == ["E2", ""]
    assert (len(voltage.dots), current.bands, current.dots) == (8, voltage.bands, ())
    (said,) = drawing.legend
    assert said.endswith("2 pulses, 0.833 to 1.98 min. No state of health rests on it.")
    entered = Estimate(level="E2", method="m", of=HealthType(), basis=Basis(sources=(file.read.records[0].source,)))
    (used,) = drawings(file.read, (), StateOfHealth(of=HealthType(), together=(entered,)))
    assert used.legend[0].endswith("2 pulses, 0.833 to 1.98 min. The state of health rests on it.")


def of_rows(record: Record, *levels: Level, rests: bool = True, rows: tuple[float, float] = (0, 9)) -> StateOfHealth:
    """Return a state of health whose estimates take some rows of a record, together or apart."""
    used: dict[str, float | str | None] = {"first_row": rows[0], "last_row": rows[1]}
    basis = Basis(sources=(record.source,), used=used)
    every = tuple(
        Estimate(level=one, method="m", of=HealthType(), value=0.8, low=0.7, high=0.9, measured=record.started,
                 basis=basis) for one in levels
    )  # fmt: skip
    return StateOfHealth(of=HealthType(), together=every if rests else (), apart=() if rests else every)


def test_what_each_estimate_took_is_marked(person: TestClient, loop: Loop) -> None:
    """The stretches of E1 and E4 are marked on voltage and current, told by words; rows beyond the record are not."""
    id = begun(person, loop)
    act(person, "attach", files={"file": ("c260801.csv", RECORD, "text/csv")}, inspection=id, measured="2026-11-20")
    (file,) = evidence_of(loop.inspections, loop.inspections.read(id)).files
    (record,) = file.read.records
    (drawing,) = drawings(file.read, (), of_rows(record, "E1", "E4", rows=(10, 49)))
    for curve in drawing.curves:
        assert sorted(band.text for band in curve.bands) == ["E1", "E4"]
        assert len({band.y for band in curve.bands}) == 2
        assert curve.bands[0].x > curve.x[0].at
    assert drawing.legend[1] == "E4, a full capacity test: 10 to 49 s. The state of health rests on it."
    (apart,) = drawings(file.read, (), of_rows(record, "E3", rests=False))
    assert apart.legend[0].endswith("No state of health rests on it.")
    ohmic = Resistance(value=1.2, low=1.1, high=1.3, what="r", basis=of_rows(record, "E2").together[0].basis)
    (resisting,) = drawings(file.read, (), healthy(None), ohmic)
    assert resisting.legend == ("R, resistance over that of a new one: 0 to 9 s. The resistance rests on it.",)
    (beyond,) = drawings(file.read, (), of_rows(record, "E4", rows=(10, 60)))
    assert beyond.legend == ()
