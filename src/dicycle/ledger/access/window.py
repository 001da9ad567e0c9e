"""A ledger as a partner sees it: a store that knows only the events that the partner sees, and what those say.

Whatever this window does not know how to narrow is closed: a new way of asking a store opens nothing by itself.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from dicycle.errors import Forbidden
from dicycle.findings import Finding
from dicycle.identifiers import Level, class_of
from dicycle.identifiers.gbt34014 import code_in
from dicycle.ledger.access.model import Principal
from dicycle.ledger.access.seeing import is_own, restriction
from dicycle.ledger.narrative import mentions
from dicycle.ledger.predicates import Column, OneOf, Query, Touches
from dicycle.ledger.store import EventStore, Item, Job, Page
from dicycle.ledger.stored import StoredEvent
from dicycle.ledger.terms import KIND_OF_ROLE, THINGS, aliases
from dicycle.ledger.wording import identifier
from dicycle.vocabulary import CATEGORY, NAME

_PAGE: Final = 500
_PUBLIC: Final = (NAME, CATEGORY)
"""What master data says of a class of things that everybody may know."""


class Window:
    """What an `EventStore` answers to one partner; made for one request."""

    def __init__(self, store: EventStore, principal: Principal) -> None:
        self._store, self._principal = store, principal
        rule = restriction(principal)
        self._rules = () if rule is None else (rule,)
        self._given: list[StoredEvent] = []

    def __getattr__(self, name: str) -> Any:
        sentence = "This tells of the whole ledger, and is open to those who see all of it."
        raise Forbidden(Finding("access.whole-ledger", sentence, name, advice="Ask for events, or for one thing."))

    def query(self, query: Query, size: int, *, until: int | None, after: tuple[int, int] | None) -> Page:
        """Return one page of an answer, of the events that are seen."""
        narrowed = query._replace(where=(*query.where, *self._rules))
        page = self._store.query(narrowed, size, until=until, after=after)
        self._given += page.events
        return page

    def by_id(self, event_id: str) -> list[StoredEvent]:
        """Return what is seen of the records under an id, in record order; with an event, all declarations about it."""
        found = self._all(Query((OneOf(Column.EVENT_ID, (event_id,)),), Column.RECORD_TIME, descending=False))
        seqs = {one.seq for one in found}
        declared = [one for one in self._store.by_id(event_id) if one.declares_error and one.seq not in seqs]
        return sorted([*found, *declared], key=lambda one: one.seq) if found else []

    def events_of(self, item: str, *, latest: int | None = None) -> list[StoredEvent]:
        """Return the events that are seen of a thing or lot, by event time."""
        query = Query((Touches(THINGS, (item,)),), descending=latest is not None)
        if latest is None:
            return self._all(query)
        return self.query(query, latest, until=None, after=None).events[::-1]

    def events(self) -> Iterator[StoredEvent]:
        """Yield the events that are seen, in record order."""
        return self._each(Query(order=Column.RECORD_TIME, descending=False))

    def item(self, id: str) -> Item | None:
        """Return a thing or lot, if an event of it is seen."""
        found = self._store.item(id)
        return found if found and self._met(THINGS, found.id) else None

    def items_numbered(self, number: str) -> list[Item]:
        """Return the things and lots with a serial or lot number, of which events are seen."""
        return [one for one in self._store.items_numbered(number) if self._met(THINGS, one.id)]

    def item_of_alias(self, alias: str) -> str | None:
        """Return what an alias was given to, if that is seen."""
        id = self._store.item_of_alias(alias)
        return id if id is not None and alias in self.aliases_of(id) else None

    def aliases_of(self, id: str) -> list[str]:
        """Return the other names of a thing, of those that an event that is seen tells."""
        told = {alias for one in self.events_of(id) for alias, thing in aliases(one.event) if thing == id}
        return [one for one in self._store.aliases_of(id) if one in told or any(one == code_in(name) for name in told)]

    def has_term(self, kinds: Sequence[int], text: str) -> bool:
        """Tell whether an event that is seen has this term."""
        return self._met([role for role, kind in KIND_OF_ROLE.items() if kind in kinds], text)

    def names(self, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Return what master data says of ids: all of what was met in events or is one's own, little of classes."""
        met = {id for one in self._given for id in mentions(one.event)}
        met |= {kind for id in met if (kind := class_of(id))}
        said = self._store.names(ids)
        return {id: found if id in met or is_own(self._principal, id) else public_facts(id, found)
                for id, found in said.items()}  # fmt: skip

    def job(self, id: str) -> Job | None:
        """Return a capture job of one's own."""
        found = self._store.job(id)
        return self._told(found) if found and self._is_own(found) else None

    def jobs(self, size: int, before: str | None) -> list[Job]:
        """Return one's own capture jobs, newest first."""
        found: list[Job] = []
        while page := self._store.jobs(_PAGE, before):
            found += [self._told(one) for one in page if self._is_own(one)]
            before = page[-1].id
            if len(found) >= size:
                break
        return found[:size]

    def _is_own(self, job: Job) -> bool:
        return bool(self._principal.owner) and job.reporter == self._principal.owner

    def _told(self, job: Job) -> Job:
        """Return a job without its notes, which may tell of events that are not seen."""
        return job._replace(notes=())

    def _met(self, roles: Sequence[int], text: str) -> bool:
        query = Query((Touches(tuple(roles), (text,)),))
        return bool(self.query(query, 1, until=None, after=None).events)

    def _all(self, query: Query) -> list[StoredEvent]:
        return list(self._each(query))

    def _each(self, query: Query) -> Iterator[StoredEvent]:
        until, after = None, None
        while True:
            page = self.query(query, _PAGE, until=until, after=after)
            yield from page.events
            until, after = page.until, page.after
            if after is None:
                return


def public_facts(id: str, said: dict[str, Any]) -> dict[str, Any]:
    """Return what everybody may know of master data: the name and category of a class of things."""
    return {key: said[key] for key in _PUBLIC if key in said} if is_class(id) else {}


def is_class(id: str) -> bool:
    """Tell whether an id is that of a class of things: a GTIN, a part, a type of asset."""
    found = identifier(id)
    return found is not None and found.level is Level.CLASS
