"""One request to a language model's server: no redirect, within a time, and no more read than is bearable.

What the server says in words is never passed on: it can hold the key, or the document.
"""

import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import Message
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import SplitResult, urlsplit

from dicycle.errors import InvalidInput
from dicycle.findings import Finding
from dicycle.settings import Settings

MOST_READ: Final = 4 * 1024 * 1024
"""Bytes of an answer."""
_MOST_ADDRESSES: Final = 3
_AGAIN: Final = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
_KEY: Final = re.compile(r"[\x21-\x7e]{1,1000}")
_PATH: Final = "/chat/completions"


class Trouble(Exception):
    """There is no answer; `again` if another try may bring one, not before `wait` seconds."""

    def __init__(self, finding: Finding, *, again: bool = False, wait: float = 0.0) -> None:
        super().__init__(str(finding))
        self.finding, self.again, self.wait = finding, again, wait


class Endpoint(NamedTuple):
    """Where a model answers, by what name, and the key that opens; the key is not shown."""

    parts: SplitResult
    model: str
    key: str | None = None

    def __repr__(self) -> str:
        return f"Endpoint({self.parts.geturl()!r}, {self.model!r})"

    @property
    def target(self) -> str:
        """Return the path that is asked, with what the URL has behind a question mark."""
        path = self.parts.path.rstrip("/")
        path = path if path.endswith(_PATH) else path + _PATH
        return f"{path}?{self.parts.query}" if self.parts.query else path

    @property
    def port(self) -> int:
        """Return the port of the server."""
        return self.parts.port or (443 if self.parts.scheme == "https" else 80)

    @property
    def headers(self) -> dict[str, str]:
        """Return the head of a request."""
        plain = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
        more = {"Host": self.parts.netloc, "Connection": "close"}
        return {**plain, **more, **({"Authorization": f"Bearer {self.key}"} if self.key else {})}


def endpoint_of(settings: Settings) -> Endpoint:
    """Return where the model of an installation answers. Raises InvalidInput for what cannot be asked."""
    url = (settings.llm_url or "").strip()
    try:
        parts = urlsplit(url)
        fit = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        fit = fit and url.isascii() and url.isprintable() and " " not in url and "@" not in parts.netloc
    except ValueError:
        fit = False
    if not fit:
        sentence = "llm_url is no http or https address without a user's name."
        raise InvalidInput.because("agreements.llm-url", sentence, "llm_url", "Such as http://127.0.0.1:8080/v1.")
    return Endpoint(parts, settings.llm_model, _key(settings))


def _key(settings: Settings) -> str | None:
    if settings.llm_key is not None:
        return _fit(settings.llm_key.get_secret_value(), "llm_key")
    return None if settings.llm_key_file is None else _fit(_held(settings.llm_key_file), "llm_key_file")


def _held(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, ValueError) as wrong:
        reason = wrong.strerror if isinstance(wrong, OSError) else "it is no text"
        sentence = f"The key of the model's server cannot be read: {reason}."
        raise InvalidInput.because("agreements.llm-key", sentence, str(path), "Set llm_key_file.") from None


def _fit(key: str, where: str) -> str:
    if not _KEY.fullmatch(key.strip()):
        sentence = "The key of the model's server is empty or holds what no key holds."
        raise InvalidInput.because("agreements.llm-key", sentence, where, "Put the key there, on one line.")
    return key.strip()


def post(endpoint: Endpoint, body: bytes, end: float) -> bytes:
    """Return what the server answers to a request, before the moment `end` (monotonic); raises Trouble."""
    try:
        with _connected(endpoint, end) as plain, _within(plain, end), _secured(plain, endpoint.parts) as line:
            return _asked(line, endpoint, body, end)
    except (OSError, HTTPException, ValueError) as wrong:
        if isinstance(wrong, TimeoutError) or time.monotonic() >= end:
            raise Trouble(_late()) from None
        raise Trouble(_unreached(wrong), again=not isinstance(wrong, ssl.SSLCertVerificationError)) from None


def _late() -> Finding:
    advice = "Give it more time with llm_timeout."
    return Finding("agreements.llm-late", "The language model did not answer in time.", "llm_url", advice=advice)


def _unreached(wrong: Exception) -> Finding:
    if isinstance(wrong, ssl.SSLCertVerificationError):
        why = "its certificate is not accepted"
    elif isinstance(wrong, socket.gaierror):
        why = "its name is not known"
    else:
        why = "the connection was refused" if isinstance(wrong, ConnectionRefusedError) else "the connection broke"
    sentence, advice = f"The language model cannot be reached: {why}.", "Check llm_url, and whether the server runs."
    return Finding("agreements.llm-unreached", sentence, "llm_url", advice=advice)


@contextmanager
def _connected(endpoint: Endpoint, end: float) -> Iterator[socket.socket]:
    line = _line(endpoint, end)
    try:
        yield line
    finally:
        line.close()


def _line(endpoint: Endpoint, end: float) -> socket.socket:
    """Return a connection to the first address of the server that takes one; raises OSError."""
    host = endpoint.parts.hostname or ""
    found = socket.getaddrinfo(host, endpoint.port, type=socket.SOCK_STREAM)[:_MOST_ADDRESSES]
    failed: OSError = OSError("no address")
    for left, one in zip(range(len(found), 0, -1), found, strict=True):
        try:
            return socket.create_connection(
                (str(one[4][0]), endpoint.port), max(0.001, (end - time.monotonic()) / left)
            )
        except OSError as wrong:
            failed = wrong
    raise failed


@contextmanager
def _within(line: socket.socket, end: float) -> Iterator[None]:
    """Cut a connection when the time is over, however slowly the other side goes on talking."""
    left = max(0.001, end - time.monotonic())
    line.settimeout(left)
    handle = line.dup()  # TLS takes the socket itself out of our hands
    timer = threading.Timer(left, _cut, [handle])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        handle.close()


def _cut(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


@contextmanager
def _secured(plain: socket.socket, parts: SplitResult) -> Iterator[socket.socket]:
    if parts.scheme == "http":
        yield plain
        return
    with ssl.create_default_context().wrap_socket(plain, server_hostname=parts.hostname) as secured:
        yield secured


def _asked(line: socket.socket, endpoint: Endpoint, body: bytes, end: float) -> bytes:
    connection = HTTPConnection(endpoint.parts.hostname or "")
    connection.sock = line
    with suppress(BrokenPipeError, ConnectionResetError):  # who refuses may say so before it has read all
        connection.request("POST", endpoint.target, body, endpoint.headers)
    with connection.getresponse() as answer:
        read = b"" if answer.status != 200 else answer.read(MOST_READ + 1)
        if time.monotonic() >= end:  # an answer that was cut reads like a whole one
            raise TimeoutError
        _look_at(answer, len(read))
        return read


def _look_at(answer: HTTPResponse, size: int) -> None:
    """Raise Trouble for an answer that is none."""
    status = answer.status
    if 300 <= status < 400:
        sentence = f"The language model's server sends elsewhere (HTTP {status}); that is not followed."
        advice = "Set llm_url to where it answers."
        raise Trouble(Finding("agreements.llm-redirect", sentence, "llm_url", advice=advice))
    if status != 200:
        sentence = f"The language model's server refused (HTTP {status})."
        finding = Finding("agreements.llm-refused", sentence, "llm_url", advice=_advice(status))
        raise Trouble(finding, again=status in _AGAIN, wait=_retry_after(answer.headers))
    if size > MOST_READ:
        sentence = f"The language model's answer is longer than {MOST_READ:,} bytes; it is not read."
        raise Trouble(Finding("agreements.llm-too-long", sentence, "llm_url"))


def _advice(status: int) -> str:
    if status in (401, 403):
        return "Check llm_key or llm_key_file."
    if status in (400, 404, 422):
        return "Check llm_url and llm_model, and whether the server knows response_format json_schema."
    return "Try again later."


def _retry_after(headers: Message) -> float:
    text = headers.get("Retry-After") or ""
    return float(text[:6]) if text.isascii() and text.isdigit() else 0.0
