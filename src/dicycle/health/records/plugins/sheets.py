"""Spreadsheets through calamine, in a process that may only have so much memory: it imports nothing of Dicycle.

The first argument is the file, the second where the answer goes: MessagePack, a list of pairs of the name of a sheet
and its rows (packed once more), None where the reader gives up on the sheet. A date, a time or a duration is a text.
"""

import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec


def limited(most: int) -> None:
    """Take no more than so many bytes of memory, where the system lets itself be asked for that."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def sheets(path: str) -> list[tuple[str, bytes | None]]:
    """Return the sheets of a file."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(path)
    return [(name, _rows(book, name)) for name in book.sheet_names]


def _rows(book: Any, name: str) -> bytes | None:
    try:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except BaseException as error:  # noqa: BLE001 - a panic of the reader is no Exception
        sys.stderr.write(f"{name}: {error}\n")
        return None
    return msgspec.msgpack.encode([[_plain(cell) for cell in row] for row in rows])


def _plain(cell: Any) -> Any:
    return cell if isinstance(cell, str | float | int) else str(cell)


if __name__ == "__main__":
    file, target, most = sys.argv[1:]
    limited(int(most))
    Path(target).write_bytes(msgspec.msgpack.encode(sheets(file)))
