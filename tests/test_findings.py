"""What is wrong, as data: one shape everywhere (convention 14)."""

import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dicycle import errors
from dicycle.errors import DicycleError, InvalidEvent, InvalidInput
from dicycle.findings import Finding, Severity

findings = st.builds(Finding, st.text(), st.text(), st.text(), st.sampled_from(Severity), st.text())


@given(findings)
def test_a_finding_is_plain_data_and_back(finding: Finding) -> None:
    """As a dictionary a finding holds texts only, and makes the same finding again."""
    data = finding.as_dict()
    assert {type(value) for value in data.values()} == {str}
    assert Finding(**{**data, "severity": Severity(data["severity"])}) == finding


@given(findings, st.text())
def test_a_finding_seen_from_further_out_says_the_same(finding: Finding, prefix: str) -> None:
    """Only the place changes: the prefix comes before it."""
    moved = finding.at(prefix)
    assert moved.where == prefix + finding.where
    assert moved._replace(where=finding.where) == finding


def test_a_finding_reads_as_place_sentence_and_advice() -> None:
    """For people a finding is one line; what it does not say leaves no trace."""
    assert str(Finding("a.b", "It is wrong.", "/x", advice="Mend it.")) == "/x: It is wrong. Mend it."
    assert str(Finding("a.b", "It is wrong.")) == "It is wrong."
    assert str(Finding("a.b", "It is wrong.", "pack.json#")) == "pack.json: It is wrong."


@given(st.lists(findings, min_size=1, max_size=3))
def test_an_error_carries_its_findings(found: list[Finding]) -> None:
    """An error keeps its findings in order, and its text is theirs, one a line."""
    error = InvalidEvent(*found)
    assert error.findings == tuple(found)
    assert str(error) == "\n".join(map(str, found))


@pytest.mark.parametrize(
    "kind", [one for _, one in inspect.getmembers(errors, inspect.isclass) if issubclass(one, Exception)]
)
def test_every_error_is_one_of_ours(kind: type[Exception]) -> None:
    """Whoever catches DicycleError catches all of them."""
    assert issubclass(kind, DicycleError)


def test_what_was_given_wrongly_is_invalid_input() -> None:
    """Identifiers, units, events and queries are input: one class for all that a sender can mend."""
    kinds = {errors.InvalidIdentifier, errors.InvalidUnit, errors.InvalidEvent, errors.InvalidQuery}
    assert all(issubclass(kind, InvalidInput) for kind in kinds)
    assert not issubclass(errors.StoreError, InvalidInput)
