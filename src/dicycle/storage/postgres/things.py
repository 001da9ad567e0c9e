"""Events, things and names, looked up in the PostgreSQL store; see `dicycle.ledger.store.EventStore` for each."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from dicycle.identifiers import class_of
from dicycle.ledger.entry import event_key
from dicycle.ledger.store import Item
from dicycle.ledger.stored import StoredEvent
from dicycle.storage.fates import id_in
from dicycle.storage.postgres.compile import COLUMNS, OF_ROW
from dicycle.storage.postgres.connection import Connection, rows
from dicycle.storage.postgres.schema import KEY_HEAD
from dicycle.storage.postgres.texts import digest, digests, heads, raw, text

_EVENT: Final = f"SELECT {COLUMNS} FROM event e"
_OF_KEYS: Final = f"{KEY_HEAD} = ANY(%s) AND key = ANY(%s)"
_OF_ITEM: Final = f"""
    SELECT {COLUMNS} FROM (
        SELECT first_seq AS seq FROM term WHERE {_OF_KEYS} AND first_seq IS NOT NULL
        UNION SELECT p.seq FROM term t JOIN posting p ON p.term = t.id WHERE {_OF_KEYS}
        OFFSET 0) k {OF_ROW.format("k")}"""
_ITEM: Final = """
    SELECT term.id, substr(term.key, 2), word.text FROM term LEFT JOIN word ON word.id = term.category"""
_ITEMS: Final = """
    SELECT t.id, substr(t.key, 2), word.text FROM unnest(%s::integer[]) c CROSS JOIN LATERAL (
        SELECT id, key, category FROM term WHERE category = c AND id < %s ORDER BY id DESC LIMIT %s) t
    LEFT JOIN word ON word.id = t.category ORDER BY t.id DESC LIMIT %s"""
_TERMS: Final = f"""
    SELECT substr(key, 2) FROM term WHERE {KEY_HEAD} >= %s AND {KEY_HEAD} < %s AND key > %s
    ORDER BY {KEY_HEAD}, key LIMIT %s"""
_STEPS: Final = ((b"1", b"/21/"), (b"2", b"/10/"))
"""The digit of the kind and the key qualifier of serial items and of lots."""


def _rows(connection: Connection, sql: str, *values: Any) -> list[Any]:
    return rows(connection, sql, values, prepare=True)


def by_id(connection: Connection, event_id: str) -> list[StoredEvent]:
    """Return the event with this id and the declarations about it."""
    found = _rows(connection, f"{_EVENT} WHERE e.event_key = %s ORDER BY e.seq", event_key(event_id))
    return [StoredEvent(*row) for row in found if id_in(row[3]) == event_id]


def events(connection: Connection, after: int, until: int, most: int) -> list[StoredEvent]:
    """Return at most so many events from after one seq up to another."""
    sql = f"{_EVENT} WHERE e.seq > %s AND e.seq <= %s ORDER BY e.seq LIMIT %s"
    return [StoredEvent(*row) for row in _rows(connection, sql, after, until, most)]


def events_of(connection: Connection, item: str, latest: int | None) -> list[StoredEvent]:
    """Return the events that touch a thing or lot, by event time."""
    keys = _keys_of(item)
    asked = (heads(keys), keys) * 2
    if latest is None:
        return [StoredEvent(*row) for row in _rows(connection, f"{_OF_ITEM} ORDER BY e.event_time, e.seq", *asked)]
    sql = f"{_OF_ITEM} ORDER BY e.event_time DESC, e.seq DESC LIMIT %s"
    return [StoredEvent(*row) for row in _rows(connection, sql, *asked, latest)][::-1]


def item(connection: Connection, id: str) -> list[Item]:
    """Return the things or lots with this canonical id."""
    keys = _keys_of(id)
    found = _rows(connection, f"{_ITEM} WHERE {_OF_KEYS} ORDER BY key", heads(keys), keys)
    return [_item(*row) for row in found]


def items_numbered(connection: Connection, number: str) -> list[Item]:
    """Return the things and lots of known classes whose serial or lot number this is."""
    classes = _rows(connection, "SELECT class FROM class_category")
    keys = [kind + one + step + raw(number) for (one,) in classes for kind, step in _STEPS]
    found = _rows(connection, f"{_ITEM} WHERE {_OF_KEYS} ORDER BY term.id LIMIT 100", heads(keys), keys)
    return [_item(*row) for row in found]


def items(connection: Connection, category: str | None, size: int, before: int | None) -> list[Item]:
    """Return things and lots of a category (None: all), newest first, below number `before`."""
    found = _rows(connection, "SELECT text, id FROM word WHERE id IN (SELECT category FROM class_category)")
    words = {text(word): number for word, number in found}
    wanted = [0, *words.values()] if category is None else [words[category]] if category in words else []
    below = before if before is not None else 2**62
    return [_item(*row) for row in _rows(connection, _ITEMS, wanted, below, size, size)]


def item_of_alias(connection: Connection, alias: str) -> list[str]:
    """Return the canonical id that an alias was given to, if there is one."""
    return [
        text(thing) for (thing,) in _rows(connection, "SELECT thing FROM alias WHERE sha256(text) = %s", digest(alias))
    ]


def aliases_of(connection: Connection, id: str) -> list[str]:
    """Return the other names of a thing."""
    found = _rows(connection, "SELECT text FROM alias WHERE sha256(thing) = %s ORDER BY seq, text", digest(id))
    return [text(one) for (one,) in found if b":" in one]


def terms(connection: Connection, kinds: Sequence[int], size: int, after: str) -> list[str]:
    """Return distinct terms of these kinds in text order, after `after`."""
    found: set[bytes] = set()
    for kind in map(int, kinds):
        start = raw(f"{kind}{after}")
        found.update(one for (one,) in _rows(connection, _TERMS, *heads([start, raw(str(kind + 1))]), start, size))
    return [text(one) for one in sorted(found)[:size]]


def has_term(connection: Connection, kinds: Sequence[int], text: str) -> bool:
    """Tell whether an event has this term, as one of these kinds."""
    keys = [raw(f"{int(kind)}{text}") for kind in kinds]
    return bool(_rows(connection, f"SELECT 1 FROM term WHERE {_OF_KEYS} LIMIT 1", heads(keys), keys))


def names(connection: Connection, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return what master data says of these ids: attribute -> value; a thing has its class's and its own on top."""
    wanted = {one: class_of(one) for one in ids}
    asked = digests([*wanted, *(kind for kind in wanted.values() if kind)])
    sql = "SELECT id, attributes FROM master_data WHERE sha256(id) = ANY(%s) ORDER BY id, vocabulary"
    found: dict[str, dict[str, Any]] = {}
    for id, attributes in _rows(connection, sql, asked):
        found.setdefault(text(id), {}).update(msgspec.json.decode(attributes))
    return {one: found.get(kind or "", {}) | found.get(one, {}) for one, kind in wanted.items()}


def _keys_of(thing: str) -> list[bytes]:
    return [raw(f"1{thing}"), raw(f"2{thing}")]


def _item(number: int, id: bytes, category: bytes | None) -> Item:
    return Item(number, text(id), None if category is None else text(category))
