"""Decided lots as a table: a row for each battery, where it goes, or what is wrong with it."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from dicycle.findings import Finding
from dicycle.routing.choosing import NOBODY, Choice, Rules
from dicycle.routing.closing import closings_of
from dicycle.routing.columns import Columns, Floats
from dicycle.routing.looking import steps_of
from dicycle.routing.parameters.model import PROCESSES, ROUTES
from dicycle.routing.rested import LotRested
from dicycle.routing.worth import NONE, Micros

_MONEY: Final = pa.decimal128(24, 6)


def routed_table(
    columns: Columns, findings: Mapping[int, tuple[Finding, ...]], rules: Rules, choice: Choice, places: Any,
    rested: LotRested,
) -> Any:  # fmt: skip
    """Return an Arrow table with a row for each battery: where it goes, or what is wrong with it.

    `figures` says on how many figures the comparison of its open routes rests, `assumed` how many of these nobody
    knows.
    """
    total, good = columns.total, np.flatnonzero(places >= 0)
    best = choice.best.astype(np.int64)
    rows = np.arange(len(best))
    look, worth = _best_look(choice)
    known = choice.value > NONE
    found: dict[str, Any] = {
        "id": pa.array([one or None for one in columns.ids.tolist()], pa.string()),
        "route": _names(ROUTES, best, total, good),
        "process": _names(PROCESSES, choice.processes[rows, best], total, good),
        "value": _money(choice.value, total, good),
        "low": _floats(np.where(known, choice.chances.low[rows, best], np.nan), total, good),
        "high": _floats(np.where(known, choice.chances.high[rows, best], np.nan), total, good),
        "currency": pa.array([rules.parameters.currency] * total, pa.string()),
        "chance": _floats(choice.chances.best[rows, best], total, good),
        "next_best": _names(ROUTES, choice.next_best, total, good),
        "margin": _money(choice.margin, total, good),
    }
    for place, route in enumerate(ROUTES[:-1]):
        found[f"closed_{route}"] = _reasons(choice.closed[:, place], total, good)
    found["look_for"] = _names(ROUTES, look, total, good)
    found["look_at"] = _steps(choice, look, total, good)
    found["look_worth"] = _floats(worth, total, good)
    figures, assumed = rested.counts()
    found["figures"], found["assumed"] = _whole(figures, total, good), _whole(assumed, total, good)
    wrong = {row: "; ".join(str(one) for one in many) for row, many in findings.items()}
    codes = {row: " ".join(one.code for one in many) for row, many in findings.items()}
    found["finding_codes"], found["findings"] = _at_rows(codes, total), _at_rows(wrong, total)
    return pa.table(found)


def _at_rows(texts: Mapping[int, str], total: int) -> Any:
    whole = np.full(total, None, dtype=object)
    whole[list(texts)] = list(texts.values())
    return pa.array(whole, pa.string())


def _best_look(choice: Choice) -> tuple[Any, Floats]:
    """Return the route whose opening is worth most, and what it is worth; NOBODY where none is worth its cost."""
    worth = np.where(np.isnan(choice.looks.worth), -np.inf, choice.looks.worth)
    best = worth.argmax(axis=1)
    top = worth.max(axis=1)
    return np.where(top > 0, best, NOBODY), np.where(top > 0, top, np.nan)


def _names(names: tuple[str, ...], codes: Any, total: int, good: Any) -> Any:
    whole = np.full(total, len(names), dtype=np.int64)
    whole[good] = np.where(codes < 0, len(names), codes)
    return pa.DictionaryArray.from_arrays(pa.array(whole, mask=whole == len(names)), pa.array(names)).cast(pa.string())


def _floats(values: Any, total: int, good: Any) -> Any:
    whole = np.full(total, np.nan)
    whole[good] = values
    return pa.array(whole, mask=np.isnan(whole))


def _whole(values: Any, total: int, good: Any) -> Any:
    return _floats(values, total, good).cast(pa.int32())


def _money(values: Micros, total: int, good: Any) -> Any:
    """Return whole millionths as exact decimals."""
    whole = np.full(total, NONE, dtype=np.int64)
    whole[good] = values
    known = whole != NONE
    wide = np.stack([np.where(known, whole, 0), np.where(known, whole >> 63, 0)], axis=1)
    valid = pa.array(known).buffers()[1]
    buffers = [valid, pa.py_buffer(np.ascontiguousarray(wide).tobytes())]
    return pa.Array.from_buffers(_MONEY, total, buffers, null_count=int((~known).sum()))


def _reasons(bits: Any, total: int, good: Any) -> Any:
    different, places = np.unique(bits, return_inverse=True)
    texts = [" ".join(one.code for one in closings_of(each)) or None for each in different]
    return _spread_out(texts, places, total, good)


def _steps(choice: Choice, look: Any, total: int, good: Any) -> Any:
    rows = np.arange(len(look))
    bits = np.where(look == NOBODY, 0, choice.closed[rows, np.maximum(look, 0)])
    different, places = np.unique(bits, return_inverse=True)
    return _spread_out([" ".join(steps_of(each)) or None for each in different], places, total, good)


def _spread_out(texts: list[str | None], places: Any, total: int, good: Any) -> Any:
    whole = np.full(total, len(texts), dtype=np.int64)
    whole[good] = places
    return pa.array([*texts, None], pa.string()).take(pa.array(whole))
