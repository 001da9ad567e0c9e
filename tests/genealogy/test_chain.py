"""The synthetic chain of the benchmarks: what is measured is a true genealogy."""

from itertools import pairwise

import numpy as np
import pytest

from benchmarks.genealogy.chain import Shape, graph
from benchmarks.genealogy.drawing import draw
from benchmarks.genealogy.told import lines, stored
from dicycle.genealogy.building import build, gather
from dicycle.genealogy.graph import sections
from dicycle.ledger.decode import decode_event


@pytest.mark.parametrize("shape", [Shape(), Shape(origins=11, feed=False, elements=("Li", "Ni", "Co"))])
def test_the_arrays_of_a_chain_are_what_its_events_tell(shape: Shape) -> None:
    """A chain drawn as arrays is, byte for byte, the genealogy that is built from its events."""
    chain = draw(8_000, seed=3)
    drawn, built = sections(graph(chain, shape)), sections(build([gather(stored(chain, shape))]))
    assert drawn.keys() == built.keys()
    for name, array in built.items():
        np.testing.assert_array_equal(drawn[name], array, err_msg=name)


def test_the_events_of_a_chain_are_valid() -> None:
    """Every event of a chain is an EPCIS event that a ledger takes, and its times rise."""
    chain = draw(6_000, seed=1)
    taken = [decode_event(line) for line in lines(chain, Shape())]
    assert len(taken) == chain.events
    assert all(one.time < other.time for one, other in pairwise(taken))


def test_nothing_of_a_chain_is_used_more_than_it_was_made() -> None:
    """No lot of a chain is used up more than once, so that nothing in it is of unknown origin."""
    found = graph(draw(30_000, seed=2), Shape())
    used = np.bincount(found.uses.thing, found.uses.share)
    assert used.max() <= 1.0
