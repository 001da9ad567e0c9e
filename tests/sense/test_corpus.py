"""The stories make sense, and each twin that sense has to refuse breaks the rule that it names."""

import pytest
from corpus.stories import Story, Twin, stories, twins
from sense.telling import LATER, serious

from dicycle.sense import PLANT, RULES, STRICT, Report, Scope, check_files
from dicycle.sense.files import Checked

MOMENT = LATER - 20 * 366 * 86_400_000_000
"""The corpus is checked in 2080: after its stories, before the one twin that plays later."""


def check(item: Story | Twin, strict: bool = False) -> Checked:
    """Check one document."""
    return check_files([item.path], STRICT if strict else PLANT, moment=MOMENT)


@pytest.mark.parametrize("story", stories(), ids=str)
def test_a_story_makes_sense(story: Story) -> None:
    """Nobody finds anything against a story, but that it begins in the middle."""
    done = check(story)
    assert done.form == ()
    assert serious(done.sense) == []


@pytest.mark.parametrize("twin", twins("sense"), ids=str)
def test_a_twin_breaks_the_rule_that_it_names(twin: Twin) -> None:
    """Among what is found, at any severity, is the rule that the twin is about; its story does not break it."""
    assert twin.rule in RULES
    done = check(twin)
    assert done.form == ()
    assert done.sense.counts.get(twin.rule, 0) >= 1
    assert twin.rule not in check(twin.story).sense.counts


@pytest.mark.parametrize("twin", twins("sense"), ids=str)
def test_what_is_found_in_a_twin_is_about_the_event_that_is_wrong(twin: Twin) -> None:
    """Every finding names its events, and where it stands in the file; and it says what to do."""
    report: Report = check(twin).sense
    assert all(sign.events or RULES[sign.rule].scope is Scope.DOCUMENT for sign in report.signs)
    assert all(sign.finding.where.startswith(str(twin.path)) for sign in report.signs)
    assert all(sign.finding.advice for sign in report.signs)


def test_every_rule_has_a_story_and_a_twin() -> None:
    """No rule without a document that breaks it and one that does not; a beginning that nobody told is everywhere."""
    assert set(RULES) - {twin.rule for twin in twins("sense")} == {"beginning-unknown"}


def test_a_schema_twin_is_refused_for_its_form() -> None:
    """What is no EPCIS is told as such, with the file and the place, and the rest is checked all the same."""
    refused = [twin for twin in twins("schema") if not check(twin).form]
    assert refused == []
