"""The PostgreSQL store keeps the contract, and says why when a database cannot be a ledger."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import psycopg
import pytest
from contract.appending import Appending
from contract.books import check_books, event, incoming, made, put
from contract.concurrency import Concurrency
from contract.keeping import Keeping
from contract.parameters import Parameters
from contract.proving import Proving
from contract.querying import Querying
from postgres_server import Ledgers, Server, name_in

from dicycle.errors import StoreError
from dicycle.findings import Finding
from dicycle.ledger.predicates import Query, TermRange, Touches
from dicycle.ledger.query import parse_query
from dicycle.ledger.store import EventStore, Fate
from dicycle.ledger.terms import Role
from dicycle.storage import postgres
from dicycle.storage.postgres import PostgresStore


@pytest.fixture
def reopen(address: str) -> Iterator[Callable[[], EventStore]]:
    """Open the same database once more."""
    opened: list[EventStore] = []

    def open_again() -> EventStore:
        opened.append(PostgresStore(address))
        return opened[-1]

    yield open_again
    for store in opened:
        store.close()


@pytest.fixture
def store(reopen: Callable[[], EventStore]) -> EventStore:
    """Open a store on a database of its own."""
    return reopen()


@pytest.fixture
def new_store(ledgers: Ledgers) -> Callable[[], EventStore]:
    """Open an empty store, each time on a database that nobody uses."""

    class Lent(PostgresStore):
        """A store whose database is given back when it is closed."""

        def close(self) -> None:
            super().close()
            ledgers.give(self._writer._dsn)

    return lambda: Lent(ledgers.take())


class TestAppending(Appending):
    """Appending, on PostgreSQL."""


class TestKeeping(Keeping):
    """Things, names, jobs and imports, on PostgreSQL."""


class TestQuerying(Querying):
    """Queries, on PostgreSQL."""


class TestParameters(Parameters):
    """Every parameter of the standard, on PostgreSQL."""


class TestProving(Proving):
    """The log, senders and cards, on PostgreSQL."""


class TestConcurrency(Concurrency):
    """Several at once, on PostgreSQL."""


def why_not(address: str) -> Finding:
    """Return the finding with which a database is refused."""
    with pytest.raises(StoreError) as refused:
        PostgresStore(address)
    [finding] = refused.value.findings
    assert finding.sentence.endswith(".")
    assert finding.advice.endswith(".")
    return finding


def tables(address: str) -> list[str]:
    """Return the names of all tables of a database."""
    with psycopg.connect(address) as connection:
        sql = "SELECT tablename FROM pg_tables WHERE schemaname !~ '^(pg_|information_schema)' ORDER BY 1"
        return [name for (name,) in connection.execute(sql)]


def told(address: str, *statements: str) -> str:
    """Run statements in a database and return its address."""
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())
    return address


# ---------------------------------------------------------------- what can be a ledger


def test_a_database_of_another_application_is_refused_and_left_as_it_was(server: Server) -> None:
    """Nothing is made beside somebody else's tables."""
    address = told(server.database(), "CREATE TABLE theirs (a integer)")
    assert why_not(address).code == "store.not-a-ledger"
    assert tables(address) == ["theirs"]


def test_tables_of_extensions_are_nobodys(server: Server) -> None:
    """A database that has nothing but what an extension brought is as good as empty."""
    extension = "CREATE VIEW statements AS SELECT 1; ALTER EXTENSION plpgsql ADD VIEW statements"
    with closing(PostgresStore(told(server.database(), extension))) as store:
        assert put(store, made(1))[0].seq == 1


def test_a_ledger_of_a_newer_version_is_refused(server: Server) -> None:
    """A newer Dicycle's database is not touched by an older one."""
    address = server.database()
    PostgresStore(address).close()
    before = tables(told(address, "UPDATE dicycle.version SET number = 999"))
    assert why_not(address).code == "store.newer-version"
    assert tables(address) == before


def test_an_empty_database_becomes_one_ledger_whoever_comes_first(server: Server) -> None:
    """Several processes that open an empty database together make its tables once."""
    address = server.database()
    with ThreadPoolExecutor(5) as pool:
        stores = list(pool.map(lambda _: PostgresStore(address), range(5)))
    assert [put(store, made(number))[0].seq for number, store in enumerate(stores, 1)] == [1, 2, 3, 4, 5]
    for store in stores:
        store.close()


def test_why_a_server_or_database_cannot_be_used_is_said(server: Server) -> None:
    """No such database, no server, no right, no address: each has a sentence and what to do."""
    assert "does not exist" in why_not(server.address("nowhere")).sentence
    assert "server runs" in why_not("postgresql://127.0.0.1:1/none").advice
    server.run("CREATE ROLE guest LOGIN")
    assert "right" in why_not(server.database().replace("postgres@", "guest@")).advice
    assert "not the address" in why_not("postgresql://[").sentence


def test_a_password_is_not_told() -> None:
    """What is said of a server that cannot be reached has no password in it."""
    finding = why_not("postgresql://me:secret@127.0.0.1:1/none")
    assert finding.where == "postgresql://127.0.0.1:1/none"
    assert "secret" not in str(finding)


def test_without_the_driver_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has not installed psycopg is told how."""
    monkeypatch.setitem(sys.modules, "dicycle.storage.postgres.store", None)
    monkeypatch.delitem(sys.modules, "psycopg", raising=False)
    for name in [name for name in sys.modules if name.startswith("dicycle.storage.postgres.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install 'dicycle\[postgres\]'"):
        _ = postgres.PostgresStore


def test_commits_are_on_the_disk_whatever_the_database_says(address: str) -> None:
    """A database that is set to acknowledge early is not obeyed (convention 3)."""
    name = name_in(address)
    told(address, f"ALTER DATABASE {name} SET synchronous_commit TO off")
    with closing(PostgresStore(address)) as store:
        assert store._writer.connection.execute("SHOW synchronous_commit").fetchall() == [("on",)]
    told(address, f"ALTER DATABASE {name} RESET synchronous_commit")


# ---------------------------------------------------------------- texts that PostgreSQL does not take


def test_names_longer_than_an_index_takes_are_found(store: EventStore) -> None:
    """URIs of thousands of characters are told apart by their ends, as things, words, aliases and contexts."""
    long = "urn:x:" + "thing/" * 1000
    pairs = [{"dcy:item": f"{long}1", "dcy:alias": f"{long}alias"}]
    birth = event(1, action="ADD", epcList=[f"{long}1", f"{long}2"], bizStep=long, ilmd={"dcy:aliases": pairs})
    context = [{f"x{number}": f"https://{number}.example/" for number in range(500)}]
    put(store, incoming(birth), incoming({"@context": context, **event(2, epcList=[f"{long}2"])}))
    assert [len(store.events_of(f"{long}{n}")) for n in (1, 2, 3)] == [1, 2, 0]
    assert store.terms([1], 9, f"{long}1") == [f"{long}2"]
    assert [item.id for item in store.items(None, 9, None)] == [f"{long}2", f"{long}1"]
    assert (store.item_of_alias(f"{long}alias"), store.words("biz_step")) == (f"{long}1", [long])
    for prefix, count in ((long, 2), (f"{long}1", 1), (f"{long}3", 0)):
        asked = Query((Touches((Role.EPC,), (), (TermRange((prefix,)),)),))
        assert len(store.query(asked, 9, until=None, after=None).events) == count
    check_books(store)


def test_u0000_and_any_other_character_is_kept(store: EventStore) -> None:
    """PostgreSQL has no text with U+0000; a ledger has."""
    odd = "a\0b 电池 \U0001f50b"
    pairs = [{"dcy:item": "urn:x:1", "dcy:alias": odd}]
    sent = incoming(event(1, action="ADD", ilmd={"dcy:aliases": pairs, "ex:note": odd}))
    with store.writing() as writing:
        writing.append([sent], 0)
        writing.put_card(odd, odd, odd.encode())
        writing.put_master_data([{"type": odd, "vocabularyElementList": [{"id": odd}]}])
    assert store.by_id("urn:x:1")[0].body == sent.body
    assert (store.item_of_alias(odd), store.cards(odd)) == ("urn:x:1", [(odd, odd.encode())])
    assert [one.id for one in store.master_data()] == [odd]
    assert store.job(odd) is None
    assert store.has_term([1], odd) is False


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_the_encoding_of_the_database_does_not_matter(server: Server, encoding: str) -> None:
    """A database of another encoding keeps every character."""
    name = f"in_{encoding.lower()}"
    server.run(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING '{encoding}'")
    with closing(PostgresStore(server.address(name))) as store:
        sent = made(1, **{"ex:note": "电池"}, bizStep="urn:x:step")
        assert [one.fate for one in put(store, sent, sent)] == [Fate.STORED, Fate.KNOWN]
        assert store.by_id("urn:x:1")[0].body == sent.body
        with store.writing() as writing:
            writing.put_card("box", "电池", b"x")
        assert store.cards("box") == [("电池", b"x")]
        found = store.query(parse_query({"EQ_bizStep": ["urn:x:step"]}), 9, until=None, after=None)
        assert len(found.events) == 1
