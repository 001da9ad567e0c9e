"""Sharing out whole milligrams loses none of them."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dicycle.simulation.amounts import kg, shared, spread

MASS = st.integers(0, 10**12)


@given(rows=st.lists(MASS, min_size=1, max_size=8), cuts=st.lists(st.integers(0, 10**6), max_size=7))
def test_a_shared_flow_keeps_every_row_and_column(rows: list[int], cuts: list[int]) -> None:
    """Whatever goes in comes out: row sums and column sums of the flows are the inputs and outputs."""
    total = sum(rows)
    marks = [0, *sorted(total * cut // 10**6 for cut in cuts), total]
    columns = [high - low for low, high in pairwise(marks)]
    table = shared(rows, columns)
    assert [sum(row) for row in table] == rows
    assert [sum(column) for column in zip(*table, strict=True)] == columns
    assert min(min(row) for row in table) >= 0


@given(each=st.integers(0, 10**9), count=st.integers(1, 40), data=st.data())
def test_equal_things_get_equal_sums(each: int, count: int, data: st.DataObject) -> None:
    """Several flows spread over equal things, one behind the other, give every thing exactly its own content."""
    left, flows = each * count, []
    while left:
        flow = data.draw(st.integers(1, left)) if len(flows) < 6 else left
        flows.append(flow)
        left -= flow
    sums, start = [0] * count, 0
    for flow in flows:
        sums = [a + b for a, b in zip(sums, spread(flow, count, start), strict=True)]
        start = (start + flow) % count
    assert sums == [each] * count


@given(st.integers(-(10**15), 10**15))
def test_kilograms_are_written_exactly(milligrams: int) -> None:
    """The JSON number of kilograms reads back as the same milligrams, with no digit too many."""
    text = bytes(kg(milligrams)).decode()
    assert Decimal(text) * 1_000_000 == milligrams
    assert "." not in text or not text.endswith(("0", "."))
