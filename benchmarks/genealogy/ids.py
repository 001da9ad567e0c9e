"""What the kinds, things and events of a synthetic chain are called."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.genealogy.plan import SERIAL, Plan
from dicycle.genealogy.graph import Names
from dicycle.genealogy.graph.names import indexed, plain

KINDS: Final = ("ore", "refined", "cathode", "cell", "module", "pack", "black_mass", "salt")
_LINK: Final = "https://id.gs1.org/01/0952100000%s/%s/"
_CODES: Final = {
    "ore": "1008", "refined": "1015", "cathode": "1022", "cell": "1039", "module": "1046", "pack": "1053",
    "black_mass": "1060", "salt": "1077",
}  # fmt: skip
CLASSES: Final = {f"https://id.gs1.org/01/0952100000{code}": kind for kind, code in _CODES.items()}
"""What master data says of classes: class id -> kind."""

_DIGITS: Final = 9


def _prefix(kind: str) -> str:
    return _LINK % (_CODES[kind], "21" if kind in SERIAL else "10") + kind[0].upper()


class Ids(Sequence[str]):
    """The ids of things by number, made when they are asked for."""

    def __init__(self, chain: Plan) -> None:
        self._first = [phase.first for phase in chain.phases]
        self._prefix = [_prefix(phase.kind) for phase in chain.phases]
        self._things = chain.things

    def __len__(self) -> int:
        return self._things

    def __getitem__(self, number: Any) -> Any:
        if isinstance(number, slice):
            prefix = self._prefix[bisect_right(self._first, number.start) - 1]
            return [f"{prefix}{one:0{_DIGITS}d}" for one in range(number.start, number.stop)]
        return f"{self._prefix[bisect_right(self._first, number) - 1]}{number:0{_DIGITS}d}"


def ids_of(chain: Plan) -> Ids:
    """Return the ids of the things of a chain; a slice must lie within one phase."""
    return Ids(chain)


def thing_names(chain: Plan) -> Names:
    """Return the names of things, findable: a prefix of their kind, and their number."""
    sizes = np.concatenate([np.full(phase.born, len(_prefix(phase.kind)) + _DIGITS) for phase in chain.phases])
    at = np.concatenate([[0], np.cumsum(sizes)])
    text = np.empty(int(at[-1]), np.uint8)
    for phase in chain.phases:
        numbers = np.arange(phase.first, phase.first + phase.born)
        prefix = np.frombuffer(_prefix(phase.kind).encode(), np.uint8)
        block = text[at[phase.first] : at[phase.first + phase.born]].reshape(phase.born, -1)
        block[:, : len(prefix)] = prefix
        block[:, len(prefix) :] = _digits(numbers, _DIGITS)
    return indexed(at, text)


def _digits(numbers: NDArray[np.integer], digits: int) -> NDArray[np.uint8]:
    return (numbers[:, None] // 10 ** np.arange(digits - 1, -1, -1) % 10 + ord("0")).astype(np.uint8)


def event_id(number: int) -> str:
    """Return the id of an event."""
    return f"urn:uuid:00000000-0000-8000-8000-{number:012d}"


def event_names(events: int) -> Names:
    """Return the ids of so many events."""
    prefix = np.frombuffer(event_id(0)[:-12].encode(), np.uint8)
    text = np.empty((events, len(prefix) + 12), np.uint8)
    text[:, : len(prefix)] = prefix
    text[:, len(prefix) :] = _digits(np.arange(events), 12)
    return plain(np.arange(events + 1, dtype=np.int64) * text.shape[1], text.ravel())
