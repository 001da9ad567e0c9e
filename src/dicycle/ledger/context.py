"""JSON-LD contexts of events: which prefix means which namespace.

A context is kept as compact JSON bytes beside each event. Only bindings matter to us: GS1's own context is pinned
by the standard, so nothing is ever fetched.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from dicycle.ledger import strict
from dicycle.vocabulary import EPCIS_CONTEXT, NAMESPACE, PREFIX

STANDARD: Final = strict.encode([EPCIS_CONTEXT])
"""The context of an event that came with none, in a document of ours."""


def encoded(context: Any) -> bytes:
    """Return a decoded context as compact JSON bytes."""
    return strict.encode(context)


def joined(outer: bytes, inner: bytes | None) -> bytes:
    """Return the context that holds inside an event: the document's, then the event's own on top."""
    if inner is None or inner == outer:
        return outer
    return encoded(_without_repeats([*_parts(outer), *_parts(inner)]))


def _parts(context: bytes) -> list[Any]:
    value = strict.decode(context)
    return value if isinstance(value, list) else [value]


def _without_repeats(parts: Iterable[Any]) -> list[Any]:
    """Keep each part once: an object of prefixes where it came last, for there its bindings win."""
    kept: list[Any] = []
    for part in parts:
        if part in kept:
            if isinstance(part, str):
                continue
            kept.remove(part)
        kept.append(part)
    return kept


@lru_cache(maxsize=1024)
def bindings(context: bytes) -> tuple[tuple[str, str], ...]:
    """Return the (prefix, namespace) pairs that a context binds, later ones winning, in prefix order."""
    found: dict[str, str] = {}
    for part in _parts(context):
        if isinstance(part, dict):
            found |= {key: value for key, value in part.items() if isinstance(value, str)}
    return tuple(sorted(found.items()))


_meanings: dict[bytes, bool] = {}


def ours(context: bytes) -> bool:
    """Tell whether our prefix means our vocabulary under a context."""
    found = _meanings.get(context)
    if found is None:
        if len(_meanings) > 1000:
            _meanings.clear()
        found = _meanings[context] = dict(bindings(context)).get(PREFIX) == NAMESPACE
    return found


def merged(contexts: Iterable[bytes]) -> tuple[bytes, frozenset[bytes]]:
    """Return one context for a list of events, and those contexts that cannot share it.

    Two contexts can share one unless they bind a prefix to different namespaces; events of a context that cannot
    must carry their own.
    """
    parts: list[Any] = [EPCIS_CONTEXT]
    taken: dict[str, str] = {}
    apart: set[bytes] = set()
    for context in dict.fromkeys(contexts):
        own = bindings(context)
        if any(taken.get(prefix, namespace) != namespace for prefix, namespace in own):
            apart.add(context)
        else:
            taken.update(own)
            parts.extend(_parts(context))
    return encoded(_without_repeats(parts)), frozenset(apart)
