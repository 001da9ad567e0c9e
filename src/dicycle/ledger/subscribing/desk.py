"""What people do with named queries and subscriptions: one desk for HTTP, pages and the command line."""

import re
import threading
from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import uuid4

from msgspec import Raw

from dicycle.errors import AlreadyExists, InvalidInput, InvalidQuery, NotFound
from dicycle.findings import Finding
from dicycle.ledger import strict
from dicycle.ledger.capture import Capture
from dicycle.ledger.clock import now
from dicycle.ledger.predicates import Bound, Column, Query
from dicycle.ledger.store import EventStore, Writing
from dicycle.ledger.subscribing import books
from dicycle.ledger.subscribing.model import Delivery, NamedQuery, Subscription
from dicycle.ledger.subscribing.wishes import Wish

PREDEFINED: Final = "SimpleEventQuery"
"""The query of the standard (EPCIS 2.0 §8.2.7), which is there from the start: ``GET /events``."""

_NO_NAME: Final = r"/\\\x00-\x1f\x7f\ud800-\udfff"
_NAME: Final = re.compile(rf"[^\s{_NO_NAME}](?:[^{_NO_NAME}]{{0,198}}[^\s{_NO_NAME}])?")


class Desk:
    """Named queries, subscriptions and dead letters of one ledger."""

    def __init__(self, store: EventStore, intake: Capture) -> None:
        self.store, self._intake = store, intake
        self._lock = threading.Lock()

    def _do(self, work: Callable[[Writing], None]) -> None:
        """Do something durably. One at a time here, one at a time in the store: what was read stays true."""
        with self._lock:
            self._intake.stream(work).result()

    # named queries

    def define(self, raw: bytes, owner: str = "") -> NamedQuery:
        """Keep a named query from its JSON; raises InvalidQuery, or AlreadyExists if the name is taken."""
        made = read_definition(raw, owner)

        def work(writing: Writing) -> None:
            if made.name == PREDEFINED or books.query(self.store, made.name):
                sentence = f"There is a query named {made.name!r} already."
                advice = "Delete it first, or use another name."
                raise AlreadyExists(Finding("query.name-taken", sentence, "name", advice=advice))
            books.put_query(writing, made)

        self._do(work)
        return made

    def query(self, name: str) -> NamedQuery:
        """Return a named query; raises NotFound."""
        found = books.query(self.store, name)
        if found is None:
            sentence = f"There is no query named {name!r}."
            raise NotFound(Finding("query.no-such-name", sentence, advice=_NAMED))
        return found

    def remove_query(self, name: str) -> None:
        """Take away a named query and its subscriptions; raises NotFound."""
        self.query(name)
        self._do(lambda writing: books.remove_query(self.store, writing, name))

    # subscriptions

    def subscribe(self, name: str, wish: Wish, owner: str = "") -> Subscription:
        """Keep a subscription to a named query; raises NotFound, or InvalidInput if the query stops at a count."""
        created = now()
        made = wish.subscription(str(uuid4()), name, created, self._behind(wish.initial), owner)

        def work(writing: Writing) -> None:
            check_countless(self.query(name).query)
            books.put_subscription(writing, made)

        self._do(work)
        return made

    def _behind(self, initial: int | None) -> int:
        """Return the seq behind which reports begin: that of the last event recorded before a moment."""
        return last_before(self.store, initial)

    def subscription(self, id: str, query: str | None = None) -> Subscription:
        """Return a subscription; raises NotFound, also if it is to another query than the one named."""
        found = books.subscription(self.store, id)
        if found is None or (query is not None and found.query != query):
            raise NotFound(Finding("subscription.none", f"There is no subscription {id!r}.", advice=_LISTS))
        return found

    def unsubscribe(self, id: str, query: str | None = None) -> None:
        """Take away a subscription with what is on its way; raises NotFound."""
        self.subscription(id, query)
        self._do(lambda writing: books.remove_subscription(self.store, writing, id))

    def pause(self, id: str) -> None:
        """Let a subscription rest; what happens meanwhile is reported when it goes on. Raises NotFound."""
        self.subscription(id)
        self._do(lambda writing: books.put_paused(writing, id, now()))

    def resume(self, id: str) -> None:
        """Let a subscription go on; raises NotFound."""
        self.subscription(id)
        self._do(lambda writing: books.put_paused(writing, id, None))

    # dead letters

    def dead_letter(self, key: str) -> Delivery:
        """Return a dead letter; raises NotFound."""
        found = books.dead_letter(self.store, key)
        if found is None:
            raise NotFound(Finding("subscription.no-letter", f"There is no dead letter {key!r}.", advice=_DEAD))
        return found

    def replay(self, key: str) -> None:
        """Put a dead letter on its way again; raises NotFound."""
        self._do(lambda writing: books.send_back(writing, self.dead_letter(key)))

    def discard(self, key: str) -> None:
        """Throw a dead letter away; raises NotFound."""
        self._do(lambda writing: books.discard(writing, self.dead_letter(key)))

    def replay_all(self, subscription: str | None = None) -> int:
        """Put all dead letters, or those of one subscription, on their way again; returns how many."""
        return self._each(books.send_back, subscription)

    def discard_all(self, subscription: str | None = None) -> int:
        """Throw all dead letters away, or those of one subscription; returns how many."""
        return self._each(books.discard, subscription)

    def _each(self, work: Callable[[Writing, Delivery], None], subscription: str | None) -> int:
        done = 0

        def all_of_them(writing: Writing) -> None:
            nonlocal done
            letters = [one for one in books.dead_letters(self.store) if subscription in (None, one.subscription)]
            for one in letters:
                work(writing, one)
            done = len(letters)

        self._do(all_of_them)
        return done


_NAMED: Final = "GET /queries and `dicycle queries list` list them."
_LISTS: Final = "GET /queries/{name}/subscriptions and `dicycle subscriptions list` list them."
_DEAD: Final = "The page /subscriptions and `dicycle subscriptions dead` list them."


def last_before(store: EventStore, moment: int | None) -> int:
    """Return the seq of the last event recorded before a moment (None: of the last event)."""
    if moment is None:
        return store.log_size()
    query = Query((Bound(Column.RECORD_TIME, least=moment),), order=Column.RECORD_TIME, descending=False)
    page = store.query(query, 1, until=None, after=None)
    return page.events[0].seq - 1 if page.events else page.until


def check_countless(query: Query) -> None:
    """Refuse to subscribe to a query that stops at a count: a subscription tells every event."""
    if query.limit is not None or query.ceiling is not None:
        sentence = "This query has an eventCountLimit or a maxEventCount, and a subscription tells every event."
        advice = "Subscribe to a query without them; reports come in parts by themselves."
        raise InvalidInput(Finding("subscription.counted", sentence, "query", advice=advice))


def read_definition(raw: bytes, owner: str = "") -> NamedQuery:
    """Return a named query from JSON with a name and a query (GS1 QueryDefinition); raises InvalidQuery."""
    value = strict.decode(raw)
    if not isinstance(value, Mapping):
        raise _refuse("", "A query definition is a JSON object with a name and a query.")
    name, body = value.get("name"), value.get("query")
    if unknown := sorted(value.keys() - {"name", "query"}):
        raise _refuse(unknown[0], f"A query definition has a name and a query, not {unknown[0]!r}.")
    if not isinstance(name, str) or _NAME.fullmatch(name) is None or name in (".", ".."):
        advice = "Use 1 to 200 characters without slashes, and no blank at either end."
        raise _refuse("name", f"{name!r} is not a name for a query." if name else "The query has no name.", advice)
    if not isinstance(body, dict):
        raise _refuse("query", "The query has no body.", 'Give it as "query": {"EQ_bizStep": ["shipping"]}.')
    made = NamedQuery(name, Raw(strict.encode(body)), now(), owner)
    _ = made.query  # raises what is wrong with it
    return made


def _refuse(where: str, sentence: str, advice: str = "") -> InvalidQuery:
    return InvalidQuery(Finding("query.definition", sentence, where, advice=advice))


def definition(query: NamedQuery) -> dict[str, Any]:
    """Return a named query as the standard writes it."""
    return {"name": query.name, "query": query.body}
