"""What cannot be true of a battery: rows that are not routed, each with its finding; nothing is repaired."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec
import numpy as np

from dicycle.errors import InvalidInput
from dicycle.findings import Finding
from dicycle.routing.columns import Columns, Floats, day_number
from dicycle.routing.model import Battery

_MOST_ENERGY: Final = 10_000.0
_MOST_MASS: Final = 1_000_000.0
_LEAST_DENSE: Final = 5.0
_MOST_DENSE: Final = 1000.0
"""Wh for each kg: no battery has less or more, wide as it is; between them lie lead, packs of LFP, and bare cells."""
MOST_HEALTH: Final = 1.3
"""The largest state of health that is believed; that of a type which is rated too low."""
_MOST_AGE: Final = 60.0


def _outside(values: Floats, low: float, high: float) -> Any:
    return ~np.isnan(values) & ~((values >= low) & (values <= high))


def _dense(of: Columns) -> Floats:
    """Return Wh for each kg; not known where there is no mass."""
    return np.asarray(np.divide(1000 * of.energy, of.mass, out=np.full(of.total, np.nan), where=of.mass > 0))


_CHECKS: Final[tuple[tuple[Finding, Callable[[Columns], Any]], ...]] = (
    (Finding("routing.energy", "The rated energy is not above 0 and at most 10 000 kWh.", advice="Give it in kWh."),
     lambda of: _outside(of.energy, 1e-6, _MOST_ENERGY)),
    (Finding("routing.mass", "The mass is not above 0 and at most 1 000 000 kg.", advice="Give it in kg."),
     lambda of: _outside(of.mass, 1e-6, _MOST_MASS)),
    (Finding("routing.dense", "The energy for each kg is not between 5 and 1000 Wh, as of any battery.",
             advice="Give the energy in kWh and the mass in kg."),
     lambda of: _outside(_dense(of), _LEAST_DENSE, _MOST_DENSE)),
    (Finding("routing.health", "A state of health is not between 0 and 1.3.", advice="It is a fraction: 0.85, not 85."),
     lambda of: _outside(of.soh, 0, MOST_HEALTH) | _outside(of.low, 0, MOST_HEALTH)
     | _outside(of.high, 0, MOST_HEALTH)),
    (Finding("routing.interval", "The state of health lies outside of its interval.",
             advice="Give them in order: low, value, high."),
     lambda of: (of.low > of.high) | (of.soh < of.low) | (of.soh > of.high)),
    (Finding("routing.age", "The age is not between 0 and 60 years.", advice="Give it in years."),
     lambda of: _outside(of.age, 0, _MOST_AGE)),
    (Finding("routing.modules", "The number of modules is no whole number from 0 to 100 000.", advice="Count them."),
     lambda of: _outside(of.modules, 0, 100_000) | (of.modules % 1 > 0)),
)  # fmt: skip


def checked(battery: Battery, where: str = "") -> Battery:
    """Return a battery whose fields hold what they may; raises InvalidInput."""
    try:
        found = msgspec.convert(msgspec.to_builtins(battery), Battery)
    except (msgspec.ValidationError, TypeError) as wrong:
        advice = "See what the fields of a battery may hold."
        raise InvalidInput.because("routing.battery", f"This is no battery: {wrong}.", where, advice) from None
    if found.valid_until is not None and day_number(found.valid_until) is None:
        sentence = f"valid_until is {found.valid_until[:60]!r}, which is no day."
        raise InvalidInput.because("routing.battery", sentence, where, "Write it as in 2031-03-20.")
    return found


def wrongs(columns: Columns) -> dict[int, list[Finding]]:
    """Return the findings of rows that cannot be, by row."""
    found: dict[int, list[Finding]] = defaultdict(list)
    for wrong, test in _CHECKS:
        for row in np.flatnonzero(test(columns)).tolist():
            found[row].append(wrong.at(str(columns.ids[row]) or f"row {row + 1}"))
    return found


def twice(columns: Columns) -> dict[int, list[Finding]]:
    """Return a finding for every row whose id stands in an earlier row as well."""
    seen: dict[str, int] = {}
    found: dict[int, list[Finding]] = {}
    ids = columns.ids.tolist()
    if len(set(ids)) == len(ids):
        return found
    for row, id in enumerate(ids):
        first = seen.setdefault(id, row) if id else row
        if first != row:
            sentence = f"The battery {id} stands in row {first + 1} already."
            found[row] = [Finding("routing.duplicate-id", sentence, f"row {row + 1}", advice="Keep one of them.")]
    return found


def together(*all_found: Mapping[int, list[Finding]]) -> dict[int, tuple[Finding, ...]]:
    """Return the findings of several checks by row."""
    rows = sorted({row for found in all_found for row in found})
    return {row: tuple(one for found in all_found for one in found.get(row, ())) for row in rows}
