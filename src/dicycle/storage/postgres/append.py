"""Appending events to the PostgreSQL store: what is new is stored once, with all it is found by.

Everything here happens inside the caller's transaction, which holds the writers' lock. So seqs, terms and words are
numbered by counting, and what this process learned about them stays true until a transaction is undone. Many rows go
through COPY; few are sent together without waiting for each answer.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import Any, Final, NamedTuple

from dicycle.identifiers import class_of
from dicycle.ledger.entry import Entry
from dicycle.ledger.store import Fate, Outcome, Sealed
from dicycle.ledger.terms import THING_KINDS, Key
from dicycle.storage.fates import Earlier, sort_out
from dicycle.storage.postgres import log
from dicycle.storage.postgres.connection import Connection, rows
from dicycle.storage.postgres.schema import KEY_HEAD
from dicycle.storage.postgres.texts import array, heads, raw, text
from dicycle.storage.rows import Numbered, Row, Rows
from dicycle.storage.sealing import Sealing

_THINGS: Final = "".join(str(int(kind)) for kind in THING_KINDS)
_REMEMBERED: Final = 400_000
_FEW: Final = 200
"""Up to how many events are inserted by single statements rather than by COPY."""

_COLUMNS: Final = {
    "event": ["int8"] * 4 + ["int4"] * 4 + ["bool", "int4", "bytea", "int8", "int4", "bytea"],
    "term": ["bytea", "int8", "int4", "int8", "int4"],
    "posting": ["int8", "int8", "int8", "int4"],
}
_TALLIED: Final = (("type", 4), ("biz_step", 6), ("disposition", 7))
"""What is counted of each row of `event`, and in which column it stands."""

_STATE: Final = """
    SELECT coalesce(e.seq, 0), coalesce(e.record_time, 0), t.n, c.n
    FROM tally t JOIN tally c ON c.what = 'class' AND c.word = 0
    LEFT JOIN (SELECT seq, record_time FROM event ORDER BY seq DESC LIMIT 1) e ON true
    WHERE t.what = 'term' AND t.word = 0"""
_FIND_EVENTS: Final = """
    SELECT e.event_key, e.seq, e.declares, e.body, context.body
    FROM event e JOIN context ON context.id = e.context WHERE e.event_key = ANY(%s::bigint[]) ORDER BY e.seq"""
_FIND_TERMS: Final = f"SELECT key, id FROM term WHERE {KEY_HEAD} = ANY(%s::bytea[])"
_COUNT: Final = """
    INSERT INTO tally SELECT * FROM unnest(%s::text[], %s::integer[], %s::bigint[])
    ON CONFLICT (what, word) DO UPDATE SET n = tally.n + excluded.n"""
_ADD_ALIAS: Final = b"INSERT INTO alias VALUES (%s, %s, %s) ON CONFLICT (sha256(text)) DO NOTHING"


class State(NamedTuple):
    """Where the ledger stood when the transaction began: last seq and record time, how many terms, and how often
    categories changed."""

    seq: int
    record_time: int
    terms: int
    classes: int


def insert(connection: Connection, table: str, found: Sequence[Row]) -> None:
    """Insert rows into `event`, `term` or `posting`."""
    if len(found) > _FEW:
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN (FORMAT BINARY)".encode()) as copy:
            copy.set_types(_COLUMNS[table])
            for row in found:
                copy.write_row(row)
    elif found:
        marks = ", ".join(f"%s::{kind}[]" for kind in _COLUMNS[table])
        columns = [array(column) for column in zip(*found, strict=True)]
        connection.execute(f"INSERT INTO {table} SELECT * FROM unnest({marks})".encode(), columns, prepare=True)


class Numbering:
    """Texts or bodies and their numbers in one table, remembered; forget all after a rollback."""

    def __init__(self, find: str, add: str) -> None:
        self._find, self._add = find, add
        self._known: dict[Any, int] = {}

    def number(self, connection: Connection, value: bytes | str | None) -> int | None:
        """Return the number of a value, giving it one if it has none; None for None."""
        if value is None:
            return None
        if value not in self._known:
            kept = value if isinstance(value, bytes) else raw(value)
            found = rows(connection, self._find, (kept,)) or rows(connection, self._add, (kept,))
            self._known[value] = int(found[0][0])
        return self._known[value]

    def forget(self) -> None:
        """Forget all numbers."""
        self._known.clear()


class Appender:
    """Writes events; keeps what it learned about terms and words between transactions."""

    def __init__(self, connection: Callable[[], Connection]) -> None:
        self._get = connection
        self._words = Numbering(
            "SELECT id FROM word WHERE sha256(text) = sha256(%s)", "INSERT INTO word (text) VALUES (%s) RETURNING id"
        )
        self._contexts = Numbering(
            "SELECT id FROM context WHERE sha256(body) = sha256(%s)",
            "INSERT INTO context (body) VALUES (%s) RETURNING id",
        )
        self._rows = Rows(self.word, lambda context: self._contexts.number(self._get(), context))
        self.sealing = Sealing(lambda level, start, end: log.hashes(self._get(), level, start, end))
        self.state = State(0, 0, 0, -1)
        self._terms: dict[Key, int] = {}
        self._categories: dict[str, int] = {}

    def begin(self) -> None:
        """Take in where the ledger stands; called when a transaction starts."""
        known = self.state.classes
        self.state = State(*rows(self._get(), _STATE, prepare=True)[0])
        if self.state.classes != known:
            found = rows(self._get(), "SELECT class, category FROM class_category")
            self._categories = {text(one): category for one, category in found}

    def forget(self) -> None:
        """Forget what a rolled-back transaction taught."""
        self._words.forget()
        self._contexts.forget()
        self.sealing.forget()
        self._terms.clear()
        self.state = State(0, 0, 0, -1)

    def word(self, value: str | None) -> int | None:
        """Return the number of a word."""
        return self._words.number(self._get(), value)

    def append(self, entries: Sequence[Entry], record_time: int, *, all_or_none: bool, reporter: str) -> list[Outcome]:
        """Store what is new of `entries`; see `dicycle.ledger.store.Writing.append`."""
        outcomes, new = sort_out(entries, self._known([one.key for one in entries]), self.state.seq)
        if all_or_none and any(one.fate is Fate.CONFLICT for one in outcomes):
            return [one if one.fate is Fate.CONFLICT else one._replace(seq=0) for one in outcomes]
        self._write(new, self._rows.of_new(new, max(record_time, self.state.record_time), reporter))
        return outcomes

    def restore(self, events: Sequence[Sealed]) -> None:
        """Store events as another ledger kept them; see `dicycle.ledger.store.Writing.restore`."""
        self._write(*self._rows.of_sealed(events))

    def _known(self, keys: Sequence[int]) -> dict[int, list[Earlier]]:
        known: dict[int, list[Earlier]] = {}
        for key, *earlier in rows(self._get(), _FIND_EVENTS, (array(keys),), prepare=True):
            known.setdefault(key, []).append(Earlier(*earlier))
        return known

    def _write(self, new: list[Numbered], found: list[Row]) -> None:
        if not found:
            return
        complete = self.sealing.extend(found[0][0] - 1, [row[-1] for row in found], found[-1][3])
        terms, postings = self._index(new)
        counts = Counter((what, row[place]) for what, place in _TALLIED for row in found if row[place] is not None)
        counts += Counter(("thing", row[2]) for row in terms if row[2] is not None)
        counts += Counter({("term", 0): len(terms)})
        connection = self._get()
        with connection.pipeline() if len(found) <= _FEW and len(terms) <= _FEW >= len(postings) else nullcontext():
            insert(connection, "event", found)
            insert(connection, "term", terms)
            insert(connection, "posting", postings)
            self.count(counts)
            self._name(new)
            log.put_subtrees(connection, complete)
        self.state = self.state._replace(
            seq=found[-1][0], record_time=found[-1][3], terms=self.state.terms + len(terms)
        )

    def _name(self, new: list[Numbered]) -> None:
        named = [(raw(alias), raw(thing), seq) for seq, one in new for alias, thing in one.names]
        if named:
            self._get().cursor().executemany(_ADD_ALIAS, named)

    def count(self, more: Counter[tuple[str, int]]) -> None:
        """Add to what is tallied."""
        changed = [(*key, count) for key, count in sorted(more.items()) if count]
        if changed:
            columns = [array(column) for column in zip(*changed, strict=True)]
            self._get().execute(_COUNT, columns, prepare=True)

    def _index(self, new: list[Numbered]) -> tuple[list[Row], list[Row]]:
        """Return rows of terms that are new, and of postings; the first event of a new thing or lot is in its term."""
        self._learn(new)
        numbers, last = self._terms, self.state.terms
        terms: list[Row] = []
        postings: list[Row] = []
        for seq, one in new:
            for key, bits in zip(one.keys, one.roles, strict=True):
                number = numbers.get(key)
                if number is None:
                    last += 1
                    number = numbers[key] = last
                    if key[0] in _THINGS:
                        terms.append((raw(key), number, self._category(key[1:]), seq, bits))
                        continue
                    terms.append((raw(key), number, None, None, None))
                postings.append((number, one.time, seq, bits))
        return sorted(terms), sorted(postings)

    def _learn(self, new: list[Numbered]) -> None:
        """Ask for the numbers of terms that are not remembered."""
        if len(self._terms) > _REMEMBERED:
            self._terms.clear()
        asked = {raw(key) for _, one in new for key in one.keys if key not in self._terms}
        if asked:
            found = rows(self._get(), _FIND_TERMS, (array(sorted(heads(asked))),), prepare=True)
            self._terms |= {text(key): number for key, number in found if key in asked}

    def _category(self, thing: str) -> int:
        return self._categories.get(class_of(thing) or thing, 0) if self._categories else 0
