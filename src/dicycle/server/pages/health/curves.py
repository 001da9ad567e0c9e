"""Voltages, currents and pulses as drawings, with what an estimator took out of them marked."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from math import floor, isfinite, log10
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.health.grading.gathering import Gathered
from dicycle.health.model import Source
from dicycle.health.pulses.finding import IDLE, Pulse, pulses
from dicycle.health.records.table import PulseTest, Record

Floats = NDArray[np.float64]
WIDTH: Final = 360.0
HEIGHT: Final = 200.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 8.0, 12.0, 34.0
_COLUMNS: Final = 300
_TICKS: Final = 4
_MOST: Final = 4
_UNITS: Final = ((1.0, "s"), (60.0, "min"), (3600.0, "h"))


class Tick(NamedTuple):
    """A place on an axis, and what stands there."""

    at: float
    text: str


class Dot(NamedTuple):
    """A value that was taken: where it is drawn, and what it is."""

    x: float
    y: float
    text: str


class Curve(NamedTuple):
    """A drawing of one quantity over time; `bands` are the stretches that were used, `note` says what is marked."""

    title: str
    unit: str
    time: str
    line: str
    x: tuple[Tick, ...]
    y: tuple[Tick, ...]
    bands: tuple[tuple[float, float], ...]
    dots: tuple[Dot, ...]
    note: str
    kind: str


class Axis(NamedTuple):
    """A range of values over a range of pixels."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return where a value is drawn."""
        part = (value - self.low) / ((self.high - self.low) or 1.0)
        return round(self.start + part * (self.end - self.start), 1)

    def ticks(self, scale: float = 1.0) -> tuple[Tick, ...]:
        """Return round values; `scale` is how much one of the unit on the axis is."""
        step = _round_step((self.high - self.low) / scale / _TICKS)
        first = int(np.ceil(round(self.low / scale / step, 6)))
        last = floor(round(self.high / scale / step, 6))
        return tuple(Tick(self.at(n * step * scale), f"{round(n * step, 9):g}") for n in range(first, last + 1))


def curves(found: Gathered, cut: Iterable[PulseTest] = (), entered: Collection[Source] = ()) -> Iterator[Curve]:
    """Yield drawings of what a file holds: records over time, or pulse tests at their turning points.

    `cut` are the pulse tests that were taken out of it, `entered` the files that the state of health rests on.
    """
    taken = tuple(cut) or found.pulses
    for record in found.records[:_MOST]:
        own = [one for one in taken if one.source == record.source]
        yield from _record(record, own, rests=record.source in entered)
    drawn = {record.source for record in found.records}
    for test in [one for one in found.pulses if one.source not in drawn][:_MOST]:
        yield _pulse_test(test, rests=test.source in entered)


def _note(what: str, *, rests: bool) -> str:
    """Say what is marked, and only of what entered that the state of health rests on it."""
    return f"Marked: {what}. {'The state of health rests on them.' if rests else 'No state of health rests on them.'}"


# ---------------------------------------------------------------- a record


def _record(record: Record, used: Sequence[PulseTest], *, rests: bool) -> Iterator[Curve]:
    table = record.table
    marked = _marked(record, used)
    for title, unit, values, kind in (
        ("Voltage", "V", table.voltage, "voltage"),
        ("Current, charge is positive", "A", table.current, "current"),
    ):
        fine = np.isfinite(values) & np.isfinite(table.time)
        if fine.sum() > 1:
            curve = _over_time(title, unit, kind, table.time, values, fine, marked)
            yield curve._replace(note=_note(f"{len(marked)} pulses", rests=rests) if marked else "")


def _marked(record: Record, used: Sequence[PulseTest]) -> list[Pulse]:
    """Return the pulses whose voltages are in the tests that were used."""
    if not used or np.isnan(record.table.time).all():
        return []
    taken = {float(value) for test in used for value in test.voltages}
    found = pulses(record.table, IDLE * used[0].type.rated_capacity)
    return [one for one in found if float(record.table.voltage[one.begin]) in taken]


def _over_time(
    title: str, unit: str, kind: str, time: Floats, values: Floats, fine: NDArray[np.bool_], marked: Sequence[Pulse]
) -> Curve:
    scale, word = _unit_of(float(np.nanmax(time[fine]) - np.nanmin(time[fine])))
    x = Axis(float(time[fine].min()), float(time[fine].max()), _LEFT, WIDTH - _RIGHT)
    y = _padded(float(values[fine].min()), float(values[fine].max()))
    bands = tuple((x.at(float(time[one.begin])), x.at(float(time[one.end - 1]))) for one in marked)
    dots = [] if kind != "voltage" else [
        Dot(x.at(float(time[row])), y.at(float(values[row])), f"{values[row]:.4g} V")
        for one in marked for row in (one.begin, one.end - 1, min(one.end, len(time) - 1), one.rested - 1)
    ]  # fmt: skip
    return Curve(title, unit, word, _line(x, y, time[fine], values[fine]), x.ticks(scale), y.ticks(),
                 bands, tuple(dots), "", kind)  # fmt: skip


def _line(x: Axis, y: Axis, time: Floats, values: Floats) -> str:
    """Return the points of a line, of each column of pixels the lowest and the highest value in their order."""
    rows = np.arange(len(time))
    if len(time) > 2 * _COLUMNS:
        width = (time.max() - time.min()) or 1.0
        column = np.minimum(((time - time.min()) / width * _COLUMNS).astype(int), _COLUMNS)
        rows = np.array(sorted({row for part in pairwise(_edges(column)) for row in _extremes(values, *part)}))
    return " ".join(f"{x.at(float(time[row]))},{y.at(float(values[row]))}" for row in rows)


def _edges(column: NDArray[np.int64]) -> list[int]:
    return [0, *(np.flatnonzero(np.diff(column)) + 1).tolist(), len(column)]


def _extremes(values: Floats, begin: int, end: int) -> tuple[int, int, int]:
    """Return the first row of a part, and those of its lowest and highest value."""
    part = values[begin:end]
    return begin, begin + int(part.argmin()), begin + int(part.argmax())


# ---------------------------------------------------------------- a pulse test


def _pulse_test(test: PulseTest, *, rests: bool) -> Curve:
    """Draw the turning points of a test; the pauses between pulses are not in such a file and drawn alike."""
    voltages = [float(one) for one in test.voltages if isfinite(one)]
    times = _schematic(len(voltages), test.width)
    x = Axis(0.0, times[-1] or 1.0, _LEFT, WIDTH - _RIGHT)
    y = _padded(min(voltages), max(voltages))
    points = [Dot(x.at(at), y.at(one), f"U{n + 1} {one:.4g} V")
              for n, (at, one) in enumerate(zip(times, voltages, strict=True))]  # fmt: skip
    bands = tuple((x.at(times[n]), x.at(times[n + 1])) for n in range(1, len(times) - 1, 4))
    rates = ", ".join(f"{one:g}C" for one in test.amplitudes)
    soc = "state of charge not known" if test.soc is None else f"state of charge {test.soc:.0%}"
    return Curve(
        title=f"Pulse test {test.unit}: {test.width:g} s at {rates}, {soc}",
        unit="V",
        time="s",
        line=" ".join(f"{one.x},{one.y}" for one in points),
        x=x.ticks(),
        y=y.ticks(),
        bands=bands,
        dots=tuple(points),
        note=_note(f"all {len(points)} turning points", rests=rests) + " Pauses are drawn alike; the file has none.",
        kind="pulse",
    )


def _schematic(count: int, width: float) -> list[float]:
    """Return times of turning points: rest, then of each pulse its begin, its end, at once after it, after a pause."""
    steps = [0.0] + [(0.2, 1.0, 0.05, 1.5)[n % 4] for n in range(count - 1)]
    return [float(one) * width for one in np.cumsum(steps)]


# ---------------------------------------------------------------- axes


def _padded(low: float, high: float) -> Axis:
    room = (high - low) * 0.06 or abs(high) * 0.01 or 1.0
    return Axis(low - room, high + room, HEIGHT - _BOTTOM, _TOP)


def _unit_of(seconds: float) -> tuple[float, str]:
    return next((one for one in reversed(_UNITS) if seconds >= 3 * one[0]), _UNITS[0])


def _round_step(rough: float) -> float:
    size = 10.0 ** floor(log10(rough)) if rough > 0 else 1.0
    return next((size * one for one in (1, 2, 5) if size * one >= rough), size * 10)
