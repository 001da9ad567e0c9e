"""Lots as bytes: CSV, lines of JSON and Arrow say the same, every row comes back, and nothing hostile is unpacked."""

import contextlib
import io
import json

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from routing.route_cases import DAY
from strategies import examples

from dicycle.errors import InvalidInput, TooLarge
from dicycle.routing import our_parameters, route_lot
from dicycle.routing.streams import chunks, intake_of

SAID = [
    {"id": "a", "chemistry": "LFP", "kind": "pack", "energy_kwh": 60, "soh": 0.72, "soh_low": 0.7, "soh_high": 0.74,
     "level": "E4", "recall": False, "lifetime_record": True, "age_years": 6.5, "gates_passed": "S0 S1 S2"},
    {"id": "b", "chemistry": "NMC622", "energy_kwh": 1e3, "gates_failed": "S1"},
    {"id": "c", "chemistry": "LFP", "energy_kwh": -3},
]  # fmt: skip


def table(rows=SAID) -> pa.Table:
    """Return rows as an Arrow table of the types that a program sends."""
    names = dict.fromkeys(name for row in rows for name in row)
    return pa.table({name: [row.get(name) for row in rows] for name in names})


def stream(of: pa.Table, **how) -> bytes:
    """Return a table as a stream of Arrow."""
    out = io.BytesIO()
    with pa.ipc.new_stream(out, of.schema, options=pa.ipc.IpcWriteOptions(**how)) as writer:
        writer.write_table(of)
    return out.getvalue()


def lines(rows=SAID) -> bytes:
    """Return rows as lines of JSON."""
    return "".join(f"{json.dumps(row)}\n" for row in rows).encode()


def as_csv(rows=SAID) -> bytes:
    """Return rows as CSV."""
    found = table(rows)
    cells = [["" if one is None else str(one) for one in row.values()] for row in found.to_pylist()]
    return "\n".join(",".join(row) for row in [found.column_names, *cells]).encode()


def routed(data: bytes, form, most=None) -> pa.Table:
    """Return what a lot that came as bytes is routed to."""
    return route_lot(intake_of(data, form, most), our_parameters("EU"), DAY, samples=8).table()


def test_every_form_says_the_same():
    """The same rows as CSV, lines of JSON and Arrow, also dictionaries and views of it, have the same decisions."""
    found = routed(as_csv(), "csv")
    assert found["route"].to_pylist() == ["recycling", "quarantine", None]
    whole = table()
    coded = whole.set_column(1, "chemistry", whole["chemistry"].dictionary_encode())
    viewed = whole.set_column(0, "id", whole["id"].cast(pa.string_view()))
    assert routed(lines(), "ndjson").equals(found)
    for one in (whole, coded, viewed):
        assert routed(stream(one), "arrow").equals(found)


def test_tables_as_offices_write_them():
    """Semicolons or tabs, with a comma or a point as the decimal sign, say the same as commas."""
    plain = intake_of(b"id,energy_kwh,soh,gates_passed\na,60.5,0.8,S0 S1\n", "csv")
    for text in (
        "id;energy_kwh;soh;gates_passed\na;60,5;0,8;S0,S1\n",
        "id\tenergy_kwh\tsoh\tgates_passed\na\t60.5\t0,8\tS0 S1\n",
    ):
        for start in ("", "\ufeff"):
            found = intake_of((start + text).encode(), "csv")
            assert not found.findings
            assert found.columns.energy == plain.columns.energy == 60.5
            assert found.columns.soh == plain.columns.soh
            assert (found.columns.gates == plain.columns.gates).all()
    mixed = intake_of(b"id;energy_kwh\na;1.5\nb;2,5\n", "csv")
    assert [one.code for one in mixed.findings[1]] == ["routing.cell"]


def test_what_goes_out_comes_in_again():
    """A routed lot as a stream of Arrow is the same table, and as lines and CSV it has as many rows."""
    found = routed(lines(), "ndjson")
    assert pa.ipc.open_stream(b"".join(chunks(found, "arrow"))).read_all().equals(found)
    told = [json.loads(line) for line in b"".join(chunks(found, "ndjson")).splitlines()]
    assert [one["finding_codes"] for one in told] == [None, None, "routing.energy"]
    assert list(told[0]) == found.column_names
    assert b"".join(chunks(found, "csv")).count(b"\r\n") == 4


def test_lines_that_are_no_battery_come_back_with_their_finding():
    """A broken line, a list, an unknown gate, a number that is none: each is a finding on its row, the others go on."""
    bad = b'nothing\n\n[1]\n{"gates": {"S11": "fail"}}\n{"id": [1]}\n{"energy_kwh": "six"}\n{"id": "d", "more": {}}\n'
    found = routed(lines() + bad, "ndjson")
    assert found["finding_codes"].to_pylist()[3:] == [*["routing.line"] * 4, "routing.cell", None]
    gates = intake_of(b'{"gates": {"S1": "fail", "S3": "pass"}}', "ndjson").columns.gates[0].tolist()
    assert gates == [0, 2, 0, 1, 0, 0, 0, 0, 0]


def test_a_cell_that_is_too_long_is_not_kept():
    """Neither a name nor a number of thousands of characters is taken over; the row comes back with the finding."""
    for name in ("id", "chemistry", "energy_kwh", "kind"):
        found = routed(lines([{"id": "a", **{name: "9" * 5000}}]), "ndjson")
        assert found["finding_codes"].to_pylist() == ["routing.cell"]
        assert len(found["findings"][0].as_py()) < 300


@pytest.mark.parametrize(("data", "form"), [(as_csv(), "csv"), (lines(), "ndjson"), (stream(table()), "arrow")])
def test_too_many_rows_are_refused(data, form):
    """One more row than is taken is refused with a sentence; as many are taken."""
    assert routed(data, form, 3).num_rows == 3
    with pytest.raises(TooLarge, match="more than 2 batteries"):
        intake_of(data, form, 2)


WHOLE = stream(table().select(["id", "chemistry", "energy_kwh", "recall"]))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "routing.not-a-table"),
        (b"x" * 100, "routing.not-a-table"),
        (WHOLE.replace(b"chemistry", b"\x80hemistry"), "routing.not-a-table"),
        (stream(table())[:-40], "routing.not-a-table"),
        (stream(table(), compression="zstd"), "routing.compressed"),
        (stream(table().set_column(1, "chemistry", table()["chemistry"].dictionary_encode()), compression="lz4"),
         "routing.compressed"),
        (stream(pa.table({"id": pa.array([["a"]])})), "routing.column-type"),
        (stream(pa.table({"id": pa.array(["a" * 5000], pa.string_view())})), "routing.column-type"),
        (stream(pa.table({"x": ["a"]})), "routing.no-known-column"),
    ],
)  # fmt: skip
def test_streams_that_are_not_taken_get_a_sentence(data, code):
    """What is no stream, is compressed, or holds what could be larger than it came is refused."""
    with pytest.raises(InvalidInput) as caught:
        intake_of(data, "arrow")
    assert caught.value.findings[0].code == code


@given(st.integers(0, 2000), st.integers(0, 255))
@examples(40)
def test_a_damaged_stream_is_read_or_refused(place, value):
    """Whatever byte of a stream of Arrow is another: every row comes back, or the stream is refused."""
    data = bytearray(WHOLE)
    data[place % len(data)] = value
    with contextlib.suppress(InvalidInput, TooLarge):
        intake_of(bytes(data), "arrow", 10)
