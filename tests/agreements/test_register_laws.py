"""Laws of the register that hold whatever documents say and people judge."""

from itertools import combinations
from typing import Any

import msgspec
from agreements.registering import ids_of, judged, kept, libraries, record
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import examples

from dicycle.agreements.register.compiling import compile_register
from dicycle.agreements.register.joining import last
from dicycle.agreements.register.model import Judgement, Kept, Register
from dicycle.agreements.register.telling import entry_id


def groups(register: Register, matter: str) -> list[set[str]]:
    """Return the ids that became one, of entries or organisations."""
    things: tuple[Any, ...] = register.entries if matter == "record" else register.organisations
    return [set(ids_of([one])) for one in things]


@examples(25)
@given(st.data())
def test_the_order_of_reading_does_not_matter(data: st.DataObject) -> None:
    """Releases with their numbers, and judgements, give the same register in any order."""
    library = data.draw(libraries())
    found = groups(compile_register(library), "record")
    said = data.draw(judged(found, "record")) if len(set().union(*found)) > 1 else []
    mixed = compile_register(data.draw(st.permutations(library)), data.draw(st.permutations(said)))
    assert msgspec.json.encode(mixed) == msgspec.json.encode(compile_register(library, said))


@examples(25)
@given(libraries(8), st.integers(1, 8))
def test_ids_stay_when_documents_are_added(library: list[Kept], many: int) -> None:
    """Every entry and party keeps its id as the first of those it goes by; what was one stays one."""
    before, after = compile_register(library[:many]), compile_register(library)
    for matter in ("record", "party"):
        later = groups(after, matter)
        assert all(any(earlier <= group for group in later) for earlier in groups(before, matter))
    assert {one.id for one in before.entries} <= set(ids_of(after.entries))


@examples(40)
@given(st.data(), st.sampled_from(["record", "party"]))
def test_nothing_is_joined_that_the_last_judgement_holds_apart(data: st.DataObject, matter: str) -> None:
    """Not by likeness, not by an earlier judgement and not through a third; unless a later "same" says otherwise."""
    library = data.draw(libraries())
    unjudged = groups(compile_register(library), matter)
    if len(set().union(*unjudged)) < 2:
        return
    said = data.draw(judged(unjudged, matter))
    found = groups(compile_register(library, said), matter)
    together = {frozenset((one.one, one.other)) for one in last(said, matter) if one.verdict == "same"}
    for one in last(said, matter):
        pair = frozenset((one.one, one.other))
        if one.verdict == "different" and not together:
            assert not any(pair <= group for group in found)
        later = [each for each in last(said, matter) if each.id > one.id]
        if one.verdict == "same" and not any(each.verdict == "different" for each in later):
            assert any(pair <= group for group in found)


@examples(25)
@given(st.data(), st.lists(st.sampled_from(["same", "different", "unsure"]), min_size=1, max_size=5))
def test_the_last_judgement_about_a_pair_counts(data: st.DataObject, verdicts: list[Any]) -> None:
    """Whatever was judged before, the last word decides; "unsure" is as if nobody had said anything."""
    library = data.draw(libraries())
    unjudged = groups(compile_register(library), "record")
    drawn = data.draw(judged(unjudged, "record")) if len(set().union(*unjudged)) > 1 else []
    if not drawn:
        return
    pair = (drawn[0].one, drawn[0].other)
    said = [Judgement(str(at), "record", *pair, verdict, "", "") for at, verdict in enumerate(verdicts)]
    register = compile_register(library, said)
    together = any(set(pair) <= group for group in groups(register, "record"))
    if verdicts[-1] == "unsure":
        assert groups(register, "record") == unjudged
    else:
        assert together == (verdicts[-1] == "same")


@examples(40)
@given(libraries())
def test_a_document_read_twice_adds_nothing(library: list[Kept]) -> None:
    """The same reading under later numbers changes no entry, party, occasion or candidate."""
    again = [replace(one, number=one.number + 100) for one in library]
    assert compile_register([*library, *again]) == compile_register(library)


@examples(25)
@given(libraries())
def test_no_two_records_of_one_document_become_one_by_themselves(library: list[Kept]) -> None:
    """Whoever wrote a document told its agreements apart."""
    for entry in compile_register(library).entries:
        assert len({source.document for source in entry.sources}) == len(entry.sources)


@examples(25)
@given(libraries())
def test_dates_of_one_entry_never_contradict_each_other(library: list[Kept]) -> None:
    """A date without a year does not tie two years together."""
    for entry in compile_register(library).entries:
        years = {
            stage.date[:4] for stage in entry.stages if stage.date and stage.date[0] == "2" and "/" not in stage.date
        }
        assert len(years) < 2


@examples(40)
@given(libraries())
def test_what_is_part_of_what_and_superseded_by_what_has_no_circle(library: list[Kept]) -> None:
    """Whatever circles documents tell, going up ends."""
    register = compile_register(library)
    for above in (
        {one.id: one.part_of for one in register.entries},
        {one.id: one.superseded_by for one in register.entries},
    ):
        for id in above:
            seen, at = set[str](), above[id]
            while at is not None:
                assert at not in seen
                seen.add(at)
                at = above[at]


@examples(25)
@given(libraries())
def test_every_source_is_in_one_entry(library: list[Kept]) -> None:
    """Nothing that a document told is lost, and nothing is told twice."""
    register = compile_register(library)
    sources = [(one.document, one.record) for entry in register.entries for one in entry.sources]
    assert sorted(sources) == sorted((one.document, each.id) for one in library for each in one.release.records)


@examples(25)
@given(st.data())
def test_choices_of_values_follow_the_last(data: st.DataObject) -> None:
    """A date that a person chose is shown until it is taken back; the conflict stays in sight."""
    library = [kept("a", record("r1", "Example Motors", "Muster Cells")), kept("b", record("r1", "Example Motors"))]
    id = entry_id((library[0].document, "r1"))
    words = data.draw(st.lists(st.sampled_from(["same", "unsure"]), min_size=1, max_size=4))
    said = [
        Judgement(str(at), "value", id, "date", word, "", "", "2024-04-01" if word == "same" else None)
        for at, word in enumerate(words)
    ]  # fmt: skip
    entry = compile_register(library, said).entries[0]
    assert entry.date == ("2024-04-01" if words[-1] == "same" else "2024-03-19")


def test_a_judgement_reaches_what_was_merged_before_it() -> None:
    """Held apart from one of a merged pair, a third stays out of the pair."""
    library = [kept(name, record("r1", "Example Motors", "Muster Cells", date=None)) for name in ("a", "b", "c")]
    ids = [entry_id((one.document, "r1")) for one in library]
    said = [
        Judgement("1", "record", ids[0], ids[1], "same", "", ""),
        Judgement("2", "record", ids[1], ids[2], "different", "", ""),
        Judgement("3", "record", ids[0], ids[2], "unsure", "", ""),
    ]
    assert groups(compile_register(library, said), "record") == [{ids[0], ids[1]}, {ids[2]}]
    assert all(combinations(ids, 2))


def test_what_a_person_held_apart_is_not_joined_through_a_third() -> None:
    """Three tell of one contract on one day; two of them were held apart: the third goes with one of them only."""
    library = [kept(name, record("r1", "Example Motors", "Muster Cells")) for name in ("a", "b", "c")]
    ids = [entry_id((one.document, "r1")) for one in library]
    for one, other in combinations(ids, 2):
        found = groups(compile_register(library, [Judgement("1", "record", one, other, "different", "", "")]), "record")
        assert sorted(len(group) for group in found) == [1, 2]
        assert not any({one, other} <= group for group in found)


def test_of_judgements_that_contradict_each_other_the_later_count() -> None:
    """Joined to a third after it was held apart from its twin: what was said last holds."""
    library = [kept(name, record("r1", "Example Motors", "Muster Cells", date=None)) for name in ("a", "b", "c")]
    a, b, c = (entry_id((one.document, "r1")) for one in library)
    said = [("1", a, b, "same"), ("2", b, c, "same"), ("3", a, c, "different")]
    judgements = [Judgement(at, "record", one, other, verdict, "", "") for at, one, other, verdict in said]
    assert groups(compile_register(library, judgements), "record") == [{a}, {b, c}]
