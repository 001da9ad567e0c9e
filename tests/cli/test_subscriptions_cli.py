"""``dicycle queries`` and ``dicycle subscriptions``: the same desk, from a terminal."""

import json
from pathlib import Path

import pytest
from cli.commands import answer, refused, run
from receiving import receiving

import dicycle
from dicycle.ledger.clock import now
from dicycle.ledger.subscribing import books
from dicycle.ledger.subscribing.model import Delivery

DEST = "https://client.example.com/in"


@pytest.fixture
def named(filled: Path) -> Path:
    """A ledger with a named query."""
    definition = {"name": "moves", "query": {"EQ_bizStep": ["inspecting"]}}
    assert run("queries", "add", "-", given=json.dumps(definition)).exit_code == 0
    return filled


def subscribed(*options: str) -> str:
    """Subscribe; return the id."""
    return str(answer("subscriptions", "add", "moves", DEST, *options)["subscriptionID"])


def bury(folder: Path, subscription: str, count: int = 1) -> list[str]:
    """Put dead letters into the books; return their names."""
    letters = [
        Delivery(f"d{number}", subscription, "moves", 0, 2, now(), 7, 0, now(), "HTTP 500", 2)
        for number in range(count)
    ]
    with dicycle.open(folder / "dicycle.db") as loop, loop.store.writing() as writing:
        for one in letters:
            writing.put_card(books.DEAD, one.key, books.as_card(one))
    return [one.key for one in letters]


def test_queries_are_named_listed_shown_and_taken_away(named: Path) -> None:
    """A query gets a name from JSON, is listed with its subscriptions, shown, and taken away with them."""
    subscribed("--stream")
    assert answer("queries", "list") == [{"name": "moves", "query": {"EQ_bizStep": ["inspecting"]}}]
    assert answer("queries", "show", "moves")["query"] == {"EQ_bizStep": ["inspecting"]}
    assert "moves" in run("queries", "list").stdout
    assert "'moves' is gone" in run("queries", "remove", "moves").stdout
    assert answer("subscriptions", "list") == []
    assert "no query named" in refused(run("queries", "show", "moves"), 3)


def test_a_query_that_is_not_understood_is_refused(here: Path) -> None:
    """A misspelt parameter is named, and no name is given."""
    definition = '{"name": "moves", "query": {"EQ_bizStp": ["shipping"]}}'
    assert "EQ_bizStp" in refused(run("queries", "add", "-", given=definition), 1)


def test_subscriptions_are_made_listed_paused_and_ended(named: Path) -> None:
    """A stream and a schedule are subscribed to, listed with how they do, paused, resumed and ended."""
    stream = subscribed("--stream", "--since", "1970-01-01T00:00:00Z")
    nightly = subscribed("--at", "hour=1", "--at", "minute=5", "--even-if-empty")
    rows = {one["subscriptionID"]: one for one in answer("subscriptions", "list")}
    assert rows[nightly]["schedule"] == {"hour": "1", "minute": "5"}
    assert (rows[stream]["stream"], rows[stream]["watermark"]) == (True, 0)
    assert run("subscriptions", "pause", stream).exit_code == 0
    assert "paused" in run("subscriptions", "list").stdout
    assert run("subscriptions", "resume", stream).exit_code == 0
    assert run("subscriptions", "remove", stream).exit_code == 0
    assert [one["subscriptionID"] for one in answer("subscriptions", "list")] == [nightly]
    assert stream in refused(run("subscriptions", "pause", stream), 3)


@pytest.mark.parametrize(
    "options", [(), ("--stream", "--at", "hour=1"), ("--at", "hour"), ("--at", "hour=25"), ("--stream", "--since", "x")]
)
def test_a_subscription_that_cannot_be_is_refused(named: Path, options: tuple[str, ...]) -> None:
    """Neither or both of stream and schedule, or a field that is none, is refused in a sentence."""
    refused(run("subscriptions", "add", "moves", DEST, *options), 1)


def test_who_says_neither_stream_nor_schedule_hears_the_names_of_the_options(named: Path) -> None:
    """The command line speaks of its own options, not of the keys of the JSON that they become."""
    assert "--stream or --at" in refused(run("subscriptions", "add", "moves", DEST), 1)


def test_dead_letters_are_listed_replayed_and_discarded(named: Path) -> None:
    """Dead letters are listed with the answer, put on their way again one by one or all, and thrown away."""
    first, second, third = bury(named, subscribed("--stream"), 3)
    assert [one["id"] for one in answer("subscriptions", "dead")] == [first, second, third]
    assert "HTTP 500" in run("subscriptions", "dead").stdout
    assert answer("subscriptions", "replay", first)["letters"] == 1
    assert answer("subscriptions", "discard", second)["letters"] == 1
    assert "which letters" in refused(run("subscriptions", "replay"), 1)
    assert answer("subscriptions", "replay", "--all")["letters"] == 1
    assert run("subscriptions", "dead").stdout.strip() == "No letter is dead."
    assert first in refused(run("subscriptions", "discard", first), 3)


def test_a_subscription_is_tried_out(named: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report without events is sent from the terminal, signed by the secret in a file; a failure is a failure."""
    monkeypatch.setenv("DICYCLE_WEBHOOK_PRIVATE", "true")
    (named / "secret").write_text("s3cret\n", encoding="utf-8")
    with receiving() as receiver:
        receiver.answers = [204, 500]
        made = answer("subscriptions", "add", "moves", receiver.url, "--stream", "--secret", "secret")["subscriptionID"]
        assert "HTTP 204" in run("subscriptions", "test", made).stdout
        assert "HTTP 500" in refused(run("subscriptions", "test", made), 1)
    assert receiver.got[0].headers["GS1-Signature"].startswith("t=")
