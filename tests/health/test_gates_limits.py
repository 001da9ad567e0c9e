"""Limits are data: read, signed, put together for a type, and in force from a day on."""

from datetime import date

import msgspec
import pytest
from health.gates_cases import LFP, readings
from health.grading_cases import DAY
from msgspec.structs import replace

from dicycle.errors import InvalidInput
from dicycle.health.gates import QUESTIONS, Reading, judge, limits_for, read_limits
from dicycle.health.gates.limits import EARLIER, our_limits, sign_limits
from dicycle.health.gates.model import Bound, Limits
from dicycle.health.gates.questions import UNSAID
from dicycle.ledger.integrity.notes import Signer


def test_without_a_limit_nothing_passes() -> None:
    """For an unknown type there is no cell window, so voltages cannot be judged; the check says which limit lacks."""
    passage = judge(readings(), limits_for(None, DAY), "pack")
    check = next(one for gate in passage.gates for one in gate.checks if one.question == "cell-voltages")
    assert check.outcome == "not measured"
    assert "'cell-minimum'" in check.sentence


def test_limits_of_the_type_hold_before_those_of_the_chemistry() -> None:
    """A maker's own window replaces the common one; what it does not say stays as it was."""
    own = Limits(
        id="example", version="1", issued="2026-11-01", issuer="Example Motors", types=("LFP-60",),
        bounds={"cell-minimum": Bound(value=2.5, unit="V", source="data sheet 12")},
    )  # fmt: skip
    found = limits_for(LFP, DAY, [own])
    assert (found.bounds["cell-minimum"].value, found.bounds["cell-maximum"].value) == (2.5, 3.65)
    assert found.id == "example + dicycle-lfp + dicycle-general"


def test_signed_limits_are_read_with_their_signer_and_no_other() -> None:
    """Limits that were signed say by whom; changed by one character, or signed by a stranger, they are refused."""
    signer, stranger = Signer.new("yard.example"), Signer.new("stranger.example")
    note = sign_limits(our_limits(), signer)
    read = read_limits(note, keys=[signer.verifier])
    assert {one.signed_by for one in read} == {"yard.example"}
    assert [one.hash for one in read] == [one.hash for one in our_limits()]
    for wrong in (note.replace("3.65", "3.95"), sign_limits(our_limits(), stranger), note.partition("\n\n")[0]):
        with pytest.raises(InvalidInput, match=r"(?i)signature|signed"):
            read_limits(wrong, keys=[signer.verifier])


@pytest.mark.parametrize("text", ["", "{}", "[1]", '[{"id": "a"}]', "not json"])
def test_limits_that_are_none_are_refused_with_a_sentence(text: str) -> None:
    """What is no list of limits is refused, with what to write instead."""
    with pytest.raises(InvalidInput, match="These are no limits"):
        read_limits(text, "own.json")


@pytest.mark.parametrize(
    ("bound", "unit"), [("insulation", "kohm/V"), ("temperature", "K"), ("voltage-loss", "mV/d"), ("spread", "")]
)
def test_a_limit_in_another_unit_is_refused(bound: str, unit: str) -> None:
    """A tenth of a kiloohm per volt is not a tenth of an ohm per volt: it is refused, and judges nothing."""
    wrong = Limits(
        id="own", version="1", issued="2026-11-01", issuer="Example Motors", types=("LFP-60",),
        bounds={bound: Bound(value=0.1, unit=unit, source="data sheet 12")},
    )  # fmt: skip
    with pytest.raises(InvalidInput, match=f"{bound!r} in 'own' is in {unit or 'no unit'}"):
        read_limits(msgspec.json.encode([wrong]).decode())
    passage = judge(readings(), limits_for(LFP, DAY, [wrong]), "pack", LFP)
    assert any("what is read is in" in one.sentence for gate in passage.open for one in gate.checks)


def own(issued: str, most: float) -> Limits:
    """Return a version of an operator's limits."""
    bounds = {"cell-maximum": Bound(value=most, unit="V", source="Example Motors")}
    return Limits(id="own", version=issued, issued=issued, issuer="Example Motors", bounds=bounds, chemistry=("LFP",))


def test_of_two_versions_the_last_holds() -> None:
    """In whichever order a file has them; what only the older one limits is limited no more by it."""
    old, new = own("2025-01-01", 4.5), own("2026-01-01", 3.6)
    for both in ((old, new), (new, old)):
        assert limits_for(LFP, DAY, both).bounds["cell-maximum"].value == 3.6
        assert limits_for(LFP, DAY, both).hash == limits_for(LFP, DAY, (new,)).hash


def test_two_versions_of_one_day_are_refused() -> None:
    """Nobody could tell which of them holds."""
    both = [own("2026-01-01", 3.6), own("2026-01-01", 3.7)]
    with pytest.raises(InvalidInput, match="both issued on 2026-01-01"):
        read_limits(msgspec.json.encode(both).decode())


@pytest.mark.parametrize(
    ("day", "most"), [("2024-12-31", 3.65), ("2025-01-01", 4.5), ("2025-12-31", 4.5), ("2026-01-01", 3.6)]
)
def test_limits_decide_from_the_day_of_their_issue(day: str, most: float) -> None:
    """Before its day a version decides nothing: the one before it does, and before the first the common limits."""
    both = (own("2026-01-01", 3.6), own("2025-01-01", 4.5))
    assert limits_for(LFP, date.fromisoformat(day), both).bounds["cell-maximum"].value == most


@pytest.mark.parametrize(
    ("day", "version", "issued"),
    [("2020-01-01", "2026-11.2", "2026-11-22"), ("2026-11-22", "2026-11.2", "2026-11-22"),
     ("2026-11-23", "2026-11.3", "2026-11-23"), ("2031-03-20", "2026-11.3", "2026-11-23")],
)  # fmt: skip
def test_of_our_limits_those_of_the_day_hold(day: str, version: str, issued: str) -> None:
    """Of days before there were any, the first hold; of several issued on one day the later version does."""
    found = limits_for(LFP, date.fromisoformat(day))
    assert (found.version, found.issued, found.id) == (version, issued, "dicycle-lfp + dicycle-general")


def test_limits_put_together_are_in_force_from_the_last_issue() -> None:
    """Which is what a page says of them: one set of 2025 over one of 2026 holds like that from 2026 on."""
    assert limits_for(LFP, DAY, [own("2025-01-01", 4.5)]).issued == "2026-11-23"
    assert limits_for(LFP, DAY, [own("2027-01-01", 4.5)]).issued == "2027-01-01"


@pytest.mark.parametrize("issued", ["", "2026-1-1", "20260101", "2026-02-30", "1 January 2026", "2026-01-01T00:00:00Z"])
def test_limits_without_a_day_of_issue_are_refused(issued: str) -> None:
    """Nobody could tell from when they hold."""
    with pytest.raises(InvalidInput, match="which is no day"):
        read_limits(msgspec.json.encode([own(issued, 3.6)]).decode())


@pytest.mark.parametrize("version", EARLIER)
def test_what_earlier_limits_do_not_say_is_judged_and_told_as_it_was(version: str) -> None:
    """By limits that say nothing of a meter's last digit, a tenth and a quarter hold, and no word of it is told."""
    checks = {one.question: one for gate in judge(
        readings(), limits_for(LFP, DAY, our_limits(version)), "pack", LFP).gates for one in gate.checks}  # fmt: skip
    assert checks["resistances"].limit == "at most 4 robust standard deviations from the median"
    assert checks["resistances"].outcome == "pass"
    assert "0.001" not in checks["voltage-loss"].limit


def test_every_limit_of_ours_has_a_source_and_is_asked_for() -> None:
    """No figure of a gate stands anywhere but in the limits, and none there that nothing asks for."""
    named = {name for one in our_limits() for name in one.bounds}
    assert named == {name for one in QUESTIONS for name, _ in one.limits}
    assert all(bound.source for one in our_limits() for bound in one.bounds.values())
    assert {name: bound.value for one in our_limits() for name, bound in one.bounds.items()
            if name in UNSAID and not one.chemistry} == UNSAID  # fmt: skip


@pytest.mark.parametrize(
    ("bounds", "told"),
    [({"cell-maximun": (3.6, "V")}, "No gate asks for the limit 'cell-maximun'"),
     ({"resistance-resolution": (10.0, "")}, "is 10: it is a share of the median"),
     ({"resistance-apart": (-0.1, "")}, "is -0.1: it is a share of the median"),
     ({"plateau-low": (3.4, "V"), "plateau-high": (3.2, "V")}, "'plateau-low' is above 'plateau-high'"),
     ({"cell-minimum": (3.65, "V"), "cell-maximum": (2.5, "V")}, "'cell-minimum' is above 'cell-maximum'")],
    ids=["misspelt", "in per cent", "below nothing", "plateau", "window"],
)  # fmt: skip
def test_a_limit_that_would_not_limit_as_it_was_meant_is_refused(
    bounds: dict[str, tuple[float, str]], told: str
) -> None:
    """A misspelt name would leave the common limit in force; ten for ten per cent, or a crossed plateau, pass all."""
    wrong = replace(own("2026-01-01", 3.6), bounds={
        name: Bound(value=value, unit=unit, source="sheet 12") for name, (value, unit) in bounds.items()})  # fmt: skip
    with pytest.raises(InvalidInput, match=told):
        read_limits(msgspec.json.encode([wrong]).decode())


@pytest.mark.parametrize("word", ["type", "chemistries", "valid"])
def test_a_word_that_nobody_reads_is_refused(word: str) -> None:
    """Limits of one type whose `types` is misspelt would hold for everything."""
    said = msgspec.to_builtins(own("2026-01-01", 3.6)) | {word: ["LFP-60"]}
    with pytest.raises(InvalidInput, match=f"unknown field `{word}`"):
        read_limits(msgspec.json.encode([said]).decode())


def test_limits_of_two_sets_that_cross_pass_nothing() -> None:
    """Each set alone is well; together the plateau would end before it begins, and no cell would rest on it."""
    bounds = {"plateau-high": Bound(value=3.1, unit="V", source="sheet 12")}
    limits = limits_for(LFP, DAY, [replace(own("2026-01-01", 3.6), bounds=bounds)])
    passage = judge(readings(), limits, "pack", LFP)
    assert {one.id for one in passage.open} == {"S5", "S7"}
    assert all("correct them" in check.sentence for gate in passage.open for check in gate.checks)
    alone = judge([Reading(question="rested-voltage", value=3.0)], limits, "cell", replace(LFP, kind="cell", series=1))
    assert next(one.outcome for gate in alone.gates for one in gate.checks if one.question == "rested-voltage") == (
        "not measured"
    )


def test_a_set_takes_the_place_of_ours_only_where_it_holds() -> None:
    """One with the id of our common limits, for one type, leaves those of all other types as they were."""
    one = Limits(
        id="dicycle-general", version="1", issued="2026-01-01", issuer="Example Motors", types=("X",), bounds={}
    )
    for type in (None, LFP):
        assert limits_for(type, DAY, [one]).hash == limits_for(type, DAY).hash
    assert "insulation" not in limits_for(replace(LFP, id="X", chemistry="NMC"), DAY, [one]).bounds
