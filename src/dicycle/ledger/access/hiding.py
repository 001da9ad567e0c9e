"""Which events are hidden from somebody, asked one at a time and remembered for as long as one request lasts."""

from dicycle.ledger.predicates import Column, OneOf, Query
from dicycle.ledger.store import EventStore


class Hiding:
    """Tells of an event id whether it is hidden; `seen` is the ledger as far as whoever asks sees it."""

    def __init__(self, seen: EventStore) -> None:
        self._seen, self._known = seen, dict[str, bool]()

    def __call__(self, event_id: str) -> bool:
        """Tell whether the event with this id is hidden."""
        if event_id not in self._known:
            one = Query((OneOf(Column.EVENT_ID, (event_id,)),))
            self._known[event_id] = not self._seen.query(one, 1, until=None, after=None).events
        return self._known[event_id]
