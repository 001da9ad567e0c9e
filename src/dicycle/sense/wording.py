"""Rules on the words and times of one event: steps, dispositions, grades, feeds, declarations, prefixes."""

import re
from collections.abc import Iterator
from typing import Final

from msgspec import UNSET

from dicycle.ledger import context as contexts
from dicycle.ledger import strict
from dicycle.ledger.cbv import ERROR_REASONS
from dicycle.ledger.formats import is_uri, microseconds
from dicycle.ledger.model import (
    AggregationEvent,
    AssociationEvent,
    BusinessEvent,
    Event,
    ExtendedEvent,
    ObjectEvent,
    TransformationEvent,
)
from dicycle.sense.names import bare
from dicycle.sense.record import Record
from dicycle.sense.signs import Sign, flag
from dicycle.vocabulary import EPCIS_CONTEXT, FEED, FEEDS, GRADE, ROUTE, ROUTES

# ---------------------------------------------------------------- steps and dispositions

_PUT: Final = frozenset({(AssociationEvent, "ADD"), (AggregationEvent, "ADD")})
_TAKEN: Final = frozenset({(AssociationEvent, "DELETE"), (AggregationEvent, "DELETE")})
_MADE: Final = frozenset({(TransformationEvent, None)})
_SEEN: Final = frozenset({(ObjectEvent, "OBSERVE")})
_BORN: Final = frozenset({(ObjectEvent, "ADD")})
_GONE: Final = frozenset({(ObjectEvent, "DELETE")})

_MISFITS: Final[dict[str, frozenset[tuple[type, str | None]]]] = {
    **dict.fromkeys(("commissioning", "creating_class_instance"), _SEEN | _GONE | _PUT | _TAKEN),
    "decommissioning": _SEEN | _BORN | _PUT | _MADE,
    "destroying": _BORN | _PUT,
    **dict.fromkeys(("assembling", "installing", "packing", "loading"), _TAKEN | _MADE),
    **dict.fromkeys(("disassembling", "removing", "unpacking", "unloading"), _PUT | _MADE),
    **dict.fromkeys(
        ("shipping", "receiving", "departing", "arriving", "transporting", "collecting", "inspecting", "storing",
         "stocking", "stock_taking", "holding", "staging_outbound", "void_shipping"), _MADE
    ),
}  # fmt: skip
"""Steps that cannot be told by an event of this type and action (CBV 7.1); what is not listed may."""

_GONE_FOR_GOOD: Final = frozenset({"destroyed", "disposed"})
_IN_USE: Final = frozenset(
    {"active", "available", "in_transit", "sellable_accessible", "sellable_not_accessible", "conformant", "reserved"}
)
_CONTRADICTIONS: Final = {
    "destroying": _IN_USE,
    "decommissioning": _IN_USE,
    **dict.fromkeys(
        ("commissioning", "creating_class_instance"),
        _GONE_FOR_GOOD | {"inactive", "returned", "in_transit", "expired", "stolen", "retail_sold"},
    ),
    **dict.fromkeys(("installing", "assembling"), _GONE_FOR_GOOD | {"in_transit", "stolen", "returned"}),
    **dict.fromkeys(("receiving", "storing", "stocking"), _GONE_FOR_GOOD | {"in_transit", "stolen"}),
    **dict.fromkeys(("shipping", "packing", "collecting", "repairing"), _GONE_FOR_GOOD),
}
"""Dispositions that the things of a step cannot have after it (CBV 7.1, 7.2)."""


def steps(record: Record, out: list[Sign]) -> None:
    """Add what is wrong with the step and the dispositions of an event."""
    event = record.event
    assert isinstance(event, BusinessEvent)
    step = "" if event.biz_step is UNSET else bare(event.biz_step)
    if step in _MISFITS:
        _fit(event, step, out)
    if step in _CONTRADICTIONS and event.disposition is not UNSET:
        said = bare(event.disposition)
        if said in _CONTRADICTIONS[step]:
            sentence = f"After {step} the things are not {said}."
            out.append(flag("disposition-misfit", sentence, "/disposition"))
    lasting = getattr(event, "persistent_disposition", UNSET)
    if lasting is not UNSET and lasting.set is not UNSET and lasting.unset is not UNSET:
        for word in {bare(one) for one in lasting.set} & {bare(one) for one in lasting.unset}:
            sentence = f"{word!r} is set and unset at once."
            out.append(flag("set-and-unset", sentence, "/persistentDisposition"))


def _fit(event: BusinessEvent, step: str, out: list[Sign]) -> None:
    action = getattr(event, "action", None)
    if (type(event), action) not in _MISFITS[step]:
        return
    if step == "assembling" and isinstance(event, TransformationEvent):
        out.append(flag("assembling-transforms", "Assembling does not end what is assembled.", "/bizStep"))
        return
    told = type(event).__name__ + (f" {action}" if action else "")
    out.append(flag("step-misfit", f"{step} is not told by {told}.", "/bizStep"))


# ---------------------------------------------------------------- our own words

_WORDS: Final = (FEED, GRADE, ROUTE)
_KEYS: Final = tuple(f'"{key}"'.encode() for key in _WORDS)
_GRADES: Final = ("A", "B", "C", "D")


def own_words(record: Record, out: list[Sign]) -> None:
    """Add grades, routes and feeds that are none."""
    if b'"dcy:' not in record.body or not any(key in record.body for key in _KEYS):
        return
    feed, grade, route = record.words(_WORDS)
    if feed is not None and feed not in FEEDS:
        out.append(flag("feed-unknown", f"{feed!r} is no feed.", f"/{FEED}"))
    if grade is not None and grade not in _GRADES:
        out.append(flag("grade-unknown", f"{grade!r} is no grade.", f"/{GRADE}"))
    if route is not None and route not in ROUTES:
        out.append(flag("route-unknown", f"{route!r} is no route.", f"/{ROUTE}"))


# ---------------------------------------------------------------- times and declarations


def times(record: Record, now: int, tolerance: int, out: list[Sign]) -> None:
    """Add what is wrong with the time of an event; `now` is the moment of the check, all in microseconds."""
    text = record.event.event_time
    if text[17:19] == "60":
        out.append(flag("leap-second", f"{text} has a sixty-first second.", "/eventTime"))
    if record.recorded is not None and not record.stored:
        if record.time > record.recorded + tolerance:
            sentence = f"The event of {text} says that it was recorded before."
            out.append(flag("recorded-before-event", sentence, "/recordTime"))
    elif record.time > (now if record.recorded is None else record.recorded) + tolerance:
        out.append(flag("event-in-future", f"{text} has not come yet.", "/eventTime"))


def declaration(record: Record, out: list[Sign]) -> None:
    """Add what is wrong with an error declaration."""
    declared = record.event.error_declaration
    if declared is UNSET:
        return
    reason = declared.reason
    if reason is not UNSET and reason.rpartition("ER-")[2].rpartition(":")[2] not in ERROR_REASONS:
        out.append(
            flag("error-reason-unknown", f"{reason!r} is no reason of the standard.", "/errorDeclaration/reason")
        )
    moment = microseconds(declared.declaration_time)
    if moment is not None and moment < record.time:
        sentence = f"{declared.declaration_time} is before the event."
        out.append(flag("declared-before-event", sentence, "/errorDeclaration/declarationTime"))


# ---------------------------------------------------------------- prefixes

_PREFIXED = re.compile(rb'"([A-Za-z][\w.\-]*+):(?!//)[^":]*+":')
_WORD = re.compile(r"([A-Za-z][\w.\-]*):(?!//)")
_ALWAYS: Final = frozenset(b"epcis cbv cbvmda gs1 rdfs owl xsd dcterms rdf urn http https ni data did".split())
"""What GS1's own context binds, and schemes of addresses."""


def prefixes(record: Record, out: list[Sign]) -> None:
    """Add the prefixes in an event that its context does not bind to an address."""
    found = set(_PREFIXED.findall(record.body))
    found.update(_typed(record.event))
    if found <= _ALWAYS:
        return
    bound = _bound(record.context)
    if bound is None or found <= bound:
        return
    for prefix in sorted(found - bound - _ALWAYS):
        out.append(flag("prefix-unbound", f"The prefix {prefix.decode()!r} is bound to no address.", "/@context"))


def _typed(event: Event) -> Iterator[bytes]:
    """Yield the prefixes of words that stand as values."""
    for word in _words_in(event):
        if ":" in word and (found := _WORD.match(word)):
            yield found[1].encode()


def _words_in(event: Event) -> Iterator[str]:
    if isinstance(event, ExtendedEvent):
        yield event.type
    if not isinstance(event, BusinessEvent):
        return
    if event.biz_step is not UNSET:
        yield event.biz_step
    if event.disposition is not UNSET:
        yield event.disposition
    if event.biz_transaction_list is not UNSET:
        yield from (one.type for one in event.biz_transaction_list if one.type is not UNSET)
    if event.sensor_element_list is not UNSET:
        yield from (report.type for element in event.sensor_element_list for report in element.sensor_report)


_books: dict[bytes, frozenset[bytes] | None] = {}


def _bound(context: bytes) -> frozenset[bytes] | None:
    """Return the prefixes that a context binds; None if it points to a context that we cannot read."""
    if context not in _books:
        if len(_books) > 1000:
            _books.clear()
        _books[context] = _bindings(context)
    return _books[context]


def _bindings(context: bytes) -> frozenset[bytes] | None:
    value = strict.decode(context)
    parts = value if isinstance(value, list) else [value]
    if any(isinstance(part, str) and part.rstrip("/") != EPCIS_CONTEXT for part in parts):
        return None
    bound = dict(contexts.bindings(context))
    terms = {key for part in parts if isinstance(part, dict) for key, one in part.items() if isinstance(one, dict)}
    led = {prefix for prefix, address in bound.items() if is_uri(address) and _leads(address, bound)}
    return frozenset(one.encode() for one in terms | led)


def _leads(address: str, bound: dict[str, str]) -> bool:
    """Tell whether an address is absolute, or begins with a prefix that is bound itself."""
    head, _, rest = address.partition(":")
    return rest.startswith("//") or head.encode() in _ALWAYS or head in bound
