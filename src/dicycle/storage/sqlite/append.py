"""Appending events to the SQLite store: what is new is stored once, with all it is found by.

The cost of an ingest is in the indexes, so terms are numbered once and remembered, and postings are written in key
order. Everything here happens inside the caller's transaction.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import chain
from typing import Any, Final, Literal

import msgspec
from msgspec import UNSET

from dicycle.identifiers import class_of
from dicycle.identifiers.gbt34014 import code_in
from dicycle.ledger import context as contexts
from dicycle.ledger import strict
from dicycle.ledger.decode import Incoming
from dicycle.ledger.store import Fate, Outcome
from dicycle.ledger.terms import Role, Term, aliases, terms

KIND_OF_ROLE: Final = {
    **dict.fromkeys((Role.EPC, Role.PARENT, Role.CHILD, Role.INPUT, Role.OUTPUT), 1),
    **dict.fromkeys((Role.CLASS, Role.CHILD_CLASS, Role.INPUT_CLASS, Role.OUTPUT_CLASS), 2),
    **dict.fromkeys((Role.READ_POINT, Role.BIZ_LOCATION), 3),
    Role.BIZ_TRANSACTION: 4,
    Role.SOURCE: 5,
    Role.DESTINATION: 5,
    Role.TRANSFORMATION: 6,
}
"""What kind of term stands in a role: 1 instance, 2 class or lot, 3 place, 4 document, 5 party, 6 run."""

KINDS_OF_THINGS: Final = (1, 2)
"""Instances, and classes or lots."""

Key = tuple[int, str]
_kinds: Final = [0] + [KIND_OF_ROLE[role] for role in Role]
_REMEMBERED: Final = 400_000
_ROWS: Final = 500

_FIND_EVENTS = """
    SELECT event_key, seq, declares, event.body, context.body
    FROM event JOIN context ON context.id = event.context
    WHERE event_key IN (SELECT value FROM json_each(?))"""
_FIND_TERMS = "SELECT text, id FROM term WHERE kind = ? AND text IN (SELECT value FROM json_each(?))"
_ADD_ALIAS = "INSERT OR IGNORE INTO alias VALUES (?, ?, ?)"


def insert(connection: sqlite3.Connection, table: Literal["event", "posting", "term"], rows: Sequence[Any]) -> None:
    """Insert rows many to a statement: each statement lets other threads run once, not once a row."""
    for start in range(0, len(rows), _ROWS):
        some = rows[start : start + _ROWS]
        row = f"({', '.join('?' * len(some[0]))})"
        connection.execute(
            f"INSERT INTO {table} VALUES {', '.join([row] * len(some))}", list(chain.from_iterable(some))
        )


def event_key(event_id: str) -> int:
    """Return the 64-bit key of an event id; ids are compared too, so a collision costs time and nothing else."""
    return int.from_bytes(blake2b(event_id.encode(), digest_size=8).digest(), "big", signed=True)


def same_content(body: bytes, context: bytes, other_body: bytes, other_context: bytes) -> bool:
    """Tell whether two records say the same: key order, spelling of numbers and layout aside."""
    if body != other_body and not strict_equal(body, other_body):
        return False
    return context == other_context or contexts.bindings(context) == contexts.bindings(other_context)


def strict_equal(body: bytes, other: bytes) -> bool:
    """Tell whether two stored bodies are equal as JSON."""
    return strict.canonical(strict.decode(body)) == strict.canonical(strict.decode(other))


_id_of = msgspec.json.Decoder(dict[str, msgspec.Raw])


def id_in(body: bytes) -> str:
    """Return the eventID of a stored body."""
    found: str = msgspec.json.decode(_id_of.decode(body)["eventID"])
    return found


class Numbering:
    """Texts and their numbers in one table, remembered; forget all after a rollback."""

    def __init__(self, connection: sqlite3.Connection, table: str, column: str) -> None:
        self._connection = connection
        self._find = f"SELECT id FROM {table} WHERE {column} = ?"
        self._add = f"INSERT INTO {table} ({column}) VALUES (?)"
        self._known: dict[Any, int] = {}

    def number(self, text: Any) -> int | None:
        """Return the number of a text, giving it one if it has none; None for UNSET."""
        if text is UNSET or text is None:
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
        self._contexts = Numbering(connection, "context", "body")
        self._terms: dict[Key, int] = {}
        self._categories: dict[str, int] = {}

    def begin(self) -> None:
        """Take in what other processes may have written about categories; called when a transaction starts."""
        self._categories = dict(self._connection.execute("SELECT class, category FROM class_category"))

    def forget(self) -> None:
        """Forget what a rolled-back transaction taught."""
        self.words.forget()
        self._contexts.forget()
        self._terms.clear()

    def append(self, events: Sequence[Incoming], record_time: int, *, all_or_none: bool) -> list[Outcome]:
        """Store what is new of `events`; see `dicycle.ledger.store.Writing.append`."""
        outcomes, new = self._sort_out(events)
        if all_or_none and any(one.fate is Fate.CONFLICT for one in outcomes):
            return [one if one.fate is Fate.CONFLICT else one._replace(seq=0) for one in outcomes]
        self._write(new, record_time)
        return outcomes

    def _sort_out(self, events: Sequence[Incoming]) -> tuple[list[Outcome], list[tuple[int, int, Incoming]]]:
        """Return each event's fate, and (seq, key, event) of those that are new."""
        keys = [event_key(one.event_id) for one in events]
        known = self._known(keys)
        seq = self._last("event", "seq")
        outcomes: list[Outcome] = []
        new: list[tuple[int, int, Incoming]] = []
        for key, one in zip(keys, events, strict=True):
            earlier = known.get(key)
            outcome = _met_before(one, earlier) if earlier else None
            if outcome is None:
                seq += 1
                outcome = Outcome(one.event_id, Fate.STORED, seq)
                new.append((seq, key, one))
                known.setdefault(key, []).append((seq, one.declares_error, one.body, one.context))
            outcomes.append(outcome)
        return outcomes, new

    def _known(self, keys: Sequence[int]) -> dict[int, list[tuple[int, bool, bytes, bytes]]]:
        known: dict[int, list[tuple[int, bool, bytes, bytes]]] = {}
        rows = self._connection.execute(_FIND_EVENTS, (msgspec.json.encode(keys).decode(),))
        for key, seq, declares, body, context in rows:
            known.setdefault(key, []).append((seq, bool(declares), body, context))
        return known

    def _last(self, table: str, column: str) -> int:
        found = self._connection.execute(f"SELECT max({column}) FROM {table}").fetchone()
        return found[0] or 0

    def _write(self, new: list[tuple[int, int, Incoming]], record_time: int) -> None:
        insert(self._connection, "event", [self._row(seq, key, one, record_time) for seq, key, one in new])
        found = [(seq, one.time, _roles(terms(one.event))) for seq, _, one in new]
        self._index(found)
        named = [
            (text, thing, seq) for seq, _, one in new for alias, thing in aliases(one.event) for text in _texts(alias)
        ]
        self._connection.executemany(_ADD_ALIAS, named)

    def _index(self, found: list[tuple[int, int, dict[Key, int]]]) -> None:
        """Write what events are found by; the first event of a new thing or lot goes into its term."""
        known = self._known_terms({key for _, _, roles in found for key in roles})
        (last,) = self._connection.execute("SELECT value FROM counter WHERE name = 'term'").fetchone()
        new: list[tuple[Any, ...]] = []
        postings: list[tuple[int, int, int, int]] = []
        for seq, time, roles in found:
            for key, bits in roles.items():
                number = known.get(key)
                if number is None:
                    last += 1
                    number = known[key] = last
                    inside = key[0] in KINDS_OF_THINGS
                    new.append((*key, number, self._category(*key), *((seq, bits) if inside else (None, None))))
                    if inside:
                        continue
                postings.append((number, time, seq, bits))
        insert(self._connection, "term", sorted(new))
        insert(self._connection, "posting", sorted(postings))
        self._connection.execute("UPDATE counter SET value = ? WHERE name = 'term'", (last,))

    def _row(self, seq: int, key: int, one: Incoming, record_time: int) -> tuple[Any, ...]:
        event, word = one.event, self.words.number
        return (
            seq,
            key,
            one.time,
            record_time,
            word(one.type),
            word(getattr(event, "action", UNSET)),
            word(getattr(event, "biz_step", UNSET)),
            word(getattr(event, "disposition", UNSET)),
            one.declares_error,
            self._contexts.number(one.context),
            one.body,
        )

    def _known_terms(self, wanted: set[Key]) -> dict[Key, int]:
        """Return the numbers of terms, with those of `wanted` that have one among them."""
        known = self._terms
        missing = wanted - known.keys()
        if len(known) + len(missing) > _REMEMBERED:
            known.clear()
            missing = wanted
        for kind in {kind for kind, _ in missing}:
            texts = msgspec.json.encode([text for one, text in missing if one == kind]).decode()
            known |= {(kind, text): number for text, number in self._connection.execute(_FIND_TERMS, (kind, texts))}
        return known

    def _category(self, kind: int, text: str) -> int | None:
        if kind not in KINDS_OF_THINGS:
            return None
        return self._categories.get(class_of(text) or text, 0) if self._categories else 0


def _texts(alias: str) -> tuple[str, ...]:
    """Return the texts an alias is found by: a GB/T 34014 code also by itself, without its URI."""
    code = code_in(alias)
    return (alias, code) if code else (alias,)


def _roles(listed: list[Term]) -> dict[Key, int]:
    """Return the terms of an event with a bit for each role they stand in."""
    roles: dict[Key, int] = {}
    for role, text in listed:
        key = (_kinds[role], text)
        roles[key] = roles.get(key, 0) | 1 << role
    return roles


def _met_before(one: Incoming, earlier: Iterable[tuple[int, bool, bytes, bytes]]) -> Outcome | None:
    """Return the fate of an event whose key is known, or None if it is new all the same.

    A declaration about an event carries that event's id (EPCIS 2.0 §7.4.1.2), so records and declarations are
    compared among themselves, and a further declaration of other content is new.
    """
    alike = [
        (seq, same_content(one.body, one.context, body, context))
        for seq, declares, body, context in earlier
        if declares == one.declares_error and id_in(body) == one.event_id
    ]
    for seq, same in alike:
        if same:
            return Outcome(one.event_id, Fate.KNOWN, seq)
    if alike and not one.declares_error:
        return Outcome(one.event_id, Fate.CONFLICT, alike[0][0])
    return None
