"""Things and lots by category, and what flows from stage to stage among them."""

from collections.abc import Iterable
from typing import Any

from genealogy.making import content, graph_of_values, lot

from dicycle.genealogy.flows import Flows, Stage, flows_of
from dicycle.genealogy.kinds import Kinds

GTINS = {
    "ore": "09521001000017", "refined": "09521019000016", "cathode": "09521025000024", "reagent": "09521037000012",
    "cell": "09521030000064", "cell_lot": "09521031000063", "module": "09521030000101", "pack": "09521030000095",
    "black_mass": "09521036000037", "metal": "09521036000051", "salt": "09521037000043", "scrap": "09521030000026",
    "residue": "09521019000023", "loss": "09521019000030", "part": "09521030000019", "unheard": "09521028000014",
}  # fmt: skip
CLASSES = {f"https://id.gs1.org/01/{gtin}": category for category, gtin in GTINS.items() if category != "unheard"}
CAR, OTHER_CAR, STATION = "urn:x:car", "urn:x:other-car", "https://id.gs1.org/414/9521001000017"
VEHICLE = {"dcy:category": "vehicle"}


def one(category: str, serial: str = "1") -> str:
    """Return a single thing of a category."""
    return f"https://id.gs1.org/01/{GTINS[category]}/21/{serial}"


def some(category: str, kilograms: float, name: str = "1") -> dict[str, Any]:
    """Return so much of a lot of a category."""
    return lot(f"https://id.gs1.org/01/{GTINS[category]}/10/{name}", kilograms)


def of(category: str, nickel: float, name: str = "1") -> dict[str, dict[str, float]]:
    """Return what a thing or lot of a category is made of: nickel, and as much again of something else."""
    mark = "21" if category in ("cell", "module", "pack") else "10"
    return {f"https://id.gs1.org/01/{GTINS[category]}/{mark}/{name}": {"Ni": nickel, "mass": nickel * 2}}


def says(*of_things: dict[str, dict[str, float]]) -> dict[str, Any]:
    """Return the ilmd that says what things are made of."""
    return content(**{id: masses for each in of_things for id, masses in each.items()})


def told(events: Iterable[dict[str, Any]]) -> Flows:
    """Return the flows of plain events."""
    graph = graph_of_values(events)
    return flows_of(graph, Kinds(graph, CLASSES))


def nickel(flows: Flows, year: int | None = None) -> dict[tuple[str, str], float]:
    """Return the kilograms of nickel that went from stage to stage."""
    column = flows.column("Ni")
    assert column is not None
    table = flows.table(column, year)
    return {
        (source.word, target.word): table[source, target] / 10**9
        for source in Stage
        for target in Stage
        if table[source, target]
    }


def closes(flows: Flows) -> None:
    """Assert that of everything, at every stage, what came is what went and what is there: to the microgram."""
    for column in range(len(flows.columns)):
        table = flows.table(column)
        moved = table.sum(axis=0) - table.sum(axis=1)
        inside = slice(Stage.MINE, Stage.UNACCOUNTED)
        assert moved[inside].tolist() == flows.stock[inside, column].tolist()
