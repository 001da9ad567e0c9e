"""``dicycle health fit``."""

from pathlib import Path

import click

from dicycle.cli.common import many, tells_errors
from dicycle.cli.health.reading import progress, sheets, tell_findings


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="MODEL")
@click.option("--rate", type=float, default=None, help="Rate of the reference test, in C.")
@click.option("--temperature", type=float, default=None, help="Its ambient, in degrees Celsius.")
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--made", default=None, metavar="DATE", help="The day to be written into the model.")
@tells_errors
def fit(
    files: tuple[Path, ...], output: Path, rate: float | None, temperature: float | None, seed: int, made: str | None
) -> None:  # fmt: skip
    """Fit a model on pulse tests with known capacity; FILE is a sheet of pulse tests or a folder of them.

    Rate and temperature are those at which the capacities were measured; unless both are said, what the model estimates
    is of no stated type and is combined with nothing. The same files give the same model, byte for byte.
    """
    from dicycle.files import replacing
    from dicycle.health.learning import fit as fitted
    from dicycle.health.learning import save
    from dicycle.health.model import HealthType

    tests = [test for sheet in sheets(files) for test in sheet.tests]
    with progress("Fitting") as tell:
        of = HealthType(rate=rate, temperature=temperature)
        model = fitted(tests, of=of, seed=seed, made=made, progress=lambda _, done, total: tell(done, total))
    tell_findings(model.findings)
    with replacing(output) as part:
        part.write_bytes(save(model))
    for one in model.groups:
        click.echo(
            f"{one.type.id}, pulses of {one.width:g} s: {many(one.units, 'unit')}, {len(one.rows.health):,} tests."
        )
    click.echo(f"{output}: model {model.id}.")
