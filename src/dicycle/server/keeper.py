"""The doorkeeper: from a token, a cookie or an open door to a principal."""

import time
from collections import OrderedDict
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from dicycle.bootstrap import Loop
from dicycle.errors import Forbidden
from dicycle.findings import Finding
from dicycle.ledger.access import tokens
from dicycle.ledger.access.model import NOBODY, Principal, Role, Token
from dicycle.ledger.clock import now
from dicycle.server.access import Access, Denied
from dicycle.server.problems import FORBIDDEN, TOO_MANY_TRIES, UNAUTHENTICATED

COOKIE: Final = "dicycle"
HERE: Final = Principal(Role.OPERATOR)
"""Whoever comes through an open door."""

LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")
_ANY_ADDRESS: Final = ("0.0.0.0", "::")
_SAFE: Final = ("GET", "HEAD", "OPTIONS")


class Tries:
    """Failed tries by address, within a minute; in memory, of this process, of the last addresses only.

    A secret of 256 bits needs no such limit: it keeps a broken client from filling the log, and a right token passes.
    """

    MOST: Final = 10
    _SECONDS: Final = 60.0
    _ADDRESSES: Final = 10_000

    def __init__(self) -> None:
        self._found: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def failed(self, address: str) -> bool:
        """Count a failed try; tell whether it is one too many."""
        moment = time.monotonic()
        began, count = self._found.pop(address, (moment, 0))
        if moment - began > self._SECONDS:
            began, count = moment, 0
        self._found[address] = (began, count + 1)
        if len(self._found) > self._ADDRESSES:
            self._found.popitem(last=False)
        return count >= self.MOST


class Keeper:
    """Says who somebody is. One for each application."""

    def __init__(self, loop: Loop, access: Access) -> None:
        self._loop, self._access = loop, access
        self._locked = access.mode == "tokens" or (access.mode == "auto" and access.host not in LOOPBACK)
        self._tries = Tries()
        self._uses: set[tuple[str, int]] = set()

    def is_open(self) -> bool:
        """Tell whether whoever reaches the server is the operator; it looks for the first token until there is one."""
        if self._access.mode == "auto" and not self._locked:
            self._locked = tokens.ever_issued(self._loop.store)
        return not self._locked

    def who(self, connection: HTTPConnection) -> Principal:
        """Return who asks; raises Denied for a bad token, a foreign page or a foreign name of this server."""
        text, is_open = _bearer(connection.headers), self.is_open()
        if text is not None and (text.startswith(tokens.BEGIN) or not is_open):
            return self.token(text, connection).principal  # an open door takes no notice of what is no token of ours
        if is_open:
            self._check_host(connection)
        cookie = None if is_open else connection.cookies.get(COOKIE)
        if changes(connection) and (is_open or cookie is not None):
            check_same_origin(connection, strictly=cookie is not None)
        if cookie is None:
            return HERE if is_open else NOBODY
        try:
            return self.token(cookie, connection).principal
        except Denied:
            return NOBODY

    def token(self, text: str, connection: HTTPConnection) -> Token:
        """Return the token that a text proves, and remember that it was used; raises Denied."""
        moment = now()
        try:
            found = tokens.verify(self._loop.store, text, moment)
        except Forbidden as wrong:
            raise self._failed(connection, wrong) from None
        self._remember(found.id, moment)
        return found

    def _failed(self, connection: HTTPConnection, wrong: Forbidden) -> Denied:
        challenge = {"WWW-Authenticate": 'Bearer realm="Dicycle", error="invalid_token"'}
        if not self._tries.failed(connection.client.host if connection.client else ""):
            return Denied(UNAUTHENTICATED, *wrong.findings, headers=challenge)
        advice = "Wait a minute, and send a token that holds."
        finding = Finding("access.too-many-tries", "Too many tokens that do not hold came from here.", advice=advice)
        return Denied(TOO_MANY_TRIES, finding, headers=challenge | {"Retry-After": "60"})

    def _remember(self, id: str, moment: int) -> None:
        use = (id, moment // tokens.HOUR)
        if use not in self._uses:
            self._uses = {one for one in self._uses if one[1] == use[1]} | {use}
            self._loop.intake.stream(lambda writing: tokens.used(writing, id, moment))

    def _check_host(self, connection: HTTPConnection) -> None:
        """Refuse another name than our own: a page elsewhere could point its name at this machine (DNS rebinding)."""
        name = _host_name(connection.headers.get("host", ""))
        if name in (*LOOPBACK, self._access.host, *map(str.lower, self._access.names)):
            return
        if self._access.host in _ANY_ADDRESS and _is_address(name):
            return
        advice = "Name it in the setting host_names, or let tokens decide who may ask."
        raise Denied(FORBIDDEN, Finding("access.host", f"This server is not called {name!r}.", "Host", advice=advice))


def changes(connection: HTTPConnection) -> bool:
    """Tell whether a request may change something, or opens a channel that a page of another origin could listen to."""
    return connection.scope.get("method", "WEBSOCKET") not in _SAFE


def check_same_origin(connection: HTTPConnection, *, strictly: bool = True) -> None:
    """Refuse what a page of another origin sends; `strictly` also what does not say where it is from. Raises Denied."""
    headers = connection.headers
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and origin is None:
        fine = site == "same-origin"
    elif origin is not None:
        named = _netloc(origin)
        fine = bool(named) and named == headers.get("host") and site in (None, "same-origin")
    else:
        fine = not strictly
    if not fine:
        advice = "Open the page of this server itself and do it there, or send a token in the Authorization header."
        raise Denied(FORBIDDEN, Finding("access.origin", "This came from a page of another origin.", advice=advice))


def _bearer(headers: Mapping[str, str]) -> str | None:
    scheme, _, text = headers.get("authorization", "").partition(" ")
    return text.strip() if scheme.lower() == "bearer" else None


def _host_name(host: str) -> str:
    """Return the name in a Host header, without port and brackets."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _netloc(origin: str) -> str:
    """Return host and port of an Origin header; nothing if it names none."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
