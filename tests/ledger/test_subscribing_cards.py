"""Named queries, subscriptions and dead letters as cards of a ledger."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger.wishing import wished
from msgspec.structs import replace

from dicycle.bootstrap import Loop
from dicycle.errors import AlreadyExists, DicycleError, InvalidInput, InvalidQuery, NotFound
from dicycle.ledger.clock import now
from dicycle.ledger.subscribing import books, lease
from dicycle.ledger.subscribing.delivering import (
    SECOND,
    Answer,
    Policy,
)
from dicycle.ledger.subscribing.desk import Desk
from dicycle.ledger.subscribing.model import Delivery, Subscription
from dicycle.ledger.subscribing.wishes import webhook

POLICY = Policy(waits=(1, 5, 30), events=10)
STREAM = Subscription("s-1", "moves", "https://client.example/in", created=0, after=0)
NIGHTLY = replace(STREAM, schedule={"hour": "1"}, report_if_empty=True)
HOUR = 3600 * SECOND
WELL = Answer(204, "HTTP 204")
BROKEN = Answer(500, "HTTP 500")


def defined(loop: Loop, name: str = "moves", **query: Any) -> Desk:
    """Return a desk with a named query."""
    desk = Desk(loop.store, loop.intake)
    desk.define(json.dumps({"name": name, "query": query or {"EQ_bizStep": ["shipping"]}}).encode())
    return desk


def subscribed(desk: Desk, name: str = "moves") -> Subscription:
    """Return a subscription to a named query."""
    return desk.subscribe(name, wished())


def test_a_query_keeps_every_digit_and_every_kind_of_value(loop: Loop) -> None:
    """A query body comes back as it was written: lists, texts, exact numbers, truth values and null."""
    body = '{"EQ_bizStep":["shipping"],"GE_eventTime":"2027-01-01T00:00:00Z","GE_quantity":2.50,"EXISTS_errorDeclaration":null}'  # noqa: E501
    desk = Desk(loop.store, loop.intake)
    desk.define(f'{{"name":"all kinds","query":{body}}}'.encode())
    found = desk.query("all kinds")
    assert bytes(found.body).decode() == body
    assert found.parameters["GE_quantity"] == ["2.50"]
    assert len(found.query.where) == 4


@pytest.mark.parametrize(
    ("definition", "where"),
    [
        ("[]", ""), ('{"name":"n"}', "query"), ('{"query":{}}', "name"), ('{"name":"","query":{}}', "name"),
        ('{"name":"a/b","query":{}}', "name"),
        ('{"name":" a","query":{}}', "name"), ('{"name":"..","query":{}}', "name"),
        ('{"name":"n","query":[]}', "query"), ('{"name":"n","query":{},"x":1}', "x"),
        ('{"name":"n","query":{"EQ_bizStp":["shipping"]}}', "EQ_bizStp"),
        ('{"name":"n","query":{"EQ_bizStep":{"a":1}}}', "EQ_bizStep"),
        ('{"name":"a\\nb","query":{}}', "name"),
    ],
)  # fmt: skip
def test_a_definition_that_is_none_is_refused(loop: Loop, definition: str, where: str) -> None:
    """A query needs a name that fits into a URL and parameters that are understood."""
    with pytest.raises(InvalidQuery) as refused:
        Desk(loop.store, loop.intake).define(definition.encode())
    assert [finding.where for finding in refused.value.findings] == [where]


@pytest.mark.parametrize("name", ["moves", "SimpleEventQuery"])
def test_a_name_is_given_once(loop: Loop, name: str) -> None:
    """A name that is taken, or is the standard's own, is refused, and what was there stays."""
    desk = defined(loop)
    with pytest.raises(AlreadyExists):
        defined(loop, name, EQ_bizStep=["receiving"])
    assert desk.query("moves").parameters == {"EQ_bizStep": ["shipping"]}


def test_a_query_takes_its_subscriptions_along(loop: Loop) -> None:
    """With a named query go its subscriptions, what was on its way and what was dead; those of others stay."""
    desk = defined(loop)
    defined(loop, "other")
    gone, stays = subscribed(desk), subscribed(desk, "other")
    with loop.store.writing() as writing:
        for one in (gone, stays):
            writing.put_card(books.DEAD, f"{one.id}/d", books.as_card(letter(one)))
    desk.pause(gone.id)
    desk.remove_query("moves")
    assert [one.id for one in books.subscriptions(loop.store)] == [stays.id]
    assert [one.subscription for one in books.dead_letters(loop.store)] == [stays.id]
    assert loop.store.cards(books.PAUSED) == []
    with pytest.raises(NotFound):
        desk.query("moves")


def letter(of: Subscription) -> Delivery:
    """Return a dead letter of a subscription."""
    return Delivery("d", of.id, of.query, 0, 5, created=now(), attempts=7, answer="HTTP 500")


def test_a_dead_letter_goes_back_or_away(loop: Loop) -> None:
    """A person can put a dead letter on its way again, which makes it new, or throw it away."""
    desk = defined(loop)
    one, two = sorted((subscribed(desk), subscribed(desk)), key=lambda found: found.id)
    with loop.store.writing() as writing:
        for of in (one, two):
            writing.put_card(books.DEAD, letter(of).key, books.as_card(letter(of)))
    desk.replay(letter(one).key)
    waiting = {line.subscription.id: line.waiting for line in books.lines(loop.store)}
    assert [(found.again, found.attempts) for found in waiting[one.id]] == [(True, 0)]
    assert waiting[two.id] == ()
    desk.discard(letter(two).key)
    assert books.dead_letters(loop.store) == []
    with pytest.raises(NotFound):
        desk.replay(letter(two).key)


def test_all_dead_letters_of_one_subscription_can_be_sent_back(loop: Loop) -> None:
    """Replaying those of one subscription leaves the others where they are."""
    desk = defined(loop)
    one, two = subscribed(desk), subscribed(desk)
    with loop.store.writing() as writing:
        for of in (one, two):
            writing.put_card(books.DEAD, letter(of).key, books.as_card(letter(of)))
    assert desk.replay_all(one.id) == 1
    assert [found.subscription for found in books.dead_letters(loop.store)] == [two.id]
    assert desk.discard_all() == 1


@pytest.mark.parametrize("control", ["eventCountLimit", "maxEventCount"])
def test_a_query_that_stops_at_a_count_cannot_be_subscribed_to(loop: Loop, control: str) -> None:
    """A subscription tells every event, so a query with a limit is refused."""
    desk = defined(loop, "few", **{control: 5, "orderBy": "eventTime"})
    with pytest.raises(InvalidInput) as refused:
        subscribed(desk, "few")
    assert refused.value.findings[0].code == "subscription.counted"


def test_a_subscription_to_nothing_is_refused(loop: Loop) -> None:
    """Who subscribes to a query that is not there, or leaves one that is not, is told so."""
    desk = Desk(loop.store, loop.intake)
    for work in (lambda: subscribed(desk), lambda: desk.unsubscribe("s"), lambda: desk.pause("s")):
        with pytest.raises(NotFound):
            work()


def test_one_process_at_a_time_holds_the_lease(loop: Loop) -> None:
    """While the lease of one process holds, no other gets it; when it has run out or was given up, the next does."""
    with loop.store.writing() as writing:
        lease.take(loop.store, writing, "first", now(), 3600 * SECOND)
    with pytest.raises(lease.NotHeld), loop.store.writing() as writing:
        lease.take(loop.store, writing, "second", now(), SECOND)
    lease.check(loop.store, "second", now() + 3600 * SECOND)
    with loop.store.writing() as writing:
        lease.give_up(loop.store, writing, "second")
    assert lease.current(loop.store) is not None
    with loop.store.writing() as writing:
        lease.give_up(loop.store, writing, "first")
    assert lease.current(loop.store) is None


@given(st.binary(max_size=200))
def test_no_input_crashes_the_desk(raw: bytes) -> None:
    """Bytes that are no subscription are refused with a finding."""
    with pytest.raises(DicycleError):
        webhook(raw, "No_Preference", private=False)
