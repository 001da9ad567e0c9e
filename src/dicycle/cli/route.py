"""``dicycle route``."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from dicycle.cli.common import json_option, json_text, ledger_option, many, opened, plain, table, tells_errors
from dicycle.cli.health.reading import content, progress, tell_findings
from dicycle.errors import InvalidInput

if TYPE_CHECKING:
    from dicycle.routing import Battery, Decision, RoutedLot

PROFILES = ("generic", "EU", "CN")


@click.command()
@click.argument("file", required=False, default=None, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--battery", default=None, metavar="CODE", help="A battery of the ledger: what was found of it last.")
@click.option("--parameters", type=click.Path(path_type=Path), default=None, help="Your own parameters, TOML.")
@click.option("--profile", type=click.Choice(PROFILES), default="generic", show_default=True)
@click.option("--region", default=None, help="Whose law: EU, DE, CN, … [default: what the file says].")
@click.option("--as-of", default=None, metavar="DATE", help="As of this day [default: today].")
@click.option("--row", type=click.IntRange(1), default=None, help="Explain this row of the file, counted from 1.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="FILE",
    help="Write a row for each battery (.csv, .parquet).",
)
@ledger_option
@json_option
@tells_errors
def route(
    file: Path | None, battery: str | None, parameters: Path | None, profile: str, region: str | None,
    as_of: str | None, row: int | None, output: Path | None, ledger: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Say what is next for returned batteries, and why.

    The routes are reuse, remanufacture, second life, recycling and quarantine. FILE is a table (.csv, .parquet) with a
    row for each battery, or a certificate of `dicycle grade` (.json). One battery is explained in full; of many there
    is a summary, and with -o a table. Rows that cannot be right are told, and come back with what is wrong: the exit
    status is 1 then.
    """
    if (file is None) == (battery is None):
        raise click.UsageError("Name a file, or a battery of the ledger with --battery.")
    given = _given(parameters, profile)
    if battery is not None:
        with opened(ledger, must_exist=True) as loop:
            _one(_of_ledger(loop, battery, region), given, as_of, as_json=as_json)
        return
    assert file is not None
    if (found := _certified(file, region)) is not None:
        _one(found, given, as_of, as_json=as_json)
        return
    lot = _lot(file, given, as_of)
    if output is not None:
        _write(lot, output)
    if len(lot) == 1 or row is not None:
        _say(lot.explain((row or 1) - 1), as_json=as_json)
    else:
        _sum(lot, as_json=as_json)
    if lot.findings and row is None:
        raise click.exceptions.Exit(1)


def _given(path: Path | None, profile: str) -> Any:
    from dicycle.routing import our_parameters, read_parameters

    if path is None:
        return our_parameters(profile)
    content(path)  # says in a sentence if it cannot be read
    return read_parameters(path, profile)


# ---------------------------------------------------------------- one


def _of_ledger(loop: Any, code: str, region: str | None) -> "Battery":
    from msgspec.structs import replace

    from dicycle.server.health.batteries import battery_in

    found: Battery = battery_in(loop, loop.find(code).id)
    return replace(found, region=region) if region else found


def _certified(file: Path, region: str | None) -> "Battery | None":
    """Return the battery of a certificate; None for another kind of file."""
    if file.suffix.lower() != ".json":
        return None
    from msgspec.structs import replace

    from dicycle.health.grading import read_certificate
    from dicycle.server.health.batteries import battery_of

    found = battery_of(None, read_certificate(content(file), file.name))
    return replace(found, region=region) if region else found


def _one(battery: "Battery", parameters: Any, as_of: str | None, *, as_json: bool) -> None:
    from dicycle.routing import route as routed

    _say(routed(battery, parameters, as_of), as_json=as_json)


def _say(decision: "Decision", *, as_json: bool) -> None:
    if as_json:
        click.echo(json_text({"decision": decision, "sentences": decision.explain()}))
        return
    for sentence in decision.explain():
        click.echo(plain(sentence))


# ---------------------------------------------------------------- many


def _lot(file: Path, parameters: Any, as_of: str | None) -> "RoutedLot":
    from dicycle.routing import route_lot

    with progress("Routing") as tell:
        return route_lot(read_table(file), parameters, as_of, progress=lambda done, of, _: tell(done, of))


def read_table(file: Path) -> Any:
    """Return an Arrow table of a Parquet file, the bytes of any other; raises InvalidInput."""
    raw = content(file)
    if file.suffix.lower() != ".parquet":
        return raw
    import io

    import pyarrow as pa  # type: ignore[import-untyped]
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    try:
        return pq.read_table(io.BytesIO(raw))
    except (pa.ArrowInvalid, OSError) as bad:
        sentence = f"This is no Parquet file: {bad}."
        raise InvalidInput.because("cli.not-a-table", sentence, str(file), "Give .csv or .parquet.") from None


def _sum(lot: "RoutedLot", *, as_json: bool) -> None:
    totals = {name: one for name, one in lot.totals().items() if one.batteries}
    currency, findings = lot.rules.parameters.currency, [one for some in lot.findings.values() for one in some]
    if as_json:
        said = {name: one._asdict() for name, one in totals.items()}
        click.echo(json_text({
            "batteries": len(lot), "currency": currency, "routes": said,
            "findings": [one.as_dict() for one in findings],
        }))  # fmt: skip
        return
    head = ("Route", "Batteries", f"Value, {currency}", "Value not known")
    rows = [(name.replace("_", " "), f"{one.batteries:,}", f"{one.value:,.2f}", f"{one.unvalued:,}")
            for name, one in totals.items()]  # fmt: skip
    click.echo(table(rows, head))
    bad = f"; {many(len(lot.findings), 'row')} cannot be right" if lot.findings else ""
    click.echo(f"\n{len(lot):,} batteries, as of {lot.rules.as_of}, per {lot.rules.parameters.name}{bad}.")
    tell_findings(findings[:20])


class _Sheet(NamedTuple):
    """An Arrow table as our files are written from it."""

    table: Any

    @property
    def schema(self) -> Any:
        """The columns."""
        return self.table.schema

    def batches(self) -> Iterator[Any]:
        """Yield the rows."""
        yield from self.table.to_batches()


def write_table(table: Any, path: Path) -> None:
    """Write an Arrow table as the ending of a file says (.csv, .parquet); raises InvalidInput."""
    from dicycle.files import write

    write(_Sheet(table), path)


def _write(lot: "RoutedLot", path: Path) -> None:
    write_table(lot.table(), path)
    click.echo(f"{path}: {many(len(lot), 'row')}.", err=True)
