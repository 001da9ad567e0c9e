"""Grouping by first-cycle features on 86 real second-life cells, 26 of which were followed to their end."""

from functools import cache

import pytest
from reference import reference

from dicycle.health.lasting import group, lives_of, read_features, read_trajectories, report
from dicycle.health.lasting.files import CURVE
from dicycle.health.lasting.reporting import Report


@cache
def told() -> Report:
    """Return the report on the cells."""
    return report(reference("health", "deep_sorting"))


def row(grouped: str, by: str, groups: int) -> dict[str, float]:
    """Return a line of the table."""
    return next(r for r in told().rows() if (r["grouped"], r["by"], r["groups"]) == (grouped, by, groups))


def test_lives_are_those_of_the_trajectories() -> None:
    """Twenty-six cells reach 1.2 Ah after 241 to 856 cycles; counting every cycle on file adds at most four."""
    data = reference("health", "deep_sorting", "capacity_trajectories_dev_63_88.csv").read_bytes()
    trajectories = read_trajectories(data, "t")
    first, last = lives_of(trajectories, 1.2), lives_of(trajectories, 1.2, to_last=True)
    assert len(first) == 26
    assert (min(last.values()), max(last.values())) == (241, 856)
    assert {last[cell] - first[cell] for cell in last} <= {0, 1, 2, 3, 4}
    assert all(last[cell] == len(trajectories[cell].cycles) for cell in last)


def test_groups_by_curves_last_longer_than_by_chance_capacity_or_resistance() -> None:
    """Eight groups of the 86 cells by one first cycle give the 26 followed ones 410.8 cycles; by chance 305.2."""
    ours = row("all", "curves (ours)", 8)
    assert ours["mean available life"] == 410.8
    assert ours["by chance"] == 305.2
    assert ours["p"] < 0.001
    assert ours["gain low"] > 60
    for other in ("capacity, sorted", "resistance, sorted", "capacity, resistance, voltage"):
        assert row("all", other, 8)["mean available life"] < 360
        assert row("all", other, 8)["p"] > 0.05


def test_the_followed_cells_alone() -> None:
    """Among the 26 cells alone, groups by curves beat chance in groups as large as those of all cells."""
    assert row("followed", "curves (ours)", 8)["mean available life"] == 424.8
    assert row("followed", "curves (ours)", 3)["mean available life"] == 346.8
    assert row("followed", "curves (ours)", 3)["p"] < 0.01
    assert row("followed", "curves (ours), even sizes", 3)["p"] < 0.05


@pytest.mark.full
def test_predicted_lives_help_only_among_cells_of_a_kind_that_was_followed() -> None:
    """Predicted without the cell itself, lives group well; without its whole kind, no better than by chance."""
    assert row("followed", "life predicted, cell left out", 8)["mean available life"] == 415.6
    assert row("followed", "life predicted, its group left out", 8)["p"] > 0.3
    assert told().error == pytest.approx(0.218, abs=0.002)
    assert told().error_of_strangers == pytest.approx(0.330, abs=0.002)


def test_the_groups_do_not_hang_on_the_seed() -> None:
    """Five seeds make the same eight groups of the 86 cells."""
    features = read_features(reference("health", "deep_sorting", "features.csv").read_bytes(), "features.csv")
    curves = features.only(lambda name: CURVE.match(name) is not None)
    made = {frozenset(map(frozenset, group(curves, 8, seed=seed).groups)) for seed in range(5)}
    assert len(made) == 1
    assert sorted(map(len, told().grouping.groups)) == sorted(map(len, next(iter(made))))
