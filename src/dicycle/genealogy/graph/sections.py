"""A genealogy as named flat arrays, and back: what is written to a file."""

from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray

from dicycle.genealogy.graph.model import Births, Content, Graph, Happenings, Runs, Stays, Things, Uses
from dicycle.genealogy.graph.names import Names

_PARTS: dict[str, type] = {
    "things": Things, "events": Happenings, "runs": Runs, "uses": Uses, "births": Births, "stays": Stays,
    "content": Content,
}  # fmt: skip


def sections(graph: Graph) -> dict[str, NDArray[Any]]:
    """Return the arrays of a genealogy by name, such as ``things.names.at``, in a fixed order."""
    return dict(_flat("", graph))


def _flat(name: str, value: Any) -> list[tuple[str, NDArray[Any]]]:
    if not isinstance(value, tuple):
        return [(name, value)]
    fields: tuple[str, ...] = value._fields  # type: ignore[attr-defined]
    return [
        one for field, part in zip(fields, value, strict=True) for one in _flat(f"{name}.{field}".lstrip("."), part)
    ]


def from_sections(arrays: Mapping[str, NDArray[Any]]) -> Graph:
    """Return the genealogy with these arrays; raises KeyError if one is missing."""
    return Graph(**{field: _part(arrays, field) for field in Graph._fields})


def _part(arrays: Mapping[str, NDArray[Any]], name: str) -> Any:
    if name in _PARTS:
        kind: Any = _PARTS[name]
        return kind(**{field: _field(arrays, f"{name}.{field}") for field in kind._fields})
    return _names(arrays, name)


def _field(arrays: Mapping[str, NDArray[Any]], name: str) -> Any:
    return arrays[name] if name in arrays else _names(arrays, name)


def _names(arrays: Mapping[str, NDArray[Any]], name: str) -> Names:
    return Names(**{field: arrays[f"{name}.{field}"] for field in Names._fields})
