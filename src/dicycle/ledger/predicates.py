"""What a query asks, as values: predicates that hold or do not, and the order of the answer.

A store answers the first kinds from its indexes. `Says` only the event's own JSON can tell: `dicycle.ledger.matching`
decides it, and `dicycle.ledger.sieve` lets a store pass over most events that cannot say it.
"""

from enum import StrEnum
from typing import NamedTuple


class Column(StrEnum):
    """A single-valued property of every event."""

    TYPE = "type"
    ACTION = "action"
    BIZ_STEP = "biz_step"
    DISPOSITION = "disposition"
    EVENT_ID = "event_id"
    EVENT_TIME = "event_time"
    RECORD_TIME = "record_time"
    REPORTER = "reporter"


class OneOf(NamedTuple):
    """The column holds one of the values."""

    column: Column
    values: tuple[str, ...]


class Bound(NamedTuple):
    """A time column is at or after `least`, or before `below` (microseconds since 1970 UTC)."""

    column: Column
    least: int | None = None
    below: int | None = None


class TermRange(NamedTuple):
    """The terms that start with one of the prefixes and, if there is a pattern, match it wholly."""

    prefixes: tuple[str, ...]
    regex: str | None = None


class Touches(NamedTuple):
    """One of the event's terms in one of the roles is one of the texts, or lies in one of the ranges."""

    roles: tuple[int, ...]
    exact: tuple[str, ...]
    ranges: tuple[TermRange, ...] = ()


class Within(NamedTuple):
    """The place in this role is one of the texts, a part of it (an SGLN extension), or a descendant by master data."""

    role: int
    places: tuple[str, ...]


class Op(StrEnum):
    """How a value in an event compares with those of a query."""

    EQ = "EQ"
    GT = "GT"
    GE = "GE"
    LT = "LT"
    LE = "LE"
    EXISTS = "EXISTS"


class Says(NamedTuple):
    """In an object at the end of one of the paths, the field compares with one of the values.

    Paths go through lists. `inner` looks below the extension fields of those objects, at any depth, instead of at
    them. `unit` is the Rec 20 code that must stand beside (``uom``). A name with a prefix is compared as it is
    written, or by its namespace where `namespace` says what the prefix stands for.
    """

    paths: tuple[tuple[str, ...], ...]
    field: str
    op: Op
    values: tuple[str, ...] = ()
    unit: str | None = None
    inner: bool = False
    namespace: str | None = None


class Described(NamedTuple):
    """Master data gives something one of the attributes, and (if there are any) one of the values.

    The something stands in one of the roles, or is the value that `says` finds in the event's JSON. An attribute is
    named by its id or by the last part of its id.
    """

    attributes: tuple[str, ...]
    values: tuple[str, ...] = ()
    roles: tuple[int, ...] = ()
    says: Says | None = None


class AnyOf(NamedTuple):
    """At least one of the predicates holds; none of them is a `Says`."""

    predicates: tuple[OneOf | Touches | Within, ...]


Predicate = OneOf | Bound | Touches | Within | Described | Says | AnyOf


class Query(NamedTuple):
    """What is asked: all predicates hold; in which order; how many at most.

    `limit` (eventCountLimit) takes the first so many; over `ceiling` (maxEventCount) the query is refused instead.
    """

    where: tuple[Predicate, ...] = ()
    order: Column = Column.EVENT_TIME
    descending: bool = True
    limit: int | None = None
    ceiling: int | None = None
