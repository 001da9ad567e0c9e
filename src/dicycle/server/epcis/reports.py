"""From a delivery to the report that a subscriber gets: its body and its headers."""

import time
from typing import Final, NamedTuple, cast

import msgspec

import dicycle
from dicycle.errors import DicycleError, NotFound
from dicycle.findings import Finding
from dicycle.ledger.access import tokens
from dicycle.ledger.access.model import NOBODY
from dicycle.ledger.access.window import Window
from dicycle.ledger.clock import now
from dicycle.ledger.store import EventStore
from dicycle.ledger.stored import StoredEvent
from dicycle.ledger.subscribing import books
from dicycle.ledger.subscribing.model import Delivery, NamedQuery, Subscription
from dicycle.ledger.subscribing.signing import signature
from dicycle.server.epcis.answers import query_body
from dicycle.server.epcis.headers import VERSIONS
from dicycle.server.problems import MEDIA_TYPE, problem_body, problem_of

MOST_BYTES: Final = 8 * 1024 * 1024
"""About how large a report may be; a single event may be larger."""


class Report(NamedTuple):
    """What is sent: the events up to seq `told`; `problem` instead says why the query could not be answered."""

    body: bytes
    events: int
    told: int
    problem: str = ""


def seen_by(store: EventStore, owner: str) -> EventStore | None:
    """Return the store as the owner of a subscription sees it: by all tokens of the organisation that hold now.

    None if none holds: such a subscription rests.
    """
    if not owner:
        return store
    principal = tokens.standing(store, owner, now())
    return None if principal is NOBODY else cast(EventStore, Window(store, principal))


def report(
    seen: EventStore,
    store: EventStore,
    subscription: Subscription,
    delivery: Delivery,
    most: int,
    size: int = MOST_BYTES,
) -> Report:
    """Return the report of a delivery, with at most so many events, and about so many bytes.

    `seen` is what the subscriber sees of `store`.
    """
    try:
        query = subscription.asks(_named(store, subscription.query).query)
        page = seen.query(query, most, until=delivery.until, after=(delivery.after, delivery.after))
    except DicycleError as error:
        body = msgspec.json.encode(problem_body(problem_of(error), error.findings))
        return Report(body, 0, delivery.until, str(error.findings[0]))
    events = _fitting(page.events, size)
    told = events[-1].seq if page.after is not None or len(events) < len(page.events) else delivery.until
    body = query_body(
        events,
        subscription.epc_format,
        name=subscription.query,
        subscription=subscription.id,
        created=delivery.created,
    )
    return Report(body, len(events), told)


def _fitting(events: list[StoredEvent], size: int) -> list[StoredEvent]:
    """Return as many events as fit into so many bytes, one at least."""
    total = 0
    for index, one in enumerate(events):
        total += len(one.body) + len(one.context)
        if total > size and index:
            return events[:index]
    return events


def _named(store: EventStore, name: str) -> NamedQuery:
    found = books.query(store, name)
    if found is None:
        raise NotFound(Finding("query.no-such-name", f"There is no query named {name!r}."))
    return found


def headers_of(subscription: Subscription, delivery: str, body: bytes, *, problem: bool = False) -> dict[str, str]:
    """Return the headers of a report; it is signed if the subscriber gave a token.

    Dicycle-Delivery is the same each time that one report is tried.
    """
    headers = {
        **VERSIONS,
        "Content-Type": MEDIA_TYPE if problem else "application/json",
        "User-Agent": f"Dicycle/{dicycle.__version__}",
        "Dicycle-Delivery": delivery,
    }
    if subscription.token:
        headers["GS1-Signature"] = signature(subscription.token, int(time.time()), body)
    return headers
