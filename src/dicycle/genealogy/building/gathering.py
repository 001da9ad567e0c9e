"""From events to facts."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from typing import Any, Final

import numpy as np
from msgspec import UNSET

from dicycle.genealogy.building import reading
from dicycle.genealogy.building.declared import Declared, declared
from dicycle.genealogy.building.facts import Act, Facts, Part
from dicycle.genealogy.graph.model import NOT_SAID
from dicycle.genealogy.graph.names import pack
from dicycle.identifiers import canonical, class_of
from dicycle.ledger.context import ours
from dicycle.ledger.stored import StoredEvent
from dicycle.units.codes import UNITS, Dimension
from dicycle.units.exact import exact
from dicycle.vocabulary import CATEGORY, FEEDS, ORIGIN, ORIGINS

KILOGRAM: Final = "KGM"
PIECES: Final = "C62"
_LARGEST: Final = np.iinfo(np.int64).max
_GONE: Final = ("destroying", "decommissioning")


def gather(events: Iterable[StoredEvent]) -> Facts:
    """Return what events say of matter, in the order given."""
    gathering = Gathering()
    for one in events:
        gathering.add(one)
    return gathering.facts()


class Gathering:
    """Takes events one by one; `facts` gives what they said."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._words: dict[str, int] = {}
        self._model, self._events = array("i"), list[str]()
        self._time, self._act, self._fixed, self._feed = array("q"), bytearray(), bytearray(), bytearray()
        self._place, self._origin, self._campaign, self._category = (array("i") for _ in range(4))
        self._mentions_at = array("q", [0])
        self._thing, self._part, self._lot = array("i"), bytearray(), bytearray()
        self._quantity, self._unit, self._content = array("q"), array("i"), array("i")
        self._content_at, self._element = array("q", [0]), array("i")
        self._mass, self._total, self._called = array("q"), array("q"), array("i")
        self._read: dict[type, Callable[[StoredEvent, Any], None]] = {
            reading.ObjectEvent: self._object,
            reading.AggregationEvent: self._parented,
            reading.AssociationEvent: self._parented,
            reading.TransformationEvent: self._transformation,
        }

    def __len__(self) -> int:
        return len(self._events)

    def add(self, stored: StoredEvent) -> None:
        """Take one event."""
        event = reading.read(stored)
        if event is None:
            return
        if event.error_declaration:
            self._happened(stored, event, Act.DECLARATION)
        elif tell := self._read.get(type(event)):
            tell(stored, event)

    # the kinds of events

    def _object(self, stored: StoredEvent, event: reading.ObjectEvent) -> None:
        if event.action == "ADD":
            said = declared(event.ilmd) if ours(stored.context) else Declared()
            self._born(event.epc_list, event.quantity_list, said)
            own = ours(stored.context)
            origin, category = (_origin(event), _category(event)) if own else ("", "")
            self._happened(stored, event, Act.BIRTH, origin=origin, category=category)
        elif event.action == "DELETE":
            self._things(event.epc_list, Part.INPUT)
            self._lots(event.quantity_list, Part.INPUT)
            self._happened(stored, event, Act.WITHDRAWAL)
        elif (gone := _tail(event.biz_step) in _GONE) or _place(event):
            self._things(event.epc_list, Part.SEEN)
            self._happened(stored, event, Act.DESTROYED if gone else Act.SEEN)

    def _parented(self, stored: StoredEvent, event: reading.AggregationEvent) -> None:
        if not event.parent:
            return
        self._things([event.parent], Part.PARENT)
        self._things(event.child_epcs, Part.CHILD)
        self._lots(event.child_quantity_list, Part.CHILD)
        all_of_them = not event.child_epcs and not event.child_quantity_list
        act = _ACTS.get((event.action, all_of_them), Act.SEEN)
        self._happened(stored, event, act, fixed=isinstance(event, reading.AssociationEvent))

    def _transformation(self, stored: StoredEvent, event: reading.TransformationEvent) -> None:
        own = ours(stored.context)
        self._things(event.inputs, Part.INPUT)
        self._lots(event.input_lots, Part.INPUT)
        self._born(event.outputs, event.output_lots, declared(event.ilmd) if own else Declared())
        feed = FEEDS.index(event.feed) + 1 if own and event.feed in FEEDS else 0
        category = _category(event) if own else ""
        self._happened(stored, event, Act.RUN, feed=feed, campaign=event.campaign, category=category)

    # columns

    def _happened(
        self,
        stored: StoredEvent,
        event: Any,
        act: Act,
        *,
        fixed: bool = False,
        feed: int = 0,
        origin: str = "",
        campaign: str = "",
        category: str = "",
    ) -> None:
        self._events.append(event.event_id)
        self._time.append(stored.event_time)
        self._act.append(act)
        self._fixed.append(fixed)
        self._feed.append(feed)
        self._place.append(self._word(_place(event)))
        self._origin.append(self._word(origin))
        self._campaign.append(self._word(campaign))
        self._category.append(self._word(category))
        self._mentions_at.append(len(self._thing))

    def _word(self, text: str) -> int:
        return self._words.setdefault(text, len(self._words)) if text else -1

    def _numbers(self, ids: list[str]) -> list[int]:
        known = [*map(self._ids.get, ids)]
        return [self._number(id) if number is None else number for id, number in zip(ids, known, strict=True)]

    def _number(self, id: str) -> int:
        name = canonical(id)
        number = self._ids.get(name)
        if number is None:
            number = self._ids[name] = len(self._model)
            self._model.append(self._word(class_of(name) or ""))
        return number

    def _mention(self, numbers: Sequence[int], part: Part) -> None:
        count = len(numbers)
        self._thing.extend(numbers)
        self._part.extend(repeat(part, count))
        self._lot.extend(bytes(count))
        self._quantity.extend(repeat(NOT_SAID, count))
        self._unit.extend(repeat(-1, count))

    def _things(self, epcs: list[str], part: Part, content: Sequence[int] | None = None) -> None:
        if epcs:
            self._mention(self._numbers(epcs), part)
            self._content.extend(content if content is not None else repeat(-1, len(epcs)))

    def _lots(self, lots: list[reading.Lot], part: Part, content: Sequence[int] | None = None) -> None:
        for at, lot in enumerate(lots):
            quantity, unit = measured(lot)
            self._thing.append(self._number(lot.epc_class))
            self._part.append(part)
            self._lot.append(1)
            self._quantity.append(quantity)
            self._unit.append(self._word(unit))
            self._content.append(content[at] if content is not None else -1)

    def _born(self, epcs: list[str], lots: list[reading.Lot], said: Declared) -> None:
        rows = {name: self._row(one) for name, one in said.named.items()}
        shared = self._row(said.shared) if said.shared else -1
        of_things = [rows.get(canonical(id), shared) for id in epcs] if rows else [shared] * len(epcs)
        self._things(epcs, Part.OUTPUT, of_things)
        self._lots(lots, Part.OUTPUT, [rows.get(canonical(lot.epc_class), -1) for lot in lots])

    def _row(self, content: Any) -> int:
        self._total.append(content.mass)
        self._called.append(self._word(content.category))
        for element, mass in content.elements:
            self._element.append(self._word(element))
            self._mass.append(mass)
        self._content_at.append(len(self._element))
        return len(self._total) - 1

    def facts(self) -> Facts:
        """Return what was said so far."""
        return Facts(
            ids=pack(self._ids, findable=True), model=_ints(self._model), words=pack(self._words),
            events=pack(self._events), time=_longs(self._time), act=_bytes(self._act), fixed=_bytes(self._fixed),
            feed=_bytes(self._feed), place=_ints(self._place), origin=_ints(self._origin),
            campaign=_ints(self._campaign), category=_ints(self._category), mentions_at=_longs(self._mentions_at),
            thing=_ints(self._thing), part=_bytes(self._part), lot=_bytes(self._lot),
            quantity=_longs(self._quantity), unit=_ints(self._unit),
            content=_ints(self._content), content_at=_longs(self._content_at), element=_ints(self._element),
            mass=_longs(self._mass), total=_longs(self._total), called=_ints(self._called),
        )  # fmt: skip


_ACTS: Final = {
    ("ADD", False): Act.ADD,
    ("DELETE", False): Act.DELETE,
    ("DELETE", True): Act.DELETE_ALL,
}


def measured(lot: reading.Lot) -> tuple[int, str]:
    """Return a quantity in billionths of its unit (mass in kilograms, without unit in pieces), NOT_SAID for none."""
    if lot.quantity is UNSET:
        return NOT_SAID, ""
    found = exact(lot.quantity, lot.uom)
    unit = PIECES if lot.uom is UNSET else str(lot.uom)
    if found is None or not 0 <= found[1] <= _LARGEST:
        return NOT_SAID, unit
    dimension = UNITS[unit].dimension if unit in UNITS else None
    whole = round(found[1])
    if dimension is Dimension.MASS:
        return whole, KILOGRAM
    if dimension is Dimension.COUNT:
        return whole, PIECES
    plain = exact(lot.quantity)
    return (round(plain[1]), unit) if plain and plain[1] <= _LARGEST else (NOT_SAID, unit)


def _place(event: Any) -> str:
    for place in (event.biz_location, event.read_point):
        if place is not None and place.id:
            return canonical(place.id)
    return ""


def _tail(step: str) -> str:
    return step.rpartition("BizStep-")[2] if "BizStep-" in step else step.rpartition(":")[2]


def _origin(event: reading.ObjectEvent) -> str:
    """Return the label of a birth's origin, such as ``virgin:<place>``; nothing if nobody said."""
    said = event.ilmd.get(ORIGIN)
    if not isinstance(said, str):
        return ""
    kind, _, place = said.partition(":")
    where = canonical(place) if place else _place(event)
    return f"{kind}:{where}" if kind in ORIGINS and where else ""


def _category(event: reading.ObjectEvent | reading.TransformationEvent) -> str:
    said = event.ilmd.get(CATEGORY)
    return said if isinstance(said, str) else ""


def _ints(values: "array[int]") -> Any:
    return np.frombuffer(values, np.int32) if len(values) else np.empty(0, np.int32)


def _longs(values: "array[int]") -> Any:
    return np.frombuffer(values, np.int64) if len(values) else np.empty(0, np.int64)


def _bytes(values: bytearray) -> Any:
    return np.frombuffer(values, np.uint8) if values else np.empty(0, np.uint8)
