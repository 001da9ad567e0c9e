"""Stocks of modules come from tables, and matchings go into tables; wrong input gets a sentence."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from routing.matching_stocks import stock

from dicycle.errors import InvalidInput
from dicycle.routing.matching import Request, from_table, match, packs_table, to_table

HEAD = b"id,type,grade,capacity_ah,capacity_sd_ah,resistance_mohm,evidence\n"


def test_csv_and_arrow_say_the_same():
    """A CSV file and an Arrow table give the same modules; an empty cell is not measured."""
    content = HEAD + b"1,X,A,50,0.5,1.2,E4\n002,X,A,51,,1.3,\n"
    arrow = pa.table(
        {
            "id": ["1", "002"],
            "type": ["X", "X"],
            "grade": ["A", "A"],
            "capacity_ah": [50, 51],
            "capacity_sd_ah": [0.5, None],
            "resistance_mohm": [1.2, 1.3],
            "evidence": ["E4", None],
            "shelf": [1, 2],
        }
    )
    for one, other in zip(from_table(content), from_table(arrow), strict=True):
        np.testing.assert_array_equal(one, other)
    assert from_table(content).ids.tolist() == ["1", "002"]
    assert np.isnan(from_table(content).capacity_sd).tolist() == [False, True]
    assert np.isnan(from_table(content).ocv).all()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"id,type\na,X\n", "matching.missing-column"),
        (HEAD + b"a,X,A,-1,,,\n", "matching.negative"),
        (HEAD + b"a,X,A,50,,,\na,X,A,51,,,\n", "matching.duplicate-id"),
        (HEAD + b",X,A,50,,,\n", "matching.no-id"),
        (HEAD + b"a,X,A,inf,,,\n", "matching.not-finite"),
        (HEAD + b"a,X,A,fifty,,,\n", "matching.not-a-number"),
        (HEAD + b"a,X,A,50,-0.1,,\n", "matching.negative"),
        (HEAD + b"a,X,A,50,,,E9\n", "matching.evidence"),
        (b"id,id,capacity_ah\na,b,50\n", "matching.column-twice"),
        (b"", "matching.not-a-table"),
        (HEAD + b"a,X\n", "matching.not-a-table"),
        (b"id,capacity_mah\na,50000\n", "matching.unit"),
        (b"id,capacity_ah,Resistance (Ohm)\na,50,0.001\n", "matching.unit"),
        (b"id,capacity_ah,resistance\na,50,1\n", "matching.unit"),
        (b"id,Capacity_Ah,capacity (Ah)\na,50,50\n", "matching.column-twice"),
        (b'id,capacity_ah\na,"50,1"\n', "matching.not-a-number"),
        (b"id,capacity_ah\na,50 Ah\n", "matching.not-a-number"),
        (b"id;capacity_ah\na;1.050,5\n", "matching.not-a-number"),
        (b"\xff\xfe\x00id", "matching.not-a-table"),
    ],
)
def test_wrong_tables_get_a_sentence(content, code):
    """What is wrong with a table is said, and nothing is repaired."""
    with pytest.raises(InvalidInput) as caught:
        from_table(content)
    assert code in {finding.code for finding in caught.value.findings}
    assert all(finding.sentence.endswith(".") and finding.advice for finding in caught.value.findings)


@pytest.mark.parametrize(
    "content",
    [
        b"id;capacity_ah;resistance_mohm\na;50,1;1,25\nb;51;\n",
        b"id;capacity_ah;resistance_mohm\na;50.1;1.25\nb;51;NaN\n",
        b"\xef\xbb\xbfID\tCapacity (Ah)\tResistance [mOhm]\r\na\t50,1\t1,25\r\nb\t51\tn/a\r\n",
        "Id, Capacity_Ah, resistance (m\N{OHM SIGN}), shelf\n a, 50.1, 1.25, 1\nb, 51, , 2\n".encode(),
    ],
)
def test_tables_as_people_write_them(content):
    """Semicolons and tabs, decimal commas, units in brackets, capital letters and spaces say the same."""
    modules = from_table(content)
    assert modules.ids.tolist() == ["a", "b"]
    np.testing.assert_array_equal(modules.capacity, [50.1, 51.0])
    np.testing.assert_array_equal(modules.resistance, [1.25, np.nan])


@pytest.mark.parametrize("cell", [b"", b"nan", b"NaN", b"N/A"])
def test_a_module_without_capacity_is_left_out(cell):
    """A capacity that nobody measured leaves its module out, with the reason; the others are matched."""
    modules = from_table(b"id,capacity_ah\na,50\nb," + cell + b"\nc,51\n")
    matching = match(modules, Request(series=2))
    assert [pack.modules for pack in matching.packs] == [(0, 2)]
    assert [(one.module, one.code, one.reason) for one in matching.rejects] == [
        (1, "matching.not-measured", "its capacity is not known")
    ]


def test_capacities_in_mah_are_doubted():
    """Thousands of Ah are matched, and a finding asks whether they are mAh."""
    modules = from_table(b"id,capacity_ah\na,2600\nb,2610\n")
    assert [one.code for one in match(modules, Request(series=2)).findings] == ["matching.large-capacity"]


@given(st.binary(max_size=200) | st.binary(max_size=60).map(lambda rest: HEAD + rest))
def test_no_bytes_crash_the_reader(content):
    """Any bytes are read or refused with a sentence."""
    try:
        modules = from_table(content)
    except InvalidInput:
        return
    assert modules.total == len(modules.capacity)


def test_tables_of_packs():
    """A row for each module says its pack and group or why not; a row for each pack says what it has."""
    modules = stock([40, 41, 42, 43, 20], sd=[0.1] * 5)
    request = Request(series=2, parallel=2)
    matching = match(modules, request)
    rows = to_table(matching, modules, request).to_pylist()
    assert [row["pack"] for row in rows] == [1, 1, 1, 1, None]
    assert sorted(row["group"] for row in rows[:4]) == [1, 1, 2, 2]
    assert rows[4]["reason"] == "what is left is less than a pack of 4"
    pack = packs_table(matching, modules, request).to_pylist()[0]
    assert pack["usable"] == 83.0
    assert pack["expected"] < 83.0
    assert pack["resistance_spread"] is None


def test_nothing_in_nothing_out():
    """No modules make no packs, and say so without fuss."""
    modules = from_table(pa.table({"id": pa.array([], pa.string()), "capacity_ah": pa.array([], pa.float64())}))
    matching = match(modules, Request(series=2))
    assert (matching.packs, matching.value, matching.ratio) == ((), 0.0, 1.0)
    assert packs_table(matching, modules, Request(series=2)).num_rows == 0
    assert to_table(matching, modules, Request(series=2)).num_rows == 0
