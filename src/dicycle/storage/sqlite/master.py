"""Master data and counts of the SQLite store."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from dicycle.identifiers import canonical
from dicycle.ledger import strict
from dicycle.ledger.store import MasterElement
from dicycle.ledger.terms import THING_KINDS
from dicycle.vocabulary import CATEGORY

_PUT: Final = "INSERT OR REPLACE INTO master_data VALUES (?, ?, ?, ?)"
_PUT_CATEGORY: Final = "INSERT OR REPLACE INTO class_category VALUES (?, ?)"
_TALLIED: Final = "SELECT text, n FROM tally JOIN word ON word.id = tally.word WHERE what = ? ORDER BY n DESC, text"
_TALLY_THINGS: Final = """INSERT INTO tally
    SELECT 'thing', category, count(*) FROM term WHERE category IS NOT NULL GROUP BY category"""
_CATEGORISE: Final = """UPDATE term SET category = ?
    WHERE (key = ? OR (key > ? AND key < ? AND class_of(substr(key, 2)) = ?)) AND category IS NOT ?"""


def put(
    connection: sqlite3.Connection, vocabularies: Sequence[dict[str, Any]], number: Callable[[str], int | None]
) -> None:
    """Keep vocabulary elements (EPCIS 2.0 §6.1.1); classes that say their category give it to their things."""
    for vocabulary in vocabularies:
        for element in vocabulary.get("vocabularyElementList", []):
            attributes = {one["id"]: one.get("attribute") for one in element.get("attributes", [])}
            id = canonical(element["id"])
            children = [canonical(child) for child in element.get("children", [])]
            said = (strict.encode(attributes).decode(), strict.encode(children).decode())
            connection.execute(_PUT, (id, vocabulary["type"], *said))
            if isinstance(category := attributes.get(CATEGORY), str):
                _categorise(connection, id, number(category))
    if vocabularies:
        connection.execute("DELETE FROM tally WHERE what = 'thing'")
        connection.execute(_TALLY_THINGS)


def elements(connection: sqlite3.Connection) -> Iterator[MasterElement]:
    """Yield all that master data says, by id and vocabulary."""
    sql = "SELECT id, vocabulary, attributes, children FROM master_data ORDER BY id, vocabulary"
    for id, vocabulary, attributes, children in connection.cursor().execute(sql):
        yield MasterElement(id, vocabulary, strict.decode(attributes.encode()), tuple(strict.decode(children.encode())))


def _categorise(connection: sqlite3.Connection, kind: str, category: int | None) -> None:
    connection.execute(_PUT_CATEGORY, (kind, category))
    for key in (f"{digit}{kind}" for digit in map(int, THING_KINDS)):
        connection.execute(_CATEGORISE, (category, key, key, f"{key}\U0010ffff", kind, category))


def counts(connection: sqlite3.Connection) -> dict[str, Any]:
    """Return events in all, by type and by step, things by category, and the first and last moments."""
    first, last = _moments(connection)
    types = tallied(connection, "type")
    (recorded,) = connection.execute(
        "SELECT max(record_time) FROM event WHERE seq = (SELECT max(seq) FROM event)"
    ).fetchone()
    return {
        "events": sum(types.values()),
        "by_type": types,
        "by_step": tallied(connection, "biz_step"),
        "items": tallied(connection, "thing"),
        "first_event_time": first,
        "last_event_time": last,
        "last_record_time": recorded,
    }


def _moments(connection: sqlite3.Connection) -> tuple[int | None, int | None]:
    (first,) = connection.execute("SELECT min(event_time) FROM event").fetchone()
    (last,) = connection.execute("SELECT max(event_time) FROM event").fetchone()
    return first, last


def tallied(connection: sqlite3.Connection, what: str) -> dict[str, int]:
    """Return how often each word was met as type, biz_step or disposition, or how many things have it as category."""
    return dict(connection.execute(_TALLIED, (what,)).fetchall())
