"""Origins by number: unknown, what births say, and the waste of each recycler."""

from typing import NamedTuple

import numpy as np

from dicycle.genealogy.answers import UNKNOWN
from dicycle.genealogy.attribution.flows import UNKNOWN_LABEL
from dicycle.genealogy.graph.model import Feed, Graph, Ints
from dicycle.vocabulary import FEEDS

_WORDS = dict(zip((Feed.POST_CONSUMER, Feed.PRE_CONSUMER), FEEDS, strict=True))


class Labels(NamedTuple):
    """The names of origins, and for each run the origin that its birth says, and that of the waste it takes in."""

    names: tuple[str, ...]
    born: Ints
    """int32[R]: `UNKNOWN_LABEL` if nobody said."""
    waste: Ints
    """int32[R]: -1 for runs without a feed."""


def labels(graph: Graph) -> Labels:
    """Return the origins of a genealogy; a name that births and recyclers share is one origin."""
    numbers = {UNKNOWN: UNKNOWN_LABEL}
    said = [numbers.setdefault(graph.origins[one], len(numbers)) for one in range(len(graph.origins))]
    born = np.array([*said, UNKNOWN_LABEL], np.int32)[graph.runs.origin]
    waste = _waste(graph, numbers)
    return Labels(tuple(numbers), born, waste)


def _waste(graph: Graph, numbers: dict[str, int]) -> Ints:
    runs = graph.runs
    out = np.full(len(runs.time), -1, np.int32)
    fed = np.flatnonzero(runs.feed)
    kinds = np.stack((runs.feed[fed].astype(np.int64), runs.place[fed].astype(np.int64)), axis=1)
    pairs, which = np.unique(kinds, axis=0, return_inverse=True)
    found = [numbers.setdefault(_name(graph, feed, place), len(numbers)) for feed, place in pairs.tolist()]
    out[fed] = np.array(found, np.int32)[which.ravel()] if found else -1
    return out


def _name(graph: Graph, feed: int, place: int) -> str:
    """Return the origin of a feed; at a place that nobody told of, it stands without one."""
    return f"{_WORDS[Feed(feed)]}:{graph.places[place] if place >= 0 else UNKNOWN}"
