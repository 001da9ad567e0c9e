"""``dicycle match``: packs with a bound that an independent check confirms."""

import os
import signal
import subprocess
import sys
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
    assert done.exit_code == 1, done.stderr
    assert "No pack can be made: a pack has 4 modules" in done.stdout
    assert "proven" not in done.stdout


def test_limits_that_leave_no_pack_are_named(here: Path) -> None:
    """Where modules would do and limits do not let them, the limits are named, not the number of modules."""
    rows = "a,50,3.20\nb,50,3.26\nc,51,3.32\nd,51,3.38\n"
    (here / "apart.csv").write_text(f"id,capacity_ah,ocv_v\n{rows}", encoding="utf-8")
    for asked in (("--ocv-spread", "0.05"), ("--ocv-spread", "0.05", "--json")):
        done = run("match", "apart.csv", "-s", "2", *asked)
        assert done.exit_code == 1, done.stderr
        assert "the stock has" not in done.stdout
    assert (
        "no 2 of 4 modules were found that keep --ocv-spread 0.05."
        in run("match", "apart.csv", "-s", "2", "--ocv-spread", "0.05").stdout
    )


def test_second_tests_are_ranked(here: Path) -> None:
    """With errors stated each pack shows what to expect; the tests with most gain, their packs and worth are listed."""
    rows = "m1,50,0.1\nm2,50.2,1.5\nm3,55,0.1\nm4,55.1,0.1\n"
    (here / "stock.csv").write_text(f"id,capacity_ah,capacity_sd_ah\n{rows}", encoding="utf-8")
    asked = ("match", "stock.csv", "-s", "2", "--retest", "2", "--ah-price", "10", "--test-cost", "1")
    done = run(*asked)
    assert done.exit_code == 0, done.stderr
    assert "Expected, Ah" in done.stdout
    assert "With 95 %, Ah" in done.stdout
    assert "1 of these 2 second tests are worth more than they cost" in done.stdout
    told = answer(*asked)
    assert [(one["module"], one["pack"]) for one in told["retests"]] == [("m2", 1), ("m3", 2)]
    assert told["retests"][0]["value"] == pytest.approx(10 * told["retests"][0]["gain"] - 1)
    assert told["packs"][0]["guaranteed"] < told["packs"][0]["expected"] < told["packs"][0]["usable"]
    assert answer(*asked[:6])["retests"][0]["value"] is None


def test_what_is_not_stated_is_said(stock: str) -> None:
    """Without capacity_sd_ah neither what packs can be expected to have nor what a second test gains is claimed."""
    assert "capacity_sd_ah" in run("match", stock, "-s", "4").stdout
    done = run("match", stock, "-s", "4", "--retest", "3")
    assert "No second test is known to gain anything" in done.stdout
    assert "capacity_sd_ah" in done.stderr
    assert run("match", stock, "-s", "4", "--spare", "50").exit_code == 2
    refused(run("match", stock, "-s", "4", "--retest", "3", "--ah-price", "2"), 1)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "This file is empty"),
        ("id,capacity_ah\na,50\na,51\n", "is there 2 times, first in row 1"),
        ("id,capacity_mah\na,50000\n", "Give it in Ah, in a column capacity_ah"),
        ("id,capacity_ah\na,fifty\n", "of row 1 is 'fifty'"),
    ],
)
def test_a_newcomers_table_gets_a_sentence(here: Path, content: str, said: str) -> None:
    """What is wrong with a table is said with its place and what to do."""
    (here / "stock.csv").write_text(content, encoding="utf-8")
    done = run("match", "stock.csv", "-s", "2")
    refused(done, 1)
    assert said in done.stderr


def test_ctrl_c_says_that_nothing_was_written(stock: str, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Interrupted while it works, the command says so, writes nothing and ends as shells have it."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dicycle.routing.matching.answered", interrupted)
    done = run("match", stock, "-s", "4", "-o", "where.csv")
    assert done.exit_code == 130
    assert "nothing was written" in done.stderr
    assert not (here / "where.csv").exists()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="There is no pseudo-terminal here.")
def test_ctrl_c_gives_the_best_so_far(here: Path) -> None:
    """A real Ctrl-C while packs get better: those found so far are checked and written, with the status of one."""
    import pty

    lines = [f"m{n},{50 + n * n % 97 / 50},{30 + n * n * n % 89 / 40}" for n in range(97)]
    (here / "stock.csv").write_text("\n".join(["id,capacity_ah,resistance_mohm", *lines]), encoding="utf-8")
    asked = "match stock.csv -s 4 --objective sse --weight capacity=1 --weight resistance=1 -o where.csv".split()
    master, terminal = pty.openpty()
    dicycle = Path(sys.executable).parent / "dicycle"
    process = subprocess.Popen([dicycle, *asked], cwd=here, stdout=subprocess.PIPE, stderr=terminal, text=True)
    os.close(terminal)
    shown = b""
    while b"%" not in shown:
        shown += os.read(master, 65536)
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=60)
    shown += os.read(master, 65536)
    os.close(master)
    assert process.returncode == 130
    assert b"ending with the best packs found so far" in shown
    assert b"Traceback" not in shown
    assert "24 packs of 97 modules, 1 left out" in said
    assert "checked independently: it holds" in said
    assert len((here / "where.csv").read_text(encoding="utf-8").splitlines()) == 98
