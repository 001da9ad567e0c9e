"""Resistance over that of a new unit, from discharge pulses, with what its interval is made of; or why nothing is said.

What was measured elsewhere than where the maker states the new value is brought there by the middle of what can be, and
the interval holds all of it. The bounds are ours, on the wide side: resistance changes with temperature between not
at all and twofold for ten kelvin (Arrhenius, 0 to 50 kJ/mol), with time under current between not at all and by its
fourth root, with the state of charge by at most half for the whole range, but for its ends.
"""

from collections.abc import Collection, Iterator, Sequence
from math import exp, hypot, isfinite, log
from typing import Final, NamedTuple

import numpy as np

from dicycle.findings import Finding, Severity
from dicycle.health.estimating.falls import Measured, measured
from dicycle.health.estimating.instruments import Instrument, standard, together
from dicycle.health.model import Z95, Basis, CellType, NewResistance
from dicycle.health.records.table import PulseTest, Record

LONGER: Final = 2.0
"""The time under current may differ from the stated one by this factor."""
WARMER: Final = 10.0
"""The temperature may differ by this, K."""
FULLER: Final = 0.2
"""The state of charge may differ by this."""
ALIKE: Final = 1.25
_STEEP: Final = (0.2, 0.85)
"""Below and above these states of charge resistance changes fast with it."""
_AT_ENDS: Final = 0.05
_ENERGY: Final = 50_000.0
_GAS: Final = 8.314462618
_KELVIN: Final = 273.15
_POWER: Final = 0.25
_BY_SOC: Final = 0.5
_SOC_KNOWN: Final = 0.05
_REPEAT: Final = 0.03
"""Standard deviation of a resistance measured again on the same unit with the contacts made anew, as a fraction."""
_FAINT: Final = 0.15
_DIGITS: Final = 6


class Judged(NamedTuple):
    """A resistance in multiples of the new one with its interval (95 %), all None where nothing is said."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    what: str = ""
    measured: str | None = None
    basis: Basis = Basis()
    findings: tuple[Finding, ...] = ()


class _Doubted(NamedTuple):
    """A measured resistance, the logarithm of its multiple of the new one, and the doubts of that."""

    one: Measured
    multiple: float
    parts: dict[str, float]

    @property
    def doubt(self) -> float:
        return together(*self.parts.values())


def judge(
    records: Sequence[Record],
    tests: Sequence[PulseTest],
    type: CellType | None,
    ambient: float | None = None,
    assumed: Collection[str] = (),
    instrument: Instrument = Instrument(),  # noqa: B008 - frozen
) -> Judged:
    """Return what discharge pulses say of a unit's resistance in multiples of what its type states for a new one.

    `ambient` is the temperature (degC) that holds where a file has none; `assumed` names the files that do not say the
    currents of their pulses. Tests that were cut out of one of the records are not asked again.
    """
    if type is None:
        return Judged()
    found = list(measured(records, tests, type, ambient, assumed))
    new = type.new_resistance
    if not found or not isinstance(new, NewResistance):
        return Judged(findings=(_no_new(type),) if found else ())
    if wrong := _wrong(new):
        return Judged(findings=(wrong,))
    said = [(one, _outside(one, new, type, instrument)) for one in found]
    able = [_doubted(one, new, type, instrument) for one, wrong in said if not wrong]
    if not able:
        nearest = min(said, key=lambda pair: len(pair[1]))
        return Judged(findings=nearest[1])
    return _together(able, new, type, instrument)


def _no_new(type: CellType) -> Finding:
    told = f"There are pulses, but nobody states the resistance of a new {type.id}: how it has risen is not said."
    advice = "State it as the maker does: Ohm, seconds, state of charge, temperature."
    return Finding("health.no-new-resistance", told, "resistance", Severity.NOTE, advice)


def _wrong(new: NewResistance) -> Finding | None:
    sound = new.ohm > 0 and new.seconds > 0 and 0 <= new.soc <= 1 and -_KELVIN < new.temperature < 200
    if sound and isfinite(new.ohm) and isfinite(new.seconds):
        return None
    told = f"{new.ohm:g} Ohm after {new.seconds:g} s, {new.soc:g} charged, at {new.temperature:g} °C is no resistance."
    return _left("new-resistance", told, "State it as the maker does; the state of charge as a fraction.")


def _left(code: str, sentence: str, advice: str) -> Finding:
    return Finding(f"health.{code}", sentence, "resistance", Severity.WARNING, advice)


def _outside(one: Measured, new: NewResistance, type: CellType, instrument: Instrument) -> tuple[Finding, ...]:
    """Say why a resistance cannot be held against the new one."""
    where = one.source.name if one.source else "resistance"
    found = (*_unsaid(one), *_no_fall(one, type, instrument), *_time(one, new), *_charge(one, new), *_warmth(one, new))
    return tuple(finding._replace(where=where) for finding in found)


def _unsaid(one: Measured) -> Iterator[Finding]:
    if one.assumed:
        told = "The file does not say the currents of its pulses, so they show no resistance."
        yield _left("resistance-current-unsaid", told, "Name them in columns such as Fai_1C.")


def _no_fall(one: Measured, type: CellType, instrument: Instrument) -> Iterator[Finding]:
    fall = one.ohm * one.amplitude
    if not (isfinite(fall) and fall > 0):
        yield _left("resistance-negative", "The voltage does not fall in the pulse.", "Look at signs and contacts.")
    elif standard(instrument.difference) * type.series > _FAINT * fall:
        told = f"The voltage falls by {1000 * fall:.2g} mV in the pulse: too little to be measured."
        yield _left("resistance-faint", told, "Repeat the pulse with a higher current.")


def _time(one: Measured, new: NewResistance) -> Iterator[Finding]:
    if abs(log(one.seconds / new.seconds)) > log(LONGER) + 1e-9:
        told = f"The pulses show it after {one.seconds:.3g} s; the new resistance is stated after {new.seconds:g} s."
        yield _left("resistance-time", told, f"Let the pulse last {new.seconds:g} s.")


def _charge(one: Measured, new: NewResistance) -> Iterator[Finding]:
    if one.soc is None:
        told = "Nobody knows the state of charge at the pulses; resistance depends on it."
        yield _left(
            "resistance-soc-unknown", told, "Discharge to the lower limit in the record, or name it in the sheet."
        )
        return
    steep = min(one.soc, new.soc) < _STEEP[0] or max(one.soc, new.soc) > _STEEP[1]
    if abs(one.soc - new.soc) > (_AT_ENDS if steep else FULLER) + 1e-9:
        told = f"The pulses were made at {one.soc:.0%} charged; the new resistance is stated at {new.soc:.0%}."
        yield _left("resistance-soc", told, f"Repeat them at {new.soc:.0%}.")


def _warmth(one: Measured, new: NewResistance) -> Iterator[Finding]:
    if one.temperature is None:
        told = "Nobody recorded the temperature at the pulses; resistance depends on it."
        yield _left("resistance-temperature-unknown", told, "State the ambient, as in `--ambient 23`.")
    elif abs(one.temperature - new.temperature) > WARMER + 1e-9:
        told = f"The pulses were at {one.temperature:.3g} °C; the new resistance is stated at {new.temperature:g} °C."
        yield _left("resistance-temperature", told, f"Repeat them within {WARMER:g} K of that.")


def _doubted(one: Measured, new: NewResistance, type: CellType, tool: Instrument) -> _Doubted:
    """Return a resistance brought to where the new one is stated; doubts are standard ones of its logarithm."""
    fall = one.ohm * one.amplitude
    longer, colder = log(new.seconds / one.seconds), _colder(one, new)
    parts = {
        "u_current": standard(tool.current + tool.offset / one.amplitude),
        "u_voltage": standard(tool.difference * type.series / fall),
        "u_rest": standard(one.drift / fall),
        "u_time": standard(0.5 * _POWER * longer),
        "u_temperature": _by_temperature(colder, new, tool),
        "u_soc": standard(_BY_SOC * (abs((one.soc or 0.0) - new.soc) + _SOC_KNOWN)),
        "u_repeat": _REPEAT,
    }
    brought = 0.5 * _POWER * longer - 0.5 * _ENERGY / _GAS * colder
    return _Doubted(one, log(one.ohm / new.ohm) + brought, parts)


def _colder(one: Measured, new: NewResistance) -> float:
    """Return by how much the inverse temperature (1/K) was above the stated one."""
    warmth = new.temperature if one.temperature is None else one.temperature
    return 1 / (warmth + _KELVIN) - 1 / (new.temperature + _KELVIN)


def _by_temperature(colder: float, new: NewResistance, tool: Instrument) -> float:
    """Return the doubt of an activation energy anywhere in its range, and of a thermometer, together."""
    of_thermometer = standard(tool.temperature) / (new.temperature + _KELVIN) ** 2
    return hypot(standard(0.5 * _ENERGY) * colder, _ENERGY / 3**0.5 * of_thermometer) / _GAS


def _together(able: Sequence[_Doubted], new: NewResistance, type: CellType, tool: Instrument) -> Judged:
    """Return the mean of the least doubted ones; they err together, and where they differ the doubt is wider."""
    least = min(one.doubt for one in able)
    kept = [one for one in able if one.doubt <= ALIKE * least]
    best = min(kept, key=lambda one: one.doubt)
    logs = np.array([one.multiple for one in kept])
    reach = Z95 * hypot(float(np.mean([one.doubt for one in kept])), float(logs.std()))
    middle = float(logs.mean())
    sources = {one.one.source for one in kept} - {None}
    ordered = tuple(sorted((one for one in sources if one), key=lambda one: (one.sha256, one.name)))
    return Judged(
        value=exp(middle),
        low=exp(middle - reach),
        high=exp(middle + reach),
        what=_what(new),
        measured=min((one.one.started for one in kept if one.one.started), default=None),
        basis=Basis(sources=ordered, used=_used(best, new, kept, float(logs.std()))),
        findings=tuple(_remarks(best, new, type, tool)),
    )


def _what(new: NewResistance) -> str:
    return f"discharge, {new.seconds:g} s, {100 * new.soc:g} % charged, {new.temperature:g} °C"


def _used(
    best: _Doubted, new: NewResistance, kept: Sequence[_Doubted], differing: float
) -> dict[str, float | str | None]:
    """Return the numbers that entered; where several pulses did, those of the least doubted one."""
    one = best.one
    numbers = {
        "ohm": one.ohm, "new_ohm": new.ohm, "seconds": one.seconds, "current_a": one.amplitude, "soc": one.soc,
        "temperature": one.temperature, "pulses": float(len(kept)), "u_differing": differing, **best.parts,
    }  # fmt: skip
    rows = {} if one.first is None or one.last is None else {"first_row": float(one.first), "last_row": float(one.last)}
    return {**{name: None if value is None else round(value, _DIGITS) for name, value in numbers.items()}, **rows}


def _remarks(best: _Doubted, new: NewResistance, type: CellType, tool: Instrument) -> Iterator[Finding]:
    one = best.one
    where, factor = one.source.name if one.source else "resistance", exp(best.multiple) * new.ohm / one.ohm
    if abs(factor - 1) > 0.005:
        told = (
            f"The resistance was measured after {one.seconds:.3g} s at {one.temperature:.3g} °C and is compared after "
            f"{new.seconds:g} s at {new.temperature:g} °C: taken times {factor:.3f}."
        )
        yield Finding("health.resistance-brought", told, where, Severity.NOTE)
    if not tool.stated:
        told = f"Nobody stated how exact the instrument is; {1000 * tool.difference:g} mV between readings is assumed."
        yield Finding("health.instrument-assumed", told, where, Severity.NOTE, "State it as on its data sheet.")
