"""Proportional mixing told a second time, in fractions, from the plain values of events: slow, exact, no arrays.

Events must be in order of time and no two at one moment. What is read: ObjectEvent ADD and DELETE, AssociationEvent,
TransformationEvent with inputs and outputs, lots in kilograms.
"""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from typing import Any, NamedTuple

from genealogy.making import PLACE

UNKNOWN = "unknown"
Mix = dict[str, dict[str, Fraction]]
"""element → origin → micrograms."""


class Portion(NamedTuple):
    """Some matter; its mix is None if nobody declared it."""

    mix: Mix | None
    waste: bool


class Tank:
    """A lot: what of it is left, and all that was ever declared of it."""

    def __init__(self) -> None:
        self.left, self.now = Fraction(0), Portion({}, True)
        self.all: Mix = {}

    def fill(self, quantity: Fraction, portion: Portion) -> None:
        """Put something in; an empty tank forgets what it had."""
        self.now = portion if not self.left else _together([self.now, portion])
        self.all = _sum([self.all, portion.mix or {}])
        self.left += quantity

    def look(self, quantity: Fraction) -> Portion:
        """Return what so much of it is, at most what is there; of an empty one nobody knows what it could be."""
        if not self.left:
            return Portion(None, False)
        part = min(Fraction(1), quantity / self.left)
        return Portion(_times(self.now.mix, part), self.now.waste)

    def draw(self, quantity: Fraction) -> Portion:
        """Take so much out of it, or what there is."""
        taken = self.look(quantity)
        part = min(Fraction(1), quantity / self.left) if self.left else Fraction(0)
        self.now = self.now._replace(mix=_times(self.now.mix, 1 - part))
        self.left -= self.left * part
        return taken


class Run(NamedTuple):
    """What a transformation took in, and what came out of it: (id, mix) of each birth."""

    feed: str | None
    place: str
    inputs: list[Portion]
    outputs: list[tuple[str, Mix | None]]


class Chain:
    """The state of all things after some events."""

    def __init__(self, events: Iterable[dict[str, Any]]) -> None:
        self.lots: dict[str, Tank] = defaultdict(Tank)
        self.things: dict[str, Portion] = {}
        self.inside: dict[str, dict[str, tuple[Fraction, Portion] | None]] = defaultdict(dict)
        self.runs: list[Run] = []
        for event in events:
            self._tell(event)

    def of(self, id: str) -> Mix:
        """Return what is in a thing and its parts, or what was ever born of a lot."""
        if id in self.lots:
            return self.lots[id].all
        found = [self.things[id].mix] if id in self.things else []
        for child, held in self.inside[id].items():
            found.append(held[1].mix if held else self.of(child))
        return _sum(mix for mix in found if mix)

    def _tell(self, event: dict[str, Any]) -> None:
        kind, action = event["type"], event.get("action")
        if kind == "AssociationEvent":
            self._bind(event, action == "ADD")
        elif kind == "ObjectEvent" and action == "DELETE":
            self._taken(event.get("epcList", ()), event.get("quantityList", ()))
        elif kind == "ObjectEvent":
            self._born(event)
        else:
            self._made(event)

    def _bind(self, event: dict[str, Any], put_in: bool) -> None:
        held = self.inside[event["parentID"]]
        for child in event.get("childEPCs", ()):
            held.update({child: None}) if put_in else held.pop(child, None)
        for lot in event.get("childQuantityList", ()):
            quantity = Fraction(lot["quantity"])
            if put_in:
                held[lot["epcClass"]] = quantity, self.lots[lot["epcClass"]].look(quantity)
            else:
                held.pop(lot["epcClass"], None)

    def _born(self, event: dict[str, Any]) -> None:
        place = event.get("at", PLACE)
        said = event.get("ilmd", {}).get("dcy:origin")
        origin = UNKNOWN if said is None else said if ":" in said else f"{said}:{place}"
        for id, quantity, masses in _outputs(event, "epcList", "quantityList"):
            self._put(id, quantity, Portion(masses and _pure(masses, origin), False))

    def _put(self, id: str, quantity: Fraction | None, portion: Portion) -> None:
        if quantity is None:
            self.things[id] = portion._replace(waste=True)
        else:
            self.lots[id].fill(quantity, portion)

    def _taken(self, epcs: Iterable[str], lots: Iterable[dict[str, Any]]) -> list[Portion]:
        lots = list(lots)
        named = {*epcs, *(lot["epcClass"] for lot in lots)}
        out = [self._thing(id, named) for id in epcs]
        drawn = [self.lots[lot["epcClass"]].draw(Fraction(lot["quantity"])) for lot in lots]
        return [one for portions in out for one in portions] + drawn

    def _thing(self, id: str, named: set[str]) -> list[Portion]:
        """Return a single thing that ends, and what goes along inside of it without being named."""
        for held in self.inside.values():
            held.pop(id, None)
        out = [self.things.get(id, Portion(None, True))]
        for child, held in self.inside.pop(id, {}).items():
            if child in named:
                continue
            out += [self.lots[child].draw(held[0])] if held else self._thing(child, named)
        self.things.pop(id, None)
        return out

    def _made(self, event: dict[str, Any]) -> None:
        inputs = self._taken(event.get("inputEPCList", ()), event.get("inputQuantityList", ()))
        said = list(_outputs(event, "outputEPCList", "outputQuantityList"))
        feed, place = event.get("dcy:feed"), event.get("at", PLACE)
        mixes = _mixed(inputs, [masses for _, _, masses in said], feed and f"{feed}:{place}")
        for (id, quantity, _), mix in zip(said, mixes, strict=True):
            self._put(id, quantity, Portion(mix, not feed))
        self.runs.append(Run(feed, place, inputs, [(id, mix) for (id, _, _), mix in zip(said, mixes, strict=True)]))


def _mixed(inputs: list[Portion], outputs: list[dict[str, Fraction] | None], label: str | None) -> list[Mix | None]:
    owing = [one for one in inputs if one.mix is None]
    is_lost = bool(owing) and None in outputs
    rest = label if label and owing and all(one.waste for one in (inputs if is_lost else owing)) else UNKNOWN
    came_in = _sum(_relabelled(one, label) for one in inputs if one.mix) if not is_lost else {}
    made = _sum(_pure(one, "") for one in outputs if one)
    shares = {element: _shares(came_in.get(element, {}), sum(made[element].values()), rest) for element in made}
    return [
        None if one is None else {
            element: {origin: mass * part for origin, part in shares[element].items()} for element, mass in one.items()
        }
        for one in outputs
    ]  # fmt: skip


def _shares(came_in: dict[str, Fraction], made: Fraction, rest: str) -> dict[str, Fraction]:
    total = max(sum(came_in.values(), Fraction(0)), made)
    shares = defaultdict(Fraction, {origin: mass / total for origin, mass in came_in.items()})
    shares[rest] += max(Fraction(0), 1 - sum(shares.values()))
    whole = sum(shares.values())
    return {origin: part / whole for origin, part in shares.items() if part}


def _relabelled(one: Portion, label: str | None) -> Mix:
    mix = one.mix or {}
    if label and one.waste:
        return {element: {label: sum(origins.values(), Fraction(0))} for element, origins in mix.items()}
    return mix


def _outputs(event: dict[str, Any], epcs: str, lots: str) -> Iterable[tuple[str, Any, dict[str, Fraction] | None]]:
    entries = event.get("ilmd", {}).get("dcy:content", ())
    said = {entry.get("dcy:item"): entry["dcy:elements"] for entry in entries}
    for id in event.get(epcs, ()):
        yield id, None, _micrograms(said.get(id, said.get(None)))
    for lot in event.get(lots, ()):
        yield lot["epcClass"], Fraction(lot["quantity"]), _micrograms(said.get(lot["epcClass"]))


def _micrograms(masses: dict[str, Any] | None) -> dict[str, Fraction] | None:
    if masses is None:
        return None
    return {element: Fraction(str(mass)) * 10**9 for element, mass in masses.items() if mass}


def _pure(masses: dict[str, Fraction], origin: str) -> Mix:
    return {element: {origin: mass} for element, mass in masses.items()}


def _times(mix: Mix | None, part: Fraction) -> Mix | None:
    if mix is None:
        return None
    return {element: {origin: mass * part for origin, mass in origins.items()} for element, origins in mix.items()}


def _together(portions: list[Portion]) -> Portion:
    mixes = [one.mix for one in portions]
    waste = all(one.waste for one in portions)
    return Portion(None if None in mixes else _sum(mix for mix in mixes if mix), waste)


def _sum(mixes: Iterable[Mix]) -> Mix:
    out: Mix = defaultdict(lambda: defaultdict(Fraction))
    for mix in mixes:
        for element, origins in mix.items():
            for origin, mass in origins.items():
                out[element][origin] += mass
    return {element: dict(origins) for element, origins in out.items()}
