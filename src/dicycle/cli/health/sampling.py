"""``dicycle health sample``."""

from pathlib import Path

import click

from dicycle.cli.common import tells_errors
from dicycle.errors import InvalidInput


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same files.")
@tells_errors
def sample(folder: Path, seed: int) -> None:
    """Write invented tests, packs and modules into FOLDER: health, routes and matches without data of your own."""
    from dicycle.simulation.yard import NAMES, write_yard

    try:
        paths = write_yard(folder, seed)
    except OSError as wrong:
        advice = "Name a folder that may be written, on a disk with room."
        sentence = f"This folder cannot be filled: {wrong.strerror or wrong}."
        raise InvalidInput.because("health.sample-folder", sentence, str(folder), advice) from None
    for path in paths:
        click.echo(f"{path}: {NAMES[path.name]}.")
