"""What a heading says: which quantity, in which unit. The words and the worth of units are data (headings.toml)."""

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

_BRACKETS: Final = re.compile(r"^(.*?)\s*[\(\[{<]\s*([^()\[\]{}<>]*)\s*[\)\]}>]\s*$")
_SLASH: Final = re.compile(r"^(.+?)\s*/\s*([^/]+)$")
_SUFFIX: Final = re.compile(r"^(.+?)[\s_]+([^\s_]+(?:[ _]?hours?)?)$", re.IGNORECASE)
_JOINTS: Final = re.compile(r"[.·⋅*×\-\s]")
_WORD: Final = re.compile(r"[\W_]+")
_COUNTED: Final = {"1", "-", "#", "no", "no.", "number", "count"}
_PARTS: Final = re.compile(r"h+\s*:\s*m+|d+\s*-|y+\s*-|m+/d+", re.IGNORECASE)


class Heading(NamedTuple):
    """A column as its heading names it.

    `factor` makes SI of its numbers (A, V, s, Ah, Wh); None says that no unit is stated. `rank` is lower for a more
    telling name. `unit` is the unit as written.
    """

    quantity: str
    dimension: str
    rank: int
    unit: str | None
    factor: float | None


@cache
def vocabulary() -> dict[str, Any]:
    """Return the words and units of the packaged list."""
    return tomllib.loads(files("dicycle.health.records").joinpath("headings.toml").read_text(encoding="utf-8"))


@cache
def heading(text: str) -> Heading | None:
    """Return what a heading says, or None where it is no column that a record keeps."""
    plain = unicodedata.normalize("NFKC", text).strip().strip("\"'").strip()
    for name, unit in _readings(plain):
        if found := _named(name, unit):
            return found
    return None


def _readings(text: str) -> list[tuple[str, str | None]]:
    """Return the ways to split a heading into name and unit, the plainest first."""
    found: list[tuple[str, str | None]] = []
    for pattern in (_BRACKETS, _SLASH, _SUFFIX):
        if match := pattern.match(text):
            found.append((match[1], match[2].strip()))
    return [*found, (text, None)]


def _named(name: str, unit: str | None) -> Heading | None:
    for quantity, rank in _names().get(word(name), ()):
        dimension = vocabulary()["quantities"][quantity]["dimension"]
        unit = unit or vocabulary()["spoken"].get(word(name))
        if unit is None or (dimension == "count" and unit.lower() in _COUNTED):
            return Heading(quantity, dimension, rank, unit, None)
        if dimension in ("count", "text"):
            continue
        factor = worth(dimension, unit)
        if factor is not None or (dimension in ("time", "clock") and _PARTS.search(unit)):
            return Heading(quantity, dimension, rank, unit, factor)
    return None


def word(text: str) -> str:
    """Return a name without case, blanks and signs, as the list of names writes it."""
    return _WORD.sub("", unicodedata.normalize("NFKC", text).lower())


@cache
def _names() -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for quantity, entry in vocabulary()["quantities"].items():
        for rank, name in enumerate(entry["names"]):
            found.setdefault(name, []).append((quantity, rank))
    return found


@cache
def worth(dimension: str, unit: str) -> float | None:
    """Return what one of a unit is in SI (time s, charge Ah, energy Wh); None for a unit of another dimension.

    Case counts where it tells units apart; where it does not, any case will do.
    """
    table: dict[str, float] = vocabulary()["units"][dimension]
    plain = _JOINTS.sub("", unicodedata.normalize("NFKC", unit)).replace("µ", "μ")
    if plain in table:
        return table[plain]
    same = {value for name, value in table.items() if name.lower() == plain.lower()}
    return same.pop() if len(same) == 1 else None


def is_unit(text: str) -> bool:
    """Tell whether a cell holds a unit and nothing else, as the second line of some exports does."""
    plain = text.strip().strip("()[]")
    return not plain or any(worth(dimension, plain) is not None for dimension in vocabulary()["units"])


def format_of(headings: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    """Return the format whose columns are all there, with the units it gives columns that name none."""
    present = {text.strip().strip('"') for text in headings}
    for name, entry in vocabulary()["formats"].items():
        if present.issuperset(entry["columns"]):
            return name, entry["units"]
    return "plain table", {}
