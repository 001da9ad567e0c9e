"""Voltages, currents and pulses as drawings, with what each estimator took out of them marked and said.

Across, a drawing is in per cent of its width, so that it fits any screen; down, and its letters, in pixels.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import floor, isfinite, log10
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.health.grading import Resistance
from dicycle.health.grading.gathering import Gathered
from dicycle.health.model import LEVELS, StateOfHealth
from dicycle.health.records.table import PulseTest, Record
from dicycle.server.pages.health.marks import NOTHING, RESTS, Mark, marks, rests_on

Floats = NDArray[np.float64]
WIDTH: Final = 100.0
HEIGHT: Final = 230.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 13.0, 2.0, 20.0, 38.0
_COLUMNS: Final = 300
_TICKS: Final = 4
_MOST: Final = 4
_LABEL: Final = 14.0
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


class Band(NamedTuple):
    """A stretch that was taken: from where, how wide, and by which estimate, said at `y` if it is its first."""

    x: float
    width: float
    text: str
    y: float


class Curve(NamedTuple):
    """A drawing of one quantity over time."""

    title: str
    unit: str
    time: str
    line: str
    x: tuple[Tick, ...]
    y: tuple[Tick, ...]
    bands: tuple[Band, ...]
    dots: tuple[Dot, ...]
    kind: str


class Drawing(NamedTuple):
    """The curves of a record or a pulse test; `legend` says of each mark which estimate took what."""

    curves: tuple[Curve, ...]
    legend: tuple[str, ...]


class Frame(NamedTuple):
    """What the curves of one record share: which rows, the axis of time with its unit, and what is marked."""

    time: Floats
    x: "Axis"
    scale: float
    word: str
    marked: Sequence[Mark]


class Axis(NamedTuple):
    """A range of values over a range of a drawing."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return where a value is drawn."""
        part = (value - self.low) / ((self.high - self.low) or 1.0)
        return round(self.start + part * (self.end - self.start), 2)

    def ticks(self, scale: float = 1.0) -> tuple[Tick, ...]:
        """Return round values; `scale` is how much one of the unit on the axis is."""
        step = _round_step((self.high - self.low) / scale / _TICKS)
        first = int(np.ceil(round(self.low / scale / step, 6)))
        last = floor(round(self.high / scale / step, 6))
        return tuple(Tick(self.at(n * step * scale), f"{round(n * step, 9):g}") for n in range(first, last + 1))


def drawings(
    found: Gathered, cut: Iterable[PulseTest], state: StateOfHealth, resistance: Resistance | None = None
) -> Iterator[Drawing]:
    """Yield drawings of what a file holds: records over time, or pulse tests at their turning points.

    `cut` are the pulse tests that were taken out of it, or none: those that the file holds.
    """
    taken = tuple(cut) or found.pulses
    for record in found.records[:_MOST]:
        yield from _record(record, marks(record, taken, state, resistance))
    drawn = {record.source for record in found.records}
    for test in [one for one in found.pulses if one.source not in drawn][:_MOST]:
        yield _pulse_test(test, rests=rests_on(state, test.source))


def plain(record: Record) -> tuple[Curve, ...]:
    """Return the curves of a record with nothing marked on them."""
    return tuple(curve for drawing in _record(record, ()) for curve in drawing.curves)


# ---------------------------------------------------------------- a record


def _record(record: Record, marked: Sequence[Mark]) -> Iterator[Drawing]:
    told = np.isfinite(record.table.time)
    if told.sum() < 2:
        return
    begin, end = float(record.table.time[told].min()), float(record.table.time[told].max())
    scale, word = _unit_of(end - begin)
    frame = Frame(record.table.time, Axis(begin, end, _LEFT, WIDTH - _RIGHT), scale, word, marked)
    curves = [
        _over_time(title, unit, kind, values, frame)
        for title, unit, values, kind in (
            ("Voltage", "V", record.table.voltage, "voltage"),
            ("Current, charge is positive", "A", record.table.current, "current"),
        )
        if (np.isfinite(values) & told).sum() > 1
    ]
    if curves:
        yield Drawing(tuple(curves), tuple(_said(one, frame) for one in marked))


def _over_time(title: str, unit: str, kind: str, values: Floats, frame: Frame) -> Curve:
    time, x = frame.time, frame.x
    fine = np.isfinite(values) & np.isfinite(time)
    y = _padded(float(values[fine].min()), float(values[fine].max()))
    rows = [row for one in frame.marked for row in one.rows] if kind == "voltage" else []
    dots = [Dot(x.at(float(time[row])), y.at(float(values[row])), f"{values[row]:.4g} V") for row in rows]
    return Curve(title, unit, frame.word, _line(x, y, time[fine], values[fine]), x.ticks(frame.scale), y.ticks(),
                 tuple(_bands(frame)), tuple(dots), kind)  # fmt: skip


def _bands(frame: Frame) -> Iterator[Band]:
    """Yield the stretches of all marks; the first of each says its level, below those of the marks before."""
    for place, mark in enumerate(frame.marked):
        for number, (first, last) in enumerate(mark.stretches):
            start, end = (frame.x.at(float(frame.time[row])) for row in (first, last))
            text = "" if number else mark.level
            yield Band(start, round(max(end - start, 0.4), 2), text, _TOP + _LABEL * (place % 3 + 1))


def _said(mark: Mark, frame: Frame) -> str:
    """Say which estimate took which stretch, in the unit of the axis."""
    begin, end = (float(frame.time[row]) / frame.scale for row in (mark.stretches[0][0], mark.stretches[-1][1]))
    what = f"{mark.pulsed} {'pulse' if mark.pulsed == 1 else 'pulses'}, " if mark.pulsed else ""
    return f"{mark.level}, {mark.what}: {what}{begin:.3g} to {end:.3g} {frame.word}. {mark.told}"


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


def _pulse_test(test: PulseTest, *, rests: bool) -> Drawing:
    """Draw the turning points of a test; the pauses between pulses are not in such a file and drawn alike."""
    voltages = [float(one) for one in test.voltages if isfinite(one)]
    times = _schematic(len(voltages), test.width)
    x = Axis(0.0, times[-1] or 1.0, _LEFT, WIDTH - _RIGHT)
    y = _padded(min(voltages), max(voltages))
    points = [Dot(x.at(at), y.at(one), f"U{n + 1} {one:.4g} V")
              for n, (at, one) in enumerate(zip(times, voltages, strict=True))]  # fmt: skip
    pulsed = [(x.at(times[n]), x.at(times[n + 1])) for n in range(1, len(times) - 1, 4)]
    bands = tuple(
        Band(start, round(end - start, 2), "" if place else "E2", _TOP + _LABEL)
        for place, (start, end) in enumerate(pulsed)
    )
    rates = ", ".join(f"{one:g}C" for one in test.amplitudes)
    soc = "state of charge not known" if test.soc is None else f"state of charge {test.soc:.0%}"
    curve = Curve(
        title=f"Pulse test {test.unit}: {test.width:g} s at {rates}, {soc}" if test.unit else
        f"Pulse test: {test.width:g} s at {rates}, {soc}",
        unit="V", time="s", line=" ".join(f"{one.x},{one.y}" for one in points), x=x.ticks(), y=y.ticks(),
        bands=bands, dots=tuple(points), kind="pulse",
    )  # fmt: skip
    told = f"E2, {LEVELS['E2']}: all {len(points)} turning points. {RESTS if rests else NOTHING}"
    return Drawing((curve,), (told, "Pauses are drawn alike; the file has none."))


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
