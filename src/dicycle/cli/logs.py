"""``dicycle log``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dicycle.cli.common import json_option, json_text, ledger_option, many, opened, settings_of, tells_errors
from dicycle.errors import InvalidInput

if TYPE_CHECKING:
    from dicycle.ledger.integrity.notes import Verifier
    from dicycle.settings import Settings


@click.command()
@click.argument("what", type=click.Choice(["checkpoint", "key", "new-key"]), required=False)
@ledger_option
@json_option
@tells_errors
def log(what: str | None, ledger: str | None, as_json: bool) -> None:
    """Print the newest signed checkpoint of the ledger's log, and the key that verifies it.

    Say checkpoint or key to print only that one, for a file that you keep where nobody can reach both it and the
    ledger. new-key makes a key for a ledger whose own is lost; what the old key signed stays as it is.
    """
    if what == "new-key":
        click.echo(str(_new_key(settings_of(ledger=ledger))))
        return
    from dicycle.ledger.formats import timestamp
    from dicycle.ledger.integrity.log import newest_checkpoint

    with opened(ledger, must_exist=True) as loop:
        newest = newest_checkpoint(loop.store)
    if what == "checkpoint":
        click.echo(newest.note, nl=False)
        return
    key = own_key(settings_of(ledger=ledger))
    if what == "key":
        click.echo(str(key))
    elif as_json:
        told = {"size": newest.size, "time": timestamp(newest.time), "checkpoint": newest.note, "key": str(key)}
        click.echo(json_text(told))
    else:
        click.echo(
            f"{many(newest.size, 'event')}, signed {timestamp(newest.time)}\n\n{newest.note}\nVerifier key: {key}"
        )


def own_key(settings: "Settings") -> "Verifier":
    """Return the verifier key of a ledger from the file with its private key; raises InvalidInput if there is none."""
    from dicycle.ledger.integrity.keys import load_key
    from dicycle.ledger.integrity.log import default_path

    path = Path(settings.log_key or default_path(settings.ledger))
    try:
        return load_key(path).verifier
    except FileNotFoundError:
        advice = "Name the log's verifier key with --key, or the file with 'log_key' in the settings."
        raise InvalidInput.because("log.no-key", "There is no key here to verify with.", str(path), advice) from None


def _new_key(settings: "Settings") -> "Verifier":
    """Make a key where there is none, and return what verifies it; raises InvalidInput if there is one."""
    from dicycle.ledger.integrity.keys import signing_key
    from dicycle.ledger.integrity.log import default_path

    path = Path(settings.log_key or default_path(settings.ledger))
    if path.exists():
        sentence = "There is a key here already."
        raise InvalidInput.because("log.key-there", sentence, str(path), "Move it away first if you mean to change it.")
    return signing_key(path).verifier
