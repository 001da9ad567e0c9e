"""What the test records of one unit say: full capacity tests, and charge windows where a model is for its type."""

from collections.abc import Iterator, Sequence

from dicycle.health.estimating import capacity, partial
from dicycle.health.estimating.capacity import Meant
from dicycle.health.estimating.discharges import discharges
from dicycle.health.estimating.phases import rows_of
from dicycle.health.estimating.windows import curves
from dicycle.health.model import CellType, Estimate
from dicycle.health.records.table import Record


def of_records(
    records: Sequence[Record],
    type: CellType | None = None,
    meant: Meant = Meant(),  # noqa: B008 - frozen
    windows: Sequence[partial.WindowModel] = (),
) -> Iterator[Estimate]:
    """Yield what records say by a full discharge (E4) and by their charges (E1, E3).

    A record without any discharge worth the name is not asked for a capacity, one without any charge not for windows:
    nothing was meant to be measured there. Of several models that of the type answers; the others are not asked.
    """
    discharged = [one for one in records if _discharges(one, type or one.declared, meant)]
    yield from capacity.estimates(discharged, type, meant)
    for record in records:
        kind = type or record.declared
        if kind is not None and curves(record, kind):
            yield from (partial.estimate(model, record, kind) for model in windows if partial.is_for(model, kind))


def _discharges(record: Record, type: CellType | None, meant: Meant) -> bool:
    if type is None:
        return True
    rows = rows_of(record.table)
    return len(rows.time) > 2 and bool(discharges(rows, type, meant.asked))
