"""BioLogic .mpr, read by a plug-in in a process of its own; the library it uses is GPL and never part of ours."""

from collections.abc import Sequence
from typing import Final

from dicycle.health.records.apart import Plugin
from dicycle.health.records.frames import Frame

_MAGIC: Final = b"BIO-LOGIC MODULAR FILE"
_ADVICE: Final = 'Install "datalab-org-galvani" (GPL-3.0-or-later) beside Dicycle, or export the test as .mpt text.'
_PLUGIN: Final = Plugin("biologic", "BioLogic", _ADVICE)


def recognises(data: bytes, name: str) -> bool:
    """Tell whether a file is a .mpr by its first bytes."""
    return data.startswith(_MAGIC)


def frames(data: bytes, name: str) -> Sequence[Frame]:
    """Return the table of a file; InvalidInput where it is damaged or no library is installed."""
    return [_PLUGIN.frame(data, ".mpr", name)]
