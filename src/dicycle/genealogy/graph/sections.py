"""A named tuple of arrays (and of such tuples) as named flat arrays, and back: what is written to a file."""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar, cast, get_type_hints

from numpy.typing import NDArray

_Tuple = TypeVar("_Tuple", bound=tuple[Any, ...])


def sections(whole: tuple[Any, ...]) -> dict[str, NDArray[Any]]:
    """Return the arrays of a tuple such as `Graph` by name, such as ``things.names.at``, in a fixed order."""
    return dict(_flat("", whole))


def _flat(name: str, value: Any) -> list[tuple[str, NDArray[Any]]]:
    if not hasattr(value, "_fields"):
        return [(name, value)]
    return [one for field in value._fields for one in _flat(f"{name}.{field}".lstrip("."), getattr(value, field))]


def from_sections(kind: type[_Tuple], arrays: Mapping[str, NDArray[Any]]) -> _Tuple:
    """Return the tuple of this kind that has these arrays; raises KeyError if one is missing."""
    return cast(_Tuple, _whole(kind, "", arrays))


def _whole(kind: type, name: str, arrays: Mapping[str, NDArray[Any]]) -> Any:
    fields = _fields(kind)
    if not fields:
        return arrays[name]
    return kind(*(_whole(part, f"{name}.{field}".lstrip("."), arrays) for field, part in fields.items()))


@cache
def _fields(kind: type) -> dict[str, type]:
    """Return the fields of a named tuple with their types; none for an array."""
    if not hasattr(kind, "_fields"):
        return {}
    hints = get_type_hints(kind)
    return {field: hints[field] for field in kind._fields}
