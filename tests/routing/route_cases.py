"""Invented batteries and parameters for routing: whole ones, and any that Hypothesis can think of."""

from datetime import date

import numpy as np
from hypothesis import strategies as st

from dicycle.health.gates.model import GATES
from dicycle.routing import Battery, our_parameters
from dicycle.routing.columns import Columns

DAY = date(2026, 11, 22)
PASSED = dict.fromkeys(GATES, "pass")
CHEMISTRIES = ("LFP", "NMC", "NMC111", "NMC532", "NMC622", "NMC811", "NCA", "LCO")
PROFILES = ("generic", "EU", "CN")
FURTHER = ("reuse", "remanufacture", "second_life")
CHECKED = ("gates", "recall", "lifetime_record", "soh", "soh_low", "level", "age_years", "modules", "id")
"""What is looked at before a route of further use may open."""


def whole(**changed) -> Battery:
    """Return a pack of which everything is known and good, with some of it changed."""
    said = {
        "id": "https://id.gs1.org/01/09521030000095/21/R1",
        "chemistry": "LFP",
        "kind": "pack",
        "energy_kwh": 60.0,
        "modules": 8,
        "soh": 0.88,
        "soh_low": 0.85,
        "soh_high": 0.91,
        "level": "E4",
        "gates": PASSED,
        "age_years": 5.0,
        "recall": False,
        "lifetime_record": True,
        "region": "CN",
    }
    return Battery(**{**said, **changed})


def _maybe(strategy):
    return st.none() | strategy


@st.composite
def batteries(draw, known: bool = False) -> Battery:
    """Draw a battery; with `known` nothing of it is unknown."""
    may = (lambda one: one) if known else _maybe
    middle = draw(st.integers(300, 1250)) / 1000
    half = draw(st.integers(0, 100)) / 1000
    outcomes = st.sampled_from(["pass"] * 12 + ["fail", "not applicable"] + ([] if known else ["not measured"] * 3))
    measured = draw(may(st.just(middle)))
    energy, wh_per_kg = draw(may(st.integers(1, 2000).map(lambda one: one / 10))), draw(_maybe(st.integers(40, 300)))
    said = {
        "id": draw(may(st.just("B1"))),
        "chemistry": draw(may(st.sampled_from(CHEMISTRIES if known else (*CHEMISTRIES, "LTO")))),
        "kind": draw(may(st.sampled_from(["cell", "module", "pack", "pack", "pack"]))),
        "energy_kwh": energy,
        "mass_kg": wh_per_kg and 1000 * (energy or 60.0) / wh_per_kg,
        "modules": draw(may(st.integers(1, 24))),
        "soh": measured,
        "soh_low": draw(may(st.just(max(0.0, middle - half)))),
        "soh_high": draw(may(st.just(min(1.3, middle + half)))),
        "level": draw(may(st.sampled_from(["E0", "E1", "E2", "E3", "E4", "E4"]))),
        "grade": draw(_maybe(st.sampled_from("ABCD"))),
        "graded": draw(st.sampled_from([None, None, True, True, False])),
        "valid_until": draw(st.sampled_from([None, None, "2026-11-22", "2027-11-22", "2026-11-21"])),
        "gates": {gate: draw(outcomes) for gate in GATES},
        "age_years": draw(may(st.integers(0, 20).map(float))),
        "recall": draw(may(st.sampled_from([False, False, True]))),
        "lifetime_record": draw(may(st.sampled_from([True, True, False]))),
        "region": draw(_maybe(st.sampled_from(["CN", "EU", "DE", "RU", "XX", "China"]))),
    }
    return Battery(**said)


parameters = st.sampled_from(PROFILES).map(our_parameters)


def many(count: int, seed: int = 1) -> Columns:
    """Return columns of random packs and modules: most in order, some failed, some not measured."""
    draw = np.random.default_rng(seed)
    middle, half = draw.uniform(0.5, 0.95, count), draw.uniform(0.01, 0.05, count)

    def some(values):
        return np.array(values, dtype=object)[draw.integers(0, len(values), count)]

    def codes(values):
        return draw.choice(np.array(values, dtype=np.int8), count)

    return Columns(
        ids=np.array([f"B{row:06d}" for row in range(count)], dtype=object),
        chemistry=some(["LFP", "LFP", "NMC622", "NMC811", "NCA", "NMC"]),
        region=some(["CN", "EU", ""]),
        kind=codes([1, 2, 2]),
        level=codes([-1, 1, 2, 3, 4, 4]),
        grade=codes([-1, -1, -1, 0, 1, 2, 3]),
        graded=codes([-1, -1, -1, -1, 1, 1, 0]),
        recall=codes([-1, 0, 0, 0, 0, 0, 1]),
        record=codes([-1, 0, 1, 1, 1, 1, 1, 1]),
        gates=draw.choice(np.array([1] * 40 + [0, 2], dtype=np.int8), (count, len(GATES))),
        energy=(energy := draw.uniform(5, 100, count).round(1)),
        mass=np.where(
            draw.random(count) < 0.5, np.nan, np.clip(draw.uniform(50, 600, count).round(1), 3.5 * energy, 20 * energy)
        ),
        modules=np.where(draw.random(count) < 0.1, np.nan, draw.integers(1, 20, count).astype(float)),
        soh=np.where(draw.random(count) < 0.1, np.nan, middle),
        low=middle - half,
        high=middle + half,
        age=np.where(draw.random(count) < 0.1, np.nan, draw.uniform(0, 15, count).round(1)),
        until=np.where(draw.random(count) < 0.9, np.nan, DAY.toordinal() + draw.integers(-9, 99, count)),
    )


@st.composite
def sound(draw) -> Battery:
    """Draw a battery that passed everything; only its health, age, size and chemistry decide."""
    middle, half = draw(st.integers(600, 980)) / 1000, draw(st.integers(0, 60)) / 1000
    return whole(
        chemistry=draw(st.sampled_from(CHEMISTRIES)),
        kind=draw(st.sampled_from(["pack", "pack", "module", "cell"])),
        energy_kwh=draw(st.integers(1, 1200)) / 10,
        modules=draw(st.integers(1, 24)),
        soh=middle,
        soh_low=middle - half,
        soh_high=middle + half,
        age_years=draw(st.integers(0, 13)) * 1.0,
        gates={**PASSED, "S5": draw(st.sampled_from(["pass", "pass", "fail"]))},
        region=draw(st.sampled_from(["CN", "EU", "RU"])),
    )
