"""Writers of the pre-hash string: each gives one field, and any value is written, whatever its type.

A writer whose field holds another type than the standard's, as an event of somebody's own type may, writes it as it
would an extension.
"""

from collections.abc import Callable
from typing import Any, Final

from dicycle.ledger.hashing import values
from dicycle.ledger.hashing.names import Names

Writer = Callable[[str, Any, Names], str]
Form = Callable[[str, Names], str]

_COMMENT: Final = "{http://www.w3.org/2000/01/rdf-schema#}comment"


def single(form: Form) -> Writer:
    """Return the writer of ``name=value``; an empty value is left out (rules 3, 4 and 5)."""

    def write(name: str, value: Any, names: Names) -> str:
        if isinstance(value, str):
            text = form(value.strip(), names)
        elif isinstance(value, dict | list):
            return _anything(name, value, names)
        else:
            text = values.plain(value)
        return f"{name}={text}" if text else ""

    return write


def word(start: str, words: frozenset[str]) -> Form:
    """Return the form of a vocabulary that JSON writes bare: in full, behind `start` (rule 16)."""
    in_full = {one: start + one for one in words}

    def form(text: str, names: Names) -> str:
        return in_full.get(text) or values.identifier(text, names)

    return form


def repeated(write: Writer) -> Writer:
    """Return the writer of a field that may come several times, in lexical order (rule 11)."""

    def write_all(name: str, value: Any, names: Names) -> str:
        if isinstance(value, list):
            return "".join(sorted([write(name, one, names) for one in value]))
        return write(name, value, names)

    return write_all


def listing(member: str, write: Writer) -> Writer:
    """Return the writer of a list: its name once, then its members in lexical order (rules 11 and 12)."""

    def write_list(name: str, value: Any, names: Names) -> str:
        if not isinstance(value, list):
            return _anything(name, value, names)
        inner = "".join(sorted([write(member, one, names) for one in value]))
        return name + inner if inner else ""

    return write_list


def record(**fields: Writer) -> Writer:
    """Return the writer of an object: its own fields in the given order, then extensions (rules 1 and 21)."""

    def write_record(name: str, value: Any, names: Names) -> str:
        if not isinstance(value, dict):
            return _anything(name, value, names)
        inner = [write(key, value[key], names) for key, write in fields.items() if key in value]
        others = {key: one for key, one in value.items() if key not in fields}
        if others:
            inner.append(_members(others, names))
        text = "".join(inner)
        return name + text if text else ""

    return write_record


def _members(members: dict[str, Any], names: Names) -> str:
    """Return extension elements, with their names in full and in lexical order (rules 19 and 20)."""
    if "@context" in members:
        names = names.within(members["@context"])
    found: list[str] = []
    for key, value in members.items():
        name = names.key(key)
        if key != "@context" and name != _COMMENT:
            found += _entries(name, value, names)
    return "".join(sorted(found))


def _entries(name: str, value: Any, names: Names) -> list[str]:
    if isinstance(value, list):
        return [entry for one in value for entry in _entries(name, one, names)]
    if isinstance(value, dict):
        return [name + _members(value, names)]
    text = values.scalar(value.strip(), names) if isinstance(value, str) else values.plain(value)
    return [f"{name}={text}" if text else name]


def _anything(name: str, value: Any, names: Names) -> str:
    return "".join(sorted(_entries(name, value, names)))
