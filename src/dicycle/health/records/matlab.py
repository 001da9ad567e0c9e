"""MATLAB 5 files with one full cycle of each cell: an array of structs with CurrentA, VoltageV and counters by name.

What a struct states beside the curves (its capacity, the counters of its first cycle) is kept as notes, as it stands.
"""

import io
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from dicycle.health.records.frames import Frame, columns
from dicycle.health.records.refusing import refused

_MAGIC: Final = b"MATLAB 5.0 MAT-file"
_HDF: Final = (b"MATLAB 7.3 MAT-file", b"\x89HDF")
_FIELDS: Final = {
    "TimeS": "Test Time / s",
    "CurrentA": "Current / A",
    "VoltageV": "Voltage / V",
    "TemperatureC": "Temperature / degC",
    "CharCapaAh": "Charging Capacity / Ah",
    "DiscCapaAh": "Discharging Capacity / Ah",
    "CharEnergyWh": "Charging Energy / Wh",
    "DiscEnergyWh": "Discharging Energy / Wh",
    "RecordCycle": "Cycle Count / 1",
    "Steps": "Step Index / 1",
}
STATED: Final = {
    "OrigCapaAh": "stated capacity / Ah",
    "NominalCapaAh": "stated rated capacity / Ah",
}
FIRST: Final = {
    "CharCapaAh": "first cycle, charged / Ah",
    "DiscCapaAh": "first cycle, discharged / Ah",
    "DiscEnergyWh": "first cycle, discharged / Wh",
    "CharTimeS": "first cycle, charging / s",
}
_HEADER: Final = 128
_COMPRESSED: Final = 15
_MOST_UNPACKED: Final = 256 << 20
"""More bytes than a cell's curves of years; a small file can unpack to any number."""
_PIECE: Final = 1 << 20
_INSTALL: Final = 'Install "dicycle[health]", or save the curves as CSV.'


def recognises(data: bytes, name: str) -> bool:
    """Tell whether a file is MATLAB's by its first bytes."""
    return data.startswith((_MAGIC, *_HDF))


def frames(data: bytes, name: str) -> Sequence[Frame]:
    """Return the table of each cell; InvalidInput where the file holds no curves or cannot be read."""
    if data.startswith(_HDF):
        raise refused("unknown-format", "MATLAB 7.3 files are not read.", name, "Save with -v7, or as CSV.")
    if _unpacked(data) > _MOST_UNPACKED:
        told = f"This MATLAB file unpacks to over {_MOST_UNPACKED:,} bytes."
        raise refused("too-large", told, name, "Save fewer cells in one file, or CSV.")
    found = [frame for variable, value in _variables(data, name) for frame in _structs(variable, value)]
    if not found:
        raise refused("no-header", "This MATLAB file holds no structs with CurrentA and VoltageV.", name)
    return found


def _unpacked(data: bytes) -> int:
    """Return how many bytes the compressed variables of a file come to, counted no further than is too many.

    Each element begins with its type and its size (MAT-File Format, version 5: tags and miCOMPRESSED).
    """
    order, place, total = "<" if data[126:128] == b"IM" else ">", _HEADER, 0
    while place + 8 <= len(data) and total <= _MOST_UNPACKED:
        kind, size = struct.unpack_from(f"{order}II", data, place)
        element = memoryview(data)[place + 8 : place + 8 + size]
        total += _inflated(element, _MOST_UNPACKED - total) if kind == _COMPRESSED else 0
        place += 8 + size + (0 if kind == _COMPRESSED else -size % 8)
    return total


def _inflated(packed: memoryview, most: int) -> int:
    """Return how many bytes zlib makes of some, or one more than `most`; what is damaged ends where it is."""
    unpacking, total, left = zlib.decompressobj(), 0, bytes(packed)
    try:
        while left and total <= most:
            total += len(unpacking.decompress(left, _PIECE))
            left = unpacking.unconsumed_tail
    except zlib.error:
        pass
    return total


def _variables(data: bytes, name: str) -> list[tuple[str, Any]]:
    try:
        from scipy.io import loadmat  # type: ignore[import-untyped]
    except ImportError as error:
        raise refused("no-reader", "Reading MATLAB files needs scipy.", name, _INSTALL) from error
    try:
        content = loadmat(io.BytesIO(data), struct_as_record=True, squeeze_me=False)
    except Exception as error:  # whatever its reader throws, the file is not readable
        raise refused("damaged", "This MATLAB file is damaged or cut short.", name) from error
    return [(key, value) for key, value in content.items() if not key.startswith("__")]


def _structs(variable: str, value: Any) -> Iterator[Frame]:
    names = set(getattr(value, "dtype", np.dtype(float)).names or ())
    if not {"CurrentA", "VoltageV"} <= names:
        return
    for number, entry in enumerate(value.flat, 1):
        fields = {field: entry[field] for field in names}
        rows = np.size(fields["VoltageV"])
        curves = {_FIELDS[field]: _flat(fields[field]) for field in _FIELDS if _is_curve(fields.get(field), rows)}
        yield Frame("MATLAB one cycle", columns(curves), {}, f"{variable}({number})", _notes(fields))


def _is_curve(value: Any, rows: int) -> bool:
    return isinstance(value, np.ndarray) and value.size == rows and np.issubdtype(value.dtype, np.number)


def _flat(value: Any) -> Any:
    return np.asarray(value, np.float64).ravel()


def _notes(fields: Mapping[str, Any]) -> dict[str, str]:
    """Return what a struct states: its capacity, and the counters of its first cycle."""
    notes = {label: _first(fields[field]) for field, label in STATED.items() if field in fields}
    cycles = fields.get("Cycle")
    if isinstance(cycles, np.ndarray) and cycles.dtype.names and cycles.size:
        entry = cycles.flat[0]
        notes |= {label: _first(entry[field]) for field, label in FIRST.items() if field in cycles.dtype.names}
    return {label: text for label, text in notes.items() if text}


def _first(value: Any) -> str:
    numbers = np.asarray(value).ravel()[:1]
    return f"{float(numbers[0])!r}" if numbers.size and np.issubdtype(numbers.dtype, np.number) else ""
