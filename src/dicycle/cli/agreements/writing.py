"""``dicycle agreements export``."""

from pathlib import Path
from typing import Any

import click

from dicycle.cli.common import ledger_option, opened, tells_errors


@click.command()
@click.option(
    "--format", "form", type=click.Choice(["csv", "parquet", "ftm", "ocds"]), default="csv", show_default=True,
    help="CSV, Parquet, FollowTheMoney JSON lines, or OCDS-like JSON.",
)  # fmt: skip
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@ledger_option
@tells_errors
def export(form: Any, output: Path, ledger: str | None) -> None:
    """Write the register to a file."""
    with opened(ledger, must_exist=True) as loop:
        loop.agreements.export(form, output)
        entries = len(loop.agreements.register().entries)
    click.echo(f"{output}: {'1 entry' if entries == 1 else f'{entries:,} entries'}.")
