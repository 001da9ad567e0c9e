"""``dicycle trace``: where a thing came from, and where it went."""

import csv
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from chains import CELL, LOT, OTHER, fill
from cli.commands import answer, refused, run
from keys import PACK

from dicycle.bootstrap import open_loop

TREE = f"""\
pack item P-1
{PACK}
where it came from, as of all that is known, from 6 events, recorded until …

├─ 2027-01-05, assembling at Example plant
│  └─ Cell X1 C-2 · 2027-01-01, commissioning at Example plant
│     └─ cathode lot L-1, 2 kg · 2027-01-01, made at Example mine
└─ 2027-01-01, made at Example plant
"""


@pytest.fixture
def here(here: Path) -> Path:
    """A folder whose ledger has the chain."""
    with open_loop(here / "dicycle.db") as loop:
        fill(loop)
    return here


def dated(text: str) -> str:
    """Return an answer without the time of recording, which is that of the test."""
    return "\n".join(line.partition("recorded until")[0] for line in text.splitlines())


def test_a_pack_is_told_as_a_tree(here: Path) -> None:
    """From the pack over its cell to the lot, with date, step and place of each event."""
    assert dated(run("trace", PACK).stdout) == dated(TREE)


def test_a_date_tells_what_was_inside_then(here: Path) -> None:
    """Before the swap it was the other cell."""
    said = run("trace", PACK, "--as-of", "2027-01-02").stdout
    assert "Cell X1 C-1" in said
    assert "Cell X1 C-2" not in said
    assert "as of 2027-01-02 23:59:59 UTC, from 6 events" in said


def test_equal_cells_are_folded_forward(here: Path) -> None:
    """Two cells of one run are one line; one of them went on."""
    said = run("trace", LOT, "--forward").stdout
    assert "2 × Cell X1" in said
    assert "item P-1" in said
    assert "kg" not in said.partition("2 × Cell X1")[2]


def test_a_table_has_a_line_for_each_part(here: Path) -> None:
    """Role, share and amount of each thing in each event."""
    lines = run("trace", PACK, "--table").stdout.splitlines()
    assert lines[0].split()[:4] == ["DEPTH", "DATE", "ROLE", "SHARE"]
    (used,) = (line for line in lines if LOT in line and " input " in line)
    assert "2.00 %" in used
    assert "2 kg" in used
    assert len(lines) == 1 + len(answer("trace", PACK)["links"])


def test_only_some_categories_are_a_list(here: Path) -> None:
    """What was asked for is told, what lies between is not."""
    lines = run("trace", PACK, "--kind", "cathode").stdout.splitlines()
    assert lines[0].split() == ["DEPTH", "BORN", "CATEGORY", "NAME", "ID"]
    assert [line.split()[-1] for line in lines[1:]] == [LOT]
    assert [one["id"] for one in answer("trace", PACK, "--kind", "cathode", "--kind", "cell")["nodes"]] == [OTHER, LOT]


def test_it_stops_where_it_is_told_to(here: Path) -> None:
    """At a depth, or at a category; what is cut says so."""
    shallow = answer("trace", PACK, "--depth", "1")
    assert {one["id"]: one["cut"] for one in shallow["nodes"]} == {PACK: False, OTHER: True}
    assert "Cell X1 C-2 …" in run("trace", PACK, "--depth", "1").stdout
    assert [one["id"] for one in answer("trace", PACK, "--until", "cell")["nodes"]] == [PACK, OTHER]


def test_more_things_than_asked_for_are_said_to_be_there(here: Path) -> None:
    """The nearest are told, and standard error says that there are more."""
    done = run("trace", PACK, "--most", "2", "--json")
    assert (done.exit_code, json.loads(done.stdout)["complete"]) == (0, False)
    assert done.stderr == "… and more: these are the nearest 2 things; use --most.\n"


def test_files_have_the_rows_of_the_table(here: Path) -> None:
    """CSV and Parquet, whatever their names."""
    assert run("trace", PACK, "--csv", "trace.txt").stdout.startswith("trace.txt: ")
    assert run("trace", PACK, "--parquet", "trace.parquet").exit_code == 0
    with Path("trace.txt").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    table = pq.read_table("trace.parquet").to_pylist()
    assert [row["event"] for row in rows] == [row["event"] for row in table]
    assert [row["Ni_kg"] for row in table if row["role"] == "input"] == [pytest.approx(0.6)]


def test_a_thing_that_came_from_nowhere_says_so(here: Path) -> None:
    """A cell of which the ledger knows only that it was seen has no past."""
    seen = {
        "@context": "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", "type": "ObjectEvent",
        "action": "OBSERVE", "eventTime": "2027-01-01T00:00:00Z", "eventTimeZoneOffset": "+00:00",
        "epcList": [f"{CELL}9"], "readPoint": {"id": "https://id.gs1.org/414/9521234000013"},
    }  # fmt: skip
    Path("seen.json").write_text(json.dumps(seen), encoding="utf-8")
    run("capture", "seen.json")
    assert run("trace", f"{CELL}9").stdout.endswith("\nThe ledger does not say where this came from.\n")
    assert "where this went" in run("trace", f"{CELL}9", "--forward", "--table").stdout


def test_any_code_finds_the_thing(here: Path) -> None:
    """A trace takes what `dicycle item` takes."""
    assert answer("trace", "urn:epc:id:sgtin:9521234.000001.P-1")["id"] == PACK
    assert answer("trace", "(01)09521234000013(21)P-1")["id"] == PACK


def test_what_makes_no_sense_is_a_sentence(here: Path) -> None:
    """A thing that is not there, a category, an element, a date, a file."""
    refused(run("trace", f"{PACK}x"), 3)
    assert "'spaceship' is not a category" in refused(run("trace", PACK, "--until", "spaceship"), 1)
    assert "Nothing declares 'Xx'" in refused(run("trace", PACK, "--element", "Xx"), 1)
    refused(run("trace", PACK, "--as-of", "yesterday"), 1)
    refused(run("trace", PACK, "--csv", "none/trace.csv"), 1)
    assert run("trace", PACK, "--json", "--table").exit_code == 2


def test_a_damaged_index_is_made_again_and_says_so(here: Path) -> None:
    """The answer is the same; a note on standard error says what happened."""
    before = run("trace", PACK).stdout
    (graph,) = Path("dicycle.db.genealogy").glob("graph-*.dcy")
    graph.write_bytes(graph.read_bytes()[:-100])
    done = run("trace", PACK)
    assert done.stdout == before
    assert done.stderr.startswith("note: ")
    assert "made again" in done.stderr
    assert run("trace", PACK).stderr == ""
