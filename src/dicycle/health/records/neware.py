"""Neware .nda and .ndax, read by a plug-in in a process of its own."""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Final

from dicycle.health.records.apart import Plugin
from dicycle.health.records.frames import Frame
from dicycle.health.records.workbooks import guard

_NDA: Final = b"NEWARE"
_ZIP: Final = b"PK\x03\x04"
_PLUGIN: Final = Plugin("neware", "Neware", 'Install "dicycle[health]", or export the test as CSV.')


def recognises(data: bytes, name: str) -> bool:
    """Tell whether a file is Neware's: its first bytes, or a zip archive with its members."""
    return data.startswith(_NDA) or (data.startswith(_ZIP) and _has_members(data))


def _has_members(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return any(member.lower().endswith(".ndc") for member in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def frames(data: bytes, name: str) -> Sequence[Frame]:
    """Return the table of a file; InvalidInput where it is damaged or its reader is not installed."""
    if data.startswith(_NDA):
        return [_PLUGIN.frame(data, ".nda", name)]
    guard(data, name, sheets=False)
    return [_PLUGIN.frame(data, ".ndax", name)]
