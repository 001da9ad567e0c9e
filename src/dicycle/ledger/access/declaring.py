"""Who may declare a record wrong: whoever sees it (convention 1).

Without this, to know an event's id would be enough to have it count no more.
"""

from dicycle.errors import Forbidden, InvalidInput
from dicycle.findings import Finding
from dicycle.ledger.decode import Incoming
from dicycle.ledger.documents import read_document
from dicycle.ledger.store import EventStore


def check_declarable(seen: EventStore, raw: bytes) -> None:
    """Refuse declarations about events that are neither seen nor sent along; raises Forbidden.

    `seen` is the ledger as far as the sender sees it. What cannot be read is left for the capture to refuse.
    """
    if b"errorDeclaration" not in raw and b"\\" not in raw:
        return
    try:
        events = [one for one in read_document(raw).decoded() if isinstance(one, Incoming)]
    except InvalidInput:
        return
    sent = {one.event_id for one in events if not one.declares_error}
    for one in events:
        if one.declares_error and one.event_id not in sent and not seen.by_id(one.event_id):
            raise _refusal(one.event_id)


def _refusal(event_id: str) -> Forbidden:
    sentence = f"You see no event {event_id!r} that you could declare wrong."
    advice = "Check its id. If you sent it just now, wait until its job has ended."
    return Forbidden(Finding("access.not-declarable", sentence, event_id, advice=advice))
