"""An event told as a sentence: the field's words, from the point of view of whoever lived it."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from corpus.stories import Story, stories
from hypothesis import given
from hypothesis import strategies as st
from reference import reference_files

from dicycle.identifiers import canonical
from dicycle.ledger.cbv import BIZ_STEPS
from dicycle.ledger.documents import read_document
from dicycle.ledger.narrative import Telling, mentions, sentence
from dicycle.ledger.stored import StoredEvent
from dicycle.ledger.terms import THINGS, terms
from dicycle.ledger.wording import label, measure, number, short, words

PACK = "https://id.gs1.org/01/09521005000020/21/P260001"
MODULE = "https://id.gs1.org/01/09521005000013/21/M260001"
LOT = "https://id.gs1.org/01/09521010000015/10/BM-310830"
SALT = "https://id.gs1.org/01/09521010000114/10/RNS-0902"
PLACE = "https://id.gs1.org/414/9521005000013"
PARTY = "https://id.gs1.org/417/9521005000006"
NAMES = {
    "https://id.gs1.org/01/09521005000020": {"dcy:name": "Example Pack 77", "dcy:category": "pack"},
    "https://id.gs1.org/01/09521005000013": {"dcy:name": "Example Module", "dcy:category": "module"},
    "https://id.gs1.org/01/09521010000015": {"dcy:name": "Black mass NMC", "dcy:category": "black_mass"},
    PLACE: {"dcy:name": "Example Packs, works"},
    PARTY: {"dcy:name": "Example Packs"},
}
GS1_EXAMPLES = [
    *reference_files("epcis", "gs1", "examples", pattern="**/*.json*"),
    *reference_files("epcis", "gs1", "bare-events", pattern="**/*.json*"),
]


def made(kind: str, **fields: Any) -> StoredEvent:
    """Return an event as the ledger would give it back."""
    head = {"type": kind, "eventTime": "2031-05-05T10:00:00+02:00", "eventTimeZoneOffset": "+02:00"}
    context = {"@context": "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"}
    (event,) = read_document(msgspec.json.encode(context | head | fields)).decoded()
    assert not isinstance(event, Exception), event
    return StoredEvent(1, event.time, event.time, event.body, event.context)


def told(stored: StoredEvent, item: str | None = None) -> Telling:
    """Tell an event with the names of these tests."""
    return sentence(stored.event, item, NAMES, stored.extensions)


def everyone(stored: StoredEvent) -> list[str | None]:
    """Return every point of view that an event has, the onlooker's too."""
    return [None, *(text for role, text in terms(stored.event) if role in THINGS)]


def events_in(raw: bytes) -> list[StoredEvent]:
    """Return the events of a document that hold, as the ledger would keep them."""
    found = [one for one in read_document(raw).decoded() if not isinstance(one, Exception)]
    return [StoredEvent(seq, one.time, one.time, one.body, one.context) for seq, one in enumerate(found, 1)]


def assert_reads(telling: Telling) -> None:
    """A sentence is there, begins with a capital or a figure, and leaves no field of a template open."""
    assert telling.text
    assert telling.text == telling.text.strip()
    assert not telling.text[0].islower()
    assert not set(telling.text) & set("{}[]|")


@pytest.mark.parametrize("story", stories(), ids=str)
def test_every_story_is_told_from_every_side(story: Story) -> None:
    """Whoever is in a story can tell it: one sentence, never empty, of which every id is a canonical one."""
    events = events_in(story.path.read_bytes())
    assert events
    for stored in events:
        for item in everyone(stored):
            telling = told(stored, item)
            assert_reads(telling)
            assert all(piece.id is None or piece.id == canonical(piece.id) for piece in telling.pieces)


@pytest.mark.parametrize("path", GS1_EXAMPLES, ids=lambda path: path.stem)
def test_gs1_examples_are_told(path: Any) -> None:
    """The examples of the standard's own authors all become sentences."""
    # One of them says an event id twice, which the ledger refuses; here the last one counts.
    raw = msgspec.json.encode(msgspec.json.decode(path.read_bytes()))
    for stored in events_in(raw):
        for item in everyone(stored):
            assert_reads(told(stored, item))


@pytest.mark.parametrize("story", stories(), ids=str)
def test_no_urn_is_shown_where_a_name_is_known(story: Story) -> None:
    """If everything mentioned has a name, no sentence shows a URN or a web address."""
    for stored in events_in(story.path.read_bytes()):
        names = {id: {"dcy:name": "Something with a name"} for id in mentions(stored.event)}
        for item in everyone(stored):
            telling = sentence(stored.event, item, names)
            place = [telling.place.text] if telling.place else []
            shown = " ".join([*(piece.text for piece in telling.pieces if piece.id), *place])
            assert "urn:" not in shown
            assert "https:" not in shown


def test_parent_and_child_tell_one_assembly_differently() -> None:
    """The pack says what was built in, the module says what it was built into."""
    modules = [f"{MODULE[:-1]}{index}" for index in range(1, 5)]
    event = made("AssociationEvent", action="ADD", bizStep="assembling", parentID=PACK, childEPCs=modules)
    assert told(event, PACK).text == "4 × Example Module built in"
    assert told(event, MODULE).text == "Built into Example Pack 77 P260001"
    assert [piece.id for piece in told(event, MODULE).pieces] == [None, PACK]


def test_an_onlooker_is_told_whom_it_is_about() -> None:
    """In the news of the ledger a sentence says its subject."""
    event = made("ObjectEvent", action="OBSERVE", bizStep="holding", disposition="recalled", epcList=[PACK])
    assert (told(event).subject, told(event).text) == ("Example Pack 77 P260001", "Put on hold: recalled")
    assert told(event, PACK).subject == ""


def test_shredding_is_told_by_both_sides() -> None:
    """The pack was shredded into a lot with its mass; the lot was made by shredding the pack."""
    lot = [{"epcClass": LOT, "quantity": 412.5, "uom": "KGM"}]
    event = made("TransformationEvent", inputEPCList=[PACK], outputQuantityList=lot)
    assert told(event, PACK).text == "Shredded into 412.5 kg of Black mass NMC, lot BM-310830"
    assert told(event, LOT).text == "Made by shredding Example Pack 77 P260001"


def test_a_second_life_is_told_as_one() -> None:
    """A module that becomes another unit begins a second life (convention 10)."""
    new = "https://id.gs1.org/01/09521011000014/21/S2L-0001"
    event = made("TransformationEvent", bizStep="commissioning", inputEPCList=[MODULE], outputEPCList=[new])
    assert told(event, canonical(MODULE)).text == "Began a second life as item S2L-0001"
    assert told(event, new).text == "Made for a second life from Example Module M260001"


def test_what_went_into_many_is_not_said_of_one() -> None:
    """One of three cells made together says that the metal is that of all three."""
    cells = [f"https://id.gs1.org/01/09521005000006/21/C{index}" for index in range(3)]
    salt = [{"epcClass": SALT, "quantity": 30, "uom": "KGM"}]
    event = made("TransformationEvent", inputQuantityList=salt, outputEPCList=cells)
    assert told(event, cells[0]).text == "Made as one of 3, from 30 kg of lot RNS-0902"


def test_an_empty_child_list_empties_the_pack() -> None:
    """DELETE without children takes everything out (EPCIS 2.0 §7.4.3)."""
    event = made("AssociationEvent", action="DELETE", bizStep="disassembling", parentID=PACK, childEPCs=[])
    assert told(event, PACK).text == "Dismantled: everything taken out"


def test_a_transfer_names_both_ends() -> None:
    """Shipping says from whom and to whom; who holds the thing comes before who owns it."""
    event = made(
        "ObjectEvent", action="OBSERVE", bizStep="shipping", epcList=[PACK], bizLocation={"id": PLACE},
        sourceList=[{"type": "possessing_party", "source": PARTY}],
        destinationList=[
            {"type": "owning_party", "destination": "https://id.gs1.org/417/9521010000008"},
            {"type": "possessing_party", "destination": "https://id.gs1.org/417/9521009000002"},
        ],
    )  # fmt: skip
    telling = told(event, PACK)
    assert telling.text == "Shipped by Example Packs to party GLN 9521009000002"
    assert telling.place is not None
    assert (telling.place.text, telling.place.id) == ("Example Packs, works", PLACE)


def test_readings_keep_digits_unit_and_spread() -> None:
    """A reading is shown with every digit it came with, its unit and its standard deviation (conventions 7 and 12)."""
    (story,) = [story for story in stories() if story.name == "sensor-diagnostic-gives-health"]
    (stored,) = events_in(story.path.read_bytes())
    telling = told(stored, PACK)
    said = {one.label: one.value for one in telling.details}
    assert said["State of health"] == "81.40 %, ± 0.60 %"
    assert said["Temperature"] == "25.0 °C"
    assert said["Full cycles"] == "1,180"
    assert (said["Grade"], said["Goes to"]) == ("B", "second life")
    method = next(one.note for one in telling.details if one.label == "State of health")
    assert method == "https://methods.example.com/soh/full-discharge-c3/v3"


def test_an_event_of_somebodys_own_type_is_told_by_its_name() -> None:
    """A type that nobody here knows is said in its own words."""
    (story,) = [story for story in stories() if story.name.startswith("thermal-image")]
    (stored,) = events_in(story.path.read_bytes())
    assert told(stored).text == "Thermal image taken"


def test_an_unknown_step_is_said_in_its_own_words() -> None:
    """A step that is a URI of somebody's own is humanised, never dropped."""
    step = "https://terms.example.com/steps/thermalPropagationTest"
    event = made("ObjectEvent", action="OBSERVE", bizStep=step, epcList=[PACK])
    assert told(event, PACK).text == "Thermal propagation test"


@pytest.mark.parametrize("step", sorted(BIZ_STEPS))
def test_every_step_of_the_vocabulary_has_a_sentence(step: str) -> None:
    """All forty-odd business steps are told in words, for every action and both event shapes."""
    for action in ("ADD", "OBSERVE", "DELETE"):
        simple = made("ObjectEvent", action=action, bizStep=step, epcList=[PACK])
        assert_reads(told(simple, PACK))
        assert "_" not in told(simple, PACK).text
        for kind in ("AggregationEvent", "AssociationEvent"):
            paired = made(kind, action=action, bizStep=step, parentID=PACK, childEPCs=[MODULE])
            assert "Example Module" in told(paired, PACK).text or action == "OBSERVE"
            assert "Example Pack 77" in told(paired, MODULE).text


@given(st.integers(1, 40), st.integers(1, 5))
def test_a_list_of_things_is_counted_in_full(children: int, kinds: int) -> None:
    """However many kinds are named, the counts in a sentence add up to all that was put in."""
    of_kinds = [f"https://id.gs1.org/8004/9521{index % 7}A{index}" for index in range(children)]
    names = {id: {"dcy:name": f"Part {'ABCDEFG'[index % 7]}"} for index, id in enumerate(of_kinds)}
    event = made("AssociationEvent", action="ADD", parentID=PACK, childEPCs=of_kinds)
    text = sentence(event.event, PACK, names, kinds=kinds).text
    counted = [int(word) for word in text.replace(",", "").split() if word.isdigit()]
    named_alone = sum(1 for piece in sentence(event.event, PACK, names, kinds=kinds).pieces if piece.id)
    assert sum(counted) + named_alone == children


def test_words_are_written_as_people_write_them() -> None:
    """Bare words, CURIEs, URIs and camel case become plain words; codes in capitals stay."""
    assert words("in_transit") == "in transit"
    assert words("dcy:stateOfHealth") == "state of health"
    assert words("urn:epcglobal:cbv:disp:non_sellable_other") == "non sellable other"
    assert words("SOHTest") == "SOH test"


def test_numbers_keep_their_digits() -> None:
    """A number on a page has every digit that was recorded, and its unit's symbol."""
    assert number(Decimal("12500.50")) == "12,500.50"
    assert measure(192, "H87") == "192"
    assert measure(3, "XYZ") == "3 XYZ"


def test_a_thing_without_a_name_is_called_by_its_key() -> None:
    """Nothing is invented: without master data a thing is its serial, lot or whole URI (convention 15)."""
    assert label(PACK, {}) == "item P260001"
    assert label("https://id.gs1.org/414/9521005000013/254/BENCH-2", {}) == "GLN BENCH-2"
    assert short("https://pets.example.com/cat") == "https://pets.example.com/cat"
