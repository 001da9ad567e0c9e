"""From the ledger's predicates to SQL with bound values: fixed fragments only, no text of a query becomes SQL.

An answer is read along an index: the postings of single places, documents or parties lead, in time order; the events
of named things are gathered and sorted; else the events lead, by time or by record order. The planner does not choose
between these ways, since it cannot know how many events a term has: a lateral subquery with ``OFFSET 0`` fixes that the
leader is read first. A page first finds the places of its events, then fetches those events.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from dicycle.ledger.entry import event_key
from dicycle.ledger.predicates import AnyOf, Bound, Column, OneOf, Predicate, Query, TermRange, Touches
from dicycle.ledger.terms import KIND_OF_ROLE, THING_KINDS, Role
from dicycle.storage.fates import id_in
from dicycle.storage.postgres.schema import KEY_HEAD
from dicycle.storage.postgres.texts import HEAD_BYTES, digests, heads, raw

COLUMNS: Final = "e.seq, e.event_time, e.record_time, e.body, (SELECT body FROM context WHERE id = e.context)"
OF_ROW: Final = "CROSS JOIN LATERAL (SELECT * FROM event WHERE event.seq = {}.seq OFFSET 0) e"
"""The event that another row tells of; the other row is read first."""

_WORDS: Final = {
    Column.TYPE: "e.type",
    Column.ACTION: "e.action",
    Column.BIZ_STEP: "e.biz_step",
    Column.DISPOSITION: "e.disposition",
    Column.REPORTER: "e.reporter",
}
_AFTER_LAST: Final = b"\xff"
_MOST_BRANCHES: Final = 20
_FIRST_FROM: Final = """
    WITH RECURSIVE halving (low, high) AS (
        SELECT 1::bigint, coalesce(max(seq), 0) + 1 FROM event
        UNION ALL
        SELECT CASE WHEN e.record_time < %s THEN e.seq + 1 ELSE h.low END,
            CASE WHEN e.record_time < %s THEN h.high ELSE e.seq END
        FROM halving h JOIN event e ON e.seq = (h.low + h.high) / 2 WHERE h.low < h.high
    ) SELECT low FROM halving WHERE low = high"""

Rows = Callable[[str, Sequence[Any]], list[Any]]
"""Runs a statement with its values and returns the rows."""


class Part(NamedTuple):
    """A condition and the values bound in it."""

    sql: str
    values: tuple[Any, ...] = ()


class Term(NamedTuple):
    """A term: its number, and for a thing or lot its first event with the roles there."""

    number: int
    first: int | None
    first_roles: int | None


class Statement(NamedTuple):
    """FROM and WHERE of an answer; `row` is the table that orders it.

    Each of `branches` reads one index in order; the answer is what all branches give, each event once.
    """

    source: Part
    branches: tuple[tuple[Part, ...], ...]
    conditions: tuple[Part, ...]
    row: str
    by_record: bool
    descending: bool

    def page(self, size: int, until: int, after: tuple[int, int] | None) -> Part:
        """Return the SELECT of one page: at most `size` events up to seq `until`, after the key `after`."""
        found = self._found(size, until, after)
        sql = f"SELECT {COLUMNS} FROM ({found.sql}) k {OF_ROW.format('k')} {self._ordered('e')}"
        return Part(sql, found.values)

    def counting(self, most: int, until: int) -> Part:
        """Return the SELECT that counts the answer, giving up at about `most`."""
        found = self._found(most, until, None)
        return Part(f"SELECT count(*) FROM ({found.sql}) k", found.values)

    def _found(self, size: int, until: int, after: tuple[int, int] | None) -> Part:
        parts = [*self.conditions, Part(f"{self.row}.seq <= %s", (until,))]
        if after is not None:
            columns = f"{self.row}.seq, {self.row}.seq" if self.by_record else f"{self.row}.event_time, {self.row}.seq"
            parts.append(Part(f"({columns}) {'<' if self.descending else '>'} (%s, %s)", after))
        each = [self._branch([*branch, *parts], size) for branch in self.branches]
        if len(each) == 1:
            return each[0]
        sql = " UNION ".join(f"({part.sql})" for part in each)
        values = tuple(value for part in each for value in part.values)
        return Part(f"SELECT * FROM ({sql}) u {self._ordered('u')} LIMIT %s", (*values, size))

    def _branch(self, parts: Sequence[Part], size: int) -> Part:
        where = " AND ".join(part.sql for part in parts)
        values = tuple(value for part in parts for value in part.values)
        sql = f"SELECT {self.row}.event_time, {self.row}.seq FROM {self.source.sql} WHERE {where}"
        return Part(f"{sql} {self._ordered(self.row)} LIMIT %s", (*self.source.values, *values, size))

    def _ordered(self, row: str) -> str:
        way = "DESC" if self.descending else "ASC"
        return f"ORDER BY {row}.seq {way}" if self.by_record else f"ORDER BY {row}.event_time {way}, {row}.seq {way}"


_EVENTS: Final = Part("event e")
_POSTINGS: Final = Part(f"posting p {OF_ROW.format('p')}")


def compile_query(find: Rows, query: Query, mark: int = 0) -> Statement:
    """Return the statement for a query without `Says` whose events bear a mark; terms and moments are looked up."""
    return _Compiler(find).statement(query, mark)


class _Compiler:
    """Looks up what a query names, and writes its parts."""

    def __init__(self, find: Rows) -> None:
        self._find = find

    def statement(self, query: Query, mark: int) -> Statement:
        where = list(query.where)
        source, branches, row = self._leader(where)
        rest = [self._part(one, row) for one in where]
        if mark:
            rest.insert(0, Part("e.sieve & %s = %s", (mark, mark)))
        return Statement(source, branches, tuple(rest), row, query.order is Column.RECORD_TIME, query.descending)

    def _leader(self, where: list[Predicate]) -> tuple[Part, tuple[tuple[Part, ...], ...], str]:
        """Take the predicate that leads out of a list: the first of things, else the first of places and papers."""
        touching = [one for one in where if isinstance(one, Touches)]
        things = next((one for one in touching if set(_kinds(one)) & set(THING_KINDS)), None)
        if things is not None:
            where.remove(things)
            return self._gathered(things), ((),), "e"
        few = next((one for one in touching if not one.ranges and 0 < len(one.exact) <= _MOST_BRANCHES), None)
        if few is None:
            return _EVENTS, ((),), "e"
        where.remove(few)
        roles = Part("p.roles & %s <> 0", (_bits(few),))
        numbers: list[int | None] = [term.number for term in self._terms(few)]
        return _POSTINGS, tuple((Part("p.term = %s", (number,)), roles) for number in numbers or [None]), "p"

    def _gathered(self, touches: Touches) -> Part:
        found = self._seqs(touches)
        return Part(f"(SELECT DISTINCT seq FROM ({found.sql}) s OFFSET 0) g {OF_ROW.format('g')}", found.values)

    def _part(self, predicate: Predicate, row: str) -> Part:
        if isinstance(predicate, OneOf):
            return self._one_of(predicate)
        if isinstance(predicate, Bound):
            return self._bound(predicate, row)
        if isinstance(predicate, AnyOf):
            parts = [self._part(one, row) for one in predicate.predicates]
            return Part(f"({' OR '.join(part.sql for part in parts)})", tuple(v for part in parts for v in part.values))
        assert isinstance(predicate, Touches), "what master data decides is resolved before"
        return self._touching(predicate)

    def _one_of(self, predicate: OneOf) -> Part:
        if predicate.column is Column.EVENT_ID:
            return Part("e.seq = ANY(%s::bigint[])", (self._named(predicate.values),))
        found = self._find("SELECT id FROM word WHERE sha256(text) = ANY(%s::bytea[])", (digests(predicate.values),))
        numbers = [number for (number,) in found]
        column = _WORDS[predicate.column]
        # One number is not written as a list, so that an index that begins with the column is read in its order.
        return Part(f"{column} = %s", (*numbers,)) if len(numbers) == 1 else Part(f"{column} = ANY(%s)", (numbers,))

    def _named(self, ids: Sequence[str]) -> list[int]:
        sql = "SELECT seq, body FROM event WHERE event_key = ANY(%s::bigint[])"
        found = self._find(sql, ([event_key(one) for one in ids],))
        return [seq for seq, body in found if id_in(body) in ids]

    def _bound(self, bound: Bound, row: str) -> Part:
        least, value = bound.least is not None, bound.least if bound.least is not None else bound.below
        if bound.column is Column.RECORD_TIME:
            ((value,),) = self._find(_FIRST_FROM, (value, value))
        column = "seq" if bound.column is Column.RECORD_TIME else "event_time"
        return Part(f"{row}.{column} {'>=' if least else '<'} %s", (value,))

    def _touching(self, touches: Touches) -> Part:
        if touches.ranges:
            found = self._seqs(touches)
            return Part(f"e.seq IN ({found.sql})", found.values)
        terms, bits = self._terms(touches), _bits(touches)
        firsts = [term.first for term in terms if term.first and (term.first_roles or 0) & bits]
        sql = """(e.seq = ANY(%s::bigint[]) OR EXISTS (SELECT 1 FROM posting q WHERE q.term = ANY(%s::bigint[])
            AND q.event_time = e.event_time AND q.seq = e.seq AND q.roles & %s <> 0))"""
        return Part(sql, (firsts, [term.number for term in terms], bits))

    def _seqs(self, touches: Touches) -> Part:
        """The seqs of events among the postings of the terms, and of first events that stand in their terms."""
        terms, bits = self._terms(touches), _bits(touches)
        firsts = [term.first for term in terms if term.first and (term.first_roles or 0) & bits]
        each = [
            Part("SELECT unnest(%s::bigint[]) AS seq", (firsts,)),
            Part(
                "SELECT seq FROM posting WHERE term = ANY(%s::bigint[]) AND roles & %s <> 0",
                ([term.number for term in terms], bits),
            ),
        ]
        for wanted in touches.ranges:
            for prefix in wanted.prefixes:
                each += [part for kind in _kinds(touches) for part in _ranging(kind, prefix, wanted, bits)]
        return Part(" UNION ALL ".join(part.sql for part in each), tuple(v for part in each for v in part.values))

    def _terms(self, touches: Touches) -> list[Term]:
        keys = [raw(f"{kind}{one}") for kind in _kinds(touches) for one in touches.exact]
        return find_terms(self._find, keys)


def find_terms(find: Rows, keys: Sequence[bytes]) -> list[Term]:
    """Return the terms with these keys."""
    sql = f"SELECT key, id, first_seq, first_roles FROM term WHERE {KEY_HEAD} = ANY(%s::bytea[])"
    wanted = set(keys)
    return [Term(*row) for key, *row in find(sql, (heads(wanted),)) if key in wanted] if wanted else []


def _bits(touches: Touches) -> int:
    return sum(1 << role for role in touches.roles)


def _kinds(touches: Touches) -> list[int]:
    return sorted({int(KIND_OF_ROLE[Role(role)]) for role in touches.roles})


def _ranging(kind: int, prefix: str, one: TermRange, bits: int) -> list[Part]:
    """The seqs of events whose terms lie in a range."""
    start = raw(f"{kind}{prefix}")
    where = Part(
        f"t.key >= %s AND t.key < %s AND {KEY_HEAD} >= %s AND {KEY_HEAD} < %s",
        (start, start + _AFTER_LAST, start[:HEAD_BYTES], start[:HEAD_BYTES] + _AFTER_LAST),
    )
    if one.regex is not None:
        # Patterns are over GS1 keys, which are ASCII; what is not is escaped and matches none.
        where = Part(f"{where.sql} AND encode(substr(t.key, 2), 'escape') ~ %s", (*where.values, f"^(?:{one.regex})$"))
    firsts = Part(
        f"SELECT t.first_seq FROM term t WHERE {where.sql} AND t.first_roles & %s <> 0", (*where.values, bits)
    )
    postings = f"SELECT p.seq FROM term t JOIN posting p ON p.term = t.id WHERE {where.sql} AND p.roles & %s <> 0"
    return [firsts, Part(postings, (*where.values, bits))]
