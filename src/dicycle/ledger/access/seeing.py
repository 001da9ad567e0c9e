"""Which events somebody sees: the same rule as a predicate for stores, and for one event at hand.

A partner sees what its organisation sent, and what names it: one of its keys as read point or business location, or
as a source or destination of a type of the CBV. Every other event is closed to it, and so is all that only those say.
"""

from typing import Final

from dicycle.identifiers import CANONICAL_DOMAIN
from dicycle.ledger.access.model import Principal, Role
from dicycle.ledger.cbv import SOURCE_DEST_TYPES
from dicycle.ledger.predicates import AnyOf, Column, OneOf, Predicate, TermRange, Touches
from dicycle.ledger.stored import StoredEvent
from dicycle.ledger.terms import PLACES, Term, terms, typed
from dicycle.ledger.terms import Role as Field

_ENDS: Final = (Field.SOURCE, Field.DESTINATION)
_NOTHING: Final = OneOf(Column.EVENT_ID, ("",))
"""No event has an empty id."""


def restriction(principal: Principal) -> Predicate | None:
    """Return what must hold of the events that somebody sees, besides what is asked; None: nothing more."""
    if principal.sees_all:
        return None
    if principal.role is not Role.PARTNER or not principal.organisation:
        return _NOTHING
    keys, starts = _names(principal)
    sent = OneOf(Column.REPORTER, (principal.organisation,))
    return AnyOf((sent, _touches(PLACES, keys, starts), _touches(_ENDS, _as_ends(keys), _as_ends(starts))))


def sees(principal: Principal, event: StoredEvent, reporter: str) -> bool:
    """Tell whether somebody sees an event that this organisation sent (``""``: nobody said who)."""
    rule = restriction(principal)
    return rule is None or _holds(rule, terms(event.event), reporter)


def is_own(principal: Principal, id: str) -> bool:
    """Tell whether a canonical id is one of a partner's own parties or places."""
    keys, starts = _names(principal)
    return id in keys or id.startswith(starts)


def _names(principal: Principal) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return a partner's own ids, and what its other ids begin with.

    An SGLN with an extension lies within its GLN; the GLNs of a company begin with its prefix.
    """
    keys = tuple(dict.fromkeys((principal.organisation, *principal.keys)))
    parts = [f"{key}/" for key in keys if key.startswith(f"{CANONICAL_DOMAIN}/414/")]
    own = [f"{CANONICAL_DOMAIN}/{ai}/{prefix}" for prefix in principal.prefixes for ai in ("414", "417")]
    return keys, (*parts, *own)


def _as_ends(ids: tuple[str, ...]) -> tuple[str, ...]:
    """Return the terms of sources and destinations, of each type of the CBV."""
    return tuple(typed(kind, id) for kind in sorted(SOURCE_DEST_TYPES) for id in ids)


def _touches(roles: tuple[int, ...], exact: tuple[str, ...], starts: tuple[str, ...]) -> Touches:
    return Touches(roles, exact, (TermRange(starts),) if starts else ())


def _holds(rule: Predicate, found: list[Term], reporter: str) -> bool:
    """Tell whether a rule of `restriction` holds of an event's terms and reporter."""
    if isinstance(rule, AnyOf):
        return any(_holds(one, found, reporter) for one in rule.predicates)
    if isinstance(rule, OneOf):
        return rule.column is Column.REPORTER and reporter in rule.values
    assert isinstance(rule, Touches)
    starts = tuple(start for one in rule.ranges for start in one.prefixes)
    return any(role in rule.roles and (text in rule.exact or text.startswith(starts)) for role, text in found)
