"""Plausible whole chains with known truth: from the mine to the pack and back, as EPCIS 2.0 events."""

from dicycle.simulation.run import Progress, simulate, write
from dicycle.simulation.scenario import VERSION, Scenario

__all__ = ["VERSION", "Progress", "Scenario", "simulate", "write"]
