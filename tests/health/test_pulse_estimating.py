"""E2: state of health from rest voltage and pulses."""

import numpy as np
import pytest
from health.pulse_cells import ALPHA, BETA, GAMMA, OF, health, model, pulse_tests
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from strategies import examples

from dicycle.health.estimating.openset import identify
from dicycle.health.estimating.pulses import estimate, estimate_all
from dicycle.health.learning.model import PulseModel
from dicycle.health.model import CellType, HealthType
from dicycle.health.records.table import PulseTest


def test_new_cells() -> None:
    """Cells that the model never saw are estimated within 2 %, and 90 % of intervals or more hold the truth."""
    tests = pulse_tests(ALPHA, 40, seed=7)
    found = estimate_all(model(), tests)
    said = [(one, health(test)) for one, test in zip(found, tests, strict=True) if not one.abstains]
    assert len(said) >= 0.9 * len(tests)
    assert np.mean([abs((one.value or 0) / true - 1) for one, true in said]) <= 0.02
    assert np.mean([(one.low or 0) <= true <= (one.high or 0) for one, true in said]) >= 0.9


def test_says_what_it_rests_on() -> None:
    """An estimate names its level, its health, the model by its hash, and the numbers that entered."""
    test = pulse_tests(ALPHA, 1, seed=7)[1]._replace(temperature=25.0)
    found = estimate(model(), test, of=OF)
    assert (found.level, found.method, found.of, found.coverage) == ("E2", "pulses", OF, 0.95)
    assert found.low is not None
    assert found.low < found.value < found.high
    assert found.basis.model == model().id
    assert found.basis.used["soc_source"] == "stated"
    assert found.basis.used["rest_voltage"] == test.voltages[0]


def test_a_charge_between_those_fitted_is_not_used() -> None:
    """The stated charge enters within 2 points of a fitted one; further off the model for an unknown one answers."""
    test = pulse_tests(ALPHA, 1, seed=7)[1]
    near, apart = (estimate(model(), test._replace(soc=soc)) for soc in (0.215, 0.25))
    assert near.basis.used["soc_source"] == "stated"
    assert apart.basis.used["soc_source"] == "unknown"
    assert "health.soc-not-used" in [one.code for one in apart.findings]


def test_unknown_charge() -> None:
    """Without the state of charge the estimate is still there, says so, and is less sure over many cells."""
    tests = pulse_tests(BETA, 30, seed=9)
    known = estimate_all(model(), tests)
    blind = estimate_all(model(), [test._replace(soc=None) for test in tests])
    assert {one.basis.used["soc_source"] for one in blind} == {"unknown"}
    widths = [np.mean([one.high - one.low for one in found if one.low is not None]) for found in (known, blind)]
    assert widths[0] < widths[1]


def test_one_by_one_or_together() -> None:
    """Tests say the same one by one and together, in any order."""
    tests = [*pulse_tests(ALPHA, 3, seed=8), *pulse_tests(BETA, 3, seed=8)]
    together = estimate_all(model(), tests)
    assert [estimate(model(), test) for test in tests] == together
    assert estimate_all(model(), tests[::-1]) == together[::-1]


WRONG = {
    "health.pulses-outside": lambda test: test._replace(width=1.0),
    "health.soc-outside": lambda test: test._replace(soc=0.8),
    "health.type-not-fitted": lambda test: test._replace(type=GAMMA.type),
    "health.pulses-atypical": lambda test: test._replace(voltages=test.voltages + 0.3),
}


@pytest.mark.parametrize("code", WRONG)
def test_abstains_outside_its_domain(code: str) -> None:
    """Another width, state of charge, type or look of the pulses gives no number, but the reason and what to do."""
    found = estimate(model(), WRONG[code](pulse_tests(ALPHA, 1, seed=7)[0]))
    assert found.abstains
    assert (found.low, found.high) == (None, None)
    assert found.findings[0].code == code
    assert found.findings[0].advice


def test_other_currents_are_outside() -> None:
    """Pulses of other currents are outside the domain, also where the number of turning points agrees."""
    test = pulse_tests(ALPHA, 1, seed=7)[0]._replace(amplitudes=(1.0, 2.0, 3.0))
    assert estimate(model(), test).findings[0].code == "health.pulses-outside"


def test_more_pulses_than_fitted() -> None:
    """A test with a further pair of pulses is estimated from the pairs that were fitted."""
    test = pulse_tests(ALPHA, 1, seed=7)[0]
    longer = test._replace(amplitudes=(*test.amplitudes, 2.0), voltages=np.append(test.voltages, np.full(8, 3.7)))
    assert estimate(model(), longer).value == estimate(model(), test).value


def test_temperature() -> None:
    """Where both are stated, pulses at another temperature are outside; where one is not, that is told."""
    from dicycle.health.learning import fit

    warm = [test._replace(temperature=25.0) for test in pulse_tests(ALPHA, 20)]
    fitted = fit(warm)
    cold = estimate(fitted, warm[0]._replace(temperature=5.0))
    assert [finding.code for finding in cold.findings] == ["health.temperature-outside"]
    silent = estimate(fitted, warm[0]._replace(temperature=None))
    assert "health.temperature-not-stated" in {finding.code for finding in silent.findings}


@pytest.mark.parametrize("ambient", [-10.0, 45.0, 60.0])
def test_what_was_said_of_a_model_is_where_it_was_fitted(ambient: float) -> None:
    """Where no sheet has a temperature, that of the reference test holds: colder or warmer pulses give no number."""
    test = pulse_tests(ALPHA, 1, seed=7)[1]
    assert estimate(model(), test._replace(temperature=27.0)).of == OF
    found = estimate(model(), test._replace(temperature=ambient))
    assert [one.code for one in found.findings] == ["health.temperature-outside"]
    assert found.value is None


def test_pulses_of_no_known_temperature_have_no_full_type() -> None:
    """Their value is shown, but unknown equals nothing: it has no temperature, and says what to state."""
    found = estimate(model(), pulse_tests(ALPHA, 1, seed=7)[1])
    assert found.value is not None
    assert (found.of.rate, found.of.temperature) == (OF.rate, None)
    (told,) = (one for one in found.findings if one.code == "health.temperature-not-stated")
    assert "--ambient" in told.advice


def test_a_model_of_which_nobody_said_the_temperature_says_so() -> None:
    """The temperature of the pulses is known, the model's is not: nothing is checked, and that is told."""
    told = estimate(PulseModel(**{**structs.asdict(model()), "of": HealthType(rate=1.0)}),
                    pulse_tests(ALPHA, 1, seed=7)[1]._replace(temperature=25.0))  # fmt: skip
    assert "health.temperature-not-fitted" in {one.code for one in told.findings}
    assert not told.of.stated


def test_pulses_that_differ_are_told_by_what_differs() -> None:
    """Of other currents with the same width and as many turning points, both currents are named."""
    test = pulse_tests(ALPHA, 1, seed=7)[0]
    told = estimate(model(), test._replace(amplitudes=tuple(2 * one for one in test.amplitudes))).findings[0].sentence
    differing = told.removeprefix("Pulses of ").split(" are not those fitted ")
    assert differing[0] not in differing[1]


def test_other_type_of_health() -> None:
    """Asked for health at another rate than the model's, it abstains."""
    found = estimate(model(), pulse_tests(ALPHA, 1)[0], of=HealthType(rate=0.2, temperature=25.0))
    assert found.findings[0].code == "health.other-type-of-health"
    assert found.of.rate == 0.2


def test_same_kind_under_another_name() -> None:
    """A declared type of the same chemistry and capacity is taken for the fitted one if the pulses agree."""
    test = pulse_tests(ALPHA, 1, seed=7)[1]
    renamed = test._replace(type=CellType(id="urn:example:alpha", chemistry="LMO", rated_capacity=10.0))
    assert estimate(model(), renamed).value == estimate(model(), test).value


@examples(20)
@given(
    st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=40),
    st.one_of(st.none(), st.floats(allow_nan=True)),
    st.floats(allow_nan=True),
    st.lists(st.floats(allow_nan=True), max_size=5),
)
def test_never_crashes(voltages: list[float], soc: float | None, width: float, amplitudes: list[float]) -> None:
    """Whatever the numbers of a test are, there is an estimate or an abstention with a reason."""
    test = PulseTest("any", ALPHA.type, width, tuple(amplitudes), np.array(voltages, float), soc)
    found = estimate(model(), test)
    assert found.abstains
    assert found.findings


@examples(13)
@given(st.lists(st.floats(-1e308, 1e308), min_size=25, max_size=25), st.one_of(st.none(), st.floats(allow_nan=True)))
def test_wild_voltages(voltages: list[float], soc: float | None) -> None:
    """Voltages that no battery has are turned away."""
    test = pulse_tests(ALPHA, 1)[0]._replace(voltages=np.array(voltages), soc=soc)
    assert estimate(model(), test).abstains


@pytest.mark.parametrize("build", [{"series": 12}, {"parallel": 2}, {"series": 12, "parallel": 2}])
def test_a_module_is_not_judged_as_a_cell(build: dict[str, int]) -> None:
    """Pulses of a module on a model of single cells: no health and no type, and what to do instead."""
    one = pulse_tests(ALPHA, 1, seed=9)[0]
    whole = one._replace(
        type=structs.replace(one.type, kind="module", **build), voltages=one.voltages * build.get("series", 1)
    )
    answer, seen = estimate(model(), whole), identify(model(), whole)
    assert answer.value is None
    assert [told.code for told in answer.findings] == [told.code for told in seen.findings] == ["health.other-build"]
    assert "every cell" in answer.findings[0].advice
    assert seen.type is None
