"""The namespaces that hold where an event is written."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from dicycle.ledger import context as contexts
from dicycle.ledger import strict
from dicycle.ledger.formats import is_uri
from dicycle.ledger.xml.markup import json_text
from dicycle.ledger.xml.names import GS1_NAMESPACES, GS1_PREFIXES, MARKS, RESERVED, XSD, XSI, is_name
from dicycle.ledger.xml.prefixes import bound
from dicycle.ledger.xml.words import CbvForm
from dicycle.vocabulary import EPCIS_CONTEXT

_OWN: Final = {"xsi": XSI, "xsd": XSD, "dx": MARKS}


class Marks:
    """Prefixes of one document for what is not an extension, none of which an event in it means otherwise."""

    def __init__(self, taken: Iterable[str], standard: Mapping[str, str]) -> None:
        self._taken = set(taken)
        self.prefix = {name: self._free(name) for name in (*standard, *_OWN)}
        self._namespaces = {**standard, **_OWN}
        self.used = set(standard)

    def _free(self, start: str) -> str:
        number, prefix = 0, start
        while prefix in self._taken:
            number += 1
            prefix = f"{start}{number}"
        return prefix

    def name(self, mark: str, local: str) -> str:
        """Return a name with the prefix of ``xsi``, ``xsd`` or ``dx``, which is declared from now on."""
        self.used.add(mark)
        return f"{self.prefix[mark]}:{local}"

    def declared(self) -> dict[str, str]:
        """Return the declarations of what was used."""
        return {self.prefix[name]: one for name, one in self._namespaces.items() if name in self.used}


class Scope:
    """What is bound in one event, and how it is to be written."""

    def __init__(self, context: bytes, marks: Marks, form: CbvForm) -> None:
        self.marks, self.form = marks, form
        self.namespaces = usable(context)
        self.implied: dict[str, str] = {}
        self._context, self._stated = context, dict(contexts.bindings(context))

    def name(self, key: str) -> str | None:
        """Return a JSON key as the name of an element or attribute, or None if it cannot be one."""
        prefix, colon, local = key.partition(":")
        if not colon:
            return key if is_name(key) else None
        if not is_name(local):
            return None
        if prefix not in self.namespaces:
            if prefix not in GS1_PREFIXES or prefix in self._stated or prefix in self.marks.prefix.values():
                return None
            self.implied[prefix] = GS1_PREFIXES[prefix]
        return key

    def attribute(self, key: str) -> str | None:
        """Return a key with a prefix as the name of an attribute; a parser tells its namespace, not its prefix."""
        name = self.name(key) if ":" in key else None
        if name is None:
            return None
        bound = self.namespaces | self.implied
        return name if list(bound.values()).count(bound[name.partition(":")[0]]) == 1 else None

    def context_mark(self) -> dict[str, str]:
        """Return the attribute with what the @context says beyond namespaces that XML declares, if it says more."""
        more = _more(self._context)
        return {self.marks.name("dx", "context"): more} if more else {}


@lru_cache(maxsize=1024)
def usable(context: bytes) -> dict[str, str]:
    """Return the prefixes of an @context that XML can declare, and a reader give back."""
    return {prefix: one for prefix, one in contexts.bindings(context) if _is_usable(prefix, one)}


def _is_usable(prefix: str, namespace: str) -> bool:
    if not is_name(prefix) or prefix.lower().startswith("xml") or namespace in RESERVED or not is_uri(namespace):
        return False
    if prefix in GS1_PREFIXES or namespace in GS1_NAMESPACES:
        return bound({prefix: namespace}) == {prefix: namespace}
    return True


@lru_cache(maxsize=1024)
def _more(context: bytes) -> str:
    """Return as JSON what is left of an @context without GS1's own and without prefixes that XML declares."""
    value = strict.decode(context)
    declared = usable(context)
    left = [_without(part, declared) for part in (value if isinstance(value, list) else [value])]
    kept = [part for part in left if part]
    return json_text(kept) if kept else ""


def _without(part: Any, declared: Mapping[str, str]) -> Any:
    if isinstance(part, dict):
        return {key: one for key, one in part.items() if key not in declared}
    return None if _is_gs1(part) else part


def _is_gs1(part: Any) -> bool:
    """Tell whether part of an @context is GS1's own, of whichever version."""
    homes, name = ("https://ref.gs1.org/", "https://gs1.github.io/"), EPCIS_CONTEXT.rpartition("/")[2]
    return isinstance(part, str) and part.startswith(homes) and part.endswith(name)
