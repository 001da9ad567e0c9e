"""An event as a sentence, from the point of view of one thing.

A pack that was assembled says "12 × Module built in", each module says "Built into pack …". The sentences are rows of
the tables below, found by who speaks (`Part`), the business step and the action; a step that nobody listed is said in
its own words. Nothing is looked up here: `mentions` says whose names are wanted, `sentence` is pure.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from msgspec import UNSET

from dicycle.identifiers import canonical, class_of
from dicycle.ledger.detailing import Detail, details_of
from dicycle.ledger.model import (
    AnyEvent,
    BusinessEvent,
    ExtendedEvent,
    ObjectEvent,
    ParentedEvent,
    QuantityElement,
    TransactionEvent,
    TransformationEvent,
)
from dicycle.ledger.sentences import OBJECT, PARENTED, TRANSFORMATION, Part, by_action
from dicycle.ledger.wording import (
    Names,
    category_of,
    category_word,
    document_word,
    key_word,
    label,
    measure,
    name_of,
    short,
    title,
    words,
)

NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
_MOST_NAMELESS: Final = 100
_OPTIONAL: Final = re.compile(r"\[([^\]]*)\]")
_FIELD: Final = re.compile(r"\{(\w+)\}")


class Piece(NamedTuple):
    """A part of a sentence; `id` is what it names, where it names something."""

    text: str
    id: str | None = None


class Telling(NamedTuple):
    """An event told: the sentence in pieces, what it is about, where it was, and what else is known."""

    pieces: tuple[Piece, ...]
    about: tuple[Piece, ...]
    place: Piece | None
    details: tuple[Detail, ...]

    @property
    def text(self) -> str:
        """The sentence."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def subject(self) -> str:
        """What the sentence is about, when nobody in particular asked."""
        return "".join(piece.text for piece in self.about)


class _Thing(NamedTuple):
    """A thing or lot as an event names it, with its quantity for lots and classes."""

    id: str
    amount: QuantityElement | None = None


def sentence(
    event: AnyEvent,
    item: str | None = None,
    names: Names = NOTHING,
    extensions: Mapping[str, Any] = NOTHING,
    kinds: int = 3,
) -> Telling:
    """Tell an event as the thing or lot `item` lived it; None tells it to somebody who looks on.

    `names` is what `EventStore.names` says of `mentions(event)`; `extensions` are the event's keys that are not the
    standard's, of which Dicycle's own are told; `kinds` is how many kinds of things a list names before "more".
    """
    if isinstance(event, ExtendedEvent):
        return Telling((Piece(title(words(event.type))),), (), None, ())
    part = _part(event, item)
    pieces = _filled(_template(event, part, names), _fields(event, item, names, kinds))
    subject = () if item is not None else _about(event, names, kinds)
    return Telling(_capital(pieces), subject, _place(event, names), details_of(event, item, names, extensions))


def mentions(event: AnyEvent) -> list[str]:
    """Return the ids whose names `sentence` wants: places, parties, and what things are called by."""
    if isinstance(event, ExtendedEvent):
        return []
    places = [one.id for one in (event.biz_location, event.read_point) if one is not UNSET]
    things = [thing.id for listed in _things(event).values() for thing in listed]
    nameless = [thing for thing in things if class_of(thing) is None][:_MOST_NAMELESS]
    kinds = [kind for kind in dict.fromkeys(map(class_of, things)) if kind]
    parties = [*_parties(event, "source"), *_parties(event, "destination")]
    return list(dict.fromkeys(canonical(one) for one in [*places, *parties, *kinds, *nameless]))


# ---------------------------------------------------------------- who is in the event


def _list(epcs: Any, elements: Any = UNSET) -> list[_Thing]:
    named = [] if epcs is UNSET else [_Thing(canonical(epc)) for epc in epcs]
    return named + ([] if elements is UNSET else [_Thing(canonical(one.epc_class), one) for one in elements])


def _things(event: BusinessEvent) -> dict[Part, list[_Thing]]:
    """Return what an event is about, by the part it plays."""
    if isinstance(event, TransformationEvent):
        return {
            Part.OUTPUT: _list(event.output_epc_list, event.output_quantity_list),
            Part.INPUT: _list(event.input_epc_list, event.input_quantity_list),
        }
    parent = getattr(event, "parent_id", UNSET)
    parents = [] if parent is UNSET else [_Thing(canonical(parent))]
    if isinstance(event, ParentedEvent):
        return {Part.PARENT: parents, Part.CHILD: _list(event.child_epcs, event.child_quantity_list)}
    assert isinstance(event, ObjectEvent | TransactionEvent)
    return {Part.SUBJECT: [*parents, *_list(event.epc_list, event.quantity_list)]}


def _part(event: BusinessEvent, item: str | None) -> Part:
    """Return which part `item` plays; for an onlooker, the part that the event is mostly about."""
    things = _things(event)
    for part, listed in things.items():
        if item is not None and any(thing.id == item for thing in listed):
            return part
    return next((part for part, listed in things.items() if listed), next(iter(things)))


def _about(event: BusinessEvent, names: Names, kinds: int) -> tuple[Piece, ...]:
    things = _things(event)[_part(event, None)]
    if not things and (place := _place(event, names)):
        return (place,)
    return tuple(_phrase(things, names, kinds))


def _parties(event: BusinessEvent, end: str) -> list[str]:
    listed = getattr(event, f"{end}_list")
    return [] if listed is UNSET else [canonical(getattr(one, end)) for one in listed]


def _party(event: BusinessEvent, end: str, names: Names) -> list[Piece]:
    """Return who stands at one end of a transfer: who holds the thing before who owns it, before the place."""
    listed = getattr(event, f"{end}_list")
    kinds = {} if listed is UNSET else {words(one.type): canonical(getattr(one, end)) for one in listed}
    for kind in ("possessing party", "owning party", *kinds):
        if kind in kinds:
            return [Piece(label(kinds[kind], names), kinds[kind])]
    return []


def _place(event: BusinessEvent, names: Names) -> Piece | None:
    """Return where it was: the place that has a name, the business location before the read point."""
    ids = [canonical(one.id) for one in (event.biz_location, event.read_point) if one is not UNSET]
    found = next((id for id in ids if name_of(id, names)), ids[0] if ids else None)
    return Piece(label(found, names), found) if found else None


# ---------------------------------------------------------------- how many of what


def _phrase(things: Sequence[_Thing], names: Names, kinds: int) -> list[Piece]:
    """Return a list of things in words: those of one kind are counted, one alone is named."""
    groups: dict[str, list[_Thing]] = {}
    for thing in things:
        groups.setdefault(_kind(thing, names), []).append(thing)
    shown = [_group(kind, group, names) for kind, group in list(groups.items())[:kinds]]
    rest = sum(map(len, list(groups.values())[kinds:]))
    return list(_joined(shown + ([[Piece(f"{rest} more")]] if rest else [])))


def _kind(thing: _Thing, names: Names) -> str:
    """Return what many things are counted as: `× name`, or the plural of their category or key."""
    if name := name_of(thing.id, names):
        return f"× {name}"
    category = category_of(thing.id, names)
    return category_word(category, 2) if category else f"{key_word(thing.id) or 'thing'}s"


def _group(kind: str, group: list[_Thing], names: Names) -> list[Piece]:
    if len(group) == 1:
        return _one(group[0], names)
    amount = _sum(group)
    if amount:
        return [Piece(f"{amount} of {kind.removeprefix('× ')} ({len(group)} lots)")]
    return [Piece(f"{len(group)} {kind}")]


def _sum(group: list[_Thing]) -> str:
    """Return the sum of amounts in one unit; empty where there are none or units differ."""
    amounts = [thing.amount for thing in group]
    if not all(one is not None and one.quantity is not UNSET for one in amounts):
        return ""
    if len({one.uom for one in amounts if one}) > 1:
        return ""
    return measure(sum(one.quantity for one in amounts if one and one.quantity is not UNSET), amounts[0].uom)  # type: ignore[union-attr]


def _one(thing: _Thing, names: Names) -> list[Piece]:
    said = _amount(thing)
    what = Piece(label(thing.id, names), thing.id)
    if not said:
        return [what]
    counted = thing.amount is not None and thing.amount.uom is UNSET
    return [Piece(f"{said} × " if counted else f"{said} of "), what]


def _amount(thing: _Thing) -> str:
    if thing.amount is None or thing.amount.quantity is UNSET:
        return ""
    return measure(thing.amount.quantity, thing.amount.uom)


def _joined(groups: list[list[Piece]]) -> Iterator[Piece]:
    for index, group in enumerate(groups):
        if index:
            yield Piece(" and " if index == len(groups) - 1 else ", ")
        yield from group


# ---------------------------------------------------------------- the sentence


def _template(event: BusinessEvent, part: Part, names: Names) -> str:
    step = event.biz_step if isinstance(event.biz_step, str) else ""
    if isinstance(event, TransformationEvent):
        return TRANSFORMATION[part].get(_outcome(event, names), TRANSFORMATION[part][""])
    action = getattr(event, "action", "")
    if isinstance(event, TransactionEvent):
        return OBJECT[f"transaction {action}"]
    if isinstance(event, ParentedEvent):
        return PARENTED[part].get((step, action)) or by_action(part, type(event).__name__, action)
    if step:
        return OBJECT.get(f"{step} {action}") or OBJECT.get(step) or title(words(step))
    measured = event.sensor_element_list is not UNSET and action == "OBSERVE"
    return OBJECT["sensor_reporting"] if measured else OBJECT[action]


def _outcome(event: TransformationEvent, names: Names) -> str:
    """Return what a transformation was: of a second life, of shredding, or any other."""
    step = event.biz_step if isinstance(event.biz_step, str) else ""
    made = {category_of(thing.id, names) for thing in _things(event)[Part.OUTPUT]}
    begun, ended = event.input_epc_list is not UNSET, not _things(event)[Part.OUTPUT]
    if ended:
        return "charge"
    if not _things(event)[Part.INPUT]:
        return "discharge"
    if begun and (step in ("commissioning", "repurposing") or made & {"pack", "module", "storage_system"}):
        return "second life"
    return "shredding" if begun and "black_mass" in made else ""


def _fields(event: BusinessEvent, item: str | None, names: Names, kinds: int) -> dict[str, list[Piece]]:
    things = _things(event)
    own = [thing for listed in things.values() for thing in listed if thing.id == item]
    disposition = event.disposition if isinstance(event.disposition, str) else ""
    step = event.biz_step if isinstance(event.biz_step, str) else ""
    told = disposition == "unknown" or disposition.removesuffix("ed") == step.removesuffix("ing")
    run = getattr(event, "transformation_id", UNSET)
    fields = {
        "amount": [Piece(_amount(own[0]))] if own and _amount(own[0]) else [],
        "state": [Piece(words(disposition))] if disposition and not told else [],
        "source": _party(event, "source", names),
        "destination": _party(event, "destination", names),
        "documents": _documents(event),
        "run": [Piece(short(run))] if isinstance(run, str) else [],
        "share": _share(things.get(Part.OUTPUT, []), item),
        "company": _company(things.get(Part.INPUT, []), item),
    }
    return fields | {part.value: _phrase(listed, names, kinds) for part, listed in things.items()}


def _share(outputs: Sequence[_Thing], item: str | None) -> list[Piece]:
    """Return how many single things came out together: what went in is the share of all of them."""
    single = [thing.id for thing in outputs if thing.amount is None]
    return [Piece(f"one of {len(single):,}")] if item in single and len(single) > 1 else []


def _company(inputs: Sequence[_Thing], item: str | None) -> list[Piece]:
    """Return what else went in: what came out is not of one thing alone."""
    others = len(inputs) - 1
    return [Piece(f"with {others:,} {'other' if others == 1 else 'others'}")] if item is not None and others > 0 else []


def _documents(event: BusinessEvent) -> list[Piece]:
    listed = [] if event.biz_transaction_list is UNSET else event.biz_transaction_list
    named = [
        [Piece(f"{document_word(one.type) if isinstance(one.type, str) else 'document'} {short(one.biz_transaction)}")]
        for one in listed
    ]
    return list(_joined(named))


def _filled(template: str, fields: Mapping[str, list[Piece]]) -> tuple[Piece, ...]:
    """Return a template with its fields, by the rules of `dicycle.ledger.sentences`."""
    said = _OPTIONAL.sub(lambda found: found[1] if _has(found[1], fields) else "", _chosen(template, fields))
    pieces: list[Piece] = []
    for index, text in enumerate(_FIELD.split(said)):
        pieces += fields.get(text) or [Piece("something")] if index % 2 else [Piece(text)] if text else []
    return tuple(pieces)


def _chosen(template: str, fields: Mapping[str, list[Piece]]) -> str:
    choices = template.split(" | ")
    return next((one for one in choices if _has(_OPTIONAL.sub("", one), fields)), choices[-1])


def _has(text: str, fields: Mapping[str, list[Piece]]) -> bool:
    return all(fields.get(field) for field in _FIELD.findall(text))


def _capital(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return (pieces[0]._replace(text=title(pieces[0].text)), *pieces[1:]) if pieces else ()


__all__ = ["Detail", "Part", "Piece", "Telling", "mentions", "sentence"]
