"""Master data in XML as JSON (EPCIS 2.0 §9.4)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dicycle.findings import Finding
from dicycle.ledger.xml.marks import children, local, say, text_of
from dicycle.ledger.xml.prefixes import Prefixes
from dicycle.ledger.xml.values import Values

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def vocabularies(
    listed: "Element | None", values: Values, bound: Mapping[str, str], out: list[Finding]
) -> list[dict[str, Any]]:
    """Return the vocabularies of a VocabularyList, with prefixes that the document binds."""
    return [] if listed is None else [_vocabulary(one, values, bound, out) for one in children(listed)]


def _vocabulary(element: "Element", values: Values, bound: Mapping[str, str], out: list[Finding]) -> dict[str, Any]:
    found: dict[str, Any] = {"type": element.get("type", "")}
    for listed in children(element):
        if local(listed) == "VocabularyElementList":
            found["vocabularyElementList"] = [_entry(one, values, bound, out) for one in children(listed)]
        else:
            _no_place(listed, out)
    return found


def _entry(element: "Element", values: Values, bound: Mapping[str, str], out: list[Finding]) -> dict[str, Any]:
    found: dict[str, Any] = {"id": element.get("id", "")}
    for one in children(element):
        if local(one) == "attribute":
            found.setdefault("attributes", []).append(_attribute(one, values, bound))
        elif local(one) == "children":
            found["children"] = [text_of(child).strip() for child in children(one)]
        else:
            _no_place(one, out)
    return found


def _attribute(element: "Element", values: Values, bound: Mapping[str, str]) -> dict[str, Any]:
    """Return an attribute; its value is text, a number or an object, for JSON has no other here."""
    within = children(element)
    prefixes = Prefixes(element.nsmap)
    value: Any = values.members(within, prefixes) if within else text_of(element).strip()
    return {"id": element.get("id", ""), "attribute": value}


def _no_place(element: "Element", out: list[Finding]) -> None:
    say(out, "unknown-element", f"{local(element)!r} has no place in master data.", element)
