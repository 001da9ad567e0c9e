"""What every store promises about appending: conventions 1 to 3."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from contract.books import check_books, event, incoming, item, made, put, seqs

from dicycle.errors import StoreError
from dicycle.ledger.predicates import Query
from dicycle.ledger.store import EventStore, Fate, ImportProgress, Job, Writing

DECLARED = {"declarationTime": "2026-02-01T00:00:00Z", "reason": "incorrect_data"}


class Breakdown(Exception):
    """Something that goes wrong in the middle of a transaction."""


def broken(store: EventStore, work: Callable[[Writing], object]) -> None:
    """Do work in a transaction that breaks after it."""

    def fail(writing: Writing) -> None:
        work(writing)
        raise Breakdown

    with pytest.raises(Breakdown), store.writing() as writing:
        fail(writing)


class Appending:
    """To be inherited with the fixtures `store` and `reopen`."""

    def test_a_new_ledger_is_empty(self, store: EventStore) -> None:
        """Nothing is in a ledger that nobody wrote to."""
        check_books(store)
        assert list(store.events()) == []
        assert store.query(Query(), 10, until=None, after=None).events == []
        assert store.counts()["last_record_time"] is None

    def test_what_is_stored_is_given_back(self, store: EventStore) -> None:
        """An event comes back with its body, its context, its moments and its place."""
        sent = made(1, **{"ex:note": 'ü"\\', "eventTime": "2026-01-02T03:04:05.678+08:00"})
        [outcome] = put(store, sent, at=77)
        [found] = store.by_id("urn:x:1")
        assert outcome == ("urn:x:1", Fate.STORED, 1)
        assert (found.body, found.context, found.seq) == (sent.body, sent.context, 1)
        assert (found.event_time, found.record_time) == (sent.time, 77)

    def test_sending_again_is_harmless(self, store: EventStore) -> None:
        """The same content under the same id is known, with its first place, in any spelling of it."""
        put(store, made(1, quantityList=[{"epcClass": "urn:x:c", "quantity": 12.5}]), made(2))
        turned = dict(reversed(event(1, quantityList=[{"quantity": 12.50, "epcClass": "urn:x:c"}]).items()))
        assert put(store, made(2), incoming(turned), made(2), at=9) == [
            ("urn:x:2", Fate.KNOWN, 2),
            ("urn:x:1", Fate.KNOWN, 1),
            ("urn:x:2", Fate.KNOWN, 2),
        ]
        assert len(list(store.events())) == 2

    def test_an_id_taken_by_other_content_is_a_conflict(self, store: EventStore) -> None:
        """The first content stays; the conflict names the event that has the id; what stands beside is stored."""
        put(store, made(1))
        outcomes = put(store, made(2), made(1, bizStep="shipping"), made(3))
        assert [(one.fate, one.seq) for one in outcomes] == [(Fate.STORED, 2), (Fate.CONFLICT, 1), (Fate.STORED, 3)]
        assert "bizStep" not in store.by_id("urn:x:1")[0].value

    def test_a_conflict_within_one_batch_is_found(self, store: EventStore) -> None:
        """Two contents under one id in one batch: the first is stored, the other is a conflict."""
        outcomes = put(store, made(1), made(1, action="ADD"), made(1))
        assert [(one.fate, one.seq) for one in outcomes] == [(Fate.STORED, 1), (Fate.CONFLICT, 1), (Fate.KNOWN, 1)]
        check_books(store)

    @pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 3, 1)])
    def test_all_or_none_stores_none_if_one_conflicts(self, store: EventStore, order: Any) -> None:
        """One conflict anywhere, in the ledger or within the batch, and nothing of the batch is stored."""
        put(store, made(3))
        batch = [made(number, bizStep="shipping") for number in order]
        assert Fate.CONFLICT in [one.fate for one in put(store, *batch, all_or_none=True)]
        inner = [made(number, action="ADD" if at == 3 else "OBSERVE") for at, number in enumerate([4, 5, 6, 4])]
        assert Fate.CONFLICT in [one.fate for one in put(store, *inner, all_or_none=True)]
        assert [one.event_id for one in store.events()] == ["urn:x:3"]
        check_books(store)

    def test_all_or_none_stores_all_if_none_conflicts(self, store: EventStore) -> None:
        """Known events do not stand in the way of new ones."""
        put(store, made(1))
        outcomes = put(store, made(1), made(2), made(2), all_or_none=True)
        assert [one.fate for one in outcomes] == [Fate.KNOWN, Fate.STORED, Fate.KNOWN]

    def test_another_meaning_of_a_prefix_is_other_content(self, store: EventStore) -> None:
        """The same words under another namespace conflict with the first."""
        one = {"@context": [{"ex": "https://one.example/"}], **event(1, **{"ex:a": 1})}
        same = {"@context": {"ex": "https://one.example/"}, **event(1, **{"ex:a": 1})}
        other = {"@context": [{"ex": "https://other.example/"}], **event(1, **{"ex:a": 1})}
        outcomes = put(store, incoming(one), incoming(same), incoming(other))
        assert [outcome.fate for outcome in outcomes] == [Fate.STORED, Fate.KNOWN, Fate.CONFLICT]

    def test_numbers_are_told_apart_to_the_last_digit(self, store: EventStore) -> None:
        """Two amounts that differ in the 35th digit are two contents."""
        amounts = [f"0.{'1' * 34}{last}" for last in "12"]
        sent = [
            incoming(event(1)).body.replace(b'"action"', b'"ex:kg":' + kg.encode() + b',"action"') for kg in amounts
        ]
        events = [incoming(event(1))._replace(body=body) for body in sent]
        assert [one.fate for one in put(store, *events)] == [Fate.STORED, Fate.CONFLICT]

    def test_a_declaration_shares_the_id_of_its_event(self, store: EventStore) -> None:
        """Event and declarations stand under one id, in record order; the same declaration again is known."""
        declaration = made(1, errorDeclaration=DECLARED)
        further = made(1, errorDeclaration={**DECLARED, "correctiveEventIDs": ["urn:x:2"]})
        fates = [one.fate for one in put(store, made(1), declaration, declaration, further)]
        assert fates == [Fate.STORED, Fate.STORED, Fate.KNOWN, Fate.STORED]
        assert put(store, made(1))[0].fate is Fate.KNOWN
        assert [one.declares_error for one in store.by_id("urn:x:1")] == [False, True, True]
        check_books(store)

    def test_a_declaration_may_come_before_its_event(self, store: EventStore) -> None:
        """Records arrive in any order: a declaration does not take the id from its event."""
        fates = [one.fate for one in put(store, made(1, errorDeclaration=DECLARED), made(1))]
        assert fates == [Fate.STORED, Fate.STORED]

    def test_places_in_record_order_are_dense(self, store: EventStore, reopen: Callable[[], EventStore]) -> None:
        """Places count from 1 without a gap, whatever was known, refused, undone or reopened between."""
        put(store, made(1), made(2), made(1))
        put(store, made(2, action="ADD"), made(3))
        broken(store, lambda writing: writing.append([made(4)], 0))
        put(store, made(5), made(1, action="ADD"), all_or_none=True)
        put(reopen(), made(6), made(3))
        assert [one.event_id for one in store.events()] == [f"urn:x:{number}" for number in (1, 2, 3, 6)]
        check_books(store)

    def test_record_time_never_falls(self, store: EventStore, reopen: Callable[[], EventStore]) -> None:
        """A clock that was set back does not take record time with it."""
        for number, at in enumerate([50, 40, 60, 10, 70]):
            put(reopen() if number == 3 else store, made(number), at=at)
        assert [one.record_time for one in store.events()] == [50, 50, 60, 60, 70]

    def test_a_transaction_that_breaks_leaves_nothing(self, store: EventStore) -> None:
        """Events, terms, jobs, names and progress: all of a broken transaction is undone, and later ones work."""
        put(store, made(0))
        events = [made(number, bizStep="ex:new", readPoint={"id": "geo:1,2"}) for number in (3, 2, 1)]

        def work(writing: Writing) -> None:
            writing.append(events, 0)
            writing.put_job(Job("j", 1, None, True, True, "rollback"), b"{}")
            writing.put_progress("file", ImportProgress(1, 1, "x"))
            writing.put_master_data([{"type": "urn:x:v", "vocabularyElementList": [{"id": "urn:x:here"}]}])

        broken(store, work)
        assert seqs(list(store.events())) == [1]
        assert (store.job("j"), store.progress("file"), store.words("biz_step")) == (None, None, [])
        assert store.item(item(1)) is None
        assert store.names(["urn:x:here"]) == {"urn:x:here": {}}
        put(store, *events)
        check_books(store)

    def test_several_appends_in_one_transaction_see_each_other(self, store: EventStore) -> None:
        """What the same transaction stored before is known in it."""
        with store.writing() as writing:
            first = writing.append([made(1), made(2)], 5)
            again = writing.append([made(2), made(3), made(1, action="ADD")], 3)
        assert [one.fate for one in (*first, *again)] == [
            *(Fate.STORED, Fate.STORED, Fate.KNOWN, Fate.STORED, Fate.CONFLICT),
        ]
        check_books(store)

    def test_everything_is_there_after_reopening(self, store: EventStore, reopen: Callable[[], EventStore]) -> None:
        """Closing and opening changes nothing: not the events, not what they are found by, not what is known."""
        put(store, *(made(number, bizStep="shipping") for number in range(20)), at=5)
        before = [(one.seq, one.body, one.context, one.record_time) for one in store.events()]
        counts = store.counts()
        store.close()
        again = reopen()
        assert [(one.seq, one.body, one.context, one.record_time) for one in again.events()] == before
        assert again.counts() == counts
        assert {one.fate for one in put(again, *(made(number, bizStep="shipping") for number in range(20)))} == {
            Fate.KNOWN
        }
        check_books(again)

    def test_many_events_of_one_batch_are_all_found(self, store: EventStore) -> None:
        """A batch of hundreds that share places and papers is indexed wholly."""
        shared = {"bizTransactionList": [{"type": "po", "bizTransaction": "urn:x:po"}], "readPoint": {"id": "geo:1,2"}}
        put(store, *(made(number, epcList=[item(number), item(number // 7 + 300)], **shared) for number in range(300)))
        check_books(store)
        assert all(one.seq < other.seq for one, other in pairwise(store.events()))

    def test_a_closed_store_says_so(self, store: EventStore) -> None:
        """Reading or writing after closing is a StoreError with a sentence."""
        put(store, made(1))
        store.close()
        for use in (store.counts, lambda: put(store, made(2)), lambda: store.by_id("urn:x:1"), lambda: store.item("x")):
            with pytest.raises(StoreError) as refused:
                use()
            assert refused.value.findings[0].sentence.endswith(".")
