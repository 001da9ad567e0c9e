"""What the test records of one unit say: full capacity tests, and charge windows where a model is for its type."""

from collections.abc import Iterator, Sequence

from dicycle.health.estimating import capacity, partial, resting
from dicycle.health.estimating.capacity import Meant
from dicycle.health.estimating.discharges import discharges
from dicycle.health.estimating.phases import phases, rows_of
from dicycle.health.estimating.plausible import plausible
from dicycle.health.estimating.rested import RestModel
from dicycle.health.estimating.windows import curves
from dicycle.health.model import CellType, Estimate
from dicycle.health.records.table import Record


def of_records(
    records: Sequence[Record],
    type: CellType | None = None,
    meant: Meant = Meant(),  # noqa: B008 - frozen
    windows: Sequence[partial.WindowModel] = (),
    rests: Sequence[RestModel] = (),
) -> Iterator[Estimate]:
    """Yield what records say by a full discharge (E4), by their charges (E1, E3), and between two rests (E2).

    A record without any discharge worth the name is not asked for a capacity, one without any charge not for windows:
    nothing was meant to be measured there. Of several models that of the type answers; the others are not asked.
    Whatever finds more than a unit of the type can have abstains.
    """
    for one in _said(records, type, meant, windows, rests):
        yield plausible(one)


def _said(
    records: Sequence[Record], type: CellType | None, meant: Meant, windows: Sequence[partial.WindowModel],
    rests: Sequence[RestModel],
) -> Iterator[Estimate]:  # fmt: skip
    discharged = [one for one in records if _discharges(one, type or one.declared, meant)]
    yield from capacity.estimates(discharged, type, meant)
    for record in records:
        kind = type or record.declared
        if kind is not None and curves(record, kind):
            yield from _of_windows(record, kind, meant.temperature, windows)
        if kind is not None:
            yield from _of_rests(record, kind, meant.temperature, rests)


def _of_windows(
    record: Record, type: CellType, ambient: float | None, windows: Sequence[partial.WindowModel]
) -> Iterator[Estimate]:
    """Yield what models for a type say; an abstention of one that was fitted at another rate only if none speaks."""
    said = [partial.estimate(model, record, type, ambient) for model in windows if partial.is_for(model, type)]
    spoken = [one for one in said if not one.abstains]
    yield from spoken or said


def _of_rests(record: Record, type: CellType, ambient: float | None, rests: Sequence[RestModel]) -> Iterator[Estimate]:
    said = (resting.estimate(model, record, type, ambient) for model in rests if partial.is_for(model, type))
    yield from (one for one in said if one is not None)


def why_nothing(record: Record, type: CellType | None) -> str:
    """Return why a record that no estimator was asked about says nothing of health: how little passes in it."""
    kind = type or record.declared
    if kind is None:
        return "Nothing of this file entered the state of health: nobody says which type the unit is."
    rows = rows_of(record.table)
    if len(rows.time) < 3:
        return "Nothing of this file entered the state of health: it gives no time, current and voltage together."
    moved = [run.charge for run in phases(rows, kind.rated_capacity)]
    out, into = max(0.0, *(-one for one in moved)), max(0.0, *moved)
    told = f"the most that is charged at one go is {into:.3g} Ah, the most that is discharged {out:.3g} Ah"
    return f"Nothing of this file entered the state of health: {told}, of {kind.rated_capacity:g} Ah rated."


def _discharges(record: Record, type: CellType | None, meant: Meant) -> bool:
    if type is None:
        return True
    rows = rows_of(record.table)
    return len(rows.time) > 2 and bool(discharges(rows, type, meant.asked))
