"""A register written in a format, piece by piece; a file that is named by its path is whole or not there."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Final, Literal, get_args

from dicycle.agreements.register.exporting.ftm import ftm_lines
from dicycle.agreements.register.exporting.ocds import ocds_chunks
from dicycle.agreements.register.exporting.tables import csv_chunks, parquet_chunks
from dicycle.agreements.register.model import Kept, Register
from dicycle.errors import InvalidInput
from dicycle.files import replacing

Format = Literal["csv", "parquet", "ftm", "ocds"]

_WRITERS: Final[dict[str, Callable[[Register, Sequence[Kept]], Iterator[bytes]]]] = {
    "csv": lambda register, _: csv_chunks(register),
    "parquet": lambda register, _: parquet_chunks(register),
    "ftm": ftm_lines,
    "ocds": ocds_chunks,
}
MEDIA_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "ftm": "application/x-ndjson",
    "ocds": "application/json",
}
"""Format -> media type."""


def chunks(format: Format, register: Register, releases: Sequence[Kept]) -> Iterator[bytes]:
    """Yield a register in a format; raises InvalidInput for another."""
    if format not in _WRITERS:
        advice = f"These can be written: {', '.join(get_args(Format))}."
        raise InvalidInput.because("agreements.format", f"There is no format {format}.", format, advice)
    return _WRITERS[format](register, releases)


def write(format: Format, register: Register, releases: Sequence[Kept], file: Path | IO[bytes]) -> None:
    """Write a register to a file; raises InvalidInput if it cannot be written."""
    parts = chunks(format, register, releases)
    if not isinstance(file, Path):
        file.writelines(parts)
        return
    with replacing(file) as part, part.open("wb") as opened:
        opened.writelines(parts)
