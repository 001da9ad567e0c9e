"""E4: state of health from a full capacity test, with what its interval is made of."""

from collections.abc import Sequence
from math import isfinite, log
from typing import Final, NamedTuple

from msgspec.structs import replace

from dicycle.findings import Finding, Severity
from dicycle.health.digits import FRACTION_DIGITS, down, up
from dicycle.health.estimating.discharges import Asked, Discharge, discharges
from dicycle.health.estimating.instruments import Instrument, common_part, counted, standard, together
from dicycle.health.estimating.phases import rows_of
from dicycle.health.model import Z95, Basis, CellType, Estimate, HealthType, Numerator
from dicycle.health.records.table import Record

METHOD: Final = "full-discharge"
RATES: Final = (0.02, 0.04, 0.05, 0.1, 0.2, 0.25, 1 / 3, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 10.0)
"""Rates of reference tests in C; a measured rate that is close to one of them is meant to be it."""
_NEAR_RATE: Final = 0.05
_NEAR_TEMPERATURE: Final = 3.0
_REPEAT: Final = 0.003
"""Standard deviation of a capacity test repeated on the same cell by the same tester, as a fraction.

What real tests show is less: about a smooth course over their first 60 cycles, the capacities of 26 NCM cells scatter
by 0.0007 (median of the cells; 0.0039 for one in ten, 0.0057 at most; SDU, Deep sorting of reused batteries), nine
cycles of an LCO cell by 0.001 (CALCE CX2-33). What another tester, current or temperature adds has parts of its own.
"""
_BY_RATE: Final = 0.05
"""Change of capacity (fraction) for one unit of the logarithm of the rate, at most; Peukert exponent 1.05."""
_BY_KELVIN: Final = 0.006
"""Change of capacity (fraction) per kelvin about room temperature, at most."""


class Meant(NamedTuple):
    """What the caller knows: the type of health asked for, a temperature of the surroundings that nobody recorded, the
    initial or certified capacity (Ah) or energy (Wh) where that is the denominator, the tester, and what is full.
    """

    of: HealthType | None = None
    temperature: float | None = None
    reference: float | None = None
    instrument: Instrument = Instrument()
    asked: Asked = Asked()


def estimate(record: Record, type: CellType | None = None, meant: Meant = Meant()) -> Estimate:  # noqa: B008 - frozen
    """Return what the last full discharge of a record says of its capacity, or of its energy if `meant.of` asks that.

    Abstains with what is missing where the record holds no full discharge at constant current.
    """
    type = type or record.declared
    numerator: Numerator = meant.of.numerator if meant.of else "discharge-capacity"
    whole = _denominator(type, numerator, meant)
    if type is None or whole is None:
        return _abstains(record, meant, numerator, (_no_denominator(type, numerator, meant),))
    rows = rows_of(record.table)
    if len(rows.time) < 3:
        return _abstains(record, meant, numerator, (_nothing("The record gives no time, current and voltage."),))
    found = discharges(rows, type, meant.asked)
    full = [one for one in found if not one.missing]
    if full:
        return _said(record, type, full[-1], whole, meant, len(full))
    if not found:
        return _abstains(record, meant, numerator, (_nothing("The record holds no discharge worth the name."),))
    nearest = min(found, key=lambda one: (len(one.missing), -one.charge))
    return _abstains(record, meant, numerator, nearest.missing)


def estimates(records: Sequence[Record], type: CellType | None = None, meant: Meant = Meant()) -> list[Estimate]:  # noqa: B008
    """Return the capacity, and the energy where the type states a rated one, for each record with a full discharge.

    Records without one are passed over, unless no record has one: then the abstention of each is returned.
    """
    said = [estimate(record, type, meant) for record in records]
    able = [(record, one) for record, one in zip(records, said, strict=True) if not one.abstains]
    if not able:
        return said
    return [other for record, one in able for other in (one, *_energy(record, one, type or record.declared, meant))]


def _energy(record: Record, one: Estimate, type: CellType | None, meant: Meant) -> list[Estimate]:
    if type is None or type.rated_energy is None or one.of.denominator != "rated" or meant.of is not None:
        return []
    of = HealthType(numerator="discharge-energy", rate=one.of.rate, temperature=one.of.temperature)
    return [estimate(record, type, meant._replace(of=of))]


def _denominator(type: CellType | None, numerator: Numerator, meant: Meant) -> float | None:
    if meant.of is not None and meant.of.denominator != "rated":
        return meant.reference
    if type is None:
        return None
    return type.rated_capacity if numerator == "discharge-capacity" else type.rated_energy


def _no_denominator(type: CellType | None, numerator: Numerator, meant: Meant) -> Finding:
    if type is None:
        return Finding("health.type-not-stated", "Nobody says which type the unit is.", advice="State the type.")
    what = meant.of.denominator if meant.of else "rated"
    sort = "capacity" if numerator == "discharge-capacity" else "energy"
    told = f"The {what} {sort} of {type.id} is not stated."
    return Finding("health.no-denominator", told, advice=f"State its {what} {sort}.")


def _nothing(sentence: str) -> Finding:
    return Finding("health.no-discharge", sentence, advice="Charge it full and discharge it to the lower cut-off.")


def _said(record: Record, type: CellType, found: Discharge, whole: float, meant: Meant, count: int) -> Estimate:
    of = _measured_type(type, found, meant)
    wrong = _other_type(of, meant)
    if wrong is not None:
        return _abstains(record, meant, of.numerator, (wrong,))
    amount = found.charge if of.numerator == "discharge-capacity" else found.energy
    parts = _parts(type, found, of, meant)
    relative = together(*parts.values())
    value, reach = amount / whole, Z95 * relative * amount / whole
    hidden = found.hidden / found.charge * value
    return Estimate(
        level="E4",
        method=METHOD,
        of=of,
        value=round(value, FRACTION_DIGITS),
        low=down(max(value - reach - hidden, 0.0)),
        high=up(value + reach),
        common=common_part(meant.instrument, found.current, value),
        measured=record.started,
        findings=_remarks(record, found, of, meant, count),
        basis=Basis(sources=(record.source,), used=_used(found, of, parts, meant)),
    )


def _measured_type(type: CellType, found: Discharge, meant: Meant) -> HealthType:
    """Return the type of health that was measured; the one asked for where rate and temperature are close to it."""
    asked = meant.of or HealthType()
    rate, warmth = found.current / type.rated_capacity, _warmth(found, meant)
    nominal = _nominal(rate) if asked.rate is None else asked.rate
    close = abs(log(rate / nominal)) <= _NEAR_RATE
    return replace(
        asked,
        rate=nominal if close else float(f"{rate:.3g}"),
        temperature=_nominal_temperature(warmth, asked.temperature),
    )


def _warmth(found: Discharge, meant: Meant) -> float | None:
    return found.temperature if isfinite(found.temperature) else meant.temperature


def _nominal(rate: float) -> float:
    return min(RATES, key=lambda one: abs(log(rate / one)))


def _nominal_temperature(measured: float | None, asked: float | None) -> float | None:
    if measured is None:
        return None
    nominal = asked if asked is not None else 5.0 * round(measured / 5.0)
    return float(nominal) if abs(measured - nominal) <= _NEAR_TEMPERATURE else round(measured, 1)


def _other_type(of: HealthType, meant: Meant) -> Finding | None:
    """Say so if the test was made at another rate or temperature than the type of health asked for states."""
    asked = meant.of
    if asked is None:
        return None
    if asked.rate is not None and of.rate != asked.rate:
        told = f"The discharge was made at {of.rate:g} C, not at {asked.rate:g} C."
    elif asked.temperature is not None and of.temperature is not None and of.temperature != asked.temperature:
        told = f"The discharge was made at {of.temperature:g} °C, not at {asked.temperature:g} °C."
    else:
        return None
    return Finding("health.other-type-of-health", told, advice="Repeat it as asked; the two are not the same quantity.")


def _parts(type: CellType, found: Discharge, of: HealthType, meant: Meant) -> dict[str, float]:
    """Return what the interval is made of: standard uncertainties as fractions of what was measured."""
    tool = meant.instrument
    rate = found.current / type.rated_capacity
    parts = {
        **counted(tool, found.current),
        "u_rows": standard(found.edge / found.charge),
        "u_cut_off": standard(tool.voltage * type.series * found.slope / found.charge),
        "u_rate": standard(_BY_RATE * log(rate / of.rate)) if of.rate else 0.0,
        "u_temperature": _by_temperature(found, of, meant),
        "u_repeat": _REPEAT,
    }
    if of.numerator == "discharge-energy":
        parts["u_voltage"] = standard(tool.voltage * type.series * found.charge / found.energy)
    return parts


def _by_temperature(found: Discharge, of: HealthType, meant: Meant) -> float:
    warmth = _warmth(found, meant)
    if warmth is None or of.temperature is None:
        return 0.0
    return standard(_BY_KELVIN * (meant.instrument.temperature + abs(warmth - of.temperature)))


def _remarks(record: Record, found: Discharge, of: HealthType, meant: Meant, count: int) -> tuple[Finding, ...]:
    where, told = record.source.name, []
    if of.temperature is None:
        said = "Nobody recorded the temperature: this state of health has no full type and is combined with nothing."
        advice = "State the ambient, as in `--ambient 23`."
        told.append(Finding("health.temperature-not-stated", said, where, Severity.WARNING, advice))
    elif not isfinite(found.temperature):
        said = f"The temperature, {of.temperature:g} °C, is stated and not recorded."
        told.append(Finding("health.temperature-stated", said, where, Severity.NOTE))
    if not meant.instrument.stated:
        said = f"Nobody stated the accuracy of the tester; {meant.instrument.current:.1%} of the current is assumed."
        told.append(Finding("health.instrument-assumed", said, where, Severity.NOTE, "State it as on its data sheet."))
    if found.hidden:
        said = f"{found.hidden:.3f} Ah of the discharge lie in gaps of the record; the interval is wider by that."
        told.append(Finding("health.gaps-doubted", said, where, Severity.WARNING))
    if meant.asked.full:
        told.append(Finding("health.full-stated", "That it was full is stated and not recorded.", where, Severity.NOTE))
    if count > 1:
        told.append(Finding("health.last-of-several", f"The last of {count} full discharges.", where, Severity.NOTE))
    return tuple(told)


def _used(found: Discharge, of: HealthType, parts: dict[str, float], meant: Meant) -> dict[str, float | str | None]:
    numbers = {
        "charge_ah": found.charge,
        "energy_wh": found.energy,
        "current_a": found.current,
        "edge_ah": found.edge,
        "hidden_ah": found.hidden,
        **parts,
    }
    warmth = _warmth(found, meant)
    return {
        **{name: round(value, 6) for name, value in numbers.items()},
        "first_row": float(found.first),
        "last_row": float(found.last),
        "temperature": None if warmth is None else round(warmth, 2),
    }


def _abstains(record: Record, meant: Meant, numerator: Numerator, why: tuple[Finding, ...]) -> Estimate:
    found = tuple(one._replace(where=one.where or record.source.name) for one in why)
    of = meant.of or HealthType(numerator=numerator)
    return Estimate(
        level="E4", method=METHOD, of=of, measured=record.started, findings=found, basis=Basis(sources=(record.source,))
    )
