"""What the gates S0 to S8 ask, in order.

Sources: IEC 63338:2024 (no reuse without lifetime records), UN 38.3 and ADR special provision 376 (damaged units),
GB 38031-2025 5.1.4 (insulation 100 ohm per volt for direct current), UL 1974 (sorting of used batteries).
"""

from typing import Final

from dicycle.health.gates.model import GateId, Question
from dicycle.health.gates.units import Unit
from dicycle.health.model import Chemistry, Kind
from dicycle.health.nameplate import MOST_OF_A_CELL
from dicycle.health.plateaus import AT_REST

_WIRED: Final[tuple[Kind, ...]] = ("module", "pack")
_MANAGED: Final[tuple[Kind, ...]] = ("pack",)
FLAT: Final[frozenset[Chemistry | None]] = frozenset({*AT_REST, None})
"""The chemistries with a plateau on which the voltage at rest tells nothing; an unknown one may be one of them."""
PLATEAU: Final = ("plateau-low", "plateau-high")
"""The entries of the limits that say between which voltages at rest (V) it lies."""
NO_CELL: Final = 10.0
"""Volts that no single cell has, not even one overcharged: it was read in millivolts, or off more than one cell."""
UNSAID: Final = {
    "plateau-low": 3.2, "plateau-high": 3.4, "resistance-resolution": 0.1, "resistance-apart": 0.25,
    "voltage-loss-resolution": 0.001,
}  # fmt: skip
"""What held where limits did not say it yet, in their units: limits of that time judge by it, then as now."""


def _seen(id: str, text: str, hint: str = "") -> Question:
    return Question(id=id, gate="S1", text=text, rule="no", quarantines=True, hint=hint)


QUESTIONS: Final[tuple[Question, ...]] = (
    Question(id="identified", gate="S0", text="Is the code readable, and is it this unit?", rule="yes",
             hint="Scan the label; compare the number on the housing."),
    Question(id="lifetime-record", gate="S0", text="Is its life recorded from the day it was made?", rule="yes",
             hint="The ledger answers this."),
    _seen("damaged", "Is the housing dented, cracked, burnt or open?"),
    _seen("leaking", "Does anything leak, or has anything leaked?"),
    _seen("smells", "Does it smell of solvent?", "Do not put your face near it."),
    _seen("water", "Was it in water?"),
    _seen("crashed", "Was it in a crash, or is a crash recorded?"),
    _seen("burnt", "Was there ever smoke, fire or venting?"),
    Question(id="swelling", gate="S1", text="How much thicker is it than when new?", rule="at most", unit="mm",
             limit="swelling", quarantines=True, least=-1.0, hint="Measure in the middle of the widest face."),
    Question(id="temperature", gate="S2", text="How warm is the warmest spot?", rule="at most", unit="degC",
             limit="temperature", quarantines=True, least=-60.0),
    Question(id="self-heating", gate="S2", text="By how much did it get warmer in an hour at rest?", rule="at most",
             unit="K", limit="self-heating", quarantines=True, least=-60.0, hint="Negative if it cooled."),
    Question(id="insulation", gate="S3", text="Insulation resistance over the voltage of the unit", rule="at least",
             unit="ohm/V", limit="insulation", kinds=_WIRED, least=0.0,
             hint="The lower of both poles against the housing."),
    Question(id="cell-voltages", gate="S4", text="Voltage of every cell", rule="within", unit="V",
             limit="cell-minimum", upper="cell-maximum", every_cell=True, least=-5.0, most=NO_CELL,
             hint="A cell below its minimum is never charged again: copper has dissolved."),
    Question(id="rested-voltages", gate="S5", text="Voltage of every cell after an hour at rest", rule="spread",
             unit="V", limit="spread", kinds=_WIRED, every_cell=True, least=-5.0, most=MOST_OF_A_CELL,
             rested="rested-voltages", hint="LFP off its plateau: nearly full or nearly empty."),
    Question(id="trouble-codes", gate="S6", text="How many trouble codes are set?", rule="at most",
             limit="trouble-codes", kinds=_MANAGED, least=0.0),
    Question(id="contactor-welded", gate="S6", text="Is a contactor welded?", rule="no", kinds=_MANAGED),
    Question(id="insulation-faults", gate="S6", text="How many insulation faults are recorded?", rule="at most",
             limit="insulation-faults", kinds=_MANAGED, least=0.0),
    Question(id="deep-discharges", gate="S6", text="How many deep discharges are recorded?", rule="at most",
             limit="deep-discharges", kinds=_MANAGED, least=0.0),
    Question(id="over-temperatures", gate="S6", text="How often was it too hot?", rule="at most",
             limit="over-temperatures", kinds=_MANAGED, least=0.0),
    Question(id="voltage-loss", gate="S7", text="Voltage that every cell lost at rest, a day", rule="at most",
             unit="V/d", limit="voltage-loss", alike="resistance-outlier", resolution="voltage-loss-resolution",
             every_cell=True, least=-0.01, rested="rested-voltages",
             hint="Over at least a day at one temperature; LFP off its plateau."),
    Question(id="rested-voltage", gate="S7", text="Voltage of the cell during that rest", rule="outside", unit="V",
             limit=PLATEAU[0], upper=PLATEAU[1], kinds=("cell",), every_cell=True, least=-5.0, most=MOST_OF_A_CELL,
             flat=True,
             hint="On its plateau it loses charge and no voltage: charge or discharge it off the plateau first."),
    Question(id="resistances", gate="S8", text="Resistance of every cell", rule="outliers", unit="ohm",
             limit="resistance-outlier", resolution="resistance-resolution", apart="resistance-apart", kinds=_WIRED,
             every_cell=True, least=1e-6, hint="All with one instrument, equally warm and equally full."),
)  # fmt: skip
"""Every question of every gate."""

QUESTION: Final = {one.id: one for one in QUESTIONS}
UNITS: Final = {name: unit for one in QUESTIONS for name, unit in one.limits}
"""Entry of the limits -> the unit that it is in."""
SHARES: Final = frozenset(name for one in QUESTIONS if one.apart for name in (one.resolution, one.apart))
"""The entries that are a share of a median: between 0 and 1, and no percentage."""
PAIRS: Final = frozenset((one.limit, one.upper) for one in QUESTIONS if one.upper)
"""The entries of which the first is the lower end of what the second is the upper end of."""


def asked(gate: GateId, unit: Unit) -> tuple[Question, ...]:
    """Return what a gate asks of a unit; of one whose kind nobody states, everything."""
    return tuple(one for one in QUESTIONS if one.gate == gate and (unit.kind is None or _asked(one, unit)))


def _asked(question: Question, unit: Unit) -> bool:
    """Tell whether a unit of a known kind has such a thing; one voltage has none beside it, and rests like a cell's."""
    if unit.alone and (question.flat or question.rule in ("spread", "outliers")):
        return question.flat
    return unit.kind in question.kinds
