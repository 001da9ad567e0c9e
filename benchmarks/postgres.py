"""The PostgreSQL store: ingest and look-up, beside the same rows in a plain COPY; on a server of its own."""

import random
import time
from collections.abc import Callable
from contextlib import closing

import psycopg

from benchmarks.chain import _PACK, lines_of
from benchmarks.lookup import _BATCH, _PLACE, _fill, _page, _times
from benchmarks.timing import rate, show
from dicycle.bootstrap import open_loop
from dicycle.ledger.capture import Capture
from dicycle.ledger.clock import now
from dicycle.ledger.decode import decode_event
from dicycle.ledger.entry import Entry, entry_of
from dicycle.storage.postgres import PostgresStore
from tests.postgres_server import Server, programs, running

_SINGLE = 2000


def run(count: int) -> None:
    """Print ingest and look-up of ledgers of so many events; says so where there is no server to be had."""
    if programs() is None:
        print("\nPostgreSQL: no server on this machine (scripts/ensure-postgres)")
        return
    with running(shared_buffers="1GB", max_wal_size="4GB") as server:
        for mix in ("traffic", "plant"):
            _ingest(server, count, mix)
        _look_up(server, count)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _ingest(server: Server, count: int, mix: str) -> None:
    lines = lines_of(count, mix)
    entries = [entry_of(decode_event(line)) for line in lines]
    rows = [
        ("COPY of (id, body) into one table, no checks, no index", rate(count, _plain(server, entries)), ""),
        ("dicycle: entries that are ready, durable each 5,000", *_batches(server, entries)),
        ("dicycle: one event at a time, each durable", rate(_SINGLE, _single(server, lines[:_SINGLE])), ""),
    ]
    show(f"PostgreSQL: ingest of {count:,} events of the {mix} mix", ("way", "events/s", "bytes an event"), rows)


def _plain(server: Server, entries: list[Entry]) -> float:
    with psycopg.connect(server.database()) as connection:
        connection.execute("CREATE TABLE event (id text, body bytea)")

        def work() -> None:
            with connection.cursor().copy("COPY event FROM STDIN (FORMAT BINARY)") as copy:
                copy.set_types(["text", "bytea"])
                for one in entries:
                    copy.write_row((one.event_id, one.body))
            connection.commit()

        return _timed(work)


def _batches(server: Server, entries: list[Entry]) -> tuple[str, str]:
    address = server.database()
    with closing(PostgresStore(address)) as store:

        def work() -> None:
            for start in range(0, len(entries), _BATCH):
                with store.writing() as writing:
                    writing.append(entries[start : start + _BATCH], now())

        taken = _timed(work)
    return rate(len(entries), taken), f"{_bytes(address) / len(entries):.0f}"


def _bytes(address: str) -> int:
    with psycopg.connect(address) as connection:
        ((size,),) = connection.execute("SELECT pg_database_size(current_database())").fetchall()
        return int(size)


def _single(server: Server, lines: list[bytes]) -> float:
    with closing(PostgresStore(server.database())) as store, closing(Capture(store)) as capture:
        return _timed(lambda: [capture.event(line) for line in lines])


def _look_up(server: Server, count: int) -> None:
    with open_loop(server.database()) as loop:
        _fill(loop, count)
        store = loop.store
        choose = random.Random(2)
        packs = [_PACK % choose.randrange(max(1, count // 20)) for _ in range(500)]
        found = sum(len(store.events_of(pack)) for pack in packs[:50]) / 50
        rows = [
            ("one item", *_times(packs, store.item)),
            (f"all events of one pack ({found:.0f} on average)", *_times(packs, store.events_of)),
            ("GET /events?MATCH_anyEPC=… (first page)", *_times(packs, lambda pack: _page(loop, MATCH_anyEPC=pack))),
            ("newest page of all events", *_times(packs[:100], lambda _: _page(loop))),
            ("newest page of one place", *_times(packs[:100], lambda _: _page(loop, EQ_bizLocation=_PLACE))),
            ("a page of the list of things", *_times(packs[:100], lambda _: store.items(None, 100, count))),
        ]
    show(f"PostgreSQL: look-up in a ledger of {count:,} events", ("what", "p50 ms", "p99 ms"), rows)
