"""Master data and counts of the SQLite store."""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, Final

from dicycle.identifiers import canonical
from dicycle.ledger import strict
from dicycle.vocabulary import CATEGORY

_PUT: Final = "INSERT OR REPLACE INTO master_data VALUES (?, ?, ?)"
_PUT_CATEGORY: Final = "INSERT OR REPLACE INTO class_category VALUES (?, ?)"
_BY_CATEGORY: Final = """SELECT text, n FROM
    (SELECT category, count(*) AS n FROM term WHERE category > 0 GROUP BY category)
    JOIN word ON word.id = category ORDER BY n DESC"""
_CATEGORISE: Final = """UPDATE term SET category = ?
    WHERE kind IN (1, 2) AND (text = ? OR (text > ? AND text < ? AND class_of(text) = ?)) AND category IS NOT ?"""


def put(
    connection: sqlite3.Connection, vocabularies: Sequence[dict[str, Any]], number: Callable[[str], int | None]
) -> None:
    """Keep vocabulary elements (EPCIS 2.0 §6.1.1); classes that say their category give it to their things."""
    for vocabulary in vocabularies:
        for element in vocabulary.get("vocabularyElementList", []):
            attributes = {one["id"]: one.get("attribute") for one in element.get("attributes", [])}
            id = canonical(element["id"])
            connection.execute(_PUT, (id, vocabulary["type"], strict.encode(attributes).decode()))
            if isinstance(category := attributes.get(CATEGORY), str):
                _categorise(connection, id, number(category))


def _categorise(connection: sqlite3.Connection, kind: str, category: int | None) -> None:
    connection.execute(_PUT_CATEGORY, (kind, category))
    connection.execute(_CATEGORISE, (category, kind, kind, f"{kind}\U0010ffff", kind, category))


def counts(connection: sqlite3.Connection) -> dict[str, Any]:
    """Return events in all, by type and by step, things by category, and the first and last moments."""
    (events,) = connection.execute("SELECT count(*) FROM event").fetchone()
    first, last = connection.execute("SELECT min(event_time), max(event_time) FROM event").fetchone()
    (recorded,) = connection.execute(
        "SELECT max(record_time) FROM event WHERE seq = (SELECT max(seq) FROM event)"
    ).fetchone()
    return {
        "events": events,
        "by_type": _by_word(connection, "type"),
        "by_step": _by_word(connection, "biz_step"),
        "items": dict(connection.execute(_BY_CATEGORY).fetchall()),
        "first_event_time": first,
        "last_event_time": last,
        "last_record_time": recorded,
    }


def _by_word(connection: sqlite3.Connection, column: str) -> dict[str, int]:
    sql = f"""SELECT text, n FROM (SELECT {column} AS word, count(*) AS n FROM event GROUP BY {column})
              JOIN word ON word.id = word ORDER BY n DESC, text"""
    return dict(connection.execute(sql).fetchall())
