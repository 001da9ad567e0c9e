"""``dicycle agreements``: documents in; the list, entries, the chain, judgements and files out."""

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cli.commands import answer, refused, run

PLANT = (
    "Example Recycling starts building in Yichang\n\n"
    "YICHANG, March 4, 2026 -- Example Recycling Co., Ltd. on Wednesday started construction of a battery recycling "
    "plant in Yichang, Hubei Province, with an investment of 900 million yuan.\n"
)
TALKS = (
    "Example Motors and Norden Metals sign a memorandum\n\n"
    "BERLIN, April 2, 2026 -- Example Motors Co., Ltd. and Norden Metals Co., Ltd. on Thursday signed a "
    "memorandum of understanding on the recycling of power batteries in Berlin.\n"
)


@pytest.fixture
def press(here: Path) -> Path:
    """A folder with two documents."""
    folder = here / "press"
    (folder / "april").mkdir(parents=True)
    (folder / "plant.txt").write_text(PLANT, encoding="utf-8")
    (folder / "april" / "talks.txt").write_text(TALKS, encoding="utf-8")
    return folder


@pytest.fixture
def kept(press: Path) -> Path:
    """A ledger whose register has them."""
    assert run("agreements", "read", str(press)).exit_code == 0
    return press


def entries(*facets: str) -> list[dict[str, Any]]:
    """Return the entries of a kind, or those that have other facets."""
    found: list[dict[str, Any]] = answer("agreements", "list", *facets)
    return found


def plant() -> str:
    """Return the id of the plant's entry."""
    (one,) = entries("--kind", "construction_start")
    return str(one["id"])


# ---------------------------------------------------------------- reading


def test_a_folder_is_read(press: Path) -> None:
    """Every document in it, at any depth, is told with its records and the characters that say them."""
    done = run("agreements", "read", str(press))
    assert done.exit_code == 0, done.stderr
    assert "[1/2] talks.txt: en" in done.stdout
    assert "construction start (under construction): Example Recycling Co., Ltd." in done.stdout
    assert "investment: 900,000,000 CNY" in done.stdout
    assert "says: “" in done.stdout
    assert "2 documents in the register" in done.stdout


def test_what_is_in_the_register_is_not_read_again(kept: Path) -> None:
    """A second run goes through what is known, and adds nothing; `--again` reads anew, and adds nothing either."""
    count = len(entries())
    done = run("agreements", "read", str(kept))
    assert done.stdout.count("(in the register already)") == 2
    assert run("agreements", "read", "--again", str(kept)).stdout.count("(in the register already)") == 0
    assert len(entries()) == count


def test_a_dry_run_keeps_nothing(press: Path) -> None:
    """It tells the same, and the register stays empty."""
    done = run("agreements", "read", "--dry-run", str(press))
    assert "900,000,000 CNY" in done.stdout
    assert "read, nothing kept" in done.stdout
    assert entries() == []


def test_a_document_comes_from_standard_input(here: Path) -> None:
    """A minus is standard input; the releases come as JSON, quotes with offsets that hold."""
    done = run("agreements", "read", "-", "--json", given=PLANT.encode())
    (release,) = json.loads(done.stdout)
    assert release["head"]["name"] == "standard input"
    quotes = [one for record in release["records"] for one in record["kind"]["evidence"]]
    assert quotes
    assert all(PLANT[one["start"] : one["end"]] == one["text"] for one in quotes)


def test_samples_come_along(here: Path) -> None:
    """Whoever has no document can try the invented ones, in four languages."""
    done = run("agreements", "read", "--sample")
    assert done.exit_code == 0, done.stderr
    assert all(f"{language}, " in done.stdout for language in ("en", "de", "zh", "ru"))
    assert len(entries()) >= 5


def test_what_cannot_be_read_is_told_and_left_out(press: Path) -> None:
    """The others are read; the status says that not all was."""
    (press / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    done = run("agreements", "read", str(press), str(press / "missing.txt"))
    assert done.exit_code == 1
    assert done.stderr.count("error: ") >= 2
    assert "missing.txt" in done.stderr
    assert "2 documents in the register" in done.stdout
    assert "; 2 could not be read." in done.stdout


def test_reading_nothing_is_a_mistake(here: Path) -> None:
    """Without a file the usage is told."""
    done = run("agreements", "read")
    assert done.exit_code == 2
    assert "--sample" in done.stderr


# ---------------------------------------------------------------- the list


def test_the_list_tells_what_counts(kept: Path) -> None:
    """A row for each entry, and the sum of those that are committed."""
    done = run("agreements", "list")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.splitlines()[0].split() == ["ID", "WHEN", "KIND", "PARTIES", "WHERE", "MONEY", "COUNTS"]
    assert "investment that counts: 900,000,000 CNY." in done.stdout


@pytest.mark.parametrize(
    ("facets", "kinds"),
    [
        (("--country", "DE"), {"memorandum"}),
        (("--region", "Hubei"), {"construction_start"}),
        (("--kind", "memorandum", "--kind", "construction_start"), {"memorandum", "construction_start"}),
        (("--party", "norden metals"), {"memorandum"}),
        (("--about", "recycling"), {"memorandum", "construction_start"}),
        (("--since", "2026-04-01"), {"memorandum"}),
        (("--until", "2026-03-31"), {"construction_start"}),
        (("--about", "mining"), set()),
    ],
)
def test_facets_narrow_the_list(kept: Path, facets: tuple[str, ...], kinds: set[str]) -> None:
    """By country, region, kind, party, stage of the chain and day."""
    assert {one["kind"] for one in entries(*facets)} == kinds


def test_an_empty_list_says_what_to_do(kept: Path) -> None:
    """Nothing found is no mistake."""
    done = run("agreements", "list", "--country", "FR")
    assert done.exit_code == 0
    assert "dicycle agreements read FILE" in done.stdout


@pytest.mark.parametrize("command", [("list",), ("show", "a1"), ("chain",), ("review",)])
def test_without_a_ledger_there_is_no_register(here: Path, command: tuple[str, ...]) -> None:
    """Looking makes no ledger."""
    assert "no ledger here yet" in refused(run("agreements", *command), 3)
    assert list(here.iterdir()) == []


def test_an_entry_is_shown_with_what_says_it(kept: Path) -> None:
    """Its values, its stages with their documents, the characters, and whether it counts."""
    done = run("agreements", "show", plant())
    assert "plant.txt says: “" in done.stdout
    assert "under_construction (plant.txt)" in done.stdout
    assert "It counts in sums." in done.stdout
    (talks,) = entries("--kind", "memorandum")
    assert "It does not count in sums: not committed" in run("agreements", "show", talks["id"]).stdout
    party = talks["parties"][0]
    assert answer("agreements", "show", party["party"])["name"] == party["name"]
    assert answer("agreements", "show", plant())["id"] == plant()
    assert "a0000000000" in refused(run("agreements", "show", "a0000000000"), 3)


# ---------------------------------------------------------------- the chain


def test_the_chain_has_its_gaps(kept: Path) -> None:
    """In Hubei a plant that recycles is being built; nobody mines."""
    states = {one["stage"]: one["state"] for one in answer("agreements", "chain", "--region", "Hubei")["links"]}
    assert (states["recycling"], states["mining"]) == ("building", "gap")
    lines = run("agreements", "chain", "--region", "Hubei").stdout.splitlines()
    assert any(line.split()[:3] == ["recycling", "building", "1"] for line in lines)
    assert "Atlantis" in refused(run("agreements", "chain", "--region", "Atlantis"), 3)


def test_partners_come_with_grounds(kept: Path) -> None:
    """The recycler that builds stands before those who talk."""
    found = answer("agreements", "partners", "--stage", "recycling", "--region", "Hubei")
    assert found[0]["name"] == "Example Recycling Co., Ltd."
    told = run("agreements", "partners", "--stage", "recycling", "--region", "Hubei").stdout
    assert "construction start" in told.splitlines()[1]
    assert "Nobody" in run("agreements", "partners", "--stage", "second_life").stdout
    assert "cheese" in refused(run("agreements", "partners", "--stage", "cheese"), 3)


# ---------------------------------------------------------------- reviewing and files


def test_a_pair_is_reviewed(kept: Path) -> None:
    """What was decided leaves the list, is there with --all, and can be taken back."""
    assert run("agreements", "read", "--sample").exit_code == 0
    waiting = answer("agreements", "review")
    if not waiting:
        assert "Nothing to review." in run("agreements", "review").stdout
        return
    id = waiting[0]["id"]
    assert id in run("agreements", "review").stdout
    left = answer("agreements", "review", "--different", id, "--by", "A. Example")
    assert id not in {one["id"] for one in left}
    decided = {one["id"]: one.get("verdict") for one in answer("agreements", "review", "--all")}
    assert decided[id] == "different"
    again = answer("agreements", "review", "--unsure", id)
    assert id in {one["id"] for one in again}
    assert "no candidate x" in refused(run("agreements", "review", "--same", "x"), 3)


def test_the_register_is_written_to_a_file(kept: Path) -> None:
    """CSV has a row for each entry; the other formats are what they are called."""
    done = run("agreements", "export", "-o", "all.csv")
    assert done.exit_code == 0, done.stderr
    assert done.stdout == f"all.csv: {len(entries())} entries.\n"
    with Path("all.csv").open(encoding="utf-8", newline="") as file:
        assert {row["id"] for row in csv.DictReader(file)} == {one["id"] for one in entries()}
    for form, start in (("parquet", b"PAR1"), ("ftm", b"{"), ("ocds", b"{")):
        assert run("agreements", "export", "--format", form, "-o", f"all.{form}").exit_code == 0
        assert Path(f"all.{form}").read_bytes().startswith(start)
    assert "nowhere" in refused(run("agreements", "export", "-o", "nowhere/all.csv"), 1)


def test_the_help_does_not_load_what_reads(here: Path) -> None:
    """Models, tables and the languages are loaded when something is to be read, not to tell what can be done."""
    code = (
        "import sys; from click.testing import CliRunner; from dicycle.cli import main; "
        "done = CliRunner().invoke(main, ['agreements', '--help']); assert done.exit_code == 0; "
        "print(sorted(one for one in sys.modules if one.startswith(('dicycle.agreements', 'spacy', 'pyarrow'))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


# ---------------------------------------------------------------- scoring


def test_a_reading_is_scored_against_annotations(press: Path) -> None:
    """A document without an annotated record has only false ones; quotes are exact; `--misses` tells each value."""
    gold = {"documents": [{"doc_id": "plant.txt", "lang": "en", "records": [], "entities": []}]}
    (press / "gold.json").write_text(json.dumps(gold), encoding="utf-8")
    found = answer("agreements", "score", str(press))["en"]
    assert (found["documents"], found["misquoted"], found["fields"]["record"]["right"]) == (1, [], 0)
    assert found["fields"]["record"]["false"] > 0
    told = run("agreements", "score", str(press), "--misses").stdout
    assert "all fields" in told
    assert "not exact: 0" in told
    assert len(told) > len(run("agreements", "score", str(press)).stdout)
    assert answer("agreements", "score", str(press), "--language", "de") == {}


def test_a_folder_without_annotations_cannot_be_scored(press: Path) -> None:
    """It is told that gold.json is missing."""
    assert "gold.json" in refused(run("agreements", "score", str(press)), 1)
