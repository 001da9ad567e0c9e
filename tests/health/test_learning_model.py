"""Fitting, keeping and reading pulse models."""

import json

import msgspec
import numpy as np
import pytest
from health.pulse_cells import ALPHA, BETA, OF, model, pulse_tests

from dicycle.errors import InvalidInput
from dicycle.health.learning import fit, load, save
from dicycle.health.learning.model import SCHEMA


def test_reads_what_it_wrote() -> None:
    """A model that was saved and loaded is the same, with the same hash and the same bytes."""
    kept = save(model())
    again = load(kept)
    assert again == model()
    assert again.id == model().id
    assert save(again) == kept


def test_same_tests_same_model() -> None:
    """The same tests in another order give the same bytes."""
    tests = pulse_tests(ALPHA, 8)
    turned = [tests[place] for place in np.random.default_rng(5).permutation(len(tests))]
    assert save(fit(tests, of=OF)) == save(fit(turned, of=OF))


def test_says_what_it_is_made_of() -> None:
    """A model names its health, its types with their units, domain and data, and no unit by its name."""
    groups = {group.type.id: group for group in model().groups}
    assert model().of == OF
    assert model().made == "2026-11-22"
    assert {name: group.units for name, group in groups.items()} == {"Alpha 10": 30, "Beta 20": 30}
    assert groups["Alpha 10"].soc == (0.1, 0.4)
    assert groups["Alpha 10"].points == 25
    assert b"of seed" not in save(model())


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[1, 2]", b"\x80\x04pickle", b'{"schema": "other", "sha256": "", "model": {}}']
)
def test_foreign_file(data: bytes) -> None:
    """What is no pulse model is refused with a sentence."""
    with pytest.raises(InvalidInput) as told:
        load(data)
    assert told.value.findings[0].code == "health.not-a-model"


def test_damaged_file() -> None:
    """A model with a digit changed, or cut off, is refused."""
    kept = save(model())
    place = kept.index(b'"voltages":[[3.') + len(b'"voltages":[[3.')
    changed = kept[:place] + (b"1" if kept[place : place + 1] != b"1" else b"2") + kept[place + 1 :]
    with pytest.raises(InvalidInput) as told:
        load(changed)
    assert told.value.findings[0].code == "health.model-damaged"
    with pytest.raises(InvalidInput):
        load(kept[: len(kept) // 2])


def test_forged_file() -> None:
    """A model whose hash is right but whose rows do not fit together is refused."""
    content = json.loads(save(model()))["model"]
    content["groups"][0]["rows"]["health"].pop()
    raw = json.dumps(content).encode()
    sealed = {"schema": SCHEMA, "sha256": _hash(raw), "model": msgspec.Raw(raw)}
    with pytest.raises(InvalidInput) as told:
        load(msgspec.json.encode(sealed))
    assert told.value.findings[0].code == "health.model-damaged"


def _hash(raw: bytes) -> str:
    from hashlib import sha256

    return sha256(raw).hexdigest()


def test_nothing_to_fit() -> None:
    """Tests without a measured capacity, or of four units, give no model but a sentence."""
    blind = [test._replace(capacity=None) for test in pulse_tests(ALPHA, 8)]
    for tests in ([], blind, pulse_tests(ALPHA, 4)):
        with pytest.raises(InvalidInput) as told:
            fit(tests)
        assert told.value.findings[0].code == "health.nothing-to-fit"


def test_small_types_are_told() -> None:
    """A type of four units is left out, one of eight is fitted with a warning."""
    found = fit([*pulse_tests(ALPHA, 8), *pulse_tests(BETA, 4)])
    assert [group.type.id for group in found.groups] == ["Alpha 10"]
    assert {finding.code for finding in found.findings} == {"health.few-units", "health.too-few-units"}


def test_a_charge_that_gives_the_capacity_away() -> None:
    """States of charge that are round numbers of each unit's own capacity are not used: they would tell the label."""
    tests = [
        test._replace(soc=test.soc * (test.capacity or 0) / 10.0)
        for test in pulse_tests(ALPHA, 10)
        if test.soc is not None
    ]
    found = fit(tests)
    assert found.groups[0].known is None
    assert "health.soc-encodes-capacity" in {finding.code for finding in found.findings}


def test_unknown_charge_alone() -> None:
    """Tests of unknown state of charge can be fitted; only the head for that is there."""
    found = fit([test._replace(soc=None) for test in pulse_tests(ALPHA, 8)])
    assert found.groups[0].known is None
    assert found.groups[0].soc is None
