"""Which type a battery is by its pulses, if any that the model knows; a declaration that contradicts is a finding."""

from typing import NamedTuple

from dicycle.findings import Finding, Severity
from dicycle.health.learning.asking import TOLERANCE, built_alike, common_points, typical
from dicycle.health.learning.model import PulseModel
from dicycle.health.model import CellType
from dicycle.health.records.table import PulseTest


class Identified(NamedTuple):
    """The type that the pulses look like, None if none; `p_values` by the name of the type, where pulses compare."""

    type: CellType | None
    p_values: dict[str, float]
    findings: tuple[Finding, ...] = ()


def identify(model: PulseModel, test: PulseTest) -> Identified:
    """Say which type a test looks like; a type that is declared and not seen is a finding.

    The declared type does not enter: only voltages, currents in C, width, and the state of charge if known.
    """
    found: dict[str, float] = {}
    types: dict[str, CellType] = {}
    for group in model.groups:
        if points := common_points(group, test):
            p_value = round(float(typical(group, [test], points)[0]), 4)
            found[group.type.id] = max(p_value, found.get(group.type.id, 0.0))
            types[group.type.id] = group.type
    likely = max(found, key=lambda name: (found[name], name), default=None)
    seen = None if likely is None or found[likely] < model.significance else likely
    declared = _declared(types, test.type)
    if declared is not None and found[declared] >= model.significance:
        seen = declared
    return Identified(types[seen] if seen else None, found, _told(model, test, types.get(seen or ""), bool(found)))


def _declared(types: dict[str, CellType], declared: CellType) -> str | None:
    """Return the name in the model of a declared type: its id, else the same chemistry and rated capacity."""
    if declared.id in types:
        return declared.id
    return next((name for name, known in types.items() if same_kind(known, declared)), None)


def same_kind(known: CellType, declared: CellType) -> bool:
    """Tell whether chemistry and rated capacity are stated and agree."""
    rated = abs(known.rated_capacity - declared.rated_capacity) <= TOLERANCE * known.rated_capacity
    return known.chemistry is not None and known.chemistry == declared.chemistry and rated


def _told(model: PulseModel, test: PulseTest, seen: CellType | None, compared: bool) -> tuple[Finding, ...]:
    if not compared and not any(built_alike(group.type, test.type) for group in model.groups):
        return (other_build(model.groups[0].type, test),)
    if not compared:
        return (_not_compared(model, test),)
    if seen is None:
        told = f"The pulses look like no type that the model knows ({', '.join(_names(model))})."
        advice = "Measure the capacity in full, and fit the model with tests of this type."
        return (Finding("health.type-unknown", told, test.unit, Severity.WARNING, advice),)
    if seen.id == test.type.id:
        return ()
    if same_kind(seen, test.type):
        told = f"The declared type {test.type.id} is taken for {seen.id}: chemistry, rated capacity and pulses agree."
        return (Finding("health.type-by-likeness", told, test.unit, Severity.NOTE),)
    told = f"Declared is {_described(test.type)}, but the pulses look like {_described(seen)}."
    advice = "Check the label and the passport; grade nothing until the type is sure."
    return (Finding("health.type-conflicts", told, test.unit, Severity.WARNING, advice),)


def _not_compared(model: PulseModel, test: PulseTest) -> Finding:
    widths = ", ".join(f"{width:g} s" for width in sorted({group.width for group in model.groups}))
    rates = ", ".join(f"{rate:g} C" for rate in test.amplitudes)
    told = f"Pulses of {test.width:g} s at {rates or 'no stated current'} compare with nothing in the model ({widths})."
    advice = "Repeat the pulses as the model's tests were made, or fit a model with such pulses."
    return Finding("health.other-pulses", told, test.unit, Severity.WARNING, advice)


def other_build(known: CellType, test: PulseTest) -> Finding:
    """Say that a module is not judged as a cell, or as another module."""
    told = f"The pulses are of {_built(test.type)}, and the model was fitted on {_built(known)}; they do not compare."
    advice = "Take the pulses of every cell, or fit a model on units built like this one."
    return Finding("health.other-build", told, test.unit, Severity.ERROR, advice)


def _built(type_: CellType) -> str:
    if (type_.series, type_.parallel) == (1, 1):
        return "single cells"
    return f"units of {type_.series} cells in series and {type_.parallel} in parallel"


def _names(model: PulseModel) -> list[str]:
    return sorted({group.type.id for group in model.groups})


def _described(type_: CellType) -> str:
    return f"{type_.id} ({type_.chemistry or 'chemistry not stated'}, {type_.rated_capacity:g} Ah)"
