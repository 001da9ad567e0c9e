"""What the commands of health read: files by name, a type of cell in a few words, answers to the gates."""

import json
import re
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_args

import click

from dicycle.cli.common import plain
from dicycle.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dicycle.findings import Finding
    from dicycle.health.gates.model import Reading
    from dicycle.health.model import CellType, NewResistance
    from dicycle.health.records.table import Record

_NUMBER: Final = r"(\d+(?:[.,]\d+)?)"
_TYPE: Final = re.compile(
    rf"\s*([A-Za-z]+)?[\s:,]*{_NUMBER}\s*Ah(?:[\s,]+{_NUMBER}\s*(?:V\s*)?(?:-|–|to)\s*{_NUMBER}\s*V)?\s*", re.IGNORECASE
)
_TYPE_ADVICE: Final = (
    'Write it as in "LFP 50 Ah 2.5-3.65 V" or "NMC 120 Ah 96S2P 3.0-4.2 V", or name a JSON file with id, chemistry and '
    "rated_capacity."
)
_NEW: Final = re.compile(
    rf"\s*{_NUMBER}\s*((?-i:[mµμu]?))(?:Ohm|Ω|Ω)[\s,]+{_NUMBER}\s*s(?:[\s,]+{_NUMBER}\s*%)?"
    rf"(?:[\s,]+(-?\d+(?:[.,]\d+)?)\s*(?:°\s*C|degC|C))?\s*",
    re.IGNORECASE,
)
_NEW_ADVICE: Final = 'Write it as in "1.2 mOhm 10 s 50 % 25 degC": of a discharge, how long, how full, how warm.'


def content(path: Path) -> bytes:
    """Return the bytes of a file, of standard input for ``-``; raises InvalidInput, also where there are none."""
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as wrong:
        sentence = f"This file cannot be read: {wrong.strerror or wrong}."
        raise InvalidInput.because("cli.no-file", sentence, str(path), "Check the name and the rights.") from None
    if not data:
        raise InvalidInput.because("cli.empty-file", "This file is empty.", str(path), "Write or fetch it again.")
    return data


def named_day(text: str | None, option: str) -> date | None:
    """Return the day that an option names, None where it is not given; raises InvalidInput."""
    from dicycle.health.grading.days import day

    found = day(text)
    if text is not None and found is None:
        raise InvalidInput.because("cli.not-a-time", f"{text!r} is no date.", option, "Write it as 2031-05-01.")
    return found


def day_of_grading(text: str | None) -> date:
    """Return the day that ``--as-of`` names, today's (UTC) where it is not given; raises InvalidInput."""
    return named_day(text, "--as-of") or datetime.now(UTC).date()


def cell_type(text: str | None, kind: Any = None) -> "CellType | None":
    """Return the type that an option names: a few words, or a JSON file; raises InvalidInput."""
    import msgspec

    from dicycle.health.nameplate import AsWritten, checked

    if text is None:
        return None
    if (named := _in_words(text, kind)) is not None:
        return checked(named, "--type")
    if not Path(text).exists():
        raise InvalidInput.because("cli.type", f"{plain(text)!r} is no type of cell.", "--type", _TYPE_ADVICE)
    try:
        return checked(msgspec.json.decode(content(Path(text)), type=AsWritten).meant(kind), text)
    except (msgspec.MsgspecError, UnicodeDecodeError) as bad:
        raise InvalidInput.because("cli.type", f"This is no type of cell: {bad}.", text, _TYPE_ADVICE) from None


def _in_words(text: str, kind: Any) -> "CellType | None":
    """Return the type that a few words name; capacity is that of the whole unit, voltages those of a cell or of it."""
    from dicycle.health.model import CellType, Chemistry
    from dicycle.health.nameplate import arranged, one_in_series

    cells = arranged(text)
    found = _TYPE.fullmatch(cells.rest)
    chemistry: Any = next(
        (one for one in get_args(Chemistry) if found and one.lower() == (found[1] or "").lower()), None
    )
    if found is None or (found[1] is not None and chemistry is None):
        return None
    rated, *limits = map(_number, found.group(2, 3, 4))
    low, high = cells.per_cell(*limits)
    name = " ".join(filter(None, (chemistry or "cell", f"{rated:g} Ah", cells.name)))
    return CellType(
        id=name, chemistry=chemistry, rated_capacity=rated or 0.0, voltage_min=low, voltage_max=high, kind=kind,
        series=1 if cells.series is None else cells.series, parallel=cells.parallel,
        one_in_series=one_in_series(cells.series, kind),
    )  # fmt: skip


def _number(text: str | None) -> float | None:
    return None if text is None else float(text.replace(",", "."))


def new_resistance(text: str) -> "NewResistance":
    """Return the resistance of a new unit as an option states it, half charged and at 25 degC unless it says more."""
    from dicycle.health.model import NewResistance

    found = _NEW.fullmatch(text)
    if found is None:
        sentence = f"{plain(text)!r} is no resistance of a new unit."
        raise InvalidInput.because("cli.new-resistance", sentence, "--new-resistance", _NEW_ADVICE)
    ohm, seconds, per_cent, warmth = map(_number, found.group(1, 3, 4, 5))
    parts = {"": 1.0, "m": 1e3}.get(found[2], 1e6)
    return NewResistance(
        ohm=(ohm or 0.0) / parts, seconds=seconds or 0.0, soc=0.5 if per_cent is None else per_cent / 100,
        temperature=25.0 if warmth is None else warmth,
    )  # fmt: skip


def readings(paths: "Iterable[Path]", by: str | None, at: str | None) -> "tuple[Reading, ...]":
    """Return all answers in JSON files, in their order, also several to one question: which holds the gates decide.

    A file is a list of readings, or ``{"damaged": false, …}``; raises InvalidInput.
    """
    return tuple(one for path in paths for one in _readings(path, by, at))


def _readings(path: Path, by: str | None, at: str | None) -> "tuple[Reading, ...]":
    import msgspec

    from dicycle.health.gates.model import Reading

    raw = content(path)
    try:
        if raw.lstrip().startswith(b"["):
            return msgspec.json.decode(raw, type=tuple[Reading, ...])
        msgspec.json.decode(raw, type=dict[str, bool | float | tuple[float, ...]])
        # As pairs: a question that is there twice has two answers, and none of them is lost.
        said = msgspec.convert(
            json.loads(raw, object_pairs_hook=list), list[tuple[str, bool | float | tuple[float, ...]]]
        )
    except (msgspec.MsgspecError, ValueError) as bad:
        advice = 'Write questions and answers: {"damaged": false, "temperature": 24, "cell-voltages": [3.31, 3.30]}.'
        raise InvalidInput.because("cli.readings", f"These are no answers: {bad}.", str(path), advice) from None
    return tuple(Reading(question=name, value=value, by=by, at=at) for name, value in said)


def records(paths: "Iterable[Path]", type: "CellType", besides: Path | None = None) -> "tuple[Record, ...]":
    """Return the test records in files and folders; one with an error of reading or intake is told and left out."""
    from dicycle.health.records import check, read

    found: list[Record] = []
    for path in paths:
        inside = sorted(one for one in path.rglob("*") if one.is_file() and not one.name.startswith("."))
        for one in inside if path.is_dir() else [path]:
            if besides is None or one.resolve() != besides.resolve():
                done = read(one)
                tell_findings(done.findings)
                found += done.records
    wrong = check(found, type)
    tell_findings((*(said for one in found for said in one.findings), *wrong))
    spoilt = {one.where for one in wrong if one.severity.value == "error"}
    return tuple(one for one in found if one.source.name not in spoilt)


def tell_findings(findings: "Sequence[Finding]") -> None:
    """Write findings to standard error; notes are left out."""
    for one in findings:
        if one.severity.value != "note":
            click.echo(plain(f"{one.severity.value}: {one}"), err=True)
