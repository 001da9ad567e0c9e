"""What is inside a thing, and what a thing is inside of, as of a moment.

Aggregation and association build the same relation (EPCIS 2.0 §7.4.3, §7.4.6): ADD puts children into a parent,
DELETE takes them out (all of them if none is named), OBSERVE changes nothing. Records that were declared wrong do not
count (convention 1).
"""

from collections.abc import Iterable
from typing import NamedTuple

from msgspec import UNSET

from dicycle.identifiers import canonical
from dicycle.ledger.model import AggregationEvent, AssociationEvent, ParentedEvent, QuantityElement
from dicycle.ledger.stored import StoredEvent


class Stay(NamedTuple):
    """A child in a parent: since when (microseconds since 1970 UTC), by which event, how firmly.

    `until` is None while it lasts; `amount` is there for lots; `fixed` tells association from aggregation.
    """

    parent: str
    child: str
    since: int
    event_id: str
    fixed: bool
    amount: QuantityElement | None = None
    until: int | None = None


def valid(events: Iterable[StoredEvent]) -> list[StoredEvent]:
    """Return the events that hold, by event time: declarations and what they declare wrong are left out."""
    kept = sorted(events, key=lambda one: (one.event_time, one.seq))
    wrong = {one.event_id for one in kept if one.declares_error}
    return [one for one in kept if one.event_id not in wrong]


def stays(events: Iterable[StoredEvent], as_of: int | None = None) -> list[Stay]:
    """Return all stays that the events tell of, ended ones too, up to and including a moment (None: all)."""
    open_stays: dict[tuple[str, str], Stay] = {}
    ended: list[Stay] = []
    for one in valid(events):
        if as_of is not None and one.event_time > as_of:
            break
        if isinstance(one.event, AggregationEvent | AssociationEvent) and one.event.parent_id is not UNSET:
            _apply(one, one.event, open_stays, ended)
    return [*ended, *open_stays.values()]


def _apply(
    stored: StoredEvent, event: ParentedEvent, open_stays: dict[tuple[str, str], Stay], ended: list[Stay]
) -> None:
    parent, children = canonical(str(event.parent_id)), _children(event)
    if event.action == "ADD":
        fixed = isinstance(event, AssociationEvent)
        for child, amount in children.items():
            stay = Stay(parent, child, stored.event_time, stored.event_id, fixed, amount)
            open_stays.setdefault((parent, child), stay)
    elif event.action == "DELETE":
        for key in [key for key in open_stays if key[0] == parent and (not children or key[1] in children)]:
            ended.append(open_stays.pop(key)._replace(until=stored.event_time))


def _children(event: ParentedEvent) -> dict[str, QuantityElement | None]:
    named: dict[str, QuantityElement | None] = {}
    if event.child_epcs is not UNSET:
        named |= {canonical(child): None for child in event.child_epcs}
    if event.child_quantity_list is not UNSET:
        named |= {canonical(one.epc_class): one for one in event.child_quantity_list}
    return named


def parts(item: str, events: Iterable[StoredEvent], as_of: int | None = None) -> list[Stay]:
    """Return what is in a thing as of a moment, given the events that touch it."""
    return [stay for stay in stays(events, as_of) if stay.parent == item and stay.until is None]


def parents(item: str, events: Iterable[StoredEvent], as_of: int | None = None) -> list[Stay]:
    """Return what a thing is in as of a moment, given the events that touch it."""
    return [stay for stay in stays(events, as_of) if stay.child == item and stay.until is None]
