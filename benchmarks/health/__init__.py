"""Health from pulses: errors, coverage and grades beside what a user would fit instead."""

from benchmarks.health.judging import run

__all__ = ["run"]
