"""A public cell: pulses at ten states of charge with an hour of rest before each, at three temperatures."""

from functools import cache

from reference import reference

from dicycle.health.model import CellType
from dicycle.health.records import read
from dicycle.health.records.table import Record

LEAF = CellType(id="Leaf 33 Ah", chemistry="LMO", rated_capacity=33.0, voltage_min=3.0, voltage_max=4.2)
_HEADINGS = (
    "Exclude", "Time(s)", "Cycle", "Loop", "Loop2", "Loop3", "Step", "StepTime(s)", "Current(A)", "Voltage(V)",
    "Power(W)", "Capacity(Ah)", "Energy(Wh)", "Mode", "Data", "",
)  # fmt: skip


@cache
def pulsed_at(temperature: int) -> Record:
    """Return its record at a temperature (degC): 10, 25 or 40; one of the files has no headings."""
    path = reference("health", "ornl_leaf_hppc", f"cell-low-current-hppc-{temperature}c.csv")
    found = read(path)
    return (found.records or read(path, headings=_HEADINGS).records)[0]
