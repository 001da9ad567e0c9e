"""Certificates: the same evidence gives the same bytes anywhere, and whoever doubts one can make it again."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from health.grading_cases import AT_1C, CELL_SAYS, DAY, RAW, TYPE, UNIT, answers, case, healthy
from health.inspecting_victim import RECORD
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from dicycle.errors import InvalidInput
from dicycle.health.gates.limits import our_limits
from dicycle.health.grading import (
    Assessed,
    Case,
    Resistance,
    Rules,
    assess,
    certificate_id,
    conclude,
    our_scheme,
    read_certificate,
)
from dicycle.health.grading.gathering import RawFile, units_of, with_files
from dicycle.health.grading.verifying import by, opened_certificate, sign_certificate, verify_certificate
from dicycle.health.grading.wording import interval_in_words, sections
from dicycle.health.model import Basis, StateOfHealth
from dicycle.ledger.integrity.notes import Signer

GOLDEN = Path(__file__).with_name("golden_certificate.json")


def made(state: StateOfHealth | None = None, **more: object) -> Assessed:
    """Return what is certified of the invented cell."""
    ohmic = Resistance(value=1.12, low=1.08, high=1.16, what="10 s, 50 % charged, 25 degC", measured="2031-03-19")
    limits: Any = more.pop("limits", ())
    told = {"resistance": ohmic, "sources": (RAW,), **more}
    return conclude(case(**told), state or healthy(), DAY, limits=limits, model="cd" * 32)


def test_the_certificate_of_an_invented_cell_is_what_it_always_was() -> None:
    """The bytes are those that were kept; when a field is added on purpose, they are written anew and looked at.

    It was made by the limits of its day, and is made again by them.
    """
    data = made(limits=our_limits("2026-11"), readings=answers(rested_voltage=None)).data
    assert json.loads(data) == json.loads(GOLDEN.read_bytes())
    assert data + b"\n" == GOLDEN.read_bytes()


def test_another_process_makes_the_same_bytes() -> None:
    """With another seed for hashing and in another process, the certificate has the same id."""
    code = "from health.test_certificate import made; print(made().id)"
    tests = str(Path(__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True,
        env={"PYTHONPATH": tests, "PYTHONHASHSEED": "12345"},
    )  # fmt: skip
    assert done.stdout.strip() == made().id


@given(st.permutations(sorted(CELL_SAYS)), st.floats(-4e-13, 4e-13))
def test_neither_order_nor_the_last_bits_change_a_certificate(order: list[str], noise: float) -> None:
    """Answers in any order, and numbers that differ by what machines differ in, give the same bytes."""
    shuffled = tuple(sorted(answers(), key=lambda one: order.index(one.question)))
    assert made(healthy(0.87 + noise, 0.9 - noise), readings=shuffled).data == made().data


@given(st.floats(0.1, 1.2), st.floats(0, 0.3))
def test_what_is_printed_never_claims_more_than_was_found(low: float, width: float) -> None:
    """The printed interval holds the one that was found, up to a billionth, and has four decimals."""
    said = json.loads(made(healthy(low, low + width)).data)["state"]
    assert said["low"] <= low + 1e-9
    assert said["high"] >= low + width - 1e-9
    assert said["high"] - said["low"] <= width + 2.1e-4
    assert all(round(said[key], 4) == said[key] for key in ("low", "value", "high"))


def test_everything_that_it_rests_on_is_in_it() -> None:
    """Type, rate, temperature, denominator, model, limits, scheme, files, who and when stand in the certificate."""
    said = json.loads(made().data)
    assert said["state"]["of"] == {
        "numerator": "discharge-capacity", "denominator": "rated", "rate": 1.0, "temperature": 25.0
    }  # fmt: skip
    assert (said["unit"], said["as_of"], said["by"], said["model"]) == (UNIT, "2031-03-20", "Ada Beispiel", "cd" * 32)
    assert said["scheme"]["hash"] == our_scheme().hash
    assert said["limits"]["id"] == "dicycle-lfp + dicycle-general"
    assert said["files"][0]["sha256"] == RAW.sha256
    assert said["graded"]["grade"] == "A"
    checks = {one["question"]: one for gate in said["gates"] for one in gate["checks"]}
    assert (checks["cell-voltages"]["value"], checks["cell-voltages"]["limit"]) == ([3.31], "2 to 3.65 V")


def test_what_was_not_measured_is_listed() -> None:
    """A certificate names what nobody measured; it does not pass for measured."""
    found = made(readings=answers(swelling=None), resistance=None).certificate
    assert found.not_measured == ("Resistance compared with new", "How much thicker is it than when new?")
    assert found.graded.grade is None


def test_a_standards_field_has_a_value_only_where_the_type_is_its_own() -> None:
    """A capacity at 1C is not the residual capacity at the five-hour rate; at C/5 and 25 degrees it is."""

    def given(state: StateOfHealth) -> str:
        rows = made(state).certificate.standards
        return next(one.given for one in rows if one.standard == "GB/T 34015-2017")

    assert given(healthy()) == "measured otherwise"
    assert given(healthy(of=replace(AT_1C, rate=0.2))) == "given"
    assert given(healthy(None)) == "not measured"
    assert {one.known.partition(":")[0] for one in made().certificate.standards} == {"verified", "secondary", "general"}


def test_a_day_that_was_stated_for_all_is_in_it() -> None:
    """What carries no date has the one that a person stated, and the certificate says that it was stated."""
    undated = healthy(measured=None)
    assert made(undated).graded.grade is None
    found = made(undated, measured="2031-03-18", readings=answers(at=None))
    assert (found.graded.grade, found.certificate.measured) == ("A", "2031-03-18")


def again(case: Case, as_of: date) -> Assessed:
    """Assess the invented cell anew; its test record says what it always said."""
    return conclude(case, healthy(), as_of, model="cd" * 32)


def issued(**more: object) -> bytes:
    """Return a certificate over the raw file."""
    return again(with_files(case(measured="2031-03-19", **more), [RawFile("c260801.csv", RECORD)]), DAY).data


def test_a_certificate_is_verified_from_its_raw_file() -> None:
    """From the raw file, model and limits the same bytes come out."""
    assert verify_certificate(issued(), [RECORD], again).same


def test_what_differs_is_named() -> None:
    """A certificate whose number was changed is told apart, with the place and both values."""
    other = json.loads(issued())
    other["state"]["high"] = 0.95
    forged = json.dumps(other, separators=(",", ":"), sort_keys=True, ensure_ascii=False).encode()
    found = verify_certificate(forged, [RECORD], again)
    assert (found.same, found.differences) == (False, (("/state/high", 0.95, 0.9),))


def test_a_file_that_is_not_given_is_named() -> None:
    """Without the raw file, or with another one, nothing is verified and the missing file is named."""
    found = verify_certificate(issued(), [RECORD + b" "], again)
    assert (found.same, [one.code for one in found.findings]) == (False, ["grading.file-lacking"])


def test_a_resistance_that_was_found_in_files_is_found_again() -> None:
    """Verifying takes only a resistance that somebody gave for given; one with raw files behind it comes anew."""
    measured = Resistance(value=1.1, low=1.0, high=1.2, what="10 s", measured="2031-03-19", basis=Basis(sources=(RAW,)))
    seen: list[Case] = []

    def look(case: Case, as_of: date) -> Assessed:
        seen.append(case)
        return again(case, as_of)

    verify_certificate(issued(resistance=measured), [RECORD], look)
    assert (seen[0].resistance, seen[0].type) == (None, TYPE)


def test_a_signed_certificate_keeps_its_id() -> None:
    """Inside a signed note the bytes are the same; changed, or signed by a stranger, it is refused."""
    signer, stranger = Signer.new("lab.example"), Signer.new("stranger.example")
    note = sign_certificate(made().data, signer).encode()
    data, signers = opened_certificate(note, [signer.verifier])
    assert (certificate_id(data), signers) == (made().id, ("lab.example",))
    assert opened_certificate(data + b"\n") == (data, ())
    for keys, text in (([stranger.verifier], note), ([signer.verifier], note.replace(b"0.87", b"0.97"))):
        with pytest.raises(InvalidInput):
            opened_certificate(text, keys)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff", b'{"format": "other"}', b"[" * 5000])
def test_what_is_no_certificate_is_refused(data: bytes) -> None:
    """Other bytes are refused with a sentence."""
    with pytest.raises(InvalidInput, match="certificate"):
        read_certificate(data)


def test_a_certificate_that_was_written_anew_is_told_apart() -> None:
    """The same content with other spaces is not the certificate: its id would be another."""
    with pytest.raises(InvalidInput, match="not in the bytes"):
        read_certificate(json.dumps(json.loads(made().data)).encode())
    assert read_certificate(made().data).unit == UNIT


def test_limits_of_another_yard_make_another_certificate() -> None:
    """The hash of the limits is in it, so limits that differ in one number give another id."""
    own = replace(our_limits()[0], id="yard", hash="ee" * 32, types=(TYPE.id,))
    assert conclude(case(), healthy(), DAY, limits=[own]).id != conclude(case(), healthy(), DAY).id


def sheet(*units: str) -> bytes:
    """Return a sheet of pulse tests of some cells, as a CSV."""
    points = ",".join(f"U{n}" for n in range(1, 42))
    voltages = [",".join(f"{3.3 + n / 1000 + k / 100:.3f}" for n in range(41)) for k in range(len(units))]
    rows = [f"{name},10,9,50,{read}" for name, read in zip(units, voltages, strict=True)]
    return "\n".join([f"ID,Qn,Q,SOC,{points}", *rows]).encode()


def test_of_a_file_with_several_units_the_one_that_is_meant_must_be_named() -> None:
    """Two cells in one file are an error until somebody says which of them the certificate is about."""
    file = RawFile("pulses_W_5000.csv", sheet("C1", "C2"))
    both = with_files(case(), [file])
    names = units_of(file)
    assert ("grading.several-units" in {one.code for one in both.findings}, both.pulses) == (True, ())
    one = with_files(case(named=names[0]), [file])
    assert {test.unit for test in one.pulses} == {names[0]}
    assert "grading.several-units" not in {found.code for found in one.findings}


def test_a_certificate_of_earlier_limits_is_verified_by_them() -> None:
    """Held against the limits of its day it comes out byte for byte; against those in force, what differs is named."""
    before = our_limits("2026-11")

    def then(case: Case, as_of: date) -> Assessed:
        return conclude(case, healthy(), as_of, limits=before, model="cd" * 32)

    read = with_files(case(measured="2031-03-19", readings=answers(rested_voltage=None)), [RawFile("c.csv", RECORD)])
    data = then(read, DAY).data
    assert verify_certificate(data, [RECORD], then).same
    found = verify_certificate(data, [RECORD], again)
    assert "/limits/version" in {one.where for one in found.differences}


def test_two_answers_of_one_list_do_not_hide_a_failure() -> None:
    """Leaking, then not leaking: D, with a finding; the answer that does not count is named, and it verifies."""
    both = answers(leaking=True) + answers({}, leaking=False)
    found = made(readings=both, resistance=None)
    assert (found.graded.grade, found.graded.safety) == ("D", "quarantine")
    assert "gates.two-answers" in {one.code for one in found.findings}
    assert [(one.reading.value, one.how) for one in found.certificate.replaced or ()] == [(False, "not counted")]
    assert [one.value for one in found.certificate.readings if one.question == "leaking"] == [True]
    data = again(with_files(case(readings=both), [RawFile("c.csv", RECORD)]), DAY).data
    assert verify_certificate(data, [RECORD], again).same


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(0.701, 0.7099, "70.1 to 71.0 %: C or B"), (0.70012, 0.7004, "70.01 to 70.04 %: within B"),
     (0.84, 0.8496, "84.00 to 84.96 %: within B"), (0.84, 0.8489, "84.0 to 84.9 %: within B")],
)  # fmt: skip
def test_an_interval_is_read_with_one_rounding(low: float, high: float, said: str) -> None:
    """One decimal, rounded outwards; two where the interval is narrower, or a tenth would reach over a cut."""
    found = made(healthy(low, high)).certificate
    sentence = next(one.sentence for one in found.graded.factors if one.name == "health")
    assert said.partition(":")[0] in sentence
    if "84.00" not in said:
        assert interval_in_words(found.state) == said.partition(":")[0]
    value = next(line.said for one in sections(found, "ab") for line in one.lines if line.what == "Value")
    assert value.endswith(interval_in_words(found.state))
    assert "%" not in value.partition(" %")[0]


def test_the_limits_of_a_certificate_are_found_by_their_hash() -> None:
    """Nobody has to say by which version of our limits it was made; by limits of a stranger it does not come out."""
    read = with_files(case(measured="2031-03-19", readings=answers(rested_voltage=None)), [RawFile("c.csv", RECORD)])
    own = (replace(our_limits()[0], id="yard", types=(TYPE.id,), hash="ee" * 32),)
    for rules in (Rules(), Rules(limits=our_limits("2026-11")), Rules(limits=own),
                  Rules(limits=(*own, *our_limits("2026-11")))):  # fmt: skip
        data = assess(read, rules, DAY).data
        kept = Rules(limits=own if own[0] in rules.limits else ())
        assert verify_certificate(data, [RECORD], by(kept)).same
    assert not verify_certificate(data, [RECORD], by(Rules())).same
