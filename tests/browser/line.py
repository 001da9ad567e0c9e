"""A line to a server that can be cut: a browser's own "offline" is not there yet for a worker that just started."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread
from urllib.parse import urlsplit


class _Pipe(BaseRequestHandler):
    def handle(self) -> None:
        line = self.server
        assert isinstance(line, Line)
        if line.is_cut:
            return
        with socket.create_connection(line.target) as far:
            line.ends |= {self.request, far}
            Thread(target=_pump, args=(far, self.request), daemon=True).start()
            _pump(self.request, far)


def _pump(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while data := one.recv(65_536):
            other.sendall(data)
    for end in (one, other):
        _end(end)


def _end(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)


class Line(ThreadingTCPServer):
    """What is between a phone and a server."""

    daemon_threads, block_on_close = True, False

    def __init__(self, target: tuple[str, int]) -> None:
        super().__init__(("127.0.0.1", 0), _Pipe)
        self.target, self.is_cut, self.ends = target, False, set[socket.socket]()

    def cut(self) -> None:
        """End what is open, and let nothing through."""
        self.is_cut = True
        for end in list(self.ends):
            _end(end)

    def mend(self) -> None:
        """Let everything through again."""
        self.is_cut = False


@contextmanager
def line_to(address: str) -> Iterator[tuple[Line, str]]:
    """Lay a line to the server at an address; gives it, and the address of its near end."""
    far = urlsplit(address)
    assert far.hostname is not None
    assert far.port is not None
    with Line((far.hostname, far.port)) as line:
        Thread(target=line.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield line, f"http://127.0.0.1:{line.server_address[1]}"
        finally:
            line.cut()
            line.shutdown()
