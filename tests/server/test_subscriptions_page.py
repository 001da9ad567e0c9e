"""The page of subscriptions: how each does, what is dead and why, and what a person can do about it."""

import json
from typing import Any

import pytest
from page_reading import person, read
from receiving import receiving
from starlette.testclient import TestClient

from dicycle.bootstrap import Loop
from dicycle.ledger.clock import now
from dicycle.ledger.subscribing import books
from dicycle.ledger.subscribing.delivering import Webhooks
from dicycle.ledger.subscribing.desk import Desk
from dicycle.ledger.subscribing.model import Delivery, Pace, Subscription
from dicycle.ledger.subscribing.wishes import webhook

SAYS = '<b>500</b> "broken"'


@pytest.fixture
def desk(loop: Loop) -> Desk:
    """A desk with a query."""
    found = Desk(loop.store, loop.intake)
    found.define(b'{"name":"moves & <more>","query":{}}')
    return found


@pytest.fixture
def browser(loop: Loop) -> TestClient:
    """A browser without JavaScript."""
    return person(loop)


def subscribed(desk: Desk, url: str = "https://client.example.com/in?a=1&b=2", **fields: Any) -> Subscription:
    """Subscribe a receiver."""
    wish = {"dest": url} | ({"stream": True} if "schedule" not in fields else {}) | fields
    return desk.subscribe("moves & <more>", webhook(json.dumps(wish).encode(), "No_Preference", private=True))


def bury(loop: Loop, of: Subscription, count: int = 1) -> list[Delivery]:
    """Put dead letters into the books."""
    letters = [
        Delivery(f"d{number:03}", of.id, of.query, number, number + 1, now(), 7, 0, now(), SAYS, 1)
        for number in range(count)
    ]
    with loop.store.writing() as writing:
        for one in letters:
            writing.put_card(books.DEAD, one.key, books.as_card(one))
    return letters


def press(browser: TestClient, do: str, id: str) -> Any:
    """Press a button of the page, as a form does."""
    return browser.post("/subscriptions", params={"do": do, "id": id}, follow_redirects=False)


def test_an_empty_page_says_how_to_subscribe(browser: TestClient) -> None:
    """Where nobody is subscribed, the page says how it is done."""
    page = read(browser.get("/subscriptions"))
    assert "Nobody is subscribed" in page.text
    assert "curl -X POST http://testserver/queries" in page.text


def test_each_subscription_is_told(browser: TestClient, desk: Desk, loop: Loop) -> None:
    """The page tells query, destination, rhythm and state, and shows markup of others as text."""
    subscribed(desk)
    subscribed(desk, schedule={"hour": "1"}, reportIfEmpty=True)
    ended = subscribed(desk, "https://gone.example.com/in")
    with loop.store.writing() as writing:
        books.put_paces(writing, [(ended.id, Pace(0, ended="HTTP 410 Gone", notified=now()))])
    page = read(browser.get("/subscriptions"))
    assert page.inline == []
    for said in (
        "moves & <more>",
        "https://client.example.com/in?a=1&b=2",
        "as events come",
        "hour 1 (UTC)",
        "410 Gone",
    ):
        assert said in page.text
    links = [link for link in page.links if link.startswith("/queries/")]
    assert browser.get(links[0], headers={"Accept": "text/html,*/*;q=0.8"}).status_code == 200


def test_a_dead_letter_is_told_and_replayed(browser: TestClient, desk: Desk, loop: Loop) -> None:
    """A dead letter is shown with what the receiver said, as text; the button puts it on its way again."""
    (letter,) = bury(loop, subscribed(desk))
    page = read(browser.get("/subscriptions"))
    assert SAYS in page.text
    done = press(browser, "replay", letter.key)
    assert (done.status_code, done.headers["Location"]) == (303, "/subscriptions")
    assert books.dead_letters(loop.store) == []
    assert "A report is on its way again" in read(browser.get("/subscriptions")).text
    assert press(browser, "replay", letter.key).status_code == 404


def test_buttons_do_what_they_say(browser: TestClient, desk: Desk, loop: Loop) -> None:
    """Pause, resume, discard, replay all, discard all and end do so, and no other deed is known."""
    one, two = subscribed(desk), subscribed(desk)
    press(browser, "pause", one.id)
    assert "Paused" in read(browser.get("/subscriptions")).text
    press(browser, "resume", one.id)
    assert loop.store.cards(books.PAUSED) == []
    first, *_ = bury(loop, one, 3)
    bury(loop, two, 2)
    press(browser, "discard", first.key)
    press(browser, "discard-all", two.id)
    assert {letter.subscription for letter in books.dead_letters(loop.store)} == {one.id}
    press(browser, "replay-all", one.id)
    assert books.dead_letters(loop.store) == []
    press(browser, "unsubscribe", one.id)
    assert [found.id for found in books.subscriptions(loop.store)] == [two.id]
    assert press(browser, "dance", two.id).status_code == 400
    assert press(browser, "pause", "none").status_code == 404


def test_every_button_of_the_page_leads_somewhere(browser: TestClient, desk: Desk, loop: Loop) -> None:
    """Each form of the page is understood when it is sent."""
    bury(loop, subscribed(desk), 2)
    deeds = [link for link in read(browser.get("/subscriptions")).links if link.startswith("/subscriptions?do=")]
    assert len(deeds) == 3 + 2 * 2 + 2
    letters = [deed for deed in deeds if "do=replay&" in deed]
    assert [browser.post(deed, follow_redirects=False).status_code for deed in letters] == [303, 303]


def test_trying_out_tells_what_the_receiver_says(browser: TestClient, desk: Desk) -> None:
    """A report without events is sent at once, signed, and its answer is shown."""
    browser.app.state.webhooks = Webhooks(private=True)  # type: ignore[attr-defined]
    with receiving() as receiver:
        receiver.answers = [204, 503]
        subscription = subscribed(desk, receiver.url, signatureToken="s")
        assert "HTTP 204" in read(press(browser, "test", subscription.id)).text
        assert "HTTP 503" in read(press(browser, "test", subscription.id)).text
    assert receiver.got[0].events == []
    assert "GS1-Signature" in receiver.got[0].headers


def test_many_letters_come_in_pages(browser: TestClient, desk: Desk, loop: Loop) -> None:
    """More dead letters than fit are behind the link at the end, each once."""
    bury(loop, subscribed(desk), 60)
    first = browser.get("/subscriptions?format=json").json()
    second = browser.get(f"{first['next']}&format=json").json()
    found = [letter["after"] for letter in (*first["deadLetters"], *second["deadLetters"])]
    assert found == list(range(60))
    assert second["next"] is None
    assert first["subscriptions"][0]["deadLetters"] == 60


def test_a_page_elsewhere_cannot_press_a_button(browser: TestClient, desk: Desk, loop: Loop) -> None:
    """A form of another origin is refused, and nothing happens."""
    subscription = subscribed(desk)
    done = browser.post(
        f"/subscriptions?do=unsubscribe&id={subscription.id}", headers={"Origin": "https://elsewhere.example"}
    )
    assert done.status_code == 403
    assert len(books.subscriptions(loop.store)) == 1
