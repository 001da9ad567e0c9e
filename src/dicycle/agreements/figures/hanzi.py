"""Chinese numerals (五十亿, 两万, 1亿2000万): positional words, multiplied out."""

import re
from decimal import Decimal
from typing import Final

_DIGITS: Final = ("零〇", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
ONES: Final = {char: value for value, chars in enumerate(_DIGITS) for char in chars}
SMALL: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE: Final = {"万": 10**4, "亿": 10**8}
_TOKEN: Final = re.compile(r"\d+(?:\.\d+)?|\D")


def is_hanzi(char: str) -> bool:
    """Tell whether a character is a Chinese one."""
    return "\u4e00" <= char <= "\u9fff" or char == "〇"


def of_hanzi(written: str) -> Decimal | None:
    """Return what Chinese numerals stand for; None for what is no number (万 alone)."""
    total, section, digit = Decimal(0), Decimal(0), None
    for token in _TOKEN.findall(written):
        if token in LARGE:
            section += digit or 0
            if not section and not total:
                return None
            total = total + section * LARGE[token] if section else total * LARGE[token]
            section, digit = Decimal(0), None
        elif token in SMALL:
            section += (1 if digit is None else digit) * SMALL[token]
            digit = None
        elif token not in ONES and not token[0].isdigit():
            return None
        else:
            digit = (digit or 0) * 10 + ONES[token] if token in ONES else Decimal(token)
    return total + section + (digit or 0)
