"""Everything that routing reckons with as one list: how much, by whom, since when, and how well it is known."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from dicycle.routing.parameters.model import Content, Mark, Parameters, Recycling

MARKS: Final[dict[Mark, str]] = {
    "verified": "read in the source",
    "secondary": "read in a report of it",
    "computed": "worked out from verified figures",
    "assumed": "nobody's figure was found",
}


class Figure(NamedTuple):
    """One number, or one table of a chemistry or a process, which is told in `what`."""

    name: str
    what: str
    value: str
    low: str
    high: str
    unit: str
    source: str
    date: str
    mark: Mark


def listed(parameters: Parameters) -> Iterator[Figure]:
    """Yield all figures of a set, those of its profile included."""
    for name, one in parameters.numbers.items():
        low, high = (f"{end:f}" if one.low != one.high else "" for end in one.range)
        yield Figure(name, one.what, f"{one.value:f}", low, high, one.unit, one.source, one.date, one.mark)
    for name, content in parameters.chemistries.items():
        yield _of_content(f"chemistries.{name}", content)
    for key, process in parameters.processes.items():
        yield _of_process(f"processes.{key}", process)


def _of_content(name: str, one: Content) -> Figure:
    what = f"Cells {one.cell:f}, pack {one.pack:f}, and what they are made of"
    return Figure(name, what, "table", "", "", "kg/kWh", one.source, one.date, one.mark)


def _of_process(name: str, one: Recycling) -> Figure:
    costs = ", ".join(f"{chemistry} {cost:f}" for chemistry, cost in one.cost.items())
    what = f"Cost of {one.name}{'' if one.offered else ' (not offered)'}: {costs}"
    return Figure(name, what, "table", "", "", one.unit, one.source, one.date, one.mark)
