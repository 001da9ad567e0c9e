"""``dicycle hash``."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import IO, Any

import click

from dicycle.cli.common import plain, tell, tells_errors
from dicycle.errors import InvalidEvent, InvalidInput
from dicycle.ledger import hashing, strict
from dicycle.ledger.decode import Incoming, decode_event
from dicycle.ledger.documents import read_document
from dicycle.ledger.grammar import DOCUMENTS

_Found = tuple[str, Incoming | InvalidInput]


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--prehash", is_flag=True, help="Show the string that was hashed, below each id.")
@click.option(
    "--algorithm", type=click.Choice(list(hashing.ALGORITHMS)), default="sha-256", show_default=True, help="Digest."
)
@click.option("--without", multiple=True, metavar="KEY", help="Leave out a key of the events, such as ex:remark.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, one object a line.")
@tells_errors
def hash(files: tuple[Path, ...], prehash: bool, algorithm: str, without: tuple[str, ...], as_json: bool) -> None:
    """Tell the hash ids of the events in FILES, which are as for capture; - is standard input.

    The id (CBV 2.0 §8.9) is the same for the same event however it is written. It leaves out eventID, recordTime and
    error declarations. Nothing is stored. Exits with 1 if anything was refused.
    """
    refused = False
    for where, one in chain.from_iterable(map(_events, files)):
        if isinstance(one, InvalidInput):
            tell(InvalidInput(*(finding.at(where) for finding in one.findings)), as_json=as_json)
            refused = True
        else:
            _say(where, one, prehash, algorithm, without, as_json)
    if refused:
        raise click.exceptions.Exit(1)


def _events(path: Path) -> Iterator[_Found]:
    """Yield the events of a file, each with the place it stands at, or what is wrong with it."""
    try:
        with click.open_file(str(path), "rb") as file:
            yield from _read(file, "standard input" if str(path) == "-" else str(path))
    except OSError as wrong:
        sentence = f"This file cannot be read: {wrong.strerror or wrong}."
        yield str(path), InvalidInput.because("hash.unreadable", sentence)


def _read(file: IO[bytes], name: str) -> Iterator[_Found]:
    first = file.readline()
    return _lines(chain((first,), file), name) if _is_event(first) else _document(first + file.read(), name)


def _is_event(line: bytes) -> bool:
    """Tell whether a line alone is an event: then each line of the file is one."""
    try:
        value = strict.decode(line.removeprefix(strict.BOM))
    except InvalidEvent:
        return False
    return isinstance(value, dict) and value.get("type") not in tuple(DOCUMENTS)


def _lines(lines: Iterator[bytes], name: str) -> Iterator[_Found]:
    for number, line in enumerate(lines, 1):
        if text := line.removeprefix(strict.BOM).strip():
            try:
                yield f"{name}:{number}", decode_event(text)
            except InvalidEvent as wrong:
                yield f"{name}:{number}#", wrong


def _document(raw: bytes, name: str) -> Iterator[_Found]:
    try:
        document = read_document(raw)
    except InvalidEvent as wrong:
        yield f"{name}#", wrong
        return
    for index, one in enumerate(document.decoded()):
        yield f"{name}#" + ("" if isinstance(one, InvalidEvent) else document.place(index)), one


def _say(where: str, event: Incoming, prehash: bool, algorithm: str, without: tuple[str, ...], as_json: bool) -> None:
    string = hashing.prehash(strict.decode(event.body), event.context, without)
    found: dict[str, Any] = {"where": where, "event_id": event.event_id, "hash_id": hashing.id_of(string, algorithm)}
    if as_json:
        click.echo(strict.encode(found | ({"prehash": string} if prehash else {})))
        return
    click.echo(f"{found['hash_id']}  {plain(where)}")
    if prehash:
        click.echo(plain(string))
