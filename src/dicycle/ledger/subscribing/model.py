"""Named queries, subscriptions and deliveries as values; times are microseconds since 1970 UTC."""

from typing import Any

import msgspec
from msgspec import Raw, Struct

from dicycle.ledger import strict
from dicycle.ledger.predicates import Bound, Column, Query
from dicycle.ledger.query import parse_query
from dicycle.ledger.query.body import from_body


class NamedQuery(Struct, frozen=True):
    """A query under a name: `body` is its JSON as it came; `owner` who made it (``""``: nobody said)."""

    name: str
    body: Raw
    created: int
    owner: str = ""

    @property
    def value(self) -> dict[str, Any]:
        """The body as plain values with exact numbers."""
        decoded: dict[str, Any] = strict.decode(bytes(self.body))
        return decoded

    @property
    def parameters(self) -> dict[str, list[str]]:
        """The parameters as texts, as in a URL; raises InvalidQuery for a value of the wrong kind."""
        return from_body(self.value)[0]

    @property
    def namespaces(self) -> dict[str, str]:
        """What the prefixes of its field names stand for."""
        return from_body(self.value)[1]

    @property
    def query(self) -> Query:
        """What it asks; raises InvalidQuery if this version does not understand it."""
        return parse_query(self.parameters, self.namespaces)


class Subscription(Struct, frozen=True):
    """Who wants to hear what, how and when: `stream`, or the fields of a `schedule`.

    `after` is the seq behind which reports begin; `initial` the initialRecordTime, if one was given. `token` is the
    subscriber's secret for signatures and is never given back.
    """

    id: str
    query: str
    dest: str
    created: int
    after: int
    schedule: dict[str, str] | None = None
    token: str = ""
    report_if_empty: bool = False
    initial: int | None = None
    epc_format: str = "Always_GS1_Digital_Link"
    owner: str = ""

    @property
    def since(self) -> int:
        """From which record time on it hears of events."""
        return self.created if self.initial is None else self.initial

    def asks(self, query: Query) -> Query:
        """Return what its reports ask: the named query from the initial record time, in record order."""
        since = () if self.initial is None else (Bound(Column.RECORD_TIME, least=self.initial),)
        return Query((*query.where, *since), order=Column.RECORD_TIME, descending=False)


class Pace(Struct, frozen=True):
    """How far a subscription has come; written only by the one process that delivers.

    Up to seq `watermark` everything was delivered or set aside. A scheduled run goes up to `target`. `batch` is how
    many events a report may have, `failing` how many attempts failed since the last one that did not.
    """

    watermark: int
    target: int = 0
    executed: int | None = None
    notified: int | None = None
    batch: int = 1_000
    failing: int = 0
    ended: str = ""


class Delivery(Struct, frozen=True):
    """One report, told by what it is about: the events of a query with a seq after `after`, up to `until`.

    The ledger only grows, so this says the same events for good, and the report itself need not be kept. `again` says
    that somebody sent a dead letter back on its way.
    """

    id: str
    subscription: str
    query: str
    after: int
    until: int
    created: int
    attempts: int = 0
    due: int = 0
    tried: int | None = None
    answer: str = ""
    events: int = 0
    again: bool = False

    @property
    def key(self) -> str:
        """Its key among the cards: those of one subscription lie together."""
        return f"{self.subscription}/{self.id}"


def as_card(value: Struct) -> bytes:
    """Return a value as the body of a card."""
    return msgspec.json.encode(value)
