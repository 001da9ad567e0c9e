"""Whatever is changed in a ledger after it was signed is found, and the first event that it touches is named."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger.logbook import SIGNER, Logbook, event, name
from strategies import examples

from dicycle.ledger.integrity.entries import entry_of
from dicycle.ledger.integrity.issues import MOST
from dicycle.ledger.integrity.notes import Signer, checkpoint_note
from dicycle.ledger.store import Sealed

SIZE = 1000
EVERY = 100
few = examples(12)
numbers = st.integers(1, SIZE)
logs = st.builds(Logbook.of, st.integers(1, 800), st.sampled_from([1, 7, 100, 256, 1000]))


def book() -> Logbook:
    """Return a log of a thousand events, a hundred to a checkpoint."""
    return _BOOK.copy()


_BOOK = Logbook.of(SIZE, EVERY)


def said_of(sentence: str) -> range:
    """Return the events that a finding speaks of."""
    found = [int(one.replace(",", "")) for one in re.findall(r"[0-9][0-9,]*", sentence)]
    return range(found[0], (found[1] if " to " in sentence else found[0]) + 1)


# ---------------------------------------------------------------- nothing wrong


@few
@given(logs)
def test_a_log_that_nobody_touched_is_clean(log: Logbook) -> None:
    """However its events came, and also against what was kept of it."""
    newest = log.head(log.log_size())
    checked = log.check(log.head(1), newest)
    assert checked.findings == ()
    assert (checked.events, checked.proven, checked.root) == (newest.size, newest.size, newest.root)


def test_who_sent_the_events_does_not_disturb() -> None:
    """The sender is part of what was sealed."""
    assert Logbook.of(300, EVERY, "org:example-motors").check().findings == ()
    assert Logbook.of(300, EVERY, "org:example-motors").head(300) != Logbook.of(300, EVERY).head(300)


def test_an_empty_ledger_is_clean() -> None:
    """Nothing was promised yet."""
    assert Logbook().check().findings == ()


def test_events_that_come_while_a_log_is_checked_do_not_disturb() -> None:
    """Checkpoints of events that came after the check began are not held against it."""
    log, later = book(), Logbook.of(SIZE + 300, EVERY)
    log.notes += later.notes[10:]
    newest = log.notes[9].size
    from dicycle.ledger.integrity.checking import Source, check
    from dicycle.ledger.integrity.rows import rows_of

    source = Source(rows_of(log.sealed(), newest), log.hashes, log.checkpoints, newest)
    assert check(source, [SIGNER.verifier]).findings == ()


# ---------------------------------------------------------------- events


@few
@given(numbers)
def test_an_altered_event_is_named(number: int) -> None:
    """One letter of an event."""
    log = book()
    log.put(number, event(number, "other"))
    assert log.codes() == [("log.event-altered", name(number))]


@few
@given(numbers)
def test_a_changed_sender_is_named(number: int) -> None:
    """Who sent an event is sealed with it."""
    log = book()
    log.sealed_events[number - 1] = log.sealed_events[number - 1]._replace(reporter="org:someone-else")
    assert log.codes() == [("log.event-altered", name(number))]


@few
@given(numbers)
def test_a_dropped_event_leaves_its_number_behind(number: int) -> None:
    """The number that is missing is said."""
    log = book()
    del log.sealed_events[number - 1]
    [finding] = log.check().findings[:1]
    missing = f"Event {number:,} is" if number < SIZE else "Event 1,000 is missing at the end"
    assert finding.sentence.startswith(missing)


def test_a_gap_is_one_finding() -> None:
    """A run of missing events is told as one, across tiles and checkpoints."""
    log = book()
    del log.sealed_events[249:420]
    [finding] = log.check().findings
    assert finding.sentence == "Events 250 to 420 are in the log and not in the ledger: dropped."


@few
@given(numbers, numbers)
def test_two_exchanged_events_are_named(one: int, other: int) -> None:
    """Each stands where the other was logged."""
    log = book()
    first, second = sorted((one, other))
    log.put(first, event(second, seq=first))
    log.put(second, event(first, seq=second))
    named = [("log.event-altered", name(second)), ("log.event-altered", name(first))]
    assert log.codes() == (named if first != second else [])


@few
@given(st.integers(0, SIZE - 1))
def test_a_log_that_was_cut_is_short(size: int) -> None:
    """The newest signed checkpoint speaks of more events than there are."""
    log = book()
    del log.sealed_events[size:]
    finding = log.check().findings[-1]
    assert finding.code == "log.cut-short"
    assert finding.sentence.startswith(f"Event{'s' if size < SIZE - 1 else ''} {size + 1:,} ")


def test_an_event_that_was_never_logged_is_named() -> None:
    """At the end of the ledger, with an entry of its own, and far beyond its end."""
    log = book()
    for number in (SIZE + 1, 5000):
        forged = event(number)
        log.sealed_events.append(Sealed(forged, "", entry_of(forged)))
    assert log.codes() == [("log.not-signed", name(SIZE + 1)), ("log.event-not-logged", name(5000))]


def test_an_event_that_cannot_be_read_any_more_is_found() -> None:
    """Damage that leaves no JSON, or values of a kind that no ledger writes."""
    log = book()
    log.sealed_events[6].event.body = b"\xff"
    log.sealed_events[7].event.record_time = 10**30
    log.sealed_events[8].event.body = "text"  # type: ignore[assignment]
    assert log.codes() == [("log.event-altered", ""), ("log.event-altered", name(8)), ("log.event-altered", "")]


def test_where_all_is_altered_the_first_are_named_and_the_rest_counted() -> None:
    """The answer stays readable, and memory bounded."""
    log = book()
    for number in range(100, 901):
        log.put(number, event(number, "other"))
    found = log.check().findings
    assert (found[0].where, len(found)) == (name(100), MOST + 1)
    assert found[-1].sentence == f"And {801 - MOST} more of the like."


# ---------------------------------------------------------------- events together with their entries


def altered(log: Logbook, number: int) -> None:
    """Alter an event."""
    log.put(number, event(number, "other"), entry=True)


def dropped(log: Logbook, number: int) -> None:
    """Drop an event, and number the rest anew."""
    del log.sealed_events[number - 1]
    log.renumber()


def inserted(log: Logbook, number: int) -> None:
    """Insert an event, and number the rest anew."""
    log.sealed_events.insert(number - 1, Sealed(event(9999), "", b""))
    log.renumber()


def exchanged(log: Logbook, number: int) -> None:
    """Exchange an event and the next."""
    events = log.sealed_events
    events[number - 1 : number + 1] = reversed(events[number - 1 : number + 1])
    log.renumber()


rewriting = st.sampled_from([altered, dropped, inserted, exchanged])


@few
@given(rewriting, st.integers(1, SIZE - 1), st.booleans())
def test_who_rewrites_entries_too_is_caught_at_the_next_checkpoint(
    rewrite: Callable[[Logbook, int], None], number: int, all_hashes: bool
) -> None:
    """Whoever alters the ledger, its entries and even its kept hashes cannot sign: the next checkpoint is not met."""
    log = book()
    rewrite(log, number)
    for place, one in enumerate(log.sealed_events):
        log.sealed_events[place] = one._replace(entry=entry_of(one.event, one.reporter))
    if all_hashes:
        log.subtrees = log.rebuilt().subtrees
    finding = log.check().findings[0]
    at_end = number > SIZE - EVERY and rewrite is dropped
    assert finding.code == ("log.cut-short" if at_end else "log.events-rewritten")
    assert at_end or (number in said_of(finding.sentence) and len(said_of(finding.sentence)) <= EVERY)


@few
@given(numbers)
def test_the_kept_hashes_narrow_down_what_was_rewritten(number: int) -> None:
    """With few checkpoints, a subtree of 256 tells more than they do; and what comes after it is still proven."""
    log = Logbook.of(1024, 1024)
    log.put(number, event(number, "other"), entry=True)
    [finding] = log.check().findings
    start = (number - 1) // 256 * 256
    assert finding.sentence.startswith(f"At least one of the events {start + 1:,} to {start + 256:,} ")
    assert log.check().proven == 1024


@few
@given(numbers, st.integers(1, SIZE))
def test_who_holds_the_key_is_caught_by_a_checkpoint_that_was_kept(number: int, kept: int) -> None:
    """The whole log signed anew is consistent in itself, and not with what was signed before."""
    log = book()
    head = log.head(kept)
    log.put(number, event(number, "other"), entry=True)
    forged = log.rebuilt()
    assert forged.check().findings == ()
    found = forged.codes(head)
    assert found == ([("log.not-consistent", "")] if number <= kept else [])


def test_of_several_kept_checkpoints_the_first_that_fails_bounds_the_change() -> None:
    """What an earlier one vouches for is not in doubt."""
    log = book()
    kept = [log.head(200), log.head(450), log.head(900)]
    log.put(300, event(300, "other"), entry=True)
    found = log.rebuilt().check(*kept).findings
    assert [one.sentence.split(" was")[0] for one in found] == [
        "At least one of the events 201 to 450",
        "At least one of the events 201 to 900",
    ]


def test_a_log_that_was_rolled_back_is_caught_by_a_kept_checkpoint() -> None:
    """Events and checkpoints cut off together leave a clean, older log."""
    log = book()
    head = log.head(SIZE)
    del log.sealed_events[800:], log.notes[8:]
    assert log.check().findings == ()
    [finding] = log.check(head).findings
    assert finding.code == "log.cut-short"
    assert finding.sentence.startswith("Events 801 to 1,000 are missing")


# ---------------------------------------------------------------- entries, kept hashes, checkpoints


@few
@given(numbers, st.binary(min_size=32, max_size=32) | st.sampled_from([b"", b"\0"]))
def test_a_changed_entry_is_told_from_a_changed_event(number: int, entry: bytes) -> None:
    """The root says which of the two is what was logged."""
    log = book()
    log.sealed_events[number - 1] = log.sealed_events[number - 1]._replace(entry=entry)
    expected = [("log.digest-changed", name(number))] if entry else [("log.digest-missing", "")]
    assert log.codes() == expected


@few
@given(st.integers(0, 2), st.binary(max_size=33) | st.binary(min_size=32, max_size=32))
def test_a_changed_hash_is_told_from_changed_events(number: int, hash: bytes) -> None:
    """The root says that the events are what was logged."""
    log = book()
    log.subtrees[8, number] = hash
    [finding] = log.check().findings
    assert finding.code == ("log.subtree-changed" if len(hash) == 32 else "log.subtree-missing")
    assert said_of(finding.sentence) == range(number * 256 + 1, number * 256 + 257)


def test_a_changed_hash_of_the_upper_level_is_found() -> None:
    """One hash over 65,536 events; and if an event under it was rewritten, it helps to say where."""
    log = Logbook.of(66_000, 33_000)
    assert log.check().findings == ()
    upper = log.subtrees[16, 0]
    log.subtrees[16, 0] = bytes(32)
    assert [(one.code, said_of(one.sentence)) for one in log.check().findings] == [
        ("log.subtree-changed", range(1, 65_537))
    ]
    log.put(40_000, event(40_000, "other"), entry=True)
    log.subtrees = log.rebuilt(33_000).subtrees | {(16, 0): upper}
    [finding] = log.check().findings
    assert said_of(finding.sentence) == range(33_001, 65_537)


def test_missing_hashes_are_one_finding() -> None:
    """A table of hashes that is empty."""
    log = book()
    log.subtrees.clear()
    [finding] = log.check().findings
    assert finding.sentence == "The kept hash over the events 1 to 768 is missing."


@few
@given(st.integers(0, 9), st.data())
def test_an_altered_checkpoint_is_found(place: int, data: st.DataObject) -> None:
    """One letter of it; the events are vouched for by the others, but those after the last."""
    log = book()
    note = log.notes[place].note
    at = data.draw(st.integers(0, len(note) - 1))
    letter = data.draw(st.characters(exclude_characters=[note[at]]))
    log.notes[place] = log.notes[place]._replace(note=note[:at] + letter + note[at + 1 :])
    codes = log.codes()
    assert ("log.checkpoint-altered", "") in codes
    assert (("log.not-signed", name(901)) in codes) == (place == 9)


def test_a_checkpoint_under_another_size_or_of_another_log_is_found() -> None:
    """A sound signature is not enough."""
    log = book()
    log.notes[2] = log.notes[2]._replace(note=log.notes[1].note)
    assert log.codes() == [("log.checkpoint-altered", "")]
    other = Logbook.of(300, 300).rebuilt(signer=Signer("example.com/other", SIGNER.secret))
    log.notes[2] = other.notes[0]._replace(note=other.notes[0].note)
    assert log.codes() == [("log.checkpoint-altered", "")]


def test_a_checkpoint_that_says_otherwise_is_a_contradiction() -> None:
    """Signed by the log's own key, and not of these events: the log has two stories."""
    log = book()
    log.notes[2] = log.notes[2]._replace(note=checkpoint_note(SIGNER, 300, bytes(32)))
    assert log.codes() == [("log.events-rewritten", "")]


@pytest.mark.parametrize("kept", [1, 9])
def test_events_after_the_last_checkpoint_are_not_signed(kept: int) -> None:
    """A ledger whose last checkpoints are gone."""
    log = book()
    del log.notes[kept:]
    assert log.codes() == [("log.not-signed", name(kept * EVERY + 1))]


def test_a_log_without_checkpoints_proves_nothing() -> None:
    """Not even if all else agrees."""
    log = book()
    log.notes.clear()
    assert log.codes() == [("log.no-checkpoint", "")]


# ---------------------------------------------------------------- several things at once


@examples(30)
@given(st.lists(st.tuples(st.sampled_from(["event", "entry", "both", "hash", "note", "drop"]), numbers), min_size=1))
def test_any_tampering_is_found(changes: list[tuple[str, int]]) -> None:
    """Whatever is done, however often, a check does not come out clean, and never crashes."""
    log = book()
    for what, place in changes:
        number = min(place, len(log.sealed_events))
        if what in ("event", "both"):
            log.put(number, event(number, f"other {len(changes)}"), entry=what == "both")
        elif what == "entry":
            log.sealed_events[number - 1] = log.sealed_events[number - 1]._replace(entry=bytes(32))
        elif what == "hash":
            log.subtrees[8, number % 3] = bytes(32)
        elif what == "note":
            log.notes[number % 10] = log.notes[number % 10]._replace(note="nothing")
        else:
            del log.sealed_events[number - 1]
            log.renumber()
    assert log.check().findings
