"""Prefixes of an event that is read: which key a name of somebody's own gets, and the @context that binds it."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from lxml.etree import QName

from dicycle.ledger.xml.marks import refuse
from dicycle.ledger.xml.names import GS1_NAMESPACES, GS1_PREFIXES, MARKS, RESERVED

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


MOST: Final = 256
"""How many prefixes one event may use."""


def bound(nsmap: Mapping[Any, str]) -> dict[str, str]:
    """Return the prefixes that namespaces in scope give an @context: those of extensions, GS1's own left out."""
    return {
        prefix: namespace
        for prefix, namespace in nsmap.items()
        if prefix and prefix not in GS1_PREFIXES and namespace not in RESERVED and namespace not in GS1_NAMESPACES
    } | ({"cbvmda": nsmap["cbvmda"]} if nsmap.get("cbvmda") == GS1_PREFIXES["cbvmda"] + ":" else {})


class Prefixes:
    """The bindings of one event; a prefix that means two things in it gets a second name for the second."""

    def __init__(self, nsmap: Mapping[Any, str]) -> None:
        self.bound = bound(nsmap)
        self._check_number()

    def key(self, element: "Element") -> str:
        """Return the JSON key of an element: bare without a namespace, else with its prefix."""
        name = QName(element)
        return self._key(element.prefix, name.namespace, name.localname)

    def attributes(self, element: "Element", taken: Callable[[str], bool]) -> dict[str, str]:
        """Return the attributes whose name, written ``{namespace}name`` as lxml does, is `taken`, by their JSON key."""
        prefixes = {namespace: prefix for prefix, namespace in reversed(element.nsmap.items()) if prefix}
        found: dict[str, str] = {}
        for attribute, value in element.attrib.items():
            if taken(str(attribute)):
                name = QName(attribute)
                found[self._key(prefixes.get(name.namespace or ""), name.namespace, name.localname)] = str(value)
        return found

    def _key(self, prefix: str | None, namespace: str | None, local: str) -> str:
        return local if namespace is None else f"{self._prefix(prefix, namespace)}:{local}"

    def _prefix(self, prefix: str | None, namespace: str) -> str:
        if prefix is not None and self.bound.get(prefix) == namespace:
            return prefix
        if namespace in GS1_NAMESPACES:
            return GS1_NAMESPACES[namespace]
        if prefix is None or prefix in self.bound or prefix in GS1_PREFIXES:
            known = next((one for one, value in self.bound.items() if value == namespace), None)
            prefix = known or self._free(prefix or "ns")
        self.bound[prefix] = namespace
        self._check_number()
        return prefix

    def _check_number(self) -> None:
        if len(self.bound) > MOST:
            sentence = f"An event of this document declares more than {MOST} namespaces."
            raise refuse("namespaces", sentence, advice="Declare those that it uses.")

    def _free(self, start: str) -> str:
        number = 1
        while f"{start}{number}" in self.bound:
            number += 1
        return f"{start}{number}"


def is_extension(element: "Element") -> bool:
    """Tell whether an element is somebody's own: it has a namespace that is not the standard's or ours."""
    return (QName(element).namespace or MARKS) not in RESERVED
