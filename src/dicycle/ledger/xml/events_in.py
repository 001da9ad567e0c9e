"""Events in XML as events in JSON (EPCIS 2.0 §9.5 and §9.2; the nesting of 1.x is undone)."""

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from dicycle.findings import Finding
from dicycle.ledger.xml import words
from dicycle.ledger.xml.marks import children, local, say, text_of
from dicycle.ledger.xml.names import EPCIS, MARKS, TEXT, XSI
from dicycle.ledger.xml.order import ANY, ORDER
from dicycle.ledger.xml.prefixes import Prefixes, is_extension
from dicycle.ledger.xml.sensors import METADATA, NUMBERS, REPORT, TRUTH, WORDS
from dicycle.ledger.xml.values import Values, number
from dicycle.ledger.xml.words import Words

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Reader = Callable[["Element"], Any]
_STANDARD: Final = ("", *("{" + namespace for namespace in EPCIS.values()))
_NESTED: Final = ("extension", "baseExtension")
_LISTED: Final = f"{{{MARKS}}}list"
_NIL: Final = f"{{{XSI}}}nil"
_MEMBERS: Final = f"{{{MARKS}}}json"


def is_standard(element: "Element") -> bool:
    """Tell whether an element is the standard's: without a namespace, as the schema has it, or with the standard's."""
    return str(element.tag).rpartition("}")[0] in _STANDARD


class EventReader:
    """Reads one event; `out` takes what is wrong with it."""

    def __init__(self, values: Values, prefixes: Prefixes, out: list[Finding]) -> None:
        self._values, self._prefixes, self._out = values, prefixes, out
        self._readers = self._table()

    def read(self, element: "Element", kind: str, *, ordered: bool) -> dict[str, Any]:
        """Return the event without its @context; `ordered` asks for the order of the schema."""
        names = ORDER.get(kind, ANY)
        standard, own = self._sorted(element, names, free=kind not in ORDER)
        if ordered and kind in ORDER:
            self._check_order([one for one in standard if one.getparent() is element], names)
        event: dict[str, Any] = {"type": kind} | {
            name: [] for name in element.get(_LISTED, "").split() if name in names
        }
        for one in standard:
            self._add(event, one)
        self._check_attributes(element, set())
        return event | self._values.attributes(element, self._prefixes) | self._values.members(own, self._prefixes)

    def _sorted(
        self, element: "Element", names: tuple[str, ...], *, free: bool
    ) -> "tuple[list[Element], list[Element]]":
        """Return the standard's elements and those of extensions, taken out of the nesting that 1.x put them in."""
        standard: list[Element] = []
        own: list[Element] = []
        for one in children(element):
            name = local(one)
            if is_standard(one) and name in _NESTED:
                within = self._sorted(one, names, free=free)
                standard += within[0]
                own += within[1]
            elif is_standard(one) and name in names:
                standard.append(one)
            elif is_extension(one) or one.tag == _MEMBERS or free:
                own.append(one)
            else:
                self._no_place(one)
        return standard, own

    def _check_order(self, standard: "list[Element]", names: tuple[str, ...]) -> None:
        for one, after in pairwise(standard):
            if names.index(local(after)) < names.index(local(one)):
                sentence = f"{local(after)!r} stands after {local(one)!r}, and the schema of EPCIS has it before."
                say(self._out, "order", sentence, after, f"The order is: {', '.join(names)}.")
                return

    def _add(self, event: dict[str, Any], element: "Element") -> None:
        name = local(element)
        value = self._readers[name](element)
        if name == "certificationInfo":
            value = _and(event.get(name), value)
        elif name in event:
            say(self._out, "twice", f"{name!r} stands twice in this event.", element, "Leave one out.")
        event[name] = value

    # ------------------------------------------------------------ what stands in an event

    def _table(self) -> dict[str, Reader]:
        texts = (
            *("eventTime", "recordTime", "eventTimeZoneOffset", "eventID", "certificationInfo", "action"),
            *("parentID", "transformationID"),
        )
        epcs = ("epcList", "childEPCs", "inputEPCList", "outputEPCList")
        amounts = ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList")
        return {
            **dict.fromkeys(texts, self._text),
            **dict.fromkeys(epcs, self._texts("epc")),
            **dict.fromkeys(amounts, self._list("quantityElement", self._quantity)),
            "bizStep": self._word(words.BIZ_STEPS),
            "disposition": self._word(words.DISPOSITIONS),
            **dict.fromkeys(("readPoint", "bizLocation"), self._holder({"id": self._text})),
            "bizTransactionList": self._typed("bizTransaction", words.TRANSACTION_TYPES),
            "sourceList": self._typed("source", words.TRANSFER_TYPES),
            "destinationList": self._typed("destination", words.TRANSFER_TYPES),
            "errorDeclaration": self._holder(
                {
                    "declarationTime": self._text,
                    "reason": self._word(words.ERROR_REASONS),
                    "correctiveEventIDs": self._texts("correctiveEventID"),
                }
            ),
            "persistentDisposition": self._conditions,
            "sensorElementList": self._list("sensorElement", self._sensor),
            "ilmd": self._holder({}),
        }

    def _text(self, element: "Element") -> str:
        self._check_attributes(element, set())
        for one in children(element):
            self._no_place(one)
        return text_of(element).strip()

    def _word(self, vocabulary: Words) -> Reader:
        return lambda element: vocabulary.bare(self._text(element))

    def _list(self, name: str, read: Reader) -> Reader:
        def listed(element: "Element") -> list[Any]:
            self._check_attributes(element, set())
            self._check_text(element)
            return [read(one) for one in children(element) if self._is(one, name)]

        return listed

    def _texts(self, name: str) -> Reader:
        return self._list(name, self._text)

    def _typed(self, name: str, vocabulary: Words) -> Reader:
        def read(element: "Element") -> dict[str, Any]:
            self._check_attributes(element, {"type"})
            typed = {"type": vocabulary.bare(element.get("type", "").strip())} if "type" in element.attrib else {}
            return typed | {name: text_of(element).strip()}

        return self._list(name, read)

    def _quantity(self, element: "Element") -> dict[str, Any]:
        found: dict[str, Any] = {}
        for one in children(element):
            name = local(one)
            if not is_standard(one) or name not in ("epcClass", "quantity", "uom") or name in found:
                self._no_place(one)
            elif name != "quantity":
                found[name] = self._text(one)
            elif one.get(_NIL, "").strip() not in ("true", "1"):
                found[name] = self._number(self._text(one), one)
        return found

    def _conditions(self, element: "Element") -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for one in children(element):
            if not is_standard(one) or local(one) not in ("set", "unset"):
                self._no_place(one)
                continue
            found.setdefault(local(one), []).append(words.DISPOSITIONS.bare(self._text(one)))
        return found

    def _holder(self, readers: dict[str, Reader]) -> Reader:
        """Return the reader of an element that holds some of the standard's and any number of others."""

        def read(element: "Element") -> dict[str, Any]:
            standard, own = self._sorted(element, tuple(readers), free=False)
            self._check_attributes(element, set())
            self._check_text(element)
            found = {local(one): readers[local(one)](one) for one in standard}
            if len(found) != len(standard):
                self._no_place(standard[-1])
            extended = self._values.attributes(element, self._prefixes) | self._values.members(own, self._prefixes)
            return found | extended

        return read

    def _sensor(self, element: "Element") -> dict[str, Any]:
        standard, own = self._sorted(element, ("sensorMetadata", "sensorReport"), free=False)
        found: dict[str, Any] = {}
        for one in standard:
            if local(one) == "sensorReport":
                found.setdefault("sensorReport", []).append(self._readings(one, REPORT))
            elif "sensorMetadata" in found:
                self._no_place(one)
            else:
                found["sensorMetadata"] = self._readings(one, METADATA)
        return found | self._values.members(own, self._prefixes)

    def _readings(self, element: "Element", known: frozenset[str]) -> dict[str, Any]:
        self._check_attributes(element, known)
        stated = {str(name): str(text) for name, text in element.attrib.items()}
        found = {name: self._reading(name, text, element) for name, text in stated.items() if name in known}
        for one in children(element):
            self._no_place(one)
        text = text_of(element)
        beside = {TEXT: text} if text.strip() else {}
        return found | beside | self._values.attributes(element, self._prefixes)

    def _reading(self, name: str, text: str, element: "Element") -> Any:
        if name in NUMBERS:
            return self._number(text, element, name)
        if name == TRUTH:
            known: dict[str, bool] = {"true": True, "1": True, "false": False, "0": False}
            return known.get(text.strip(), text)
        if name == "stringValue":
            return text
        return WORDS[name].bare(text.strip()) if name in WORDS else text.strip()

    def _number(self, text: str, element: "Element", name: str = "") -> Any:
        value = number(text)
        if value is None:
            sentence = f"{text[:60]!r} in {name or local(element)} is no number."
            say(self._out, "not-a-number", sentence, element)
            return 0
        return value

    # ------------------------------------------------------------ what has no place

    def _is(self, element: "Element", name: str) -> bool:
        fits = is_standard(element) and local(element) == name
        if not fits:
            self._no_place(element)
        return fits

    def _no_place(self, element: "Element") -> None:
        parent = element.getparent()
        holder = "this document" if parent is None else local(parent)
        sentence = f"{local(element)!r} has no place here in {holder}."
        advice = "Give an extension a namespace of its own, or leave it out."
        say(self._out, "unknown-element", sentence, element, advice)

    def _check_attributes(self, element: "Element", known: "set[str] | frozenset[str]") -> None:
        for name in map(str, element.attrib):
            if not name.startswith("{") and name not in known and not _of_root(element, name):
                sentence = f"The attribute {name!r} has no place on {local(element)}."
                advice = "Give an extension a namespace of its own, or leave it out."
                say(self._out, "unknown-attribute", sentence, element, advice)

    def _check_text(self, element: "Element") -> None:
        if text := text_of(element).strip():
            sentence = f"{local(element)} holds elements only, but text stands in it: {text[:40]!r}."
            say(self._out, "stray-text", sentence, element)


def _and(before: Any, value: str) -> Any:
    """Return a text after others: alone it is text, else they are one list."""
    if isinstance(before, list):
        before.append(value)
        return before
    return value if before is None else [before, value]


def _of_root(element: "Element", name: str) -> bool:
    """Tell whether an attribute is the document's, which a bare event carries in the document's place."""
    return element.getparent() is None and name in ("schemaVersion", "creationDate")
