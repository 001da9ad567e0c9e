"""Query parameters that a store answers from its indexes: types, words, times, things, places, documents, parties."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from dicycle.errors import InvalidIdentifier, InvalidQuery
from dicycle.identifiers.patterns import MatchPattern
from dicycle.identifiers.patterns import pattern as match_pattern
from dicycle.ledger import cbv
from dicycle.ledger.formats import is_uri
from dicycle.ledger.model import EVENT_TYPES
from dicycle.ledger.predicates import Bound, Column, OneOf, Predicate, TermRange, Touches, Within
from dicycle.ledger.query.values import Maker, Values, check_ranges, moment, refuse, uri, word
from dicycle.ledger.terms import CLASSES, INSTANCES, Role


def _event_ids(name: str, values: Values) -> Predicate:
    """An eventID is compared as it is written: a URI, not a GS1 key."""
    for value in values:
        uri(name, value)
    return OneOf(Column.EVENT_ID, tuple(values))


def _actions(name: str, values: Values) -> Predicate:
    for value in values:
        if value not in cbv.ACTIONS:
            raise refuse(name, f"{value!r} is not an action.", "Use ADD, OBSERVE or DELETE.")
    return OneOf(Column.ACTION, tuple(values))


def _words(column: Column, words: frozenset[str]) -> Maker:
    def make(name: str, values: Values) -> Predicate:
        return OneOf(column, tuple(cbv.bare(word(name, value, words)) for value in values))

    return make


def _from(column: Column) -> Maker:
    return lambda name, values: Bound(column, least=moment(name, values))


def _before(column: Column) -> Maker:
    return lambda name, values: Bound(column, below=moment(name, values))


def _match(*roles: int) -> Maker:
    """A MATCH parameter: identifiers in either syntax, or pure identity patterns."""

    def make(name: str, values: Values) -> Predicate:
        found = [_pattern(name, value) for value in values]
        ranges = tuple(TermRange(one.prefixes, one.regex.pattern) for one in found if one.exact is None)
        check_ranges(name, sum(len(one.prefixes) for one in ranges))
        return Touches(roles, tuple(one.exact for one in found if one.exact is not None), ranges)

    return make


def _pattern(name: str, value: str) -> MatchPattern:
    try:
        return match_pattern(uri(name, value) if not value.startswith("urn:epc:idpat:") else value)
    except InvalidIdentifier as wrong:
        raise InvalidQuery(*(finding._replace(where=name) for finding in wrong.findings)) from None


def _exactly(*roles: int) -> Maker:
    return lambda name, values: Touches(roles, tuple(uri(name, value) for value in values))


def _within(role: int) -> Maker:
    """The place itself, a part of it (an SGLN with an extension lies within its GLN), or a child by master data."""

    def make(name: str, values: Values) -> Predicate:
        check_ranges(name, len(values))
        return Within(role, tuple(uri(name, value) for value in values))

    return make


def _typed(role: int, kind: str) -> Maker:
    """A business transaction, source or destination of a stated type."""
    words = cbv.BIZ_TRANSACTION_TYPES if role == Role.BIZ_TRANSACTION else cbv.SOURCE_DEST_TYPES
    if kind not in words and not is_uri(kind):
        raise refuse(
            kind, f"{kind!r} is neither a type of the CBV nor a URI.", f"Use one of {', '.join(sorted(words))}."
        )
    return lambda name, values: Touches((role,), tuple(f"{kind} {uri(name, value)}" for value in values))


BY_INDEX: Final[Mapping[str, Maker]] = {
    "eventType": _words(Column.TYPE, frozenset(EVENT_TYPES)),
    "GE_eventTime": _from(Column.EVENT_TIME),
    "LT_eventTime": _before(Column.EVENT_TIME),
    "GE_recordTime": _from(Column.RECORD_TIME),
    "LT_recordTime": _before(Column.RECORD_TIME),
    "EQ_action": _actions,
    "EQ_bizStep": _words(Column.BIZ_STEP, cbv.BIZ_STEPS),
    "EQ_disposition": _words(Column.DISPOSITION, cbv.DISPOSITIONS),
    "EQ_eventID": _event_ids,
    "EQ_readPoint": _exactly(Role.READ_POINT),
    "WD_readPoint": _within(Role.READ_POINT),
    "EQ_bizLocation": _exactly(Role.BIZ_LOCATION),
    "WD_bizLocation": _within(Role.BIZ_LOCATION),
    "EQ_transformationID": _exactly(Role.TRANSFORMATION),
    "MATCH_epc": _match(Role.EPC, Role.CHILD),
    "MATCH_parentID": _match(Role.PARENT),
    "MATCH_inputEPC": _match(Role.INPUT),
    "MATCH_outputEPC": _match(Role.OUTPUT),
    "MATCH_anyEPC": _match(*INSTANCES),
    "MATCH_epcClass": _match(Role.CLASS, Role.CHILD_CLASS),
    "MATCH_inputEPCClass": _match(Role.INPUT_CLASS),
    "MATCH_outputEPCClass": _match(Role.OUTPUT_CLASS),
    "MATCH_anyEPCClass": _match(*CLASSES),
}
"""Parameters with a fixed name that an index answers."""

PATTERNED_BY_INDEX: Final[Sequence[tuple[re.Pattern[str], Callable[[re.Match[str]], Maker]]]] = (
    (re.compile(r"EQ_bizTransaction_(?P<kind>.+)"), lambda found: _typed(Role.BIZ_TRANSACTION, found["kind"])),
    (re.compile(r"EQ_source_(?P<kind>.+)"), lambda found: _typed(Role.SOURCE, found["kind"])),
    (re.compile(r"EQ_destination_(?P<kind>.+)"), lambda found: _typed(Role.DESTINATION, found["kind"])),
)
"""Parameters whose name carries a type."""
