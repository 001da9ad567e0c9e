"""``dicycle attribute``: whose metal is in a thing, or in all things."""

import csv
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from chains import LOT, OTHER, fill
from cli.commands import answer, refused, run
from keys import FOREIGN, PACK

from dicycle.bootstrap import open_loop

VIRGIN = f"virgin:{FOREIGN}"


@pytest.fixture
def here(here: Path) -> Path:
    """A folder whose ledger has the chain."""
    with open_loop(here / "dicycle.db") as loop:
        fill(loop)
    return here


def test_it_draws_a_bar_for_each_origin(here: Path) -> None:
    """The nickel of the pack is that of its cell, all of it virgin, and the mine has its name."""
    said = run("attribute", PACK).stdout.splitlines()
    assert said[1] == PACK
    assert said[2] == "mixing: proportional; 2 things together, of 1 of which nobody declared a content"
    assert said[3].startswith("as of all that is known, from 6 events, recorded until 20")
    assert said[5:] == ["Ni  300 g", f"  {'█' * 24}  100.0 %       300 g  virgin, Example mine"]


def test_it_answers_a_program(here: Path) -> None:
    """With --json the same as over HTTP; whatever date is asked for stands in the answer."""
    found = answer("attribute", PACK, "--as-of", "2026-12-31")
    assert (found["as_of"], found["shares"]) == ("2026-12-31T23:59:59.999999Z", [])
    (nickel,) = answer("attribute", OTHER)["shares"]
    assert nickel == {"element": "Ni", "mass_kg": 0.3, "origins_kg": {VIRGIN: 0.3}}


def test_a_thing_without_content_says_so(here: Path) -> None:
    """Nobody declared what the pack alone is made of."""
    assert run("attribute", PACK, "--as-of", "2026-12-31").stdout.endswith("\nNobody declared what it is made of.\n")


def test_a_table_of_all_things(here: Path) -> None:
    """Every thing with a content has its rows; parquet and CSV say the same."""
    assert run("attribute", "--all", "-o", "all.csv").stdout == "all.csv: 4 rows about 4 things.\n"
    assert run("attribute", "--all", "-o", "all.parquet").exit_code == 0
    with Path("all.csv").open(newline="", encoding="utf-8") as file:
        rows = [(row["id"], row["element"], row["origin"], float(row["mass_kg"])) for row in csv.DictReader(file)]
    table = [tuple(row.values()) for row in pq.read_table("all.parquet").to_pylist()]
    assert rows == table
    assert {id: mass for id, _, _, mass in rows}[LOT] == pytest.approx(30)


def test_a_table_of_some_categories(here: Path) -> None:
    """Only cells: one row each."""
    assert run("attribute", "--all", "--kind", "cell", "-o", "cells.csv").stdout.startswith("cells.csv: 2 rows about 2")


def test_rules_give_the_same_where_they_say_nothing_else(here: Path) -> None:
    """With rules of no site, every thing has the same table as by mixing."""
    Path("rules.toml").write_text("site = []\n", encoding="utf-8")
    run("attribute", "--all", "-o", "mixed.csv")
    assert run("attribute", "--all", "--rules", "rules.toml", "-o", "ruled.csv").exit_code == 0
    mixed, ruled = (Path(name).read_text(encoding="utf-8") for name in ("mixed.csv", "ruled.csv"))
    assert [row.split(",")[:3] for row in mixed.split()] == [row.split(",")[:3] for row in ruled.split()]


def test_the_rules_of_the_settings_are_asked_for_by_name(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a file the model is refused; with one in the settings it holds."""
    assert "no rules of attribution" in refused(run("attribute", PACK, "--model", "rules"), 1)
    Path("rules.toml").write_text("site = []\n", encoding="utf-8")
    monkeypatch.setenv("DICYCLE_ATTRIBUTION_RULES", "rules.toml")
    assert run("attribute", PACK, "--model", "rules").exit_code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["--all"], [PACK, "--all", "-o", "a.csv"], [PACK, "--kind", "pack"], [PACK, "--json", "-o", "a.csv"],
        [PACK, "--rules", "r.toml", "--model", "proportional"],
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_wrong_use(here: Path, arguments: list[str]) -> None:
    """Exit status 2, as every wrong use."""
    assert run("attribute", *arguments).exit_code == 2


def test_what_is_not_there_is_a_sentence(here: Path) -> None:
    """A thing, a category, a file's ending, a file of rules."""
    refused(run("attribute", "https://id.gs1.org/01/09521234000013/21/P-9"), 3)
    assert "is not a category" in refused(run("attribute", "--all", "--kind", "spaceship", "-o", "a.csv"), 1)
    assert "ends in .csv or .parquet" in refused(run("attribute", "--all", "-o", "a.xlsx"), 1)
    assert "cannot be read" in refused(run("attribute", PACK, "--rules", "none.toml"), 1)


def test_an_interrupted_table_leaves_no_file(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the middle: exit status 130, and what was there before stays."""
    from dicycle.genealogy.everything import Everything

    def interrupted(self: Everything) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Everything, "batches", interrupted)
    before = sorted(here.iterdir())
    assert run("attribute", "--all", "-o", "all.parquet").exit_code == 130
    assert [one for one in here.iterdir() if one not in before and "genealogy" not in one.name] == []
