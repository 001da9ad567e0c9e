"""A coarse mark of what an event's JSON has, so that most events that cannot answer a `Says` are passed over unread.

The mark is a number of 62 bits: one bit for each name of a field and for each type or unit of a reading. A query's mark
is part of the mark of every event that answers it; the reverse need not hold.
"""

import re
from functools import lru_cache
from typing import Final
from zlib import crc32

from dicycle.identifiers import CANONICAL_DOMAIN, canonical
from dicycle.ledger.matching import SEPARATORS
from dicycle.ledger.predicates import Op, Says

_BITS: Final = 62
_EVERYWHERE: Final = frozenset(
    b"""type eventID eventTime eventTimeZoneOffset action epcList bizStep disposition readPoint bizLocation id
    bizTransactionList bizTransaction sourceList source destinationList destination parentID childEPCs epcClass
    inputEPCList outputEPCList quantityList""".split()
) | {b""}
"""Names that would mark nearly every event alike."""
_BY_VALUE: Final = (b"type", b"uom")
_LOCAL: Final = re.compile(rf"[{re.escape(''.join((*SEPARATORS, '-')))}]".encode())


@lru_cache(maxsize=65_536)
def _bit(name: bytes) -> int:
    """Return the bit of a name or value, whose prefix or namespace may be written in several ways."""
    name = _LOCAL.split(name)[-1]
    return 0 if name in _EVERYWHERE else 1 << (crc32(name) % _BITS)


def mark(body: bytes) -> int:
    """Return the mark of an event's compact JSON.

    The text is cut where a quotation mark meets a colon: each piece ends with a key and begins with the value of the
    key before. A string that looks so inside adds bits and takes none away.
    """
    found, before = 0, b""
    for piece in body.split(b'":'):
        if before in _BY_VALUE:
            found |= _bit(piece[1 : piece.find(b'"', 1)])
        before = piece[piece.rfind(b'"') + 1 :]
        found |= _bit(before)
    return found


def wanted(says: Says) -> int:
    """Return the mark that every event has that can answer."""
    found = _bit(says.field.encode())
    if len(says.paths) == 1:
        for step in says.paths[0]:
            found |= _bit(step.encode())
    if says.unit is not None:
        found |= _bit(says.unit.encode())
    if says.field.encode() in _BY_VALUE and says.op is Op.EQ and len(says.values) == 1:
        found |= _value_bit(says.values[0])
    return found


def _value_bit(text: str) -> int:
    """Return the bit of a value; a GS1 key may stand in an event in another syntax, so it has none."""
    return 0 if canonical(text).startswith(CANONICAL_DOMAIN) else _bit(text.encode())
