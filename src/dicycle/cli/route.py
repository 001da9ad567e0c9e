"""``dicycle route``."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from dicycle.cli.common import (
    json_option,
    json_text,
    ledger_option,
    many,
    opened,
    output_option,
    plain,
    progress,
    table,
    tells_errors,
)
from dicycle.cli.health.reading import content, tell_findings
from dicycle.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from dicycle.routing import Battery, Decision, RoutedLot
    from dicycle.routing.parameters.model import Route
    from dicycle.routing.streams import Form

_MOST_TOLD: Final = 8
_STREAMS: Final[dict[str, "Form"]] = {".ndjson": "ndjson", ".jsonl": "ndjson", ".arrows": "arrow"}


@click.command()
@click.argument("file", required=False, default=None, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--battery", default=None, metavar="CODE", help="A battery of the ledger: what was found of it last.")
@click.option("--parameters", type=click.Path(path_type=Path), default=None, help="Your own parameters, TOML.")
@click.option(
    "--profile",
    default=None,
    metavar="NAME",
    help="Whose prices and costs: generic, EU, CN [default: those of --region, else generic].",
)
@click.option(
    "--parameters-table", is_flag=True, help="List every figure that is reckoned with, and how well it is known."
)
@click.option("--region", default=None, help="Whose law, where the file says none: EU, DE, CN, …")
@click.option(
    "--energy",
    type=float,
    default=None,
    metavar="KWH",
    help="Rated energy of the one battery, where its certificate or the ledger does not say it.",
)
@click.option(
    "--use", "uses", multiple=True, metavar="ROUTE=USE", help="What a route is meant for: second_life=e-bike."
)
@click.option("--as-of", default=None, metavar="DATE", help="As of this day [default: today].")
@click.option("--row", type=click.IntRange(1), default=None, help="Explain this row of the file, counted from 1.")
@click.option("--sways", is_flag=True, help="List which figures sway the decision on one battery most.")
@output_option("Write a row for each battery (.csv, .parquet).")
@ledger_option
@json_option
@tells_errors
def route(
    file: Path | None, battery: str | None, parameters: Path | None, profile: str | None, parameters_table: bool,
    region: str | None, energy: float | None, uses: tuple[str, ...], as_of: str | None, row: int | None, sways: bool,
    output: Path | None, ledger: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Say what is next for returned batteries, and why.

    The routes are reuse, remanufacture, second life, recycling and quarantine. FILE has a row for each battery (.csv,
    .parquet, .ndjson, or .arrows, a stream of Arrow), or is a certificate of `dicycle grade` (.json). One battery is
    explained in full; of many there is a summary, and with -o a table. Rows that cannot be right are told, and come
    back with what is wrong: the exit status is 1 then.
    """
    from dicycle.routing.regions import profile_of

    figures = profile or profile_of(region)
    if parameters_table:
        _list(_given(parameters, figures), as_json=as_json)
        return
    if (file is None) == (battery is None):
        raise click.UsageError("Name a file, or a battery of the ledger with --battery.")
    given, meant = _given(parameters, figures), _uses(uses)
    if battery is not None:
        with opened(ledger, must_exist=True) as loop:
            _one(_stated(_of_ledger(loop, battery), region, energy), given, as_of, meant, sways=sways, as_json=as_json)
        return
    assert file is not None
    if (found := _certified(file)) is not None:
        _one(_stated(found, region, energy), given, as_of, meant, sways=sways, as_json=as_json)
        return
    if energy is not None:
        raise click.UsageError("--energy is of one battery, by its certificate or --battery; a table has energy_kwh.")
    lot = _lot(file, row, parameters=given, as_of=as_of, uses=meant, region=region)
    if output is not None:
        _write(lot, output)
    if sways:
        if len(lot) != 1 and row is None:
            raise click.UsageError("--sways is of one battery: name its row with --row.")
        _swayed(lot, (row or 1) - 1, as_json=as_json)
    elif len(lot) == 1 or row is not None:
        _say(lot.explain((row or 1) - 1), as_json=as_json)
    else:
        _sum(lot, as_json=as_json)
    if lot.findings and row is None:
        raise click.exceptions.Exit(1)


def _lot(file: Path, row: int | None, **asked: Any) -> "RoutedLot":
    """Route the rows of a file; raises NotFound where the row that is asked for is not there."""
    from dicycle.routing import route_lot

    with progress("Routing") as tell:
        lot = route_lot(_rows(file), **asked, progress=lambda done, of, _: tell(done, of))
    if row is not None and row > len(lot):
        told = f"There is no row {row}; {many(len(lot), 'row')} can be asked for."
        raise NotFound.because("cli.no-row", told, str(file), "Count them from 1, without the headings.")
    return lot


def _given(path: Path | None, profile: str) -> Any:
    from dicycle.routing import our_parameters, read_parameters

    if path is None:
        return our_parameters(profile)
    content(path)  # says in a sentence if it cannot be read
    return read_parameters(path, profile)


def _list(parameters: Any, *, as_json: bool) -> None:
    """Print every figure of a set of parameters; those that nobody knows are counted."""
    from dicycle.routing.parameters.listing import MARKS, listed

    figures = list(listed(parameters))
    if as_json:
        click.echo(json_text({"parameters": parameters.name, "hash": parameters.hash, "currency": parameters.currency,
                              "marks": MARKS, "figures": [one._asdict() for one in figures]}))  # fmt: skip
        return
    head = ("Mark", "Name", "Value", "Low", "High", "Unit", "Date", "Source", "What")
    rows = [(one.mark, one.name, one.value, one.low, one.high, one.unit, one.date, one.source, one.what)
            for one in figures]  # fmt: skip
    counts = ", ".join(f"{sum(one.mark == mark for one in figures)} {mark} ({said})" for mark, said in MARKS.items())
    click.echo(f"{table(rows, head)}\n\n{plain(f'{parameters.name}: {counts}.')}")


# ---------------------------------------------------------------- one


def _of_ledger(loop: Any, code: str) -> "Battery":
    from dicycle.server.health.batteries import battery_in

    return battery_in(loop, loop.find(code).id)


def _certified(file: Path) -> "Battery | None":
    """Return the battery of a certificate; None for another kind of file."""
    if file.suffix.lower() != ".json":
        return None
    from dicycle.health.grading import read_certificate
    from dicycle.server.health.batteries import battery_of

    return battery_of(None, read_certificate(content(file), file.name))


def _stated(found: "Battery", region: str | None, energy: float | None) -> "Battery":
    """Return a battery with what the command line says of it."""
    from msgspec.structs import replace

    return replace(
        found, region=region or found.region, energy_kwh=found.energy_kwh if energy is None else energy
    )  # fmt: skip


def _one(
    battery: "Battery", parameters: Any, as_of: str | None, uses: "dict[Route, str]", *, sways: bool,
    as_json: bool,
) -> None:  # fmt: skip
    from dicycle.routing import route as routed
    from dicycle.routing import route_lot

    if sways:
        _swayed(route_lot([battery], parameters, as_of, uses=uses), 0, as_json=as_json)
    else:
        _say(routed(battery, parameters, as_of, uses=uses), as_json=as_json)


def _uses(said: tuple[str, ...]) -> "dict[Route, str]":
    """Return what routes are meant for; raises InvalidInput where one is written otherwise."""
    wrong = next((one for one in said if "=" not in one), None)
    if wrong is not None:
        sentence = f"{plain(wrong)!r} does not say what a route is meant for."
        raise InvalidInput.because("cli.use", sentence, "--use", "Write it as in second_life=home-storage.")
    return {route.strip(): use.strip() for route, use in (one.split("=", 1) for one in said)}  # type: ignore[misc]


def _say(decision: "Decision", *, as_json: bool) -> None:
    if as_json:
        click.echo(json_text({"decision": decision, "sentences": decision.explain()}))
        return
    for sentence in decision.explain():
        click.echo(plain(sentence))


def _swayed(lot: "RoutedLot", row: int, *, as_json: bool) -> None:
    """Print the figures that sway a decision, the widest first."""
    found, currency = lot.sways(row), lot.rules.parameters.currency
    if as_json:
        told = [{**one._asdict(), "width": one.width, "changes": one.changes} for one in found]
        click.echo(json_text({"route": lot.route_of(row), "currency": currency, "sways": told}))
        return
    head = ("Figure", "Mark", "Now", "Low", "High", "Unit", "Lead at low", "Lead at high", "Other route")
    rows = [(one.name, one.mark, f"{one.value:g}", f"{one.low:g}", f"{one.high:g}", one.unit, f"{one.at_low:,.2f}",
             f"{one.at_high:,.2f}", "yes" if one.changes else "") for one in found]  # fmt: skip
    name = (lot.route_of(row) or "").replace("_", " ")
    lead = f"Lead: by how many {currency} {name} is better than the next best open route, or worth if no other is open."
    click.echo(f"{table(rows, head)}\n\n{lead}")


# ---------------------------------------------------------------- many


def _rows(file: Path) -> Any:
    """Return what a file holds as `route_lot` takes it."""
    from dicycle.routing.streams import intake_of

    form = _STREAMS.get(file.suffix.lower())
    return intake_of(content(file), form) if form else read_table(file)


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
            "batteries": len(lot), "currency": currency, "routes": said, "assumed": lot.rested.assumed(),
            "findings": [one.as_dict() for one in findings],
        }))  # fmt: skip
        return
    head = ("Route", "Batteries", f"Value, {currency}", "Value not known")
    rows = [(name.replace("_", " "), f"{one.batteries:,}", f"{one.value:,.2f}", f"{one.unvalued:,}")
            for name, one in totals.items()]  # fmt: skip
    click.echo(table(rows, head))
    bad = f"; {many(len(lot.findings), 'row')} cannot be right" if lot.findings else ""
    click.echo(f"\n{len(lot):,} batteries, as of {lot.rules.as_of}, per {lot.rules.parameters.name}{bad}.")
    if most := list(lot.rested.assumed().items())[:_MOST_TOLD]:
        named = ", ".join(f"{name} ({rows:,})" for name, rows in most)
        click.echo(plain(f"Assumed figures that most rest on, with how many batteries: {named}."))
    tell_findings(findings[:20])


def write_table(table: Any, path: Path) -> None:
    """Write an Arrow table as the ending of a file says (.csv, .parquet); raises InvalidInput."""
    from dicycle.files import write
    from dicycle.routing.streams import Rows

    write(Rows(table), path)


def _write(lot: "RoutedLot", path: Path) -> None:
    write_table(lot.table(), path)
    click.echo(f"{path}: {many(len(lot), 'row')}.", err=True)
