"""Checking a stream of events: one by one as they come, then their histories, then their runs."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from msgspec import UNSET

from dicycle.findings import Severity
from dicycle.ledger import strict
from dicycle.ledger.clock import now
from dicycle.ledger.decode import Incoming
from dicycle.ledger.entry import same_content
from dicycle.ledger.store import EventStore
from dicycle.ledger.stored import StoredEvent
from dicycle.sense.amounts import birth_facts
from dicycle.sense.books import Books
from dicycle.sense.histories import Histories
from dicycle.sense.names import cast_of
from dicycle.sense.profiles import PLANT, Profile
from dicycle.sense.record import Record, record_in, record_of
from dicycle.sense.rules import RULES
from dicycle.sense.runs import check_runs
from dicycle.sense.signs import Sign, flag
from dicycle.sense.single import signs_in, signs_of_declaration

Told = tuple[bytes, bytes]
"""Body and context of a record: what it says."""
Recall = Callable[[str], Told | None]
"""Finds the first record of an event id again."""

MOST: Final = 10_000
"""How many signs of one rule are kept; more are only counted."""


class Report(NamedTuple):
    """What a check found: signs in the order of time of their events, and how many of each rule, kept or not."""

    signs: tuple[Sign, ...]
    counts: dict[str, int]
    events: int
    things: int

    def worst(self) -> Severity | None:
        """Return the highest severity that was found."""
        found = {sign.finding.severity for sign in self.signs}
        return next((one for one in Severity if one in found), None)


class Checker:
    """Takes the records of a check in any order, and says in the end what makes no sense.

    `recall` finds the first record of an event id, where that is possible. Without it two records under one id are
    compared as they were written. `moment` is the time of the check in microseconds since 1970 UTC.
    """

    def __init__(self, profile: Profile = PLANT, recall: Recall | None = None, moment: int | None = None) -> None:
        self.profile, self._recall = profile, recall
        self._now = now() if moment is None else moment
        self.books = Books()
        self._numbers: dict[str, int] = {}
        self._digests = array("q")
        self._declared: dict[str, tuple[Told, str, tuple[str, ...]]] = {}
        self._single: dict[int, list[Sign]] = {}
        self._kept: Counter[str] = Counter()
        self._counts: Counter[str] = Counter()
        self._about: list[Sign] = []
        self._found: dict[tuple[object, ...], Sign] = {}

    def number_of(self, id: str) -> int | None:
        """Return the number of an event in the books."""
        return self._numbers.get(id)

    # ------------------------------------------------------------ taking records

    def see(self, record: Record) -> None:
        """Take one record: an event, the same again, or a declaration about one."""
        if record.declares_error:
            self._declare(record)
            return
        before = self._numbers.get(record.event_id)
        if before is not None:
            if self._digests[before] != _digest(record.body, record.context):
                self._compare(record, (record.body, record.context))
            return
        cast = cast_of(record.event)
        facts = birth_facts(record)
        number = self.books.add(record, cast, facts)
        self._numbers[record.event_id] = number
        self._digests.append(_digest(record.body, record.context))
        signs = signs_in(record, cast, facts, self._now, self.profile.clock)
        if signs and (placed := [self._placed(sign, record) for sign in signs if self._wanted(sign)]):
            self._single[number] = placed

    def note(self, sign: Sign) -> None:
        """Take a sign about a document."""
        self._about.append(sign)

    def _declare(self, record: Record) -> None:
        told = _undeclared(record)
        before = self._numbers.get(record.event_id)
        if before is not None and self._digests[before] != _digest(*told):
            self._compare(record, told)
        declared = record.event.error_declaration
        named = () if declared is UNSET or declared.corrective_event_ids is UNSET else declared.corrective_event_ids
        known = self._declared.get(record.event_id, (told, record.where, ()))
        self._declared[record.event_id] = (*known[:2], tuple(dict.fromkeys((*known[2], *named))))
        self._about += [self._placed(sign, record) for sign in signs_of_declaration(record)]

    def _compare(self, record: Record, told: Told) -> None:
        before = self._recall(record.event_id) if self._recall else None
        if before is None or not same_content(*before, *told):
            self._about.append(self._placed(_conflict(record.event_id), record))

    def _wanted(self, sign: Sign) -> bool:
        if self.profile.severity(sign.rule) is None:
            return False
        self._kept[sign.rule] += 1
        return self._kept[sign.rule] <= MOST

    def _placed(self, sign: Sign, record: Record) -> Sign:
        return sign._replace(finding=sign.finding.at(record.where), events=(record.event_id,))

    # ------------------------------------------------------------ the end

    def finish(self) -> Report:
        """Return what was found, now that all records are there."""
        books, profile = self.books, self.profile
        wrong = frozenset(self._numbers[id] for id in self._declared if id in self._numbers)
        for number, signs in self._single.items():
            if number not in wrong:
                for sign in signs:
                    self._keep(sign)
        for sign in (*self._about, *self._declarations()):
            self._keep(sign)
        rules = {rule for rule in RULES if profile.severity(rule) is not None}
        histories = Histories(books, wrong, rules, self._of_records)
        histories.run(books.order())
        check_runs(books, histories.lots, wrong, profile.mass, self._of_records)
        found = tuple(sorted(self._found.values(), key=self._rank))
        cut = Counter({rule: count - MOST for rule, count in self._kept.items() if count > MOST})
        return Report(found, dict(self._counts + cut), books.count(), len(books.things))

    def _declarations(self) -> Iterator[Sign]:
        """Yield the signs of declarations whose event, or whose correction, is not there."""
        for id, (_, where, named) in self._declared.items():
            if not self._is_there(id):
                yield _about(
                    flag("declaration-of-nothing", f"{id} is declared wrong, and is not there.", "", id), where
                )
            for other in named:
                if not self._is_there(other):
                    sentence = f"{other} is to correct {id}, and is not there."
                    yield _about(flag("corrective-event-unknown", sentence, "", id), where)

    def _is_there(self, id: str) -> bool:
        return id in self._numbers or (self._recall is not None and self._recall(id) is not None)

    def _of_records(self, sign: Sign) -> None:
        events = tuple(self.books.ids[one] for one in sign.records)
        where = self.books.wheres[sign.records[0]]
        self._keep(sign._replace(finding=sign.finding.at(where), events=events, records=()))

    def _keep(self, sign: Sign) -> None:
        severity = self.profile.severity(sign.rule)
        if severity is None or sign.key in self._found:
            return
        self._counts[sign.rule] += 1
        if self._counts[sign.rule] > MOST:
            return
        finding = sign.finding
        where = finding.where.removesuffix("#")
        advice = RULES[sign.rule].advice
        self._found[sign.key] = sign._replace(finding=finding._replace(where=where, severity=severity, advice=advice))

    def _rank(self, sign: Sign) -> tuple[int, str, str, str]:
        number = self._numbers.get(sign.events[0]) if sign.events else None
        time = self.books.times[number] if number is not None else 0
        return time, sign.finding.where, sign.finding.code, sign.thing


def _digest(body: bytes, context: bytes) -> int:
    return hash((body, context))


def _undeclared(record: Record) -> Told:
    """Return what a declaration repeats."""
    value = strict.decode(record.body)
    value.pop("errorDeclaration")
    return strict.encode(value), record.context


def _conflict(id: str) -> Sign:
    return flag("same-id-other-fact", f"Another record under {id} tells something else.", "", id)


def _about(sign: Sign, where: str) -> Sign:
    return sign._replace(finding=sign.finding.at(where), events=(sign.thing,))


def check_events(
    events: Iterable[Record | Incoming | StoredEvent], profile: Profile = PLANT, moment: int | None = None
) -> Report:
    """Check events that belong together, in any order; `moment` is the time of the check (default: now)."""
    checker = Checker(profile, moment=moment)
    for event in events:
        checker.see(as_record(event))
    return checker.finish()


def as_record(event: Record | Incoming | StoredEvent) -> Record:
    """Return an event as the rules see it."""
    if isinstance(event, Record):
        return event
    return record_in(event) if isinstance(event, StoredEvent) else record_of(event, f"{event.event_id}#")


def check_ledger(store: EventStore, profile: Profile = PLANT, progress: Callable[[int], None] | None = None) -> Report:
    """Check all that a ledger holds; `progress` is told how many events were read, every thousand."""
    checker = Checker(profile, recall_in(store))
    for number, stored in enumerate(store.events(), 1):
        checker.see(record_in(stored))
        if progress and not number % 1000:
            progress(number)
    return checker.finish()


def recall_in(store: EventStore) -> Recall:
    """Return how a ledger finds the first record of an event id."""

    def recall(id: str) -> Told | None:
        found = next((one for one in store.by_id(id) if not one.declares_error), None)
        return (found.body, found.context) if found else None

    return recall
