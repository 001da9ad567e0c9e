"""The log over HTTP: checkpoints and tiles as C2SP has them (c2sp.org/tlog-tiles), and proofs made to order.

Nothing here tells what is in an event: entries are digests. Who asks for the proof of an event must be let see it.
"""

from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from dicycle.bootstrap import Loop
from dicycle.errors import InvalidInput, InvalidQuery, NotFound
from dicycle.ledger.integrity.keys import load_key
from dicycle.ledger.integrity.log import newest_checkpoint
from dicycle.ledger.integrity.proving import prove_consistency, prove_inclusion
from dicycle.ledger.integrity.tiles import Tile
from dicycle.server.access import GUARDED, seen
from dicycle.server.epcis.answers import json_answer

_TEXT: Final = "text/plain; charset=utf-8"
_FOR_GOOD: Final = {"Cache-Control": "public, max-age=31536000, immutable"}
_FOR_NOW: Final = {"Cache-Control": "no-cache"}


def router(loop: Loop, key_file: Path | None) -> APIRouter:
    """Return the routes of a ledger's log; `key_file` is where the key that signs it is kept."""
    api = APIRouter(prefix="/log", tags=["Log"], dependencies=GUARDED)
    _static(api, loop)
    _proofs(api, loop)

    @api.get("/key", summary="The verifier key of the log")
    def key() -> Response:
        return Response(_verifier(key_file), headers=_FOR_NOW, media_type=_TEXT)

    return api


def _verifier(key_file: Path | None) -> str:
    try:
        if key_file is not None:
            return f"{load_key(key_file).verifier}\n"
    except FileNotFoundError:
        pass
    advice = "A key is made when the first event is captured."
    raise NotFound.because("log.no-key", "This ledger's log has no key here.", advice=advice)


def _static(api: APIRouter, loop: Loop) -> None:
    @api.get("/checkpoint", summary="The newest signed checkpoint, or that of a size")
    def checkpoint(request: Request) -> Response:
        size = _number(request, "size")
        found = newest_checkpoint(loop.store) if size is None else loop.store.checkpoint(size)
        if found is None:
            advice = "GET /log/checkpoint gives the newest."
            raise NotFound.because("log.no-checkpoint", f"No checkpoint of {size:,} events was signed.", "size", advice)
        return Response(found.note, headers=_FOR_NOW, media_type=_TEXT)

    @api.get("/tile/{path:path}", summary="A tile of hashes, or a bundle of entries (tile/entries/…)")
    def tile(path: str) -> Response:
        asked = _tile(f"tile/{path}")
        if not asked.is_in(newest_checkpoint(loop.store).size):
            raise NotFound.because("log.no-tile", "The log is not so long yet.", asked.path)
        return Response(asked.body(loop.store.hashes), headers=_FOR_GOOD, media_type="application/octet-stream")


def _tile(path: str) -> Tile:
    try:
        return Tile.parse(path)
    except InvalidInput as wrong:
        raise NotFound(*wrong.findings) from None


def _proofs(api: APIRouter, loop: Loop) -> None:
    @api.get("/proof/inclusion", summary="The proof that an event is in the log")
    def inclusion(request: Request) -> Response:
        event_id = request.query_params.get("event", "")
        if not event_id:
            raise InvalidQuery.because("log.no-event", "The parameter 'event' is missing.", "event", "Give an eventID.")
        numbers = [one.seq for one in seen(request, loop).records(event_id)]
        return json_answer(prove_inclusion(loop.store, event_id, numbers, _number(request, "size")))

    @api.get("/proof/consistency", summary="The proof that one state of the log goes on from another")
    def consistency(request: Request) -> Response:
        earlier, later = _number(request, "from"), _number(request, "to")
        if earlier is None:
            raise InvalidQuery.because(
                "log.size", "The parameter 'from' is missing.", "from", "Give a size of the log."
            )
        return json_answer(prove_consistency(loop.store, earlier, later))


def _number(request: Request, name: str) -> int | None:
    """Return the size of a log that a parameter gives; raises InvalidQuery."""
    value = request.query_params.get(name)
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 19):
        raise InvalidQuery.because("log.size", f"{value!r} is not a number of events.", name)
    return int(value)
