"""Answers as JSON, tables, files and trees: the same facts in every form."""

import csv
import io
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dicycle.errors import InvalidInput
from dicycle.files import csv_chunks, parquet_chunks, replacing, write
from dicycle.genealogy import plain
from dicycle.genealogy.answers import Affected, Attribution, Group, Link, Node, Point, Recall, Share, Trace
from dicycle.genealogy.folding import fold
from dicycle.genealogy.tables import sheet, table

DAY = 86_400_000_000
AT = Point(7, 9 * DAY)
PACK = "https://id.gs1.org/01/09521234000013/21/P-1"
CELL = "https://id.gs1.org/01/09521234000020/21/C-{}"
LOT = "https://id.gs1.org/01/09521234000037/10/L-1"
PLACE = "https://id.gs1.org/414/9521234000006"


def cells_in_a_pack(count: int = 4) -> Trace:
    """Return the trace of a pack: cells of one lot, made in two runs."""
    cells = [CELL.format(number) for number in range(count)]
    nodes = [Node(PACK, "instance", "pack", 0, 3 * DAY, None)]
    nodes += [Node(cell, "instance", "cell", 1, 2 * DAY, None) for cell in cells]
    nodes += [Node(LOT, "lot", "cathode", 2, DAY, None)]
    parts = [Link("part", cell, "urn:x:built", "urn:x:built", 3 * DAY, 1, parent=PACK, share=1.0) for cell in cells]
    runs = [f"urn:x:run{number % 2}" for number in range(count)]
    made = [
        Link("output", cell, run, run, 2 * DAY, 2, share=1.0, masses={"Ni": 2e9})
        for cell, run in zip(cells, runs, strict=True)
    ]
    used = [
        Link("input", LOT, run, run, 2 * DAY, 2, quantity=10.0, unit="KGM", share=0.25, masses={"Ni": 4e9, "Li": 5.0})
        for run in dict.fromkeys(runs)
    ]
    return Trace(PACK, "back", None, AT, nodes, [*parts, *made, *used], complete=True)


def affected(number: int, id: str = "") -> Affected:
    """Return a thing that holds a part of the lot."""
    return Affected(id or CELL.format(number), "instance", "cell", 0.125, 0.5, 1.25e9, PACK, PLACE, 1)


def a_recall(*things: Affected) -> Recall:
    """Return the recall of the lot."""
    groups = [Group(PLACE, len(things), 0.125 * len(things))]
    return Recall(LOT, "mass", None, AT, "proportional", list(things), groups, 3, 0.01, complete=True)


AN_ATTRIBUTION = Attribution(
    PACK, 5 * DAY, AT, "proportional",
    [Share("Ni", 4e9, {"unknown": 1e9, f"virgin:{PLACE}": 3e9}), Share("Co", None, {})], 5, 1,
)  # fmt: skip
EVERY = [cells_in_a_pack(), a_recall(affected(1)), AN_ATTRIBUTION]


@pytest.mark.parametrize("answer", EVERY, ids=lambda one: type(one).__name__)
def test_an_answer_in_pieces_is_the_whole_answer(answer: plain.Answer) -> None:
    """What is written while it is read is the same JSON as that of the whole."""
    streamed = msgspec.json.decode(b"".join(plain.chunks(answer, {"more": 1})))
    assert streamed.pop("more") == 1
    assert streamed == msgspec.json.decode(msgspec.json.encode(plain.value(answer)))


def test_masses_are_kilograms_and_times_are_rfc_3339() -> None:
    """JSON speaks in the units of events, not in ours."""
    value = plain.value(cells_in_a_pack())
    assert value["point"] == {"events": 7, "time": "1970-01-10T00:00:00.000Z"}
    assert value["nodes"][0]["born"] == "1970-01-04T00:00:00.000Z"
    assert value["nodes"][0]["ended"] is None
    assert value["links"][-1]["masses_kg"] == {"Ni": 4.0, "Li": 5e-9}


def test_what_nobody_declared_stays_null() -> None:
    """An element without a mass is not one of zero (convention 5)."""
    nickel, cobalt = plain.value(AN_ATTRIBUTION)["shares"]
    assert (cobalt["mass_kg"], cobalt["origins_kg"]) == (None, {})
    assert list(nickel["origins_kg"].items()) == [(f"virgin:{PLACE}", 3.0), ("unknown", 1.0)]


def test_a_ledger_without_events_has_no_time() -> None:
    """The point of an empty ledger is no event, and no moment."""
    assert plain.point(Point(0, 0)) == {"events": 0, "time": None}


def test_a_moment_beyond_the_calendar_is_said_as_a_number() -> None:
    """A time that no calendar holds does not stop an answer."""
    assert plain.moment(10**18 * 9) == "9000000000000000000"
    year_zero = -62_167_219_200_000_000
    trace = cells_in_a_pack()
    early = trace._replace(links=[one._replace(time=year_zero) for one in trace.links])
    assert b",0000-01-01T00:00:00.000000Z,," in b"".join(csv_chunks(sheet(early)))
    assert plain.value(early)["links"][0]["time"] == str(year_zero)


def test_the_table_of_a_trace_has_a_row_for_each_link() -> None:
    """Each part in an event is a row, with a column for the mass of each element."""
    trace = cells_in_a_pack()
    found = table(trace)
    assert found.num_rows == len(trace.links)
    assert found.column("Ni_kg").to_pylist()[-1] == 4.0
    assert found.column("Li_kg").to_pylist()[0] is None
    assert found.schema.field("time").type == pa.timestamp("us", "UTC")
    assert found.column("category").to_pylist()[-1] == "cathode"


def test_the_table_of_an_attribution_has_a_row_for_each_origin() -> None:
    """Fractions of an element sum to one; an element that nobody declared has one row without a mass."""
    rows = table(AN_ATTRIBUTION).to_pylist()
    assert [(row["element"], row["origin"], row["fraction"]) for row in rows] == [
        ("Ni", f"virgin:{PLACE}", 0.75), ("Ni", "unknown", 0.25), ("Co", None, None),
    ]  # fmt: skip


def test_csv_and_parquet_say_the_same() -> None:
    """Whichever file is written, it has the same rows."""
    many = a_recall(*(affected(number) for number in range(25_000)))
    text = b"".join(csv_chunks(sheet(many))).decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    found = pq.read_table(io.BytesIO(b"".join(parquet_chunks(sheet(many)))))
    assert [row["id"] for row in rows] == found.column("id").to_pylist()
    assert {float(row["mass_kg"]) for row in rows} == set(found.column("mass_kg").to_pylist()) == {1.25}


def test_an_empty_answer_is_an_empty_table() -> None:
    """A recall that finds nothing has a head and no rows."""
    assert b"".join(csv_chunks(sheet(a_recall()))).count(b"\r\n") == 1
    assert pq.read_table(io.BytesIO(b"".join(parquet_chunks(sheet(a_recall()))))).num_rows == 0


def test_no_text_is_a_formula_to_a_spreadsheet() -> None:
    """A name that begins like a formula is marked as text; a number stays a number."""
    text = b"".join(csv_chunks(sheet(a_recall(affected(1, "=cmd:x"))))).decode()
    assert "\r\n'=cmd:x,instance" in text
    assert ",0.125," in text


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    """Whoever is interrupted leaves the file as it was, and no half one beside it."""
    path = tmp_path / "recall.csv"
    path.write_text("before")

    def stopped() -> None:
        with replacing(path) as part:
            part.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert [one.name for one in tmp_path.iterdir()] == ["recall.csv"]
    assert path.read_text() == "before"
    write(sheet(a_recall(affected(1))), path)
    assert path.read_text().startswith("id,kind,category,")


@pytest.mark.parametrize("name", ["recall.txt", "recall"])
def test_an_ending_says_what_is_written(tmp_path: Path, name: str) -> None:
    """A file of another ending is refused with what to do."""
    with pytest.raises(InvalidInput) as refused:
        write(sheet(a_recall()), tmp_path / name)
    assert (refused.value.findings[0].code, refused.value.findings[0].where) == (
        "files.ending", str(tmp_path / name),
    )  # fmt: skip


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    """A file that cannot be written is a sentence."""
    with pytest.raises(InvalidInput, match="This file cannot be written"):
        write(sheet(a_recall()), tmp_path / "none" / "recall.csv")


def test_equal_things_are_one_line() -> None:
    """Cells of one kind that were made at equal events are one bundle with one joint."""
    root = fold(cells_in_a_pack(), lambda event: event.rstrip("01"))
    (built,) = root.joints
    (cells,) = built.bundles
    (made,) = cells.joints
    (lot,) = made.bundles
    assert (built.inside, len(cells.things), cells.category) == (True, 4, "cell")
    assert (made.inside, made.events, lot.things) == (False, ("urn:x:run0", "urn:x:run1"), (LOT,))
    assert [(one.quantity, one.unit) for one in lot.amounts] == [(20.0, "KGM")]


def test_events_that_differ_are_joints_of_their_own() -> None:
    """What is told to differ is not folded."""
    trace = cells_in_a_pack()
    (built,) = fold(trace, lambda event: event).joints
    first, second = built.bundles[0].joints
    assert {*first.events, *second.events} == {"urn:x:run0", "urn:x:run1"}
    assert [joint.bundles[0].things for joint in (first, second)] == [(LOT,), (LOT,)]


def test_a_forward_trace_folds_the_other_way() -> None:
    """From the lot, the runs that used it come first, then what they made, then what that is inside of."""
    back = cells_in_a_pack()
    root = fold(back._replace(root=LOT, direction="forward"), lambda event: event.rstrip("01"))
    (made,) = root.joints
    (cells,) = made.bundles
    (built,) = cells.joints
    assert (made.inside, built.inside, built.bundles[0].things) == (False, True, (PACK,))


def test_a_chain_longer_than_a_tree_can_be_drawn_is_cut() -> None:
    """A thousand runs one after the other do not end the program."""
    lots = [f"{LOT}{number}" for number in range(1000)]
    nodes = [Node(one, "lot", None, number, None, None) for number, one in enumerate(lots)]
    links = [
        Link(role, lots[number + (role == "input")], f"urn:x:{number}", f"urn:x:{number}", -number, number)
        for number in range(999)
        for role in ("output", "input")
    ]
    bundle = fold(Trace(lots[0], "back", None, AT, nodes, links, complete=True), lambda event: event)
    depth = 0
    while bundle.joints:
        bundle, depth = bundle.joints[0].bundles[0], depth + 1
    assert bundle.cut
    assert depth == 150


def test_rounding_is_not_told_as_an_origin() -> None:
    """An unknown part that the last digits of declared masses leave open is kept, and not told to a person."""
    share = Share("Ni", 1e9, {"virgin:x": 1e9 - 500, "unknown": 500.0})
    assert list(share.told()) == ["virgin:x"]
    assert list(share._replace(origins={"virgin:x": 9.9e8, "unknown": 1e7}).told()) == ["virgin:x", "unknown"]
    assert sum(share.origins.values()) == 1e9
