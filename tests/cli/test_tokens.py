"""Tokens from the command line, and a server that does not start without a lock."""

from pathlib import Path

import pytest
from cli.commands import answer, refused, run

import dicycle
from dicycle.ledger.access.tokens import verify
from dicycle.ledger.clock import now

PARTY = "https://id.gs1.org/417/9521234000006"
pytestmark = pytest.mark.usefixtures("here")


def test_a_token_is_shown_once_and_alone(here: Path) -> None:
    """Standard output has the token and nothing else, so that a script can take it; the list never shows it."""
    done = run(
        "tokens", "issue", "--role", "partner", "--organisation", PARTY, "--prefix", "9521234", "--expires", "90d"
    )
    text = done.stdout.strip()
    with dicycle.open(here / "dicycle.db") as loop:
        token = verify(loop.store, text, now())
    assert token.expires is not None
    assert 89 < (token.expires - now()) / 86_400_000_000 < 90
    assert token.id in done.stderr
    assert text.split("_", 2)[2] not in run("tokens", "list").stdout + run("tokens", "list", "--json").stdout


def test_a_revoked_token_is_listed_as_such() -> None:
    """After `dicycle tokens revoke` the list says so."""
    made = answer("tokens", "issue", "--role", "authority", "--expires", "2999-01-01")
    assert made["token"].startswith(f"dct_{made['id']}_")
    assert run("tokens", "revoke", made["id"]).stdout == f"Token {made['id']} opens nothing any more.\n"
    assert "revoked" in run("tokens", "list").stdout
    assert answer("tokens", "list")[0]["revoked"] is not None


def test_a_token_that_cannot_be_meant_is_refused() -> None:
    """A partner without an organisation, an end that is no time, an unknown id: a sentence and nothing issued."""
    assert "organisation" in refused(run("tokens", "issue", "--role", "partner"), 1)
    assert "90d" in refused(run("tokens", "issue", "--role", "operator", "--expires", "soon"), 1)
    assert refused(run("tokens", "issue", "--role", "operator", "--expires", "2001-01-01"), 1)
    assert run("tokens", "list").stdout == "No token was issued yet.\n"
    assert refused(run("tokens", "revoke", "nope"), 3)


def test_a_network_is_not_served_without_a_lock() -> None:
    """`dicycle serve --host 0.0.0.0` says how to issue a token, and does not start."""
    said = refused(run("serve", "--host", "0.0.0.0", "--port", "0"), 1)
    assert "dicycle tokens issue --role operator" in said
