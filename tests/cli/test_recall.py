"""``dicycle recall``: what holds some of a lot, and where it is."""

import csv
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from chains import CELL, LOT, OTHER, PLANT, fill
from cli.commands import answer, refused, run
from keys import PACK, PLACE

from dicycle.bootstrap import open_loop


@pytest.fixture
def here(here: Path) -> Path:
    """A folder whose ledger has the chain."""
    with open_loop(here / "dicycle.db") as loop:
        fill(loop)
    return here


def test_it_tells_places_then_things(here: Path) -> None:
    """One hundredth of the lot is in each cell, the rest of it is still there."""
    said = run("recall", LOT, "--kind", "cell").stdout.splitlines()
    assert said[0].startswith("lot L-1: 2 things at 1 place hold some of it, by whole mass, as of all that is known")
    head = said.index("WHERE THEY ARE  THINGS  OF THE LOT")
    assert said[head + 1].split() == [*PLANT.split(), "2", "2.00", "%"]
    rows = [line.split() for line in said[head + 4 :]]
    assert {row[-1] if row[-1].startswith("https") else row[-3] for row in rows} == {CELL, OTHER}
    assert {tuple(row[:2]) for row in rows} == {("1.00", "%")}
    assert any(line.endswith("item P-1") for line in said)


def test_a_pack_is_told_with_what_is_inside_it(here: Path) -> None:
    """The pack holds what its cell holds, by the mass of one element too."""
    (pack,) = answer("recall", LOT, "--kind", "pack", "--element", "Ni")["affected"]
    assert (pack["id"], pack["place"]) == (PACK, PLACE)
    assert pack["fraction"] == pytest.approx(0.01)
    assert pack["mass_kg"] == pytest.approx(0.3)


def test_a_date_tells_what_held_some_then(here: Path) -> None:
    """Before the cells were made, all of it was in the lot."""
    found = answer("recall", LOT, "--as-of", "2026-12-31")
    assert [one["id"] for one in found["affected"]] in ([], [LOT])


def test_nothing_affected_is_no_failure(here: Path) -> None:
    """Exit status 0, and a sentence."""
    done = run("recall", LOT, "--kind", "vehicle")
    assert done.exit_code == 0
    assert "nothing that is known holds some of it" in done.stdout
    assert "WHERE" not in done.stdout


def test_more_things_than_shown_are_counted(here: Path) -> None:
    """A person sees the first; the rest is said."""
    said = run("recall", LOT, "--kind", "cell", "--limit", "1").stdout
    assert said.endswith("… and 1 more thing: --limit shows them, -o FILE writes all.\n")


@pytest.mark.parametrize("name", ["recall.csv", "recall.parquet"])
def test_a_file_has_all_things(here: Path, name: str) -> None:
    """Written as its ending says."""
    assert run("recall", LOT, "--kind", "cell", "-o", name).stdout == f"{name}: 2 things at 1 place.\n"
    if name.endswith(".csv"):
        with Path(name).open(newline="", encoding="utf-8") as file:
            ids = [row["id"] for row in csv.DictReader(file)]
    else:
        ids = pq.read_table(name).column("id").to_pylist()
    assert sorted(ids) == [CELL, OTHER]


def test_what_makes_no_sense_is_refused(here: Path) -> None:
    """A lot that is not there, an element, an ending, two answers at once."""
    refused(run("recall", f"{LOT}x"), 3)
    assert "Nothing declares 'Xx'" in refused(run("recall", LOT, "--element", "Xx"), 1)
    assert "ends in .csv or .parquet" in refused(run("recall", LOT, "-o", "recall.doc"), 1)
    assert run("recall", LOT, "-o", "recall.csv", "--json").exit_code == 2
