"""JSON values as extension elements: what `values` reads, written so that it reads the same."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dicycle.errors import InvalidEvent
from dicycle.ledger.xml.markup import element, escaped, json_text
from dicycle.ledger.xml.names import MIXED, TEXT, is_text
from dicycle.ledger.xml.scope import Scope


def members(given: Mapping[str, Any], scope: Scope, *, bare: bool = True) -> str:
    """Return the members of an object as elements; those without an XML name stand together as JSON.

    Without `bare`, keys without a prefix are among the latter: where the standard's own elements stand, they would be
    taken for those.
    """
    named: list[str] = []
    unnamed: dict[str, Any] = {}
    for key, value in given.items():
        name = scope.name(key) if bare or ":" in key else None
        if name is None:
            unnamed[key] = value
        else:
            named.append(extension(name, value, scope))
    if unnamed:
        named.append(element(scope.marks.name("dx", "json"), escaped(json_text(unnamed))))
    return "".join(named)


def extension(name: str, value: Any, scope: Scope) -> str:
    """Return one member: an element, or as many as a list has entries."""
    if not isinstance(value, list) or not value:
        return _one(name, value, scope)
    if len(value) > 1:
        return "".join(_one(name, one, scope) for one in value)
    only = value[0]
    if not isinstance(only, str | dict) or _as_json(only) or _mixed(name, only, scope) is not None:
        return _json(name, value, scope)
    return _one(name, only, scope, {scope.marks.name("dx", "form"): "list"})


def _one(name: str, value: Any, scope: Scope, given: Mapping[str, str] | None = None) -> str:
    given = dict(given or {})
    if _as_json(value):
        return _json(name, value, scope)
    if value is None:
        return element(name, "", given | {scope.marks.name("xsi", "nil"): "true"})
    if isinstance(value, dict):
        return _object(name, value, scope, given)
    if isinstance(value, str):
        return element(name, escaped(value), given)
    kind, text = _typed(value)
    return element(name, text, given | {scope.marks.name("xsi", "type"): scope.marks.name("xsd", kind)})


def _as_json(value: Any) -> bool:
    """Tell whether a value has no plain form: lists within lists, empty objects, text that XML cannot hold."""
    return isinstance(value, list) or value == {} or (isinstance(value, str) and not is_text(value))


def _json(name: str, value: Any, scope: Scope) -> str:
    return element(name, escaped(json_text(value)), {scope.marks.name("dx", "form"): "json"})


def _object(name: str, value: dict[str, Any], scope: Scope, given: dict[str, str]) -> str:
    mixed = _mixed(name, value, scope)
    if mixed is not None:
        return mixed
    beside = _beside_text(value, scope)
    if beside is not None:
        return element(name, escaped(value[TEXT]), given | beside)
    return element(name, members(value, scope), given)


def _typed(value: bool | int | Decimal) -> tuple[str, str]:
    """Return the type of XML Schema that says the same as a JSON value, and its text."""
    if isinstance(value, bool):
        return "boolean", "true" if value else "false"
    if isinstance(value, int):
        return "integer", str(value)
    text = str(value)
    return ("double" if "E" in text else "decimal"), text


def _beside_text(value: Mapping[str, Any], scope: Scope) -> dict[str, str] | None:
    """Return the attributes of an element with text, if the object is one."""
    text = value.get(TEXT)
    others = {key: one for key, one in value.items() if key != TEXT}
    if not isinstance(text, str) or not text.strip() or not is_text(text) or not others:
        return None
    fits = all(isinstance(one, str) and is_text(one) and _label(key, scope) for key, one in others.items())
    return others if fits else None


def _label(key: str, scope: Scope) -> str | None:
    return scope.attribute(key) if ":" in key else scope.name(key)


def _mixed(name: str, value: Any, scope: Scope) -> str | None:
    """Return the XML that an object holds as text, if it is the element of this name and reads the same again."""
    if not isinstance(value, dict) or value.keys() != {MIXED} or not isinstance(value[MIXED], str):
        return None
    from dicycle.ledger.xml.parsing import parsed
    from dicycle.ledger.xml.prefixes import Prefixes
    from dicycle.ledger.xml.values import Values

    text: str = value[MIXED]
    prefixes = Prefixes(dict(scope.namespaces | scope.implied))
    try:
        root = parsed(text.encode())
        again = Values(len(text), []).value(root, prefixes)
    except (InvalidEvent, UnicodeEncodeError):
        return None
    return text if prefixes.key(root) == name and again == value else None
