"""Folders of pulse sheets: what is one is read, what is something else is counted, what is broken is told."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from dicycle.cli.common import many, progress
from dicycle.cli.health.reading import content, tell_findings
from dicycle.findings import Finding, Severity

if TYPE_CHECKING:
    from dicycle.health.pulses.sheets import Sheets

ENDINGS: Final = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".mat")
_UNREAD: Final = ".mat"
"""What may be large and never holds a sheet: in a folder it is counted, not opened."""
_FIRST: Final = 20
"""Rows among which headings stand, below titles."""
verbose_option: Final = click.option("--verbose", is_flag=True, help="List the files of a folder that hold no pulses.")
_NO_SHEET: Final = "pulses.no-sheet"
_BEGINNING: Final = 4096
_TURNING_POINT: Final = re.compile(r"u\d{1,3}")
_TIME: Final = re.compile(r"time|voltage|current|volt|amp", re.IGNORECASE)
_ADVICE: Final = "A pulse sheet names its columns Q and U1, U2, …: five turning points or more."


class Found(NamedTuple):
    """The sheets of pulse tests, what is to be known of them, and the files of a folder that are something else."""

    sheets: tuple["Sheets", ...]
    findings: tuple[Finding, ...]
    others: tuple[Finding, ...]


def sheets(paths: Iterable[Path]) -> Found:
    """Return what files and folders hold; what is no pulse sheet is an error if it was named, or looks like one."""
    from dicycle.health.pulses.sheets import read_sheets

    found, findings, others = [], [], []
    files = list(_files(paths))
    with progress("Reading") as tell:
        for place, (path, named) in enumerate(files):
            if len(files) > 1:
                tell(place, len(files))
            if path.suffix.lower() == _UNREAD and not named:
                others.append(_other(path, "a .mat file"))
                continue
            read = read_sheets(path)
            if read.rows:
                found.append(read)
            if not named and any(one.code == _NO_SHEET for one in read.findings) and not _resembles(path):
                others.append(_other(path, _kind(path)))
            else:
                findings += [one._replace(advice=one.advice or _ADVICE) if one.code == _NO_SHEET else one
                             for one in read.findings]  # fmt: skip
        if len(files) > 1:
            tell(len(files), len(files))
    return Found(tuple(found), tuple(findings), tuple(others))


def tell(found: Found, *, verbose: bool) -> None:
    """Write to standard error what is wrong, and in one line how many files are something else; all with `verbose`."""
    tell_findings(found.findings)
    if not found.others:
        return
    kinds = Counter(one.sentence.removeprefix("This is ").removesuffix(".").split(" ", 1)[1] for one in found.others)
    said = ", ".join(_many(count, kind) for kind, count in kinds.most_common())
    more = "" if verbose else " --verbose lists them."
    holds = "hold" if len(found.others) > 1 else "holds"
    click.echo(
        f"{many(len(found.others), 'file')} {holds} no pulses and {_is(found)} left out: {said}.{more}", err=True
    )
    for one in found.others if verbose else ():
        click.echo(f"  {one}", err=True)


def _other(path: Path, kind: str) -> Finding:
    return Finding("pulses.other-file", f"This is {kind}.", str(path), Severity.NOTE)


def _many(count: int, kind: str) -> str:
    return many(count, kind) if kind.endswith(("table", "file")) else f"{count:,} {kind}"


def _is(found: Found) -> str:
    return "are" if len(found.others) > 1 else "is"


def _files(paths: Iterable[Path]) -> Iterable[tuple[Path, bool]]:
    """Yield files, and whether somebody named them rather than their folder."""
    for path in paths:
        if path.is_dir():
            yield from ((one, False) for one in sorted(path.rglob("*")) if one.suffix.lower() in ENDINGS)
        else:
            yield path, True


def _resembles(path: Path) -> bool:
    """Tell whether a file looks like a pulse sheet: one of its headings is a turning point."""
    from dicycle.health.pulses.headings import column

    return any(_TURNING_POINT.fullmatch(column(head).name) for row in _top(path) for head in row)


def _kind(path: Path) -> str:
    ending = path.suffix.lower()
    series = any(_TIME.search(head) for head in next(iter(_top(path)), []))
    return f"a {ending} {'time series' if series else 'table'}"


def _top(path: Path) -> list[list[str]]:
    """Return the first rows of a table; of a workbook, of all its sheets, the first row of each first."""
    from dicycle.errors import DicycleError
    from dicycle.health.records.workbooks import is_workbook, opened

    try:
        data = content(path)
        if is_workbook(data):
            titles, rows_of = opened(data, path.name)
            tops = [[[str(cell) for cell in row] for row in rows_of(title)[:_FIRST]] for title in titles]
            return [[cell for top in tops for cell in next(iter(top), [])], *(row for top in tops for row in top[1:])]
    except DicycleError:
        return []
    text = data[:_BEGINNING].decode("utf-8", "replace")
    sign = max(",;\t", key=text.count)
    return list(csv.reader(io.StringIO(text), delimiter=sign))[:_FIRST]
