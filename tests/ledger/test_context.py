"""Contexts: which prefix means which namespace, alone, inside one another, and side by side."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dicycle.ledger.context import STANDARD, bindings, encoded, joined, merged
from dicycle.vocabulary import EPCIS_CONTEXT

prefixes = st.dictionaries(
    st.sampled_from("abc"), st.sampled_from(["https://x.example/", "https://y.example/"]), max_size=2
)
parts = st.lists(st.just(EPCIS_CONTEXT) | prefixes | st.just({"term": {"@id": "a:term"}}), max_size=4)
contexts = (parts | prefixes | st.just(EPCIS_CONTEXT)).map(
    lambda value: json.dumps(value, separators=(",", ":")).encode()
)


def meaning(*values: bytes) -> dict[str, str]:
    """Return what prefixes mean after contexts were read one after the other, as JSON-LD reads them."""
    found: dict[str, str] = {}
    for value in values:
        decoded = json.loads(value)
        for part in decoded if isinstance(decoded, list) else [decoded]:
            pairs: dict[str, Any] = part if isinstance(part, dict) else {}
            found |= {key: one for key, one in pairs.items() if isinstance(one, str)}
    return found


@given(contexts)
def test_the_last_word_on_a_prefix_counts(context: bytes) -> None:
    """Bindings are what a reader knows at the end of a context."""
    assert dict(bindings(context)) == meaning(context)


@given(contexts, contexts)
def test_an_inner_context_is_read_after_the_outer(outer: bytes, inner: bytes) -> None:
    """Joining two contexts means the same as reading the outer and then the inner, with nothing in it twice."""
    both = joined(outer, inner)
    assert meaning(both) == meaning(outer, inner)
    decoded = json.loads(both)
    listed = decoded if isinstance(decoded, list) else [decoded]
    assert outer == inner or all(part not in listed[:index] for index, part in enumerate(listed))


@given(contexts)
def test_a_context_joined_with_nothing_or_itself_stays(context: bytes) -> None:
    """Without a context of its own an event has its document's."""
    assert joined(context, None) == joined(context, context) == context


@given(st.lists(contexts, max_size=4))
def test_events_that_share_a_context_mean_what_they_meant(listed: list[bytes]) -> None:
    """Under the shared context every prefix means what it did, or the event is among those that cannot share it."""
    shared, apart = merged(listed)
    for context in set(listed) - apart:
        assert meaning(context).items() <= meaning(shared).items()
    assert apart <= set(listed)
    assert json.loads(shared)[0] == EPCIS_CONTEXT


@given(contexts)
def test_one_context_alone_can_always_be_shared(context: bytes) -> None:
    """With nobody to quarrel with, an event needs no context of its own."""
    shared, apart = merged([context, context])
    assert apart == frozenset()
    assert meaning(shared) == meaning(context)


def test_two_meanings_of_one_prefix_cannot_share_a_context() -> None:
    """The second to bind a prefix otherwise keeps its own context."""
    one, other = encoded({"ex": "https://one.example/"}), encoded({"ex": "https://other.example/"})
    shared, apart = merged([one, other, STANDARD])
    assert apart == {other}
    assert dict(bindings(shared)) == {"ex": "https://one.example/"}
