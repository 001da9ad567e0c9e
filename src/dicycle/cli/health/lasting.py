"""``dicycle health lasting``."""

from pathlib import Path

import click

from dicycle.cli.common import json_option, json_text, table, tells_errors
from dicycle.cli.health.reading import tell_findings


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--groups", type=click.IntRange(2, 1000), default=8, show_default=True, help="Groups of cells.")
@click.option("--end", type=float, default=1.2, show_default=True, help="The capacity at which a life ends, Ah.")
@click.option("--seed", type=int, default=0, show_default=True)
@json_option
@tells_errors
def lasting(folder: Path, groups: int, end: float, seed: int, as_json: bool) -> None:
    """Group cells that will live alike, by first-cycle features alone, and print how long such groups last.

    DIR holds features.csv (a row a cell) and capacity_trajectories*.csv. A group lasts as long as its weakest cell;
    beside it stand random groups and groups by capacity and resistance.
    """
    from dicycle.health.lasting import report

    found = report(folder, groups, end, seed)
    tell_findings(found.findings)
    rows = found.rows()
    if as_json:
        made = [list(group) for group in found.grouping.groups]
        click.echo(json_text({"rows": rows, "groups": made, "end": found.end, "seed": seed}))
        return
    head = tuple(rows[0])
    click.echo(table([tuple(_cell(row[name]) for name in head) for row in rows], head))
    click.echo(f"\nLives in cycles to {found.end:g} Ah; seed {seed}.")


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
