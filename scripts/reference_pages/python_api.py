"""The public Python interface: signatures and docstrings, read from the objects themselves."""

import enum
import inspect
import types
import typing
from collections.abc import Iterator
from typing import Any

import msgspec

import dicycle
from dicycle import bootstrap, errors, findings, identifiers, units
from dicycle.genealogy import containment
from dicycle.ledger import capture, importing, model, store, stored
from reference_pages.words import page, told

_STRUCTS = (
    model.Event, model.BusinessEvent, *model.EVENT_TYPES.values(), model.ExtendedEvent, model.QuantityElement,
    model.Place, model.BizTransaction, model.Source, model.Destination, model.PersistentDisposition,
    model.ErrorDeclaration, model.SensorElement, model.SensorMetadata, model.SensorReport,
)  # fmt: skip
_ERRORS = [one for one in vars(errors).values() if inspect.isclass(one) and issubclass(one, errors.DicycleError)]


def python_page() -> str:
    """Return the page of the Python interface."""
    return page(
        "Python",
        "What is listed here is meant to be used and is kept stable within a minor version. Everything else may move.",
        "## dicycle",
        *_function(dicycle.open, "dicycle.open"),
        *_class(bootstrap.Loop, "dicycle.bootstrap.Loop"),
        *_class(bootstrap.Life, "dicycle.bootstrap.Life"),
        "## Events",
        *_class(stored.StoredEvent, "dicycle.ledger.stored.StoredEvent"),
        *(block for one in _STRUCTS for block in _struct(one)),
        "## Capturing and looking up",
        *(block for one in (capture.Captured, importing.Imported, store.Outcome, store.Fate, store.Item, store.Job)
          for block in _class(one, f"{one.__module__}.{one.__name__}")),
        *_class(containment.Stay, "dicycle.genealogy.containment.Stay"),
        "## Errors and findings",
        f"```text\n{inspect.cleandoc(errors.__doc__ or '').partition(chr(10))[2].strip()}\n```",
        *(block for one in _ERRORS for block in _class(one, f"dicycle.errors.{one.__name__}")),
        *_class(findings.Finding, "dicycle.findings.Finding"),
        *_class(findings.Severity, "dicycle.findings.Severity"),
        "## dicycle.identifiers",
        *(block for name in identifiers.__all__ for block in _any(identifiers, name)),
        "## dicycle.units",
        *(block for name in units.__all__ for block in _any(units, name)),
    )  # fmt: skip


def _any(module: Any, name: str) -> Iterator[str]:
    found, full = getattr(module, name), f"{module.__name__}.{name}"
    if inspect.isclass(found):
        yield from _class(found, full)
    elif callable(found):
        yield from _function(found, full)


class _Written(str):
    """An annotation that stands in a signature without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _signature(found: Any, name: str) -> str:
    signature = inspect.signature(found)
    parameters = [
        one if one.annotation is one.empty else one.replace(annotation=_Written(_type(one.annotation)))
        for one in signature.parameters.values()
        if one.name not in ("self", "cls")
    ]
    answer = _Written(_type(signature.return_annotation))
    return f"{name}{signature.replace(parameters=parameters, return_annotation=answer)}"


def _function(found: Any, full: str) -> Iterator[str]:
    yield f"### {full}"
    yield f"```python\n{_signature(found, full.rpartition('.')[2])}\n```"
    yield told(inspect.getdoc(found))


def _class(found: type, full: str) -> Iterator[str]:
    yield f"### {full}"
    yield told(found.__doc__ if _own_doc(found) else "")
    if issubclass(found, enum.Enum):
        yield "\n".join(f"- `{one.name}`: `{one.value}`" for one in found)
    else:
        yield _fields(found)
        yield from _members(found)


def _own_doc(found: type) -> bool:
    """Tell whether a docstring was written: dataclasses and named tuples make one up."""
    return not (found.__doc__ or "").startswith(f"{found.__name__}(")


def _fields(found: type) -> str:
    notes = inspect.get_annotations(found)
    return "\n".join(f"- `{name}: {_type(note)}`" for name, note in notes.items() if not name.startswith("_"))


def _type(note: Any) -> str:
    """Return an annotation as one would write it, without modules, Annotated and UnsetType."""
    if isinstance(note, str):
        return note
    if isinstance(note, typing.TypeVar) or note is Any:
        return str(note).rpartition(".")[2].lstrip("~")
    origin, inner = typing.get_origin(note), [one for one in typing.get_args(note) if one is not msgspec.UnsetType]
    if origin is typing.Annotated:
        return _type(inner[0])
    if origin in (typing.Union, types.UnionType):
        return " | ".join("None" if one is type(None) else _type(one) for one in inner)
    if origin is None:
        return "None" if note is None else getattr(note, "__name__", str(note).rpartition(".")[2])
    if origin is typing.Literal:
        return f"Literal[{', '.join(map(repr, inner))}]"
    parts = [
        f"[{', '.join(map(_type, one))}]" if isinstance(one, list) else "…" if one is ... else _type(one)
        for one in inner
    ]
    return f"{getattr(origin, '__name__', origin)}[{', '.join(parts)}]".replace("…", "...")


def _members(found: type) -> Iterator[str]:
    for name, member in vars(found).items():
        inner = member.func if hasattr(member, "func") else member
        inner = inner.fget if isinstance(inner, property) else inner
        inner = inner.__func__ if isinstance(inner, classmethod | staticmethod) else inner
        if name.startswith("_") or not inspect.isfunction(inner) or not inner.__doc__:
            continue
        whole = isinstance(member, property) or hasattr(member, "func")
        head = f"{name}: {_type(inner.__annotations__.get('return', ''))}" if whole else _signature(inner, name)
        yield f"#### {found.__name__}.{name}"
        yield f"```python\n{head}\n```"
        yield told(inner.__doc__)


def _struct(found: type[msgspec.Struct]) -> Iterator[str]:
    """The fields of a struct; of an event only those that not every event has."""
    base = next(
        (one for one in (model.BusinessEvent, model.Event) if issubclass(found, one) and found is not one), None
    )
    shared = {_field(field) for field in msgspec.structs.fields(base)} if base else set()
    yield f"### dicycle.ledger.model.{found.__name__}"
    yield told(found.__doc__) + (f" All of `{base.__name__}`, and:" if base else "")
    rows = (_field(field) for field in msgspec.structs.fields(found) if field.name != "context")
    yield "\n".join(row for row in rows if row not in shared)


def _field(field: msgspec.structs.FieldInfo) -> str:
    return f"- `{field.name}` (`{field.encode_name}`){', required' if field.required else ''}: `{_type(field.type)}`"
