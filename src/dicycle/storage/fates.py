"""What becomes of events that are sent: new, known or in conflict. Both stores decide it here, from what they find."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from dicycle.ledger.entry import Entry, same_content
from dicycle.ledger.store import Fate, Outcome


class Earlier(NamedTuple):
    """A stored event whose id has the same key."""

    seq: int
    declares: bool
    body: bytes
    context: bytes


_id_of: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])


def id_in(body: bytes) -> str:
    """Return the eventID of a stored body."""
    found: str = msgspec.json.decode(_id_of.decode(body)["eventID"])
    return found


def sort_out(
    entries: Sequence[Entry], known: Mapping[int, Iterable[Earlier]], last: int
) -> tuple[list[Outcome], list[tuple[int, Entry]]]:
    """Return each entry's fate, and (seq, entry) of those that are new, counted on from seq `last`."""
    met = {key: list(earlier) for key, earlier in known.items()}
    outcomes: list[Outcome] = []
    new: list[tuple[int, Entry]] = []
    for one in entries:
        earlier = met.get(one.key)
        outcome = _met_before(one, earlier) if earlier else None
        if outcome is None:
            last += 1
            outcome = Outcome(one.event_id, Fate.STORED, last)
            new.append((last, one))
            met.setdefault(one.key, []).append(Earlier(last, one.declares_error, one.body, one.context))
        outcomes.append(outcome)
    return outcomes, new


def _met_before(one: Entry, earlier: Iterable[Earlier]) -> Outcome | None:
    """Return the fate of an event whose key is known, or None if it is new all the same.

    A declaration about an event carries that event's id (EPCIS 2.0 §7.4.1.2), so records and declarations are
    compared among themselves, and a further declaration of other content is new.
    """
    alike = [
        (found.seq, same_content(one.body, one.context, found.body, found.context))
        for found in earlier
        if found.declares == one.declares_error and id_in(found.body) == one.event_id
    ]
    for seq, same in alike:
        if same:
            return Outcome(one.event_id, Fate.KNOWN, seq)
    if alike and not one.declares_error:
        return Outcome(one.event_id, Fate.CONFLICT, alike[0][0])
    return None
