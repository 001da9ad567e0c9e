"""Named queries, subscriptions and deliveries among the cards of a store: one box for each kind.

Each box has one kind of writer, so nothing is written over: `query`, `subscription` and `paused` belong to people,
`pace` to the process that delivers, and a letter moves between `delivery` (that process) and `dead-letter` (people).
"""

from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

import msgspec
from msgspec import Struct

from dicycle.ledger.store import EventStore, Writing
from dicycle.ledger.subscribing.delivering import Line, Step
from dicycle.ledger.subscribing.model import Delivery, NamedQuery, Pace, Subscription, as_card

QUERY: Final = "query"
SUBSCRIPTION: Final = "subscription"
PACE: Final = "pace"
PAUSED: Final = "paused"
WAITING: Final = "delivery"
DEAD: Final = "dead-letter"

_S = TypeVar("_S", bound=Struct)


def _read(store: EventStore, box: str, key: str, kind: type[_S]) -> _S | None:
    body = store.card(box, key)
    return None if body is None else msgspec.json.decode(body, type=kind)


def _all(store: EventStore, box: str, kind: type[_S], size: int | None = None, after: str = "") -> list[_S]:
    return [msgspec.json.decode(body, type=kind) for _, body in store.cards(box, size, after)]


def query(store: EventStore, name: str) -> NamedQuery | None:
    """Return a named query."""
    return _read(store, QUERY, name, NamedQuery)


def queries(store: EventStore, size: int | None = None, after: str = "") -> list[NamedQuery]:
    """Return named queries in the order of their names."""
    return _all(store, QUERY, NamedQuery, size, after)


def subscription(store: EventStore, id: str) -> Subscription | None:
    """Return a subscription."""
    return _read(store, SUBSCRIPTION, id, Subscription)


def subscriptions(store: EventStore, query: str | None = None) -> list[Subscription]:
    """Return the subscriptions to a query (None: to any), in the order of their ids."""
    return [one for one in _all(store, SUBSCRIPTION, Subscription) if query is None or one.query == query]


def has_subscriptions(store: EventStore) -> bool:
    """Tell whether there is any subscription."""
    return bool(store.cards(SUBSCRIPTION, 1))


def pace(store: EventStore, of: Subscription) -> Pace:
    """Return how far a subscription has come."""
    return _read(store, PACE, of.id, Pace) or Pace(of.after)


def lines(store: EventStore) -> list[Line]:
    """Return all subscriptions with how far they are, whether they rest, and their reports on their way."""
    paces = {key: msgspec.json.decode(body, type=Pace) for key, body in store.cards(PACE)}
    paused = {key for key, _ in store.cards(PAUSED)}
    waiting: dict[str, list[Delivery]] = {}
    for one in _all(store, WAITING, Delivery):
        waiting.setdefault(one.subscription, []).append(one)
    return [
        Line(one, paces.get(one.id, Pace(one.after)), one.id in paused, tuple(waiting.get(one.id, ())))
        for one in subscriptions(store)
    ]


def dead_letters(store: EventStore, size: int | None = None, after: str = "") -> list[Delivery]:
    """Return dead letters; those of one subscription lie together."""
    return _all(store, DEAD, Delivery, size, after)


def dead_letter(store: EventStore, key: str) -> Delivery | None:
    """Return a dead letter by its key."""
    return _read(store, DEAD, key, Delivery)


def of_subscription(store: EventStore, box: str, id: str) -> Iterator[str]:
    """Yield the keys of a box that belong to a subscription."""
    for key, _ in store.cards(box, None, f"{id}/"):
        if not key.startswith(f"{id}/"):
            return
        yield key


def put_query(writing: Writing, one: NamedQuery) -> None:
    """Keep a named query."""
    writing.put_card(QUERY, one.name, as_card(one))


def put_subscription(writing: Writing, one: Subscription) -> None:
    """Keep a subscription."""
    writing.put_card(SUBSCRIPTION, one.id, as_card(one))


def put_paces(writing: Writing, paces: Sequence[tuple[str, Pace]]) -> None:
    """Keep how far subscriptions have come."""
    for id, one in paces:
        writing.put_card(PACE, id, as_card(one))


def put_step(writing: Writing, id: str, step: Step) -> None:
    """Keep what follows from an answer, all of it or nothing."""
    put_paces(writing, [(id, step.pace)])
    for one in step.drop:
        writing.put_card(WAITING, one.key, None)
    for one in step.keep:
        writing.put_card(WAITING, one.key, as_card(one))
    if step.dead:
        writing.put_card(DEAD, step.dead.key, as_card(step.dead))


def put_paused(writing: Writing, id: str, since: int | None) -> None:
    """Let a subscription rest, or go on (None)."""
    writing.put_card(PAUSED, id, None if since is None else msgspec.json.encode(since))


def send_back(writing: Writing, letter: Delivery) -> None:
    """Put a dead letter on its way again."""
    writing.put_card(DEAD, letter.key, None)
    fresh = msgspec.structs.replace(letter, attempts=0, due=0, again=True)
    writing.put_card(WAITING, letter.key, as_card(fresh))


def discard(writing: Writing, letter: Delivery) -> None:
    """Throw a dead letter away."""
    writing.put_card(DEAD, letter.key, None)


def remove_subscription(store: EventStore, writing: Writing, id: str) -> None:
    """Take away a subscription and all that belongs to it."""
    for box in (WAITING, DEAD):
        for key in list(of_subscription(store, box, id)):
            writing.put_card(box, key, None)
    for box in (SUBSCRIPTION, PACE, PAUSED):
        writing.put_card(box, id, None)


def remove_query(store: EventStore, writing: Writing, name: str) -> None:
    """Take away a named query and all its subscriptions."""
    for one in subscriptions(store, name):
        remove_subscription(store, writing, one.id)
    writing.put_card(QUERY, name, None)
