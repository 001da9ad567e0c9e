"""Chinese text folded, character for character: one width, one set of characters, the same places."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any, Final

_MARKS: Final = {
    "（": "(",
    "）": ")",
    "〔": "(",
    "〕": ")",
    "【": "(",
    "】": ")",
    "，": ",",
    "；": ";",
    "：": ":",
    "！": "!",
    "？": "?",
    "「": "“",
    "」": "”",
    "『": "“",
    "』": "”",
    "〈": "《",
    "〉": "》",
    "\u3000": " ",
    "\u00a0": " ",
    "·": "·",
    "•": "·",
    "・": "·",
    "－": "-",
    "．": ".",
}


def fold(text: str) -> str:
    """Return a text of the same length, in half-width marks and mainland characters, to look words up in."""
    return text.translate(_table())


@cache
def _table() -> dict[int, str]:
    table = {ord(mark): plain for mark, plain in _MARKS.items()}
    wide = {code + 0xFEE0: chr(code) for code in (*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B))}
    pairs: list[str] = load("characters")["pairs"].split()
    return table | wide | {ord(pair[0]): pair[1] for pair in pairs}


@cache
def load(name: str) -> dict[str, Any]:
    """Return one of the tables of words beside this file."""
    return tomllib.loads(resources.files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))
