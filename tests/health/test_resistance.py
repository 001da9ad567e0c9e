"""Resistance over new: what pulses say of it, how sure that is, and where nothing is said."""

from math import exp
from typing import Any

import numpy as np
import pytest
from health.grading_cases import CELL_SAYS, DAY, RAW, answers
from health.inspecting_victim import RECORD
from health.leaf_cell import LEAF, pulsed_at
from health.simulated_cells import NMC, Cell, pulsed
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import examples

from dicycle.health.estimating.falls import measured
from dicycle.health.estimating.resistance import Judged, judge
from dicycle.health.grading import Assessed, Case, Rules, assess, our_scheme, read_certificate
from dicycle.health.grading.gathering import RawFile, with_files
from dicycle.health.grading.verifying import case_of
from dicycle.health.model import CellType, NewResistance
from dicycle.health.records.table import PulseTest

NEW = NewResistance(ohm=0.01, seconds=10.0)
TYPE = replace(NMC, new_resistance=NEW)


def paired(
    ohm: float, *, rate: float = 1.0, width: float = 10.0, soc: float | None = 0.5, temperature: float | None = 25.0
) -> PulseTest:
    """Return a pair of pulses of an invented cell of 5 Ah with a resistance (Ohm)."""
    drop = rate * TYPE.rated_capacity * ohm
    turns = [
        3.7,
        3.7 + 0.7 * drop,
        3.7 + drop,
        3.7 + 0.3 * drop,
        3.7,
        3.7 - 0.7 * drop,
        3.7 - drop,
        3.7 - 0.3 * drop,
        3.7,
    ]
    return PulseTest("c1", TYPE, width, (rate,), np.array(turns), soc=soc, temperature=temperature)


def codes(found: Judged) -> set[str]:
    """Return the codes of the warnings."""
    return {one.code.removeprefix("health.") for one in found.findings if one.severity.value == "warning"}


@examples(25)
@given(
    multiple=st.floats(0.8, 4.0), soc=st.floats(0.35, 0.65),
    elsewhere=st.sampled_from(("nowhere", "warmth", "time")), share=st.floats(0, 1), away=st.floats(-1, 1),
)  # fmt: skip
def test_the_interval_holds_the_resistance_wherever_in_the_domain_it_is_measured(
    multiple: float, soc: float, elsewhere: str, share: float, away: float
) -> None:
    """At another temperature or time, for any activation energy and any rise with time that are thought possible."""
    warmth = 25 + 10 * away if elsewhere == "warmth" else 25.0
    width = 10 * 2**away if elsewhere == "time" else 10.0
    ohm = multiple * NEW.ohm * exp(share * 50_000 / 8.314 * (1 / (warmth + 273.15) - 1 / 298.15))
    found = judge((), (paired(ohm * (width / 10) ** (0.25 * share), width=width, soc=soc, temperature=warmth),), TYPE)
    assert found.low is not None
    assert found.high is not None
    assert found.low <= multiple <= found.high, found
    assert found.low < (found.value or 0) < found.high


def test_where_it_is_stated_the_value_is_that_of_the_pulse() -> None:
    """At the stated time, temperature and state of charge nothing is brought anywhere, and what counted is told."""
    found = judge((), (paired(0.015),), TYPE)
    assert found.value == pytest.approx(1.5)
    assert 0.8 < (found.low or 0) / 1.5 < 0.93
    assert found.basis.used["ohm"] == pytest.approx(0.015)
    assert found.what == "discharge, 10 s, 50 % charged, 25 °C"


def test_a_higher_current_is_surer() -> None:
    """The same millivolts of doubt are less of a deeper fall."""
    wide, narrow = (judge((), (paired(0.012, rate=rate),), TYPE) for rate in (0.3, 3.0))
    assert (wide.high or 0) - (wide.low or 0) > (narrow.high or 0) - (narrow.low or 0)


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"soc": None}, "resistance-soc-unknown"),
        ({"soc": 0.8}, "resistance-soc"),
        ({"soc": 0.15}, "resistance-soc"),
        ({"temperature": None}, "resistance-temperature-unknown"),
        ({"temperature": 5.0}, "resistance-temperature"),
        ({"width": 2.0}, "resistance-time"),
        ({"rate": 0.02}, "resistance-faint"),
        ({"ohm": -0.01}, "resistance-negative"),
    ],
)
def test_outside_its_domain_nothing_is_said(how: dict[str, Any], code: str) -> None:
    """The sentence names what is off and what to do; no number is given."""
    found = judge((), (paired(**{"ohm": 0.01, **how}),), TYPE)
    assert found.value is None
    assert codes(found) == {code}
    assert all(one.advice for one in found.findings)


def test_a_stated_ambient_counts_where_the_file_has_none() -> None:
    """A sheet says no temperature; who measured does."""
    assert judge((), (paired(0.01, temperature=None),), TYPE, 25.0).value == pytest.approx(1.0)


def test_without_pulses_or_a_new_value_there_is_nothing() -> None:
    """No pulses: silence. Pulses and no new value: a note. A new value that is none: a warning."""
    assert judge((), (), TYPE) == Judged()
    (note,) = judge((), (paired(0.01),), NMC).findings
    assert (note.code, note.severity.value) == ("health.no-new-resistance", "note")
    for wrong in (NewResistance(ohm=0.0, seconds=10.0), NewResistance(ohm=0.01, seconds=10.0, soc=50.0)):
        assert codes(judge((), (paired(0.01),), replace(NMC, new_resistance=wrong))) == {"new-resistance"}


def test_pulses_of_a_record_are_judged_and_their_rows_named() -> None:
    """A record that was empty once says how full the cell is at its pulses; the voltages used are those of the rows."""
    record = pulsed(Cell(4.5, 0.016), soc=0.5)
    found = judge((record,), (), TYPE)
    assert (found.low or 0) <= 1.6 <= (found.high or 0), found
    first, last = (int(found.basis.used[name] or 0) for name in ("first_row", "last_row"))
    voltage = record.table.voltage
    assert (voltage[first] - voltage[last]) / 5.0 == pytest.approx(0.016, abs=1e-3)
    assert record.table.current[first] == 0
    assert found.basis.sources == (record.source,)


def test_two_pulses_that_differ_are_less_sure() -> None:
    """A bad contact in one of two pulses widens the interval to both."""
    one, other = paired(0.012), paired(0.02)
    found = judge((), (one, other), TYPE)
    assert (found.low or 9) < 1.25
    assert (found.high or 0) > 1.95
    assert found.basis.used["pulses"] == 2


def test_pulses_of_a_public_cell_agree_with_each_other_as_often_as_is_said() -> None:
    """Each pulse of a cell is held against each other one of it in the domain: 95 % of the intervals hold 1."""
    found = [one for one in measured([pulsed_at(25)], [], LEAF, 25.0) if one.soc is not None]
    held = []
    for new in found:
        stated = NewResistance(ohm=new.ohm, seconds=new.seconds, soc=new.soc or 0.0)
        for one in found:
            drop, rest = one.ohm * one.amplitude, np.zeros(9)
            rest[6] = -drop
            test = PulseTest("leaf", LEAF, one.seconds, (one.amplitude / 33,), rest, soc=one.soc, temperature=25.0)
            said = judge((), (test,), replace(LEAF, new_resistance=stated))
            if said.low is not None and said.high is not None:
                held.append(said.low <= 1 <= said.high)
    assert len(held) > 400
    assert np.mean(held) >= 0.95


def graded(**more: Any) -> Assessed:
    """Assess the invented cell by a sheet of pulses, with a scheme that asks for its resistance."""
    heads, cells = ["Qn", "Pt", "SOC", "Fai_1C", *(f"U{n}" for n in range(1, 10))], paired(0.012).voltages
    sheet = RawFile("one.csv", f"{','.join(heads)}\n5,10,50,1,{','.join(f'{one:.4f}' for one in cells)}\n".encode())
    scheme = replace(our_scheme(), needs_resistance=("A", "B", "C", "D"))
    told = {"type": TYPE, "readings": answers({**CELL_SAYS, "cell-voltages": (3.7,)}), "measured": "2031-03-19", **more}
    return assess(with_files(Case("urn:example:1", **told), [sheet]), Rules(scheme=scheme), DAY)


def test_a_grade_that_needs_the_resistance_has_it_from_the_pulses() -> None:
    """With a new value the resistance is certified and found again; without one it stays open."""
    known = graded(ambient=25.0)
    resistance = known.certificate.resistance
    assert resistance is not None
    assert 1.0 < resistance.value < 1.5
    assert resistance.measured == "2031-03-19"
    assert "grading.resistance-open" not in {one.code for one in known.graded.findings}
    again = case_of(read_certificate(known.data))
    assert (again.ambient, again.resistance, again.type) == (25.0, None, TYPE)
    silent = graded(ambient=25.0, type=NMC)
    assert silent.certificate.resistance is None
    assert "grading.resistance-open" in {one.code for one in silent.graded.findings}


def test_currents_that_are_assumed_show_no_resistance() -> None:
    """A sheet that does not say its currents gives none, and says what to add."""
    found = judge((), (paired(0.01)._replace(source=RAW),), TYPE, assumed=(RAW.name,))
    assert codes(found) == {"resistance-current-unsaid"}


def test_a_resistance_that_is_given_stays_as_it_is() -> None:
    """What a laboratory states is not replaced by what pulses show."""
    given_one = graded(ambient=25.0).certificate.resistance
    assert given_one is not None
    stated = replace(given_one, value=3.3, low=3.2, high=3.4)
    assert graded(ambient=25.0, resistance=stated).certificate.resistance == stated


@examples(15)
@given(st.data())
def test_no_table_breaks_it(data: st.DataObject) -> None:
    """Whatever a record holds, there is a number with an interval or none at all."""
    record = with_files(Case("urn:example:1"), [RawFile("a.csv", RECORD)]).records[0]
    rows = min(record.table.rows, 12)
    drawn = st.lists(st.floats(width=32), min_size=rows, max_size=rows)
    columns = {name: np.array(data.draw(drawn), np.float64) for name in ("time", "current", "voltage", "temperature")}
    cut = type(record.table)(*(column[:rows] for column in record.table))
    with np.errstate(all="ignore"):
        found = judge((record._replace(table=cut._replace(**columns), source=RAW),), (), TYPE, 25.0)
    assert found.value is None or (found.low or 0) <= found.value <= (found.high or 0)


def test_a_type_without_a_new_value_is_written_as_before() -> None:
    """Models and certificates that were made before the value existed keep their bytes."""
    import msgspec

    assert b"new_resistance" not in msgspec.json.encode(NMC)
    told = b'{"id": "x", "rated_capacity": 5, "new_resistance": {"ohm": 0.01, "seconds": 10}}'
    assert msgspec.json.decode(told, type=CellType).new_resistance == NEW
