"""What every store promises about things, names, jobs and imports."""

from collections.abc import Callable
from typing import Any

import pytest
from contract.books import GTIN, event, incoming, item, made, put

from dicycle.findings import Finding, Severity
from dicycle.ledger.store import EventStore, ImportProgress, Item, Job

CODE = "04QPE010012026G560000017"
URI = f"https://id.example.com/gbt34014/{CODE}"
VIN = "https://example.com/vin/WDB123"
KINDS = {
    "a serial item": (GTIN, item(1)),
    "a lot": (GTIN, f"{GTIN}/10/L1"),
    "a class itself": (GTIN, GTIN),
    "a serialised asset": ("https://id.gs1.org/8003/09521234000013", "https://id.gs1.org/8003/09521234000013A7"),
    "a serialised part": ("https://id.gs1.org/8010/9521234A", "https://id.gs1.org/8010/9521234A/8011/5"),
    "a class of somebody's own": ("https://example.com/class/a", "https://example.com/class/a"),
}


def vocabulary(id: str, /, **attributes: Any) -> list[dict[str, Any]]:
    """Return master data that says this of one id."""
    listed = [{"id": f"dcy:{name}", "attribute": value} for name, value in attributes.items()]
    return [{"type": "urn:epcglobal:epcis:vtype:EPCClass", "vocabularyElementList": [{"id": id, "attributes": listed}]}]


def say(store: EventStore, master_data: list[dict[str, Any]]) -> None:
    """Store master data in a transaction of its own."""
    with store.writing() as writing:
        writing.put_master_data(master_data)


def aliased(name: int, *aliases: str) -> Any:
    """Return the birth of an item that has other names."""
    pairs = [{"dcy:item": item(name), "dcy:alias": alias} for alias in aliases]
    return incoming(event(name, action="ADD", ilmd={"dcy:aliases": pairs}))


class Keeping:
    """To be inherited with the fixtures `store` and `reopen`."""

    # ------------------------------------------------------------ things

    def test_events_of_a_thing_come_by_event_time(self, store: EventStore) -> None:
        """A thing's life is told in the order it was lived, late records in their place."""
        days = [3, 1, 2, 1]
        put(store, *(made(n, eventTime=f"2026-01-0{day}T00:00:00Z", epcList=[item("a")]) for n, day in enumerate(days)))
        assert [one.seq for one in store.events_of(item("a"))] == [2, 4, 3, 1]
        assert [one.seq for one in store.events_of(item("a"), latest=2)] == [3, 1]
        assert store.events_of(item("b")) == []

    def test_an_event_that_names_a_thing_twice_is_told_once(self, store: EventStore) -> None:
        """A thing that goes in and comes out of one run has one event."""
        both = {"type": "TransformationEvent", "inputEPCList": [item(1)], "outputEPCList": [item(1), item(2)]}
        value = {key: one for key, one in event(1).items() if key not in ("action", "epcList", "type")}
        put(store, incoming(value | both))
        assert len(store.events_of(item(1))) == 1

    def test_things_and_lots_are_listed_newest_first(self, store: EventStore) -> None:
        """Each once, in pages, none before it was met."""
        for number in range(5):
            put(store, made(number))
        put(store, made(9, epcList=[], quantityList=[{"epcClass": f"{GTIN}/10/L1"}], readPoint={"id": "geo:1,2"}))
        first = store.items(None, 4, None)
        rest = store.items(None, 4, first[-1].number)
        assert [one.id for one in (*first, *rest)] == [f"{GTIN}/10/L1", *(item(n) for n in (4, 3, 2, 1, 0))]
        assert store.item("geo:1,2") is None

    def test_terms_and_words_are_those_in_use(self, store: EventStore) -> None:
        """Terms of a kind come once, in text order, page by page; words are the distinct ones of a column."""
        steps = ["shipping", "receiving", "shipping"]
        put(store, *(made(n, bizStep=step, readPoint={"id": f"urn:x:p{n % 2}"}) for n, step in enumerate(steps)))
        assert store.terms([3], 10, "") == ["urn:x:p0", "urn:x:p1"]
        assert store.terms([3], 1, "urn:x:p0") == ["urn:x:p1"]
        assert store.terms([1, 3], 3, "") == [item(0), item(1), item(2)]
        assert store.terms([1, 2, 3], 10, item(2)) == ["urn:x:p0", "urn:x:p1"]
        assert (store.words("biz_step"), store.words("type")) == (["receiving", "shipping"], ["ObjectEvent"])
        assert store.words("disposition") == []

    def test_counts_tell_the_state_of_the_ledger(self, store: EventStore) -> None:
        """Events in all, by type, by step, and the first and last moments."""
        put(store, made(1, bizStep="shipping"), made(2, eventTime="2026-01-03T00:00:00Z"), at=10)
        put(store, made(3, bizStep="shipping", eventTime="2025-01-01T00:00:00Z"), at=20)
        counts = store.counts()
        assert (counts["events"], counts["by_type"], counts["by_step"]) == (3, {"ObjectEvent": 3}, {"shipping": 2})
        assert (counts["last_event_time"] - counts["first_event_time"]) == 367 * 86_400_000_000
        assert counts["last_record_time"] == 20

    # ------------------------------------------------------------ other names

    def test_a_battery_code_names_its_thing_with_or_without_its_uri(self, store: EventStore) -> None:
        """A GB/T 34014 code is found by its URI and by the bare code that stands on the label."""
        put(store, aliased(1, URI, VIN))
        assert [store.item_of_alias(name) for name in (URI, CODE, VIN)] == [item(1)] * 3
        assert store.aliases_of(item(1)) == sorted([URI, VIN])
        assert (store.item_of_alias("urn:x:none"), store.aliases_of(item(2))) == (None, [])

    def test_the_first_thing_keeps_its_alias(self, store: EventStore) -> None:
        """An alias names one thing: a later claim to it changes nothing."""
        put(store, aliased(1, URI))
        put(store, aliased(2, URI, VIN))
        assert (store.item_of_alias(CODE), store.item_of_alias(VIN)) == (item(1), item(2))

    # ------------------------------------------------------------ master data

    @pytest.mark.parametrize("first", ["names", "things"])
    @pytest.mark.parametrize("kind", KINDS)
    def test_a_category_reaches_its_things_whichever_comes_first(
        self, store: EventStore, reopen: Callable[[], EventStore], kind: str, first: str
    ) -> None:
        """Master data before or after its things, from this process or another: the category is the same."""
        cls, thing = KINDS[kind]
        say(store, vocabulary("urn:x:other", category="residue"))
        birth = made("b", epcList=[thing, "https://example.com/class/ab", f"{GTIN}0"])
        if first == "names":
            say(reopen(), vocabulary(cls, category="pack"))
        put(store, birth)
        if first == "things":
            say(reopen(), vocabulary(cls, category="pack"))
        assert [one.id for one in store.items("pack", 10, None)] == [thing]
        found = store.item(thing)
        assert found is not None
        assert found.category == "pack"
        assert store.counts()["items"] == {"pack": 1}

    def test_a_category_does_not_reach_what_only_starts_alike(self, store: EventStore) -> None:
        """A path below a class of somebody's own is no instance of it, whichever comes first."""
        below = "https://example.com/class/a/b"
        put(store, made(1, epcList=[below]))
        say(store, vocabulary("https://example.com/class/a", category="pack"))
        put(store, made(2, epcList=[below + "c"]))
        assert store.items("pack", 10, None) == []

    def test_a_later_word_replaces_the_earlier(self, store: EventStore) -> None:
        """Names and categories are as last told; a thing has its class's names and its own on top."""
        put(store, made(1))
        say(store, vocabulary(GTIN, category="cell", name="Cell", chemistry="NMC"))
        say(store, vocabulary(GTIN, category="pack", name="Pack"))
        say(store, vocabulary(item(1), name="Pack one"))
        assert store.names([item(1), GTIN, "urn:x:none"]) == {
            item(1): {"dcy:category": "pack", "dcy:name": "Pack one"},
            GTIN: {"dcy:category": "pack", "dcy:name": "Pack"},
            "urn:x:none": {},
        }
        assert [one.id for one in store.items("pack", 9, None)] == [item(1)]
        assert store.items("cell", 9, None) == []

    def test_names_are_found_under_either_syntax(self, store: EventStore) -> None:
        """Master data about a URN names the canonical thing."""
        say(store, vocabulary("urn:epc:id:sgln:9521234.00001.0", name="Yard"))
        assert store.names(["https://id.gs1.org/414/9521234000013"])["https://id.gs1.org/414/9521234000013"] == {
            "dcy:name": "Yard"
        }

    def test_an_item_says_what_is_known_of_it(self, store: EventStore) -> None:
        """A thing has a number, its canonical id, and a category if its class has one."""
        put(store, made(1))
        found = store.item(item(1))
        assert isinstance(found, Item)
        assert (found.id, found.category) == (item(1), None)
        assert found in store.items(None, 10, None)

    # ------------------------------------------------------------ jobs and imports

    def test_a_job_is_kept_until_it_is_finished(self, store: EventStore, reopen: Callable[[], EventStore]) -> None:
        """A job is unfinished, with its document, until it is put as finished; reopening does not change that."""
        jobs = [Job(f"j{n}", n, None, running=True, success=True, behaviour="rollback") for n in range(3)]
        with store.writing() as writing:
            for job in jobs:
                writing.put_job(job, f"document {job.id}".encode())
        wrong = Finding("capture.x", "It is wrong.", "/here", Severity.WARNING, "Do so.")
        done = jobs[1]._replace(finished=9, running=False, success=False, errors=(wrong,), stored=3, known=4)
        with store.writing() as writing:
            writing.put_job(done, None)
        again = reopen()
        assert list(again.unfinished()) == [(jobs[0], b"document j0"), (jobs[2], b"document j2")]
        assert (again.job("j1"), again.job("none")) == (done, None)

    def test_jobs_are_listed_newest_first(self, store: EventStore) -> None:
        """Pages of jobs follow each other without a gap."""
        for number in range(5):
            with store.writing() as writing:
                writing.put_job(Job(f"j{number}", 7, 8, running=False, success=True, behaviour="proceed"), None)
        first = store.jobs(2, None)
        rest = store.jobs(9, first[-1].id)
        assert [one.id for one in (*first, *rest)] == ["j4", "j3", "j2", "j1", "j0"]

    def test_progress_is_the_last_that_was_put(self, store: EventStore, reopen: Callable[[], EventStore]) -> None:
        """How far an import came is kept per source."""
        for offset in (10, 20):
            with store.writing() as writing:
                writing.put_progress("a", ImportProgress(offset, offset // 2, f"d{offset}"))
        assert reopen().progress("a") == ImportProgress(20, 10, "d20")
        assert store.progress("b") is None
