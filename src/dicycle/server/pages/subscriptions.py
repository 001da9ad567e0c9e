"""The page of subscriptions: how each one does, what could not be delivered and why, and what to do about it."""

from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from dicycle.bootstrap import Loop
from dicycle.errors import InvalidQuery
from dicycle.findings import Finding
from dicycle.ledger.clock import now
from dicycle.ledger.subscribing import books
from dicycle.ledger.subscribing.delivering import Answer, Webhooks
from dicycle.ledger.subscribing.desk import Desk
from dicycle.ledger.subscribing.model import Delivery, Subscription
from dicycle.ledger.subscribing.overview import Overview, letter_dict, overviews
from dicycle.server.answering import data, wants_data
from dicycle.server.epcis.queries import is_visible
from dicycle.server.pages.rendering import page
from dicycle.server.subscriptions.trying import try_out

PER_PAGE: Final = 50
PATH: Final = "/subscriptions"
_ON_SUBSCRIPTIONS: Final[dict[str, Callable[[Desk, str], object]]] = {
    "pause": Desk.pause,
    "resume": Desk.resume,
    "unsubscribe": Desk.unsubscribe,
    "replay-all": Desk.replay_all,
    "discard-all": Desk.discard_all,
}
_ON_LETTERS: Final[dict[str, Callable[[Desk, str], object]]] = {"replay": Desk.replay, "discard": Desk.discard}


def add(pages: APIRouter, loop: Loop) -> None:
    """Add ``/subscriptions``: GET shows, POST does what ``do`` says to the subscription or letter called ``id``."""
    desk = Desk(loop.store, loop.intake)

    @pages.get(PATH, summary="Subscriptions and dead letters")
    def show(request: Request) -> Response:
        return _answer(request, desk)

    @pages.post(PATH, summary="Pause, resume, try out, end a subscription; replay or discard dead letters")
    def act(request: Request) -> Response:
        do, id = request.query_params.get("do", ""), request.query_params.get("id", "")
        if do in _ON_LETTERS:
            _check_own(request, desk, desk.dead_letter(id).subscription)
            _ON_LETTERS[do](desk, id)
        elif do in _ON_SUBSCRIPTIONS:
            _check_own(request, desk, id)
            _ON_SUBSCRIPTIONS[do](desk, id)
        elif do == "test":
            found = _check_own(request, desk, id)
            return _answer(request, desk, (found, _tried_out(request, found)))
        else:
            known = ", ".join((*_ON_LETTERS, *_ON_SUBSCRIPTIONS, "test"))
            finding = Finding("page.no-such-deed", f"{do!r} cannot be done here.", "do", advice=f"Use {known}.")
            raise InvalidQuery(finding)
        return RedirectResponse(PATH, 303)


def _check_own(request: Request, desk: Desk, id: str) -> Subscription:
    """Return a subscription of whoever asks; raises NotFound."""
    found = desk.subscription(id)
    return found if is_visible(request, found.owner) else desk.subscription("")


def _tried_out(request: Request, subscription: Subscription) -> Answer:
    webhooks: Webhooks = request.app.state.webhooks
    return try_out(subscription, now(), webhooks)


def _answer(request: Request, desk: Desk, tried: tuple[Subscription, Answer] | None = None) -> Response:
    rows = [one for one in overviews(desk.store) if is_visible(request, one.subscription.owner)]
    letters, older = _letters(desk, rows, request.query_params.get("after", ""))
    if wants_data(request):
        listed = {
            "subscriptions": [one.as_dict() for one in rows],
            "deadLetters": [letter_dict(one) for one in letters],
        }
        return data(listed | {"next": older or None, "answer": tried[1].why if tried else None})
    values = {
        "title": "Subscriptions",
        "rows": rows,
        "letters": [(one, _of(rows, one)) for one in letters],
        "dead": sum(one.dead for one in rows),
        "older": older,
        "tried": tried,
        "origin": str(request.base_url).rstrip("/"),
        "act": act_url,
    }
    return page(request, "subscriptions.html", values)


def _letters(desk: Desk, rows: list[Overview], after: str) -> tuple[list[Delivery], str]:
    """Return one page of the dead letters of some subscriptions, and where the next begins."""
    mine = {one.subscription.id for one in rows}
    found = [one for one in books.dead_letters(desk.store, None, after) if one.subscription in mine]
    more = len(found) > PER_PAGE
    return found[:PER_PAGE], f"{PATH}?after={quote(found[PER_PAGE - 1].key, safe='')}" if more else ""


def _of(rows: list[Overview], letter: Delivery) -> Subscription:
    return next(one.subscription for one in rows if one.subscription.id == letter.subscription)


def act_url(do: str, id: str) -> str:
    """Return where a button sends its form."""
    return f"{PATH}?do={do}&id={quote(id, safe='')}"
