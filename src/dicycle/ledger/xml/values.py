"""Extension elements as JSON values.

An element with elements is an object, its attributes among the keys; one that is repeated is a list; one with text is
text, or a number, true or false where its ``xsi:type`` says so. Whatever this cannot hold is kept as XML text.
"""

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from dicycle.errors import InvalidEvent
from dicycle.findings import Finding
from dicycle.ledger import strict
from dicycle.ledger.xml.marks import children, place, refuse, say, text_of
from dicycle.ledger.xml.names import MARKS, MIXED, RESERVED, TEXT, XSD, XSI
from dicycle.ledger.xml.prefixes import Prefixes

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_FORM: Final = f"{{{MARKS}}}form"
_MEMBERS: Final = f"{{{MARKS}}}json"
_TYPE: Final = f"{{{XSI}}}type"
_NIL: Final = f"{{{XSI}}}nil"
_TRUTH: Final = {"true": True, "1": True, "false": False, "0": False}
_NUMBERS: Final = frozenset(
    """integer int long short byte decimal double float nonNegativeInteger positiveInteger nonPositiveInteger
    negativeInteger unsignedInt unsignedLong unsignedShort unsignedByte""".split()
)
_SLACK: Final = 1 << 20


class Unspeakable(Exception):
    """JSON has no plain form for this element."""


class Values:
    """Reads extension elements of a document of `size` bytes; `out` takes what is wrong with them."""

    def __init__(self, size: int, out: list[Finding]) -> None:
        self._left = 4 * size + _SLACK
        self._out = out

    def members(self, elements: "list[Element]", prefixes: Prefixes) -> dict[str, Any]:
        """Return elements as the members of an object, equal names as one list wherever they stand."""
        groups: dict[str, list[Element]] = {}
        found: dict[str, Any] = {}
        for element in elements:
            if element.tag == _MEMBERS:
                found |= self._json(element, {})
            else:
                groups.setdefault(prefixes.key(element), []).append(element)
        return found | {key: self._group(group, prefixes) for key, group in groups.items()}

    def attributes(self, element: "Element", prefixes: Prefixes) -> dict[str, Any]:
        """Return the attributes that are somebody's own; text, as attributes are, but for what our mark carries."""
        found: dict[str, Any] = {**prefixes.attributes(element, _own)}
        return found | (self.decoded(element.get(_MEMBERS, ""), {}, element) if _MEMBERS in element.attrib else {})

    def value(self, element: "Element", prefixes: Prefixes) -> Any:
        """Return one element as a value."""
        if "json" in element.get(_FORM, "").split():
            return self._json(element, None)
        try:
            return self._plain(element, prefixes)
        except Unspeakable:
            return {MIXED: self._kept(element)}

    def _group(self, group: "list[Element]", prefixes: Prefixes) -> Any:
        values = [self.value(element, prefixes) for element in group]
        alone = len(group) == 1 and "list" not in group[0].get(_FORM, "").split()
        return values[0] if alone else values

    def _plain(self, element: "Element", prefixes: Prefixes) -> Any:
        within, text = children(element), text_of(element)
        own = self._own_attributes(element, prefixes)
        typed = element.get(_TYPE)
        if typed is not None and (within or own):
            raise Unspeakable
        if within:
            return self._object(within, text, own, prefixes)
        if _NIL in element.attrib:
            return _nothing(element, text, own)
        if own:
            return own | ({TEXT: text} if text.strip() else {})
        return text if typed is None else _typed(element, typed, text)

    def _own_attributes(self, element: "Element", prefixes: Prefixes) -> dict[str, Any]:
        marks = sum(mark in element.attrib for mark in (_FORM, _TYPE, _NIL))
        found: dict[str, Any] = {**prefixes.attributes(element, _speakable)}
        if len(found) + marks != len(element.attrib):
            raise Unspeakable
        return found

    def _object(self, within: "list[Element]", text: str, own: dict[str, Any], prefixes: Prefixes) -> dict[str, Any]:
        if text.strip() or not all(one.tag == _MEMBERS or _speakable(str(one.tag)) for one in within):
            raise Unspeakable
        order = [prefixes.key(one) if one.tag != _MEMBERS else "" for one in within]
        runs = [key for index, key in enumerate(order) if index == 0 or order[index - 1] != key]
        if len(set(runs)) != len(runs) or own.keys() & set(runs):
            raise Unspeakable
        return own | self.members(within, prefixes)

    def _kept(self, element: "Element") -> str:
        """Return an element as XML that stands for itself, as long as a document does not grow by that."""
        kept: str = etree.tostring(
            element, method="c14n", exclusive=True, with_comments=False, with_tail=False,
            inclusive_ns_prefixes=_prefixes_of_types(element),
        ).decode()  # fmt: skip
        self._left -= len(kept)
        if self._left < 0:
            sentence = "Kept as text, the elements of this document that mix text and elements would grow too large."
            raise refuse("too-large", sentence, place(element), "Send it in parts.")
        return kept

    def _json(self, element: "Element", instead: Any) -> Any:
        return self.decoded(text_of(element), instead, element)

    def decoded(self, text: str, instead: Any, element: "Element") -> Any:
        """Return JSON that stands in XML, of the kind of `instead` unless that is None."""
        try:
            value = strict.decode(text.encode())
        except InvalidEvent as wrong:
            self._out.extend(one._replace(where=place(element)) for one in wrong.findings)
            return instead
        if instead is not None and not isinstance(value, type(instead)):
            say(self._out, "not-members", "The JSON in this mark of ours has another form.", element)
            return instead
        return value


def _own(attribute: str) -> bool:
    """Tell whether an attribute of an element of the standard is an extension: it has a namespace of its own."""
    return attribute.startswith("{") and _speakable(attribute)


def _speakable(name: str) -> bool:
    """Tell whether a name can be a key: it is not from a namespace that an @context must not bind."""
    return etree.QName(name).namespace not in RESERVED


def _nothing(element: "Element", text: str, own: dict[str, Any]) -> None:
    """Return null for an element that says it is nil, and nothing else."""
    if own or text or _TYPE in element.attrib or _TRUTH.get(element.get(_NIL, "").strip()) is not True:
        raise Unspeakable


def _typed(element: "Element", typed: str, text: str) -> Any:
    """Return text as its type of XML Schema says: numbers and truth values are JSON's, all else stays text."""
    prefix, colon, name = typed.strip().rpartition(":")
    if element.nsmap.get(prefix if colon else None) != XSD:
        raise Unspeakable
    if name == "boolean":
        if text.strip() not in _TRUTH:
            raise Unspeakable
        return _TRUTH[text.strip()]
    if name not in _NUMBERS:
        return text
    value = number(text)
    if value is None:
        raise Unspeakable
    return value


def number(text: str) -> int | Decimal | None:
    """Return the number that `text` writes, digit for digit; None for INF, NaN and whatever is no number."""
    text = text.strip()
    digits = text[1:] if text[:1] in ("+", "-") else text
    if not digits.isascii() or (not digits[:1].isdigit() and digits[:1] != ".") or "_" in digits:
        return None
    try:
        value = int(text) if digits.isdigit() else Decimal(text)
    except (ValueError, InvalidOperation):
        return None
    return value if isinstance(value, int) or abs(value.adjusted()) <= strict.MAX_EXPONENT else None


def _prefixes_of_types(element: "Element") -> list[str]:
    """Return the prefixes that xsi:type uses inside an element; canonical XML would leave them out."""
    types = (one.get(_TYPE, "") for one in element.iter(etree.Element))
    return sorted({typed.strip().partition(":")[0] for typed in types if ":" in typed})
