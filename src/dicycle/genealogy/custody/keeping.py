"""The engine: every run in its order, settled element by element by the model that holds there.

Exact: masses are whole femtograms, what is divided is divided without rest, and for every known origin what came in is
what went out, was lost, lapsed, or is still there. An event's float share of a lot is used where its quantity does not
say the same. Slow and plain on purpose: without rules it is what fast proportional attribution is tested against.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

import numpy as np

from dicycle.genealogy.answers import PROPORTIONAL
from dicycle.genealogy.custody.allocations import Entry
from dicycle.genealogy.custody.amounts import FINE, Mix, plus
from dicycle.genealogy.custody.books import Batch, Books, Statement
from dicycle.genealogy.custody.flows import Flow, Outflow, Settled
from dicycle.genealogy.custody.intake import Intake
from dicycle.genealogy.custody.models import MODELS, Model
from dicycle.genealogy.custody.rules import Rule, Rules
from dicycle.genealogy.custody.stocks import Drawn, Mixes
from dicycle.genealogy.custody.store import Store
from dicycle.genealogy.graph.model import Graph, Kind
from dicycle.genealogy.kinds import Kinds


def keep(
    graph: Graph,
    rules: Rules,
    kinds: Kinds | None = None,
    runs: Collection[int] | None = None,
    draws: Collection[int] = (),
) -> Books:
    """Return the books of a genealogy, or of some `runs` only, with others that only draw from the same lots.

    `kinds` know the categories of outputs, by which credit may be allocated.
    """
    keeper = _Keeper(graph, rules, kinds or Kinds(graph, {}))
    for run in range(len(graph.runs.time)) if runs is None else sorted({*runs, *draws}):
        keeper.turn(run, whole=runs is None or run in runs)
    return keeper.close()


class _Account(NamedTuple):
    """The books of one element under one rule, the rule's number, the rules that had a part, and what has moved."""

    number: int
    model: Model
    touched: set[int]
    moved: dict[str, Mix]

    def settle(self, flow: Flow) -> Settled:
        settled = self.model.settle(flow)
        self._add("came_in", [flow.came_in])
        self._add("went_out", settled.outs)
        self._add("lost", [settled.lost])
        return settled

    def _add(self, what: str, mixes: list[Mix]) -> None:
        self.moved[what] = plus([self.moved.get(what, {}), *mixes])

    def statement(self) -> Statement:
        came_in, went_out, lost = (self.moved.get(what, {}) for what in ("came_in", "went_out", "lost"))
        model = self.model
        return Statement(model.rule, model.element, came_in, went_out, lost, model.lapsed, model.balance)


class _Group(NamedTuple):
    """Outputs of a run that are alike."""

    row: int
    births: list[int]
    ids: tuple[str, ...]
    model: str | None
    category: str | None


class _Keeper:
    """Goes through the runs."""

    def __init__(self, graph: Graph, rules: Rules, kinds: Kinds) -> None:
        self._graph, self._rules, self._kinds = graph, rules, kinds
        self._store = Store(graph, rules)
        self._accounts: dict[tuple[Rule, int], _Account] = {}
        self._plain = MODELS[PROPORTIONAL](Rule("", PROPORTIONAL), "")
        self._batches: list[Batch] = []
        self._batch_of: dict[int, int] = {}
        self._time = 0

    def turn(self, run: int, *, whole: bool) -> None:
        """Reckon one run; one that is not `whole` only takes its inputs."""
        self._time = int(self._graph.runs.time[run])
        self._store.look(run)
        first, last = (int(self._graph.runs.uses_at[run + at]) for at in (0, 1))
        drawn = [(use, self._store.draw(use)) for use in range(first, last) if self._graph.uses.share[use] != 0]
        if whole:
            entries = self._entries(run)
            groups = list(self._groups(run, {entry.item for entry in entries}))
            intake = Intake(self._graph, run, drawn, any(group.row < 0 for group in groups))
            self._give(run, intake, groups, entries)

    def close(self) -> Books:
        """Return the books; rules that have ended are closed."""
        self._store.look(len(self._graph.runs.time))
        for rule, element in self._accounts:
            if rule.ends <= self._time:
                self._accounts[rule, element].model.close()
        accounts = self._accounts.values()
        findings = [one for account in accounts for one in account.model.findings]
        return Books(
            self._batches, self._batch_of, self._store.held, [account.statement() for account in accounts], findings
        )

    # one run

    def _give(self, run: int, intake: Intake, groups: list[_Group], entries: tuple[Entry, ...]) -> None:
        contents = [self._content(group) for group in groups]
        mixes: list[Mixes] = [{} for _ in groups]
        touched = set(intake.touched)
        for element in sorted(intake.elements.union(*contents)) if groups else ():
            outs = tuple(
                Outflow(group.ids, content.get(element, 0), group.model, group.category)
                for group, content in zip(groups, contents, strict=True)
            )
            touched |= set(self._settle(self._flow(run, element, intake, outs, entries), element, intake, mixes))
        for group, mine in zip(groups, mixes, strict=True):
            known = None if group.row < 0 else mine
            self._bear(run, group, Drawn(known, intake.makes_waste, frozenset(touched)))

    def _settle(self, flow: Flow, element: int, intake: Intake, mixes: list[Mixes]) -> Iterable[int]:
        """Settle one element, put what each output gets into `mixes`, and return the rules that had a part in it."""
        account = None if intake.is_birth or intake.is_lost else self._account(flow, element)
        settled = account.settle(flow) if account else self._plain.settle(flow)
        for mine, out in zip(mixes, settled.outs, strict=True):
            if out:
                mine[element] = out
        if account is None:
            return ()
        if not account.model.pooled:
            return (account.number,)
        account.touched.update((account.number, *intake.touched))
        return account.touched

    def _flow(
        self, run: int, element: int, intake: Intake, outs: tuple[Outflow, ...], entries: tuple[Entry, ...]
    ) -> Flow:
        name = self._graph.elements[element]
        about = tuple(entry for entry in entries if entry.element in (None, name))
        event = self._graph.events.names[int(self._graph.runs.event[run])]
        return Flow(event, intake.place, self._time, name, intake.inflows(element), outs, intake.rest, about)

    def _account(self, flow: Flow, element: int) -> _Account | None:
        rule = self._rules.at(flow.place, flow.time, flow.element)
        if rule is None or rule.model == PROPORTIONAL:
            return None
        if (rule, element) not in self._accounts:
            number, model = self._rules.sites.index(rule), MODELS[rule.model](rule, flow.element)
            self._accounts[rule, element] = _Account(number, model, set(), {})
        return self._accounts[rule, element]

    def _entries(self, run: int) -> tuple[Entry, ...]:
        """Return what the events of a run allocate."""
        if not self._rules.allocations:
            return ()
        runs, names = self._graph.runs, self._graph.events.names
        uses = self._graph.uses.event[runs.uses_at[run] : runs.uses_at[run + 1]]
        births = self._graph.births.event[runs.births_at[run] : runs.births_at[run + 1]]
        events = np.unique(np.concatenate((uses, births))).tolist()
        return tuple(entry for event in events for entry in self._rules.allocations.get(names[event], ()))

    # outputs

    def _groups(self, run: int, named: set[str]) -> Iterator[_Group]:
        """Yield the outputs of a run: lots and those `named` one by one, single things that are alike together."""
        runs, births, things = self._graph.runs, self._graph.births, self._graph.things
        alike: dict[tuple[int, ...], list[int]] = {}
        for birth in range(runs.births_at[run], runs.births_at[run + 1]):
            thing = int(births.thing[birth])
            alone = things.kind[thing] == Kind.LOT or (named and things.names[thing] in named)
            same = (int(births.content[birth]), int(things.model[thing]), int(things.category[thing]))
            alike.setdefault((birth,) if alone else same, []).append(birth)
        for group in alike.values():
            thing = int(births.thing[group[0]])
            model = int(things.model[thing])
            yield _Group(
                int(births.content[group[0]]), group, (things.names[thing],),
                self._graph.models[model] if model >= 0 else None, self._kinds.of(thing),
            )  # fmt: skip

    def _content(self, group: _Group) -> dict[int, int]:
        """Return the femtograms of each element in a group."""
        if group.row < 0:
            return {}
        content, each = self._graph.content, len(group.births) * FINE
        part = slice(int(content.at[group.row]), int(content.at[group.row + 1]))
        pairs = zip(content.element[part].tolist(), content.mass[part].tolist(), strict=True)
        return {element: mass * each for element, mass in pairs if mass > 0}

    def _bear(self, run: int, group: _Group, content: Drawn) -> None:
        for birth in group.births:
            self._batch_of[birth] = len(self._batches)
        self._batches.append(Batch(content.mixes, len(group.births), content.touched))
        self._store.bear(run, group.births, content)
