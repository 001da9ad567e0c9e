"""The register beside the events of a ledger: nothing is written over, and it is compiled anew when something came."""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
from agreements.registering import record
from postgres_server import Ledgers, running

from dicycle.agreements.agreements import Agreements
from dicycle.agreements.document import Document
from dicycle.agreements.model import Entity, Head, Quote, Release
from dicycle.agreements.register.model import Kept
from dicycle.agreements.register.shelf import DOCUMENT, JUDGEMENT, RELEASE, Original, Shelf
from dicycle.errors import InvalidInput, NotFound
from dicycle.ledger.store import EventStore
from dicycle.storage.postgres import PostgresStore
from dicycle.storage.sqlite import SQLiteStore

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
TEXT = "Example Motors and Muster Cells signed a contract on 19 March 2024. They told the press of number {}."
Open = Callable[[], EventStore]


class Fixed:
    """Reads the same agreement between the same two firms out of every document."""

    name = "fixed"

    def __init__(self) -> None:
        self.read = 0

    def extract(self, document: Document) -> Release:
        """Return one contract, signed by the first and the second firm."""
        self.read += 1
        a, b = Quote(0, 14, document.text[:14]), Quote(19, 31, document.text[19:31])
        firms = (Entity("e1", a.text, "company", (a,)), Entity("e2", b.text, "company", (b,)))
        head = Head(document.name, document.sha256, document.language, len(document.text), document.published)
        made = record("r1", "e1", "e2")
        signed = Quote(32, 49, document.text[32:49])
        parties = tuple(
            msgspec.structs.replace(one, name=quote.text, evidence=(quote,))
            for one, quote in zip(made.parties, (a, b), strict=True)
        )
        kind = msgspec.structs.replace(made.kind, evidence=(signed,))
        status = msgspec.structs.replace(made.status, evidence=(signed,))
        day = msgspec.structs.replace(made.date, evidence=(Quote(53, 66, document.text[53:66]),))
        made = msgspec.structs.replace(made, kind=kind, status=status, parties=parties, date=day)
        return Release(head, "fixed", firms, (made,))


def text(number: int) -> bytes:
    """Return a document of a number."""
    return TEXT.format(number).encode()


def register(store: EventStore, moment: datetime = NOON, **more: Any) -> Agreements:
    """Return the register of a store, with a clock that stands still."""
    return Agreements(store, more.get("extractor", Fixed()), lambda: moment)


@pytest.fixture(scope="module")
def ledgers() -> Iterator[Ledgers]:
    """Run a PostgreSQL server."""
    with running() as server:
        yield Ledgers(server)


@pytest.fixture(params=["sqlite", "postgres"])
def opening(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Open one and the same ledger as often as is asked, in both kinds of store."""
    opened: list[EventStore] = []
    ledgers = request.getfixturevalue("ledgers") if request.param == "postgres" else None
    address = ledgers.take() if ledgers else ""

    def open_one() -> EventStore:
        opened.append(PostgresStore(address) if address else SQLiteStore(tmp_path / "loop.db"))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()
    if ledgers:
        ledgers.give(address)


def test_a_document_is_read_once(opening: Open) -> None:
    """The same bytes again are known, by any name; they are in the register as they were given."""
    reader = Fixed()
    agreements = register(opening(), extractor=reader)
    first, again = agreements.read(text(1), "one.txt", by="anna"), agreements.read(text(1), "other.txt")
    assert (first.new, again.new, reader.read) == (True, False, 1)
    assert first.entries == again.entries == (agreements.register().entries[0].id,)
    original, reading = agreements.document(first.release.head.sha256)
    assert (original.name, original.by, reading.document.text) == ("one.txt", "anna", text(1).decode())


def test_a_new_reading_replaces_the_old_and_keeps_it(opening: Open) -> None:
    """`again` reads anew; both readings are there, though the clock stood still."""
    agreements = register(opening())
    taken = agreements.read(text(1), "one.txt")
    assert agreements.read(text(1), "one.txt", again=True).new
    assert len(agreements.history(taken.release.head.sha256)) == 2
    assert (len(agreements.releases()), len(agreements.register().entries)) == (1, 1)


def test_two_that_write_in_turn_see_each_other(opening: Open) -> None:
    """What another process took in is there at once, also where its clock is an hour late."""
    early, late = register(opening()), register(opening(), NOON.replace(hour=11))
    early.read(text(1), "one.txt")
    assert not late.read(text(1), "one.txt").new
    late.read(text(2), "two.txt")
    early.read(text(3), "three.txt")
    names = [one.release.head.name for one in early.releases()]
    assert names == ["one.txt", "two.txt", "three.txt"]
    assert early.register() == late.register()


def test_many_threads_lose_nothing(opening: Open) -> None:
    """Two registers of one ledger, many threads, documents in common: each is there once."""
    registers = [register(opening()), register(opening())]
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda at: registers[at % 2].read(text(at // 3), f"{at // 3}"), range(60)))
    assert sum(one.new for one in done) == 20
    assert {one.release.head.name for one in registers[0].releases()} == {str(number) for number in range(20)}
    assert registers[0].register() == registers[1].register()


def _fill(path: str, first: int) -> None:
    with_store = SQLiteStore(Path(path))
    agreements = Agreements(with_store, Fixed())
    for number in range(first, first + 10):
        agreements.read(text(number), str(number))
    with_store.close()


def test_two_processes_add_at_once(tmp_path: Path) -> None:
    """Two processes that read overlapping documents into one ledger leave each of them once."""
    path = tmp_path / "loop.db"
    SQLiteStore(path).close()
    spawning = multiprocessing.get_context("spawn")
    workers = [spawning.Process(target=_fill, args=(str(path), first)) for first in (0, 5)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    store = SQLiteStore(path)
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert len(store.cards(RELEASE)) == len(store.cards(DOCUMENT)) == 15
    store.close()


def test_a_judgement_is_taken_back_by_unsure(opening: Open) -> None:
    """Held apart, two tellings are two entries; taken back, they are one again, and all of it stays on record."""
    store = opening()
    agreements = register(store)
    agreements.read(text(1), "one.txt", by="anna")
    agreements.read(text(2), "two.txt")
    entry = agreements.register().entries[0]
    agreements.judge("record", entry.id, entry.also[0], "different", by="anna")
    assert len(agreements.register().entries) == 2
    assert [one.verdict for one in agreements.candidates(decided=True)] == ["different"]
    assert agreements.candidates() == []
    agreements.judge("record", entry.id, entry.also[0], "unsure")
    assert agreements.register().entries == (entry,)
    assert [one.verdict for one in register(opening()).judgements()] == ["different", "unsure"]
    assert len(store.cards(JUDGEMENT)) == 2


def test_the_register_is_compiled_only_when_something_came(opening: Open) -> None:
    """Asked twice it is the same object; after growth by somebody else it is another."""
    agreements, other = register(opening()), register(opening())
    agreements.read(text(1), "one.txt")
    first = agreements.register()
    assert agreements.register() is first
    other.read(text(2), "two.txt")
    assert agreements.register() is not first
    assert agreements.entry(first.entries[0].id).sources != first.entries[0].sources


def test_cards_of_a_newer_version_do_no_harm(opening: Open) -> None:
    """Fields that are unknown are left aside; a card that cannot be understood is named, and the rest is read."""
    store = opening()
    register(store).read(text(1), "one.txt")
    key, body = store.cards(RELEASE)[0]
    later = msgspec.json.decode(body)
    later["mood"] = "hopeful"
    later["release"]["head"] |= {"sha256": "f" * 64, "name": "two.txt", "stars": 5}
    strange = msgspec.json.decode(msgspec.json.encode(later))
    strange["release"]["head"]["language"] = "tlh"
    with store.writing() as writing:
        writing.put_card(RELEASE, "9" + key[1:], msgspec.json.encode(later))
        writing.put_card(RELEASE, "99" + key[2:], msgspec.json.encode(strange))
        writing.put_card(JUDGEMENT, f"{7:017d}-strange", b"no JSON")
    agreements = register(store)
    assert [one.release.head.name for one in agreements.releases()] == ["one.txt", "two.txt"]
    assert agreements.register().unreadable == ("99" + key[2:], f"{7:017d}-strange")
    assert agreements.read(text(3), "three.txt").new
    agreements.judge("value", agreements.register().entries[0].id, "date", "same", value="2024-03-20")
    assert agreements.register().entries[0].date == "2024-03-20"


def test_a_large_document_is_kept_whole(opening: Open) -> None:
    """Twenty megabytes come back as they were, and take little room."""
    data = text(1) + b"\n\nFurther notes follow." * 900_000
    store = opening()
    shelf, release = Shelf(store), register(store).read(text(1), "small.txt").release
    head = msgspec.structs.replace(release.head, sha256="e" * 64)
    big = Kept(0, msgspec.structs.replace(release, head=head), "2026-01-01T00:00:00+00:00")
    assert shelf.put((Original("big.txt", None, len(data), big.taken), data), big, 1)
    original = shelf.original("e" * 64)
    assert original is not None
    assert (len(data) > 20_000_000, original[1] == data) == (True, True)
    assert len(store.card(DOCUMENT, "e" * 64) or b"") < 1_000_000


@pytest.mark.parametrize(
    ("matter", "one", "other", "more", "wrong"),
    [
        ("record", "a000", "a001", {}, NotFound),
        ("party", "p000", "p001", {}, NotFound),
        ("value", "a000", "date", {"value": "2024-01-01"}, NotFound),
        ("value", "ENTRY", "mood", {"value": "hopeful"}, InvalidInput),
        ("value", "ENTRY", "date", {"value": "in May"}, InvalidInput),
        ("value", "ENTRY", "kind", {"value": ["contract"]}, InvalidInput),
        ("value", "ENTRY", "investment", {"value": "lots"}, InvalidInput),
        ("value", "PARTY", "lei", {"value": "506700GE1G29325QX364"}, InvalidInput),
        ("record", "ENTRY", "ENTRY", {}, InvalidInput),
    ],
)
def test_a_judgement_about_nothing_is_refused(
    tmp_path: Path, matter: Any, one: str, other: str, more: dict[str, Any], wrong: type[Exception]
) -> None:
    """Ids of nothing, one thing against itself and values that a field cannot have are refused, and nothing is kept."""
    store = SQLiteStore(tmp_path / "loop.db")
    agreements = register(store)
    agreements.read(text(1), "one.txt")
    known = {"ENTRY": agreements.register().entries[0].id, "PARTY": agreements.register().organisations[0].id}
    with pytest.raises(wrong):
        agreements.judge(matter, known.get(one, one), known.get(other, other), "same", **more)
    assert agreements.judgements() == []
    store.close()


def test_what_is_no_document_is_not_kept(tmp_path: Path) -> None:
    """A file that cannot be read leaves no card."""
    store = SQLiteStore(tmp_path / "loop.db")
    with pytest.raises(InvalidInput):
        register(store).read(b"\x00\x01\x02" * 50, "noise.bin")
    assert store.boxes() == []
    store.close()


def test_an_entry_leads_to_its_documents(tmp_path: Path) -> None:
    """Each source of an entry is a record of a release that is there; unknown ones are not found."""
    store = SQLiteStore(tmp_path / "loop.db")
    agreements = register(store)
    agreements.read(text(1), "one.txt")
    agreements.read(text(2), "two.txt")
    found = list(agreements.quoting(agreements.register().entries[0]))
    assert [(record, release.head.name) for record, release in found] == [("r1", "one.txt"), ("r1", "two.txt")]
    assert agreements.total().counted == ()
    with pytest.raises(NotFound):
        agreements.document("0" * 64)
    with pytest.raises(NotFound):
        agreements.chain(region="Nowhere in particular")
    assert agreements.export("csv", BytesIO()) == 1
    store.close()
