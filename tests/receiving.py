"""A receiver of reports on the loopback: it answers as it is told, and remembers what it got."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

WAIT = 20.0


class Got(NamedTuple):
    """A report as it arrived."""

    headers: dict[str, str]
    body: bytes

    @property
    def value(self) -> dict[str, Any]:
        """Its JSON."""
        return json.loads(self.body)  # type: ignore[no-any-return]

    @property
    def events(self) -> list[str]:
        """The ids of its events."""
        results = self.value["epcisBody"]["queryResults"]
        return [event["eventID"] for event in results["resultsBody"]["eventList"]]


class Receiver:
    """What a subscriber runs: `answers` are given in turn, then 204; `before` is done before each answer."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, dict[str, str]] | int] = []
        self.got: list[Got] = []
        self.before: Callable[[Got], object] = lambda _: None
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._server.block_on_close = False
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        """Where reports go."""
        return f"http://127.0.0.1:{self._server.server_port}/in?from=dicycle"

    @property
    def events(self) -> list[str]:
        """The ids of all events that arrived, in order, each time they arrived."""
        return [id for one in self.got for id in one.events]

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                got = Got(dict(self.headers), self.rfile.read(length))
                status, headers = receiver.taken(got)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(b"said the receiver\x1b[0m" if status >= 400 else b"")

            def do_GET(self) -> None:
                receiver.got.append(Got({"followed": self.path}, b""))

            def log_message(self, *_: Any) -> None:
                pass

        return Handler

    def taken(self, got: Got) -> tuple[int, dict[str, str]]:
        """Take a report; return the answer to it."""
        self.got.append(got)
        answer = self.answers.pop(0) if self.answers else 204
        self.before(got)
        return answer if isinstance(answer, tuple) else (answer, {})


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Run a receiver."""
    receiver = Receiver()
    try:
        yield receiver
    finally:
        receiver.close()


def until(condition: Callable[[], Any], what: str = "what was waited for") -> Any:
    """Wait until something is so; return it."""
    end = time.monotonic() + WAIT
    while not (found := condition()):
        assert time.monotonic() < end, f"{what} does not come"
        time.sleep(0.005)
    return found
