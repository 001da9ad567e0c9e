"""Namespaces of EPCIS XML, and what may be a name there (Namespaces in XML 1.0)."""

import re
from typing import Final

XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
XSD: Final = "http://www.w3.org/2001/XMLSchema"
SBDH: Final = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
EPCIS: Final = {2: "urn:epcglobal:epcis:xsd:2", 1: "urn:epcglobal:epcis:xsd:1"}
QUERY: Final = {2: "urn:epcglobal:epcis-query:xsd:2", 1: "urn:epcglobal:epcis-query:xsd:1"}
MASTER: Final = {2: "urn:epcglobal:epcis-masterdata:xsd:2", 1: "urn:epcglobal:epcis-masterdata:xsd:1"}

MARKS: Final = "https://w3id.org/dicycle/xml/"
"""Namespace of the marks that say what plain XML cannot say of JSON, and the start of keys that say the reverse.

Attributes: ``form`` (``list``: this element alone is a list of one; ``json``: its text is JSON), ``json`` (members of
a sensor's object that no attribute can hold), ``list`` (a field of the event is a list), ``context`` (what the
event's @context says beyond namespaces), ``type`` (of an event). Elements: ``json`` (members that have no XML name),
``event``.
"""
TEXT: Final = MARKS + "text"
"""JSON key of the text of an element that has attributes too."""
MIXED: Final = MARKS + "xml"
"""JSON key of an element that JSON cannot spread out, as XML (Exclusive C14N)."""

STANDARD: Final = frozenset({*EPCIS.values(), *QUERY.values(), *MASTER.values()})
RESERVED: Final = STANDARD | {
    *(XSI, XSD, SBDH, MARKS, "urn:epcglobal:xsd:1"),
    *("http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/"),
}
"""Namespaces that are no extension."""

_GS1: Final = {
    "cbvmda": ("urn:epcglobal:cbv:mda", "urn:epcglobal:cbv:mda#"),
    "gs1": tuple(f"{scheme}://{host}gs1.org/voc/" for scheme in ("https", "http") for host in ("", "www.", "ref.")),
    "cbv": ("https://ref.gs1.org/cbv/",),
    "epcis": ("https://ref.gs1.org/epcis/",),
    "rdfs": ("http://www.w3.org/2000/01/rdf-schema#",),
    "owl": ("http://www.w3.org/2002/07/owl#",),
    "xsd": ("http://www.w3.org/2001/XMLSchema#",),
    "dcterms": ("http://purl.org/dc/terms/",),
}
GS1_PREFIXES: Final = {prefix: namespaces[0] for prefix, namespaces in _GS1.items()}
"""Prefixes that GS1's own JSON-LD context binds, with the namespace that each is in XML."""
GS1_NAMESPACES: Final = {namespace: prefix for prefix, all_of in _GS1.items() for namespace in all_of}

_START = r"A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F"
_START += r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
_NCNAME: Final = re.compile(rf"[{_START}][{_START}\-.0-9\u00B7\u0300-\u036F\u203F-\u2040]*")
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def is_name(text: str) -> bool:
    """Tell whether `text` can be a name without a prefix (NCName)."""
    return _NCNAME.fullmatch(text) is not None


def is_text(text: str) -> bool:
    """Tell whether XML 1.0 can hold every character of `text`."""
    return _FORBIDDEN.search(text) is None


def readable(text: str) -> str:
    """Return text for people without the characters that XML cannot hold."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def ascii_escaped(json: str) -> str:
    """Return JSON with what XML cannot hold as JSON escapes; controls are escaped in JSON already."""
    return _FORBIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json)
