"""The compact books of a check: of each event a few numbers, of each thing a number, never the events themselves.

A million events take well under a gigabyte. Columns are arrays; an event's things stand in one row of numbers after
the other, with the role of each.
"""

from array import array
from enum import IntEnum
from typing import Any, Final

from msgspec import UNSET

from dicycle.identifiers import Level
from dicycle.ledger.model import (
    AggregationEvent,
    AssociationEvent,
    BusinessEvent,
    ObjectEvent,
    TransformationEvent,
)
from dicycle.ledger.terms import Role
from dicycle.sense.amounts import BirthFact, Content
from dicycle.sense.names import Cast, bare, read
from dicycle.sense.record import Record
from dicycle.units import Dimension
from dicycle.units.exact import Exact, exact
from dicycle.vocabulary import FEED, FEEDS, PREDECESSOR


class Verb(IntEnum):
    """What an event does to its things. The order is that of events in one instant: births first, ends last."""

    BORN = 0
    MADE = 1
    TAKEN = 2
    PUT = 3
    SEEN = 4
    ENDED = 5
    NOTHING = 6


class Step(IntEnum):
    """The steps that matter to histories."""

    OTHER = 0
    SHIPPING = 1
    RECEIVING = 2
    COLLECTING = 3
    MOVING = 4
    ASSEMBLING = 5
    DECOMMISSIONING = 6


_STEPS: Final = {
    "shipping": Step.SHIPPING,
    "receiving": Step.RECEIVING,
    "collecting": Step.COLLECTING,
    **dict.fromkeys(("departing", "arriving", "transporting", "loading", "retail_selling"), Step.MOVING),
    "assembling": Step.ASSEMBLING,
    "decommissioning": Step.DECOMMISSIONING,
}
_MOVES: Final = (Step.SHIPPING, Step.RECEIVING, Step.COLLECTING)
_ROLES: Final = {
    field: int(role)
    for field, role in {
        "epcList": Role.EPC, "childEPCs": Role.CHILD, "inputEPCList": Role.INPUT, "outputEPCList": Role.OUTPUT,
        "quantityList": Role.CLASS, "childQuantityList": Role.CHILD_CLASS, "inputQuantityList": Role.INPUT_CLASS,
        "outputQuantityList": Role.OUTPUT_CLASS,
    }.items()
}  # fmt: skip
_PARENT: Final = int(Role.PARENT)
UNITS: Final = (None, Dimension.MASS, Dimension.COUNT)
"""What the number of a unit stands for; 0 is any other."""
UNSAID: Final = 255
"""The unit of a quantity that is not said."""
FIXED: Final = 1
"""A bit of an event's `flags`: what is put in is built in, not only packed."""


class Books:
    """What is remembered of the events of a check; events and things are numbers from 0 on."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.wheres: list[str] = []
        self.numbers: dict[str, int] = {}
        self.things: list[str] = []
        self.times = array("q")
        self.verbs, self.steps, self.flags = array("B"), array("B"), array("B")
        self.places = array("I")
        self.starts, self.thing_of, self.role_of = array("Q", [0]), array("I"), array("B")
        self.lot_starts, self.lot_of, self.lot_role, self.lot_unit = array("Q", [0]), array("I"), array("B"), array("B")
        self.lot_amount: list[Exact] = []
        self.born_of: dict[int, tuple[Content | None, tuple[tuple[int, Content], ...]]] = {}
        self.papers: dict[int, tuple[int, ...]] = {}
        self.runs: dict[str, list[int]] = {}
        self.feeds: dict[int, str] = {}
        self.weighed: dict[int, Exact] = {}
        self.successors: dict[int, int] = {}
        self._words: dict[str, int] = {"": 0}
        self._places: dict[str, int] = {}

    # what is asked

    def count(self) -> int:
        """Return how many events are booked."""
        return len(self.ids)

    def cast(self, event: int) -> list[tuple[int, int]]:
        """Return (role, thing) of an event's things and lots."""
        start, end = self.starts[event], self.starts[event + 1]
        found = list(zip(self.role_of[start:end], self.thing_of[start:end], strict=True))
        start, end = self.lot_starts[event], self.lot_starts[event + 1]
        if start < end:
            found += zip(self.lot_role[start:end], self.lot_of[start:end], strict=True)
        return found

    def order(self) -> list[int]:
        """Return the events in the order in which they happened; in one instant, by verb and then by id.

        The order in which they were recorded plays no part, so that a late event changes nothing.
        """
        times, verbs, ids = self.times, self.verbs, self.ids
        found = sorted(range(self.count()), key=times.__getitem__)
        start = 0
        for at in range(1, len(found) + 1):
            if at < len(found) and times[found[at]] == times[found[start]]:
                continue
            if at - start > 1:
                found[start:at] = sorted(found[start:at], key=lambda one: (verbs[one], ids[one]))
            start = at
        return found

    # what is written down

    def add(self, record: Record, cast: Cast | None, facts: tuple[BirthFact, ...] = ()) -> int:
        """Book an event and return its number."""
        number = len(self.ids)
        self.ids.append(record.event_id)
        self.wheres.append(record.where)
        self.times.append(record.time)
        event = record.event
        if cast is None or not isinstance(event, BusinessEvent):
            self._plain(Verb.NOTHING, Step.OTHER, 0, 0)
        else:
            step = _STEPS.get(bare(event.biz_step), Step.OTHER) if event.biz_step is not UNSET else Step.OTHER
            place = event.read_point if event.read_point is not UNSET else event.biz_location
            where = 0 if place is UNSET else self._place(place.id)
            self._plain(verb_of(event), step, FIXED if isinstance(event, AssociationEvent) else 0, where)
            self._book(number, cast)
            self._more(number, record, event, step)
            if isinstance(event, TransformationEvent | ObjectEvent) and event.ilmd is not UNSET:
                self._births(number, event.ilmd, cast, facts)
        self.starts.append(len(self.thing_of))
        self.lot_starts.append(len(self.lot_of))
        return number

    def _plain(self, verb: Verb, step: Step, flags: int, place: int) -> None:
        self.verbs.append(verb)
        self.steps.append(step)
        self.flags.append(flags)
        self.places.append(place)

    def thing(self, id: str) -> int:
        """Return the number of a thing or lot."""
        number = self.numbers.get(id)
        if number is None:
            number = self.numbers[id] = len(self.things)
            self.things.append(id)
        return number

    def _place(self, uri: str) -> int:
        """Return the number of a place without its extension: two docks of one plant are one place."""
        number = self._places.get(uri)
        if number is None:
            number = self._places[uri] = self._word(read(uri).id.partition("/254/")[0])
        return number

    def _word(self, text: str) -> int:
        return self._words.setdefault(text, len(self._words))

    def _book(self, number: int, cast: Cast) -> None:
        thing = self.thing
        if cast.parent is not None:
            self.thing_of.append(thing(cast.parent.id))
            self.role_of.append(_PARENT)
        for things in cast.things:
            known = list(map(self.numbers.get, things.ids))
            self.thing_of.extend([thing(id) for id in things.ids] if None in known else known)  # type: ignore[arg-type]
            self.role_of.extend([_ROLES[things.field]] * len(known))
        for field, listed in cast.amounts:
            for name, element in listed:
                found = exact(element.quantity, element.uom)
                unit = UNSAID if found is None else UNITS.index(found[0]) if found[0] in UNITS else 0
                self.lot_of.append(thing(name.id))
                self.lot_role.append(_ROLES[field])
                self.lot_unit.append(unit if name.level is not Level.CLASS else UNSAID)
                self.lot_amount.append(found[1] if found else 0)

    def _more(self, number: int, record: Record, event: BusinessEvent, step: Step) -> None:
        if step in _MOVES and event.biz_transaction_list is not UNSET:
            words = {self._word(read(one.biz_transaction).id) for one in event.biz_transaction_list}
            self.papers[number] = tuple(sorted(words))
        if isinstance(event, TransformationEvent):
            self._transformation(number, record, event)

    def _transformation(self, number: int, record: Record, event: TransformationEvent) -> None:
        run = "" if event.transformation_id is UNSET else read(event.transformation_id).id
        if run:
            self.runs.setdefault(run, []).append(number)
        (feed,) = record.words((FEED,))
        if feed in FEEDS:
            self.feeds[number] = feed
        scales = [
            report
            for element in ([] if event.sensor_element_list is UNSET else event.sensor_element_list)
            for report in element.sensor_report
            if report.type.rpartition(":")[2].rpartition("/")[2] == "Mass"
        ]
        if len(scales) == 1 and (found := exact(scales[0].value, scales[0].uom)):
            self.weighed[number] = found[1]

    def _births(self, number: int, ilmd: dict[str, Any], cast: Cast, facts: tuple[BirthFact, ...]) -> None:
        if facts:
            named = tuple((self.thing(one.item), one.content) for one in facts if one.item is not None)
            rest = next((one.content for one in facts if one.item is None), None)
            self.born_of[number] = rest, named
        before = ilmd.get(PREDECESSOR)
        outputs = cast.ids("outputEPCList")
        if isinstance(before, str) and len(outputs) == 1:
            self.successors[number] = self.thing(outputs[0])


_VERBS: Final[dict[tuple[type, str], Verb]] = {
    (ObjectEvent, "ADD"): Verb.BORN,
    (ObjectEvent, "OBSERVE"): Verb.SEEN,
    (ObjectEvent, "DELETE"): Verb.ENDED,
    (AggregationEvent, "ADD"): Verb.PUT,
    (AssociationEvent, "ADD"): Verb.PUT,
    (AggregationEvent, "DELETE"): Verb.TAKEN,
    (AssociationEvent, "DELETE"): Verb.TAKEN,
}


def verb_of(event: BusinessEvent) -> Verb:
    """Return what an event does to its things."""
    if isinstance(event, TransformationEvent):
        return Verb.MADE
    verb = _VERBS.get((type(event), getattr(event, "action", "")), Verb.SEEN)
    if verb is Verb.SEEN and isinstance(event, ObjectEvent) and event.biz_step is not UNSET:
        return Verb.ENDED if bare(event.biz_step) in ("destroying", "decommissioning") else Verb.SEEN
    return verb
