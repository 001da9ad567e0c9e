"""Names of things: GS1 keys as canonical Digital Links, GB/T 34014 codes, event ids that follow from the seed."""

from functools import lru_cache
from hashlib import blake2b

from dicycle.identifiers.checks import check_digit

LINK = "https://id.gs1.org"


@lru_cache(maxsize=4096)
def gtin_link(prefix: str, item: int) -> str:
    """Return the link of a GTIN-14 from a 7-digit company prefix and an item number."""
    body = f"0{prefix}{item:05d}"
    return f"{LINK}/01/{body}{check_digit(body)}"


def place_link(prefix: str, number: int) -> str:
    """Return the link of a place (GLN, AI 414)."""
    body = f"{prefix}{number:05d}"
    return f"{LINK}/414/{body}{check_digit(body)}"


def party_link(prefix: str) -> str:
    """Return the link of a party (PGLN, AI 417)."""
    body = f"{prefix}00000"
    return f"{LINK}/417/{body}{check_digit(body)}"


def crate_link(prefix: str, serial: int) -> str:
    """Return the link of a returnable crate (GRAI, AI 8003)."""
    body = f"{prefix}00001"
    return f"{LINK}/8003/0{body}{check_digit(body)}{serial}"


def shipment_link(prefix: str, serial: int) -> str:
    """Return the link of a logistic unit (SSCC, AI 00)."""
    body = f"0{prefix}{serial:09d}"
    return f"{LINK}/00/{body}{check_digit(body)}"


def asset_link(prefix: str, reference: str) -> str:
    """Return the link of an individual asset (GIAI, AI 8004)."""
    return f"{LINK}/8004/{prefix}{reference}"


class EventIds:
    """Event ids ``urn:uuid:…`` (RFC 9562 version 8) that follow from a scenario and the event's number."""

    def __init__(self, key: str) -> None:
        self._hash = blake2b(key.encode(), digest_size=16)

    def __call__(self, number: int) -> str:
        """Return the id of event `number`."""
        hashed = self._hash.copy()
        hashed.update(number.to_bytes(8, "big"))
        digits = hashed.hexdigest()
        return f"urn:uuid:{digits[:8]}-{digits[8:12]}-8{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


def document_link(prefix: str, kind: int, serial: int) -> str:
    """Return the link of a document such as an order or a test report (GDTI, AI 253)."""
    body = f"{prefix}{kind:05d}"
    return f"{LINK}/253/{body}{check_digit(body)}{serial}"
