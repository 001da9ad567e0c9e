"""What is in a thing and around it, and what it was made from and became."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from msgspec import UNSET

from dicycle.bootstrap import Loop
from dicycle.genealogy.containment import Stay, parents, valid
from dicycle.identifiers import canonical, class_of
from dicycle.ledger.model import QuantityElement, TransformationEvent
from dicycle.ledger.stored import StoredEvent
from dicycle.ledger.wording import Names, category_of, category_word, key_word, label, measure, name_of, short
from dicycle.server.pages.moments import Moment, moment_of

SHOWN: Final = 8
"""How many of one kind are listed before the rest is folded away."""
MOST: Final = 1000
"""How many of one kind are listed at all; the JSON twin has all of them."""
_HIGHEST: Final = 8
_INPUTS: Final = ("input_epc_list", "input_quantity_list")
_OUTPUTS: Final = ("output_epc_list", "output_quantity_list")


class Member(NamedTuple):
    """One thing in a group: its id, what tells it apart, how much of it, since when."""

    id: str
    label: str
    amount: str = ""
    since: Moment | None = None


class Group(NamedTuple):
    """Things of one kind: how many, what they are called, the first few, the rest, how many are not listed.

    `since` is there if all came on one day.
    """

    name: str
    size: int
    first: tuple[Member, ...]
    rest: tuple[Member, ...]
    unlisted: int
    since: Moment | None


class Step(NamedTuple):
    """One step outwards: what the thing (or what holds it) is in, since when, and whether it is built in."""

    id: str
    label: str
    since: Moment
    fixed: bool


def kinds(ids: Iterable[str]) -> list[str]:
    """Return the ids by whose names things are called: their classes, or themselves where they have none."""
    return list(dict.fromkeys(class_of(id) or id for id in ids))


def groups(members: Sequence[tuple[str, QuantityElement | None, Moment | None]], names: Names) -> list[Group]:
    """Return things by kind, in order of first mention."""
    found: dict[str, list[Member]] = {}
    for id, amount, since in members:
        name = _kind(id, names)
        said = "" if amount is None or amount.quantity is UNSET else measure(amount.quantity, amount.uom)
        found.setdefault(name, []).append(Member(id, _member_label(id, names), said, since))
    return [_group(name, listed) for name, listed in found.items()]


def _group(name: str, listed: list[Member]) -> Group:
    shown = SHOWN if len(listed) > SHOWN + 2 else len(listed)
    since = listed[0].since if len({one.since.day for one in listed if one.since}) == 1 else None
    said = [one._replace(since=None) for one in listed] if since else listed
    return Group(name, len(said), tuple(said[:shown]), tuple(said[shown:MOST]), max(0, len(said) - MOST), since)


def _kind(id: str, names: Names) -> str:
    category = category_of(id, names)
    return name_of(id, names) or (category_word(category) if category else "") or key_word(id) or "thing"


def _member_label(id: str, names: Names) -> str:
    return short(id) if class_of(id) or not name_of(id, names) else label(id, names)


def of_stays(stays: Sequence[Stay], names: Names) -> list[Group]:
    """Return parts by kind."""
    ordered = sorted(stays, key=lambda stay: (stay.since, stay.child))
    return groups([(stay.child, stay.amount, moment_of(stay.since)) for stay in ordered], names)


def chain(loop: Loop, around: Sequence[Stay], as_of: int | None) -> list[Stay]:
    """Return the way out: the parent, its parent, and so on, following the latest stay at each step."""
    found: list[Stay] = []
    while around and len(found) < _HIGHEST:
        stay = max(around, key=lambda one: one.since)
        if stay.parent in {one.parent for one in found}:
            break
        found.append(stay)
        around = parents(stay.parent, loop.store.events_of(stay.parent), as_of)
    return found


def steps(stays: Sequence[Stay], names: Names) -> list[Step]:
    """Return the way out in words."""
    return [Step(stay.parent, label(stay.parent, names), moment_of(stay.since), stay.fixed) for stay in stays]


def together(item: str, events: Iterable[StoredEvent]) -> tuple[int, int]:
    """Return how many came out of, and how many went into, transformations together with a thing, itself included.

    Amounts on the other side are those of all of them.
    """
    changes = [one.event for one in valid(events) if isinstance(one.event, TransformationEvent)]
    out, into = ([dict(_listed(one, fields)) for one in changes] for fields in (_OUTPUTS, _INPUTS))
    return max([len(one) for one in out if item in one], default=0), max(
        [len(one) for one in into if item in one], default=0
    )


Made = list[tuple[str, QuantityElement | None, Moment | None]]


def made_from(item: str, events: Iterable[StoredEvent]) -> Made:
    """Return what went into the transformations that a thing came out of."""
    return _other_side(item, events, _OUTPUTS, _INPUTS)


def became(item: str, events: Iterable[StoredEvent]) -> Made:
    """Return what came out of the transformations that a thing went into."""
    return _other_side(item, events, _INPUTS, _OUTPUTS)


def _other_side(item: str, events: Iterable[StoredEvent], own: tuple[str, str], other: tuple[str, str]) -> Made:
    found: dict[tuple[str, str], tuple[str, QuantityElement | None, Moment | None]] = {}
    for one in valid(events):
        if isinstance(one.event, TransformationEvent) and item in dict(_listed(one.event, own)):
            for id, amount in _listed(one.event, other):
                found.setdefault((id, one.event_id if amount else ""), (id, amount, moment_of(one)))
    return list(found.values())


def _listed(event: TransformationEvent, fields: tuple[str, str]) -> list[tuple[str, QuantityElement | None]]:
    epcs: Any = getattr(event, fields[0])
    elements: Any = getattr(event, fields[1])
    named = [] if epcs is UNSET else [(canonical(epc), None) for epc in epcs]
    return named + ([] if elements is UNSET else [(canonical(one.epc_class), one) for one in elements])
