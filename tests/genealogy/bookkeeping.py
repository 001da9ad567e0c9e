"""Origins, masses and rules of custody, for laws of the books."""

from fractions import Fraction

from genealogy.making import (
    PLACE,
)
from hypothesis import strategies as st
from strategies import examples

from dicycle.genealogy.custody import Claim, Rule

UNKNOWN = "unknown"
ORIGINS = ("virgin:a", "virgin:b", "post_consumer:s", "post_consumer:t", "pre_consumer:s", UNKNOWN)
some = examples(8)

amounts = st.integers(0, 1000)
mixes = st.dictionaries(st.sampled_from(ORIGINS), st.integers(1, 1000), max_size=4)
factors = st.sampled_from([Fraction(n, 10) for n in range(11)])


@st.composite
def rules(draw: st.DrawFn, name: str) -> Rule:
    """Return a rule of a model with any parameters."""
    kinds, names = st.sampled_from([None, "post_consumer", "pre_consumer"]), st.sampled_from(["cathode", "foil"])
    claims = st.lists(st.builds(Claim, kinds, st.lists(names, max_size=2).map(tuple), factors), max_size=3).map(tuple)
    return Rule(
        PLACE, name, window_days=draw(st.integers(1, 300)), conversion_factor=draw(factors),
        period=draw(st.sampled_from(["month", "quarter", "year"])), carry_over=draw(factors), claims=draw(claims),
    )  # fmt: skip
