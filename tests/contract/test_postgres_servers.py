"""Servers that go away, lag behind or are written to by several processes: what was acknowledged is there."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from contract.books import check_books, every_page, item, made, put, seqs
from postgres_server import Server, folder, name_in, running

from dicycle.errors import StoreError
from dicycle.ledger.predicates import Query
from dicycle.ledger.store import EventStore, Fate
from dicycle.storage.postgres import PostgresStore, readers

WRITER = """
import sys
sys.path.insert(0, sys.argv[1])
from contract.books import item, made, put
from dicycle.storage.postgres import PostgresStore
store = PostgresStore(sys.argv[2])
for n in range(30):
    things, place = [item(n), item(n + 1), item(sys.argv[3])], {"id": f"urn:x:place{n % 7}"}
    own = made(f"{sys.argv[3]}-{n}", epcList=things, readPoint=place, bizStep=f"urn:x:step{n % 5}")
    put(store, own, made(f"shared-{n}", readPoint=place), at=n)
store.close()
"""


@pytest.fixture
def store(address: str) -> Iterator[EventStore]:
    """Open a store on a database of its own."""
    with closing(PostgresStore(address)) as opened:
        yield opened


def cut_off(address: str) -> None:
    """End all connections to a database, as a server does that stops."""
    sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
    with psycopg.connect(address.replace(name_in(address), "postgres")) as connection:
        connection.execute(sql, (name_in(address),))


# ---------------------------------------------------------------- connections that are lost


def test_a_lost_connection_is_renewed(store: EventStore, address: str) -> None:
    """Reading and writing go on after all connections were ended between two of them."""
    put(store, made(1))
    for number in (2, 3):
        assert store.log_size() == number - 1
        cut_off(address)
        assert len(store.by_id("urn:x:1")) == 1
        cut_off(address)
        assert put(store, made(number))[0].seq == number
    check_books(store)


def test_a_transaction_whose_connection_is_lost_leaves_nothing(store: EventStore, address: str) -> None:
    """What was not acknowledged is not there, and sending it again stores it."""

    def interrupted() -> None:
        with store.writing() as writing:
            writing.append([made(1)], 0)
            cut_off(address)
            writing.append([made(2)], 0)

    with pytest.raises(StoreError, match="sending again is harmless"):
        interrupted()
    assert store.log_size() == 0
    assert [one.seq for one in put(store, made(1), made(2))] == [1, 2]
    check_books(store)


def test_a_failure_that_nobody_minded_is_not_acknowledged(store: EventStore) -> None:
    """PostgreSQL answers to COMMIT after a failed statement that it rolled back: so it is said, and nothing stays."""

    def careless() -> None:
        with store.writing() as writing:
            writing.append([made(1)], 0)
            with suppress(psycopg.Error):
                writing._connection.execute("SELECT 1 / 0")  # type: ignore[attr-defined]

    with pytest.raises(StoreError, match="not carried out"):
        careless()
    assert store.log_size() == 0
    assert put(store, made(1))[0].seq == 1


@contextmanager
def swallowing(server: Server, place: Path) -> Iterator[str]:
    """Stand before a server and swallow its answers to COMMIT, which it carries out; yield the folder to connect to."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(place / ".s.PGSQL.5432"))
    listener.listen()
    sockets = [listener]

    def serve() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            behind = socket.socket(socket.AF_UNIX)
            behind.connect(str(server.folder / ".s.PGSQL.5432"))
            sockets.extend((client, behind))
            threads.append(threading.Thread(target=pass_on, args=(client, behind)))
            threads[-1].start()

    def pass_on(client: socket.socket, behind: socket.socket) -> None:
        """Speak for one client, question by question."""
        answers = threading.Thread(target=_pour, args=(behind, client))
        answers.start()
        while said := _received(client):
            if b"COMMIT\0" in said:
                client.shutdown(socket.SHUT_RDWR)
            behind.sendall(said)
        behind.shutdown(socket.SHUT_WR)
        answers.join()

    threads = [threading.Thread(target=serve)]
    threads[0].start()
    yield str(place)
    listener.shutdown(socket.SHUT_RDWR)
    for thread in threads:
        thread.join()
    for one in sockets:
        one.close()


def _received(side: socket.socket) -> bytes:
    try:
        return side.recv(1 << 16)
    except OSError:
        return b""


def _pour(source: socket.socket, sink: socket.socket) -> None:
    while said := _received(source):
        try:
            sink.sendall(said)
        except OSError:
            continue


def test_a_commit_whose_answer_is_lost_is_not_acknowledged(server: Server, address: str) -> None:
    """The sender hears that it is not known; the events are there all the same, and sending again is harmless."""
    with (
        folder() as place,
        swallowing(server, place) as between,
        closing(PostgresStore(address.replace(str(server.folder), between))) as store,
    ):
        with pytest.raises(StoreError, match="Send it again") as lost:
            put(store, made(1))
        assert lost.value.findings[0].code == "store.postgres"
        deadline = time.monotonic() + 10
        while not store.log_size() and time.monotonic() < deadline:
            time.sleep(0.01)
    with closing(PostgresStore(address)) as store:
        assert [one.fate for one in put(store, made(1), made(2))] == [Fate.KNOWN, Fate.STORED]
        check_books(store)


def test_who_waits_too_long_for_a_turn_is_told(store: EventStore, address: str) -> None:
    """A writer that holds its transaction open makes others wait, and then say so; later they write."""
    with closing(PostgresStore(address)) as other:
        other._writer.connection.execute("SET lock_timeout TO '50ms'")
        with store.writing() as writing:
            writing.append([made(1)], 0)
            with pytest.raises(StoreError, match="Another process has been writing"):
                put(other, made(2))
        assert put(other, made(2))[0].seq == 2


@pytest.mark.slow
def test_a_server_that_stops_and_starts_is_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """While it is away, there are sentences; afterwards everything acknowledged is there and work goes on."""
    monkeypatch.setattr(readers, "PRIMARY_WAITS", 0.5)
    with running() as server:
        address = server.database()
        with closing(PostgresStore(f"{address}&connect_timeout=2")) as store:
            put(store, made(1))
            server.stop("immediate")
            for use in (lambda: put(store, made(2)), store.log_size):
                with pytest.raises(StoreError, match="server runs"):
                    use()
            server.start()
            assert store.log_size() == 1
            assert put(store, made(2))[0].seq == 2
            check_books(store)


# ---------------------------------------------------------------- several processes


@pytest.mark.slow
def test_processes_that_write_at_once_keep_one_ledger(address: str) -> None:
    """Three processes: no gap, no number given twice, and what all of them send is stored once."""
    tests = str(Path(__file__).parents[1])
    with ExitStack() as stack:
        names = ("a", "b", "c")
        processes = [
            stack.enter_context(subprocess.Popen([sys.executable, "-c", WRITER, tests, address, name]))
            for name in names
        ]
    assert [process.returncode for process in processes] == [0, 0, 0]
    with closing(PostgresStore(address)) as store:
        assert store.log_size() == 120
        assert [len(store.events_of(item(name))) for name in names] == [30, 30, 30]
        check_books(store)


# ---------------------------------------------------------------- replicas


@pytest.fixture(scope="module")
def pair() -> Iterator[tuple[Server, Server]]:
    """Run a primary and a replica that follows it."""
    with running() as primary, running(lambda server: server.copy(primary)) as replica:
        yield primary, replica


def held(replica: Server, address: str, how: str) -> None:
    """Let a replica stop (pause) or go on (resume) with what the primary sends it."""
    with psycopg.connect(replica.address("postgres"), autocommit=True) as connection:
        connection.execute(f"SELECT pg_wal_replay_{how}()".encode())


def caught_up(replica: Server, address: str, size: int) -> str:
    """Wait until a replica has a database with so many events, and return its address there."""
    there = replica.address(name_in(address))
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            with psycopg.connect(there) as connection:
                if connection.execute("SELECT count(*) FROM dicycle.event").fetchall() == [(size,)]:
                    return there
        except psycopg.Error:
            pass
        time.sleep(0.02)
    raise AssertionError("the replica does not follow")


def test_a_replica_is_never_read_staler_than_what_was_acknowledged(pair: tuple[Server, Server]) -> None:
    """A replica that lags behind is left aside until it has what this process wrote; then it is read again."""
    primary, replica = pair
    address = primary.database()
    with closing(PostgresStore(address)) as first:
        put(first, made(0))
    there = caught_up(replica, address, 1)
    with closing(PostgresStore(address, replicas=[there])) as store:
        for number in range(1, 6):
            held(replica, there, "pause")
            put(store, made(number))
            assert [len(store.by_id(f"urn:x:{number}")), store.counts()["events"]] == [1, number + 1]
            assert len(every_page(store, Query(), 2)) == number + 1
            held(replica, there, "resume")
            caught_up(replica, address, number + 1)
            assert len(store.events_of(item(number))) == 1
        check_books(store)


def test_a_replica_is_read_where_it_may_be(pair: tuple[Server, Server]) -> None:
    """Another process may read what a lagging replica has, but goes on with an answer only where all of it is."""
    primary, replica = pair
    address = primary.database()
    with closing(PostgresStore(address)) as writer:
        put(writer, made(0), made(1))
        there = caught_up(replica, address, 2)
        with closing(PostgresStore(address, replicas=[there])) as reader:
            assert reader.counts()["events"] == 2
            held(replica, there, "pause")
            put(writer, made(2), made(3))
            assert reader.counts()["events"] == 2
            assert reader.log_size() == 4
            first = writer.query(Query(), 1, until=None, after=None)
            rest = reader.query(Query(), 9, until=first.until, after=first.after)
            assert sorted(seqs([*first.events, *rest.events])) == [1, 2, 3, 4]
            held(replica, there, "resume")


def test_without_its_replica_the_primary_answers(pair: tuple[Server, Server]) -> None:
    """A replica that cannot be reached, or is none, changes no answer."""
    primary, _ = pair
    address = primary.database()
    nowhere = address.replace(str(primary.folder), f"{primary.folder}/none")
    with closing(PostgresStore(address, replicas=[f"{nowhere}&connect_timeout=1", address])) as store:
        put(store, made(1))
        assert len(store.by_id("urn:x:1")) == 1
        assert store.counts()["events"] == 1


def test_a_replica_cannot_be_written(pair: tuple[Server, Server]) -> None:
    """Who names a replica as the ledger is told to name the primary."""
    primary, replica = pair
    address = primary.database()
    PostgresStore(address).close()
    with closing(PostgresStore(caught_up(replica, address, 0))) as store, pytest.raises(StoreError, match="primary"):
        put(store, made(1))
