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
        (HEAD + b"a,X,A,,,,\n", "matching.no-capacity"),
        (HEAD + b"a,X,A,nan,,,\n", "matching.no-capacity"),
        (HEAD + b"a,X,A,inf,,,\n", "matching.not-finite"),
        (HEAD + b"a,X,A,fifty,,,\n", "matching.not-a-number"),
        (HEAD + b"a,X,A,50,-0.1,,\n", "matching.negative"),
        (HEAD + b"a,X,A,50,,,E9\n", "matching.evidence"),
        (b"id,id,capacity_ah\na,b,50\n", "matching.column-twice"),
        (b"", "matching.not-a-table"),
        (HEAD + b"a,X\n", "matching.not-a-table"),
        (b"\xff\xfe\x00id", "matching.not-a-table"),
    ],
)
def test_wrong_tables_get_a_sentence(content, code):
    """What is wrong with a table is said, and nothing is repaired."""
    with pytest.raises(InvalidInput) as caught:
        from_table(content)
    assert code in {finding.code for finding in caught.value.findings}


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
    assert rows[4]["reason"] == "1 modules in type not stated, grade not stated are left, fewer than a pack of 4"
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
