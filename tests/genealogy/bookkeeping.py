"""Origins, masses and rules of custody, for laws of the books."""

from datetime import date
from fractions import Fraction

from genealogy.making import (
    PLACE,
)
from hypothesis import strategies as st
from strategies import examples

from dicycle.genealogy.answers import Point
from dicycle.genealogy.custody import Claim, Rule

KG = 10**18
VIRGIN, POST, PRE = "virgin:urn:x:mine", "post_consumer:urn:x:shredder", "pre_consumer:urn:x:shredder"
HERE = Point(0, 0)
BASE = {"place": PLACE, "since": date(2026, 1, 1), "until": date(2027, 12, 31)}
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


def kilograms(mix: dict[str, int]) -> dict[str, float]:
    """Return a mix in kilograms."""
    return {origin: mass / KG for origin, mass in mix.items() if mass}
