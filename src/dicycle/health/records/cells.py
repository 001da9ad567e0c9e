"""Cells of text made numbers, a batch at a time: numbers, durations, dates, and whether a tester charges or rests."""

import re
from functools import cache
from typing import Any, Final

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from dicycle.health.records.table import Floats

_NUMBER: Final = r"^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?$"
_DURATION: Final = (
    r"^(?:(?P<days>\d{1,6})\s*(?:[-d天 T]|days?,?)\s*)?(?P<hours>\d{1,7}):(?P<minutes>\d{1,2})"
    r"(?::(?P<seconds>\d{1,2}(?:[.,:]\d{1,9})?))?$"
)
_FRACTION: Final = r"[.,](?P<part>\d{1,9})(?:Z|[+-]\d\d:?\d\d)?$"
_ZONE: Final = r"(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?$"
_DATES: Final = ("%Y-%m-%d", "%Y/%m/%d", "%m/%d/%Y", "%d.%m.%Y", "%d/%m/%Y", "%Y%m%d")
_CLOCKS: Final = ("%H:%M:%S", "%I:%M:%S %p", "%H:%M")
_CHARGING: Final = re.compile(
    r"^c$|^cc?cv$|\bch(?:a|ar|g|arge|arging|rg)?\b|(?<!dis)(?<!d)ch(?:ar)?g|lad(?:en|ung)|充", re.I
)
_DISCHARGING: Final = re.compile(r"^d$|dis|d[_ ]?chg|dch|entlad|放", re.I)
_RESTING: Final = re.compile(r"^[rpo]$|rest|pause|ocv|idle|wait|ruhe|静置|搁置|休止", re.I)


def numbers(texts: Any, decimal: str = ".") -> Floats:
    """Return numbers of an Arrow array of strings; nan where a cell holds no number."""
    if decimal == ",":
        texts = pc.replace_substring(texts, ",", ".")
    try:
        found = _cast(texts)
    except pa.ArrowInvalid:  # a cell among them is no number
        plain = pc.utf8_trim_whitespace(texts)
        found = _cast(pc.if_else(pc.match_substring_regex(plain, _NUMBER), plain, None))
    return np.where(np.isfinite(found), found, np.nan)


def _cast(texts: Any) -> Floats:
    found: Floats = pc.cast(texts, pa.float64()).to_numpy(zero_copy_only=False)
    return found


def durations(texts: Any) -> Floats:
    """Return seconds of texts such as 00:10:00.5, 1-02:00:00 or 02:03:04:500; nan for others."""
    parts = pc.extract_regex(pc.utf8_trim_whitespace(texts), _DURATION)
    days, hours, minutes = (_part(parts, name) for name in ("days", "hours", "minutes"))
    seconds = numbers(pc.replace_substring_regex(pc.struct_field(parts, "seconds"), "[,:]", "."))
    whole = np.nan_to_num(days) * 86400 + hours * 3600 + minutes * 60
    return whole + np.nan_to_num(seconds)


def _part(parts: Any, name: str) -> Floats:
    return numbers(pc.struct_field(parts, name))


def dates(texts: Any) -> Floats:
    """Return seconds since 1970 of dates with times, as if written in UTC; nan for others.

    Where a day and a month could be exchanged, the order that more cells allow is taken, the American one if both do.
    """
    plain = pc.replace_substring(pc.utf8_trim_whitespace(texts), "T", " ")
    whole = pc.replace_substring_regex(plain, _ZONE, "")
    found = [_parsed(whole, f"{date} {clock}") for date in _DATES for clock in _CLOCKS]
    best = max(found, key=lambda seconds: int(np.isfinite(seconds).sum()))
    return best + np.nan_to_num(_fraction(plain))


def _parsed(texts: Any, pattern: str) -> Floats:
    moments = pc.strptime(texts, format=pattern, unit="s", error_is_null=True)
    found: Floats = pc.cast(pc.cast(moments, pa.int64()), pa.float64()).to_numpy(zero_copy_only=False)
    return found


def _fraction(texts: Any) -> Floats:
    part = pc.struct_field(pc.extract_regex(texts, _FRACTION), "part")
    return numbers(pc.binary_join_element_wise("0", part, "."))


def states(texts: Any) -> Floats:
    """Return 1 for a state that charges, -1 for one that discharges, 0 for rest, nan for others."""
    coded = pc.dictionary_encode(pc.utf8_trim_whitespace(texts))
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.combine_chunks()
    signs = np.array([*(state(text or "") for text in coded.dictionary.to_pylist()), np.nan])
    found: Floats = signs[pc.fill_null(coded.indices, len(signs) - 1).to_numpy(zero_copy_only=False)]
    return found


@cache
def state(text: str) -> float:
    """Return 1 for a state that charges, -1 for one that discharges, 0 for rest, nan for another."""
    plain = text.strip()
    if _DISCHARGING.search(plain):
        return -1.0
    if _CHARGING.search(plain):
        return 1.0
    return 0.0 if _RESTING.search(plain) else float("nan")
