"""``dicycle migrate``."""

import base64
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dicycle.cli.common import json_option, json_text, many, settings_of, tells_errors
from dicycle.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from dicycle.storage.migrating import Moved, Report


@click.command()
@click.argument("source")
@click.argument("target")
@json_option
@tells_errors
def migrate(source: str, target: str, as_json: bool) -> None:
    """Copy the ledger SOURCE to TARGET: each a file, or a postgresql:// URL.

    Everything goes along: events with their record times and senders, the log with its checkpoints, master data, jobs,
    imports, subscriptions, tokens. Stop the server of the source first, or run this again afterwards: it goes on where
    it stopped. At the end the roots of both logs are compared. The key that signs the log is a file of its own: move
    it too.
    """
    _check(source, target)
    done = _moved(source, target, quiet=as_json or not sys.stderr.isatty())
    root = base64.b64encode(done.root).decode()
    if as_json:
        click.echo(json_text({**done._asdict(), "root": root}))
        return
    went_on = f" (went on after event {done.resumed_at:,})" if done.resumed_at else ""
    moved = [many(done.events, "event"), many(done.jobs, "job"), many(done.imports, "import")]
    click.echo(f"{', '.join(moved)}, {many(done.cards, 'card')}{went_on}.")
    click.echo(f"Both logs have the root {root}.")
    _say_key(source, target)


def _say_key(source: str, target: str) -> None:
    """Say on standard error what is still to be done, if the target would sign with another key than the source."""
    from dicycle.ledger.integrity.log import default_path

    old, new = default_path(source), Path(settings_of().log_key or default_path(target))
    if old.is_file() and not (new.is_file() and new.read_bytes() == old.read_bytes()):
        what = f"The key that signs the log is still {old}. Copy it to {new}, or name it with log_key in the settings"
        click.echo(f"{what}, before anything is captured: another key would begin another log.", err=True)


def _check(source: str, target: str) -> None:
    from dicycle.bootstrap import is_database

    if not is_database(source) and not Path(source).is_file():
        raise NotFound.because("cli.no-ledger", "There is no ledger here.", source, "Name the ledger to copy.")
    if source == target:
        raise InvalidInput.because("migrate.same", "Source and target are one ledger.", source, "Name another target.")


def _moved(source: str, target: str, *, quiet: bool) -> "Moved":
    from dicycle.bootstrap import open_loop
    from dicycle.storage.migrating import migrate as move

    with open_loop(source) as one, open_loop(target) as other:
        if quiet:
            return move(one.store, other.store)
        with click.progressbar(length=one.store.log_size(), label="events", file=sys.stderr, show_eta=True) as bar:
            return move(one.store, other.store, _reporting(bar))


def _reporting(bar: Any) -> "Report":
    def report(done: int, _: int) -> None:
        bar.update(done - bar.pos)

    return report
