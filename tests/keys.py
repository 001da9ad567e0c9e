"""Who shows which token in the tests of access, and what happens to one pack."""

from collections.abc import Callable
from typing import Any

from serving import HERE
from starlette.testclient import TestClient

from dicycle.ledger.access import tokens
from dicycle.ledger.access.model import Role
from dicycle.vocabulary import CONTEXT

MAKER = "https://id.gs1.org/417/9521234000006"
RECYCLER = "https://id.gs1.org/417/9529999000003"
PLACE = "https://id.gs1.org/414/9521234000013"
FOREIGN = "https://id.gs1.org/414/9529999000010"
PACK = "https://id.gs1.org/01/09521234000013/21/P-1"
KIND = "https://id.gs1.org/01/09521234000013"
LOCKED = HERE._replace(mode="tokens")
WISHES = {
    "operator": tokens.Wish(Role.OPERATOR, label="own"),
    "partner": tokens.Wish(Role.PARTNER, MAKER, "Example Motors", prefixes=("9521234",)),
    "authority": tokens.Wish(Role.AUTHORITY, name="Market surveillance"),
    "recycler": tokens.Wish(Role.PARTNER, RECYCLER, "Example Recycling", prefixes=("9529999",)),
}

Ask = Callable[..., TestClient]
"""From the name of a wish (or public) and more headers to a client that shows its token."""


def bearer(text: str) -> dict[str, str]:
    """Return the header that shows a token."""
    return {"Authorization": f"Bearer {text}"}


def event(number: int, **fields: Any) -> dict[str, Any]:
    """Return an event about the pack."""
    return {
        "@context": CONTEXT,
        "type": "ObjectEvent",
        "eventID": f"urn:x:{number}",
        "eventTime": f"2027-01-01T00:00:{number:02}Z",
        "eventTimeZoneOffset": "+00:00",
        "action": "OBSERVE",
        "epcList": [PACK],
    } | fields
