"""The chain map and the search for partners."""

import pytest
from agreements.registering import entity, judgement, kept, libraries, parent, party_of, record
from hypothesis import given
from strategies import examples

from dicycle.agreements.register.chain import STAGES, Chain, area_of, chain
from dicycle.agreements.register.compiling import compile_register
from dicycle.agreements.register.model import Kept, Register
from dicycle.agreements.register.partners import partners
from dicycle.errors import NotFound

A, B, C, D = "Example Motors", "Muster Cells", "Beispiel Recycling", "示例电池"


@pytest.fixture(scope="module")
def register() -> Register:
    """Return a register of some entries in Sichuan, Hubei and Brandenburg."""
    return compile_register(
        [
            kept("a", record("r1", A, B, kind="commissioning", place="宜宾", tags=("cells",), date="2024-01-01")),
            kept("b", record("r1", A, C, kind="memorandum", place="Yibin", tags=("recycling",), date="2024-02-01")),
            kept("c", record("r1", B, C, place="Chengdu", tags=("recycling", "materials"), date="2024-03-01")),
            kept("d", record("r1", C, D, kind="commissioning", place="Wuhan", tags=("recycling",), date="2024-04-01")),
            kept("e", record("r1", D, A, kind="talks", place="Cottbus", tags=("packs",), date="2024-05-01"),
                 record("r2", D, A, kind="contract", place="Cottbus", tags=("mining",), status="terminated")),
            kept("f", entities=(entity("e1", "Muster Cells Brandenburg", parent=parent("e2")), entity("e2", B))),
            kept("g", record("r1", "g1", A, kind="contract", place="Wuhan", tags=("power_battery_general",)),
                 entities=(entity("g1", "Wuhan Municipal Government", "government"),)),
        ]
    )  # fmt: skip


def states(found: Chain) -> dict[str, str]:
    """Return the stages that are no gap."""
    return {one.stage: one.state for one in found.links if one.state != "gap"}


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        ("Yibin", {"cells": "operating", "recycling": "planned"}),
        ("四川省", {"cells": "operating", "recycling": "committed", "materials": "committed"}),
        ("Сычуань", {"cells": "operating", "recycling": "committed", "materials": "committed"}),
        ("CN", {"cells": "operating", "recycling": "operating", "materials": "committed"}),
        ("Deutschland", {"packs": "talks"}),
        ("Brandenburg", {"packs": "talks"}),
        ("Shanghai", {}),
    ],
)
def test_a_region_shows_how_far_its_stages_are(register: Register, region: str, expected: dict[str, str]) -> None:
    """City, province and country, in any language; what is known of nothing is a gap; what ended does not count."""
    area = area_of(region)
    assert area is not None
    found = chain(register, area)
    assert states(found) == expected
    assert set(found.gaps) == set(STAGES) - set(expected)
    assert set(found.open) == {stage for stage, state in expected.items() if state in ("planned", "talks")}


def test_a_stage_names_its_entries_the_furthest_first(register: Register) -> None:
    """The recycling of Sichuan: the contract before the memorandum."""
    found = chain(register, area_of("Sichuan"))
    link = next(one for one in found.links if one.stage == "recycling")
    steps = {one.id: one.step for one in register.entries}
    assert [steps[id] for id in link.entries] == [6, 2]


def test_a_party_shows_its_own_chain(register: Register) -> None:
    """Only what it has a part in; in a region only what is there."""
    party = party_of(register, C).id
    assert states(chain(register, party=party)) == {"recycling": "operating", "materials": "committed"}
    assert states(chain(register, area_of("Yibin"), party)) == {"recycling": "planned"}


def test_what_names_no_stage_is_listed_beside_the_chain(register: Register) -> None:
    """The power battery in general fills no gap."""
    found = chain(register, area_of("Wuhan"))
    assert len(found.unstaged) == 1
    assert not set(found.unstaged) & {id for link in found.links for id in link.entries}


def test_partners_are_ranked_by_how_far_and_how_near(register: Register) -> None:
    """Who runs a recycler elsewhere in the country, and who has one planned here."""
    found = partners(register, "recycling", area_of("Yibin"))
    assert [one.name for one in found] == [C, D, B, A]
    assert [(one.step, one.near) for one in found] == [
        (8, "the same city"), (8, "the same country"), (6, "the same province"), (2, "the same city"),
    ]  # fmt: skip
    entries = {one.id: one for one in register.entries}
    for one in found:
        assert all("recycling" in entries[id].subject for id in one.entries)
        assert len(one.grounds) == 3
        assert not one.there
    assert found == sorted(found, key=lambda one: (-one.score, one.name, one.party))


def test_partners_leave_out_authorities_the_asking_and_what_ended(register: Register) -> None:
    """A government builds no plant; whoever asks is not told of itself; a terminated contract proves nothing."""
    assert partners(register, "mining") == []
    besides = party_of(register, C).id
    assert besides not in {one.party for one in partners(register, "recycling", besides=besides)}
    assert all(one.near == "place unknown" for one in partners(register, "recycling"))
    assert {one.there for one in partners(register, "cells", area_of("Sichuan"))} == {True}


def test_an_unknown_stage_is_refused(register: Register) -> None:
    """The error names the stages that there are."""
    with pytest.raises(NotFound, match="There is no stage"):
        partners(register, "smelting")


def test_subsidiaries_belong_to_the_chain_of_their_parent() -> None:
    """At any depth, and though the relation may go in a circle."""
    firms = (
        entity("m", "Mother", parent=parent("s")),
        entity("d", "Daughter", parent=parent("m")),
        entity("s", "Son", parent=parent("d")),
    )
    register = compile_register([kept("a", record("r1", "s", A, tags=("cells",), place="Yibin"), entities=firms)])
    assert states(chain(register, party=party_of(register, "Mother").id)) == {"cells": "committed"}


def test_a_government_that_signed_tells_the_place() -> None:
    """Where nothing says where it is to be built, it is where the authority governs, not where the ink dried."""
    told = kept(
        "a",
        record("r1", "g", A, tags=("cells",)),
        entities=(entity("g", "洛阳市人民政府", "government"),),
        language="zh",
    )
    entry = compile_register([told]).entries[0]
    assert (entry.where, entry.region, entry.country, entry.place) == ("Luoyang", "Henan", "CN", None)


@examples(40)
@given(libraries())
def test_the_world_has_every_stage_of_every_live_entry(library: list[Kept]) -> None:
    """A map of everything leaves nothing out and is the same each time."""
    register = compile_register(library)
    assert chain(register) == chain(register)
    assert len(chain(register).links) == len(STAGES)


def test_a_later_step_is_proposed_and_joined_only_by_a_person() -> None:
    """A framework, then the plant of it on the same site: proposed; judged the same, the entry moves forward."""
    told = [
        kept("a", record("r1", A, B, kind="framework_agreement", place="Yibin", tags=("cells",), date="2022-06-22")),
        kept(
            "b",
            record("r1", A, kind="construction_start", place="宜宾", tags=("cells",), date="2023-01-10"),
            language="zh",
        ),
    ]
    register = compile_register(told)
    proposed = next(one for one in register.candidates if one.matter == "record")
    assert "a construction start may be a later step of a framework agreement" in proposed.grounds
    joined = compile_register(told, [judgement(1, proposed.one, proposed.other, "same", "record")])
    entry = joined.entries[0]
    assert ([one.step for one in entry.stages], entry.kind, entry.countable) == ([3, 7], "construction_start", True)
    assert [one.field for one in entry.conflicts] == ["date", "kind"]
