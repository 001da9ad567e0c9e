"""Where fields of standards are found in a certificate; it names fields and claims no conformity."""

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Final, Literal

import msgspec
from msgspec import Struct

from dicycle.health.gates.model import GATES, Outcome, Passage
from dicycle.health.grading.model import Resistance
from dicycle.health.model import HealthType, StateOfHealth

Given = Literal["given", "not measured", "not applicable", "measured otherwise"]
_GATE: Final[dict[Outcome, Given]] = {
    "pass": "given", "fail": "given", "not measured": "not measured", "not applicable": "not applicable",
}  # fmt: skip
_FIVE_HOURS: Final = 0.2
_ROOM: Final = (20.0, 30.0)


class Field(Struct, frozen=True, forbid_unknown_fields=True):
    """A field of a standard and what is nearest to it here; `known` says how well its text is known."""

    standard: str
    field: str
    ours: str
    known: str


class Row(Struct, frozen=True, forbid_unknown_fields=True):
    """A field of a standard, where it stands in this certificate, and whether it has a value."""

    standard: str
    field: str
    where: str
    given: Given
    known: str


def standard_rows(state: StateOfHealth, passage: Passage, resistance: Resistance | None) -> tuple[Row, ...]:
    """Return for each field of the standards whether this certificate has it."""
    return tuple(
        Row(one.standard, one.field, *_found(one.ours, state, passage, resistance), one.known) for one in _fields()
    )


@cache
def _fields() -> tuple[Field, ...]:
    text = files(__package__).joinpath("standards.json").read_bytes()
    return msgspec.json.decode(text, type=tuple[Field, ...])


def _found(ours: str, state: StateOfHealth, passage: Passage, resistance: Resistance | None) -> tuple[str, Given]:
    if ours in GATES:
        return f"gates.{ours}", _GATE[next(one.outcome for one in passage.gates if one.id == ours)]
    if ours == "resistance":
        return "resistance", "not measured" if resistance is None else "given"
    if ours == "graded":
        return "graded", "given"
    return "state", _of_state(state, _SAME.get(ours))


def _of_state(state: StateOfHealth, same: Callable[[HealthType], bool] | None) -> Given:
    if state.value is None:
        return "not measured"
    return "given" if same is None or same(state.of) else "measured otherwise"


def _capacity(of: HealthType) -> bool:
    return of.numerator == "discharge-capacity"


def _five_hours(of: HealthType) -> bool:
    warm = of.temperature is not None and _ROOM[0] <= of.temperature <= _ROOM[1]
    return _capacity(of) and of.rate == _FIVE_HOURS and warm


def _certified(of: HealthType) -> bool:
    return of.numerator == "discharge-energy" and of.denominator == "certified"


_SAME: Final[dict[str, Callable[[HealthType], bool]]] = {
    "capacity": _capacity, "capacity-5h": _five_hours, "certified-energy": _certified,
}  # fmt: skip
