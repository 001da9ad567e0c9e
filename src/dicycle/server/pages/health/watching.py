"""A live test as the page of a unit shows it: how much is here, the last values, and the curves so far."""

from math import isfinite
from typing import Final, NamedTuple

from dicycle.health.inspecting import Inspection, Inspections
from dicycle.health.inspecting.live import Draft, Live, whole_lines
from dicycle.health.records import read_bytes
from dicycle.health.records.table import Record
from dicycle.server.pages.health.curves import Curve, plain

_MOST: Final = 8 << 20
"""Of a longer file only the size is shown while it is written; all of it is read when it is attached."""


class Watched(NamedTuple):
    """A live test: what the file is called and who sends it, how much is here, what was measured last, and curves."""

    name: str
    by: str
    size: int
    rows: int
    last: tuple[str, ...]
    curves: tuple[Curve, ...]


def watched(inspections: Inspections, one: Inspection) -> Watched | None:
    """Return the live test of an inspection, None where there is none."""
    draft = Live(inspections.files).draft(one.id)
    if draft is None:
        return None
    record = _read(draft)
    if record is None:
        return Watched(draft.about.name, draft.about.by, draft.size, 0, (), ())
    return Watched(draft.about.name, draft.about.by, draft.size, record.table.rows, _last(record), plain(record))


def _read(draft: Draft) -> Record | None:
    """Return what a text holds so far; nothing of a file that can be read only when it is whole."""
    if draft.size > _MOST:
        return None
    records = read_bytes(whole_lines(draft.path.read_bytes()), draft.about.name).records
    return records[0] if records else None


def _last(record: Record) -> tuple[str, ...]:
    table = record.table
    every = ((table.voltage, "V", ".4g"), (table.current, "A", ".4g"), (table.temperature, "°C", ".3g"))
    return tuple(
        f"{values[-1]:{form}} {unit}".replace("-", "−") for values, unit, form in every if isfinite(values[-1])
    )
