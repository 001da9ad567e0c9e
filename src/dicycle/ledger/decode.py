"""From bytes to events: JSON is read and checked in one pass, and what is stored is settled here.

Two paths give one verdict. The quick one decodes straight into the structs of `model` and tests forms; the full one
reads strict JSON and asks `grammar`. Whatever the quick path turns down goes to the full one.
"""

from decimal import Decimal
from hashlib import sha256
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec
from msgspec import UNSET, Struct

from dicycle.errors import InvalidEvent
from dicycle.findings import Finding
from dicycle.ledger import context as contexts
from dicycle.ledger import strict
from dicycle.ledger.formats import microseconds, quick_microseconds
from dicycle.ledger.grammar import context as context_grammar
from dicycle.ledger.grammar import event_problems
from dicycle.ledger.model import EVENT_TYPES, AnyEvent, ExtendedEvent, StandardEvent
from dicycle.ledger.quick import forms_hold, has_ilmd, has_numbers


class Incoming(NamedTuple):
    """An event that passed the grammar, ready to be stored.

    `body` is compact JSON with exact numbers, without ``@context`` and ``recordTime`` (the ledger gives the latter);
    `context` is the JSON of the context that holds for it; `time` is eventTime in microseconds since 1970 UTC.
    """

    event: AnyEvent
    event_id: str
    body: bytes
    context: bytes
    time: int

    @property
    def type(self) -> str:
        """The event type, ``ObjectEvent`` or somebody's own."""
        return self.event.type if isinstance(self.event, ExtendedEvent) else type(self.event).__name__

    @property
    def declares_error(self) -> bool:
        """Whether this record declares an earlier one wrong (convention 1)."""
        return self.event.error_declaration is not UNSET


_structs: msgspec.json.Decoder[StandardEvent] = msgspec.json.Decoder(StandardEvent, float_hook=Decimal)
_encode = strict.encode
_good_contexts: set[bytes] = set()
_last_context: list[tuple[bytes, bytes]] = [(b"\0", b"")]
_MANY: Final = 1000


def decode_event(raw: bytes, outer: bytes | None = None, where: str = "") -> Incoming:
    """Read one event.

    `outer` is the context of the document it stands in; a bare event (None) must bring its own. `where` is the JSON
    pointer of the event, put before every finding. Raises InvalidEvent with all that is wrong.
    """
    return _quick(raw, outer) or _full(raw, outer, where)


def _quick(raw: bytes, outer: bytes | None) -> Incoming | None:
    if b"\\" in raw:
        return None
    inner, rest = _without_known_context(raw)
    try:
        event = _structs.decode(rest)
        time = quick_microseconds(event.event_time)
    except (msgspec.DecodeError, ValueError, TypeError, ArithmeticError, RecursionError):
        return None
    body = _encode(event)
    if event.record_time is not UNSET:
        return None
    if not _nothing_lost(rest, body, event) or not forms_hold(event):
        return None
    if event.context is not UNSET:
        if inner is not None:
            return None
        inner = contexts.encoded(event.context)
        if not _context_holds(inner):
            return None
        body = body.replace(b'"@context":' + inner + b",", b"", 1)
    if inner is None and outer is None:
        return None
    context = contexts.joined(outer, inner) if outer is not None else inner
    return _settled(event, body, context or contexts.STANDARD, time)


def _without_known_context(raw: bytes) -> tuple[bytes | None, bytes]:
    """Split off a leading context that is the same as in an earlier event, as it is from line to line of a file."""
    head, context = _last_context[0]
    return (context, b"{" + raw[len(head) :]) if raw.startswith(head) else (None, raw)


def _nothing_lost(raw: bytes, body: bytes, event: StandardEvent) -> bool:
    """Tell that `body` says all that `raw` says: no key stood twice, no number stood in quotes, none is extreme.

    Without escapes every quote is structural, and a lost key or a number in quotes leaves fewer of them. Where there
    are no numbers and no white space, bytes can only have become fewer.
    """
    numbers = has_numbers(event)
    if len(raw) == len(body) and not numbers:
        return True
    if raw.count(b'"') != body.count(b'"'):
        return False
    # Decimal writes what is very large or very small with an exponent.
    return not numbers or (b"E+" not in body and b"E-" not in body and (strict.shallow(raw) or not has_ilmd(event)))


def _context_holds(encoded: bytes) -> bool:
    if encoded in _good_contexts:
        return True
    out: list[Finding] = []
    if not strict.shallow(encoded) or b"E+" in encoded or b"E-" in encoded:
        return False
    context_grammar(strict.decode(encoded), "", out)
    if out:
        return False
    if len(_good_contexts) >= _MANY:
        _good_contexts.clear()
    _good_contexts.add(encoded)
    _last_context[0] = (b'{"@context":' + encoded + b",", encoded)
    return True


def _full(raw: bytes, outer: bytes | None, where: str) -> Incoming:
    value = strict.decode(raw, where)
    return event_of(value, outer, where)


def event_of(value: Any, outer: bytes | None = None, where: str = "") -> Incoming:
    """Check an event that is decoded already (strictly, with exact numbers) and make it ready to be stored."""
    found = event_problems(value, where)
    if outer is None and isinstance(value, dict) and "@context" not in value:
        advice = "A bare event says which context its words come from."
        found.append(Finding("event.missing", "'@context' is missing.", where, advice=advice))
    if found:
        raise InvalidEvent(*found)
    time = microseconds(value["eventTime"])
    assert time is not None, "the grammar accepts no eventTime that is no moment"
    kept = {key: one for key, one in value.items() if key not in ("@context", "recordTime")}
    inner = contexts.encoded(value["@context"]) if "@context" in value else None
    context = contexts.joined(outer, inner) if outer is not None else inner
    return _settled(_struct(kept), strict.encode(kept), context or contexts.STANDARD, time)


def event_in(body: bytes) -> AnyEvent:
    """Return the struct of a stored body, which passed the grammar when it came in."""
    try:
        return _structs.decode(body)
    except (msgspec.DecodeError, RecursionError):
        return _struct(strict.decode(body))


def _struct(value: dict[str, Any]) -> AnyEvent:
    """Return the struct of a checked event; extension keys, wherever the standard allows them, stay in the body."""
    kind = EVENT_TYPES.get(value["type"], ExtendedEvent)
    return msgspec.convert(_known(value, kind), kind, builtin_types=(Decimal,))  # type: ignore[return-value]


def _known(value: Any, kind: Any) -> Any:
    """Return a JSON object cut down to the fields of its struct, and so on inside."""
    fields = _fields(kind)
    return {
        name: [_known(one, inner) for one in content] if inner and isinstance(content, list)
        else _known(content, inner) if inner
        else content
        for name, content in value.items()
        if name in fields
        for inner in [fields.get(name)]
    }  # fmt: skip


_field_cache: dict[Any, dict[str, Any]] = {}


def _fields(kind: type[Struct]) -> dict[str, Any]:
    """Return the JSON names of a struct's fields, each with the struct that stands in it, if one does."""
    if kind not in _field_cache:
        info = msgspec.inspect.type_info(kind)
        assert isinstance(info, msgspec.inspect.StructType)
        tag = {info.tag_field: None} if info.tag_field else {}
        _field_cache[kind] = tag | {field.encode_name: _struct_in(field.type) for field in info.fields}
    return _field_cache[kind]


def _struct_in(info: Any) -> type[Struct] | None:
    options = info.types if isinstance(info, msgspec.inspect.UnionType) else (info,)
    for option in options:
        inner = option.item_type if isinstance(option, msgspec.inspect.ListType) else option
        if isinstance(inner, msgspec.inspect.StructType):
            return inner.cls
    return None


def _settled(event: AnyEvent, body: bytes, context: bytes, time: int) -> Incoming:
    if event.event_id is not UNSET:
        return Incoming(event, event.event_id, body, context, time)
    minted = mint_id(body, context)
    head, rest = body[:1], body[1:]
    body = head + b'"eventID":' + strict.encode(minted) + b"," + rest
    return Incoming(msgspec.structs.replace(event, event_id=minted), minted, body, context, time)


def mint_id(body: bytes, context: bytes) -> str:
    """Return the id of an event that came without: a UUID (RFC 9562 version 8) of its content.

    The same content gives the same id, so that sending it again is harmless (convention 2). Key order and the
    spelling of numbers do not count; which namespace a prefix means does.
    """
    content = strict.canonical(strict.decode(body))
    digest = sha256(content + repr(contexts.bindings(context)).encode()).digest()[:16]
    number = int.from_bytes(digest, "big") & ~(0xF << 76) & ~(0x3 << 62) | 0x8 << 76 | 0x2 << 62
    return f"urn:uuid:{UUID(int=number)}"
