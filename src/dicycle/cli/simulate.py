"""``dicycle simulate``."""

import sys
from pathlib import Path
from typing import Any

import click

from dicycle.cli.common import json_option, json_text, tells_errors


@click.command()
@click.option("--packs", type=click.IntRange(min=1), default=200, show_default=True, help="How many packs are built.")
@click.option("--years", type=click.IntRange(min=1, max=40), default=12, show_default=True, help="How many years run.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same files.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, file_okay=False), required=True, help="The folder to fill."
)
@json_option
@tells_errors
def simulate(packs: int, years: int, seed: int, output: Path, as_json: bool) -> None:
    """Write the events of a whole battery loop, its places and parties, and the truth behind it as Parquet."""
    counts = simulate_into(output, packs, years, seed, quiet=as_json)
    if as_json:
        click.echo(json_text(counts))
        return
    click.echo(f"{counts['events']:,} events of {packs:,} packs in {output}. Capture them with:")
    click.echo(f"  dicycle capture {output / 'places.jsonld'} {output / 'events.ndjson'}")


def simulate_into(output: Path, packs: int, years: int, seed: int, *, quiet: bool) -> dict[str, Any]:
    """Fill a folder with a simulated loop, showing progress to a person who watches."""
    from dicycle.simulation import Scenario, write

    scenario = Scenario(packs=packs, years=years, seed=seed)
    if quiet or not sys.stderr.isatty():
        return dict(write(scenario, output))
    with click.progressbar(length=1000, label=f"{packs:,} packs, {years} years", file=sys.stderr) as bar:
        last = 0

        def report(progress: Any) -> None:
            nonlocal last
            now = int(progress.fraction * 1000)
            bar.update(now - last, None)
            last = now

        return dict(write(scenario, output, progress=report))
