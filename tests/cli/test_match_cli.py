"""``dicycle match``: packs with a bound that an independent check confirms."""

from pathlib import Path

import pytest
from cli.commands import answer, refused, run


@pytest.fixture
def stock(here: Path) -> str:
    """Twenty modules of two attributes."""
    lines = [f"m{n},{50 + n % 5 / 2},{1 + n % 3 / 100}" for n in range(20)]
    (here / "stock.csv").write_text("\n".join(["id,capacity_ah,resistance_mohm", *lines]), encoding="utf-8")
    return "stock.csv"


def test_modules_become_packs(stock: str, here: Path) -> None:
    """The packs, what is left out and why, the bound; and a file that says where each module goes."""
    done = run("match", stock, "-s", "3", "-p", "2", "-o", "where.csv")
    assert done.exit_code == 0, done.stderr
    assert "3 packs of 20 modules, 2 left out" in done.stdout
    assert "matching.remainder" in done.stdout
    assert "checked independently: it holds" in done.stdout
    assert len((here / "where.csv").read_text(encoding="utf-8").splitlines()) == 21


def test_one_attribute_is_proven_and_two_are_bounded(stock: str) -> None:
    """By capacity range the best is proven; by capacity and resistance there is a ratio."""
    assert answer("match", stock, "-s", "4", "--objective", "range")["exact"]
    told = answer(
        "match", stock, "-s", "4", "--objective", "sse", "--weight", "capacity=1", "--weight", "resistance=100"
    )
    assert told["holds"]
    assert told["ratio"] is None or told["ratio"] >= 1


def test_bad_input_is_refused_with_a_sentence(stock: str, here: Path) -> None:
    """A file that is not there, a table without capacities, a weight that is none."""
    refused(run("match", "nothing.csv", "-s", "4"), 1)
    (here / "bad.csv").write_text("id\na\n", encoding="utf-8")
    refused(run("match", "bad.csv", "-s", "4"), 1)
    assert run("match", stock, "-s", "4", "--weight", "colour=1").exit_code == 2
    assert run("match", stock, "-s", "0").exit_code == 2


@pytest.mark.parametrize("rows", ["", "m1,50\n", "m1,50\nm2,51\n"])
def test_a_stock_too_small_for_a_pack_is_said(here: Path, rows: str) -> None:
    """Without enough modules for one pack, a sentence says so and nothing is claimed."""
    (here / "few.csv").write_text(f"id,capacity_ah\n{rows}", encoding="utf-8")
    done = run("match", "few.csv", "-s", "4")
    assert done.exit_code == 0, done.stderr
    assert "No pack can be made: a pack has 4 modules" in done.stdout
    assert "proven" not in done.stdout


def test_ctrl_c_says_that_nothing_was_written(stock: str, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Interrupted while it works, the command says so, writes nothing and ends as shells have it."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dicycle.routing.matching.match", interrupted)
    done = run("match", stock, "-s", "4", "-o", "where.csv")
    assert done.exit_code == 130
    assert "nothing was written" in done.stderr
    assert not (here / "where.csv").exists()
