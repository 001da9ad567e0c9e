"""Grades: given only where nothing speaks against, and never better for worse evidence."""

from datetime import date, timedelta

import pytest
from health.grading_cases import AT_1C, DAY, PACK, PACK_SAYS, TYPE, answers, case, graded, healthy, passing
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from dicycle.errors import InvalidInput
from dicycle.findings import Finding, Severity
from dicycle.health.grading import (
    GRADES,
    Release,
    Resistance,
    conclude,
    our_scheme,
    read_certificate,
    read_scheme,
    sign_scheme,
)  # fmt: skip
from dicycle.health.grading.days import day
from dicycle.health.grading.factors import failing
from dicycle.health.grading.verifying import case_of
from dicycle.health.model import LEVELS, Estimate, HealthType, NextTest, StateOfHealth
from dicycle.ledger.integrity.notes import Signer

ORDER = list(GRADES)
SCHEME = our_scheme()
HEALTHS = st.floats(0.2, 1.1)
INTERVALS = st.tuples(HEALTHS, HEALTHS).map(sorted)
LEVEL = st.sampled_from(sorted(LEVELS))


def multiple(low: float, high: float) -> Resistance:
    """Return a resistance in multiples of new."""
    return Resistance(value=(low + high) / 2, low=low, high=high, what="10 s", measured="2031-03-19")


def worst(grades: tuple[str, ...]) -> int:
    """Return how bad the worst of these grades is."""
    return max(map(ORDER.index, grades))


@pytest.mark.parametrize(
    ("low", "high", "grade"),
    [(0.87, 0.9, "A"), (0.85, 0.9, "A"), (0.7, 0.8499, "B"), (0.6, 0.65, "C"), (0.3, 0.5999, "D"), (0.84, 0.86, None)],
)
def test_a_grade_is_given_where_the_whole_interval_lies_in_it(low: float, high: float, grade: str | None) -> None:
    """An interval inside one grade gives it, with the cut itself belonging to the better one; one across gives none."""
    assert graded(healthy(low, high)).grade == grade


def test_a_health_at_an_unusual_rate_or_temperature_says_so() -> None:
    """Where the scheme asks for none, the reason names them; at 1C and 25 °C, which everybody means, it is short."""

    def said(of: HealthType) -> str:
        return graded(healthy(of=of)).factors[1].sentence

    assert "0.05C and 40 °C" in said(HealthType(rate=0.05, temperature=40.0))
    assert "0.333C and 25 °C" in said(HealthType(rate=1 / 3, temperature=25.0))
    assert said(AT_1C) == "State of health 87.0 to 90.0 %: within A."


@pytest.mark.parametrize(("degrees", "given"), [(75.0, False), (-10.0, False), (0.0, True), (45.0, True)])
def test_a_health_at_a_forbidden_temperature_holds_the_grade_up(degrees: float, given: bool) -> None:
    """Above what the limits allow, or in the frost, nothing is graded: the test, or its column's unit, is wrong."""
    found = conclude(case(), healthy(of=HealthType(rate=1.0, temperature=degrees)), DAY)
    assert ("grading.health-temperature" in {one.code for one in found.graded.findings}) is not given
    assert (found.graded.grade == "A") is given


def test_across_a_cut_both_grades_are_named_with_the_next_test() -> None:
    """A unit between two grades is said to be either, and which test decides is said too."""
    test = NextTest(level="E4", name="full capacity test", minutes=240, saving=12, why="It is the narrowest.")
    found = graded(healthy(0.83, 0.86, next_tests=(test,)))
    assert (found.grade, found.straddles, found.next_tests) == (None, ("A", "B"), (test,))
    assert found.summary == "cannot say: A or B"
    assert "A or B, for it reaches over the cut at 85%" in found.reasons[1]


@given(INTERVALS, LEVEL)
def test_the_grade_agrees_with_the_interval_that_is_printed(interval: list[float], level: str) -> None:
    """Whoever reads the printed interval and the cuts comes to the same grades."""
    low, high = interval
    found = graded(healthy(low, high, level))
    cuts = {**SCHEME.cuts, "D": 0.0}
    by_hand = [g for g in ORDER if cuts[g] <= _up(high) and (g == "A" or _down(low) < cuts[ORDER[ORDER.index(g) - 1]])]
    assert list(found.by_health) == by_hand
    assert found.grade in (None, *by_hand)


def _down(value: float) -> float:
    return int(round(value * 10_000, 5)) / 10_000


def _up(value: float) -> float:
    return -int(-round(value * 10_000, 5) // 1) / 10_000


@given(INTERVALS, st.floats(0, 0.3))
def test_more_health_never_gives_a_worse_grade(interval: list[float], more: float) -> None:
    """Moving the whole interval up never makes the worst or the best possible grade worse."""
    low, high = interval
    before, after = graded(healthy(low, high)), graded(healthy(low + more, high + more))
    assert worst(after.possible) <= worst(before.possible)
    assert ORDER.index(after.possible[0]) <= ORDER.index(before.possible[0])


@given(INTERVALS, st.floats(0, 1), st.floats(0, 1))
def test_knowing_more_precisely_never_adds_a_possible_grade(interval: list[float], left: float, right: float) -> None:
    """A narrower interval inside another leaves no grade that the wider did not."""
    low, high = interval
    start, end = sorted((low + left * (high - low), low + right * (high - low)))
    assert set(graded(healthy(start, end)).possible) <= set(graded(healthy(low, high)).possible)


@given(INTERVALS, LEVEL, LEVEL)
def test_better_evidence_never_takes_a_grade_away(interval: list[float], one: str, other: str) -> None:
    """What is graded with weaker evidence is graded the same with stronger, all else alike."""
    weaker, stronger = sorted((one, other))
    before = graded(healthy(*interval, weaker), as_of=date(2031, 3, 19)).grade
    if before is not None:
        assert graded(healthy(*interval, stronger), as_of=date(2031, 3, 19)).grade == before


@given(INTERVALS, LEVEL, st.sampled_from(["damaged", "leaking", "water", "crashed", "burnt", "contactor_welded"]))
def test_what_failed_a_gate_is_never_used_again(interval: list[float], level: str, question: str) -> None:
    """Whatever its health, a unit that failed a gate is D, and put apart if it is dangerous to store."""
    found = graded(healthy(*interval, level), passing(**{question: True}))
    assert (found.grade, found.possible, found.valid_until) == ("D", ("D",), None)
    assert found.safety == ("failed" if question == "contactor_welded" else "quarantine")


@given(INTERVALS, st.sampled_from(["insulation", "self_heating", "lifetime_record", "voltage_loss", "cell_voltages"]))
def test_what_was_not_measured_leaves_no_grade(interval: list[float], question: str) -> None:
    """A gate that nobody can say anything of gives no grade, and says what to measure."""
    found = graded(healthy(*interval), passing(**{question: None}))
    assert (found.grade, found.safety) == (None, "open")
    assert question.replace("_", "-") in found.to_measure


def test_a_failed_gate_is_not_hidden_by_one_that_is_open() -> None:
    """Failed comes before not measured: the unit is D though something else was never looked at."""
    assert graded(healthy(), passing(leaking=True, insulation=None)).grade == "D"


@given(INTERVALS, st.floats(0.5, 5), st.floats(0, 3))
def test_more_resistance_never_gives_a_better_grade(interval: list[float], low: float, more: float) -> None:
    """Raising the resistance never makes the best or the worst possible grade better."""
    before = graded(healthy(*interval), resistance=multiple(low, low + 0.1))
    after = graded(healthy(*interval), resistance=multiple(low + more, low + more + 0.1))
    assert worst(after.possible) >= worst(before.possible)
    assert worst(before.possible) >= worst(graded(healthy(*interval)).possible)


@pytest.mark.parametrize(
    ("low", "high", "possible"),
    [(1.0, 1.2, ("A",)), (1.4, 1.6, ("A", "B")), (2.5, 2.6, ("C",)), (0.9, 9, tuple("ABCD"))],
)
def test_health_does_not_make_up_for_resistance(low: float, high: float, possible: str) -> None:
    """A healthy unit with much resistance has the grade of its resistance."""
    assert graded(healthy(), resistance=multiple(low, high)).possible == tuple(possible)


@pytest.mark.parametrize(
    ("low", "value", "high"), [(0.5, 5.0, 1.0), (-1.0, 0.5, 1.0), (0.0, 0.5, 1.0), (1.0, 0.5, 2.0)]
)
def test_a_resistance_outside_its_interval_grades_nothing(low: float, value: float, high: float) -> None:
    """A value that its own interval does not hold, or one that is not above nothing, leaves every grade open."""
    said = replace(multiple(1.0, 1.1), low=low, value=value, high=high)
    found = graded(healthy(), resistance=said)
    assert (found.grade, [one.code for one in found.findings]) == (None, ["grading.resistance-no-interval"])


def test_a_scheme_may_ask_for_resistance() -> None:
    """Where the scheme gives no A without resistance, an unmeasured one leaves no grade, but does not trouble B."""
    scheme = replace(SCHEME, needs_resistance=("A",))
    assert graded(healthy(), scheme=scheme).to_measure == ("resistance",)
    assert graded(healthy(), scheme=scheme).grade is None
    assert graded(healthy(0.75, 0.8), scheme=scheme).grade == "B"


@given(INTERVALS, LEVEL, st.integers(0, 800), st.integers(0, 400))
def test_time_gives_nobody_a_grade(interval: list[float], level: str, days: int, more: int) -> None:
    """What is not valid on a day is not valid on a later one, and until its last day a grade stays."""
    first, later = DAY + timedelta(days), DAY + timedelta(days + more)
    before, after = (graded(healthy(*interval, level), as_of=day) for day in (first, later))
    assert after.grade in (None, before.grade)
    if before.valid_until:
        assert graded(healthy(*interval, level), as_of=date.fromisoformat(before.valid_until)).grade == before.grade
        ended = date.fromisoformat(before.valid_until) + timedelta(1)
        assert graded(healthy(*interval, level), as_of=ended).grade is None


def test_the_first_measurement_to_grow_old_ends_a_grade() -> None:
    """Answers to the gates are valid for thirty days, pulses for half a year: the grade ends with the answers."""
    assert graded(healthy()).valid_until == "2031-04-18"


def test_what_nobody_dated_is_not_graded_unless_the_scheme_says_so() -> None:
    """A measurement without a date holds the grade up, unless a scheme takes it."""
    found = graded(healthy(measured=None))
    assert (found.grade, [one.code for one in found.findings]) == (None, ["grading.undated"])
    assert graded(healthy(measured=None), scheme=replace(SCHEME, undated=True)).grade == "A"


def test_what_is_yet_to_be_measured_is_a_mistake() -> None:
    """A measurement after the day of grading holds the grade up; the next day may be today, east of Greenwich."""
    for days, codes in ((1, []), (2, ["grading.future"])):
        measured = (DAY + timedelta(days)).isoformat()
        assert [one.code for one in graded(healthy(measured=measured)).findings] == codes


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+05:00", "9999-12-31T23:59:00-05:00", "2031-02-30", "", None])
def test_no_day_is_no_day(text: str | None) -> None:
    """What is no day, or one that the calendar of the reckoning does not reach, is none: nobody stumbles over it."""
    assert day(text) is None


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (healthy(None), "grading.health-unknown"),
        (healthy(of=HealthType(rate=1.0)), "grading.health-type-unknown"),
        (healthy(coverage=0.8), "grading.health-coverage"),
        (healthy(float("nan"), 0.9), "grading.health-no-interval"),
        (healthy(level="E1"), "grading.evidence"),
        (healthy(findings=(Finding("health.contradiction", "They contradict."),)), "health.contradiction"),
    ],
)
def test_why_no_grade_is_given_is_said(state: StateOfHealth, code: str) -> None:
    """Each thing that holds a grade up is a finding with its own code."""
    found = graded(state)
    assert (found.grade, [one.code for one in found.findings]) == (None, [code])


@given(INTERVALS, st.sampled_from(list(Severity)))
def test_an_error_in_the_records_holds_a_grade_up(interval: list[float], severity: Severity) -> None:
    """A finding about the records takes the grade away if it is an error, and changes nothing if it is none."""
    wrong = Finding("records.amperes-seconds", "The capacity is in ampere-seconds.", severity=severity)
    clean, found = graded(healthy(*interval)), graded(healthy(*interval), findings=[wrong])
    assert found.grade == (None if severity is Severity.ERROR else clean.grade)


def released(gate: str, **more: str) -> Release:
    """Return a release of a gate at the readings with which the pack failed it."""
    failed = next(one for one in passing(trouble_codes=2, leaking=True).gates if one.id == gate)
    said = {
        "gate": gate,
        "by": "Ada Beispiel",
        "second": "Ben Muster",
        "reason": "Read and erased.",
        "at": "2031-03-20",
    }
    return Release(**{**said, **more}, failed=failing(failed))  # type: ignore[arg-type]


def test_two_persons_release_what_the_scheme_lets_them() -> None:
    """Trouble codes that two persons looked at no longer hold the unit up; a leak does, whoever signs."""
    found = graded(healthy(), passing(trouble_codes=2), releases=[released("S6")])
    assert (found.grade, found.safety) == ("A", "released")
    assert graded(healthy(), passing(leaking=True), releases=[released("S1")]).grade == "D"


@pytest.mark.parametrize("second", ["Ada Beispiel", "  ada   BEISPIEL ", ""])
def test_one_person_releases_nothing(second: str) -> None:
    """The same person twice, however the name is written, is one person."""
    assert graded(healthy(), passing(trouble_codes=2), releases=[released("S6", second=second)]).grade == "D"


def test_a_release_is_of_the_readings_that_were_seen() -> None:
    """A release of two trouble codes does not release three."""
    assert graded(healthy(), passing(trouble_codes=3), releases=[released("S6")]).grade == "D"


def test_a_buyers_scheme_is_read_signed_and_held_to() -> None:
    """A buyer who asks for 0.9 gets it by a scheme of their own, which says who signed it."""
    signer = Signer.new("buyer.example")
    strict = replace(SCHEME, id="buyer", cuts={"A": 0.9, "B": 0.8, "C": 0.6})
    read = read_scheme(sign_scheme(strict, signer), keys=[signer.verifier])
    assert (read.signed_by, len(read.hash)) == ("buyer.example", 64)
    assert graded(healthy(0.86, 0.89), scheme=read).grade == "B"
    with pytest.raises(InvalidInput, match="signature"):
        read_scheme(sign_scheme(strict, signer).replace("0.9", "0.1"), keys=[signer.verifier])


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"A": 0.85', '"A": 0.65', "Its cuts must fall"),
        ('"C": 0.60', '"D": 0.60', "Its cuts must name"),
        ('"A": 1.5', '"A": 2.5', "Its resistance must not fall"),
        ('"A": "E2"', '"A": "E0"', "Its evidence must not ask"),
        ('"E4": 365', '"E4": 0', "above 0"),
        ('"E4": 365', '"E5": 365', "say nothing of E4"),
        ('"coverage"', '"covers"', "This is no scheme"),
        ('"id"', "id", "This is no scheme"),
    ],
)
def test_a_scheme_that_contradicts_itself_is_refused(old: str, new: str, sentence: str) -> None:
    """A scheme by which a better grade asks for less, or that lacks something, is refused with what is wrong."""
    from importlib.resources import files

    text = files("dicycle.health.grading").joinpath("scheme.json").read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(InvalidInput, match=sentence):
        read_scheme(text.replace(old, new))


def test_a_contradicted_kind_leaves_no_grade() -> None:
    """A pack that is said to be a cell is asked everything; answered as it may be, it has no grade."""
    said = answers(PACK_SAYS)
    assert conclude(case(type=PACK, readings=said), healthy(), DAY).graded.grade == "A"
    found = conclude(case(type=PACK, kind="cell", readings=said), healthy(), DAY)
    assert (found.graded.grade, found.certificate.kind) == (None, "cell")
    assert "gates.kind-contradicts" in {one.code for one in found.graded.findings}


@given(st.floats(44.9, 45.1), st.floats(0.0049, 0.0051))
def test_what_is_printed_is_what_was_judged(warm: float, loss: float) -> None:
    """Whoever judges the readings of the certificate again comes to the same gates, byte for byte."""
    said = answers(temperature=warm, voltage_loss=(loss,))
    ambient, declared = 23.123456789, Estimate(level="E0", method="declared", of=AT_1C, value=0.87654321)
    made = conclude(case(readings=said, ambient=ambient, declared=(declared,)), healthy(), DAY)
    again = conclude(case_of(read_certificate(made.data)), healthy(), DAY)
    assert again.data == made.data


def test_a_kind_that_nobody_stated_stays_open_in_the_certificate() -> None:
    """The certificate says that nobody named the kind, asks every gate, and can be read and made again."""
    made = conclude(case(type=replace(TYPE, kind=None)), healthy(), DAY)
    read = read_certificate(made.data)
    assert (read.kind, read.graded.grade) == (None, None)
    assert conclude(case_of(read), healthy(), DAY).data == made.data
