"""One report on its way: to which addresses it goes, how long it waits, and what counts as an answer."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from receiving import Receiver, receiving

from dicycle.ledger.subscribing.delivering import Webhooks
from dicycle.server.subscriptions import sending
from dicycle.server.subscriptions.sending import send

INSIDE = Webhooks(private=True, timeout=5)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver on the loopback."""
    with receiving() as found:
        yield found


def sent(url: str, webhooks: Webhooks = INSIDE) -> str:
    """Send a small report and return what a person is told."""
    return send(url, b"{}", {}, webhooks).why


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/in", "http://localhost:1/in", "http://[::1]:1/in"])
def test_addresses_inside_are_looked_at_when_a_report_is_sent(url: str) -> None:
    """A destination inside is refused at the moment of sending, whatever it was when somebody subscribed."""
    assert "private network" in sent(url, Webhooks(private=False))


def test_a_name_that_turns_inward_is_refused(monkeypatch: pytest.MonkeyPatch, receiver: Receiver) -> None:
    """A name out in the world that resolves to this machine is not connected to (DNS rebinding)."""
    inward = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80))]
    monkeypatch.setattr(sending.socket, "getaddrinfo", lambda *_, **__: inward)
    assert "private network" in sent("http://client.example.com/in", Webhooks(private=False))
    assert receiver.got == []


def test_a_name_that_is_not_known_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """A destination without an address says so."""

    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(sending.socket, "getaddrinfo", unknown)
    assert sent("http://client.example.com/in") == "The name of the destination is not known."


def talking(talk: Callable[[socket.socket], object]) -> Any:
    """Run a server that says on each connection whatever it wants."""

    @contextmanager
    def run() -> Iterator[str]:
        with socket.create_server(("127.0.0.1", 0)) as listener:

            def serve() -> None:
                with listener.accept()[0] as line, suppress(OSError):
                    talk(line)

            thread = threading.Thread(target=serve, daemon=True)
            thread.start()
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/in"
            thread.join()

    return run()


def drip(line: socket.socket, begin: bytes) -> None:
    """Talk for ever, one letter at a time."""
    line.recv(4096)
    line.sendall(begin)
    while True:
        time.sleep(0.02)
        line.sendall(b"x")


@pytest.mark.parametrize(
    ("begin", "told"),
    [(b"HTTP/1.1 200 OK\r\nX-Long: ", "No answer within 0.3 seconds."), (b"HTTP/1.1 200 OK\r\n\r\n", "HTTP 200 OK")],
)
def test_a_receiver_that_talks_without_end_is_cut_off(begin: bytes, told: str) -> None:
    """A receiver that drips an answer is cut off in time; what it had said by then counts."""
    with talking(lambda line: drip(line, begin)) as url:
        assert sent(url, Webhooks(private=True, timeout=0.3)).startswith(told)


@pytest.mark.parametrize(
    "said", [b"", b"SSH-2.0-x\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 500]
)
def test_what_is_no_answer_counts_as_none(said: bytes) -> None:
    """A receiver that hangs up or speaks no HTTP has not taken the report."""

    def talk(line: socket.socket) -> None:
        line.recv(4096)
        line.sendall(said)

    with talking(talk) as url:
        answer = send(url, b"{}", {}, INSIDE)
    assert answer.status is None
    assert answer.why.startswith("No answer: ")


def test_a_receiver_may_refuse_before_it_has_read_all() -> None:
    """A receiver that says 413 at the head of a large report, and hangs up, is understood."""

    def talk(line: socket.socket) -> None:
        line.recv(4096)
        line.sendall(b"HTTP/1.1 413 Content Too Large\r\n\r\n")
        line.shutdown(socket.SHUT_WR)
        while line.recv(65536):
            pass

    with talking(talk) as url:
        assert send(url, b"x" * 20_000_000, {}, INSIDE).status == 413


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("120", 120, 120),
        ("Fri, 31 Dec 1999 23:59:59 GMT", 0, 0),
        ("Wed, 01 Jan 2098 00:00:00 GMT", 1e6, 1e11),
    ],
)
def test_retry_after_is_seconds_or_a_date(text: str, least: float, most: float) -> None:
    """Both forms of Retry-After are understood (RFC 9110)."""
    with receiving() as receiver:
        receiver.answers = [(503, {"Retry-After": text})]
        asked = send(receiver.url, b"{}", {}, INSIDE).retry_after
    assert asked is not None
    assert least <= asked <= most


def certificate(folder: Path, name: str) -> Path:
    """Write a certificate that signs itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.mark.parametrize(("name", "told"), [("localhost", "HTTP 204"), ("other.example", "The certificate is not")])
def test_a_secure_receiver_must_be_who_it_says(
    name: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over https a receiver needs a certificate that is trusted and made out to the name in the destination."""
    path = certificate(tmp_path, name)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)

    def talk(line: socket.socket) -> None:
        with suppress(ssl.SSLError), context.wrap_socket(line, server_side=True) as secured:
            whole = b""
            while not whole.endswith(b"{}"):
                whole += secured.recv(4096)
            secured.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    with talking(talk) as url:
        assert sent(url.replace("http://127.0.0.1", "https://localhost")).startswith(told)
