"""What a plug-in does: read one file with a library of others and write its columns of numbers to another file.

The answer is an .npz archive: `headings` (texts), `c0`, `c1`, … (an array of floats for each), `noted` and `notes`
(texts). Exit status 3 says that the library is not installed, 4 that it cannot read the file.
"""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from dicycle.health.records.plugins.sheets import limited

NO_READER: Final = 3
DAMAGED: Final = 4
_MOST_MEMORY: Final = 8 << 30
"""Of addresses; a reader that asks for more is reading what is no test."""


class Answer(NamedTuple):
    """Columns of numbers by their headings, and what else the file says."""

    columns: Mapping[str, Any]
    notes: Mapping[str, str]


def answer(read: Callable[[str], Answer], arguments: list[str]) -> int:
    """Read the first argument, write the answer to the second; return the exit status."""
    file, target = arguments
    limited(_MOST_MEMORY)
    try:
        found = read(file)
    except ImportError as error:
        sys.stderr.write(f"{error}\n")
        return NO_READER
    except Exception as error:  # noqa: BLE001 - whatever the library throws, the file is not readable
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return DAMAGED
    write(found, Path(target))
    return 0


def write(found: Answer, target: Path) -> None:
    """Write an answer as an .npz archive."""
    arrays: dict[str, Any] = {
        f"c{place}": np.asarray(values, float) for place, values in enumerate(found.columns.values())
    }
    arrays["headings"] = np.array([*found.columns], str)
    arrays["noted"] = np.array([*found.notes], str)
    arrays["notes"] = np.array([*found.notes.values()], str)
    with target.open("wb") as file:
        np.savez(file, **arrays)
