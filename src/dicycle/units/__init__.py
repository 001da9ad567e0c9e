"""Units of measure by UN/CEFACT Recommendation 20, and exact quantities in them."""

from dicycle.units.codes import UNITS, Dimension, Unit, unit
from dicycle.units.measurements import MEASUREMENTS, Measurement, measurement
from dicycle.units.quantity import Quantity, from_json_number

__all__ = [
    "MEASUREMENTS",
    "UNITS",
    "Dimension",
    "Measurement",
    "Quantity",
    "Unit",
    "from_json_number",
    "measurement",
    "unit",
]
