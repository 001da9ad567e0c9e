"""CSV as offices write it: what stands between cells, and a comma as the decimal sign."""

from collections.abc import Container
from typing import Any

import pyarrow.compute as pc  # type: ignore[import-untyped]


def separator(content: bytes) -> str:
    """Return what stands between the cells of the first line, a comma, a semicolon or a tab; text is UTF-8."""
    first = content.decode("utf-8-sig").lstrip().partition("\n")[0]
    return max(",;\t", key=first.count)


def with_points(table: Any, numbers: Container[str]) -> Any:
    """Write numbers with a point where a column of texts has commas and no point."""
    for place, name in enumerate(table.column_names):
        if name in numbers and not pc.any(pc.match_substring(table[name], ".")).as_py():
            table = table.set_column(place, name, pc.replace_substring(table[name], ",", "."))
    return table
