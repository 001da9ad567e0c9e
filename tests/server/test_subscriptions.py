"""Webhooks delivered to a real receiver: at least once, in order, signed, and with an answer for every failure."""

import hashlib
import hmac
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from oracle import schema
from receiving import Receiver, receiving, until

import dicycle
from dicycle.bootstrap import Loop
from dicycle.ledger.access import tokens
from dicycle.ledger.access.model import Role
from dicycle.ledger.clock import now
from dicycle.ledger.formats import timestamp
from dicycle.ledger.subscribing import books, lease
from dicycle.ledger.subscribing.delivering import Policy, Webhooks
from dicycle.ledger.subscribing.desk import Desk
from dicycle.ledger.subscribing.model import Delivery, Subscription
from dicycle.ledger.subscribing.wishes import webhook
from dicycle.server.subscriptions.worker import Deliveries, Rhythm

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
INSIDE = Webhooks(private=True, timeout=5)
QUICK = Policy(waits=(0.02, 0.04), events=3)
BRISK = Rhythm(look=0.1, gather=0.001, lease=5, note=0.05)


def an_event(number: int, **fields: Any) -> dict[str, Any]:
    """Return an event that a subscriber wants to hear of."""
    event = {
        "@context": CONTEXT,
        "type": "ObjectEvent",
        "eventID": f"urn:x:{number}",
        "eventTime": f"2027-03-01T09:{number % 60:02}:00Z",
        "eventTimeZoneOffset": "+00:00",
        "action": "OBSERVE",
        "bizStep": "shipping",
        "epcList": ["urn:epc:id:sgtin:9521234.000001.P-1"],
    }
    return event | fields


def names(*numbers: int) -> list[str]:
    """Return the ids of events."""
    return [f"urn:x:{number}" for number in numbers]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver on the loopback."""
    with receiving() as found:
        yield found


@pytest.fixture
def desk(loop: Loop) -> Desk:
    """A desk with a query for shipments."""
    found = Desk(loop.store, loop.intake)
    found.define(b'{"name":"moves","query":{"EQ_bizStep":["shipping"]}}')
    return found


@contextmanager
def delivering(
    loop: Loop, policy: Policy = QUICK, webhooks: Webhooks = INSIDE, rhythm: Rhythm = BRISK
) -> Iterator[Deliveries]:
    """Run the worker of a loop."""
    worker = Deliveries(loop, webhooks, policy=policy, rhythm=rhythm)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()


def subscribe(desk: Desk, url: str, query: str = "moves", **fields: Any) -> Subscription:
    """Subscribe a receiver."""
    wish = {"dest": url} | ({"stream": True} if "schedule" not in fields else {}) | fields
    return desk.subscribe(query, webhook(json.dumps(wish).encode(), "Always_GS1_Digital_Link", private=True))


def dead(loop: Loop) -> list[Delivery]:
    """Return the dead letters."""
    return books.dead_letters(loop.store)


def test_events_are_reported_in_order_and_once(loop: Loop, desk: Desk, receiver: Receiver) -> None:
    """Of events captured one after the other, a subscriber hears those that it asked for, in order, in reports of 3."""
    subscription = subscribe(desk, receiver.url)
    with delivering(loop):
        loop.capture([an_event(number, bizStep="shipping" if number != 2 else "receiving") for number in range(8)])
        until(lambda: len(receiver.events) >= 7)
        loop.capture(an_event(8))
        until(lambda: len(receiver.events) >= 8)
    assert receiver.events == names(0, 1, 3, 4, 5, 6, 7, 8)
    assert max(len(one.events) for one in receiver.got) == 3
    assert books.pace(loop.store, subscription).watermark == 9


def test_a_report_is_a_query_document_of_the_standard(loop: Loop, desk: Desk, receiver: Receiver) -> None:
    """GS1's schema accepts a report; it names the query and the subscription, and says its version and kind."""
    subscription = subscribe(desk, receiver.url)
    with delivering(loop):
        loop.capture(an_event(1))
        report = until(lambda: receiver.got)[0]
    results = report.value["epcisBody"]["queryResults"]
    assert (results["queryName"], results["subscriptionID"]) == ("moves", subscription.id)
    assert results["resultsBody"]["eventList"][0]["epcList"] == ["https://id.gs1.org/01/09521234000013/21/P-1"]
    assert report.headers["Content-Type"] == "application/json"
    assert report.headers["GS1-EPCIS-Version"] == "2.0.0"
    assert "GS1-Signature" not in report.headers
    schema().validate(report.value)


def test_a_report_is_signed_by_the_subscribers_secret(loop: Loop, desk: Desk, receiver: Receiver) -> None:
    """Who gave a secret can check that body and moment are from somebody who knows it."""
    subscribe(desk, receiver.url, signatureToken="sécret")
    with delivering(loop):
        loop.capture(an_event(1))
        report = until(lambda: receiver.got)[0]
    moment, given = (part.split("=", 1)[1] for part in report.headers["GS1-Signature"].split(","))
    expected = hmac.new("sécret".encode(), moment.encode() + b"." + report.body, hashlib.sha256).hexdigest()
    assert given == expected
    assert abs(int(moment) - time.time()) < 60


def test_a_report_that_failed_comes_again_and_the_others_wait(loop: Loop, desk: Desk, receiver: Receiver) -> None:
    """A receiver that is broken twice gets the same report a third time, with the same bytes, before any other."""
    subscribe(desk, receiver.url)
    receiver.answers = [500, 503]
    with delivering(loop):
        loop.capture([an_event(number) for number in range(5)])
        until(lambda: len(receiver.got) == 4)
    assert [one.events for one in receiver.got] == [names(0, 1, 2)] * 3 + [names(3, 4)]
    assert len({one.body for one in receiver.got[:3]}) == 1
    assert len({one.headers["Dicycle-Delivery"] for one in receiver.got[:3]}) == 1
    assert dead(loop) == []


def test_what_is_never_taken_is_set_aside_and_can_be_sent_again(loop: Loop, desk: Desk, receiver: Receiver) -> None:
    """After all attempts a report is a dead letter that says why; later ones come; a person sends it back."""
    subscription = subscribe(desk, receiver.url)
    receiver.answers = [500] * 3
    with delivering(loop):
        loop.capture([an_event(number) for number in range(4)])
        until(lambda: receiver.events[-1:] == names(3))
        letter = dead(loop)[0]
        assert (letter.subscription, letter.attempts, letter.events) == (subscription.id, 3, 3)
        assert letter.answer == "HTTP 500 Internal Server Error: said the receiver [0m"
        before = len(receiver.got)
        desk.replay(letter.key)
        until(lambda: len(receiver.got) > before)
        until(lambda: books.lines(loop.store)[0].waiting == ())
    assert receiver.got[-1].events == names(0, 1, 2)
    assert dead(loop) == []


def test_a_letter_that_fails_again_is_dead_again(loop: Loop, desk: Desk, receiver: Receiver) -> None:
    """A dead letter that was sent back and is still not taken comes back to the dead letters."""
    subscribe(desk, receiver.url)
    receiver.answers = [500] * 6
    with delivering(loop):
        loop.capture(an_event(1))
        desk.replay(until(lambda: dead(loop))[0].key)
        until(lambda: len(receiver.got) == 6 and dead(loop))
    assert [letter.attempts for letter in dead(loop)] == [3]


@pytest.mark.parametrize("answer", [(301, {"Location": "/elsewhere"}), (302, {"Location": "/elsewhere"}), 204])
def test_redirects_are_not_followed(loop: Loop, desk: Desk, receiver: Receiver, answer: Any) -> None:
    """A receiver that points elsewhere has not taken the report; nobody is asked at the other place."""
    subscribe(desk, receiver.url)
    receiver.answers = [answer]
    with delivering(loop):
        loop.capture(an_event(1))
        until(lambda: len(receiver.got) == (1 if answer == 204 else 2))
    assert all(one.events == names(1) for one in receiver.got)


def test_a_receiver_that_says_gone_hears_no_more(loop: Loop, desk: Desk, receiver: Receiver) -> None:
    """410 ends the subscription at once, and it stays ended."""
    subscription = subscribe(desk, receiver.url)
    receiver.answers = [410]
    with delivering(loop):
        loop.capture(an_event(1))
        until(lambda: books.pace(loop.store, subscription).ended)
        loop.capture(an_event(2))
    with delivering(loop) as worker:
        worker.notify()
    assert len(receiver.got) == 1


def test_retry_after_is_kept_to(loop: Loop, desk: Desk, receiver: Receiver) -> None:
    """A receiver that asks for two seconds of rest is left alone for two seconds."""
    subscribe(desk, receiver.url)
    receiver.answers = [(429, {"Retry-After": "2"})]
    with delivering(loop):
        loop.capture(an_event(1))
        waiting = until(lambda: books.lines(loop.store)[0].waiting)[0]
        assert waiting.due - waiting.tried >= 2_000_000
        until(lambda: len(receiver.got) == 2)
    assert dead(loop) == []


def test_a_receiver_can_ask_for_smaller_reports(loop: Loop, desk: Desk, receiver: Receiver) -> None:
    """413 halves the reports; every event still comes."""
    subscribe(desk, receiver.url)
    receiver.answers = [413]
    with delivering(loop):
        loop.capture([an_event(number) for number in range(3)])
        until(lambda: len(receiver.got) == 4)
    assert [one.events for one in receiver.got] == [names(0, 1, 2), names(0), names(1), names(2)]


def test_one_slow_receiver_does_not_hold_up_another(loop: Loop, desk: Desk, receiver: Receiver) -> None:
    """While one receiver sits on a report, others get theirs, and the next ones too."""
    with receiving() as slow:
        release = threading.Event()
        slow.before = lambda _: release.wait(20)
        subscribe(desk, slow.url)
        subscribe(desk, receiver.url)
        with delivering(loop):
            loop.capture(an_event(1))
            until(lambda: slow.got)
            loop.capture(an_event(2))
            until(lambda: receiver.events == names(1, 2))
            assert slow.events == names(1)
            release.set()
            until(lambda: slow.events == names(1, 2))


def test_stopping_does_not_wait_for_a_slow_receiver(loop: Loop, desk: Desk, receiver: Receiver) -> None:
    """A server that is stopped hangs up; the report counts as not delivered and comes after the next start."""
    release = threading.Event()
    receiver.before = lambda _: release.wait(20)
    subscribe(desk, receiver.url)
    started = time.monotonic()
    with delivering(loop, webhooks=Webhooks(private=True, timeout=30)):
        loop.capture(an_event(1))
        until(lambda: receiver.got)
    assert time.monotonic() - started < 15
    release.set()
    assert books.lines(loop.store)[0].waiting == ()
    with delivering(loop):
        until(lambda: receiver.events == names(1, 1))


def test_a_receiver_that_was_down_gets_everything_when_it_is_back(loop: Loop, desk: Desk) -> None:
    """No connection is a failure like any other; what came meanwhile follows in order."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    subscription = subscribe(desk, f"http://127.0.0.1:{port}/in")
    with delivering(loop, Policy(waits=(0.05,) * 100, events=3)):
        loop.capture(an_event(1))
        waiting = until(lambda: books.lines(loop.store)[0].waiting)[0]
        assert waiting.answer == "The connection was refused."
    with receiving() as receiver, delivering(loop):
        desk.unsubscribe(subscription.id)
        subscribe(desk, receiver.url, initialRecordTime="1970-01-01T00:00:00Z")
        until(lambda: receiver.events == names(1))


def test_a_schedule_runs_when_its_moment_comes(loop: Loop, desk: Desk, receiver: Receiver) -> None:
    """A query that runs every second reports what is new; an empty run is reported to who asked for it."""
    subscribe(desk, receiver.url, schedule={"second": "*"}, reportIfEmpty=True)
    with delivering(loop):
        loop.capture([an_event(1), an_event(2)])
        until(lambda: receiver.events == names(1, 2))
        until(lambda: receiver.got[-1].events == [])


def test_a_paused_subscription_catches_up(loop: Loop, desk: Desk, receiver: Receiver) -> None:
    """While a subscription is paused it hears nothing; when it goes on it hears of everything."""
    paused, other = subscribe(desk, receiver.url), None
    desk.pause(paused.id)
    with receiving() as second:
        other = subscribe(desk, second.url)
        with delivering(loop):
            loop.capture(an_event(1))
            until(lambda: second.events == names(1))
            assert receiver.got == []
            desk.resume(paused.id)
            until(lambda: receiver.events == names(1))
    assert other.id != paused.id


def test_the_first_report_begins_at_the_initial_record_time(loop: Loop, desk: Desk, receiver: Receiver) -> None:
    """A subscriber can ask for what was recorded before it subscribed; others hear only of what comes."""
    loop.capture(an_event(1))
    loop.capture(an_event(2))
    middle = next(one for one in loop.store.events() if one.event_id == "urn:x:2").record_time
    subscribe(desk, receiver.url, initialRecordTime=timestamp(middle))
    with receiving() as late:
        subscribe(desk, late.url)
        with delivering(loop):
            until(lambda: receiver.events == names(2))
            loop.capture(an_event(3))
            until(lambda: late.events == names(3))


def test_a_query_that_matches_nothing_keeps_its_place(loop: Loop, desk: Desk, receiver: Receiver) -> None:
    """How far a silent subscription came is noted, so that a restart does not read the whole ledger again."""
    subscription = subscribe(desk, receiver.url)
    with delivering(loop):
        loop.capture([an_event(number, bizStep="receiving") for number in range(5)])
        until(lambda: books.pace(loop.store, subscription).watermark == 5)
    assert receiver.got == []


def test_one_process_delivers_and_another_takes_over(
    loop: Loop, desk: Desk, receiver: Receiver, tmp_path: Path
) -> None:
    """Of two workers on one ledger one delivers; when it stops the other goes on where it was."""
    subscribe(desk, receiver.url)
    with dicycle.open(tmp_path / "loop.db") as elsewhere, delivering(elsewhere):
        with delivering(loop):
            loop.capture([an_event(number) for number in range(6)])
            until(lambda: len(receiver.events) >= 6)
        loop.capture(an_event(6))
        until(lambda: len(receiver.events) >= 7)
    assert receiver.events == names(*range(7))


VICTIM = """
import sys, threading, dicycle
from dicycle.ledger.subscribing.delivering import Policy, Webhooks
from dicycle.server.subscriptions.worker import Deliveries, Rhythm
with dicycle.open(sys.argv[1]) as loop:
    rhythm = Rhythm(look=0.1, gather=0.001, lease=0.5)
    Deliveries(loop, Webhooks(private=True), policy=Policy(events=3), rhythm=rhythm).start()
    threading.Event().wait(60)
"""


def test_a_killed_server_forgets_no_report(loop: Loop, desk: Desk, receiver: Receiver, tmp_path: Path) -> None:
    """A server is killed between the receiver's answer and its own note of it: the report comes twice, none is lost."""
    subscribe(desk, receiver.url)
    loop.capture([an_event(number) for number in range(9)])
    victim: list[subprocess.Popen[bytes]] = []

    def kill_at_the_second(_: Any) -> None:
        if len(receiver.got) == 2:
            os.kill(victim[0].pid, signal.SIGKILL)
            victim[0].wait()

    receiver.before = kill_at_the_second
    victim.append(subprocess.Popen([sys.executable, "-c", VICTIM, str(tmp_path / "loop.db")]))
    try:
        until(lambda: victim[0].poll() is not None)
        with delivering(loop):
            until(lambda: "urn:x:8" in receiver.events)
    finally:
        victim[0].kill()
        victim[0].wait()
    assert receiver.events == names(0, 1, 2, 3, 4, 5, 3, 4, 5, 6, 7, 8)


def test_what_another_process_took_over_is_not_written_over(loop: Loop, desk: Desk, receiver: Receiver) -> None:
    """A worker that lost its lease while a report was on its way leaves the books to the one that has it."""
    subscription = subscribe(desk, receiver.url)
    usurped: list[Any] = []

    def usurp(_: Any) -> None:
        if not usurped:
            with loop.store.writing() as writing:
                writing.put_card("lease", "deliveries", b'{"owner":"another","until":99999999999999999}')
            usurped.append(True)

    receiver.before = usurp
    with delivering(loop):
        loop.capture(an_event(1))
        until(lambda: usurped)
    assert books.pace(loop.store, subscription).watermark == 0
    assert getattr(lease.current(loop.store), "owner", None) == "another"


def test_a_query_that_cannot_be_answered_is_told_to_the_subscriber(loop: Loop, receiver: Receiver) -> None:
    """Where a query fails on the server, the subscriber gets a problem document, and the report is tried again."""
    desk = Desk(loop.store, loop.intake)
    desk.define(b'{"name":"moves","query":{"EQ_bizStep":["shipping"]}}')
    subscribe(desk, receiver.url)
    with loop.store.writing() as writing:  # as an earlier version may have taken it
        card = b'{"name":"moves","body":{"EQ_unheardOf":["x"]},"created":1,"owner":""}'
        writing.put_card(books.QUERY, "moves", card)
    with delivering(loop):
        loop.capture(an_event(1))
        until(lambda: dead(loop))
    assert receiver.got[0].headers["Content-Type"] == "application/problem+json"
    assert receiver.got[0].value["type"] == "epcisException:QueryParameterException"
    assert "EQ_unheardOf" in dead(loop)[0].answer


def test_a_partner_hears_of_what_it_sees_while_its_token_holds(loop: Loop, desk: Desk, receiver: Receiver) -> None:
    """A partner's subscription tells the events that its tokens open; without one it rests, and goes on later."""
    partner = "https://id.gs1.org/417/9521234000006"
    wish = tokens.Wish(Role.PARTNER, partner)
    token, _ = tokens.issue(loop.store, wish, now())
    wanted = json.dumps({"dest": receiver.url, "stream": True}).encode()
    subscription = desk.subscribe("moves", webhook(wanted, "No_Preference", private=True), partner)
    with delivering(loop, rhythm=BRISK._replace(lease=0.2)):
        loop.capture(an_event(1))
        loop.intake.event(json.dumps(an_event(2)).encode(), partner)
        until(lambda: receiver.events == names(2))
        until(lambda: books.pace(loop.store, subscription).watermark == 2)
        tokens.revoke(loop.store, token.id, now())
        loop.intake.event(json.dumps(an_event(3)).encode(), partner)
    assert receiver.events == names(2)
    tokens.issue(loop.store, wish, now())
    with delivering(loop):
        until(lambda: receiver.events == names(2, 3))


def test_a_report_has_a_size(loop: Loop, desk: Desk, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """Large events come in several reports, one at least in each, and none is left out."""
    monkeypatch.setattr("dicycle.server.epcis.reports.report.__defaults__", (1000,))
    subscribe(desk, receiver.url)
    large = {"@context": [CONTEXT, {"ex": "https://ns.example.com/"}], "ex:text": "x" * 600}
    with delivering(loop):
        loop.capture([an_event(1, **large), an_event(2, **large), an_event(3), an_event(4, **large)])
        until(lambda: len(receiver.events) == 4)
    assert receiver.events == names(1, 2, 3, 4)
    assert [len(one.events) for one in receiver.got] == [1, 1, 1, 1]
