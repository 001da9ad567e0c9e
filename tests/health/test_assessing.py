"""Assessing: from raw files to the certificate in one call, the same for every door."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from health.grading_cases import DAY, UNIT, answers
from health.inspecting_victim import RECORD
from msgspec.structs import replace

from dicycle.errors import InvalidInput
from dicycle.health.grading import Assessed, Case, Rules, assess, our_scheme, read_rules, sign_scheme
from dicycle.health.grading.estimates import Estimators
from dicycle.health.grading.gathering import RawFile, with_files
from dicycle.health.grading.verifying import by, verify_certificate
from dicycle.health.learning.fitting import fit
from dicycle.health.learning.model import save
from dicycle.health.model import CellType, Estimate, HealthType
from dicycle.health.records.table import PulseTest
from dicycle.ledger.integrity.notes import Signer

TYPE = CellType(id="NMC 10 Ah", chemistry="NMC", rated_capacity=10.0, kind="cell")
RATES = (0.5, 1.0)
POINTS = 1 + 8 * len(RATES)
NAME = "pulses_W_5000.csv"


def pulses(health: float, soc: float, shift: float = 0.0) -> list[float]:
    """Return the turning points of an invented cell: resistance grows as health falls, rest voltage with charge."""
    rest, ohm, found = 3.4 + 0.8 * soc + shift, 0.02 * (2.6 - 1.6 * health), [0.0]
    for rate in RATES:
        for sign in (1, -1):
            drop = sign * rate * 10 * ohm
            found += [0.6 * drop, drop + 0.01 * sign * rate * (1.2 - soc), 0.4 * drop, 0.1 * drop]
    return [rest + one for one in found]


@cache
def estimators() -> Estimators:
    """Fit a model on forty invented cells."""
    chance = np.random.default_rng(7)
    tests = [
        PulseTest(
            unit=f"c{number}", type=TYPE, width=5.0, amplitudes=RATES, soc=soc, capacity=10 * health,
            voltages=np.array(pulses(health, soc)) + chance.normal(0, 2e-4, POINTS),
        )
        for number, health in enumerate(chance.uniform(0.6, 1.0, 40).tolist()) for soc in (0.2, 0.4, 0.6)
    ]  # fmt: skip
    return Estimators(fit(tests, of=HealthType(rate=1.0, temperature=25.0)))


def sheet(health: float, soc: float = 0.4, shift: float = 0.0) -> RawFile:
    """Return a sheet with one pulse test of one cell."""
    heads = ["ID", "Qn", "SOC", "Fai_0.5C", "Fai_1C", "Mat", *(f"U{n}" for n in range(1, POINTS + 1))]
    cells = ["C1", "10", str(100 * soc), "1", "1", "NMC", *(f"{one:.5f}" for one in pulses(health, soc, shift))]
    return RawFile(NAME, f"{','.join([*heads, 'Q'])}\n{','.join([*cells, '9'])}\n".encode())


def rules() -> Rules:
    """Return rules with the invented model."""
    return Rules(estimator=estimators())


def assessed(file: RawFile, **more: object) -> Assessed:
    """Assess a cell by one raw file."""
    told = {"unit": UNIT, "type": TYPE, "readings": answers(cell_voltages=(3.7,)), "measured": "2031-03-19",
            "ambient": 25.0, **more}  # fmt: skip
    return assess(with_files(Case(**told), [file]), rules(), DAY)  # type: ignore[arg-type]


@pytest.mark.parametrize(("health", "grade"), [(0.97, "A"), (0.78, "B"), (0.64, "C")])
def test_a_sheet_of_pulses_becomes_a_graded_certificate(health: float, grade: str) -> None:
    """The interval of an invented cell holds its health, and the grade is that of its health."""
    found = assessed(sheet(health))
    assert found.state.low is not None
    assert found.state.high is not None
    assert found.state.low <= health <= found.state.high
    assert (found.graded.grade, found.state.level) == (grade, "E2"), found.graded
    assert found.certificate.model == estimators().model
    assert found.certificate.files[0].name == NAME


def test_the_certificate_is_made_again_from_the_raw_file() -> None:
    """Raw file, model and scheme give the same bytes; another model says where they differ."""
    file = sheet(0.78)
    made = assessed(file)
    assert verify_certificate(made.data, [file.data], by(rules())).same
    other = verify_certificate(made.data, [file.data], by(Rules()))
    assert not other.same
    assert "/model" in {one.where for one in other.differences}


def test_a_unit_whose_file_states_another_type_is_not_graded() -> None:
    """The passport says NMC of 20 Ah, the file 10 Ah: one of them is wrong, so nothing is graded."""
    found = assessed(sheet(0.97), type=CellType(id="other", chemistry="NMC", rated_capacity=20))
    assert found.graded.grade is None
    assert "health.type-conflicts" in {one.code for one in found.graded.findings}


def test_pulses_that_look_like_nothing_known_say_nothing() -> None:
    """A cell whose pulses are far from all that was fitted is unknown, and has no grade."""
    found = assessed(sheet(0.9, shift=-1.5))
    assert (found.graded.grade, found.state.value, found.graded.summary) == (None, None, "cannot say")


def test_without_model_or_evidence_nothing_is_estimated() -> None:
    """A record from which nothing follows leaves the health unknown; its file is in the certificate all the same."""
    found = assess(with_files(Case(UNIT, type=TYPE), [RawFile("a.csv", RECORD)]), Rules(), DAY)
    assert (found.graded.grade, found.graded.safety, found.state.value) == (None, "open", None)
    assert [one.name for one in found.certificate.files] == ["a.csv"]


@pytest.mark.parametrize(
    "data",
    [b"", b"\0" * 100, b"PK\x03\x04" + b"\xff" * 50, "文字".encode("utf-16"), b"U1,U2\n"],
    ids=["empty", "zeros", "zip", "text", "sheet"],
)
def test_a_file_that_is_nothing_is_a_finding(data: bytes) -> None:
    """Bytes that are no record give findings, no crash, and no grade."""
    found = assessed(RawFile("what.bin", data))
    assert found.graded.grade is None
    assert found.findings
    assert found.certificate.files[0].sha256


def test_an_installation_reads_its_rules_from_files(tmp_path: Path) -> None:
    """Limits, scheme and model are files; a file that is missing or something else is refused with its name."""
    (tmp_path / "scheme.json").write_text(sign_scheme(our_scheme(), Signer.new("buyer.example")))
    model = estimators().pulses
    assert model is not None
    (tmp_path / "model.json").write_bytes(save(model))
    read = read_rules(scheme=tmp_path / "scheme.json", model=tmp_path / "model.json")
    assert (read.scheme, read.limits) == (our_scheme(), ())
    file = sheet(0.78)
    assert assess(with_files(Case(UNIT, type=TYPE), [file]), read, DAY).certificate.model == model.id
    for how in ("limits", "scheme", "model"):
        for name in ("missing.json", "model.json" if how != "model" else "scheme.json"):
            with pytest.raises(InvalidInput):
                read_rules(**{how: tmp_path / name})


def test_pulses_cut_out_of_a_record_have_its_date() -> None:
    """Nobody need state when pulses were measured that are part of a record which says when it began."""
    file = sheet(0.78)
    undated = with_files(Case(UNIT, type=TYPE, readings=answers(cell_voltages=(3.7,)), ambient=25.0), [file])
    assert assess(undated, rules(), DAY).graded.grade is None
    source = undated.pulses[0].source
    assert source is not None
    record = with_files(Case(UNIT), [RawFile("r.csv", RECORD)]).records[0]
    begun = record._replace(source=source, started="2031-03-18T08:00:00+01:00")
    found = assess(undated._replace(records=(begun,)), rules(), DAY)
    assert (found.graded.grade, found.state.together[0].measured) == ("B", begun.started)


def test_further_estimators_are_asked_and_put_together() -> None:
    """A capacity test and pulses of one type count together, the better evidence is told; another type stays beside."""
    tested = Estimate(
        level="E4", method="capacity", of=HealthType(rate=1.0, temperature=25.0), value=0.79, low=0.785, high=0.795,
        measured="2031-03-19",
    )  # fmt: skip
    known = Case(UNIT, type=TYPE, readings=answers(cell_voltages=(3.7,)), measured="2031-03-19", ambient=25.0)
    asked = Estimators(estimators().pulses, more=[lambda _: [tested]])
    found = assess(with_files(known, [sheet(0.78)]), Rules(estimator=asked), DAY)
    assert (found.state.level, {one.level for one in found.state.together}) == ("E4", {"E2", "E4"})
    other = Estimators(
        estimators().pulses, more=[lambda _: [replace(tested, of=HealthType(rate=0.33, temperature=25.0))]]
    )
    apart = assess(with_files(known, [sheet(0.78)]), Rules(estimator=other), DAY).state
    assert len(apart.together) == len(apart.apart) == 1
