"""``dicycle health fit``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dicycle.cli.common import many, progress, tells_errors
from dicycle.cli.health.reading import cell_type, content, records, tell_findings
from dicycle.cli.health.sheets import sheets, tell, verbose_option

if TYPE_CHECKING:
    from dicycle.health.model import CellType, HealthType


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="MODEL")
@click.option("--rate", type=float, default=None, help="Rate of the reference test, in C.")
@click.option("--temperature", type=float, default=None, help="Its ambient, in degrees Celsius.")
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--made", default=None, metavar="DATE", help="The day to be written into the model.")
@click.option(
    "--capacities",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="TABLE",
    help="FILEs are charge records; TABLE (.csv) has the columns unit and capacity (Ah).",
)
@click.option(
    "--rested",
    is_flag=True,
    help="FILEs are slow charges of new units, C/20 or slower, or one table (.csv) with the columns soc and voltage.",
)
@click.option(
    "--type", "type_", default=None, metavar="TYPE", help='Of which type: "NMC 5 Ah 3.0-4.2 V", or a JSON file.'
)
@verbose_option
@tells_errors
def fit(
    files: tuple[Path, ...], output: Path, rate: float | None, temperature: float | None, seed: int, made: str | None,
    capacities: Path | None, rested: bool, type_: str | None, verbose: bool,
) -> None:  # fmt: skip
    """Fit a model of health on units of known capacity.

    FILE is a sheet of pulse tests with their capacities, or a folder of them. With --capacities, FILE is a tester's
    record of a charge: at least ten units of one type, charged at one rate. A unit is named in TABLE as its file names
    it, or as the file is named. With --rested, the voltage at rest is fitted over the state of charge: then the charge
    between two rests says how healthy a unit is.

    Rate and temperature are those at which the capacities were measured; unless both are said, what the model estimates
    is of no stated type and is combined with nothing. The same files give the same model, byte for byte.
    """
    from dicycle.health.model import HealthType

    of, type = HealthType(rate=rate, temperature=temperature), cell_type(type_)
    charges = capacities is not None or rested
    if charges != (type is not None) or (capacities is not None and rested):
        raise click.UsageError("--type goes with --capacities or --rested, and each of the two with --type alone.")
    if type is None:
        _fit_pulses(files, of, output, seed, made, verbose=verbose)
    elif capacities is not None:
        _fit_charges(files, capacities, type, of, output)
    else:
        _fit_rested(files, type, of, output)


def _fit_pulses(
    files: tuple[Path, ...], of: "HealthType", output: Path, seed: int, made: str | None, *, verbose: bool
) -> None:  # fmt: skip
    from dicycle.health.learning import fit as fitted
    from dicycle.health.learning import save

    read = sheets(files)
    tell(read, verbose=verbose)
    tests = [test for sheet in read.sheets for test in sheet.tests]
    with progress("Fitting") as so_far:
        model = fitted(tests, of=of, seed=seed, made=made, progress=lambda _, done, total: so_far(done, total))
    tell_findings(model.findings)
    _write(output, save(model))
    for one in model.groups:
        click.echo(
            f"{one.type.id}, pulses of {one.width:g} s: {many(one.units, 'unit')}, {len(one.rows.health):,} tests."
        )
    click.echo(f"{output}: model {model.id}.")


def _fit_charges(files: tuple[Path, ...], table: Path, type: "CellType", of: "HealthType", output: Path) -> None:
    from dicycle.health.estimating.capacities import labelled, read_capacities
    from dicycle.health.estimating.partial import fit_windows, save

    known = read_capacities(content(table), table.name)
    found = labelled(records(files, type, besides=table), known, type)
    tell_findings(found.findings)
    model = fit_windows(found.records, found.capacities, type, of)
    _write(output, save(model))
    units = {record.unit for record in found.records}
    low, high = min(one.low for one in model.lines), max(one.high for one in model.lines)
    best, worst = min(one.typical for one in model.lines), max(one.typical for one in model.lines)
    click.echo(
        f"{type.id}, charged at {model.rates[1]:.3g} C: {many(len(units), 'unit')}, {len(found.records):,} records."
    )
    click.echo(
        f"{many(len(model.lines), 'window')} from {low:g} to {high:g} V; expected error {best:.2%} to {worst:.2%}."
    )
    click.echo(f"{output}: model {model.id}.")


def _fit_rested(files: tuple[Path, ...], type: "CellType", of: "HealthType", output: Path) -> None:
    from dicycle.health.estimating.rested import fit_rested, is_curve, read_curve, save

    raw = content(files[0]) if len(files) == 1 and files[0].is_file() else b""
    if is_curve(raw):
        model = read_curve(raw, files[0].name, type, of)
    else:
        model = fit_rested(records(files, type), type, of.temperature)
    _write(output, save(model))
    said = f"of {many(model.units, 'unit')}" if model.units else "of a table"
    rate = "an unknown rate" if model.of.rate is None else f"{model.of.rate:g} C"
    click.echo(f"{type.id}, voltage at rest {said} at {rate}, sure to {1000 * model.doubt:.0f} mV.")
    click.echo(f"{output}: model {model.id}.")


def _write(output: Path, data: bytes) -> None:
    from dicycle.files import replacing

    with replacing(output) as part:
        part.write_bytes(data)
