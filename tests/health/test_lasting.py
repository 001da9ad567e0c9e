"""Groups of cells that live alike: laws of the groups, of the life they allow, and of predictions."""

from contextlib import suppress
from itertools import combinations, permutations, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import examples

from dicycle.errors import InvalidInput
from dicycle.health.lasting import (
    Features,
    Grouping,
    Trajectory,
    available_life,
    compare,
    group,
    lives_of,
    predict_lives,
    read_features,
    read_trajectories,
    report,
)
from dicycle.health.lasting.clustering import clustered, evened, squares
from dicycle.health.lasting.living import best, chance
from dicycle.health.lasting.seeing import weighed

LIVES = st.lists(st.integers(1, 900).map(float), min_size=1, max_size=8)


def cells(count: int, seed: int, families: int = 3, apart: float = 0.0) -> Features:
    """Return invented cells of some families, seen through two curves of five features each."""
    draws = np.random.default_rng(seed)
    centres = apart * np.random.default_rng(7).normal(size=(families, 10))[np.arange(count) % families]
    names = tuple(f"feature_{curve}_1_{number}" for curve in (1, 2) for number in range(5))
    values = centres + draws.normal(size=(count, 10))
    return Features(tuple(f"C{at}" for at in range(count)), names, tuple("1111122222"), values)


def of(grouping: Grouping) -> set[frozenset[str]]:
    """Return the groups without order."""
    return set(map(frozenset, grouping.groups))


def grouped(lives: list[float], labels: list[int]) -> tuple[Grouping, dict[str, float]]:
    """Return cells with these lives in groups by label."""
    names = [f"C{at}" for at in range(len(lives))]
    parts = {label: tuple(n for n, own in zip(names, labels, strict=True) if own == label) for label in set(labels)}
    return Grouping(tuple(parts.values()), "labels"), dict(zip(names, lives, strict=True))


def allowed(lives: list[float], labels: list[int]) -> float:
    """Return the available life of cells by label, worked out plainly."""
    least = {label: min(v for v, own in zip(lives, labels, strict=True) if own == label) for label in set(labels)}
    return sum(least[label] for label in labels) / len(labels)


@examples(8)
@given(st.integers(4, 25), st.integers(1, 4), st.integers(0, 99), st.booleans())
def test_every_cell_is_in_one_group(count: int, groups: int, seed: int, even: bool) -> None:
    """As many groups are made as were asked for, none is empty, and each cell is in exactly one; even ones are even."""
    made = group(cells(count, seed), groups, even=even)
    sizes = sorted(map(len, made.groups))
    assert len(sizes) == groups
    assert sizes[0] > 0
    assert sorted(cell for part in made.groups for cell in part) == sorted(f"C{at}" for at in range(count))
    assert not even or sizes[-1] - sizes[0] <= 1


@examples(8)
@given(st.integers(1, 25), st.integers(1, 30), st.integers(0, 99))
def test_no_group_exceeds_the_size(count: int, size: int, seed: int) -> None:
    """With a size given, no group is larger, and one group fewer could not hold all cells."""
    made = group(cells(count, seed), size=size)
    assert max(map(len, made.groups)) <= size
    assert (len(made.groups) - 1) * size < count


@examples(8)
@given(st.integers(5, 25), st.integers(0, 99), st.randoms(use_true_random=False))
def test_order_names_and_units_do_not_matter(count: int, seed: int, chosen) -> None:
    """Cells in another order, under other names, or with features in other units make the same groups."""
    features = cells(count, seed)
    order = list(range(count))
    chosen.shuffle(order)
    units = 2.0 ** np.array([chosen.randint(-9, 9) for _ in range(10)])
    other = features._replace(
        cells=tuple(f"X-{features.cells[at]}" for at in order), values=(features.values * units)[order]
    )
    there = {frozenset(cell.removeprefix("X-") for cell in part) for part in group(other, 3).groups}
    assert there == of(group(features, 3))


@pytest.mark.parametrize("seed", range(3))
def test_families_are_found(seed: int) -> None:
    """Cells of three families that are far apart come out as the three families."""
    made = group(cells(30, seed, apart=12.0), 3)
    assert of(made) == {frozenset(f"C{at}" for at in range(first, 30, 3)) for first in range(3)}


def test_a_curve_does_not_count_for_more_because_more_was_read_from_it() -> None:
    """Reading every feature of one curve four times leaves the distances between cells as they were."""
    features = cells(12, 1)
    first = features.values[:, :5]
    more = weighed(np.hstack([first, first, first, features.values]), ("1",) * 15 + features.curves)
    once = weighed(features.values, features.curves)
    assert np.allclose(more @ more.T, once @ once.T)


def test_a_cell_with_an_unknown_value_is_left_out_and_named() -> None:
    """What is not known is not taken for zero: the cell is in no group, and a finding says which value is missing."""
    features = cells(9, 1)
    features.values[4, 2] = np.nan
    made = group(features, 3)
    assert made.left == ("C4",)
    assert [(found.code, found.where) for found in made.findings] == [("lasting.unknown-feature", "C4")]
    assert "feature_1_1_2" in made.findings[0].sentence
    assert all("C4" not in part for part in made.groups)


def test_cells_that_are_all_the_same_still_make_groups() -> None:
    """Cells that no feature tells apart are put into as many groups as were asked for."""
    features = cells(8, 1)
    same = features._replace(values=np.zeros_like(features.values))
    assert len(group(same, 3).groups) == 3
    assert sorted(map(len, group(same, size=4).groups)) == [4, 4]


@pytest.mark.parametrize(
    "asked",
    [{}, {"groups": 2, "size": 3}, {"groups": 0}, {"groups": 10}, {"size": 0}, {"size": -1}],
)
def test_groups_that_cannot_be_made_are_refused(asked: dict[str, int]) -> None:
    """No number, two, none, or more groups than cells is refused with a sentence."""
    with pytest.raises(InvalidInput) as refused:
        group(cells(9, 1), **asked)
    assert refused.value.findings[0].code == "lasting.groups"


def test_no_feature_is_refused() -> None:
    """Cells of which nothing is known make no groups."""
    with pytest.raises(InvalidInput, match="no feature"):
        group(cells(9, 1).only(lambda name: False), 2)


@pytest.mark.parametrize("seed", range(5))
def test_the_squares_are_the_least_there_are(seed: int) -> None:
    """Of all ways to put eight points into three groups, none has less squares."""
    points = np.random.default_rng(seed).normal(size=(8, 2))
    ways = (np.array(way) for way in product(range(3), repeat=8) if len(set(way)) == 3)
    assert squares(points, clustered(points, 3, seed)) == pytest.approx(min(squares(points, way) for way in ways))


@pytest.mark.parametrize("seed", range(5))
def test_even_groups_are_near_the_best_even_groups(seed: int) -> None:
    """Of all ways to halve ten points, the one found has at most a quarter more squares than the best."""
    points = np.random.default_rng(seed).normal(size=(10, 2))
    halves = (np.isin(np.arange(10), half).astype(int) for half in combinations(range(10), 5))
    found = squares(points, evened(points, clustered(points, 2, seed)))
    assert found <= 1.25 * min(squares(points, half) for half in halves)


@given(st.data(), LIVES)
def test_a_group_ends_with_its_weakest_cell(data: st.DataObject, lives: list[float]) -> None:
    """Available life is what the weakest cells allow: no more than the best, no less than the least life."""
    labels = data.draw(st.lists(st.integers(0, 3), min_size=len(lives), max_size=len(lives)))
    life = available_life(*grouped(lives, labels))
    assert life is not None
    assert life.available == pytest.approx(allowed(lives, labels))
    assert min(lives) <= life.available + 1e-9
    assert life.available <= life.best + 1e-9
    assert life.best <= life.own + 1e-9


@given(st.data(), LIVES)
def test_splitting_a_group_never_shortens_life(data: st.DataObject, lives: list[float]) -> None:
    """If groups are split further, the available life does not fall; cells alone live their own lives."""
    coarse = data.draw(st.lists(st.integers(0, 2), min_size=len(lives), max_size=len(lives)))
    halves = data.draw(st.lists(st.integers(0, 1), min_size=len(lives), max_size=len(lives)))
    fine = [2 * label + half for label, half in zip(coarse, halves, strict=True)]
    before, after = available_life(*grouped(lives, coarse)), available_life(*grouped(lives, fine))
    alone = available_life(*grouped(lives, list(range(len(lives)))))
    assert before is not None
    assert after is not None
    assert alone is not None
    assert before.available <= after.available + 1e-9
    assert alone.available == pytest.approx(alone.own)


@examples(10)
@given(st.lists(st.integers(1, 900).map(float), min_size=1, max_size=6), st.data())
def test_chance_is_the_mean_over_all_ways_to_fill_the_groups(lives: list[float], data: st.DataObject) -> None:
    """The expected life by lot equals the mean over every order of the cells."""
    labels = data.draw(st.lists(st.integers(0, 2), min_size=len(lives), max_size=len(lives)))
    sizes = [labels.count(label) for label in sorted(set(labels))]
    every = [allowed(list(order), sorted(labels)) for order in permutations(lives)]
    assert chance(np.sort(lives), sizes) == pytest.approx(sum(every) / len(every))


@examples(10)
@given(st.lists(st.integers(1, 900).map(float), min_size=1, max_size=6), st.integers(1, 3))
def test_best_is_the_most_of_all_groupings(lives: list[float], groups: int) -> None:
    """No way to put the cells into at most so many groups has more available life than the bound, and one has it."""
    every = (allowed(lives, list(way)) for way in product(range(groups), repeat=len(lives)))
    assert best(np.sort(lives), groups) == pytest.approx(max(every))


def test_groups_by_true_life_stand_above_chance_and_groups_by_lot_do_not() -> None:
    """The comparison tells groups of equal lives from groups that mix them."""
    lives = [100.0 * (1 + at // 4) + at for at in range(16)]
    told, mixed = compare(*grouped(lives, [at // 4 for at in range(16)])), compare(*grouped(lives, [0, 1, 2, 3] * 4))
    assert told is not None
    assert mixed is not None
    assert told.life.available == told.life.best
    assert told.p < 0.001
    assert told.low is not None
    assert told.low > 0
    assert mixed.p > 0.9
    assert mixed.gain < 0


def test_a_cell_that_was_not_followed_to_its_end_has_no_life() -> None:
    """A trajectory that stops early is not a long life, and such a cell is counted as unknown, not scored."""
    cycles = np.arange(1.0, 6.0)
    ends, stops = np.array([1.9, 1.6, 1.2, 1.1, 1.0]), np.array([1.9, 1.8, 1.7, 1.6, 1.5])
    followed = {"C0": Trajectory(cycles, ends), "C1": Trajectory(cycles, stops)}
    assert lives_of(followed, 1.2) == {"C0": 3.0}
    assert lives_of(followed, 1.2, to_last=True) == {"C0": 5.0}
    life = available_life(Grouping((("C0", "C1"),), "test"), lives_of(followed, 1.2))
    assert life is not None
    assert (life.available, life.cells, life.unknown) == (3.0, 1, 1)
    assert available_life(Grouping((("C1",),), "test"), lives_of(followed, 1.2)) is None


def test_a_prediction_does_not_know_the_life_it_predicts() -> None:
    """Changing a cell's life, or that of its family, leaves the prediction for it as it was."""
    features = cells(20, 3, apart=5.0)
    lives = {cell: 300.0 + 10 * at for at, cell in enumerate(features.cells)}
    families = {cell: str(at % 4) for at, cell in enumerate(features.cells)}
    changed = lives | {cell: 5.0 for cell, family in families.items() if family == "0"}
    for names, other in ((None, lives | {"C0": 5.0}), (families, changed)):
        before, after = predict_lives(features, lives, names), predict_lives(features, other, names)
        assert before is not None
        assert after is not None
        assert before.predicted[0] == after.predicted[0]
        assert before.predicted[1] != after.predicted[1]


def test_lives_that_follow_from_the_features_are_predicted() -> None:
    """Where the logarithm of life is a sum of what sets the families apart, the error is small."""
    features = cells(30, 2, apart=6.0)
    lives = {cell: (200.0, 400.0, 800.0)[at % 3] for at, cell in enumerate(features.cells)}
    found = predict_lives(features, lives)
    assert found is not None
    assert found.error < 0.25
    assert predict_lives(features, {"C0": 1.0, "C1": 2.0}) is None


def test_tables_are_read() -> None:
    """Columns are told apart by their heading: the cell, curves by their number, others each for themselves."""
    text = "\ufeff,feature_2_1_1,feature_2_3_9,capacity,bat_num\n0,1.5,2,1.9,7\n1,,x,1.8,8\n".encode()
    found = read_features(text, "features.csv")
    assert found.cells == ("7", "8")
    assert found.curves == ("2", "2", "capacity")
    assert np.array_equal(found.values, [[1.5, 2, 1.9], [np.nan, np.nan, 1.8]], equal_nan=True)
    trajectories = read_trajectories(b"bat_num,cycle,capacity\n7,2,1.1\n7,1,1.9\n8,1,\n", "t.csv")
    assert lives_of(trajectories, 1.2) == {"7": 2.0}


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff\xfe\x00",
        b"a,b\n1,2\n",
        b"bat_num,x\n1\n",
        b"bat_num,x\n1,2\n1,3\n",
        b"bat_num,x\n",
    ],
)
def test_tables_that_cannot_be_understood_are_refused(text: bytes) -> None:
    """No text, other columns, ragged lines, no cell and a cell told twice are refused with a sentence."""
    with pytest.raises(InvalidInput) as refused:
        read_features(text, "features.csv")
    assert refused.value.findings[0].code == "lasting.table"


@given(st.binary(max_size=200) | st.text('bat_num,cycle capity\n"0123.e-', max_size=200).map(str.encode))
def test_no_bytes_crash_the_readers(data: bytes) -> None:
    """Whatever bytes come, they are read or refused."""
    for read in (read_features, read_trajectories):
        with suppress(InvalidInput):
            assert read(data, "x.csv") is not None


def written(folder: Path, count: int = 18, lasting: int = 12) -> Path:
    """Write invented cells whose families live 20, 40 and 60 cycles, some of them followed to the end."""
    features = cells(count, 1, apart=9.0)
    lines = [",".join(["bat_num", *features.names])]
    lines += [",".join(map(str, (cell, *row))) for cell, row in zip(features.cells, features.values, strict=True)]
    (folder / "features.csv").write_text("\n".join(lines))
    followed = ["bat_num,cycle,capacity"]
    for at in range(lasting):
        life = 20 * (1 + at % 3) + at // 3
        followed += [f"C{at},{cycle},{2.0 - 0.81 * cycle / life}" for cycle in range(1, life + 1)]
    (folder / "capacity_trajectories.csv").write_text("\n".join(followed))
    return folder


def test_the_report_prints_ours_beside_what_else_was_tried(tmp_path: Path) -> None:
    """Of cells whose families live differently, the curves find the families, also where only some were followed."""
    found = report(written(tmp_path), groups=3)
    first = found.rows()[0]
    assert first["by"] == "curves (ours)"
    assert (first["cells scored"], first["groups scored"], first["lives looked at"]) == (12, 3, "none")
    assert first["mean available life"] == first["most possible"] == 40.0
    assert {row["grouped"] for row in found.rows()} == {"all", "followed"}
    assert next(row["by"] for row in found.rows() if row["lives looked at"] != "none").endswith("cell left out")
    assert report(tmp_path, groups=3).rows() == found.rows()


def test_a_folder_that_cannot_be_scored_is_refused(tmp_path: Path) -> None:
    """Without the files, or with fewer cells followed to the end than groups, a sentence says what is missing."""
    with pytest.raises(InvalidInput, match="It needs"):
        report(tmp_path)
    with pytest.raises(InvalidInput, match="were followed"):
        report(written(tmp_path, lasting=4), groups=5)
