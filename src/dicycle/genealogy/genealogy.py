"""A genealogy as every door asks it: where a thing came from, where it went, whose metal is in it."""

from collections.abc import Collection
from threading import Lock
from typing import Any, Final

import pyarrow as pa  # type: ignore[import-untyped]

from dicycle.errors import Forbidden, InvalidQuery, TooLarge
from dicycle.findings import Finding
from dicycle.genealogy.answers import (
    PROPORTIONAL,
    WHOLE,
    Attribution,
    Direction,
    Group,
    Hides,
    Point,
    Recall,
    Trace,
)
from dicycle.genealogy.attribution import Mixing, attribution, mixing
from dicycle.genealogy.custody import Rules, answer, is_common
from dicycle.genealogy.graph import FOREVER, Graph
from dicycle.genealogy.kinds import Kinds
from dicycle.genealogy.tracing import Walker, recall, recall_rows, recall_table, trace
from dicycle.vocabulary import CATEGORIES, ELEMENTS

BY_RULES: Final = "rules"
"""The model of attribution that goes by the rules of each site."""

MOST_NODES: Final = 50_000
"""How many things a trace tells of, unless it is asked for another number."""

MOST_AFFECTED: Final = 1_000_000
"""How many things a recall tells of, unless it is asked for another number."""


class _Kept:
    """What is worked out once for a graph, when it is first needed, for all who look at it."""

    def __init__(self, graph: Graph) -> None:
        self._graph, self._lock = graph, Lock()
        self._mixed: Mixing | None = None
        self._walker: Walker | None = None

    def mixed(self) -> Mixing:
        """Return how the matter of the graph mixes."""
        with self._lock:
            if self._mixed is None:
                self._mixed = mixing(self._graph)
            return self._mixed

    def walker(self) -> Walker:
        """Return what walks through the graph."""
        with self._lock:
            if self._walker is None:
                self._walker = Walker(self._graph)
            return self._walker


class Genealogy:
    """What the events of a ledger up to a `point` say; nothing in it changes.

    `kinds` knows what things are called; `findings` are worth knowing of the index that it comes from.
    """

    def __init__(
        self, graph: Graph, point: Point, kinds: Kinds, hides: Hides | None = None, findings: tuple[Finding, ...] = ()
    ) -> None:
        self.graph, self.point, self.kinds, self.findings = graph, point, kinds, findings
        self._hides, self._kept = hides, _Kept(graph)

    def seen_by(self, hides: Hides) -> "Genealogy":
        """Return the same genealogy for somebody from whom some events are hidden."""
        return self._with(Genealogy(self.graph, self.point, self.kinds, hides, self.findings))

    def mixed(self) -> Mixing:
        """Return how matter mixes in it, worked out once."""
        return self._kept.mixed()

    def named(self, kinds: Kinds) -> "Genealogy":
        """Return the same genealogy with what things are called now."""
        return self._with(Genealogy(self.graph, self.point, kinds, self._hides, self.findings))

    def _with(self, other: "Genealogy") -> "Genealogy":
        other._kept = self._kept
        return other

    def trace(
        self,
        id: str,
        direction: Direction = "back",
        *,
        as_of: int | None = None,
        depth: int | None = None,
        kinds: Collection[str] = (),
        elements: Collection[str] = (),
        until: Collection[str] = (),
        most: int = MOST_NODES,
        hides: Hides | None = None,
    ) -> Trace:
        """Return where a thing came from (``"back"``), or where it went (``"forward"``).

        `as_of` is in microseconds since 1970 UTC (None: all that is known); `depth` is how many events away; `kinds`
        are the categories that are told of (the trace goes through others); only links that carry one of `elements`
        are followed; the trace ends at things of the categories `until`. At most `most` things, the nearest. What
        stands behind an event that `hides` hides is a tombstone. Raises NotFound.
        """
        self.check_kinds([*kinds, *until])
        self._check_elements(elements)
        return trace(
            self.graph, self.kinds, self.point, id, direction, as_of=as_of, depth=depth, only=kinds, elements=elements,
            until=until, most=most, hides=hides or self._hides, walker=self._kept.walker(),
        )  # fmt: skip

    def recall(
        self,
        id: str,
        *,
        element: str = WHOLE,
        as_of: int | None = None,
        kinds: Collection[str] = (),
        most: int = MOST_AFFECTED,
        hides: Hides | None = None,
    ) -> Recall:
        """Return every thing that holds some of a lot as of a moment, and which part of the lot that is.

        By whole mass, or by that of one `element`. `kinds` are the categories that are told of. Raises NotFound.
        """
        self._check_recall(kinds, element)
        hides = hides or self._hides
        found = recall(
            self.graph, self.kinds, self.point, id, element=element, as_of=as_of, only=kinds, most=most, hides=hides,
            walker=self._kept.walker(),
        )  # fmt: skip
        return found if hides is None else _without_places(found)

    def affected(
        self,
        id: str,
        *,
        element: str = WHOLE,
        as_of: int | None = None,
        kinds: Collection[str] = (),
        most: int | None = None,
    ) -> Any:
        """Return the affected things of a recall as an Arrow table, as `dicycle.genealogy.tables` has it.

        For answers of millions: no thing is a Python value on the way. Parameters are those of `recall`.
        """
        self._check_recall(kinds, element)
        reached = recall_rows(
            self.graph, self.kinds, id, element=element, as_of=as_of, only=kinds, most=most, hides=self._hides,
            walker=self._kept.walker(),
        )  # fmt: skip
        table = recall_table(self.graph, self.kinds, reached.rows)
        return table if self._hides is None else _placeless(table)

    def last_full(self, id: str) -> int | None:
        """Return the last moment at which something was in a thing that was emptied since; None if it was not."""
        thing, stays = self.graph.things.names.find(id), self.graph.stays
        if thing is None or self._hides is not None:
            return None
        held = slice(*self.graph.things.holds_at[thing : thing + 2].tolist())
        until = stays.until[held]
        gone = min(int(self.graph.things.ended[thing]), FOREVER - 1)
        return int(until.max()) - 1 if len(until) and until.max() < gone else None

    def tombstones(self, id: str, direction: Direction, *, as_of: int | None = None) -> int:
        """Return at how many points a trace ends because what follows is hidden."""
        return sum(node.hidden for node in self.trace(id, direction, as_of=as_of, most=MOST_AFFECTED).nodes)

    def attribution(
        self,
        id: str,
        *,
        as_of: int | None = None,
        model: str = PROPORTIONAL,
        rules: Rules | None = None,
        hides: Hides | None = None,
    ) -> Attribution:
        """Return whose metal is in a thing and all its parts as of a moment, element by element.

        `model` is proportional mixing, or ``"rules"``: as `rules` say for sites and periods how their books are kept.
        Raises NotFound; Forbidden if an event behind the answer is hidden, because a sum would tell of it.
        """
        hides = hides or self._hides
        self._check_seen(id, as_of, hides)
        if rules is not None:
            if hides is not None and is_common(self.graph, id, as_of, rules):
                sentence = "Whose metal is in this follows from an account that runs you do not see are kept in, too."
                raise Forbidden.because("genealogy.hidden", sentence, id, "Ask for the proportional model.")
            return answer(self.graph, self.point, id, as_of, rules, self.kinds)
        check_model(model)
        return attribution(self.graph, self.point, id, as_of, mixed=self.mixed())

    def _check_recall(self, kinds: Collection[str], element: str) -> None:
        self.check_kinds(kinds)
        self._check_elements(() if element == WHOLE else (element,))

    def check_kinds(self, asked: Collection[str]) -> None:
        """Refuse a category that is none of ours and that nothing here has; raises InvalidQuery."""
        if wrong := set(asked) - {*CATEGORIES, *self.kinds.words}:
            advice = f"Known are {', '.join(CATEGORIES)}."
            raise InvalidQuery.because("genealogy.kind", f"{min(wrong)!r} is not a category.", "kind", advice)

    def _check_elements(self, asked: Collection[str]) -> None:
        """Refuse an element that is none of ours and that nothing here declares; raises InvalidQuery."""
        elements = self.graph.elements
        known = [*ELEMENTS, *(elements[number] for number in range(len(elements)))]
        if wrong := set(asked) - set(known):
            advice = f"Known are {', '.join(dict.fromkeys(known))}."
            raise InvalidQuery.because("genealogy.element", f"Nothing declares {min(wrong)!r}.", "element", advice)

    def _check_seen(self, id: str, as_of: int | None, hides: Hides | None) -> None:
        if hides is None:
            return
        found = self.trace(id, as_of=as_of, most=MOST_AFFECTED, hides=hides)
        if not found.complete:
            sentence = f"More than {MOST_AFFECTED:,} things stand behind this."
            raise TooLarge.because("genealogy.too-large", sentence, id, "Ask whoever runs the ledger.")
        if any(link.hidden for link in found.links) or any(node.hidden for node in found.nodes):
            sentence = "Whose metal is in this follows from events that you do not see."
            advice = "Ask whoever runs the ledger; a trace tells how far you see."
            raise Forbidden.because("genealogy.hidden", sentence, id, advice)


def check_model(model: str) -> None:
    """Refuse a model of attribution that is none; raises InvalidQuery."""
    if model not in (PROPORTIONAL, BY_RULES):
        advice = (
            f"Ask for {PROPORTIONAL}, or for {BY_RULES}, which say for each site and time how books are kept there."
        )
        raise InvalidQuery.because("genealogy.model", f"{model!r} is no model that can be asked for.", "model", advice)


def _without_places(found: Recall) -> Recall:
    """Return a recall that does not say where things are: that may be known from events that are hidden."""
    total = [one.fraction for one in found.affected if one.fraction is not None]
    groups = [Group(None, len(found.affected), sum(total) if total else None)] if found.affected else []
    return found._replace(affected=[one._replace(place=None) for one in found.affected], groups=groups)


def _placeless(table: Any) -> Any:
    """Return a table of affected things without their places."""
    at = table.schema.get_field_index("place")
    return table.set_column(at, table.schema.field(at), pa.nulls(table.num_rows, pa.string()))
