"""From bytes to elements, safely: no entities, no DTD, no network, bounded depth (XML 1.0; OWASP's advice on XXE)."""

from typing import TYPE_CHECKING, Final

from lxml import etree

from dicycle.ledger.xml.marks import place, refuse

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAX_DEPTH: Final = 128
"""How deep elements may nest: what JSON may nest (`strict.MAX_DEPTH`), and the elements around an event."""

MAX_ATTRIBUTES: Final = 256
"""How many attributes one element may have; a sensor report of the standard has 22."""


def parsed(raw: bytes) -> "Element":
    """Return the root element; raises InvalidEvent if this is not XML, or XML with a DOCTYPE, or nests too deep."""
    try:
        root = etree.fromstring(raw, _parser())
    except (etree.XMLSyntaxError, ValueError, LookupError) as wrong:
        raise _has_doctype() if b"<!DOCTYPE" in raw[:4096] else _not_xml(wrong) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise _has_doctype()
    _check_bounds(root)
    return root


def _parser() -> etree.XMLParser:
    """Return a parser that expands nothing and fetches nothing; libxml2's own limits on sizes stay on."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        recover=False,
        strip_cdata=True,
        remove_comments=False,
        remove_pis=False,
    )


def _not_xml(wrong: Exception) -> Exception:
    why = str(wrong).partition(" (<string>")[0].rstrip(".")
    line = getattr(wrong, "lineno", None)
    return refuse("not-xml", f"This is not XML: {why}.", f"line {line}" if line else "")


def _has_doctype() -> Exception:
    sentence = "This document has a DOCTYPE, and a DOCTYPE can make a reader fetch files or grow without end."
    return refuse("doctype", sentence, advice="Leave the <!DOCTYPE …> out: EPCIS needs none.")


def _check_bounds(root: "Element") -> None:
    """Refuse elements that nest too deep or have too many attributes, counted without recursion."""
    level = [root]
    for _ in range(MAX_DEPTH):
        crowded = next((one for one in level if len(one.attrib) > MAX_ATTRIBUTES), None)
        if crowded is not None:
            sentence = f"This element has more than {MAX_ATTRIBUTES} attributes."
            raise refuse("too-many-attributes", sentence, place(crowded))
        level = [child for element in level for child in element if isinstance(child.tag, str)]
        if not level:
            return
    raise refuse("too-deep", f"Elements nest deeper than {MAX_DEPTH} levels.")
