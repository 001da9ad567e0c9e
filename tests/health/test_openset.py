"""Which type the pulses look like, if any."""

import numpy as np
import pytest
from health.pulse_cells import ALPHA, BETA, GAMMA, model, pulse_tests

from dicycle.health.estimating.openset import identify


def test_known_types_are_known() -> None:
    """New cells of a known type are taken for it; at most 5 % (with chance: 9 %) look like none."""
    for kind in (ALPHA, BETA):
        found = [identify(model(), test) for test in pulse_tests(kind, 40, seed=11)]
        assert np.mean([one.type is None for one in found]) <= 0.09
        assert {one.type.id for one in found if one.type} == {kind.type.id}


def test_unseen_type_is_unknown() -> None:
    """At least 95 % of tests of a type that the model never saw look like none, with the charge known or not."""
    tests = pulse_tests(GAMMA, 40, seed=12)
    for asked in (tests, [test._replace(soc=None) for test in tests]):
        found = [identify(model(), test) for test in asked]
        assert np.mean([one.type is None for one in found]) >= 0.95
        assert {finding.code for one in found if one.type is None for finding in one.findings} == {
            "health.type-unknown"
        }


def test_same_chemistry_other_design() -> None:
    """A cell of the same resting voltage whose polarisation is half and whose time constant is another is unknown."""
    like = ALPHA._replace(polarisation=0.01, constant=25)
    found = [identify(model(), test) for test in pulse_tests(like, 30, seed=13)]
    assert np.mean([one.type is None for one in found]) >= 0.95


@pytest.mark.parametrize("times", [1.5, 1 / 1.5])
def test_same_design_with_other_resistances(times: float) -> None:
    """A cell that differs from a known type by its resistances alone, by half up or down, is unknown."""
    like = ALPHA._replace(ohmic=times * ALPHA.ohmic, polarisation=times * ALPHA.polarisation)
    found = [identify(model(), test) for test in pulse_tests(like, 30, seed=13)]
    assert np.mean([one.type is None for one in found]) >= 0.95


def test_conflict_with_the_declaration() -> None:
    """A cell that is declared another type than its pulses show is a finding that names both."""
    test = pulse_tests(ALPHA, 1, seed=11)[1]
    found = identify(model(), test._replace(type=BETA.type))
    assert found.type == ALPHA.type
    assert [finding.code for finding in found.findings] == ["health.type-conflicts"]
    assert "Beta 20 (LFP, 20 Ah)" in found.findings[0].sentence
    assert "Alpha 10 (LMO, 10 Ah)" in found.findings[0].sentence


def test_conflict_with_the_rated_capacity() -> None:
    """A declared rated capacity that no type with such pulses has is a finding too."""
    test = pulse_tests(ALPHA, 1, seed=11)[1]
    other = ALPHA.type.__class__(id="Alpha 25", chemistry="LMO", rated_capacity=25.0)
    found = identify(model(), test._replace(type=other))
    assert [finding.code for finding in found.findings] == ["health.type-conflicts"]


def test_other_widths_do_not_compare() -> None:
    """Pulses of another width compare with nothing, and passed off as the fitted width they look like nothing."""
    tests = pulse_tests(ALPHA, 30, seed=14, width=0.5)
    found = identify(model(), tests[0])
    assert (found.type, found.p_values) == (None, {})
    assert [finding.code for finding in found.findings] == ["health.other-pulses"]
    passed_off = [identify(model(), test._replace(width=5.0)).type is None for test in tests]
    assert np.mean(passed_off) >= 0.95


def test_fewer_pulses_still_compare() -> None:
    """A test with the first pair of pulses only is compared over that pair."""
    test = pulse_tests(BETA, 3, seed=11)[4]
    short = test._replace(amplitudes=test.amplitudes[:1], voltages=test.voltages[:9])
    assert identify(model(), short).type == BETA.type
