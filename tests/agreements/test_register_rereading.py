"""A document that is read anew: what is the same keeps its id, whatever numbers the newer extractor gives."""

from agreements.registering import entity, judgement, kept, record
from msgspec.structs import replace

from dicycle.agreements.model import Party
from dicycle.agreements.register.compiling import compile_register
from dicycle.agreements.register.model import Kept
from dicycle.agreements.register.rereading import latest

A, B = "Example Motors", "Muster Cells"


def shifted() -> tuple[Kept, Kept]:
    """Return two readings: the second finds another record and another company first, and numbers all anew."""
    first = kept("a", record("r1", A, B, at=500), record("r2", A, "Beispiel Recycling", at=900, part_of="r1"), number=1)
    names = {"x1": "Образец", "x2": "Beispiel Recycling", "x3": B, "x4": A}
    records = [
        record("r1", "x1", at=100),
        record("r2", "x4", "x3", at=500),
        record("r3", "x4", "x2", at=900, part_of="r2", relation=("r2", "follows")),
    ]
    second = kept(
        "a", *records, entities=[entity(id, name) for id, name in names.items()], number=7, extractor="newer"
    )  # fmt: skip
    return first, second


def test_a_newer_reading_takes_the_place_of_the_older() -> None:
    """Only what it says counts, under the number of the first."""
    first, second = shifted()
    one = latest([second, first])[0]
    assert (one.number, one.release.extractor, len(one.release.records)) == (1, "newer", 3)


def test_what_is_the_same_keeps_its_id_and_what_refers_to_it_follows() -> None:
    """Records by their words, parties by their names; what is new takes a number that was never used."""
    release = latest(shifted())[0].release
    assert [one.id for one in release.records] == ["r1", "r2", "r1.2"]
    last = release.records[1]
    assert (last.part_of, last.relates_to and last.relates_to.record) == ("r1", "r1")
    assert [party.entity for party in last.parties] == [A, "Beispiel Recycling"]
    assert {one.name: one.id for one in release.entities}[B] == B


def test_judgements_reach_the_same_things_after_a_new_reading() -> None:
    """Two firms that a person joined stay joined, and two agreements that were held apart stay apart."""
    first, second = shifted()
    other = kept("b", record("r1", A, B), number=2)
    before = compile_register([first, other])
    ids = {one.name: one.id for one in before.organisations}
    merged = before.entries[0]
    assert len(merged.sources) == 2
    said = [
        judgement(1, ids[A], ids["Beispiel Recycling"], "same"),
        judgement(2, merged.id, merged.also[0], "different", "record"),
    ]
    register = compile_register([first, other, second], said)
    joined = next(one for one in register.organisations if ids[A] in (one.id, *one.also))
    assert set(joined.names["en"]) >= {A, "Beispiel Recycling"}
    found = {one.id: one for one in register.entries}
    assert [source.document for source in found[merged.id].sources] == [first.document]
    assert merged.also[0] in found


def test_an_entity_that_changed_its_kind_of_thing_is_another() -> None:
    """A person of the same name as a firm does not take the firm's id."""
    first = kept("a", record("r1", A), number=1)
    later = replace(first.release.records[0], parties=(Party("e1", A, "signatory", ()),))
    second = kept("a", later, entities=[entity("e1", A, "person")], number=2)
    assert [one.id for one in latest([first, second])[0].release.entities] == ["e1"]
