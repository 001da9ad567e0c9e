"""Who may do what over HTTP: the matrix of the documentation, refusals, headers."""

import logging
import re
from pathlib import Path

import pytest
from asking import JSON
from fastapi import APIRouter, FastAPI
from keys import MAKER, Ask, bearer, event
from page_reading import HTML, Page
from serving import HERE
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocketDisconnect

import dicycle
from dicycle.bootstrap import Loop
from dicycle.errors import DicycleError
from dicycle.ledger.access import tokens
from dicycle.ledger.access.model import Role
from dicycle.ledger.clock import now
from dicycle.server.access import check, check_rules, rows_of
from dicycle.server.app import create_app
from dicycle.server.keeper import Tries

MATRIX = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "access.md"

# ---------------------------------------------------------------- the matrix


def matrix() -> dict[str, dict[str, bool]]:
    """Return what the documentation says: request -> role -> whether it is let through."""
    rows = [line.strip("|").split("|") for line in MATRIX.read_text(encoding="utf-8").splitlines() if line[:2] == "| "]
    roles = [cell.strip() for cell in rows[0][1:]]
    return {
        request: {role: cell.strip() != "–" for role, cell in zip(roles, row[1:], strict=True)}
        for row in rows[1:]
        for request in re.findall(r"`([^`]+)`", row[0])
    }


def request_of(method: str, path: str) -> str:
    """Return how the documentation writes a route."""
    return f"{'GET' if method == 'HEAD' else method} {re.sub(r'{[^}]*}', '{}', path)}"


def status(client: TestClient, method: str, path: str) -> int:
    """Return what a route answers to a request about things that are not there."""
    path = re.sub(r"{[^}]*}", "9521234000006", path)
    if method != "WEBSOCKET":
        return client.request(method, path, headers=JSON, content=b"{}" if method == "POST" else None).status_code
    try:
        with client.websocket_connect(path):
            return 101
    except WebSocketDenialResponse as denied:
        return denied.status_code
    except WebSocketDisconnect:
        return 403


def test_the_matrix_names_every_route_and_no_other(app: FastAPI) -> None:
    """The documentation says of each route who may use it, and of nothing that is not there."""
    routes = {request_of(method, path) for method, path, _ in rows_of(app) if method != "OPTIONS"}
    assert routes - matrix().keys() == set()
    assert matrix().keys() - routes == set()


def test_every_route_lets_in_whom_the_matrix_says(app: FastAPI, ask: Ask, caplog: pytest.LogCaptureFixture) -> None:
    """Each route, method and role: 401 to the public and 403 to a role where the matrix has a dash, else neither."""
    caplog.set_level(logging.CRITICAL, "dicycle.access")
    said = matrix()
    wrong = []
    for role in Role:
        client = ask(role.value)
        for method, path, _ in rows_of(app):
            found = status(client, method, path)
            fine = method == "OPTIONS" or said[request_of(method, path)][role.value]
            refused = (403 if method == "WEBSOCKET" or role is not Role.PUBLIC else 401,)
            own = path.startswith("/sign-")  # refuses what does not come from a page, whoever asks
            if found >= 500 or (not own and ((found in (401, 403)) if fine else (found not in refused))):
                wrong.append((role.value, method, path, found))
    assert wrong == []


def test_a_route_that_nobody_decided_about_stops_the_start(app: FastAPI) -> None:
    """A new route without a row in the table is found when the application is made."""

    @app.get("/new/{thing}")
    def new(thing: str) -> str:
        return thing

    with pytest.raises(DicycleError) as refused:
        check_rules(app)
    assert refused.value.findings[0].code == "access.no-rule"
    assert "GET /new/{}" in refused.value.findings[0].sentence
    assert TestClient(app).get("/new/1").status_code == 401


def test_a_route_that_cannot_be_guarded_is_for_everybody_or_not_there(app: FastAPI) -> None:
    """A bare route runs without the check, so it may not stand where only some may go."""
    from starlette.routing import Route

    app.router.routes.append(Route("/capture", lambda request: None, methods=["POST"]))
    with pytest.raises(DicycleError):
        check_rules(app)


@pytest.mark.parametrize("taken", ["as it is", "included"])
def test_a_router_that_forgot_the_check_stops_the_start(app: FastAPI, taken: str) -> None:
    """A row in the table is not enough: what the framework asks before it answers must have the check in it."""
    api = APIRouter()
    app.router.dependencies.clear()
    api.add_api_route("/capture", lambda: "anybody", methods=["POST"])
    api.add_api_websocket_route("/queries/{name}/events", lambda: None)
    app.include_router(api) if taken == "included" else app.router.routes.extend(api.routes)
    with pytest.raises(DicycleError) as refused:
        check_rules(app)
    assert refused.value.findings[0].code == "access.no-rule"
    assert "POST /capture, WEBSOCKET /queries/{}/events." in refused.value.findings[0].sentence


def test_a_router_of_ours_forgets_nothing(app: FastAPI) -> None:
    """Each route asks the check once; a router that is included in the usual way is checked by the application."""
    api = APIRouter()
    api.add_api_route("/capture", lambda: "a sender", methods=["POST"])
    app.include_router(api)
    check_rules(app)
    asked = [[one.call for one in route.dependant.dependencies] for route in app.routes if hasattr(route, "dependant")]
    assert asked
    assert all(calls == [check] for calls in asked)


# ---------------------------------------------------------------- refusals


def test_a_program_is_told_to_show_a_token(ask: Ask) -> None:
    """Without a token the answer is 401 with a challenge, as a problem of the standard."""
    answer = ask("public").get("/events")
    assert (answer.status_code, answer.json()["type"]) == (401, "epcisException:SecurityException")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_role_that_may_not_is_told_so(ask: Ask) -> None:
    """A token that opens something else gets 403, as a problem and as a page."""
    answer = ask("authority").post("/events", json=event(1))
    assert (answer.status_code, answer.json()["type"]) == (403, "epcisException:SecurityException")
    page = ask("partner", **HTML).get("/batteries")
    assert page.status_code == 403
    assert "not open to you" in Page(page.text).text


def test_a_bad_token_is_never_taken_for_none(ask: Ask, app: FastAPI) -> None:
    """Even what is open to everybody is refused to somebody who shows a token that does not hold."""
    for text in ("dct_0000000000_" + "x" * 43, "", "nonsense"):
        answer = TestClient(app, headers=bearer(text)).get("/")
        assert answer.status_code == 401
        assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_a_refusal_is_one_line_of_the_log_without_the_token(
    ask: Ask, shown: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    """The log says who asked for what; no secret and no query stands in it (convention 13)."""
    ask("partner").get("/batteries?category=secret-query")
    (line,) = [one.getMessage() for one in caplog.records if one.name == "dicycle.access"]
    assert line.startswith("refused GET /batteries: 403 access.role, role partner, token ")
    assert shown["partner"].split("_")[1] in line
    assert shown["partner"].split("_", 2)[2] not in line
    assert "secret-query" not in line


def test_many_bad_tokens_are_not_worth_many_lines(
    app: FastAPI, ask: Ask, shown: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    """After some tries that fail an address gets 429 and fills the log no further; a token that holds passes."""
    bad = TestClient(app, headers=bearer("dct_bad"))
    found = [bad.get("/events").status_code for _ in range(Tries.MOST + 5)]
    assert found == [401] * Tries.MOST + [429] * 5
    assert len([one for one in caplog.records if one.name == "dicycle.access"]) == Tries.MOST
    assert ask("partner").get("/events").status_code == 200


def test_addresses_are_not_remembered_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """The count of failures has room for so many addresses, and begins anew after a minute."""
    moment = [0.0]
    monkeypatch.setattr("dicycle.server.keeper.time.monotonic", lambda: moment[0])
    monkeypatch.setattr(Tries, "_ADDRESSES", 2)
    tries = Tries()
    assert [tries.failed("a") for _ in range(Tries.MOST + 1)][-2:] == [False, True]
    moment[0] = 61
    assert not tries.failed("a")
    assert not any(tries.failed(one) for one in "bcd")
    assert len(tries._found) == 2


def test_a_revoked_token_is_refused_with_the_next_request(loop: Loop, ask: Ask, shown: dict[str, str]) -> None:
    """Nothing has to be started again."""
    client = ask("partner")
    assert client.get("/events").status_code == 200
    tokens.revoke(loop.store, shown["partner"].split("_")[1], now())
    answer = client.get("/events")
    assert (answer.status_code, answer.json()["findings"][0]["code"]) == (401, "access.token-revoked")


def test_the_hour_of_the_last_use_is_kept(loop: Loop, ask: Ask, shown: dict[str, str]) -> None:
    """After a request the list tells that the token was used."""
    ask("partner").get("/events")
    loop.intake.stream(lambda writing: None).result()
    used = {token.label or token.organisation: hour for token, hour in tokens.listed(loop.store)}
    assert used["own"] is None
    assert used[MAKER] is not None
    assert used[MAKER] % tokens.HOUR == 0


# ---------------------------------------------------------------- headers


@pytest.mark.parametrize(
    "path", ["/", "/events", "/openapi.json", "/static/dicycle.css", "/sign-in", "/nowhere", "/find"]
)
@pytest.mark.parametrize("who", ["public", "partner"])
def test_every_answer_says_how_it_may_be_used(ask: Ask, who: str, path: str) -> None:
    """No answer is sniffed for another type, put into a frame, or runs a script."""
    for headers in ({}, HTML):
        answer = ask(who, **headers).get(path)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "script-src" not in policy
        if who != "public":
            assert answer.headers["Cache-Control"] == "private, no-cache"


def test_a_ledger_that_cannot_be_read_lets_nobody_in(tmp_path: Path) -> None:
    """When nobody can say who somebody is, the answer is an error and not the ledger."""
    loop = dicycle.open(tmp_path / "loop.db")
    client = TestClient(create_app(loop, HERE), raise_server_exceptions=False)
    loop.close()
    answer = client.get("/events")
    assert answer.status_code == 500
    assert answer.json()["findings"][0]["code"] == "http.store"
