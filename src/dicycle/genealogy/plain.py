"""Answers as plain JSON values: times as RFC 3339, masses in kilograms to the whole microgram, ids as they are.

An answer is a few facts and long lists. Lists are made row by row, so that a large answer can be written while it is
read; `value` is the whole of a small one.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final

import msgspec

from dicycle.genealogy.answers import Affected, Attribution, Group, Link, Node, Point, Recall, Share, Trace
from dicycle.ledger.formats import timestamp

Answer = Trace | Recall | Attribution
Lists = dict[str, Iterable[dict[str, Any]]]

_KILOGRAM: Final = 1e9
_ROWS: Final = 1000


def kilograms(micrograms: float | None) -> float | None:
    """Return a mass in kilograms, rounded to the microgram."""
    return None if micrograms is None else round(micrograms / _KILOGRAM, 9)


def moment(time: int | None) -> str | None:
    """Return a moment as RFC 3339; one beyond the calendar as its microseconds since 1970."""
    try:
        return None if time is None else timestamp(time)
    except OverflowError:
        return str(time)


def point(of: Point) -> dict[str, Any]:
    """Return the state of the ledger that an answer is about."""
    return {"events": of.events, "time": moment(of.time) if of.events else None}


def facts(answer: Answer) -> dict[str, Any]:
    """Return what an answer says beside its lists."""
    common = {"as_of": moment(answer.as_of), "point": point(answer.point)}
    if isinstance(answer, Trace):
        return {"id": answer.root, "direction": answer.direction, **common, "complete": answer.complete}
    if isinstance(answer, Attribution):
        counted = {"parts": answer.parts, "undeclared": answer.undeclared}
        return {"id": answer.id, "model": answer.model, **common, **counted}
    told = {"ended": answer.ended, "gone": answer.gone, "complete": answer.complete}
    return {"id": answer.root, "element": answer.element, "model": answer.model, **common, **told}


def lists(answer: Answer) -> Lists:
    """Return the lists of an answer, whose rows are made when they are asked for."""
    if isinstance(answer, Trace):
        return {"nodes": map(node, answer.nodes), "links": map(link, answer.links)}
    if isinstance(answer, Attribution):
        return {"shares": map(share, answer.shares)}
    return {"groups": map(group, answer.groups), "affected": map(affected, answer.affected)}


def value(answer: Answer) -> dict[str, Any]:
    """Return the whole answer as plain values."""
    return facts(answer) | {name: list(rows) for name, rows in lists(answer).items()}


def chunks(answer: Answer, more: Mapping[str, Any]) -> Iterator[bytes]:
    """Yield the JSON of an answer, with `more` facts, a piece at a time."""
    yield msgspec.json.encode({**facts(answer), **more})[:-1]
    for name, rows in lists(answer).items():
        yield b"," + msgspec.json.encode(name) + b":["
        yield from _rows(iter(rows))
        yield b"]"
    yield b"}"


def _rows(rows: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    comma = b""
    while some := list(islice(rows, _ROWS)):
        yield comma + b",".join(map(msgspec.json.encode, some))
        comma = b","


def node(one: Node) -> dict[str, Any]:
    """Return a thing of a trace."""
    return one._asdict() | {"born": moment(one.born), "ended": moment(one.ended)}


def link(one: Link) -> dict[str, Any]:
    """Return a thing's part in an event."""
    told = one._asdict() | {"time": moment(one.time), "until": moment(one.until)}
    del told["masses"]
    return told | {"masses_kg": {element: kilograms(mass) for element, mass in one.masses.items()}}


def affected(one: Affected) -> dict[str, Any]:
    """Return a thing that holds some of a suspect lot."""
    told = one._asdict()
    told["mass_kg"] = kilograms(told.pop("mass"))
    return told


def group(one: Group) -> dict[str, Any]:
    """Return the affected things at one place."""
    return one._asdict()


def share(one: Share) -> dict[str, Any]:
    """Return what of one element is in a thing, largest origin first."""
    largest = sorted(one.origins.items(), key=lambda item: (-item[1], item[0]))
    origins = {origin: kilograms(mass) for origin, mass in largest}
    return {"element": one.element, "mass_kg": kilograms(one.mass), "origins_kg": origins}
