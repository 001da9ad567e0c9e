"""One report, sent by HTTP: to an address that was looked at, without redirects, within a time that was set.

The name of a destination is resolved here, and the connection goes to the very address that was found fit: a name
that means something else a moment later (DNS rebinding) changes nothing.
"""

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Final
from urllib.parse import SplitResult, urlsplit

from dicycle.ledger.subscribing.addresses import is_public
from dicycle.ledger.subscribing.delivering import Answer, Webhooks

_MOST_READ: Final = 64 * 1024
_TOLD: Final = 200
_MOST_ADDRESSES: Final = 3


class _Inside(OSError):
    """The destination is this machine or a private network."""


class Calls:
    """The connections that are open now, so that they can be cut when the server stops."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._over = False

    def began(self, line: socket.socket) -> None:
        """Take note of a connection; raises OSError when there are to be no more."""
        with self._lock:
            if self._over:
                raise ConnectionAbortedError("This server is stopping.")
            self._open.add(line)

    def ended(self, line: socket.socket) -> None:
        """Forget a connection and close it."""
        with self._lock:
            self._open.discard(line)
            line.close()

    def hang_up(self) -> None:
        """Cut all connections, and let no more begin."""
        with self._lock:
            self._over = True
            for line in self._open:
                _cut(line)


def _cut(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def send(dest: str, body: bytes, headers: Mapping[str, str], webhooks: Webhooks, calls: Calls | None = None) -> Answer:
    """Send a report and return what came of it; never raises."""
    end = time.monotonic() + webhooks.timeout
    parts, calls = urlsplit(dest), calls or Calls()
    try:
        with (
            _connected(parts, webhooks, calls, end) as plain,
            _within(plain, end, calls),
            _secured(plain, parts) as line,
        ):
            return _asked(line, parts, body, headers, end)
    except _Inside as inside:
        return Answer(None, str(inside))
    except (OSError, HTTPException, ValueError) as wrong:
        late = isinstance(wrong, TimeoutError) or time.monotonic() >= end
        return Answer(None, f"No answer within {webhooks.timeout:g} seconds." if late else _said(wrong))


def _said(wrong: Exception) -> str:
    if isinstance(wrong, socket.gaierror):
        return "The name of the destination is not known."
    if isinstance(wrong, ssl.SSLCertVerificationError):
        return f"The certificate is not accepted: {wrong.verify_message}."
    if isinstance(wrong, ConnectionRefusedError):
        return "The connection was refused."
    return f"No answer: {(wrong.strerror if isinstance(wrong, OSError) else None) or wrong or type(wrong).__name__}."


def _connected(parts: SplitResult, webhooks: Webhooks, calls: Calls, end: float) -> socket.socket:
    """Return a connection to the first address that takes one; raises OSError.

    One that does not answer leaves the others their share of the time, and time to hear what the receiver says.
    """
    port = parts.port or (443 if parts.scheme == "https" else 80)
    failed: OSError = OSError("The destination has no address.")
    found = _addresses(parts.hostname or "", port, webhooks)
    for left, address in zip(range(len(found), 0, -1), found, strict=True):
        try:
            return _line(address, port, (end - time.monotonic()) / left, calls)
        except OSError as wrong:
            failed = wrong
    raise failed


def _line(address: str, port: int, seconds: float, calls: Calls) -> socket.socket:
    """Return a connection to an address, made within so many seconds; raises OSError."""
    line = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    try:
        line.settimeout(max(0.001, seconds))
        with _cuttable(line, calls):
            line.connect((address, port))
    except BaseException:
        line.close()
        raise
    return line


def _addresses(host: str, port: int, webhooks: Webhooks) -> list[str]:
    """Return the addresses of a host that may be used; raises OSError if there are none."""
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    fit = [one for one in dict.fromkeys(found) if webhooks.private or is_public(ipaddress.ip_address(one))]
    if found and not fit:
        raise _Inside(f"{host} is an address of this machine or of a private network; webhook_private is not set.")
    return fit[:_MOST_ADDRESSES]


@contextmanager
def _cuttable(line: socket.socket, calls: Calls) -> Iterator[socket.socket]:
    """Let a connection be cut from elsewhere, by the handle that is given."""
    handle = line.dup()  # TLS takes the socket itself out of our hands
    try:
        calls.began(handle)
        yield handle
    finally:
        calls.ended(handle)


@contextmanager
def _within(line: socket.socket, end: float, calls: Calls) -> Iterator[None]:
    """Cut a connection when the time is over, however slowly the other side goes on talking."""
    line.settimeout(max(0.001, end - time.monotonic()))
    with _cuttable(line, calls) as handle:
        timer = threading.Timer(max(0.0, end - time.monotonic()), _cut, [handle])
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()


@contextmanager
def _secured(plain: socket.socket, parts: SplitResult) -> Iterator[socket.socket]:
    """Return the connection, in TLS under the name of the destination if it is https."""
    if parts.scheme == "http":
        yield plain
        return
    with ssl.create_default_context().wrap_socket(plain, server_hostname=parts.hostname) as secured:
        yield secured


def _asked(line: socket.socket, parts: SplitResult, body: bytes, headers: Mapping[str, str], end: float) -> Answer:
    connection = HTTPConnection(parts.hostname or "")
    connection.sock = line
    target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    with suppress(BrokenPipeError, ConnectionResetError):  # who refuses may say so before it has read all
        connection.request("POST", target, body, {**headers, "Host": parts.netloc, "Connection": "close"})
    answer = connection.getresponse()
    if time.monotonic() >= end:  # a head that we cut reads like a whole one
        raise TimeoutError
    return Answer(answer.status, _why(answer), _retry_after(answer.headers.get("Retry-After")))


def _why(answer: HTTPResponse) -> str:
    """Return the status and the beginning of the body, for a person."""
    try:
        text = answer.read(_MOST_READ)[:_TOLD].decode("utf-8", "replace")
    except (OSError, HTTPException):  # the status has come, and that is what counts
        text = ""
    plain = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    reason = "".join(one for one in answer.reason if one.isprintable())[:60]
    return f"HTTP {answer.status} {reason}".rstrip() + (f": {plain}" if plain else "")


def _retry_after(text: str | None) -> float | None:
    """Return the seconds that Retry-After asks for (RFC 9110 §10.2.3); None if it says nothing that is understood."""
    if text is None:
        return None
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None
