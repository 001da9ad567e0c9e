"""``dicycle export``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dicycle.cli.common import json_option, json_text, ledger_option, many, opened, settings_of, tells_errors
from dicycle.cli.logs import own_key

if TYPE_CHECKING:
    from dicycle.bootstrap import Loop
    from dicycle.ledger.integrity.exporting import Exported
    from dicycle.ledger.integrity.notes import Verifier


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--item", default=None, metavar="CODE", help="Only the events of this battery, part or lot, with proofs.")
@ledger_option
@json_option
@tells_errors
def export(path: Path, item: str | None, ledger: str | None, as_json: bool) -> None:
    """Write the events, and what proves them, to a folder or a .zip file that 'dicycle verify' checks anywhere.

    Without --item it is the whole log: events, checkpoints and tiles. With --item, the events that name the thing or
    lot, each with the proof that it is in the log as of its newest checkpoint.
    """
    with opened(ledger, must_exist=True) as loop:
        done = _write(loop, own_key(settings_of(ledger=ledger)), path, item)
    if as_json:
        click.echo(json_text({"path": str(path), **done._asdict()}))
    else:
        of = "" if item is None else f" of a log of {done.size:,}, each with its proof"
        click.echo(f"{path}: {many(done.events, 'event')}{of}.")


def _write(loop: "Loop", key: "Verifier", path: Path, item: str | None) -> "Exported":
    from dicycle.ledger.integrity.exporting import export_events, export_log

    if item is None:
        return export_log(loop.store, key, path)
    numbers = [one.seq for one in loop.store.events_of(loop.find(item).id)]
    return export_events(loop.store, key, path, numbers)
