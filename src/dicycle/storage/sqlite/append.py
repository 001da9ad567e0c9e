"""Appending events to the SQLite store: what is new is stored once, with all it is found by.

The cost of an ingest is in the indexes, so terms are numbered once and remembered, and postings are written in key
order. Everything here happens inside the caller's transaction.
"""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from functools import partial
from itertools import chain
from typing import Any, Final, Literal

import msgspec

from dicycle.identifiers import class_of
from dicycle.ledger.entry import Entry
from dicycle.ledger.store import Fate, Outcome, Sealed
from dicycle.ledger.terms import THING_KINDS, Key
from dicycle.storage.fates import Earlier, sort_out
from dicycle.storage.rows import Numbered, Row, Rows
from dicycle.storage.sealing import Sealing
from dicycle.storage.sqlite import log

Posting = tuple[int, int, int, int]
_THINGS: Final = "".join(str(int(kind)) for kind in THING_KINDS)
_REMEMBERED: Final = 400_000
_ROWS: Final = 500

_FIND_EVENTS = """
    SELECT event_key, seq, declares, event.body, context.body
    FROM event JOIN context ON context.id = event.context
    WHERE event_key IN (SELECT value FROM json_each(?))"""
_FIND_TERMS = "SELECT key, id FROM term WHERE key IN (SELECT value FROM json_each(?))"
_COUNT = "INSERT INTO tally VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n"
_TALLIED: Final = (("type", 4), ("biz_step", 6), ("disposition", 7))
"""What is counted of each row of `event`, and in which column it stands."""
_ADD_ALIAS = "INSERT OR IGNORE INTO alias VALUES (?, ?, ?)"


def insert(
    connection: sqlite3.Connection, table: Literal["event", "posting", "term"], rows: Sequence[Any]
) -> list[Sequence[Any]]:
    """Insert rows many to a statement, and return those statements' rows of which some terms were there already.

    Many to a statement, because each statement lets other threads run once, not once a row.
    """
    partly = []
    for start in range(0, len(rows), _ROWS):
        some = rows[start : start + _ROWS]
        row = f"({', '.join('?' * len(some[0]))})"
        verb = "INSERT OR IGNORE" if table == "term" else "INSERT"
        sql = f"{verb} INTO {table} VALUES {', '.join([row] * len(some))}"
        if connection.execute(sql, list(chain.from_iterable(some))).rowcount < len(some):
            partly.append(some)
    return partly


class Numbering:
    """Texts and their numbers in one table, remembered; forget all after a rollback."""

    def __init__(self, connection: sqlite3.Connection, table: str, column: str) -> None:
        self._connection = connection
        self._find = f"SELECT id FROM {table} WHERE {column} = ?"
        self._add = f"INSERT INTO {table} ({column}) VALUES (?)"
        self._known: dict[Any, int] = {}

    def number(self, text: Any) -> int | None:
        """Return the number of a text, giving it one if it has none; None for None."""
        if text is None:
            return None
        if text not in self._known:
            found = self._connection.execute(self._find, (text,)).fetchone()
            self._known[text] = found[0] if found else self._new(text)
        return self._known[text]

    def _new(self, text: Any) -> int:
        number = self._connection.execute(self._add, (text,)).lastrowid
        assert number is not None
        return number

    def forget(self) -> None:
        """Forget all numbers."""
        self._known.clear()


class Appender:
    """Writes events of one connection; keeps what it learned about terms between transactions."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.words = Numbering(connection, "word", "text")
        self.sealing = Sealing(partial(log.hashes, connection))
        self._contexts = Numbering(connection, "context", "body")
        self._rows = Rows(self.words.number, self._contexts.number)
        self._terms: dict[Key, int] = {}
        self._categories: dict[str, int] = {}

    def begin(self) -> None:
        """Take in what other processes may have written about categories; called when a transaction starts."""
        self._categories = dict(self._connection.execute("SELECT class, category FROM class_category"))

    def forget(self) -> None:
        """Forget what a rolled-back transaction taught."""
        self.words.forget()
        self.sealing.forget()
        self._contexts.forget()
        self._terms.clear()

    def append(self, entries: Sequence[Entry], record_time: int, *, all_or_none: bool, reporter: str) -> list[Outcome]:
        """Store what is new of `entries`; see `dicycle.ledger.store.Writing.append`."""
        outcomes, new = sort_out(entries, self._known([one.key for one in entries]), self._last())
        if all_or_none and any(one.fate is Fate.CONFLICT for one in outcomes):
            return [one if one.fate is Fate.CONFLICT else one._replace(seq=0) for one in outcomes]
        self._write(new, self._rows.of_new(new, record_time, reporter))
        return outcomes

    def restore(self, events: Sequence[Sealed]) -> None:
        """Store events as another ledger kept them; see `dicycle.ledger.store.Writing.restore`."""
        self._write(*self._rows.of_sealed(events))

    def _last(self) -> int:
        return int(self._connection.execute("SELECT max(seq) FROM event").fetchone()[0] or 0)

    def _known(self, keys: Sequence[int]) -> dict[int, list[Earlier]]:
        known: dict[int, list[Earlier]] = {}
        rows = self._connection.execute(_FIND_EVENTS, (msgspec.json.encode(keys).decode(),))
        for key, seq, declares, body, context in rows:
            known.setdefault(key, []).append(Earlier(seq, bool(declares), body, context))
        return known

    def _write(self, new: list[Numbered], rows: list[Row]) -> None:
        if not rows:
            return
        self._seal(rows)
        insert(self._connection, "event", rows)
        self._count(Counter((what, row[place]) for what, place in _TALLIED for row in rows if row[place] is not None))
        self._index(new)
        named = [(*pair, seq) for seq, one in new for pair in one.names]
        self._connection.executemany(_ADD_ALIAS, named)

    def _seal(self, rows: list[Row]) -> None:
        complete = self.sealing.extend(rows[0][0] - 1, [row[-1] for row in rows], rows[-1][3])
        log.put_subtrees(self._connection, complete)

    def _index(self, new: list[Numbered]) -> None:
        """Write what events are found by; the first event of a new thing or lot goes into its term."""
        if len(self._terms) > _REMEMBERED:
            self._terms.clear()
        (last,) = self._connection.execute("SELECT n FROM tally WHERE what = 'term'").fetchone()
        terms, postings, firsts = self._numbered(new, last)
        known = self._add_terms(terms)
        if known:
            postings = [(known.get(number, number), time, seq, bits) for number, time, seq, bits in postings]
            postings += [(known[number], *firsts[number]) for number in known if number in firsts]
        insert(self._connection, "posting", sorted(postings))
        things = Counter(("thing", row[2]) for row in terms if row[2] is not None and row[1] not in known)
        self._count(things + Counter({("term", 0): len(terms)}))

    def _numbered(
        self, new: list[Numbered], last: int
    ) -> tuple[list[tuple[Any, ...]], list[Posting], dict[int, tuple[int, int, int]]]:
        """Return rows for terms that seem new, postings of all, and what stands in new things' terms instead."""
        numbers = self._terms
        terms: list[tuple[Any, ...]] = []
        postings: list[Posting] = []
        firsts: dict[int, tuple[int, int, int]] = {}
        for seq, one in new:
            time = one.time
            for key, bits in zip(one.keys, one.roles, strict=True):
                number = numbers.get(key)
                if number is None:
                    last += 1
                    number = numbers[key] = last
                    if key[0] in _THINGS:
                        terms.append((key, number, self._category(key[1:]), seq, bits))
                        firsts[number] = (time, seq, bits)
                        continue
                    terms.append((key, number, None, None, None))
                postings.append((number, time, seq, bits))
        return terms, postings, firsts

    def _add_terms(self, terms: list[tuple[Any, ...]]) -> dict[int, int]:
        """Add terms, most of which are new; return the true numbers of those that were there, by the number tried.

        To try and count is half the work of asking first, since nearly all that a plant sends is new.
        """
        known: dict[int, int] = {}
        for rows in insert(self._connection, "term", sorted(terms)):
            tried = {key: number for key, number, *_ in rows}
            for key, number in self._connection.execute(_FIND_TERMS, (msgspec.json.encode(list(tried)).decode(),)):
                if number != tried[key]:
                    known[tried[key]] = self._terms[key] = number
        return known

    def _count(self, more: Counter[tuple[str, int]]) -> None:
        self._connection.executemany(_COUNT, [(*key, count) for key, count in more.items()])

    def _category(self, thing: str) -> int:
        return self._categories.get(class_of(thing) or thing, 0) if self._categories else 0
