"""``dicycle gates``: the limits of the safety gates, shown, signed and checked; grading schemes are signed alike."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from dicycle.cli.common import json_option, json_text, output_option, plain, settings_of, table, tells_errors
from dicycle.cli.health.reading import cell_type, content, day_of_grading
from dicycle.cli.signing import key_option, keys_option, signer, verifiers, write_note
from dicycle.errors import InvalidInput
from dicycle.health.model import Chemistry

if TYPE_CHECKING:
    from dicycle.health.gates import Limits
    from dicycle.health.grading.model import Scheme
    from dicycle.health.model import CellType
    from dicycle.ledger.integrity.notes import Verifier


@click.group()
def gates() -> None:
    """Show, sign and check the limits of the safety gates.

    Limits are a JSON list; each entry holds for types of cells, for chemistries, or for everything else, from the day
    on which it is issued until a later version of it does. Own limits hold before those that come with Dicycle; what
    they do not say stays.
    """


# ---------------------------------------------------------------- limits


@gates.command()
@click.option("--type", "type_", default=None, metavar="TYPE", help='For a type: "LFP 50 Ah", or a JSON file.')
@click.option("--chemistry", type=click.Choice(get_args(Chemistry)), default=None, help="For any type of a chemistry.")
@click.option("--limits", "own", type=click.Path(path_type=Path), default=None, help="Your own limits.")
@click.option("--as-of", default=None, metavar="DATE", help="The day on which they hold [default: today, UTC].")
@keys_option
@json_option
@tells_errors
def limits(
    type_: str | None, chemistry: Any, own: Path | None, as_of: str | None, keys: tuple[str, ...], as_json: bool
) -> None:
    """Print the limits in force for a type, a chemistry, or for what nobody knows.

    Below the table stand the sets that they come from, each with the day from which it holds, and those of your own
    that are still to come. With --json the limits are printed as a list that can be changed, signed and used as your
    own: give it an id of your own, and the day from which it is to hold as "issued".
    """
    from dicycle.health.gates import limits_for, read_limits
    from dicycle.health.gates.limits import sets_for

    if type_ and chemistry:
        raise click.UsageError("Name a type or a chemistry.")
    path = own or settings_of().gate_limits
    given = read_limits(_text(path), path.name, verifiers(keys)) if path else ()
    asked = cell_type(type_) if type_ else _any_of(chemistry)
    day = day_of_grading(as_of)
    found = limits_for(asked, day, given)
    if as_json:
        click.echo(json_text([_example(found, asked, type_)]))
        return
    now, ever = (sets_for(asked, each, given) for each in (day, date.max))
    to_come = [one for one in ever if one not in now and one.issued > day.isoformat()]
    click.echo("\n".join((_table(found), "", *map(_about, now), *(f"To come: {_about(one)}" for one in to_come))))


def _any_of(chemistry: Any) -> "CellType | None":
    from dicycle.health.model import CellType

    return CellType(id="", chemistry=chemistry, rated_capacity=1) if chemistry else None


def _example(found: "Limits", asked: "CellType | None", type_: str | None) -> dict[str, Any]:
    """Return limits as an entry of a file of one's own, for the type or the chemistry that was asked for."""
    chemistry = asked.chemistry if asked and not type_ else None
    return {
        "id": found.id, "version": found.version, "issued": found.issued, "issuer": found.issuer,
        "types": [asked.id] if asked and type_ else [], "chemistry": [chemistry] if chemistry else [],
        "bounds": found.bounds,
    }  # fmt: skip


def _about(one: "Limits") -> str:
    by = f", signed by {one.signed_by}" if one.signed_by else ""
    return plain(f"{one.id}, version {one.version}, in force from {one.issued}, {one.issuer}{by}")


def _table(found: "Limits") -> str:
    from dicycle.health.gates import QUESTIONS

    named: dict[str, list[str]] = {}
    for one in QUESTIONS:
        for name, _ in one.limits:
            named.setdefault(name, []).append(f"{one.gate} {one.text}")
    rows = [(name, *_value(found, name), "; ".join(asks)) for name, asks in named.items()]
    return table(rows, ("Limit", "Value", "Source", "Gate"))


def _value(found: "Limits", name: str) -> tuple[str, str]:
    """Return a limit and who says so; of what limits need not say, what holds without."""
    from dicycle.health.gates.questions import UNSAID

    if bound := found.bounds.get(name):
        return f"{bound.value:g} {bound.unit}".rstrip(), bound.source
    if name in UNSAID:
        return f"{UNSAID[name]:g}", "not said: as before limits said it"
    return "none: cannot pass", "name the type or the chemistry, or say it in limits of your own"


# ---------------------------------------------------------------- signatures


@gates.command("new-key")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--name", required=True, help="Who answers for what it signs, such as yard.example.com.")
@tells_errors
def new_key(file: Path, name: str) -> None:
    """Make a key that signs limits and schemes, and print the key that verifies it."""
    from dicycle.ledger.integrity.keys import signing_key

    if file.exists():
        advice = "Name another file, or move it away first."
        raise InvalidInput.because("gates.key-there", "There is a file here already.", str(file), advice)
    click.echo(str(signing_key(file, name).verifier))


@gates.command()
@click.argument("file", metavar="LIMITS", type=click.Path(path_type=Path, allow_dash=True))
@key_option
@output_option("Write the signed note.")
@tells_errors
def sign(file: Path, key: Path, output: Path | None) -> None:
    """Sign limits, or a grading scheme, as a note (c2sp.org/signed-note); a signature that is there is replaced."""
    from dicycle.health.gates.limits import sign_limits
    from dicycle.health.grading import sign_scheme

    read, by = _read(file, ()), signer(key)
    write_note(sign_limits(read, by) if isinstance(read, tuple) else sign_scheme(read, by), output, by)


@gates.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@keys_option
@json_option
@tells_errors
def check(file: Path, keys: tuple[str, ...], as_json: bool) -> None:
    """Check that limits, or a grading scheme, can be used, and who signed them.

    Without keys, and without grading_keys in the settings, nobody's signature is asked for, and that is said.
    """
    trusted = verifiers(keys)
    read = _read(file, trusted)
    parts = read if isinstance(read, tuple) else (read,)
    if as_json:
        told = [{"id": one.id, "version": one.version, "issued": one.issued, "issuer": one.issuer,
                 "signed_by": one.signed_by, "hash": one.hash} for one in parts]  # fmt: skip
        click.echo(json_text({"what": "limits" if isinstance(read, tuple) else "scheme", "parts": told}))
        return
    what, when = ("limits", "in force from") if isinstance(read, tuple) else ("a grading scheme", "issued")
    by = f"signed by {parts[0].signed_by}" if trusted and parts else "no signature was asked for"
    click.echo(plain(f"{file}: {what}, {by}."))
    for one in parts:
        click.echo(plain(f"  {one.id}, version {one.version}, {when} {one.issued}, {one.issuer} ({one.hash[:12]})"))


def _read(path: Path, trusted: "Iterable[Verifier]") -> "tuple[Limits, ...] | Scheme":
    """Return the limits in a file, which are a list, or the scheme, which is an object; raises InvalidInput."""
    from dicycle.health.gates import read_limits
    from dicycle.health.grading import read_scheme

    text = _text(path)
    return (read_scheme if text.lstrip().startswith("{") else read_limits)(text, path.name, trusted)


def _text(path: Path) -> str:
    try:
        return content(path).decode()
    except UnicodeDecodeError:
        raise InvalidInput.because("gates.not-text", "This file is not UTF-8.", str(path)) from None
