"""Runs between boxes: one joint for all runs that lead from the same boxes to the same boxes, and what flows there."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from dicycle.genealogy.answers import WHOLE, Link
from dicycle.server.pages.genealogy.amounts import KILOGRAM
from dicycle.server.pages.genealogy.stacking import Box
from dicycle.server.pages.genealogy.web import Run, Web

JOINTS: Final = 240
"""How many joints are drawn before those that lead to the same boxes become one."""


class Flow(NamedTuple):
    """What goes between a box and a joint, or from a part into its whole.

    `mass` is micrograms of what was asked for, None if nobody declared it; `share` is which part of the thing it was,
    None if it is not known or not the same for all of a stack.
    """

    mass: float | None
    share: float | None
    links: int
    since: int
    until: int | None
    implied: bool
    hidden: bool


class Joint(NamedTuple):
    """Runs: which, from when to when, and what of them goes in and comes out, by box."""

    key: str
    column: int
    """It stands left of this column."""
    runs: tuple[str, ...]
    first: int
    last: int
    hidden: bool
    inputs: dict[str, Flow]
    outputs: dict[str, Flow]


class Hold(NamedTuple):
    """Parts of one box that are in things of another."""

    part: str
    whole: str
    flow: Flow


_Sides = tuple[frozenset[str], frozenset[str]]


def joints_of(web: Web, boxes: Sequence[Box], home: Mapping[str, str], element: str) -> list[Joint]:
    """Return the joints; runs of which only one side is in the trace have none."""
    columns = {box.key: box.column for box in boxes}
    sided = [(run, sides) for run in web.runs if all(sides := _sides(run, home))]
    groups: dict[object, list[tuple[Run, _Sides]]] = {}
    for rule in _RULES:
        groups = {}
        for run, sides in sided:
            groups.setdefault(rule(sides, columns), []).append((run, sides))
        if len(groups) <= JOINTS:
            break
    return [_joint(f"run{at}", group, home, columns, element) for at, group in enumerate(groups.values())]


def _sides(run: Run, home: Mapping[str, str]) -> _Sides:
    left, right = (
        frozenset(home[one.thing] for one in side if one.thing in home) for side in (run.inputs, run.outputs)
    )
    return left, right


def _near(sides: _Sides, columns: Mapping[str, int]) -> frozenset[str]:
    """Return the side of a run that is nearer to the root."""
    return min(sides, key=lambda side: min(abs(columns[box]) for box in side))


_RULES: Final[tuple[Callable[[_Sides, Mapping[str, int]], object], ...]] = (
    lambda sides, _: sides,
    _near,
    lambda sides, columns: min(_near(sides, columns)),
)


def _joint(
    key: str, group: Sequence[tuple[Run, _Sides]], home: Mapping[str, str], columns: Mapping[str, int], element: str
) -> Joint:
    runs = [run for run, _ in group]
    inputs, outputs = (
        _flows([link for run in runs for link in (run.outputs if out else run.inputs)], home, element)
        for out in (False, True)
    )
    return Joint(
        key,
        min(columns[box] for box in outputs),
        tuple(run.id for run in runs),
        min(run.time for run in runs),
        max(run.time for run in runs),
        any(run.hidden for run in runs),
        inputs,
        outputs,
    )


def _flows(links: Iterable[Link], home: Mapping[str, str], element: str) -> dict[str, Flow]:
    found: dict[str, list[Link]] = {}
    for link in links:
        if link.thing in home:
            found.setdefault(home[link.thing], []).append(link)
    return {box: flow_of(group, element) for box, group in found.items()}


def flow_of(links: Sequence[Link], element: str) -> Flow:
    """Return several links as one."""
    masses = [mass_of(link, element) for link in links]
    known = [mass for mass in masses if mass is not None]
    ends = [link.until for link in links]
    return Flow(
        sum(known) if known else None,
        links[0].share if len({link.share for link in links}) == 1 else None,
        len(links),
        min(link.time for link in links),
        None if any(end is None for end in ends) else max(end for end in ends if end is not None),
        all(link.implied for link in links),
        any(link.hidden for link in links),
    )


def mass_of(link: Link, element: str) -> float | None:
    """Return the micrograms of an element in a link: None if nothing was declared, zero if other things were.

    The whole mass of what was weighed is its quantity, where nobody declared more.
    """
    if element == WHOLE and WHOLE not in link.masses:
        return link.quantity * KILOGRAM if link.quantity is not None and link.unit == "KGM" else None
    return link.masses.get(element, 0.0) if link.masses else None


def holds_of(web: Web, home: Mapping[str, str], element: str) -> list[Hold]:
    """Return what is in what, box by box."""
    found: dict[tuple[str, str], list[Link]] = {}
    for link in web.stays:
        found.setdefault((home[link.thing], home[link.parent or ""]), []).append(link)
    return [Hold(part, whole, flow_of(links, element)) for (part, whole), links in found.items() if part != whole]
