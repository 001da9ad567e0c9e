"""The genealogy of an open ledger: one answer at every door, as of a stated point, and no more than may be seen."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from chains import CELL, LOT, OTHER, fill, names
from genealogy.making import loop_of_simulation
from keys import PACK, event

import dicycle
from dicycle.bootstrap import Loop, open_loop
from dicycle.errors import Forbidden, InvalidInput, InvalidQuery, NotFound
from dicycle.genealogy.answers import Trace
from dicycle.genealogy.custody import Entry
from dicycle.genealogy.everything import everything
from dicycle.genealogy.genealogies import Genealogies
from dicycle.genealogy.rulebook import Rulebook
from dicycle.genealogy.tables import table
from dicycle.vocabulary import CONTEXT


@pytest.fixture
def filled(loop: Loop) -> Loop:
    """A ledger with the chain."""
    return fill(loop)


def ids(found: Trace) -> set[str]:
    """Return what a trace tells of."""
    return {one.id for one in found.nodes}


# ---------------------------------------------------------------- the loop


def test_a_loop_is_asked_by_any_code(filled: Loop) -> None:
    """Trace, recall and attribution take what `find` takes, and name the thing by its canonical id."""
    code = "urn:epc:id:sgtin:9521234.000001.P-1"
    assert ids(filled.trace(code)) == {PACK, OTHER, LOT}
    assert filled.attribution(code).id == PACK
    assert filled.recall(f"{LOT}?x=1", kinds=["pack"]).affected[0].id == PACK


def test_a_thing_that_nobody_met_is_not_found(filled: Loop) -> None:
    """An unknown code is refused as everywhere."""
    for ask in (filled.trace, filled.recall, filled.attribution):
        with pytest.raises(NotFound):
            ask(f"{PACK}x")


def test_an_answer_holds_as_of_a_point_that_moves_with_the_ledger(filled: Loop) -> None:
    """What is captured later is in the next answer; a genealogy that was taken stays as it was."""
    taken = filled.genealogy()
    filled.capture(event(7))
    assert filled.genealogy().point.events == 7
    assert taken.point.events == 6
    assert taken.trace(PACK).point == taken.point


def test_a_record_that_was_declared_wrong_does_not_count(filled: Loop) -> None:
    """Without the event that made the cells they come from nowhere (convention 1)."""
    wrong = filled.event("urn:x:2")
    declared = {"errorDeclaration": {"declarationTime": "2027-02-01T00:00:00Z", "reason": "did_not_occur"}}
    filled.capture(wrong.value | {"@context": CONTEXT} | declared)
    assert ids(filled.trace(PACK)) == {PACK, OTHER}


def test_a_loop_without_events_is_asked_in_vain(loop: Loop) -> None:
    """The genealogy of an empty ledger has nothing in it, and its point is no event."""
    assert loop.genealogy().point.events == 0
    assert everything(loop.genealogy()).schema.names == ["id", "element", "origin", "mass_kg"]


def test_a_category_that_is_named_later_is_known_later(loop: Loop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Master data may come after the events; a genealogy that is kept looks again."""
    moment = [100.0]
    monkeypatch.setattr("dicycle.genealogy.genealogies.monotonic", lambda: moment[0])
    fill(loop)
    cells = "https://id.gs1.org/01/09521234000020"
    loop.genealogy()
    document = names()
    document["epcisHeader"]["epcisMasterData"]["vocabularyList"][1]["vocabularyElementList"] = [
        {"id": cells, "attributes": [{"id": "dcy:category", "attribute": "module"}]}
    ]
    loop.capture(document)
    assert [one.id for one in loop.recall(LOT, kinds=["module"]).affected] == []
    moment[0] += 60
    assert {one.id for one in loop.recall(LOT, kinds=["module"]).affected} == {CELL, OTHER}


def test_the_index_lies_beside_the_ledger(tmp_path: Path) -> None:
    """A second process finds what the first one read; the folder may be named, and may be deleted."""
    with dicycle.open(tmp_path / "loop.db") as loop:
        fill(loop)
        first = loop.trace(PACK)
    assert (tmp_path / "loop.db.genealogy").is_dir()
    with open_loop(tmp_path / "loop.db", index=tmp_path / "elsewhere") as loop:
        assert loop.trace(PACK) == first
    assert (tmp_path / "elsewhere").is_dir()


# ---------------------------------------------------------------- what is refused


def test_words_that_nobody_uses_are_refused(filled: Loop) -> None:
    """A category, an element, a model: each by a finding that says what there is."""
    for code, ask in (
        ("genealogy.kind", lambda: filled.trace(PACK, kinds=["spaceship"])),
        ("genealogy.kind", lambda: filled.trace(PACK, until=["spaceship"])),
        ("genealogy.kind", lambda: filled.recall(LOT, kinds=["spaceship"])),
        ("genealogy.kind", lambda: everything(filled.genealogy(), ["spaceship"])),
        ("genealogy.element", lambda: filled.trace(PACK, elements=["Xx"])),
        ("genealogy.element", lambda: filled.recall(LOT, element="Xx")),
        ("genealogy.model", lambda: filled.attribution(PACK, model="hearsay")),
        ("genealogy.no-rules", lambda: filled.attribution(PACK, model="rules")),
    ):
        with pytest.raises(InvalidQuery) as refused:
            ask()
        assert refused.value.findings[0].code == code
        assert refused.value.findings[0].advice


def test_an_element_of_the_vocabulary_that_nothing_declares_is_no_mistake(filled: Loop) -> None:
    """Whoever asks for cobalt where there is none gets an answer."""
    assert filled.recall(LOT, element="Co").complete


# ---------------------------------------------------------------- what is hidden


def test_whoever_does_not_see_an_event_gets_a_tombstone(filled: Loop) -> None:
    """The birth of the lot is hidden: nothing is told of it, only that something is there."""
    narrow = filled.genealogy().seen_by(lambda event: event == "urn:x:1")
    found = narrow.trace(PACK)
    assert "urn:x:1" not in {link.event_id for link in found.links}
    assert [node.hidden for node in found.nodes if node.id.startswith("hidden:")] == [True]
    assert next(node for node in found.nodes if node.id == LOT).born is None
    assert narrow.tombstones(PACK, "back") == 1
    assert filled.genealogy().tombstones(PACK, "back") == 0


def test_a_sum_is_not_told_to_who_does_not_see_its_parts(filled: Loop) -> None:
    """Attribution is refused as soon as one event behind it is hidden, whichever."""
    whole = filled.genealogy()
    for hidden in ("urn:x:1", "urn:x:2", "urn:x:6"):
        with pytest.raises(Forbidden):
            whole.seen_by(lambda event, one=hidden: event == one).attribution(PACK)
    assert whole.seen_by(lambda event: event == "urn:x:4").attribution(PACK) == whole.attribution(PACK)


def test_a_narrow_recall_does_not_say_where_things_are(filled: Loop) -> None:
    """Where a thing was last seen may be known from an event that is hidden."""
    found = filled.genealogy().seen_by(lambda event: False).recall(LOT, kinds=["cell"])
    assert {one.place for one in found.affected} == {None}
    assert [(group.place, group.items) for group in found.groups] == [(None, 2)]
    assert found.groups[0].fraction == pytest.approx(0.02)
    narrow = filled.genealogy().seen_by(lambda event: False)
    assert narrow.affected(LOT, kinds=["cell"]).column("place").to_pylist() == [None, None]


# ---------------------------------------------------------------- all things


@pytest.fixture(scope="module")
def simulated() -> Iterator[Loop]:
    """A simulated loop."""
    loop, _ = loop_of_simulation()
    with loop:
        yield loop


def test_the_table_of_all_things_is_what_each_is_told(simulated: Loop) -> None:
    """For every pack of a simulated loop, the rows of the one pass are those of the question about it."""
    genealogy = simulated.genealogy()
    rows: dict[str, dict[tuple[str, str], float]] = defaultdict(dict)
    for batch in everything(genealogy, ["pack"]).batches():
        for row in batch.to_pylist():
            rows[row["id"]][row["element"], row["origin"]] = row["mass_kg"]
    packs = [one.id for one in simulated.store.items("pack", 1000, None)]
    assert len(packs) >= 30
    for pack in packs:
        found = {
            (share.element, origin): mass * 1e-9
            for share in genealogy.attribution(pack).shares
            for origin, mass in share.origins.items()
            if mass > 0
        }
        assert rows[pack] == pytest.approx(found, rel=1e-9, abs=1e-12)


def test_every_gram_of_a_lot_is_told_of(simulated: Loop) -> None:
    """The fractions of a recall and what is gone sum to the lot."""
    lots = [one.id for one in simulated.store.items("cathode", 1000, None)]
    for lot in lots[:20]:
        found = simulated.recall(lot)
        parts = [one.fraction for one in found.affected if one.fraction is not None]
        assert sum(parts) + (found.gone or 0) == pytest.approx(1, abs=1e-6)


def test_the_table_of_a_recall_is_the_recall(simulated: Loop) -> None:
    """Made column by column for millions, it has the rows of the answer that is made thing by thing."""
    genealogy = simulated.genealogy()
    for lot in simulated.store.items("cathode", 5, None):
        for asked in ({}, {"kinds": ["pack"]}, {"element": "Ni"}):
            fast, slow = genealogy.affected(lot.id, **asked), table(genealogy.recall(lot.id, **asked))
            assert fast.schema.names == slow.schema.names
            assert fast.to_pylist() == slow.to_pylist()


def test_a_trace_is_the_same_table(simulated: Loop) -> None:
    """Rows of the table are the links, and every link's thing is a node."""
    pack = simulated.store.items("pack", 1, None)[0].id
    found = simulated.trace(pack)
    assert table(found).column("thing").to_pylist() == [link.thing for link in found.links]
    assert {link.thing for link in found.links} <= ids(found)


# ---------------------------------------------------------------- keeping


def test_whoever_watches_is_told_how_far_it_is(filled: Loop, tmp_path: Path) -> None:
    """Progress is told in events, and what it raises ends the work without harm."""
    told: list[tuple[int, int]] = []
    kept = Genealogies(filled.store, tmp_path / "index")
    kept.now(progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (6, 6)

    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    other = Genealogies(filled.store, tmp_path / "other")
    with pytest.raises(KeyboardInterrupt):
        other.now(progress=stop)
    assert other.now().point.events == 6
    kept.close()
    other.close()


# ---------------------------------------------------------------- rules


def test_rules_come_with_what_events_allocate(filled: Loop, tmp_path: Path) -> None:
    """Allocations are read once, and those of new events with the next question."""
    path = tmp_path / "rules.toml"
    path.write_text("site = []\n", encoding="utf-8")
    book = Rulebook(filled.store, path)
    assert dict(book.rules().allocations) == {}
    allocated = [{"dcy:item": CELL, "dcy:from": LOT}]
    filled.capture(event(8, **{"dcy:allocation": allocated}))
    assert dict(book.rules().allocations) == {"urn:x:8": (Entry(CELL, LOT, None),)}
    filled.capture(event(9, **{"dcy:allocation": ["what?"]}))
    book.rules()
    assert [one.code for one in book.findings] == ["custody.allocation-unclear"]


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"[[site"])
def test_rules_that_cannot_be_read_are_refused(filled: Loop, tmp_path: Path, content: bytes | None) -> None:
    """A file that is not there, is no text, or is no TOML."""
    path = tmp_path / "rules.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InvalidInput) as refused:
        Rulebook(filled.store, path).rules()
    assert str(path) in refused.value.findings[0].where
