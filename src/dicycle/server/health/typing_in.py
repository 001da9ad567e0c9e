"""What people type with gloves on: numbers with either decimal sign, voltages of an instrument."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from dicycle.errors import InvalidInput
from dicycle.files import csv_lines
from dicycle.health.digits import number
from dicycle.health.model import CellType
from dicycle.health.pulses.sheets import PROTOCOL

TURNS: Final = 4
"""Voltages of a pulse: at once after it begins, at its end, at once after it, after the rest."""
_APART: Final = re.compile(r"[\s;]+|,(?=\s)")
_COMMA: Final = re.compile(r"[+\-−]?\d+,\d+(?:[eE][+\-]?\d+)?")


def numbers(text: str, where: str) -> float | tuple[float, ...]:
    """Return one number, or several, apart by spaces, semicolons, or commas with a space or beside points."""
    found = tuple(_number(word, where) for part in _APART.split(text.strip()) if part for word in _words(part))
    if not found:
        raise _no_number(text, where)
    return found if len(found) > 1 else found[0]


def _words(part: str) -> list[str]:
    """Return the numbers of a part: a single comma between digits is a decimal sign, as in 3,31."""
    part = part.strip(",")
    return [part.replace(",", ".")] if _COMMA.fullmatch(part) else part.split(",")


def _number(word: str, where: str) -> float:
    found = number(word.replace("−", "-"))
    if found is None:
        raise _no_number(word, where)
    return found


def _no_number(text: str, where: str) -> InvalidInput:
    sentence = f"{text[:40]!r} is no number." if text else "There is no number."
    return InvalidInput.because("yard.no-number", sentence, where, "Write it as in 3.31; several apart by spaces.")


def single(text: str, where: str) -> float:
    """Return the one number of a text."""
    found = numbers(text, where)
    if isinstance(found, tuple):
        raise InvalidInput.because("yard.one-number", "One number is asked for here.", where, "Write one.")
    return found


def sheet(word: Callable[[str], str], type: CellType | None) -> bytes:
    """Return voltages that were typed as a sheet of one pulse test (CSV); raises InvalidInput with what is lacking."""
    if type is None:
        advice = "Cancel, and begin with the rated capacity of the nameplate."
        raise InvalidInput.because("yard.no-type", "Nobody said the rated capacity.", "Type", advice)
    width = single(word("width"), "Width of the pulses (s)")
    voltages = [single(word("rest"), "Voltage at rest"), *_voltages(word("charge"), word("discharge"))]
    soc = [f"{single(word('soc'), 'State of charge (%)'):g}"] if word("soc") else []
    head = ["Mat", "Pt", "Qn", *(["SOC"] if soc else []), *(f"U{place + 1}" for place in range(len(voltages)))]
    row = [type.chemistry or "", f"{width:g}", f"{type.rated_capacity:g}", *soc, *(f"{one:g}" for one in voltages)]
    return csv_lines([head, row])


def _voltages(charge: str, discharge: str) -> Iterator[float]:
    """Yield the voltages of pairs of pulses: of each charge pulse, then of the discharge pulse of the same size."""
    both = [_turns(charge, "Charge pulses"), _turns(discharge, "Discharge pulses")]
    if len(both[0]) != len(both[1]):
        sentence = f"There are {len(both[0])} charge and {len(both[1])} discharge pulses."
        raise InvalidInput.because("yard.pairs", sentence, "Pulses", "Type as many of each.")
    for pair in zip(*both, strict=True):
        for turns in pair:
            yield from turns


def _turns(text: str, where: str) -> list[tuple[float, ...]]:
    """Return the voltages of pulses, four of each."""
    found = numbers(text, where)
    every = found if isinstance(found, tuple) else (found,)
    if len(every) % TURNS or len(every) > TURNS * len(PROTOCOL):
        sentence = f"{len(every)} voltages are no whole pulses of {TURNS} each, or more than {len(PROTOCOL)} pulses."
        advice = "Of each pulse: at once, at its end, at once after it, after the rest."
        raise InvalidInput.because("yard.pulse", sentence, where, advice)
    return [every[start : start + TURNS] for start in range(0, len(every), TURNS)]
