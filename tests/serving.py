"""The real server on a free loopback port, for tests that need a port."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from dicycle.bootstrap import Loop
from dicycle.server.access import Access
from dicycle.server.app import create_app

HERE = Access(names=("testserver",))
"""An open door, for the test client too, which calls the application testserver."""


@contextmanager
def serving(loop: Loop, access: Access | None = None) -> Iterator[str]:
    """Serve a loop on a free loopback port; gives its address."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(loop, access), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
