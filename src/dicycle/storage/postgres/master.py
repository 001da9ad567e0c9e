"""Master data and counts of the PostgreSQL store."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from dicycle.identifiers import canonical, class_of
from dicycle.ledger import strict
from dicycle.ledger.store import MasterElement
from dicycle.ledger.terms import THING_KINDS
from dicycle.storage.postgres.append import Appender
from dicycle.storage.postgres.connection import Connection, rows
from dicycle.storage.postgres.schema import KEY_HEAD
from dicycle.storage.postgres.texts import HEAD_BYTES, heads, raw, text
from dicycle.vocabulary import CATEGORY

_PUT: Final = """
    INSERT INTO master_data VALUES (%s, %s, %s, %s) ON CONFLICT (sha256(id), sha256(vocabulary))
    DO UPDATE SET attributes = excluded.attributes, children = excluded.children"""
_PUT_CATEGORY: Final = """
    INSERT INTO class_category VALUES (%s, %s)
    ON CONFLICT (sha256(class)) DO UPDATE SET category = excluded.category"""
_BELOW: Final = f"""
    SELECT key, category FROM term WHERE {KEY_HEAD} >= %s AND {KEY_HEAD} < %s AND key > %s
        AND category IS DISTINCT FROM %s
    ORDER BY {KEY_HEAD}, key LIMIT %s"""
_CATEGORISE: Final = f"UPDATE term SET category = %s WHERE {KEY_HEAD} = ANY(%s::bytea[]) AND key = ANY(%s::bytea[])"
_TALLIED: Final = (
    "SELECT text, n FROM tally JOIN word ON word.id = tally.word WHERE what = %s AND n > 0 ORDER BY n DESC, text"
)
_MOMENTS: Final = """
    SELECT (SELECT min(event_time) FROM event), (SELECT max(event_time) FROM event),
        (SELECT record_time FROM event ORDER BY seq DESC LIMIT 1)"""
_LAST_BYTE: Final = b"\xff"
_BATCH: Final = 10_000


def put(connection: Connection, appender: Appender, vocabularies: Sequence[dict[str, Any]]) -> None:
    """Keep vocabulary elements (EPCIS 2.0 §6.1.1); classes that say their category give it to their things."""
    for vocabulary in vocabularies:
        for element in vocabulary.get("vocabularyElementList", []):
            attributes = {one["id"]: one.get("attribute") for one in element.get("attributes", [])}
            id = canonical(element["id"])
            children = [canonical(child) for child in element.get("children", [])]
            said = (strict.encode(attributes), strict.encode(children))
            connection.execute(_PUT, (raw(id), raw(vocabulary["type"]), *said))
            if isinstance(category := attributes.get(CATEGORY), str):
                _categorise(connection, appender, id, appender.word(category))
    if vocabularies:
        appender.count(Counter({("class", 0): 1}))
        appender.begin()


def _categorise(connection: Connection, appender: Appender, kind: str, category: int | None) -> None:
    connection.execute(_PUT_CATEGORY, (raw(kind), category))
    for digit in map(int, THING_KINDS):
        moved = _move(connection, raw(f"{digit}{kind}"), kind, category)
        counts = Counter({("thing", word): -count for word, count in moved.items()})
        counts[("thing", category or 0)] += sum(moved.values())
        appender.count(counts)


def _move(connection: Connection, start: bytes, kind: str, category: int | None) -> Counter[int]:
    """Give a category to the things of a class, and return how many had which before."""
    moved: Counter[int] = Counter()
    after = start[:-1]
    while found := rows(
        connection,
        _BELOW,
        (start[:HEAD_BYTES], start[:HEAD_BYTES] + _LAST_BYTE, after, category, _BATCH),
    ):
        of_class = {key: before for key, before in found if kind in (text(key[1:]), class_of(text(key[1:])))}
        connection.execute(_CATEGORISE, (category, heads(of_class), list(of_class)))
        moved += Counter(of_class.values())
        after = found[-1][0]
    return moved


def elements(connection: Connection) -> list[MasterElement]:
    """Return all that master data says, by id and vocabulary."""
    found = rows(connection, "SELECT id, vocabulary, attributes, children FROM master_data ORDER BY id, vocabulary")
    return [
        MasterElement(text(id), text(vocabulary), strict.decode(attributes), tuple(strict.decode(children)))
        for id, vocabulary, attributes, children in found
    ]


def counts(connection: Connection) -> dict[str, Any]:
    """Return events in all, by type and by step, things by category, and the first and last moments; of one moment."""
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return _counts(connection)


def _counts(connection: Connection) -> dict[str, Any]:
    types = tallied(connection, "type")
    first, last, recorded = rows(connection, _MOMENTS)[0]
    return {
        "events": sum(types.values()),
        "by_type": types,
        "by_step": tallied(connection, "biz_step"),
        "items": tallied(connection, "thing"),
        "first_event_time": first,
        "last_event_time": last,
        "last_record_time": recorded,
    }


def tallied(connection: Connection, what: str) -> dict[str, int]:
    """Return how often each word was met as type, biz_step or disposition, or how many things have it as category."""
    return {text(word): count for word, count in rows(connection, _TALLIED, (what,))}
