"""``dicycle verify``."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dicycle.cli.common import json_option, json_text, many, opened, settings_of, tell, tells_errors
from dicycle.cli.logs import own_key
from dicycle.errors import InvalidInput

if TYPE_CHECKING:
    from dicycle.ledger.integrity.checking import Checked
    from dicycle.ledger.integrity.notes import TreeHead, Verifier

_ADVICE = """\
The key is the one that lies beside the events. Whoever could change the events could have changed it too:
give the key you were told with --key, and a checkpoint that you kept with --checkpoint."""


@click.command()
@click.argument("path", required=False)
@click.option("--key", "keys", multiple=True, metavar="KEY", help="A verifier key that you trust, or a file with one.")
@click.option(
    "--checkpoint",
    "kept",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A file with a checkpoint that you kept: the log must go on from it.",
)
@json_option
@tells_errors
def verify(path: str | None, keys: tuple[str, ...], kept: tuple[Path, ...], as_json: bool) -> None:
    """Check that nothing in PATH was altered, dropped, inserted or moved since it was logged.

    PATH is a ledger (a file or a postgresql:// URL; by default the one of the settings), or a bundle that was exported:
    a folder or a .zip file. Exits with 1 if anything is wrong.
    """
    from dicycle.ledger.integrity.bundle import is_bundle
    from dicycle.ledger.integrity.keys import read_verifier

    trusted = [read_verifier(key) for key in keys]
    check = _bundle if path is not None and is_bundle(Path(path)) else _ledger
    done, used = check(path, trusted, kept)
    if as_json:
        click.echo(json_text(_figures(done, used, own=not keys)))
    else:
        click.echo(_told(done, used) + ("" if keys else f"\n{_ADVICE}"))
    if done.findings:
        if not as_json:
            tell(InvalidInput(*done.findings), as_json=False)
        raise click.exceptions.Exit(1)


def _ledger(path: str | None, trusted: "list[Verifier]", kept: Sequence[Path]) -> "tuple[Checked, list[Verifier]]":
    from dicycle.ledger.integrity.checking import Source, check
    from dicycle.ledger.integrity.rows import rows_of

    with opened(path, must_exist=True) as loop:
        store = loop.store
        keys = trusted or [own_key(settings_of(ledger=path))]
        newest = found.size if (found := store.checkpoint()) else 0
        source = Source(rows_of(store.sealed(), newest), store.hashes, store.checkpoints, newest)
        with _progress(store.log_size()) as progress:
            return check(source, keys, _heads(kept, keys), progress), keys


def _bundle(path: str | None, trusted: "list[Verifier]", kept: Sequence[Path]) -> "tuple[Checked, list[Verifier]]":
    from dicycle.ledger.integrity.bundle import opened as opened_bundle
    from dicycle.ledger.integrity.bundled import check_bundle, key_of, size_of

    with opened_bundle(Path(path or "")) as bundle:
        keys = trusted or [key_of(bundle)]
        with _progress(size_of(bundle)) as progress:
            return check_bundle(bundle, keys, _heads(kept, keys), progress), keys


def _heads(files: Sequence[Path], keys: "Sequence[Verifier]") -> "list[TreeHead]":
    """Return what the checkpoints say that the user kept; raises InvalidInput naming the file."""
    from dicycle.ledger.integrity.notes import MOST_BYTES, open_checkpoint

    heads = []
    for path in files:
        try:
            with path.open("rb") as file:
                heads.append(open_checkpoint(file.read(MOST_BYTES + 1), keys))
        except InvalidInput as wrong:
            raise InvalidInput(*(finding.at(str(path)) for finding in wrong.findings)) from None
    return heads


@contextmanager
def _progress(length: int) -> Iterator[Callable[[int], None] | None]:
    """Show how far long work is, to a person."""
    import sys

    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=length, label="Checking", file=sys.stderr, show_eta=True) as bar:
        yield lambda done: bar.update(done - bar.pos)


def _figures(done: "Checked", keys: "Sequence[Verifier]", *, own: bool) -> dict[str, Any]:
    from dicycle.ledger.integrity.notes import encoded

    return {
        "events": done.events,
        "checkpoints": done.checkpoints,
        "proven": done.proven,
        "root": encoded(done.root) if done.root else None,
        "part": done.part,
        "keys": [str(key) for key in keys],
        "own_key": own,
        "findings": [finding.as_dict() for finding in done.findings],
    }


def _told(done: "Checked", keys: "Sequence[Verifier]") -> str:
    events = many(done.events, "event")
    if done.part:
        what = f"{events}, each with its proof in a log of {done.proven:,}"
    else:
        what = f"{events} and {many(done.checkpoints, 'checkpoint')}"
    verdict = "something is wrong" if done.findings else "all is as it was logged"
    return "\n".join([f"{what}: {verdict}.", *(f"Verified with {key}" for key in keys)])
