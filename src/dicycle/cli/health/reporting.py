"""``dicycle health report``."""

from pathlib import Path
from typing import Any

import click

from dicycle.cli.common import json_option, json_text, progress, table, tells_errors
from dicycle.cli.health.reading import tell_findings
from dicycle.cli.health.sheets import sheets, tell, verbose_option


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="DIR", type=click.Path(path_type=Path, exists=True))
@click.option("--folds", type=click.IntRange(2, 100), default=10, show_default=True)
@click.option(
    "--repeats", type=click.IntRange(1, 100), default=1, show_default=True, help="Deals of the units into folds."
)
@click.option("--seed", type=int, default=0, show_default=True)
@verbose_option
@json_option
@tells_errors
def report(files: tuple[Path, ...], folds: int, repeats: int, seed: int, verbose: bool, as_json: bool) -> None:
    """Judge the model on units that it never saw, for each type and pulse, and print the table.

    DIR is a folder of sheets of pulse tests, or files. All tests of a physical unit are in one fold; SOC is as stated,
    and withheld. Near: the same tests with resistances a quarter larger, and smaller.
    """
    from dicycle.health.learning import report as judged

    read = sheets(files)
    tell(read, verbose=verbose)
    with progress("Judging") as so_far:
        found = judged(
            read.sheets, folds=folds, repeats=repeats, seed=seed, progress=lambda _, done, total: so_far(done, total)
        )  # fmt: skip
    tell_findings([one for one in found.findings if one not in read.findings])
    rows = found.rows()
    if as_json:
        findings = [one.as_dict() for one in dict.fromkeys((*read.findings, *found.findings, *read.others))]
        click.echo(json_text({"rows": rows, **_protocol(found), "findings": findings}))
        return
    head = tuple(rows[0])
    click.echo(table([tuple(_cell(row[name]) for name in head) for row in rows], head))
    said = ", ".join(f"{name} {value}" for name, value in _protocol(found).items())
    click.echo(f"\nSplit by physical unit; {said}.")


def _protocol(found: Any) -> dict[str, Any]:
    return {
        "folds": found.folds, "repeats": found.repeats, "seed": found.seed, "coverage": found.coverage,
        "cuts": list(found.cuts), "significance": found.significance,
    }  # fmt: skip


def _cell(value: str | int | float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.2f}" if isinstance(value, float) else str(value)
