"""Keys and signed notes (c2sp.org/signed-note), for the commands that sign and check."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dicycle.cli.common import settings_of
from dicycle.errors import InvalidInput

if TYPE_CHECKING:
    from dicycle.ledger.integrity.notes import Signer, Verifier

keys_option = click.option(
    "--keys",
    multiple=True,
    metavar="KEY",
    help="A verifier key, or its file; one must have signed [default: settings].",
)
key_option = click.option(
    "--key", type=click.Path(path_type=Path), required=True, help="The file with your private key."
)


def verifiers(keys: tuple[str, ...]) -> "tuple[Verifier, ...]":
    """Return the keys that are trusted: those of the options, else those of the settings."""
    from dicycle.ledger.integrity.keys import read_verifier

    return tuple(read_verifier(one) for one in keys or settings_of().grading_keys)


def signer(path: Path) -> "Signer":
    """Return the key in a file; raises InvalidInput where there is none."""
    from dicycle.ledger.integrity.keys import load_key

    try:
        return load_key(path)
    except FileNotFoundError:
        advice = "Make one with: dicycle gates new-key FILE --name NAME."
        raise InvalidInput.because("gates.no-key", "There is no key here to sign with.", str(path), advice) from None


def write_note(note: str, output: Path | None, by: "Signer") -> None:
    """Write a signed note to a file, and say who signed it; without a file, print it."""
    from dicycle.files import replacing

    if output is None:
        click.echo(note, nl=False)
        return
    with replacing(output) as part:
        part.write_text(note, encoding="utf-8")
    click.echo(f"{output}: signed by {by.name}; it is verified with {by.verifier}")
