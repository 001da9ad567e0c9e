"""One or two traces as one web: things in columns, the runs between them, and what was in what."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from dicycle.genealogy.answers import Link, Node, Trace

LONGEST: Final = 30
"""Columns on either side of the root; what lies further out is in the table only."""


class Run(NamedTuple):
    """An event, or several of one run, with what of the trace went in and came out."""

    id: str
    time: int
    hidden: bool
    inputs: list[Link]
    outputs: list[Link]


class Web(NamedTuple):
    """What there is to draw. `columns`: how many steps right of the root (left: below zero); `beyond`: not drawn."""

    root: str
    nodes: dict[str, Node]
    columns: dict[str, int]
    runs: list[Run]
    stays: list[Link]
    beyond: int


def web_of(traces: Sequence[Trace]) -> Web:
    """Return the web of traces of one root; what a back trace and a forward trace share stands on the left."""
    nodes: dict[str, Node] = {}
    columns: dict[str, int] = {}
    runs: dict[str, Run] = {}
    stays: dict[object, Link] = {}
    for trace in map(_apart, traces):
        sign, told = -1 if trace.direction == "back" else 1, runs_of(trace.links)
        steps = steps_of(trace, told)
        for node in trace.nodes:
            nodes.setdefault(node.id, node)
            columns.setdefault(node.id, sign * steps[node.id])
        for run in told:
            runs[run.id] = _joined(runs[run.id], run) if run.id in runs else run
        stays |= {(link.thing, link.parent, link.event_id): link for link in trace.links if link.role == "part"}
    near = {id: column for id, column in columns.items() if abs(column) <= LONGEST}
    return Web(
        traces[0].root,
        {id: nodes[id] for id in near},
        near,
        sorted(runs.values(), key=lambda run: (run.time, run.id)),
        [link for link in stays.values() if link.thing in near and link.parent in near],
        len(nodes) - len(near),
    )


def _apart(trace: Trace) -> Trace:
    """Return a trace in which what is hidden has other names than in the trace of the other direction."""
    if not any(node.hidden for node in trace.nodes):
        return trace
    names = {node.id: f"{node.id}:{trace.direction}" for node in trace.nodes if node.hidden}
    links = [
        link._replace(
            thing=names.get(link.thing, link.thing),
            parent=names.get(link.parent or "", link.parent),
            run=names.get(link.run, link.run),
        )
        for link in trace.links
    ]
    return trace._replace(nodes=[node._replace(id=names.get(node.id, node.id)) for node in trace.nodes], links=links)


def _joined(one: Run, other: Run) -> Run:
    """Return a run of which two traces tell."""
    inputs, outputs = ({link.thing: link for link in (*left, *right)}
                       for left, right in ((one.inputs, other.inputs), (one.outputs, other.outputs)))  # fmt: skip
    return one._replace(inputs=list(inputs.values()), outputs=list(outputs.values()))


def runs_of(links: Iterable[Link]) -> list[Run]:
    """Return the runs of links."""
    found: dict[str, Run] = {}
    for link in links:
        if link.role != "part":
            run = found.get(link.run)
            if run is None:
                run = found[link.run] = Run(link.run, link.time, link.hidden, [], [])
            (run.inputs if link.role == "input" else run.outputs).append(link)
    return list(found.values())


def steps_of(trace: Trace, runs: Iterable[Run]) -> dict[str, int]:
    """Return how many steps from the root each node stands: the longest way, so that all ways lead one way.

    Where that would be too long (matter that went round many times) it is the shortest way, the depth of the trace.
    """
    depths = {node.id: node.depth for node in trace.nodes}
    steps = dict(depths)
    for near, far in _moves(trace, runs):
        least = 1 + max((steps.get(id, 0) for id in near), default=-1)
        for id in far:
            if steps.get(id, least) < least and id != trace.root:
                steps[id] = least
    return steps if max(steps.values(), default=0) <= LONGEST else depths


def _moves(trace: Trace, runs: Iterable[Run]) -> Iterator[tuple[list[str], list[str]]]:
    """Yield (things nearer to the root, things further away) of every run and stay, nearest in time first."""
    back = trace.direction == "back"
    moves = [(run.time, [one.thing for one in run.outputs], [one.thing for one in run.inputs]) for run in runs]
    moves += [(one.time, [one.parent or ""], [one.thing]) for one in trace.links if one.role == "part"]
    moves.sort(key=lambda move: move[0], reverse=back)
    return ((whole, part) if back else (part, whole) for _, whole, part in moves)
