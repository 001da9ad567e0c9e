"""Acts put together: restatements support one record, others become their own, lumped ones are split."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from strategies import examples

from dicycle.agreements.document import Sentence, Span
from dicycle.agreements.extracting.cast import Cast, Named
from dicycle.agreements.extracting.drafts import Draft, Told, put_together
from dicycle.agreements.extracting.parts import Act, Mention

NAMES = ("Alpha", "Beta", "Gamma", "Delta")
MENTIONS = {name: Mention(at * 10, at * 10 + 5, "company", name) for at, name in enumerate(NAMES)}
CAST = Cast([*MENTIONS.values()])


def party(name: str) -> tuple[Named, Mention]:
    """Return a party."""
    found = CAST.of(MENTIONS[name])
    assert found is not None
    return found, MENTIONS[name]


def told(at: int, *names: str, support: bool = False, dates: tuple[str, ...] = (), **act: Any) -> Told:
    """Return a telling of an act in the sentence of a number."""
    span = Span(at * 100, at * 100 + 20)
    fields = {"verb": "sign", "kind": "framework_agreement"} | act
    made = Act(span, Sentence(at * 100, at * 100 + 90, at), **fields)  # type: ignore[arg-type]
    return Told(made, tuple(party(name) for name in names), support, frozenset(dates), 1)


def names(draft: Draft) -> set[str]:
    """Return the names of the parties of a draft."""
    return {named.named.name for one in draft.told for named, _ in one.parties if named.id in draft.who}


def parties(*tellings: Told) -> list[set[str]]:
    """Return the parties of each record that tellings come to."""
    return [names(draft) for draft in put_together(list(tellings))]


def test_a_headline_only_supports_what_the_body_tells() -> None:
    """A headline with one of the parties and the body with both are one agreement."""
    assert parties(told(0, "Alpha", support=True), told(1, "Alpha", "Beta")) == [{"Alpha", "Beta"}]


def test_a_headline_alone_is_an_agreement() -> None:
    """Where the body does not tell of it, the headline does."""
    assert parties(told(0, "Alpha", "Beta", support=True)) == [{"Alpha", "Beta"}]


def test_another_agreement_is_another() -> None:
    """The same company signs "another" one with someone else: two records."""
    assert parties(told(0, "Alpha", "Beta"), told(1, "Alpha", "Gamma", fresh=True)) == [
        {"Alpha", "Beta"}, {"Alpha", "Gamma"},
    ]  # fmt: skip


def test_a_signing_that_is_told_twice_is_one() -> None:
    """The signing in the first paragraph and again in the last, under a more general word."""
    assert parties(told(0, "Alpha", "Beta"), told(5, "Beta", "Alpha", kind="contract")) == [{"Alpha", "Beta"}]


def test_two_kinds_between_the_same_parties_are_two() -> None:
    """A joint venture and a supply contract of the same two companies are two records."""
    both = parties(told(0, "Alpha", "Beta", kind="joint_venture"), told(1, "Alpha", "Beta", kind="supply_or_offtake"))
    assert both == [{"Alpha", "Beta"}] * 2


def test_days_that_differ_keep_signings_apart() -> None:
    """The same parties sign the same kind on two days: two records."""
    days = [told(0, "Alpha", "Beta", dates=("2026-03-01",)), told(1, "Alpha", "Beta", dates=("2026-04-02",))]
    assert len(put_together(days)) == 2
    assert len(put_together([days[0], told(1, "Alpha", "Beta", dates=("XXXX-03-01",))])) == 1


def test_a_meeting_is_the_occasion_of_its_signing() -> None:
    """Talks and then a signing of the same parties are one record, and it is a signing."""
    (draft,) = put_together([told(0, "Alpha", "Beta", verb="talk", kind="talks"), told(0, "Alpha", "Beta")])
    assert draft.first.act.verb == "sign"


def test_a_lumped_sentence_is_split_by_a_later_one() -> None:
    """ "Alpha signed with Beta and Gamma"; later "in addition one was concluded with Gamma": two agreements."""
    lumped = told(0, "Alpha", "Beta", "Gamma")
    again = told(1, "Alpha", "Beta")
    extra = told(2, "Gamma", fresh=True, kind="strategic_cooperation_agreement")
    assert parties(lumped, again, extra) == [{"Alpha", "Beta"}, {"Alpha", "Gamma"}]


def test_numbers_of_projects_are_aggregates() -> None:
    """137 projects, 133 of them in one city, and over 100 in earlier years: three, the second part of the first."""
    whole = told(0, kind="signed_projects", number=137)
    part = told(1, kind="signed_projects", number=133, part=True)
    old = told(2, kind="signed_projects", number=100, historical=True)
    drafts = put_together([told(3, kind="signed_projects", number=137, support=True), whole, part, old])
    assert [(draft.first.act.number, draft.aggregate) for draft in drafts] == [(137, True), (133, True), (100, True)]
    assert [draft.part_of is drafts[0] for draft in drafts] == [False, True, False]


def test_an_earlier_agreement_is_followed() -> None:
    """The news follows a framework signed before: two records, the new one says which it follows."""
    news, earlier = told(0, "Alpha", "Beta", kind="supply_or_offtake"), told(1, "Alpha", "Beta", historical=True)
    drafts = put_together([news, earlier])
    assert [draft.follows is not None for draft in drafts] == [True, False]


tellings = st.builds(
    lambda at, who, kind, support, fresh: told(at, *who, kind=kind, support=support, fresh=fresh),
    st.integers(0, 9), st.lists(st.sampled_from(NAMES), unique=True, max_size=3),
    st.sampled_from(["framework_agreement", "contract", "memorandum", "talks"]), st.booleans(), st.booleans(),
)  # fmt: skip


@examples(25)
@given(st.lists(tellings, max_size=6))
def test_nobody_becomes_a_party_who_was_not_told_of(some: list[Told]) -> None:
    """Whatever is told: no record has a party that no telling names, and none has none at all but agentless ones."""
    drafts = put_together(some)
    known = set[str]().union(*(one.who for one in some))
    assert all(draft.who <= known for draft in drafts)
    assert len(drafts) <= len(some)
