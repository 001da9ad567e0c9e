"""Senders that hang up, dawdle, talk nonsense or come all at once: nothing acknowledged is lost, and nothing breaks."""

import json
import socket
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from contracting import EVENT, document
from receiving import until
from serving import serving

from dicycle.bootstrap import Loop

SENDERS, EACH = 50, 6


def event(name: str, **fields: Any) -> dict[str, Any]:
    """Return an event of this name."""
    return EVENT | {"eventID": f"urn:x:{name}"} | fields


@pytest.fixture
def place(address: str) -> tuple[str, int]:
    """Where the server listens."""
    parts = urlsplit(address)
    assert parts.hostname is not None
    assert parts.port is not None
    return parts.hostname, parts.port


def stored(loop: Loop) -> list[str]:
    """Return the names of all events."""
    return [one.event_id.removeprefix("urn:x:") for one in loop.store.events()]


def request(path: str, body: bytes, **headers: str) -> bytes:
    """Write a request as it goes over the wire."""
    told = {"Host": "localhost", "Content-Type": "application/json", "Content-Length": str(len(body))} | headers
    lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items()), "", ""]
    return "\r\n".join(lines).encode() + body


@pytest.mark.parametrize("path", ["/events", "/capture", "/queries"])
@pytest.mark.parametrize("kept", [0.0, 0.3, 0.99])
def test_a_body_that_is_cut_off_stores_nothing(
    loop: Loop, address: str, place: tuple[str, int], path: str, kept: float
) -> None:
    """A sender that hangs up before the end leaves no event, no job and no query; the next one is served."""
    value = {"/events": event("cut"), "/capture": document(event("cut")), "/queries": {"name": "cut", "query": {}}}
    raw = request(path, json.dumps(value[path]).encode())
    head = raw.index(b"\r\n\r\n") + 4
    with closing(socket.create_connection(place, 5)) as line:
        line.sendall(raw[: head + int((len(raw) - head) * kept)])
        line.shutdown(socket.SHUT_WR)
        line.settimeout(5)
        answer = line.recv(65536)
    assert b" 5" not in answer[:12]
    assert b" 2" not in answer[:12]
    assert requests.post(f"{address}/events", json=event("next"), timeout=10).status_code == 201
    assert stored(loop) == ["next"]
    assert loop.store.jobs(10, None) == []
    assert requests.get(f"{address}/queries", timeout=10).json() == []


@pytest.mark.parametrize(
    "raw",
    [
        b"\x00\xff\x16\x03\x01 nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n{}",
        b"POST /events HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET /events?%zz=%ff&=&&|=%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /events/%ff%fe HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /events HTTP/1.1\r\nHost: localhost\r\nAccept: " + b"\xff" * 30 + b"\r\n\r\n",
        b"GET /events HTTP/1.1\r\nHost: \xff\xfe\r\n\r\n",
        b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X-Long: " + b"a" * 100_000 + b"\r\n\r\n",
        b"TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /events HTTP/1.1\r\nHost: localhost\r\nCookie: dicycle=\xff\xfe; =; dicycle=\x01\r\n\r\n",
        b"GET /events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer dct_\xff\r\n\r\n",
        b"GET /events?perPage=\xef\xbc\x91 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ],
)
def test_nonsense_is_refused_and_breaks_nothing(address: str, place: tuple[str, int], raw: bytes) -> None:
    """What is no HTTP, or odd HTTP, is never answered by a defect, and the server goes on."""
    with closing(socket.create_connection(place, 5)) as line:
        line.sendall(raw)
        line.shutdown(socket.SHUT_WR)
        line.settimeout(5)
        answer = line.recv(65536)
    assert not answer.startswith(b"HTTP/1.1 5")
    assert requests.get(f"{address}/", timeout=10).status_code == 200


def test_dawdlers_do_not_keep_others_waiting(loop: Loop, address: str, place: tuple[str, int]) -> None:
    """While sixty senders hold a half-sent event in the air, others capture and ask; then the dawdlers finish."""
    raws = [request("/events", json.dumps(event(f"slow-{number}")).encode()) for number in range(60)]
    with ExitStack() as stack:
        lines = [stack.enter_context(closing(socket.create_connection(place, 5))) for _ in raws]
        for line, raw in zip(lines, raws, strict=True):
            line.sendall(raw[:-7])
        for number in range(5):
            assert requests.post(f"{address}/events", json=event(f"quick-{number}"), timeout=10).status_code == 201
        assert requests.get(f"{address}/events", timeout=10).status_code == 200
        for line, raw in zip(lines, raws, strict=True):
            line.sendall(raw[-7:])
            line.settimeout(10)
        assert {line.recv(12) for line in lines} == {b"HTTP/1.1 201"}
    assert sorted(stored(loop)) == sorted([f"slow-{n}" for n in range(60)] + [f"quick-{n}" for n in range(5)])


def test_who_does_not_wait_for_the_answer_may_ask_again(loop: Loop, address: str, place: tuple[str, int]) -> None:
    """A sender that hung up after the last byte finds its events stored once, whether it heard so or not."""
    for number in range(20):
        with closing(socket.create_connection(place, 5)) as line:
            line.sendall(request("/events", json.dumps(event(f"deaf-{number}")).encode()))
    again = [
        requests.post(f"{address}/events", json=event(f"deaf-{number}"), timeout=10).status_code for number in range(20)
    ]
    assert set(again) <= {200, 201}
    assert sorted(stored(loop)) == sorted(f"deaf-{number}" for number in range(20))


# ---------------------------------------------------------------- many at once


class Sender:
    """One of many: sends events of its own, events that all send, and documents; remembers what it was told."""

    def __init__(self, address: str, number: int) -> None:
        self._address, self._number = address, number
        self.told: list[tuple[str, int]] = []
        self.jobs: list[str] = []

    def run(self) -> None:
        """Send everything."""
        with requests.Session() as session:
            for number in range(EACH):
                self._event(session, f"own-{self._number}-{number}")
                self._event(session, f"common-{number}")
            names = [f"doc-{self._number}-{number}" for number in range(3)]
            answer = session.post(f"{self._address}/capture", json=document(*map(event, names)), timeout=30)
            self.told += [(name, answer.status_code) for name in names]
            self.jobs.append(answer.headers.get("Location", ""))
            self.told.append(("", session.get(f"{self._address}/events?perPage=3", timeout=30).status_code))

    def _event(self, session: requests.Session, name: str) -> None:
        self.told.append((name, session.post(f"{self._address}/events", json=event(name), timeout=30).status_code))


@pytest.mark.slow
def test_fifty_senders_at_once_lose_nothing(loop: Loop) -> None:
    """Each acknowledged event is there once; of those who send the same, one hears 201; nobody hears of a defect."""
    with serving(loop) as address, ThreadPoolExecutor(SENDERS) as pool:
        senders = [Sender(address, number) for number in range(SENDERS)]
        for done in [pool.submit(sender.run) for sender in senders]:
            done.result(120)
        until(lambda: not list(loop.store.unfinished()), "the end of the jobs")
        jobs = [requests.get(address + job, timeout=10).json() for sender in senders for job in sender.jobs]
    told = [one for sender in senders for one in sender.told]
    assert {status for _, status in told} <= {200, 201, 202}
    assert all(job["success"] and not job["running"] for job in jobs)
    created = Counter(name for name, status in told if status == 201)
    assert set(created.values()) == {1}
    assert sorted(stored(loop)) == sorted({name for name, _ in told if name})
    assert len(created) == SENDERS * EACH + EACH


@pytest.mark.slow
def test_senders_that_hang_up_do_not_harm_those_that_stay(loop: Loop) -> None:
    """Half of thirty senders cut their connection at any place; what the others were told is true."""
    with serving(loop) as address, ThreadPoolExecutor(30) as pool:
        cutting = [pool.submit(list, cut_all(address, number)) for number in range(15)]
        senders = [Sender(address, number) for number in range(15)]
        for done in [pool.submit(sender.run) for sender in senders] + cutting:
            done.result(120)
        until(lambda: not list(loop.store.unfinished()), "the end of the jobs")
        assert requests.get(address, timeout=10).status_code == 200
    told = [one for sender in senders for one in sender.told]
    assert {status for _, status in told} <= {200, 201, 202}
    found = stored(loop)
    assert len(set(found)) == len(found)
    assert {name for name, _ in told if name} <= set(found)


def cut_all(address: str, number: int) -> Iterator[int]:
    """Send events and cut the connection after more and more bytes; yields how many."""
    parts = urlsplit(address)
    raw = request("/events", json.dumps(event(f"cut-{number}")).encode())
    for size in range(1 + number, len(raw), 40):
        with closing(socket.create_connection((parts.hostname, parts.port), 5)) as line:
            line.sendall(raw[:size])
        yield size
