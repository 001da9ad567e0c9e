"""What a subscription does next and what follows from an answer; what may be asked for."""

from ipaddress import ip_address
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger.wishing import wished
from msgspec.structs import replace

from dicycle.errors import InvalidInput
from dicycle.ledger.subscribing.addresses import is_public
from dicycle.ledger.subscribing.delivering import (
    SECOND,
    Answer,
    Line,
    Policy,
    is_due,
    next_delivery,
    next_moment,
    passed,
    settled,
)
from dicycle.ledger.subscribing.model import Delivery, Pace, Subscription
from dicycle.ledger.subscribing.wishes import destination, websocket

POLICY = Policy(waits=(1, 5, 30), events=10)
STREAM = Subscription("s-1", "moves", "https://client.example/in", created=0, after=0)
NIGHTLY = replace(STREAM, schedule={"hour": "1"}, report_if_empty=True)
HOUR = 3600 * SECOND
WELL = Answer(204, "HTTP 204")
BROKEN = Answer(500, "HTTP 500")


def due(line: Line, moment: int = 0, last: int = 100) -> Delivery:
    """Return what is to be tried now."""
    found = next_delivery(line, moment, last)
    assert found is not None
    return found


class Receiver:
    """One subscription and a receiver that answers from a list: what it got, what died, and how far it came."""

    def __init__(self, last: int, answers: list[int], policy: Policy = POLICY) -> None:
        self.line = Line(STREAM, Pace(0, batch=policy.events))
        self.last, self.answers, self.policy = last, answers, policy
        self.got: list[int] = []
        self.dead: list[Delivery] = []
        self.tried: list[tuple[int, int]] = []

    def run(self) -> None:
        """Deliver until all is delivered or set aside; every seq is an event of the query."""
        moment = 0
        while (delivery := next_delivery(self.line, moment, self.last)) or self.line.waiting:
            if delivery is None:
                moment = next_moment(self.line) or moment
                continue
            told = min(delivery.until, delivery.after + self.line.pace.batch)
            delivery = replace(delivery, events=told - delivery.after)
            status = self.answers.pop(0) if self.answers else 204
            self.tried.append((delivery.after, told))
            if 200 <= status < 300:
                self.got += range(delivery.after + 1, told + 1)
            self.keep(delivery, told, status, moment)

    def keep(self, delivery: Delivery, told: int, status: int, moment: int) -> None:
        """Keep what follows, as the cards do."""
        step = settled(self.line, delivery, told, Answer(status, f"HTTP {status}"), moment, self.policy, 0.0)
        waiting = {one.key: one for one in self.line.waiting}
        for one in step.drop:
            waiting.pop(one.key, None)
        waiting |= {one.key: one for one in step.keep}
        self.dead += [step.dead] if step.dead else []
        self.line = self.line._replace(pace=step.pace, waiting=tuple(waiting.values()))


@given(st.integers(0, 200), st.lists(st.sampled_from([204, 500, 413, 200, 503]), max_size=60))
def test_every_event_is_delivered_or_set_aside_and_in_order(last: int, answers: list[int]) -> None:
    """Whatever a receiver answers, each event is in one delivered report or in one dead letter, and order is kept."""
    receiver = Receiver(last, answers)
    receiver.run()
    died = [seq for letter in receiver.dead for seq in range(letter.after + 1, letter.until + 1)]
    assert sorted(receiver.got + died) == list(range(1, last + 1))
    assert receiver.got == sorted(receiver.got)
    assert receiver.line.pace.watermark == last


def test_a_report_is_tried_as_often_as_the_policy_says_and_then_set_aside() -> None:
    """A receiver that is always broken is asked four times, longer and longer apart; then the next report follows."""
    receiver = Receiver(20, [500] * 4)
    receiver.run()
    assert receiver.tried == [(0, 10)] * 4 + [(10, 20)]
    assert [(letter.after, letter.until, letter.attempts) for letter in receiver.dead] == [(0, 10, 4)]
    assert receiver.dead[0].answer == "HTTP 500"


def test_a_receiver_that_asks_for_less_gets_less() -> None:
    """413 makes reports smaller and counts as no attempt; a single event that is too large is set aside."""
    receiver = Receiver(10, [413, 413, 413])
    receiver.run()
    assert [told - after for after, told in receiver.tried[:4]] == [10, 5, 2, 1]
    assert receiver.got == list(range(1, 11))
    stubborn = Receiver(1, [413] * 4)
    stubborn.run()
    assert [letter.until for letter in stubborn.dead] == [1]


@pytest.mark.parametrize(("asked", "waits"), [(None, 1.0), (0.5, 1.0), (60.0, 60.0), (10.0**9, POLICY.longest)])
def test_retry_after_is_kept_to_within_bounds(asked: float | None, waits: float) -> None:
    """A receiver that says when to come again is not asked earlier, but it cannot put a report off for ever."""
    line = Line(STREAM, Pace(0))
    step = settled(line, due(line), 100, Answer(503, "", asked), 0, POLICY, 0.0)
    assert step.keep[0].due == int(waits * SECOND)


@given(st.floats(0, 1), st.integers(0, 2))
def test_waits_are_spread(chance: float, attempts: int) -> None:
    """The wait for the next attempt lies between what the policy says and a fifth more."""
    line = Line(STREAM, Pace(0))
    step = settled(line, replace(due(line), attempts=attempts), 100, BROKEN, 0, POLICY, chance)
    wait = POLICY.waits[attempts] * SECOND
    assert wait <= step.keep[0].due <= wait * 1.2 + 1


def test_gone_ends_a_subscription() -> None:
    """A receiver that says 410 hears no more."""
    line = Line(STREAM, Pace(0))
    step = settled(line, due(line), 100, Answer(410, "HTTP 410 Gone"), 0, POLICY, 0.0)
    assert step.pace.ended == "HTTP 410 Gone"
    assert next_delivery(line._replace(pace=step.pace), HOUR, 200) is None
    assert next_moment(line._replace(pace=step.pace)) is None


def test_a_paused_subscription_rests() -> None:
    """Nothing is due while a subscription is paused; afterwards it goes on where it stood."""
    line = Line(STREAM, Pace(7), paused=True)
    assert next_delivery(line, 0, 100) is None
    assert due(line._replace(paused=False)).after == 7


def test_nothing_new_means_nothing_to_do() -> None:
    """A stream whose receiver has everything waits for the next event."""
    assert next_delivery(Line(STREAM, Pace(100)), 0, 100) is None
    assert next_moment(Line(STREAM, Pace(100))) is None


def test_a_letter_that_was_sent_back_does_not_hold_up_the_others() -> None:
    """New reports go on while a dead letter is tried again, and it is not tried before it is due."""
    letter = Delivery("d-1", "s-1", "moves", 0, 5, created=0, again=True, due=HOUR)
    line = Line(STREAM, Pace(5, failing=1), waiting=(letter,))
    assert due(line).after == 5
    assert next_delivery(line._replace(pace=Pace(100)), 0, 100) is None
    assert due(line, HOUR).after == 5
    assert due(line._replace(pace=Pace(100)), HOUR) is letter


def test_a_large_letter_that_was_sent_back_is_told_in_parts() -> None:
    """What does not fit into one report follows in the next, and nothing of it is lost."""
    letter = Delivery("d-1", "s-1", "moves", 0, 25, created=0, again=True, events=10)
    line = Line(STREAM, Pace(100), waiting=(letter,))
    first = settled(line, letter, 10, WELL, 0, POLICY, 0.0)
    assert [(one.after, one.until) for one in first.keep] == [(10, 25)]
    failed = settled(line, letter, 10, BROKEN, 0, POLICY, 0.0)
    assert [(one.after, one.until) for one in failed.keep] == [(0, 25)]
    done = settled(line, replace(letter, after=20), 25, WELL, 0, POLICY, 0.0)
    assert [one.key for one in done.drop] == [letter.key]
    assert done.pace.watermark == 100


def test_a_scheduled_query_runs_at_its_moment_and_only_once() -> None:
    """Before its moment nothing is due; after it, one run over all that is new, then nothing until the next moment."""
    line = Line(NIGHTLY, Pace(0))
    assert next_delivery(line, HOUR - 1, 100) is None
    assert next_moment(line) == HOUR
    delivery = due(line, HOUR)
    step = settled(line, delivery, 100, WELL, HOUR, POLICY, 0.0)
    assert next_delivery(line._replace(pace=step.pace), HOUR + 1, 200) is None
    assert next_moment(line._replace(pace=step.pace)) == 25 * HOUR
    assert due(line._replace(pace=step.pace), 25 * HOUR, 200).until == 200


def test_a_run_that_takes_several_reports_goes_on_at_once() -> None:
    """A scheduled run over more events than a report holds is told to its end without waiting for the next moment."""
    line = Line(NIGHTLY, Pace(0))
    step = settled(line, due(line, HOUR), 40, WELL, HOUR, POLICY, 0.0)
    following = due(line._replace(pace=step.pace), HOUR + 1, 200)
    assert (following.after, following.until) == (40, 100)


def test_runs_that_were_missed_are_caught_up_with_once() -> None:
    """A server that was down for a week runs a nightly query once when it is back, over everything."""
    line = Line(NIGHTLY, Pace(0))
    step = settled(line, due(line, 7 * 24 * HOUR), 100, WELL, 7 * 24 * HOUR, POLICY, 0.0)
    assert next_delivery(line._replace(pace=step.pace), 7 * 24 * HOUR + 1, 100) is None


def test_an_empty_run_is_told_only_to_who_asked() -> None:
    """With reportIfEmpty a run without events is reported; without it, and for streams, it is not."""
    nightly = Line(NIGHTLY, Pace(0))
    delivery = due(nightly, HOUR)
    assert is_due(nightly, delivery, 0)
    assert not is_due(Line(replace(NIGHTLY, report_if_empty=False), Pace(0)), delivery, 0)
    assert not is_due(Line(replace(STREAM, report_if_empty=True), Pace(0)), delivery, 0)
    assert is_due(Line(STREAM, Pace(0)), delivery, 1)
    assert passed(nightly, delivery) == Pace(100, target=100, executed=HOUR)


def test_a_run_after_its_last_event_is_not_empty() -> None:
    """A run that told events and has none left says nothing more, even to who wants to hear of empty runs."""
    line = Line(NIGHTLY, Pace(40, target=100, executed=HOUR))
    assert not is_due(line, due(line, HOUR + 1), 0)


# what is asked for


def test_a_subscription_is_read_as_it_was_written() -> None:
    """A schedule, a first record time and a secret arrive where they belong; numbers in a schedule are understood."""
    wish = wished(
        stream=..., schedule={"hour": 1, "minute": "5"}, signatureToken="s", reportIfEmpty=True,
        initialRecordTime="1970-01-01T01:00:00Z",
    )  # fmt: skip
    assert wish.schedule == {"hour": "1", "minute": "5"}
    assert (wish.token, wish.report_if_empty, wish.initial, wish.epc_format) == ("s", True, HOUR, "No_Preference")


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"stream": ...}, "stream"),
        ({"stream": False}, "stream"),
        ({"schedule": {"hour": "1"}}, "stream"),
        ({"stream": ..., "schedule": {}}, "schedule"),
        ({"stream": ..., "schedule": "daily"}, "schedule"),
        ({"stream": ..., "schedule": {"hour": True}}, "hour"),
        ({"stream": ..., "schedule": {"hour": "25"}}, "hour"),
        ({"reportIfEmpty": "yes"}, "reportIfEmpty"),
        ({"initialRecordTime": "yesterday"}, "initialRecordTime"),
        ({"signatureToken": 7}, "signatureToken"),
        ({"signatureToken": "a\nb"}, "signatureToken"),
        ({"dests": "https://a.example"}, "dests"),
        ({"dest": ...}, "dest"),
        ({"dest": "ftp://client.example.com/in"}, "dest"),
        ({"dest": "https://user:pass@client.example.com/in"}, "dest"),
        ({"dest": "https://client.example.com:99999/in"}, "dest"),
        ({"dest": "https:///in"}, "dest"),
        ({"dest": "https://localhost/in"}, "dest"),
        ({"dest": "https://127.0.0.1/in"}, "dest"),
        ({"dest": "https://[::1]:8443/in"}, "dest"),
        ({"dest": "http://169.254.169.254/latest"}, "dest"),
    ],
)
def test_what_is_wrong_with_a_subscription_is_said(fields: dict[str, Any], where: str) -> None:
    """Each mistake in a subscription is refused, and its place is named."""
    with pytest.raises(InvalidInput) as refused:
        wished(**fields)
    assert [finding.where for finding in refused.value.findings] == [where]


def test_private_destinations_are_open_where_the_server_is_told_so() -> None:
    """An installation may allow its own network as destination."""
    assert destination("http://127.0.0.1:9000/in", private=True) == "http://127.0.0.1:9000/in"


@pytest.mark.parametrize(
    "text",
    [
        "10.0.0.1", "172.16.0.1", "192.168.1.1", "127.0.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:10.0.0.1",
        "64:ff9b::a00:1", "2002:a00:1::", "192.0.2.1", "2001:db8::1",
    ],
)  # fmt: skip
def test_addresses_inside_are_known(text: str) -> None:
    """Addresses of this machine, of private networks and of nobody are told from the rest, in IPv6 clothes too."""
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_addresses_outside_are_known(text: str) -> None:
    """Addresses out in the world may be used."""
    assert is_public(ip_address(text))


@pytest.mark.parametrize(
    ("parameters", "where"),
    [
        ({}, "stream"), ({"stream": ["false"]}, "stream"), ({"stream": ["true"], "hour": ["1"]}, "stream"),
        ({"stream": ["yes"]}, "stream"), ({"hour": ["1", "2"]}, "hour"), ({"EQ_bizStep": ["shipping"]}, "EQ_bizStep"),
        ({"hour": ["99"]}, "hour"), ({"hour": ["1"], "reportIfEmpty": ["1"]}, "reportIfEmpty"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_websocket_is_said(parameters: dict[str, list[str]], where: str) -> None:
    """A WebSocket asks for a stream or a schedule, and for nothing else."""
    with pytest.raises(InvalidInput) as refused:
        websocket(parameters, "No_Preference")
    assert [finding.where for finding in refused.value.findings] == [where]
