"""Arbin .res, a Microsoft Access file: read through mdbtools where they are installed, else refused with a sentence."""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from threading import Timer
from typing import Final

from dicycle.health.records import texts
from dicycle.health.records.frames import Frame
from dicycle.health.records.refusing import refused

_MAGIC: Final = (b"\x00\x01\x00\x00Standard Jet DB", b"\x00\x01\x00\x00Standard ACE DB")
_TABLE: Final = "Channel_Normal_Table"
_PATIENCE: Final = 300
_DAMAGED: Final = f"mdbtools find no table {_TABLE} in this file, or the file is damaged."
MOST_UNPACKED: Final = 1 << 30
_ADVICE: Final = "Install mdbtools, or export the test as CSV from Arbin's MITS Pro."


def recognises(data: bytes, name: str) -> bool:
    """Tell whether a file is a database of Microsoft Access by its first bytes."""
    return data.startswith(_MAGIC)


def frames(data: bytes, name: str) -> Sequence[Frame]:
    """Return the table of a file; InvalidInput where mdbtools are not installed or cannot read it."""
    tool = shutil.which("mdb-export")
    if tool is None:
        told = "Arbin .res files are databases of Microsoft Access, which nothing installed here reads."
        raise refused("no-reader", told, name, _ADVICE)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "record.res")
        path.write_bytes(data)
        return [texts.frame_of(_exported(tool, path, name), name)._replace(format="Arbin .res")]


def _exported(tool: str, path: Path, name: str) -> bytes:
    try:
        with subprocess.Popen(
            [tool, str(path), _TABLE], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as process:
            found = _read(process)
    except OSError as error:
        raise refused("damaged", _DAMAGED, name, _ADVICE) from error
    if len(found) > MOST_UNPACKED:
        raise refused("too-large", f"The table {_TABLE} has over {MOST_UNPACKED >> 20} MiB.", name, "Give it in parts.")
    if process.returncode:
        raise refused("damaged", _DAMAGED, name, _ADVICE)
    return found


def _read(process: "subprocess.Popen[bytes]") -> bytes:
    """Return what a process writes, up to a byte more than may be; then, and when it takes too long, it is ended."""
    assert process.stdout is not None, "its output was asked for"
    late = Timer(_PATIENCE, process.kill)
    late.start()
    try:
        found = process.stdout.read(MOST_UNPACKED + 1)
        if len(found) > MOST_UNPACKED:
            process.kill()
        process.wait()
        return found
    finally:
        late.cancel()
