"""Where a thing, a place, a party or an event has its page.

GS1 keys have their Digital Link path under our own domain, so that a code on a battery leads to its page; any other
name goes into a query string.
"""

from typing import Final
from urllib.parse import quote

from starlette.requests import Request

from dicycle.identifiers import CANONICAL_DOMAIN, canonical

THINGS: Final = ("00", "01", "8003", "8004", "8006", "8010", "401", "402")
PLACES: Final = ("414", "417")


def url_of(id: str) -> str:
    """Return the address of the page about an id, which is canonical."""
    path = id.removeprefix(CANONICAL_DOMAIN)
    if path != id and path.split("/")[1] in (*THINGS, *PLACES):
        return path
    return f"/thing?id={quote(id, safe='')}"


def event_url(event_id: str) -> str:
    """Return the address of the page about an event."""
    return f"/event?id={quote(event_id, safe='')}"


def linked_id(request: Request) -> str:
    """Return the canonical id that the Digital Link path of a request names."""
    # The path as it came: a serial number may hold %2F, which is no slash of the path.
    raw = bytes(request.scope.get("raw_path") or request.url.path.encode()).partition(b"?")[0]
    return canonical(CANONICAL_DOMAIN + raw.decode("ascii", "replace").rstrip("/"))


def moved(request: Request, url: str) -> str | None:
    """Return where a request should have gone: `url` with its query, or None if it is there already."""
    raw = bytes(request.scope.get("raw_path") or b"").partition(b"?")[0].decode("ascii", "replace")
    if not raw or raw == url:
        return None
    return f"{url}?{request.url.query}" if request.url.query and "?" not in url else url
