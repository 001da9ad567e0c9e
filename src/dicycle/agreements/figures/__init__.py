"""Numbers, money, capacities, counts and dates in words and digits of four languages, exactly."""

from dicycle.agreements.figures.dates import dates_in
from dicycle.agreements.figures.found import DateFound, Figure
from dicycle.agreements.figures.reading import figures_in, reparse

__all__ = ["DateFound", "Figure", "dates_in", "figures_in", "reparse"]
