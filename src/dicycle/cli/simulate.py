"""``dicycle simulate``."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dicycle.cli.common import json_option, json_text, tells_errors
from dicycle.errors import InvalidInput

if TYPE_CHECKING:
    from dicycle.simulation import Scenario


@click.command()
@click.option("--packs", type=click.IntRange(min=1), default=200, show_default=True, help="How many packs are built.")
@click.option("--years", type=click.IntRange(min=1, max=40), default=12, show_default=True, help="How many years run.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same files.")
@click.option("--flaws", type=click.IntRange(min=0, max=1000), default=0, help="Break every rule of sense so often.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, file_okay=False), required=True, help="The folder to fill."
)
@json_option
@tells_errors
def simulate(packs: int, years: int, seed: int, flaws: int, output: Path, as_json: bool) -> None:
    """Write the events of a whole battery loop, its places and parties, and the truth behind it as Parquet."""
    counts = simulate_into(output, packs, years, seed, flaws, quiet=as_json)
    if as_json:
        click.echo(json_text(counts))
        return
    click.echo(f"{counts['events']:,} events of {packs:,} packs in {output}. Capture them with:")
    click.echo(f"  dicycle capture {output / 'places.jsonld'} {output / 'events.ndjson'}")


def simulate_into(output: Path, packs: int, years: int, seed: int, flaws: int = 0, *, quiet: bool) -> dict[str, Any]:
    """Fill a folder with a simulated loop, showing progress to a person who watches."""
    from dicycle.simulation import Scenario

    try:
        return _written(Scenario(packs=packs, years=years, seed=seed, flaws=flaws), output, quiet=quiet)
    except OSError as wrong:
        advice = "Name a folder that may be written, on a disk with room."
        sentence = f"This folder cannot be filled: {wrong.strerror or wrong}."
        raise InvalidInput.because("simulate.folder", sentence, str(output), advice) from None


def _written(scenario: "Scenario", output: Path, *, quiet: bool) -> dict[str, Any]:
    from dicycle.simulation import write

    if quiet or not sys.stderr.isatty():
        return dict(write(scenario, output))
    packs, years = scenario.packs, scenario.years
    with click.progressbar(length=1000, label=f"{packs:,} packs, {years} years", file=sys.stderr) as bar:
        last = 0

        def report(progress: Any) -> None:
            nonlocal last
            now = int(progress.fraction * 1000)
            bar.update(now - last, None)
            last = now

        return dict(write(scenario, output, progress=report))
