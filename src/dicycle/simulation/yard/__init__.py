"""What a yard would have on its table, invented: pulse tests, a capacity test, packs and modules, with their truth."""

from dicycle.simulation.yard.cells import DESIGNS, Cell, Design, drawn
from dicycle.simulation.yard.files import NAMES, write_yard

__all__ = ["DESIGNS", "NAMES", "Cell", "Design", "drawn", "write_yard"]
