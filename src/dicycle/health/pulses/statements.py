"""What a pulse sheet says besides voltages: width, chemistry, rated capacity and state of charge, and from where."""

import re
from typing import Final, NamedTuple, get_args

import numpy as np

from dicycle.findings import Finding, Severity
from dicycle.health.model import Chemistry
from dicycle.health.pulses.blocks import Block
from dicycle.health.records.table import Floats

_WIDTH: Final = re.compile(r"_w_(\d{1,7})(?=[_.]|$)", re.IGNORECASE)
_FORMULAS: Final = {"ncm": "nmc", "lifepo4": "lfp", "limn2o4": "lmo", "linimncoo2": "nmc", "linicomno2": "nmc",
                    "licoo2": "lco", "linicoalo2": "nca", "li4ti5o12": "lto"}  # fmt: skip
_LONGEST: Final = 3600.0
_OVER: Final = 1.02
_FRACTION: Final = 1.0
_ODD: Final = 0.05


class Asked(NamedTuple):
    """What the caller knows of a file: used where the file does not say it."""

    width: float | None
    chemistry: Chemistry | None
    rated: float | None
    amplitudes: tuple[float, ...]


class Said(NamedTuple):
    """What holds for the rows of a block: arrays of one value a row, and findings.

    `materials` are what the column Mat says in its own words, `models` what the column Model says; "" where nothing.
    """

    width: Floats
    chemistry: tuple[Chemistry | None, ...]
    materials: tuple[str, ...]
    models: tuple[str, ...]
    rated: Floats
    soc: Floats
    findings: tuple[Finding, ...]


def said(found: Block, name: str, asked: Asked) -> Said:
    """Return what a block says, or the caller where it does not."""
    where = f"{name}#{found.sheet}"
    width, widths = _width(found, name, asked.width, where)
    chemistry, kinds = _chemistry(found, name, asked.chemistry, where)
    rated = _filled(found.numbers("qn"), asked.rated)
    soc, socs = _soc(found, rated, where)
    findings = (*_merged(found, where), *widths, *kinds, *socs)
    return Said(width, chemistry, _texts(found, "mat"), _texts(found, "model"), rated, soc, findings)


def _texts(found: Block, heading: str) -> tuple[str, ...]:
    return tuple(str(cell).strip() for cell in found.cells.get(heading, [""] * found.rows))


def _merged(found: Block, where: str) -> list[Finding]:
    if not found.filled:
        return []
    told = f"Empty cells of the columns {', '.join(found.filled)} take what stands above them, as merged cells mean it."
    return [_note("cells-merged", told, where)]


def _filled(column: Floats, other: float | None) -> Floats:
    column = np.where(column > 0, column, np.nan)
    return column if other is None else np.where(np.isnan(column), other, column)


def _width(found: Block, name: str, asked: float | None, where: str) -> tuple[Floats, list[Finding]]:
    """Return the width s of the pulses: column Pt (s), what the caller says, or "_W_5000" (ms) in the file's name."""
    column = found.numbers("pt")
    column = np.where((column > 0) & (column <= _LONGEST), column, np.nan)
    named = _WIDTH.search(name)
    if asked is None and named and np.isnan(column).any():
        asked = int(named[1]) / 1000
        told = f"The width of the pulses, {asked:g} s, is taken from the name of the file (milliseconds)."
        return _filled(column, asked), [_note("width-from-name", told, where)]
    if asked is not None and (np.abs(column - asked) > _ODD * asked).any():
        told = f"The column Pt says another width than the {asked:g} s asked for; the column holds."
        return _filled(column, asked), [_warning("width-differs", told, where)]
    return _filled(column, asked), []


def _chemistry(
    found: Block, name: str, asked: Chemistry | None, where: str
) -> tuple[tuple[Chemistry | None, ...], list[Finding]]:
    """Return the chemistry: column Mat, what the caller says, or a part of the file's name."""
    column = [_known(text) for text in _texts(found, "mat")]
    named = next((kind for part in re.split(r"[\W_]+", name) if (kind := _known(part))), None)
    if all(column) or asked:
        return tuple(kind or asked for kind in column), []
    kinds = tuple(kind or named for kind in column)
    if named is None:
        return kinds, [_unknown(found, where)]
    told = f"The chemistry {named} is taken from the name of the file."
    return kinds, [_note("chemistry-from-name", told, where)]


def _unknown(found: Block, where: str) -> Finding:
    words = sorted({text for text in _texts(found, "mat") if text and _known(text) is None})
    told = f"No chemistry is known by the name {', '.join(words)}." if words else "Nothing says the chemistry."
    apart = "by that name and the rated capacity" if words else "by the rated capacity alone"
    return _note("chemistry-unknown", f"{told} Types are told apart {apart}.", where)


def _known(text: str) -> Chemistry | None:
    plain = re.sub(r"\W", "", text).lower()
    plain = _FORMULAS.get(plain, plain)
    kinds: tuple[Chemistry, ...] = get_args(Chemistry)
    return next((kind for kind in kinds if kind.lower() == plain), None)


def _soc(found: Block, rated: Floats, where: str) -> tuple[Floats, list[Finding]]:
    """Return the state of charge as a fraction of the rated capacity; nan where nobody knows it.

    A state of charge relative to what the unit holds now gives its capacity away: it is never used. Charge above empty
    cannot exceed the capacity, so one above Q/Qn is not of the rated capacity.
    """
    if "soc" not in found.cells:
        relative = sorted({"socr", "soe"} & set(found.cells))
        told = f"Only {relative[0].upper()} says the state of charge; it may be relative to what the unit holds now."
        return np.full(found.rows, np.nan), [_warning("soc-relative", told, where)] if relative else []
    soc, findings = _fraction(found.numbers("soc"), where)
    health = found.numbers("q") / rated
    if (soc > health * _OVER).mean() > _ODD:
        told = "States of charge exceed Q/Qn: they are relative to what the unit holds now, and are not used."
        return np.full(found.rows, np.nan), [*findings, _warning("soc-relative", told, where)]
    return soc, findings


def _fraction(column: Floats, where: str) -> tuple[Floats, list[Finding]]:
    if not np.isfinite(column).any() or np.nanmax(column) > _FRACTION:
        return column / 100, []
    return column, [_note("soc-fraction", "No state of charge is above 1: they are read as fractions.", where)]


def _note(code: str, sentence: str, where: str) -> Finding:
    return Finding(f"pulses.{code}", sentence, where, Severity.NOTE)


def _warning(code: str, sentence: str, where: str) -> Finding:
    return Finding(f"pulses.{code}", sentence, where, Severity.WARNING)
