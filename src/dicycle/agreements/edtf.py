"""EDTF dates compared: what one leaves open, the other may say."""

import re
from typing import Final

DAY: Final = re.compile(r"(\d{4}|XXXX)(?:-(\d\d|XX))?(?:-(\d\d|XX))?", re.ASCII)


def agree(one: str | None, other: str | None) -> bool:
    """Tell whether two dates can be of one day; an open one agrees with all."""
    if one is None or other is None or "/" in one or "/" in other:
        return True
    first, second = DAY.fullmatch(one), DAY.fullmatch(other)
    if not first or not second:
        return one == other
    pairs = zip(first.groups(), second.groups(), strict=True)
    return all(a is None or b is None or "X" in a + b or a == b for a, b in pairs)
