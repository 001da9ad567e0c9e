"""The open door and its guard, and people who sign in."""

from typing import Any

import pytest
from fastapi import FastAPI
from keys import WISHES, Ask, bearer, event
from page_reading import HTML, Page
from starlette.testclient import TestClient

from dicycle.bootstrap import Loop
from dicycle.ledger.access import tokens
from dicycle.ledger.clock import now
from dicycle.server.access import Access
from dicycle.server.app import create_app
from dicycle.server.pages.sign_in import local

# ---------------------------------------------------------------- the open door


def test_an_open_server_answers_only_under_its_own_name(loop: Loop) -> None:
    """A foreign name that points to this machine opens nothing (DNS rebinding)."""
    client = TestClient(create_app(loop))
    for host in ("localhost", "127.0.0.1:8765", "[::1]:8765", "LOCALHOST:1"):
        assert client.get("/events", headers={"Host": host}).status_code == 200, host
    for host in (
        "evil.example",
        "testserver",
        "127.0.0.1.evil.example",
        "192.0.2.1",
        "",
        "[::1",
        "localhost@evil.example:1",
    ):
        answer = client.get("/events", headers={"Host": host})
        assert (answer.status_code, answer.json()["findings"][0]["code"]) == (403, "access.host"), host


def test_an_open_server_on_all_addresses_answers_under_any_address(loop: Loop) -> None:
    """An IP address cannot be pointed elsewhere; a name can."""
    client = TestClient(create_app(loop, Access("open", "0.0.0.0", ("ledger.example",))))
    for host, expected in (
        ("192.0.2.1:8765", 200),
        ("[2001:db8::1]", 200),
        ("ledger.example", 200),
        ("x.example", 403),
    ):
        assert client.get("/events", headers={"Host": host}).status_code == expected, host


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, 201),
        ({"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}, 201),
        ({"Origin": "http://testserver"}, 201),
        ({"Sec-Fetch-Site": "same-origin"}, 201),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://testserver:81"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
def test_a_page_of_another_origin_changes_nothing_on_an_open_server(
    client: TestClient, headers: dict[str, str], expected: int
) -> None:
    """A program may capture, and a page of the server itself; a page of another site may not."""
    assert client.post("/events", json=event(1), headers=headers).status_code == expected


def test_the_first_token_closes_the_door(client: TestClient, loop: Loop) -> None:
    """A server that runs takes note at once, and for good, even when the token is revoked."""
    assert client.get("/events").status_code == 200
    token, text = tokens.issue(loop.store, WISHES["operator"], now())
    assert client.get("/events").status_code == 401
    assert client.get("/events", headers=bearer(text)).status_code == 200
    tokens.revoke(loop.store, token.id, now())
    assert client.get("/events").status_code == 401


def test_an_open_door_is_open_to_clients_that_insist_on_a_token(client: TestClient) -> None:
    """A bearer that is no token of ours means nothing to a server that asks for none; one that looks so must hold."""
    assert client.get("/events", headers=bearer("none")).status_code == 200
    assert client.get("/events", headers=bearer("dct_0000000000_" + "x" * 43)).status_code == 401


def test_what_serves_on_a_network_is_locked(loop: Loop) -> None:
    """Beyond the loopback `auto` means tokens, also before the first is issued."""
    client = TestClient(create_app(loop, Access("auto", "0.0.0.0")))
    assert client.get("/events").status_code == 401


# ---------------------------------------------------------------- people


def signed_in(app: FastAPI, text: str, **fields: str) -> Any:
    """Return the answer to a sign-in form that was sent from the server's own page."""
    client = TestClient(
        app, headers=HTML | {"Origin": "https://testserver"}, base_url="https://testserver", follow_redirects=False
    )
    return client, client.post("/sign-in", data={"token": text, **fields})


def test_a_person_is_led_to_the_sign_in_page_and_back(app: FastAPI, ask: Ask, shown: dict[str, str]) -> None:
    """A page that needs a token leads to the form; the token goes into a cookie; the way leads back."""
    asked = ask("public", **HTML).get("/events?EQ_bizStep=shipping")
    assert (asked.status_code, asked.headers["Location"]) == (303, "/sign-in?next=%2Fevents%3FEQ_bizStep%3Dshipping")
    form = Page(ask("public", **HTML).get(asked.headers["Location"]).text)
    assert "Your token" in form.text
    client, answer = signed_in(app, shown["partner"], next="/events?EQ_bizStep=shipping")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/events?EQ_bizStep=shipping")
    cookie = answer.headers["Set-Cookie"]
    for part in ("HttpOnly", "SameSite=strict", "Secure", "Path=/", "Max-Age=43200"):
        assert part in cookie
    page = client.get("/")
    assert "Example Motors" in Page(page.text).text
    assert page.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in page.headers["Vary"]


def test_a_cookie_over_plain_http_is_not_marked_secure(app: FastAPI, shown: dict[str, str]) -> None:
    """On the loopback without TLS a browser would not send back a cookie that is."""
    client = TestClient(app, follow_redirects=False)
    answer = client.post("/sign-in", data={"token": shown["partner"]}, headers={"Origin": "http://testserver"})
    assert answer.status_code == 303
    assert "Secure" not in answer.headers["Set-Cookie"]


def test_a_wrong_token_is_said_in_the_form(app: FastAPI) -> None:
    """The form comes again with what is wrong, without the token, and nobody is signed in."""
    client, answer = signed_in(app, "dct_wrong<script>")
    assert answer.status_code == 401
    assert "not known here" in Page(answer.text).text
    assert "wrong" not in answer.text
    assert "Set-Cookie" not in answer.headers
    assert client.get("/events").status_code == 303


@pytest.mark.parametrize("headers", [{}, {"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_nobody_is_signed_in_or_out_from_elsewhere(
    app: FastAPI, shown: dict[str, str], headers: dict[str, str]
) -> None:
    """A form of another site cannot put its own token into a browser, nor take one out."""
    client = TestClient(app, headers=headers, follow_redirects=False)
    assert client.post("/sign-in", data={"token": shown["partner"]}).status_code == 403
    assert client.post("/sign-out").status_code == 403


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Origin": "https://testserver"}, 201),
        ({"Sec-Fetch-Site": "same-origin"}, 201),
        ({}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_a_cookie_changes_something_only_from_a_page_of_the_server(
    app: FastAPI, shown: dict[str, str], headers: dict[str, str], expected: int
) -> None:
    """What a browser sends on its own must say that it comes from here; a bearer needs no such word."""
    client, _ = signed_in(app, shown["partner"])
    client.headers = {}
    assert client.post("/events", json=event(1), headers=headers).status_code == expected
    assert client.post("/events", json=event(1), headers=headers | bearer(shown["partner"])).status_code in (200, 201)


def test_signing_out_takes_the_cookie_away(app: FastAPI, shown: dict[str, str]) -> None:
    """Afterwards the pages lead to the form again."""
    client, _ = signed_in(app, shown["partner"])
    assert client.get("/events").status_code != 303
    assert client.post("/sign-out").headers["Location"] == "/"
    assert client.get("/events").status_code == 303


def test_a_cookie_whose_token_ended_is_taken_away(app: FastAPI, loop: Loop, shown: dict[str, str]) -> None:
    """A person whose token was revoked sees what the public sees, and is led to the form."""
    client, _ = signed_in(app, shown["partner"])
    tokens.revoke(loop.store, shown["partner"].split("_")[1], now())
    assert client.get("/").status_code == 200
    answer = client.get("/events")
    assert answer.headers["Location"].startswith("/sign-in")
    assert 'dicycle=""' in answer.headers["Set-Cookie"]


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        ("/events?a=b#c", "/events?a=b#c"),
        ("/01/09521234000013/21/a%2Fb", "/01/09521234000013/21/a%2Fb"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: x=y", "/"),
        ("/\tevil", "/"),
        ("/\N{FULLWIDTH SOLIDUS}evil.example", "/"),
        ("", "/"),
        ("/sign-out", "/"),
        ("/" + "a" * 3000, "/"),
    ],
)
def test_the_way_back_is_a_path_of_this_server(way: str, expected: str) -> None:
    """After signing in nobody is sent to another site."""
    assert local(way) == expected
