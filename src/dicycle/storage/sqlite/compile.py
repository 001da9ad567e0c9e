"""From the ledger's predicates to SQL with bound values: fixed fragments only, no text of a query becomes SQL.

An answer is read along an index where one exists: the postings of a single place, document or party lead, in time
order; the events of named things are few and are sorted; else the events lead, by time or by record order.
"""

import sqlite3
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import msgspec

from dicycle.ledger.entry import event_key
from dicycle.ledger.predicates import AnyOf, Bound, Column, OneOf, Predicate, Query, TermRange, Touches
from dicycle.ledger.terms import KIND_OF_ROLE, THING_KINDS, Role

COLUMNS: Final = "e.seq, e.event_time, e.record_time, e.body, context.body"
_EVENTS: Final = "event e JOIN context ON context.id = e.context"
_LED: Final = "posting p CROSS JOIN event e ON e.seq = p.seq JOIN context ON context.id = e.context"
_WORDS: Final = {
    Column.TYPE: "e.type",
    Column.ACTION: "e.action",
    Column.BIZ_STEP: "e.biz_step",
    Column.DISPOSITION: "e.disposition",
    Column.REPORTER: "e.reporter",
}
_AFTER_LAST: Final = "\U0010ffff"
_MOST_BRANCHES: Final = 20


class Part(NamedTuple):
    """A condition and the values bound in it."""

    sql: str
    values: tuple[Any, ...] = ()


class Statement(NamedTuple):
    """FROM and WHERE of an answer, and the columns that order it.

    Each of `branches` reads one index in order; the answer is what all branches give, each event once.
    """

    source: str
    branches: tuple[tuple[Part, ...], ...]
    conditions: tuple[Part, ...]
    order: tuple[str, str]
    descending: bool

    def page(self, size: int, until: int, after: tuple[int, int] | None) -> Part:
        """Return the SELECT of one page: at most `size` events up to seq `until`, after the key `after`."""
        parts = [*self.conditions, Part("e.seq <= ?", (until,))]
        if after is not None:
            parts.append(Part(f"({', '.join(self.order)}) {'<' if self.descending else '>'} (?, ?)", after))
        way = "DESC" if self.descending else "ASC"
        order = ", ".join(f"{column} {way}" for column in self.order)
        each = [self._select(COLUMNS, [*branch, *parts], f"ORDER BY {order} LIMIT ?", size) for branch in self.branches]
        if len(each) == 1:
            return each[0]
        outer = f"1 {way}" if self.order[0] == "e.seq" else f"2 {way}, 1 {way}"
        return _union(each, f"ORDER BY {outer} LIMIT ?", size)

    def counting(self, most: int, until: int) -> Part:
        """Return the SELECT that counts the answer, giving up at about `most`."""
        parts = [*self.conditions, Part("e.seq <= ?", (until,))]
        each = [self._select("e.seq", [*branch, *parts], "LIMIT ?", most) for branch in self.branches]
        inner = _union(each, "LIMIT ?", most)
        return Part(f"SELECT count(*) FROM ({inner.sql})", inner.values)

    def _select(self, columns: str, parts: Sequence[Part], tail: str, size: int) -> Part:
        where = " AND ".join(part.sql for part in parts)
        values = tuple(value for part in parts for value in part.values)
        return Part(f"SELECT {columns} FROM {self.source} WHERE {where} {tail}", (*values, size))


def _union(each: Sequence[Part], tail: str, size: int) -> Part:
    sql = " UNION ".join(f"SELECT * FROM ({part.sql})" for part in each)
    return Part(f"{sql} {tail}", (*(value for part in each for value in part.values), size))


def compile_query(connection: sqlite3.Connection, query: Query, mark: int = 0, *, narrow: bool = False) -> Statement:
    """Return the statement for a query without `Says` whose events bear a mark; terms and moments are looked up.

    `narrow` says that few seqs are asked about, as by a subscriber for what is new: then these lead.
    """
    leader = next((one for one in query.where if _leads(one) and not narrow), None)
    branches = _leading(connection, leader) if isinstance(leader, Touches) else ((),)
    led = leader is not None
    rest = tuple(_part(connection, one, led=led or narrow) for one in query.where if one is not leader)
    if mark:
        rest = (Part("e.sieve & ? = ?", (mark, mark)), *rest)
    if query.order is Column.RECORD_TIME:
        order = ("e.seq", "e.seq")
    else:
        order = ("p.event_time", "p.seq") if led else ("e.event_time", "e.seq")
    return Statement(_LED if led else _EVENTS, branches, rest, order, query.descending)


def _leads(predicate: Predicate) -> bool:
    """Tell whether a predicate names places, documents or parties, which may have very many events."""
    if not isinstance(predicate, Touches) or predicate.ranges or not 0 < len(predicate.exact) <= _MOST_BRANCHES:
        return False
    return not set(_kinds(predicate)) & set(THING_KINDS)


def _leading(connection: sqlite3.Connection, touches: Touches) -> tuple[tuple[Part, ...], ...]:
    """The postings of each term, in order; where no term is known, those of none."""
    numbers: list[int | None] = [number for number, _, _ in _terms(connection, touches)]
    roles = Part("p.roles & ?", (_bits(touches),))
    return tuple((Part("p.term = ?", (number,)), roles) for number in numbers or [None])


def _bits(touches: Touches) -> int:
    return sum(1 << role for role in touches.roles)


def _terms(connection: sqlite3.Connection, touches: Touches) -> list[tuple[int, int | None, int | None]]:
    """Return (number, first seq, its roles) of the exact terms of a predicate."""
    sql = "SELECT id, first_seq, first_roles FROM term WHERE key IN (SELECT value FROM json_each(?))"
    keys = _list([f"{kind}{text}" for kind in _kinds(touches) for text in touches.exact])
    return connection.execute(sql, (keys,)).fetchall()


def _part(connection: sqlite3.Connection, predicate: Predicate, *, led: bool) -> Part:
    if isinstance(predicate, OneOf):
        return _one_of(predicate)
    if isinstance(predicate, Bound):
        return _bound(connection, predicate)
    if isinstance(predicate, AnyOf):
        parts = [_part(connection, one, led=led) for one in predicate.predicates]
        return Part(f"({' OR '.join(part.sql for part in parts)})", tuple(v for part in parts for v in part.values))
    assert isinstance(predicate, Touches), "what master data decides is resolved before"
    found = _terms(connection, predicate)
    if led and not predicate.ranges and not any(seq for _, seq, _ in found):
        return _probing(predicate, [number for number, _, _ in found])
    return _touching(predicate, found)


def _one_of(predicate: OneOf) -> Part:
    if predicate.column is Column.EVENT_ID:
        keys = _list([event_key(value) for value in predicate.values])
        sql = """e.event_key IN (SELECT value FROM json_each(?))
                 AND event_id(e.body) IN (SELECT value FROM json_each(?))"""
        return Part(sql, (keys, _list(predicate.values)))
    column = _WORDS[predicate.column]
    sql = f"{column} IN (SELECT id FROM word WHERE text IN (SELECT value FROM json_each(?)))"
    return Part(sql, (_list(predicate.values),))


def _bound(connection: sqlite3.Connection, bound: Bound) -> Part:
    if bound.column is Column.RECORD_TIME:
        limit = first_recorded_from(connection, bound.least if bound.least is not None else bound.below or 0)
        return Part("e.seq >= ?" if bound.least is not None else "e.seq < ?", (limit,))
    if bound.least is not None:
        return Part("e.event_time >= ?", (bound.least,))
    return Part("e.event_time < ?", (bound.below,))


def first_recorded_from(connection: sqlite3.Connection, moment: int) -> int:
    """Return the first seq recorded at or after `moment`: record time never falls, so halving finds it."""
    (last,) = connection.execute("SELECT max(seq) FROM event").fetchone()
    low, high = 1, (last or 0) + 1
    while low < high:
        middle = (low + high) // 2
        (found,) = connection.execute("SELECT record_time FROM event WHERE seq = ?", (middle,)).fetchone()
        low, high = (middle + 1, high) if found < moment else (low, middle)
    return low


def _probing(touches: Touches, numbers: list[int]) -> Part:
    sql = """EXISTS (SELECT 1 FROM posting q WHERE q.term IN (SELECT value FROM json_each(?))
             AND q.event_time = e.event_time AND q.seq = e.seq AND q.roles & ?)"""
    return Part(sql, (_list(numbers), _bits(touches)))


def _touching(touches: Touches, found: list[tuple[int, int | None, int | None]]) -> Part:
    """Events among the postings of the terms, or first events of things that stand in their terms."""
    bits = _bits(touches)
    numbers = _list([number for number, _, _ in found])
    firsts = _list([seq for _, seq, roles in found if seq and (roles or 0) & bits])
    ranges = [_range(_kinds(touches), one) for one in touches.ranges]
    terms = ["SELECT value FROM json_each(?)", *(f"SELECT term.id {part.sql}" for part in ranges)]
    first = ["SELECT value FROM json_each(?)", *(f"SELECT first_seq {part.sql} AND first_roles & ?" for part in ranges)]
    sql = f"""e.seq IN (SELECT seq FROM posting WHERE term IN ({" UNION ALL ".join(terms)}) AND roles & ?
              UNION ALL {" UNION ALL ".join(first)})"""
    of_terms = [value for part in ranges for value in part.values]
    of_firsts = [value for part in ranges for value in (*part.values, bits)]
    return Part(sql, (numbers, *of_terms, bits, firsts, *of_firsts))


def _kinds(touches: Touches) -> list[int]:
    return sorted({int(KIND_OF_ROLE[Role(role)]) for role in touches.roles})


def _range(kinds: Sequence[int], one: TermRange) -> Part:
    """The terms of a range: each start leads to its part of the index, however many there are."""
    sql = "FROM json_each(?) start CROSS JOIN term ON term.key >= start.value AND term.key < start.value || ?"
    values = (_list([f"{kind}{prefix}" for kind in kinds for prefix in one.prefixes]), _AFTER_LAST)
    if one.regex is None:
        return Part(sql, values)
    return Part(sql + " AND matches(?, substr(term.key, 2))", (*values, one.regex))


def _list(values: Sequence[Any]) -> str:
    return msgspec.json.encode(list(values)).decode()
