"""What every store promises about the log of its events, who sent them, and small records (cards)."""

from collections.abc import Callable
from typing import Any

import pytest
from contract.appending import broken
from contract.books import INHERITED, item, made, put
from contract.keeping import say, vocabulary
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from dicycle.errors import StoreError
from dicycle.ledger.integrity.entries import entry_of
from dicycle.ledger.integrity.merkle import Frontier
from dicycle.ledger.predicates import Column, OneOf, Query
from dicycle.ledger.store import Checkpoint, EventStore, Fate, MasterElement

MAKER, YARD = "https://id.gs1.org/417/9521234000013", "https://id.gs1.org/417/9529876000019"
SITE, LINE = "https://id.gs1.org/414/9521234000013", "https://id.gs1.org/414/9529876000019"


def sent(store: EventStore, *names: int | str, by: str = "", at: int = 0) -> None:
    """Store events that an organisation sent."""
    with store.writing() as writing:
        writing.append([made(name) for name in names], at, reporter=by)


def noting(size: int, root: bytes, time: int) -> str:
    """Sign nothing: say what is to be signed."""
    return f"{size} {root.hex()} {time}"


def root_of(entries: list[bytes]) -> bytes:
    """Return the root over entries by somebody else's tree."""
    tree = InmemoryTree(algorithm="sha256")
    for entry in entries:
        tree.append_entry(entry)
    return bytes(tree.get_root()) if entries else Frontier().root()


def copied(source: EventStore, target: EventStore, step: int = 100) -> None:
    """Give another store all events as they are."""
    sealed = list(source.sealed())
    for start in range(0, len(sealed), step):
        with target.writing() as writing:
            writing.restore(sealed[start : start + step])


class Proving:
    """To be inherited with the fixtures `store`, `reopen` and `new_store`."""

    # ------------------------------------------------------------ the log

    def test_a_new_log_is_empty(self, store: EventStore) -> None:
        """Without events there are no entries, no subtrees and no checkpoints."""
        assert store.log_size() == 0
        assert store.hashes(0, 0, 10) == store.hashes(8, 0, 10) == []
        assert (store.checkpoint(), store.checkpoints(0, 10), list(store.sealed())) == (None, [], [])

    def test_an_entry_is_the_digest_of_what_is_given_back(self, store: EventStore) -> None:
        """The log holds the SHA-256 of each event's JSON, and of who sent it if that is known."""
        sent(store, 1, 2, at=1_000_000)
        sent(store, 3, by=MAKER, at=2_000_000)
        sealed = list(store.sealed())
        assert [(one.event.seq, one.reporter) for one in sealed] == [(1, ""), (2, ""), (3, MAKER)]
        assert [one.entry for one in sealed] == [entry_of(one.event, one.reporter) for one in sealed]
        assert store.hashes(0, 0, 3) == [one.entry for one in sealed]
        assert [one.event.seq for one in store.sealed(2)] == [3]
        assert entry_of(sealed[2].event) != sealed[2].entry

    def test_what_is_known_already_makes_no_new_entry(self, store: EventStore) -> None:
        """Sending again, a conflict and an undone transaction leave the log as it was."""
        sent(store, 1, 2)
        before = store.hashes(0, 0, 9)
        put(store, made(1), made(2, action="ADD"))
        broken(store, lambda writing: writing.append([made(3)], 0))
        assert (store.log_size(), store.hashes(0, 0, 9)) == (2, before)
        sent(store, 4)
        assert Frontier.restore(3, store.hashes).root() == root_of(store.hashes(0, 0, 3))

    @settings(max_examples=6, suppress_health_check=INHERITED)
    @given(st.lists(st.sampled_from([1, 2, 200, 255, 256, 257, 300, 600]), min_size=1, max_size=5))
    def test_the_root_is_that_of_an_independent_tree(
        self, new_store: Callable[[], EventStore], sizes: list[int]
    ) -> None:
        """However events came together, the tree over them is RFC 6962's, and subtrees of 256 are kept."""
        store = new_store()
        store.sign_with(noting)
        count = 0
        for size in sizes:
            sent(store, *range(count, count + size))
            count += size
        entries = store.hashes(0, 0, count)
        assert len(store.hashes(8, 0, count)) == count // 256
        assert Frontier.restore(count, store.hashes).root() == root_of(entries)
        noted = store.checkpoints(0, 100)
        assert [one.note.split()[:2] for one in noted] == [
            [str(one.size), root_of(entries[: one.size]).hex()] for one in noted
        ]
        assert noted[-1].size == count
        store.close()

    def test_each_transaction_that_appends_has_a_checkpoint(
        self, store: EventStore, reopen: Callable[[], EventStore]
    ) -> None:
        """Captures are signed one by one; what stores nothing signs nothing; checkpoints outlive the process."""
        store.sign_with(noting)
        sent(store, 1, 2, at=1_000_000)
        sent(store, 2)
        say(store, vocabulary(item(1), name="A"))
        sent(store, 3, at=2_000_000)
        assert [(one.size, one.time) for one in store.checkpoints(0, 10)] == [(2, 1_000_000), (3, 2_000_000)]
        assert [one.size for one in store.checkpoints(2, 10)] == [3]
        assert [one.size for one in store.checkpoints(0, 1)] == [2]
        again = reopen()
        assert again.checkpoint() == store.checkpoint(3)
        assert again.checkpoint(1) is None
        sent(again, 4)
        assert again.checkpoint(4) is None

    def test_two_writers_grow_one_tree(self, store: EventStore, reopen: Callable[[], EventStore]) -> None:
        """Stores that write in turn into one ledger keep one log."""
        other = reopen()
        for number in range(6):
            sent(other if number % 2 else store, *(f"{number}-{n}" for n in range(100)))
        assert Frontier.restore(600, store.hashes).root() == root_of(other.hashes(0, 0, 600))
        assert len(store.hashes(8, 0, 9)) == 2

    def test_a_signature_that_fails_undoes_the_transaction(self, store: EventStore) -> None:
        """What cannot be signed is not acknowledged, and nothing of it stays."""

        def refuse(size: int, root: bytes, time: int) -> str:
            raise StoreError.because("log.key-unreadable", "The key cannot be read.")

        store.sign_with(refuse)
        with pytest.raises(StoreError, match="key cannot be read"):
            sent(store, 1)
        assert store.log_size() == 0
        store.sign_with(None)
        sent(store, 1)
        assert store.log_size() == 1

    # ------------------------------------------------------------ moving

    def test_a_ledger_that_is_copied_has_the_same_log(
        self, store: EventStore, new_store: Callable[[], EventStore]
    ) -> None:
        """Events keep their places, record times, senders and entries; the root is the same."""
        for number in range(3):
            sent(store, *(f"{number}-{n}" for n in range(150)), by=[MAKER, "", YARD][number], at=number * 10)
        target = new_store()
        copied(store, target, 77)
        assert list(map(_plain, target.sealed())) == list(map(_plain, store.sealed()))
        assert Frontier.restore(450, target.hashes).root() == Frontier.restore(450, store.hashes).root()
        assert target.counts() == store.counts()
        assert put(target, made("2-0"))[0].fate is Fate.KNOWN
        target.close()

    def test_only_what_follows_is_restored(self, store: EventStore, new_store: Callable[[], EventStore]) -> None:
        """A gap or an overlap is refused, and nothing of it stays."""
        sent(store, 1, 2, 3)
        first, second, third = store.sealed()
        target = new_store()
        for wrong in ([second], [first, third], [first, first]):
            with pytest.raises(StoreError, match="does not follow"), target.writing() as writing:
                writing.restore(wrong)
        assert target.log_size() == 0
        target.close()

    def test_checkpoints_can_be_taken_along(self, store: EventStore) -> None:
        """A checkpoint that was signed elsewhere is kept as it is."""
        with store.writing() as writing:
            writing.put_checkpoint(Checkpoint(5, 7, "origin\n5\nroot\n"))
        assert store.checkpoint() == Checkpoint(5, 7, "origin\n5\nroot\n")

    # ------------------------------------------------------------ who sent it

    def test_events_are_found_by_who_sent_them(self, store: EventStore) -> None:
        """The organisation that sent an event is not in it, and is known all the same."""
        sent(store, 1, by=MAKER)
        sent(store, 2, by=YARD)
        sent(store, 3)
        for asked, expected in (((MAKER,), [1]), ((YARD, MAKER), [2, 1]), (("urn:x:nobody",), [])):
            page = store.query(Query((OneOf(Column.REPORTER, asked),)), 10, until=None, after=None)
            assert [one.seq for one in page.events] == expected

    # ------------------------------------------------------------ cards

    def test_cards_are_kept_by_box_and_key(self, store: EventStore, reopen: Callable[[], EventStore]) -> None:
        """A record replaces the one under its key, in its own box; boxes are read in the order of keys."""
        with store.writing() as writing:
            for box, key, body in (("a", "2", b"two"), ("a", "1", b"x"), ("b", "1", b"other"), ("a", "1", b"one")):
                writing.put_card(box, key, body)
        again = reopen()
        assert again.cards("a") == [("1", b"one"), ("2", b"two")]
        assert again.cards("a", 1) == [("1", b"one")]
        assert again.cards("a", 5, "1") == [("2", b"two")]
        assert (again.card("b", "1"), again.card("b", "2"), again.cards("c")) == (b"other", None, [])
        with store.writing() as writing:
            writing.put_card("a", "1", None)
            writing.put_card("a", "9", None)
        assert again.cards("a") == [("2", b"two")]

    def test_keys_of_cards_come_in_the_order_of_their_bytes(self, store: EventStore) -> None:
        """Capitals, digits, umlauts and characters beyond the first plane have one order in every store."""
        keys = ["a", "B", "10", "9", "ä", "电", "\U0001f50b", "", "a b", "a/b"]
        with store.writing() as writing:
            for key in keys:
                writing.put_card("box", key, key.encode())
        assert [key for key, _ in store.cards("box")] == sorted((k for k in keys if k), key=str.encode)

    def test_a_card_of_an_undone_transaction_is_not_there(self, store: EventStore) -> None:
        """Cards come and go with their transaction."""
        broken(store, lambda writing: writing.put_card("a", "1", b"x"))
        assert store.card("a", "1") is None

    # ------------------------------------------------------------ master data

    def test_master_data_is_told_whole(self, store: EventStore) -> None:
        """All that was said of places and classes can be read back, children in their canonical form."""
        elements = [
            {"id": SITE, "attributes": [{"id": "dcy:name", "attribute": "Yard"}], "children": ["urn:x:gate", LINE]},
            {"id": "urn:epc:id:sgln:9529876.00001.0"},
        ]
        vocabularies: list[dict[str, Any]] = [{"type": "urn:x:places", "vocabularyElementList": elements}]
        say(store, vocabularies)
        assert list(store.master_data()) == [
            MasterElement(SITE, "urn:x:places", {"dcy:name": "Yard"}, ("urn:x:gate", LINE)),
            MasterElement(LINE, "urn:x:places", {}),
        ]


def _plain(sealed: Any) -> tuple[Any, ...]:
    one = sealed.event
    return (one.seq, one.event_time, one.record_time, one.body, one.context, sealed.reporter, sealed.entry)
