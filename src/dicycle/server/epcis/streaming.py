"""Subscriptions by WebSocket on ``/queries/{name}/events``: reports while the connection lasts.

What is due is decided by the same steps as for webhooks; a report that was handed over counts as taken. A client that
does not read is not waited for: it is told so and closed, and nothing is kept for it.
"""

import asyncio
from contextlib import suppress
from typing import Final
from uuid import uuid4

from fastapi import APIRouter, WebSocket
from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocketDisconnect

from dicycle.bootstrap import Loop
from dicycle.errors import DicycleError
from dicycle.findings import Finding
from dicycle.ledger.access import tokens
from dicycle.ledger.clock import now
from dicycle.ledger.formats import timestamp
from dicycle.ledger.subscribing import books, wishes
from dicycle.ledger.subscribing.bell import Bell
from dicycle.ledger.subscribing.delivering import (
    SECOND,
    Answer,
    Line,
    Policy,
    is_due,
    next_delivery,
    next_moment,
    passed,
    settled,
)
from dicycle.ledger.subscribing.desk import Desk, check_countless, last_before
from dicycle.ledger.subscribing.model import NamedQuery, Pace
from dicycle.server.access import principal_of, seen
from dicycle.server.epcis import headers
from dicycle.server.epcis.queries import visible_query
from dicycle.server.epcis.reports import Report, report
from dicycle.server.keeper import Keeper
from dicycle.server.problems import Problem, Refused, problem_of, problem_response

MOST_SOCKETS: Final = 100
_LOOK: Final = 1.0
_GATHER: Final = 0.02
_REST: Final = 5
_PATIENCE: Final = 10.0
_FAREWELL: Final = 1.0
_MOST_BYTES: Final = 512 * 1024
"""About how large a message may be: clients often take up to a mebibyte."""
_BUSY: Final = Problem("ImplementationException", 503, "There are too many open WebSockets")
_TAKEN: Final = Answer(200, "")
NORMAL, NOT_OPEN, INTERNAL, TRY_LATER = 1000, 1008, 1011, 1013
"""Close codes (RFC 6455 §7.4): the query is gone, the token too, it cannot be answered, the client is too slow."""


def add(api: APIRouter, loop: Loop) -> None:
    """Add the WebSocket of named queries."""
    desk = Desk(loop.store, loop.intake)
    open_now: set[WebSocket] = set()

    @api.websocket("/queries/{name}/events")
    async def events(websocket: WebSocket, name: str) -> None:
        try:
            _check_room(len(open_now))
            named, line = await run_in_threadpool(_asked, loop, desk, websocket, name)
        except DicycleError as error:
            await websocket.send_denial_response(problem_response(problem_of(error), error.findings))
            return
        except Refused as refused:
            await websocket.send_denial_response(problem_response(refused.problem, refused.findings))
            return
        open_now.add(websocket)
        try:
            with suppress(WebSocketDisconnect):
                await _Stream(loop, websocket, named, line).run()
        finally:
            open_now.discard(websocket)


def _check_room(taken: int) -> None:
    if taken >= MOST_SOCKETS:
        sentence = f"This server has {MOST_SOCKETS} WebSockets open, and takes no more."
        raise Refused(_BUSY, Finding("subscription.too-many", sentence, advice="Subscribe by webhook."))


def _asked(loop: Loop, desk: Desk, websocket: WebSocket, name: str) -> tuple[NamedQuery, Line]:
    """Return the query and the subscription that a WebSocket asks for; raises DicycleError."""
    named = visible_query(websocket, desk, name)
    check_countless(named.query)
    given: dict[str, list[str]] = {}
    for key, value in websocket.query_params.multi_items():
        given.setdefault(key, []).append(value)
    wish = wishes.websocket(given, headers.epc_format(websocket))
    after = last_before(loop.store, wish.initial)
    return named, Line(wish.subscription(str(uuid4()), name, now(), after), Pace(after))


class _Stream:
    """One open WebSocket."""

    def __init__(self, loop: Loop, websocket: WebSocket, named: NamedQuery, line: Line) -> None:
        self._loop, self._websocket, self._named, self._line = loop, websocket, named, line
        self._news = asyncio.Event()
        self._rests = 0

    async def run(self) -> None:
        """Send reports until the client leaves, falls behind, or the query is gone."""
        told = {**headers.VERSIONS, "GS1-Query-Min-Record-Time": timestamp(self._line.subscription.since)}
        await self._websocket.accept(headers=[(name.encode(), value.encode()) for name, value in told.items()])
        here = asyncio.get_running_loop()
        deaf = Bell.of(self._loop.intake).listen(lambda: here.call_soon_threadsafe(self._news.set))
        leaving = asyncio.create_task(self._until_left())
        try:
            while not leaving.done() and await self._round():
                await self._pause(leaving)
        finally:
            deaf()
            leaving.cancel()

    async def _until_left(self) -> None:
        """Wait until the client leaves; what it sends means nothing to us."""
        while (await self._websocket.receive())["type"] != "websocket.disconnect":
            pass

    async def _round(self) -> bool:
        """Send all that is due; tells whether to go on."""
        while True:
            if not await run_in_threadpool(self._may_listen):
                return await self._close(NOT_OPEN, "The token does not hold any more.")
            if not await run_in_threadpool(self._is_there):
                return await self._close(NORMAL, "The query was deleted.")
            made = await run_in_threadpool(self._made)
            if made is None:
                return True
            if made.problem:
                return await self._close(INTERNAL, made.problem)
            if made.body and not await self._sent(made.body):
                return await self._close(TRY_LATER, "The reports were not read in time.")

    def _may_listen(self) -> bool:
        """Tell whether whoever listens may go on: its token holds, or the door that it came through is still open."""
        token = principal_of(self._websocket).token
        keeper: Keeper = self._websocket.app.state.keeper
        return tokens.holds(self._loop.store, token, now()) if token else keeper.is_open()

    def _is_there(self) -> bool:
        found = books.query(self._loop.store, self._named.name)
        return found is not None and found.created == self._named.created

    def _made(self) -> Report | None:
        """Return the next report and go on behind it; one without a body need not be sent. None: nothing is due."""
        line, store = self._line, self._loop.store
        delivery = next_delivery(line, now(), store.log_size())
        if delivery is None:
            return None
        view = seen(self._websocket, self._loop).store
        began = now()
        made = report(view, store, line.subscription, delivery, line.pace.batch, _MOST_BYTES)
        self._rests = now() + (now() - began) * _REST
        if not made.problem and not is_due(line, delivery, made.events):
            self._line = line._replace(pace=passed(line, delivery))
            return made._replace(body=b"")
        step = settled(line, delivery, made.told, _TAKEN, now(), Policy(), 0)
        self._line = line._replace(pace=step.pace)
        return made

    async def _sent(self, body: bytes) -> bool:
        """Send a report; tells whether the client had room for it in time."""
        try:
            await asyncio.wait_for(self._websocket.send_text(body.decode()), _PATIENCE)
        except TimeoutError:
            return False
        return True

    async def _close(self, code: int, reason: str) -> bool:
        """Say farewell, but not for long; the reason of a close frame has up to 123 bytes."""
        short = reason.encode()[:120].decode(errors="ignore")
        with suppress(TimeoutError):
            await asyncio.wait_for(self._websocket.close(code, short), _FAREWELL)
        return False

    async def _pause(self, leaving: "asyncio.Task[None]") -> None:
        """Wait for news, for the next run, or for the client to leave."""
        due = next_moment(self._line)
        wait = _LOOK if due is None else min(_LOOK, max(0.0, (due - now()) / SECOND))
        news = asyncio.create_task(self._news.wait())
        await asyncio.wait({news, leaving}, timeout=wait, return_when=asyncio.FIRST_COMPLETED)
        news.cancel()
        self._news.clear()
        if not leaving.done():
            await asyncio.wait({leaving}, timeout=max(_GATHER, (self._rests - now()) / SECOND))
