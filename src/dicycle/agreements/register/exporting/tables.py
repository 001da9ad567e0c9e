"""The register as a table, one row for each entry: CSV for people, Parquet with money and parties as lists.

Amounts are decimals with six places in Parquet and exact texts in CSV. `counted` money is what may be summed.
"""

import io
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any, Final

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from dicycle.agreements.register.model import Entry, Register
from dicycle.files import csv_lines

_BATCH: Final = 5_000
_AMOUNT: Final = pa.decimal128(38, 6)
_PLACES: Final = Decimal("0.000001")
_PARTY: Final = pa.list_(pa.struct({"id": pa.string(), "name": pa.string(), "role": pa.string()}))
_MONEY: Final = pa.list_(pa.struct({"kind": pa.string(), "amount": _AMOUNT, "currency": pa.string()}))
_CAPACITY: Final = pa.list_(pa.struct({"amount": _AMOUNT, "unit": pa.string(), "phase": pa.string()}))
_COUNTS: Final = pa.list_(pa.struct({"what": pa.string(), "value": pa.int64()}))
_SOURCES: Final = pa.list_(pa.struct({"document": pa.string(), "record": pa.string(), "name": pa.string()}))
SCHEMA: Final = pa.schema(
    [
        *((name, pa.string()) for name in ("id", "kind", "status")), ("step", pa.int32()), ("date", pa.string()),
        ("title", pa.string()), ("parties", _PARTY), ("others", _PARTY),
        *((name, pa.string()) for name in ("event_place", "place", "where", "region", "country")),
        ("subject", pa.list_(pa.string())), ("money", _MONEY), ("counted", _MONEY), ("capacity", _CAPACITY),
        ("jobs", pa.list_(pa.int64())), ("counts", _COUNTS), ("binding", pa.bool_()),
        *((name, pa.bool_()) for name in ("aggregate", "historical", "countable")),
        *((name, pa.string()) for name in ("because", "part_of", "superseded_by", "occasion")),
        ("conflicts", pa.list_(pa.string())), ("sources", _SOURCES),
    ]
)  # fmt: skip
_LARGEST: Final = 2**63


def rows(entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    """Yield a row for each entry, with lists as they are."""
    for one in entries:
        yield {
            **{name: getattr(one, name) for name in SCHEMA.names if hasattr(one, name)},
            "parties": [{"id": each.party, "name": each.name, "role": each.role} for each in one.parties],
            "others": [{"id": each.party, "name": each.name, "role": each.role} for each in one.others],
            "money": [{"kind": each.kind, "amount": each.amount, "currency": each.currency} for each in one.money],
            "counted": list(_counted(one)),
            "capacity": [{"amount": each.amount, "unit": each.unit, "phase": each.phase} for each in one.capacity],
            "jobs": [each.value for each in one.jobs],
            "counts": [{"what": each.what, "value": each.value} for each in one.counts],
            "conflicts": [each.field for each in one.conflicts],
            "sources": [{"document": s.document, "record": s.record, "name": s.name} for s in one.sources],
        }


def _counted(one: Entry) -> Iterator[dict[str, Any]]:
    if one.countable:
        for kind, sums in one.amounts.items():
            yield from ({"kind": kind, "amount": amount, "currency": of} for of, amount in sums.items())


def csv_chunks(register: Register) -> Iterator[bytes]:
    """Yield the register as CSV (RFC 4180), head first; no text in it is taken for a formula by a spreadsheet."""
    yield csv_lines([SCHEMA.names])
    found = rows(register.entries)
    while some := list(islice(found, _BATCH)):
        yield csv_lines([[_cell(row[name]) for name in SCHEMA.names] for row in some])


def _cell(value: Any) -> Any:
    """Return a value that a cell can hold: lists with semicolons, the parts of their members with spaces."""
    return "; ".join(map(_member, value)) if isinstance(value, (list, tuple)) else value


def _member(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{part:f}" if isinstance(part, Decimal) else str(part) for part in value.values() if part)
    return str(value)


def parquet_chunks(register: Register) -> Iterator[bytes]:
    """Yield the register as Parquet."""
    out = io.BytesIO()
    with pq.ParquetWriter(out, SCHEMA, compression="zstd") as writer:
        found = rows(register.entries)
        while some := list(islice(found, _BATCH)):
            writer.write_table(pa.Table.from_pylist([_fitting(row) for row in some], SCHEMA))
    yield out.getvalue()


def _fitting(value: Any) -> Any:
    """Return a value with numbers that the columns hold; what is too large for them is left out."""
    if isinstance(value, dict):
        return {name: _fitting(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_fitting(part) for part in value]
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    return None if isinstance(value, int) and abs(value) >= _LARGEST else value


def _decimal(amount: Decimal) -> Decimal | None:
    try:
        return amount.quantize(_PLACES) if abs(amount) < 10**21 else None
    except InvalidOperation:
        return None
