"""The log for people: the newest signed checkpoint, the key that verifies it, how to verify, earlier checkpoints."""

from pathlib import Path
from typing import Any, Final, NamedTuple

from fastapi import APIRouter, Request
from starlette.responses import Response

from dicycle.bootstrap import Loop
from dicycle.errors import DicycleError, InvalidQuery
from dicycle.ledger.integrity.keys import load_key
from dicycle.ledger.integrity.log import Log
from dicycle.ledger.integrity.notes import TreeHead, encoded, read_note
from dicycle.ledger.store import Checkpoint
from dicycle.server.answering import data, wants_data
from dicycle.server.pages.moments import Moment, moment_of
from dicycle.server.pages.rendering import page

PER_PAGE: Final = 50
_MOST_AT_ONCE: Final = 1000


class Row(NamedTuple):
    """A checkpoint as it is shown; `root` is base64, `signers` are names of keys with their ids."""

    size: int
    moment: Moment
    root: str
    origin: str
    signers: tuple[str, ...]
    note: str


def add(pages: APIRouter, loop: Loop, key_file: Path | None) -> None:
    """Add ``/log``; `key_file` is where the key that signs the log is kept."""

    @pages.get("/log", summary="The log, for a person")
    def log(request: Request, before: str = "") -> Response:
        rows, older = listed(loop.store, _size(before))
        if wants_data(request):
            return data({"checkpoints": [as_data(one) for one in rows], "next": older or None})
        newest = loop.store.checkpoint()
        values: dict[str, Any] = {
            "title": "The log",
            "events": loop.store.log_size(),
            "newest": row_of(newest) if newest else None,
            "rows": rows,
            "older": f"/log?before={older}" if older else "",
            "first": not before,
            "verifier": verifier(key_file),
            "origin": str(request.base_url).rstrip("/"),
        }
        return page(request, "log.html", values)


def _size(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        advice = "Follow the links of the page."
        raise InvalidQuery.because("page.before", f"{text!r} is not where a page starts.", "before", advice)
    return int(text)


def verifier(key_file: Path | None) -> str:
    """Return the verifier key of the log, ``""`` where its key cannot be read here."""
    try:
        return str(load_key(key_file).verifier) if key_file is not None else ""
    except (FileNotFoundError, DicycleError):
        return ""


def listed(log: Log, before: int | None) -> tuple[list[Row], int | None]:
    """Return a page of checkpoints of a size below `before`, newest first, and below which size the next one starts."""
    newest = log.checkpoint()
    highest = min(newest.size, before - 1 if before is not None else newest.size) if newest else 0
    found = up_to(log, highest, PER_PAGE + 1)[::-1]
    rows = [row_of(one) for one in found[:PER_PAGE]]
    return rows, rows[-1].size if len(found) > PER_PAGE else None


def up_to(log: Log, size: int, wanted: int) -> list[Checkpoint]:
    """Return the last so many checkpoints up to a size, smallest first.

    A log gives them from a size on: the windows that are asked for, from the end back, are widened where checkpoints
    are few, and halved where there are more than are read at once.
    """
    found: list[Checkpoint] = []
    width = wanted
    while size > 0 and len(found) < wanted:
        low = max(0, size - width)
        part = log.checkpoints(low, min(width, _MOST_AT_ONCE))
        if len(part) == _MOST_AT_ONCE < width and part[-1].size < size:
            width //= 2
            continue
        found = [one for one in part if one.size <= size] + found
        size, width = low, width * 2
    return found[-wanted:]


def row_of(checkpoint: Checkpoint) -> Row:
    """Return what a signed checkpoint says; the store has written it, so nothing is verified here."""
    note = read_note(checkpoint.note)
    head = TreeHead.parse(note.text)
    signers = tuple(f"{one.name}+{one.key_id.hex()}" for one in note.signatures)
    return Row(checkpoint.size, moment_of(checkpoint.time), encoded(head.root), head.origin, signers, checkpoint.note)


def as_data(row: Row) -> dict[str, Any]:
    """Return a checkpoint as plain JSON."""
    return {"size": row.size, "time": row.moment.iso, "root": row.root, "origin": row.origin,
            "signers": row.signers, "note": row.note}  # fmt: skip
