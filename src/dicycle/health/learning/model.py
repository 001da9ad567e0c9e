"""A fitted pulse model: the tests that it rests on and a few numbers for each type, as JSON.

No weights of a network and no pickle: the kernels' few hundred numbers and the fitted rows (voltages, state of charge,
health; units by number, never by name) are kept, and everything else follows from them.
"""

from functools import lru_cache
from hashlib import sha256
from typing import Final

import msgspec
from msgspec import Struct

from dicycle.errors import InvalidInput
from dicycle.findings import Finding
from dicycle.health.learning.calibrating import Difficulty
from dicycle.health.model import CellType, HealthType

SCHEMA: Final = "dicycle-pulse-model-2"


class Rows(Struct, frozen=True, eq=False):
    """The tests of one type and pulse: `voltages` V of shape (rows, points), one number of the rest for each row."""

    units: tuple[int, ...]
    voltages: tuple[tuple[float, ...], ...]
    soc: tuple[float | None, ...]
    health: tuple[float, ...]


class Member(Struct, frozen=True):
    """One kernel model: how it sees a test, its kernel, and the logarithms of lengths and weights.

    There is a set of logarithms for each half of the units, chosen by that half alone; what is said is their mean.
    """

    view: str
    kernel: str
    logs: tuple[tuple[float, ...], ...]


class Head(Struct, frozen=True, eq=False):
    """What estimates health with the state of charge known, or unknown.

    The value is the mean of `members` with `shares`; the interval reaches `factor` times the difficulty to both sides
    of its logarithm. `enough` says whether there were units enough to trust the coverage.
    """

    members: tuple[Member, ...]
    shares: tuple[float, ...]
    difficulty: Difficulty
    factor: float
    enough: bool


class Group(Struct, frozen=True, eq=False):
    """All that is fitted for one type and pulse, with its validity domain; `width` s, `amplitudes` C, `soc` fractions.

    `points` is how many turning points the tests have; `temperature` degrees Celsius, None where no test said it.
    """

    type: CellType
    width: float
    amplitudes: tuple[float, ...]
    points: int
    soc: tuple[float, float] | None
    temperature: tuple[float, float] | None
    units: int
    rows: Rows
    known: Head | None
    unknown: Head


class PulseModel(Struct, frozen=True, eq=False):
    """Groups with what they were made from: `data` is the SHA-256 of the tests, `made` a date that the caller gave."""

    of: HealthType
    dicycle: str
    data: str
    seed: int
    coverage: float
    significance: float
    groups: tuple[Group, ...]
    made: str | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def id(self) -> str:
        """The SHA-256 of the canonical bytes."""
        return _id(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PulseModel) and _bytes(self) == _bytes(other)

    def __hash__(self) -> int:
        return hash(self.data)


class _Sealed(Struct, frozen=True, forbid_unknown_fields=True):
    schema: str
    sha256: str
    model: msgspec.Raw


def _bytes(model: PulseModel) -> bytes:
    return msgspec.json.encode(model, order="deterministic")


@lru_cache(maxsize=8)
def _id(model: PulseModel) -> str:
    return sha256(_bytes(model)).hexdigest()


def save(model: PulseModel) -> bytes:
    """Return the model as JSON that names its schema and its own hash; equal models give equal bytes."""
    raw = _bytes(model)
    return msgspec.json.encode(_Sealed(SCHEMA, sha256(raw).hexdigest(), msgspec.Raw(raw)))


def load(data: bytes) -> PulseModel:
    """Return the model that `save` wrote; raises InvalidInput for a damaged file or another kind of file."""
    try:
        sealed = msgspec.json.decode(data, type=_Sealed)
    except (msgspec.MsgspecError, UnicodeDecodeError) as wrong:
        raise _foreign("This is no pulse model, or it is cut off.") from wrong
    if sealed.schema != SCHEMA:
        raise _foreign(f"This model is of the schema {sealed.schema[:60]!r}; {SCHEMA!r} is read here.")
    if sha256(sealed.model).hexdigest() != sealed.sha256:
        raise _damaged("The content of the model does not have the hash that the file names.")
    try:
        model = msgspec.json.decode(sealed.model, type=PulseModel)
    except (msgspec.MsgspecError, UnicodeDecodeError) as wrong:
        raise _damaged(f"The model lacks something: {wrong}.") from wrong
    if not all(_consistent(group) for group in model.groups):
        raise _damaged("The numbers of the model do not fit together.")
    return model


def _foreign(sentence: str) -> InvalidInput:
    advice = 'Give a file that "dicycle health fit" wrote with this version.'
    return InvalidInput.because("health.not-a-model", sentence, advice=advice)


def _damaged(sentence: str) -> InvalidInput:
    return InvalidInput.because("health.model-damaged", sentence, advice="Fetch the file again, or fit the model anew.")


def _consistent(group: Group) -> bool:
    rows = group.rows
    count = len(rows.health)
    lengths = {count, len(rows.units), len(rows.soc), len(rows.voltages)}
    heads = [head for head in (group.known, group.unknown) if head is not None]
    same = lengths == {count} and count > 0 and {len(row) for row in rows.voltages} == {group.points}
    return same and all(len(head.members) == len(head.shares) > 0 for head in heads)
