"""A plot: a few events about things of their own, which are planted into a simulated loop to be found again."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from dicycle.simulation.codes import asset_link, document_link, place_link, shipment_link
from dicycle.simulation.gbt import battery_code
from dicycle.simulation.journal import HOUR, Event
from dicycle.simulation.places import Site
from dicycle.simulation.products import PRODUCTS

Amount = tuple[Any, ...]
"""(lot, quantity) in kilograms, or (lot, quantity, unit); a unit of None counts pieces."""


class Flaw(NamedTuple):
    """What is wrong in a plot: which rule is broken, in which events (the one at fault first), about which thing."""

    rule: str
    events: tuple[str, ...]
    thing: str


class Plot:
    """Events that belong together, at one site, about things that nobody else names."""

    def __init__(self, number: int, start: int, site: Site, id_of: Callable[[int], str]) -> None:
        self.number, self.start, self.site, self._id_of = number, start, site, id_of
        self.told: list[tuple[int, Event]] = []
        self._things = 0

    # ------------------------------------------------------------ names

    def _serial(self) -> str:
        self._things += 1
        return f"F{self.number:06d}{self._things:02d}"

    def item(self, product: str = "pack.meridian60") -> str:
        """Return the name of a new thing."""
        return f"{PRODUCTS[product].link}/21/{self._serial()}"

    def lot(self, product: str = "salt.Ni") -> str:
        """Return the name of a new lot."""
        return f"{PRODUCTS[product].link}/10/{self._serial()}"

    def car(self) -> str:
        """Return the name of a new vehicle."""
        return asset_link(self.site.company.prefix, self._serial())

    def crate(self) -> str:
        """Return the name of a new logistic unit, with numbers that the loop itself does not reach."""
        self._things += 1
        return shipment_link(self.site.company.prefix, 900_000_000 + (self.number * 10 + self._things) % 90_000_000)

    def place(self) -> str:
        """Return the name of a place that is none of the loop's."""
        return place_link(self.site.company.prefix, 20_000 + self.number % 80_000)

    def paper(self) -> Event:
        """Return a new dispatch advice."""
        self._things += 1
        link = document_link(self.site.company.prefix, 4, 9_000_000_000 + self.number * 100 + self._things)
        return {"bizTransactionList": [{"type": "desadv", "bizTransaction": link}]}

    def code(self) -> str:
        """Return the GB/T 34014 code of a module made at the start of the plot, as a URI."""
        return battery_code("M", "cell.euro", "E", "69", self.start, self.number)

    # ------------------------------------------------------------ events

    def tell(self, event: Event, hour: float = 0) -> str:
        """Add an event, so many hours after the start; return its id."""
        id = self._id_of(self.number * 100 + len(self.told))
        self.told.append((self.start + int(hour * HOUR), {"eventID": id, **event}))
        return id

    def born(self, *things: str, lots: Iterable[Amount] = (), hour: float = 0, **more: Any) -> str:
        """Things and lots are commissioned."""
        event = {"type": "ObjectEvent", "action": "ADD", "bizStep": "commissioning", "disposition": "active"}
        return self.tell({**event, **_what("epcList", things, "quantityList", lots), **more}, hour)

    def seen(self, *things: str, lots: Iterable[Amount] = (), hour: float = 0, **more: Any) -> str:
        """Things and lots are inspected, or whatever step is given."""
        event = {"type": "ObjectEvent", "action": "OBSERVE", "bizStep": "inspecting"}
        return self.tell({**event, **_what("epcList", things, "quantityList", lots), **more}, hour)

    def ended(self, *things: str, hour: float = 0, **more: Any) -> str:
        """Things are destroyed."""
        return self.seen(*things, hour=hour, **{"bizStep": "destroying", "disposition": "destroyed", **more})

    def put(self, parent: str, *children: str, lots: Iterable[Amount] = (), hour: float = 0, **more: Any) -> str:
        """Things are built into a parent."""
        event = {"type": "AssociationEvent", "action": "ADD", "bizStep": "installing", "parentID": parent}
        return self.tell({**event, **_what("childEPCs", children, "childQuantityList", lots), **more}, hour)

    def taken(self, parent: str, *children: str, hour: float = 0, **more: Any) -> str:
        """Things are taken out of a parent."""
        event = {"type": "AssociationEvent", "action": "DELETE", "bizStep": "removing", "parentID": parent}
        return self.tell({**event, "childEPCs": list(children), **more}, hour)

    def made(
        self,
        things: Iterable[str] = (),
        lots: Iterable[Amount] = (),
        *,
        into: Iterable[str] = (),
        out: Iterable[Amount] = (),
        hour: float = 0,
        **more: Any,
    ) -> str:
        """Things and lots become others."""
        event = {"type": "TransformationEvent", "bizStep": "creating_class_instance"}
        inputs = _what("inputEPCList", things, "inputQuantityList", lots)
        outputs = _what("outputEPCList", into, "outputQuantityList", out)
        return self.tell({**event, **inputs, **outputs, **more}, hour)


def _what(things_field: str, things: Iterable[str], lots_field: str, lots: Iterable[Amount]) -> Event:
    listed: Event = {things_field: list(things)} if things else {}
    amounts = [_amount(*one) for one in lots]
    return listed | ({lots_field: amounts} if amounts else {}) or {things_field: []}


def _amount(lot: str, quantity: Any, unit: str | None = "KGM") -> Event:
    return {"epcClass": lot, "quantity": quantity} | ({"uom": unit} if unit else {})


def reading(*reports: Event, **metadata: Any) -> Event:
    """Return the sensor elements of an event."""
    element: Event = {"sensorMetadata": metadata} if metadata else {}
    return {"sensorElementList": [{**element, "sensorReport": list(reports)}]}


Story = Callable[[Plot], tuple[tuple[str, ...], str]]
"""Tells a plot, and returns the events at fault and the thing."""


class Stories(dict[str, Story]):
    """Stories by the rule that each one breaks."""

    def breaking(self, rule: str) -> Callable[[Story], Story]:
        """Return the decorator that files a story under a rule."""

        def file(story: Story) -> Story:
            self[rule] = story
            return story

        return file
