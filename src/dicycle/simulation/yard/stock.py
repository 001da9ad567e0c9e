"""What waits in an invented yard: returned packs to be routed, and modules to be matched into packs."""

from typing import Final, NamedTuple

import numpy as np

GATES: Final = ("S0", "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8")
_CHEMISTRIES: Final = ("LFP", "NMC622", "NMC811")
_REGIONS: Final = ("EU", "CN")
_PACK: Final = "https://id.gs1.org/01/09521030000095/21/Y"
_MODULE: Final = "https://id.gs1.org/01/09521020000028/21/Y"


class Known(NamedTuple):
    """How well a pack's health is known: level of evidence, half the width of its interval."""

    level: str
    half: float


_KNOWN: Final = (Known("E0", 0.10), Known("E1", 0.05), Known("E2", 0.03), Known("E4", 0.01))


def packs(count: int, draw: np.random.Generator) -> str:
    """Return returned packs as CSV: some measured, some not, some damaged."""
    head = "id,chemistry,kind,energy_kwh,modules,age_years,soh,soh_low,soh_high,level,region,recall,lifetime_record"
    return "\n".join([f"{head},gates_passed,gates_failed", *(_pack(n, draw) for n in range(1, count + 1))]) + "\n"


def _pack(number: int, draw: np.random.Generator) -> str:
    age = float(draw.gamma(9, 0.9))
    health = float(np.clip(0.99 - 0.022 * age + draw.normal(0, 0.05), 0.4, 0.98))
    return ",".join((
        f"{_PACK}{number:05}", _CHEMISTRIES[int(draw.choice(3, p=[0.5, 0.35, 0.15]))], "pack",
        str(draw.choice([40, 52, 60, 75, 82])), "8", f"{age:.1f}", *_health(health, draw),
        _REGIONS[int(draw.random() < 0.4)], "no", "yes" if draw.random() < 0.9 else "", *_gates(draw),
    ))  # fmt: skip


def _health(health: float, draw: np.random.Generator) -> tuple[str, ...]:
    """Return health with its interval and level; of one pack in eight nobody knows it."""
    if draw.random() < 0.125:
        return "", "", "", ""
    known = _KNOWN[int(draw.integers(len(_KNOWN)))]
    return f"{health:.3f}", f"{health - known.half:.3f}", f"{min(health + known.half, 1):.3f}", known.level


def _gates(draw: np.random.Generator) -> tuple[str, str]:
    """Return which gates were passed and failed: mostly all, sometimes one failed, sometimes some not measured."""
    case = draw.random()
    if case < 0.06:
        failed = str(draw.choice(["S1", "S3", "S5", "S8"]))
        return " ".join(gate for gate in GATES if gate != failed), failed
    return " ".join(GATES if case < 0.8 else GATES[: int(draw.integers(1, len(GATES)))]), ""


def modules(count: int, draw: np.random.Generator) -> str:
    """Return modules of a type and two grades as CSV, with capacity, its measurement error, and resistance."""
    lines = ["id,type,grade,capacity_ah,capacity_sd_ah,resistance_mohm"]
    for number in range(1, count + 1):
        capacity = float(np.clip(draw.normal(47.5, 2.2), 38, 52))
        grade = "B" if capacity >= 46.8 else "C"
        ohm = 1.1 * (1 + 2 * (1 - capacity / 52)) * float(draw.normal(1, 0.04))
        lines.append(f"{_MODULE}{number:05},EM-52,{grade},{capacity:.2f},0.25,{ohm:.3f}")
    return "\n".join(lines) + "\n"
