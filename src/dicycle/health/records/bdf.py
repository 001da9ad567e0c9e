"""Records written in the Battery Data Format: CSV or Parquet with the column labels of batterydf 0.1.0.

Columns that hold nothing are left out; numbers are written so that they read back as they are.
"""

import io
from typing import Any, Final

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.csv as pv  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from dicycle.health.records.table import Record

VERSION: Final = "0.1.0"
LABELS: Final[dict[str, tuple[str, str]]] = {
    "time": ("Test Time / s", "test_time_second"),
    "voltage": ("Voltage / V", "voltage_volt"),
    "current": ("Current / A", "current_ampere"),
    "temperature": ("Surface Temperature T1 / degC", "temperature_t1_celsius"),
    "charged": ("Charging Capacity / Ah", "charging_capacity_ah"),
    "discharged": ("Discharging Capacity / Ah", "discharging_capacity_ah"),
    "charged_energy": ("Charging Energy / Wh", "charging_energy_wh"),
    "discharged_energy": ("Discharging Energy / Wh", "discharging_energy_wh"),
    "step": ("Step Count / 1", "step_count"),
    "cycle": ("Cycle Count / 1", "cycle_count"),
}
_REQUIRED: Final = ("time", "voltage", "current")


def to_csv(record: Record, *, machine: bool = False) -> bytes:
    """Return a record as BDF in CSV; `machine` takes the machine-readable labels."""
    written, out = _table(record, machine), io.BytesIO()
    out.write((",".join(written.column_names) + "\n").encode())
    pv.write_csv(written, out, pv.WriteOptions(include_header=False))
    return out.getvalue()


def to_parquet(record: Record, *, machine: bool = False) -> bytes:
    """Return a record as BDF in Parquet."""
    out = io.BytesIO()
    pq.write_table(_table(record, machine), out)
    return out.getvalue()


def _table(record: Record, machine: bool) -> pa.Table:
    held = {name: _held(name, np.asarray(column)) for name, column in record.table._asdict().items()}
    kept = {name: column for name, column in held.items() if name in _REQUIRED or column.null_count < len(column)}
    return pa.table({LABELS[name][machine]: kept[name] for name in LABELS if name in kept})


def _held(name: str, column: Any) -> pa.Array:
    """Return a column with nulls where the tester did not say."""
    unknown = column < 0 if column.dtype.kind == "i" else np.isnan(column)
    return pa.array(column, mask=unknown)
