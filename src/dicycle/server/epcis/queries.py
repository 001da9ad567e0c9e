"""Named queries and webhook subscriptions over HTTP (EPCIS 2.0 REST binding, ``/queries``)."""

from typing import Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import Response

from dicycle.bootstrap import Loop
from dicycle.errors import InvalidQuery, NotFound
from dicycle.findings import Finding
from dicycle.ledger.formats import timestamp
from dicycle.ledger.subscribing import books, wishes
from dicycle.ledger.subscribing.delivering import Webhooks
from dicycle.ledger.subscribing.desk import Desk, definition
from dicycle.ledger.subscribing.model import NamedQuery, Pace, Subscription
from dicycle.server import problems
from dicycle.server.access import principal_of
from dicycle.server.epcis import headers
from dicycle.server.epcis.answers import json_answer
from dicycle.server.epcis.routes import answer, body_of, next_link, per_page
from dicycle.server.problems import FORBIDDEN, Refused

MOST_BYTES: Final = 256 * 1024
"""How large a query or a subscription may be."""


def add(api: APIRouter, loop: Loop) -> None:
    """Add the paths of named queries and of their subscriptions."""
    desk = Desk(loop.store, loop.intake)
    _queries(api, loop, desk)
    _events(api, loop, desk)
    _subscriptions(api, loop, desk)


def is_visible(connection: HTTPConnection, owner: str) -> bool:
    """Tell whether whoever asks may see what belongs to an owner."""
    principal = principal_of(connection)
    return principal.sees_all or owner == principal.owner


def visible_query(connection: HTTPConnection, desk: Desk, name: str) -> NamedQuery:
    """Return a named query that whoever asks may use: its own, or one of the ledger's. Raises NotFound."""
    found = desk.query(name)
    if found.owner and not is_visible(connection, found.owner):
        sentence = f"There is no query named {name!r}."
        raise NotFound(Finding("query.no-such-name", sentence, advice="GET /queries lists them."))
    return found


def _queries(api: APIRouter, loop: Loop, desk: Desk) -> None:
    @api.post("/queries", summary="Name a query", status_code=201)
    async def define(request: Request) -> Response:
        headers.check_accept(request)
        raw = await body_of(request, MOST_BYTES)
        made = await run_in_threadpool(_defined, desk, raw, principal_of(request).owner)
        place = {"Location": f"/queries/{quote(made.name, safe='')}"}
        return Response(status_code=201, headers=headers.VERSIONS | place)

    @api.get("/queries", summary="Named queries")
    def queries(request: Request) -> Response:
        headers.check_accept(request)
        size, after = per_page(request), request.query_params.get("nextPageToken", "")
        found = [one for one in books.queries(loop.store, None, after) if _is_open(request, one)]
        links = next_link(request, found[size - 1].name) if len(found) > size else {}
        return json_answer([definition(one) for one in found[:size]], headers=links)

    @api.get("/queries/{name}", summary="A named query")
    def query(request: Request, name: str) -> Response:
        headers.check_accept(request)
        return json_answer(definition(visible_query(request, desk, name)))

    @api.delete("/queries/{name}", summary="Take away a named query and its subscriptions", status_code=204)
    def remove(request: Request, name: str) -> Response:
        if not is_visible(request, visible_query(request, desk, name).owner):
            sentence = f"The query {name!r} belongs to somebody else."
            raise Refused(FORBIDDEN, Finding("query.not-yours", sentence, advice="Leave it as it is."))
        desk.remove_query(name)
        return Response(status_code=204, headers=headers.VERSIONS)


def _is_open(request: Request, query: NamedQuery) -> bool:
    return not query.owner or is_visible(request, query.owner)


def _defined(desk: Desk, raw: bytes, owner: str) -> NamedQuery:
    """Keep a named query; what is wrong with its parameters is a QueryValidationException here."""
    try:
        return desk.define(raw, owner)
    except InvalidQuery as wrong:
        raise Refused(problems.QUERY_VALIDATION, *wrong.findings) from None


def _events(api: APIRouter, loop: Loop, desk: Desk) -> None:
    @api.get("/queries/{name}/events", summary="The events of a named query; by WebSocket, as they come")
    def events(request: Request, name: str) -> Response:
        named = visible_query(request, desk, name)
        if controls := [one for one in wishes.CONTROLS if one in request.query_params]:
            advice = "Open a WebSocket here ('Upgrade: websocket'), or POST a subscription."
            sentence = f"{controls[0]} belongs to a subscription, and this request does not open a WebSocket."
            raise wishes.refuse(controls[0], sentence, advice)
        return answer(loop, request, {}, named)


def _subscriptions(api: APIRouter, loop: Loop, desk: Desk) -> None:
    @api.post("/queries/{name}/subscriptions", summary="Subscribe to a named query by webhook", status_code=201)
    async def subscribe(request: Request, name: str) -> Response:
        headers.check_accept(request)
        raw = await body_of(request, MOST_BYTES)
        made = await run_in_threadpool(_subscribed, desk, request, name, raw)
        place = str(request.url_for("subscription", name=quote(name, safe=""), id=made.id))
        return json_answer(as_value(made, Pace(made.after)), 201, {"Location": place})

    @api.get("/queries/{name}/subscriptions", summary="The subscriptions to a named query")
    def subscriptions(request: Request, name: str) -> Response:
        headers.check_accept(request)
        visible_query(request, desk, name)
        size, after = per_page(request), request.query_params.get("nextPageToken", "")
        found = [(one, pace) for one, pace in _active(loop, request, name) if one.id > after]
        links = next_link(request, found[size - 1][0].id) if len(found) > size else {}
        return json_answer([as_value(*one) for one in found[:size]], headers=links)

    @api.get("/queries/{name}/subscriptions/{id}", name="subscription", summary="A subscription")
    def subscription(request: Request, name: str, id: str) -> Response:
        headers.check_accept(request)
        found = _own(desk, request, name, id)
        pace = books.pace(loop.store, found)
        if pace.ended:
            sentence = f"The subscription {id!r} has ended: its receiver said {pace.ended}."
            raise NotFound(Finding("subscription.ended", sentence, advice="Subscribe anew."))
        return json_answer(as_value(found, pace))

    @api.delete("/queries/{name}/subscriptions/{id}", summary="Unsubscribe", status_code=204)
    def unsubscribe(request: Request, name: str, id: str) -> Response:
        _own(desk, request, name, id)
        desk.unsubscribe(id, name)
        return Response(status_code=204, headers=headers.VERSIONS)


def _subscribed(desk: Desk, request: Request, name: str, raw: bytes) -> Subscription:
    visible_query(request, desk, name)
    webhooks: Webhooks = request.app.state.webhooks
    wish = wishes.webhook(raw, headers.epc_format(request), private=webhooks.private)
    return desk.subscribe(name, wish, principal_of(request).owner)


def _active(loop: Loop, request: Request, name: str) -> list[tuple[Subscription, Pace]]:
    mine = [one for one in books.subscriptions(loop.store, name) if is_visible(request, one.owner)]
    found = [(one, books.pace(loop.store, one)) for one in mine]
    return [(one, pace) for one, pace in found if not pace.ended]


def _own(desk: Desk, request: Request, name: str, id: str) -> Subscription:
    """Return a subscription of whoever asks; raises NotFound."""
    visible_query(request, desk, name)
    found = desk.subscription(id, name)
    return found if is_visible(request, found.owner) else desk.subscription("")


def as_value(subscription: Subscription, pace: Pace) -> dict[str, Any]:
    """Return a subscription as the standard writes it; the secret of the subscriber is never told."""
    since = subscription.since if pace.executed is None else pace.executed
    body = {
        "subscriptionID": subscription.id,
        "queryName": subscription.query,
        "dest": subscription.dest,
        "createdAt": timestamp(subscription.created),
        "minRecordTime": timestamp(since),
        "epcFormat": subscription.epc_format,
    }
    if subscription.initial is not None:
        body["initialRecordTime"] = timestamp(subscription.initial)
    if pace.notified is not None:
        body["lastNotifiedAt"] = timestamp(pace.notified)
    if subscription.schedule is None:
        return body | {"stream": True}
    return body | {"reportIfEmpty": subscription.report_if_empty, "schedule": subscription.schedule}
