"""Events in JSON as events in XML, in the order of GS1's schema."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from dicycle.findings import Finding
from dicycle.ledger import grammar
from dicycle.ledger.checks import Check, anything, listing, uri
from dicycle.ledger.xml import words
from dicycle.ledger.xml.markup import element, escaped, json_text
from dicycle.ledger.xml.names import TEXT, is_text
from dicycle.ledger.xml.order import ANY, ORDER
from dicycle.ledger.xml.scope import Scope
from dicycle.ledger.xml.sensors import METADATA, NUMBERS, REPORT, TRUTH, WORDS
from dicycle.ledger.xml.values_out import members
from dicycle.ledger.xml.words import Words

Writer = Callable[[str, Any, Scope], str]


def event(value: Mapping[str, Any], scope: Scope, outer: Mapping[str, str]) -> str:
    """Return an event; `outer` are the namespaces that are declared around it."""
    kind = value["type"]
    own = kind not in ORDER
    standard = {name: value[name] for name in ORDER.get(kind, ANY) if name in value and (not own or fits(name, value))}
    others = {key: one for key, one in value.items() if key not in standard and key != "type"}
    content = "".join(_field(name, one, scope) for name, one in standard.items()) + members(others, scope, bare=False)
    name, given = (kind, {}) if not own else _own_name(kind, scope)
    listed = isinstance(value.get("certificationInfo"), list)
    marks = {scope.marks.name("dx", "list"): "certificationInfo"} if listed else {}
    given |= marks | scope.context_mark()
    declared = scope.namespaces | {key: one for key, one in scope.implied.items() if key not in scope.namespaces}
    xmlns = {f"xmlns:{prefix}": one for prefix, one in declared.items() if outer.get(prefix) != one}
    written = element(name, content, xmlns | given)
    return element("extension", written) if own else written


def _own_name(kind: str, scope: Scope) -> tuple[str, dict[str, str]]:
    """Return the name of an event of somebody's own type, which must have a prefix to stand beside the standard's."""
    name = scope.name(kind) if ":" in kind else None
    marks = scope.marks
    return (name, {}) if name else (marks.name("dx", "event"), {marks.name("dx", "type"): kind})


def fits(name: str, value: Mapping[str, Any]) -> bool:
    """Tell whether a field of an event of somebody's own type has the form that the standard's events give it."""
    out: list[Finding] = []
    _CHECKS[name](value[name], "", out)
    return not out


# ---------------------------------------------------------------- fields


def _field(name: str, value: Any, scope: Scope) -> str:
    return _WRITERS[name](name, value, scope)


def _text(name: str, value: str, scope: Scope) -> str:
    return element(name, escaped(value))


def _repeated(name: str, value: str | list[str], scope: Scope) -> str:
    return "".join(_text(name, one, scope) for one in ([value] if isinstance(value, str) else value))


def _word(vocabulary: Words) -> Writer:
    return lambda name, value, scope: element(name, escaped(vocabulary.long(value, scope.form)))


def _list(item: str, write: Writer) -> Writer:
    return lambda name, value, scope: element(name, "".join(write(item, one, scope) for one in value))


def _quantity(name: str, value: Mapping[str, Any], scope: Scope) -> str:
    """Return a quantity element; a unit without an amount has a nil amount before it, as the schema asks."""
    amount = uom = ""
    if "quantity" in value:
        amount = element("quantity", format(Decimal(value["quantity"]), "f"))
    elif "uom" in value:
        amount = element("quantity", "", {scope.marks.name("xsi", "nil"): "true"})
    if "uom" in value:
        uom = _text("uom", value["uom"], scope)
    return element(name, _text("epcClass", value["epcClass"], scope) + amount + uom)


def _typed(vocabulary: Words) -> Writer:
    def write(name: str, value: Mapping[str, Any], scope: Scope) -> str:
        given = {"type": vocabulary.long(value["type"], scope.form)} if "type" in value else {}
        return element(name, escaped(value[name]), given)

    return write


def _holder(writers: Mapping[str, Writer]) -> Writer:
    """Return the writer of an object with some fields of the standard and any number of others."""

    def write(name: str, value: Mapping[str, Any], scope: Scope) -> str:
        own = "".join(writers[key](key, value[key], scope) for key in writers if key in value)
        others = {key: one for key, one in value.items() if key not in writers}
        return element(name, own + members(others, scope, bare=False))

    return write


def _conditions(name: str, value: Mapping[str, Any], scope: Scope) -> str:
    write = _word(words.DISPOSITIONS)
    return element(name, "".join(write(key, one, scope) for key in ("unset", "set") for one in value.get(key, ())))


def _readings(known: frozenset[str]) -> Writer:
    """Return the writer of a sensor's object: attributes, and one with the rest as JSON."""

    def write(name: str, value: Mapping[str, Any], scope: Scope) -> str:
        given: dict[str, str] = {}
        rest: dict[str, Any] = {}
        text = value.get(TEXT, "")
        beside = text if isinstance(text, str) and text.strip() and is_text(text) else ""
        for key, one in value.items():
            label = key if key in known else scope.attribute(key)
            plain = _attribute(key, one, scope) if key in known else one
            if label and isinstance(plain, str) and is_text(plain) and not _is_half_byte(key, plain):
                given[label] = plain
            elif key != TEXT or not beside:
                rest[key] = one
        if rest:
            given[scope.marks.name("dx", "json")] = json_text(rest)
        return element(name, escaped(beside), given)

    return write


def _is_half_byte(name: str, text: str) -> bool:
    """Tell whether JSON's hexadecimal digits are no whole bytes, which is all that XML Schema takes."""
    return name == "hexBinaryValue" and len(text) % 2 == 1


def _attribute(name: str, value: Any, scope: Scope) -> str:
    if name in NUMBERS:
        return str(value)
    if name == TRUTH:
        return "true" if value else "false"
    if name in WORDS:
        return WORDS[name].long(value, scope.form)
    return str(value)


def _sensor(name: str, value: Mapping[str, Any], scope: Scope) -> str:
    about = value.get("sensorMetadata")
    head = "" if about is None else _readings(METADATA)("sensorMetadata", about, scope)
    reports = "".join(_readings(REPORT)("sensorReport", one, scope) for one in value["sensorReport"])
    others = {key: one for key, one in value.items() if key not in ("sensorMetadata", "sensorReport")}
    return element(name, head + reports + members(others, scope, bare=False))


_TEXTS: Final = ("eventTime", "recordTime", "eventTimeZoneOffset", "eventID", "action", "parentID", "transformationID")
_EPCS: Final = ("epcList", "childEPCs", "inputEPCList", "outputEPCList")
_AMOUNTS: Final = ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList")

_WRITERS: Final[dict[str, Writer]] = {
    **dict.fromkeys(_TEXTS, _text),
    **dict.fromkeys(_EPCS, _list("epc", _text)),
    **dict.fromkeys(_AMOUNTS, _list("quantityElement", _quantity)),
    "certificationInfo": _repeated,
    "bizStep": _word(words.BIZ_STEPS),
    "disposition": _word(words.DISPOSITIONS),
    "readPoint": _holder({"id": _text}),
    "bizLocation": _holder({"id": _text}),
    "bizTransactionList": _list("bizTransaction", _typed(words.TRANSACTION_TYPES)),
    "sourceList": _list("source", _typed(words.TRANSFER_TYPES)),
    "destinationList": _list("destination", _typed(words.TRANSFER_TYPES)),
    "errorDeclaration": _holder(
        {
            "declarationTime": _text,
            "reason": _word(words.ERROR_REASONS),
            "correctiveEventIDs": _list("correctiveEventID", _text),
        }
    ),
    "persistentDisposition": _conditions,
    "sensorElementList": _list("sensorElement", _sensor),
    "ilmd": _holder({}),
}

_CHECKS: Final[dict[str, Check]] = {
    **dict.fromkeys(("eventTime", "recordTime", "eventTimeZoneOffset", "eventID"), anything),
    **dict.fromkeys(("errorDeclaration", "certificationInfo"), anything),
    **dict.fromkeys(("parentID", "transformationID"), uri),
    **dict.fromkeys(_EPCS, grammar.uris),
    **dict.fromkeys(_AMOUNTS, grammar.quantities),
    "action": grammar.action,
    "bizStep": grammar.biz_step,
    "disposition": grammar.disposition,
    "readPoint": grammar.place,
    "bizLocation": grammar.place,
    "bizTransactionList": listing(grammar.transaction),
    "sourceList": listing(grammar.source),
    "destinationList": listing(grammar.destination),
    "persistentDisposition": grammar.persistent_disposition,
    "sensorElementList": listing(grammar.sensor_element),
    "ilmd": grammar.ilmd,
}
"""The grammar of fields that an event of somebody's own type may use as it likes; common ones are checked already."""
