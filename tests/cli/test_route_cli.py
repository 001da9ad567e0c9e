"""``dicycle route``: one battery explained, many in a table, and none lost."""

import csv
import json
from pathlib import Path

import pytest
from cli.commands import answer, refused, run

AS_OF = ("--as-of", "2026-11-22")
LOT = "id,chemistry,kind,energy_kwh\na,LFP,pack,60\nb,NMC622,pack,50\nc,LFP,pack,-3\n"


@pytest.fixture
def lot(here: Path) -> str:
    """Three batteries, of which one cannot be."""
    (here / "lot.csv").write_text(LOT, encoding="utf-8")
    return "lot.csv"


def test_many_are_summed_and_every_row_comes_back(lot: str, here: Path) -> None:
    """The summary counts by route; the table has a row for each, the wrong one with what is wrong; the status is 1."""
    done = run("route", lot, *AS_OF, "-o", "routed.csv")
    assert done.exit_code == 1
    assert "recycling  2" in done.stdout
    assert "kWh" in done.stderr
    with (here / "routed.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["id"], row["route"], row["finding_codes"]) for row in rows] == [
        ("a", "recycling", ""), ("b", "recycling", ""), ("c", "", "routing.energy"),
    ]  # fmt: skip


def test_a_row_explains_itself(lot: str) -> None:
    """The decision on one row, in sentences and as data."""
    done = run("route", lot, "--row", "2", *AS_OF)
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("b: recycling")
    assert "Second life is closed." in done.stdout
    assert answer("route", lot, "--row", "2", *AS_OF)["decision"]["route"] == "recycling"
    refused(run("route", lot, "--row", "9", *AS_OF), 3)
    refused(run("route", lot, "--row", "3", *AS_OF), 1)


def test_region_and_use_close_what_a_law_forbids(here: Path) -> None:
    """In China a traction battery does not become one of an e-bike; a use that nobody knows is refused."""
    (here / "one.csv").write_text("id,chemistry,kind,energy_kwh\na,LFP,pack,60\n", encoding="utf-8")
    said = [answer("route", "one.csv", *AS_OF, "--region", "China", "--use", f"second_life={use}")
            for use in ("electric bike", "home storage")]  # fmt: skip
    closed = [[reason["code"] for option in one["decision"]["options"] if option["route"] == "second_life"
               for reason in option["reasons"]] for one in said]  # fmt: skip
    assert ["forbidden" in codes for codes in closed] == [True, False]
    refused(run("route", "one.csv", *AS_OF, "--use", "second_life=rocket"), 1)
    refused(run("route", "one.csv", *AS_OF, "--use", "rocket"), 1)


def test_own_parameters_change_the_value(lot: str, here: Path) -> None:
    """A file with one number over ours; one that is wrong is refused with a sentence."""
    (here / "own.toml").write_text(
        'id = "own"\nversion = "1"\nissued = "2026-11-22"\nissuer = "Example Motors"\n'
        '[parameters.price-li2co3]\nvalue = "40"\nunit = "USD/kg"\nsource = "Example Motors"\ndate = "2026-11-22"\n',
        encoding="utf-8",
    )
    usual, dear = (
        float(answer("route", lot, "--row", "1", *AS_OF, *more)["decision"]["value"])
        for more in ((), ("--parameters", "own.toml"))
    )
    assert dear > usual
    (here / "bad.toml").write_text("[parameters.nobody-knows]\nvalue = 1\n", encoding="utf-8")
    assert run("route", lot, "--parameters", "bad.toml").exit_code == 1
    refused(run("route", lot, "--parameters", "nothing.toml"), 1)


def test_lines_of_json_are_a_lot_too(lot: str, here: Path) -> None:
    """The same batteries as lines of JSON are summed alike; a line that is none makes the status 1."""
    (here / "lot.ndjson").write_text('{"id": "a", "chemistry": "LFP", "kind": "pack", "energy_kwh": 60}\nx\n', "utf-8")
    done = run("route", "lot.ndjson", *AS_OF)
    assert done.exit_code == 1
    assert "recycling  1" in done.stdout
    assert "row 2" in done.stderr


def test_every_parameter_is_listed_with_its_mark() -> None:
    """The table says value, source and mark of each number of a profile, and counts what is assumed."""
    done = run("route", "--parameters-table", "--profile", "CN")
    assert done.exit_code == 0, done.stderr
    assert "assumed (nobody's figure was found)" in done.stdout
    told = answer("route", "--parameters-table", "--profile", "CN")
    found = {one["name"]: one for one in told["figures"]}
    assert (found["price-ni"]["value"], found["price-ni"]["mark"], found["price-ni"]["date"]) == (
        "16.85", "verified", "2022",
    )  # fmt: skip
    assert found["cost-repurpose"]["mark"] == "assumed"


def test_bad_input_is_refused_with_a_sentence(here: Path) -> None:
    """A file that is not there, one that is no table, a day that is none; a ledger that is not there is status 3."""
    refused(run("route", "nothing.csv"), 1)
    (here / "bad.csv").write_bytes(b"\xff\xfe\x00")
    assert run("route", "bad.csv").exit_code == 1
    (here / "bad.parquet").write_bytes(b"no parquet")
    refused(run("route", "bad.parquet"), 1)
    refused(run("route", "--battery", "x"), 3)
    assert run("route").exit_code == 2


def test_a_lot_says_on_which_assumed_figures_most_rest(lot: str) -> None:
    """The summary names what nobody measured and most batteries rest on; JSON has all of it."""
    assert "Assumed figures that most rest on, with how many batteries: " in run("route", lot, *AS_OF).stdout
    assert json.loads(run("route", lot, *AS_OF, "--json").stdout)["assumed"]["hold"] == 2


def test_what_sways_a_decision_most_is_listed(lot: str) -> None:
    """One battery, its figures with the widest first; of many it must be said which."""
    told = answer("route", lot, "--row", "2", "--sways", *AS_OF)
    widths = [one["width"] for one in told["sways"]]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 0
    assert told["route"] == "recycling"
    done = run("route", lot, "--row", "2", "--sways", *AS_OF)
    assert done.stdout.splitlines()[1].startswith(told["sways"][0]["name"])
    assert "name its row with --row" in run("route", lot, "--sways", *AS_OF).stderr


def test_prices_are_those_of_the_region(here: Path) -> None:
    """Without a profile the prices are those of the region, whatever it is called; an unknown one is refused."""
    (here / "one.csv").write_text("id,chemistry,kind,energy_kwh\na,LFP,pack,60\n", encoding="utf-8")
    ways = {"eu": ("--profile", "EU", "--region", "DE"), "de": ("--region", "Germany"), "none": ()}
    said = {name: answer("route", "one.csv", *AS_OF, *way)["sentences"] for name, way in ways.items()}
    assert said["eu"] == said["de"] != said["none"]
    refused(run("route", "one.csv", *AS_OF, "--region", "Atlantis"), 1)
    refused(run("route", "one.csv", *AS_OF, "--profile", "Mars"), 1)


def test_a_row_is_counted_as_it_was_asked_for(lot: str) -> None:
    """A row that is not there is told by the number that was given."""
    done = run("route", lot, "--row", "99", *AS_OF)
    refused(done, 3)
    assert "There is no row 99" in done.stderr


def test_energy_is_of_one_battery(lot: str) -> None:
    """A table says the energy of each row; one for all is refused."""
    assert run("route", lot, "--energy", "60", *AS_OF).exit_code == 2
