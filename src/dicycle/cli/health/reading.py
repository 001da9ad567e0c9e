"""What the commands of health read: files by name, a type of cell in a few words, answers to the gates."""

import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_args

import click

from dicycle.cli.common import plain
from dicycle.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from dicycle.findings import Finding
    from dicycle.health.gates.model import Reading
    from dicycle.health.model import CellType
    from dicycle.health.pulses.sheets import Sheets

SHEETS: Final = (".xlsx", ".xls", ".ods", ".csv")
_TYPE: Final = re.compile(r"\s*([A-Za-z]+)?[\s:,]*(\d+(?:[.,]\d+)?)\s*Ah\s*", re.IGNORECASE)
_TYPE_ADVICE: Final = 'Write it as in "LFP 50 Ah", or name a JSON file with id, chemistry and rated_capacity.'


def content(path: Path) -> bytes:
    """Return the bytes of a file, of standard input for ``-``; raises InvalidInput."""
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as wrong:
        sentence = f"This file cannot be read: {wrong.strerror or wrong}."
        raise InvalidInput.because("cli.no-file", sentence, str(path), "Check the name and the rights.") from None


def cell_type(text: str | None, kind: Any = None) -> "CellType | None":
    """Return the type that an option names: a few words, or a JSON file; raises InvalidInput."""
    import msgspec

    from dicycle.health.model import CellType, Chemistry

    if text is None:
        return None
    if found := _TYPE.fullmatch(text):
        chemistry: Any = next((one for one in get_args(Chemistry) if one.lower() == (found[1] or "").lower()), None)
        if found[1] is None or chemistry is not None:
            rated = float(found[2].replace(",", "."))
            name = f"{chemistry or 'cell'} {rated:g} Ah"
            return CellType(id=name, chemistry=chemistry, rated_capacity=rated, kind=kind or "cell")
    if not Path(text).exists():
        raise InvalidInput.because("cli.type", f"{plain(text)!r} is no type of cell.", "--type", _TYPE_ADVICE)
    try:
        return msgspec.json.decode(content(Path(text)), type=CellType)
    except (msgspec.MsgspecError, UnicodeDecodeError) as bad:
        raise InvalidInput.because("cli.type", f"This is no type of cell: {bad}.", text, _TYPE_ADVICE) from None


def readings(path: Path | None, by: str | None, at: str | None) -> "tuple[Reading, ...]":
    """Return the answers in a JSON file: a list of readings, or ``{"damaged": false, …}``; raises InvalidInput."""
    import msgspec

    from dicycle.health.gates.model import Reading

    if path is None:
        return ()
    raw = content(path)
    try:
        if raw.lstrip().startswith(b"["):
            return msgspec.json.decode(raw, type=tuple[Reading, ...])
        said = msgspec.json.decode(raw, type=dict[str, bool | float | tuple[float, ...]])
    except (msgspec.MsgspecError, UnicodeDecodeError) as bad:
        advice = 'Write questions and answers: {"damaged": false, "temperature": 24, "cell-voltages": [3.31, 3.30]}.'
        raise InvalidInput.because("cli.readings", f"These are no answers: {bad}.", str(path), advice) from None
    return tuple(Reading(question=name, value=value, by=by, at=at) for name, value in said.items())


def sheets(paths: "Iterable[Path]") -> "tuple[Sheets, ...]":
    """Return the sheets of pulse tests in files and folders; what holds none is told and left out."""
    from dicycle.health.pulses.sheets import read_sheets

    found = []
    for path in _files(paths):
        read = read_sheets(path)
        tell_findings(read.findings)
        if read.rows:
            found.append(read)
    return tuple(found)


def _files(paths: "Iterable[Path]") -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.rglob("*") if one.suffix.lower() in SHEETS)
        else:
            yield path


def tell_findings(findings: "Sequence[Finding]") -> None:
    """Write findings to standard error; notes are left out."""
    for one in findings:
        if one.severity.value != "note":
            click.echo(plain(f"{one.severity.value}: {one}"), err=True)


@contextmanager
def progress(label: str) -> "Iterator[Callable[[int, int], None]]":
    """Show a person who watches how far long work is."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    with ExitStack() as stack:
        bars: list[Any] = []

        def tell(done: int, of: int) -> None:
            if not bars:
                bars.append(stack.enter_context(click.progressbar(length=of, label=label, file=sys.stderr)))
            bars[0].update(done - bars[0].pos)

        yield tell
