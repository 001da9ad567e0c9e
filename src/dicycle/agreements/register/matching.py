"""Records of different documents that tell of one agreement: joined where it is certain, proposed where it is likely.

Certain: the same parties, at least two, kinds that can be one, and days that are known and agree; or aggregates of
the same number of projects on the same day. No two records of one document become one that way: whoever wrote it told
them apart. A person's judgement overrides all of it and is remembered.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

from dicycle.agreements.edtf import agree
from dicycle.agreements.register.joining import Joined, judge, last
from dicycle.agreements.register.model import Candidate, Judgement, Verdict
from dicycle.agreements.register.nearness import LIKELY, can_be_one, counted, likeness, near
from dicycle.agreements.register.telling import Node, Telling, entry_id


class _Told(NamedTuple):
    """What the tellings of a set say together."""

    documents: set[str]
    dates: set[str | None]
    kinds: set[str]
    historical: set[bool]

    def goes_with(self, other: "_Told") -> bool:
        """Tell whether all tellings of two sets can be of one act."""
        return (
            self.documents.isdisjoint(other.documents)
            and self.historical == other.historical
            and all(agree(one, another) for one in self.dates for another in other.dates)
            and all(can_be_one(one, another) for one in self.kinds for another in other.kinds)
        )

    def take(self, other: "_Told") -> None:
        """Take in what another set says."""
        self.documents.update(other.documents)
        self.dates.update(other.dates)
        self.kinds.update(other.kinds)
        self.historical.update(other.historical)


class Acts(Joined[Node]):
    """Sets of tellings, each of one act."""

    def __init__(self, told: Sequence[Telling]) -> None:
        super().__init__(one.node for one in told)
        self._told = {
            one.node: _Told(
                {one.source.document}, {one.record.date.value}, {one.record.of_kind}, {one.record.historical}
            )
            for one in told
        }

    def _unite(self, first: Node, second: Node) -> None:
        super()._unite(first, second)
        self._told[first].take(self._told.pop(second))

    def together(self, one: Node, other: Node) -> bool:
        """Tell whether the sets of two tellings can be of one act, and not of the same document."""
        return self._told[self.root(one)].goes_with(self._told[self.root(other)])


def match(told: Sequence[Telling], judgements: Iterable[Judgement]) -> tuple[list[list[Telling]], list[Candidate]]:
    """Return the tellings of each entry, and the pairs that a person should look at."""
    ids = {entry_id(one.node): one.node for one in told}
    said = last(judgements, "record")
    joined = Acts(told)
    judge(joined, said, ids)
    _join_certain(told, joined)
    by_node = {one.node: one for one in told}
    groups = [[by_node[node] for node in nodes] for nodes in joined.sets()]
    return groups, _candidates([group[0] for group in groups], joined, said, ids)


def _join_certain(told: Sequence[Telling], joined: Acts) -> None:
    """Join each telling to the first set with the same parties and day that it goes with, in their order."""
    seen: dict[Hashable, list[Node]] = defaultdict(list)
    for one in told:
        for key in _certain_keys(one):
            roots = dict.fromkeys(joined.root(node) for node in seen[key])
            seen[key] = list(roots)
            if not any(joined.together(root, one.node) and joined.join(root, one.node) for root in roots):
                seen[key].append(one.node)


def _certain_keys(one: Telling) -> Iterator[Hashable]:
    if one.day is None:
        return
    if one.record.aggregate:
        yield from ((one.day, *number) for number in counted(one.record))
    elif len(one.who) > 1:
        yield (one.day, one.who)


def _candidates(
    firsts: Sequence[Telling], joined: Acts, said: Sequence[Judgement], ids: dict[str, Node]
) -> list[Candidate]:
    """Return pairs of entries that may be one, by the first telling of each, the likeliest first."""
    verdicts: dict[frozenset[str], Verdict] = {}
    for judged in said:
        if judged.one in ids and judged.other in ids:
            pair = frozenset(entry_id(joined.root(ids[id])) for id in (judged.one, judged.other))
            verdicts.setdefault(pair, judged.verdict)
    found = [
        Candidate(
            f"{first}-{second}", "record", first, second, score, grounds, verdicts.get(frozenset((first, second)))
        )
        for one, other in near(firsts)
        for score, grounds in [likeness(one, other)]
        for first, second in [(entry_id(one.node), entry_id(other.node))]
        if score >= LIKELY and one.source.document != other.source.document
    ]
    return sorted(found, key=lambda each: (-each.score, each.id))
