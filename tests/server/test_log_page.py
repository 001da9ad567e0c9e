"""The log for people, what an event's page says of it, and what makes no sense about a thing."""

from pathlib import Path

import pytest
from corpus.stories import Story, Twin, stories, twins
from hypothesis import given
from hypothesis import strategies as st
from keys import MAKER, Ask, event
from page_reading import HTML, Page, capture, person, read

from dicycle.bootstrap import Loop
from dicycle.ledger.hashing import hash_id
from dicycle.ledger.integrity.keys import load_key
from dicycle.ledger.integrity.merkle import Frontier
from dicycle.ledger.integrity.notes import encoded
from dicycle.ledger.store import Checkpoint
from dicycle.sense import RULES, Scope
from dicycle.server.pages import log, signs
from dicycle.server.pages.links import event_url, url_of


class Checkpoints:
    """A log of which only the sizes of its checkpoints are known."""

    def __init__(self, sizes: list[int]) -> None:
        self.sizes, self.read = sorted(sizes), 0

    def checkpoints(self, after: int, most: int) -> list[Checkpoint]:
        """Return checkpoints above a size, smallest first."""
        found = [Checkpoint(size, 0, "") for size in self.sizes if size > after][:most]
        self.read += len(found)
        return found


# ---------------------------------------------------------------- the log


def test_an_empty_log_says_so(loop: Loop) -> None:
    """Before the first capture there is no checkpoint, and the page says when there will be."""
    page = read(person(loop).get("/log"))
    assert "There is no checkpoint yet" in page.text
    assert not page.inline


def test_the_page_shows_the_newest_checkpoint(loop: Loop) -> None:
    """Size and root of the newest checkpoint are those of the tree over all events."""
    capture(loop, "pack-assembled-from-modules-and-controller")
    capture(loop, "ore-lot-born-at-mine")
    sealed = list(loop.store.sealed())
    tree, _ = Frontier().extend(one.entry for one in sealed)
    page = read(person(loop).get("/log"))
    assert f"The log {len(sealed)} events" in page.text
    assert f"Root {encoded(tree.root())}" in page.text
    assert "dicycle verify" in page.text


def test_the_key_to_verify_with_is_there_to_be_copied(loop: Loop, tmp_path: Path) -> None:
    """A server that has the key shows its public half and nothing of its secret; one that has not says so."""
    capture(loop, "ore-lot-born-at-mine")
    key, text = load_key(tmp_path / "loop.db.key"), person(loop).get("/log").text
    assert str(key.verifier) in Page(text).text
    assert encoded(key.secret) not in text
    assert key.text not in text
    (tmp_path / "loop.db.key").unlink()
    assert "This server does not know it" in read(person(loop).get("/log")).text
    assert log.verifier(None) == ""


def test_checkpoints_go_on_from_page_to_page(loop: Loop) -> None:
    """Following "older" shows every checkpoint once, newest first."""
    for number in range(2 * log.PER_PAGE + 7):
        loop.capture(event(number % 60) | {"eventID": f"urn:x:{number}"})
    client, url, sizes = person(loop), "/log?format=json", []
    while url:
        found = client.get(url).json()
        sizes += [one["size"] for one in found["checkpoints"]]
        url = f"/log?format=json&before={found['next']}" if found["next"] else ""
    assert sizes == list(range(2 * log.PER_PAGE + 7, 0, -1))
    assert "/log?before=58" in read(client.get("/log")).links
    assert "Earlier checkpoints" in read(client.get("/log?before=58")).text
    assert "There are no earlier ones" in read(client.get("/log?before=1")).text
    assert client.get("/log?before=x").status_code == 400


@given(st.sets(st.integers(1, 20_000), min_size=1, max_size=300), st.integers(0, 21_000), st.integers(1, 60))
def test_the_last_checkpoints_are_found_wherever_they_are(sizes: set[int], upto: int, wanted: int) -> None:
    """However captures were spread, the last so many checkpoints up to a size are found."""
    book = Checkpoints(list(sizes))
    found = [one.size for one in log.up_to(book, upto, wanted)]  # type: ignore[arg-type]
    assert found == sorted(size for size in sizes if size <= upto)[-wanted:]


def test_old_checkpoints_are_not_read_for_the_last(loop: Loop) -> None:
    """Of a hundred thousand checkpoints, behind which one large capture came, a few thousand are read for a page."""
    book = Checkpoints([*range(1, 100_000), 3_000_000])
    found = [one.size for one in log.up_to(book, 3_000_000, 51)]  # type: ignore[arg-type]
    assert found == [*range(99_950, 100_000), 3_000_000]
    assert book.read < 30_000


def test_the_log_is_open_to_everybody(ask: Ask, loop: Loop) -> None:
    """Also the public, who shall be able to check it."""
    loop.capture(event(1))
    for who in ("operator", "partner", "authority", "public"):
        assert "Newest checkpoint" in read(ask(who, **HTML).get("/log")).text


# ---------------------------------------------------------------- an event in the log


def test_an_event_tells_its_place_in_the_log(loop: Loop) -> None:
    """The page of an event says which number of how many it is, and its hash id."""
    capture(loop, "pack-assembled-from-modules-and-controller")
    size = loop.store.log_size()
    for stored in loop.store.events():
        page = read(person(loop).get(event_url(stored.event_id)))
        assert f"Number {stored.seq} of {size} in the log" in page.text
        assert hash_id(stored.value, stored.context) in page.text
        assert "/log" in page.links


def test_who_sent_an_event_is_told_to_those_who_see_all(loop: Loop, ask: Ask) -> None:
    """The operator and an authority read who sent an event; a partner reads nothing of it."""
    assert ask("partner").post("/events", json=event(1)).status_code == 201
    loop.capture(event(2))
    for who in ("operator", "authority"):
        assert url_of(MAKER) in read(ask(who, **HTML).get("/event?id=urn:x:1")).links
        assert "Sent by not said" in read(ask(who, **HTML).get("/event?id=urn:x:2")).text
    assert "Sent by" not in read(ask("partner", **HTML).get("/event?id=urn:x:1")).text


# ---------------------------------------------------------------- what makes no sense


def kept(twin: Twin) -> bool:
    """Tell whether a ledger keeps what is wrong: not the document, no second fact, and no record time but its own."""
    if twin.refused_by != "sense" or twin.rule in ("same-id-other-fact", "recorded-before-event"):
        return False
    return RULES[twin.rule or ""].scope is not Scope.DOCUMENT


def found_in(loop: Loop, *, notes: bool = False) -> set[str]:
    """Return the rules that the pages of all things show as broken; notes aside, unless they are asked for."""
    items = [one.id for one in loop.store.items(None, 500, None)]
    checked = [signs.check_thing(loop.store, id, loop.store.events_of(id)) for id in items]
    told = [one.serious + (one.notes if notes else []) for one in checked]
    return {one.finding.code.removeprefix("sense.") for some in told for one in some}


@pytest.mark.parametrize("twin", [one for one in twins() if kept(one)], ids=str)
def test_every_twin_shows_on_a_page_what_is_wrong(twin: Twin, loop: Loop) -> None:
    """A story with one thing that makes no sense: the page of a thing in it names the rule that is broken."""
    loop.capture(twin.path.read_bytes(), proceed=True)
    if not loop.store.items(None, 1, None):
        pytest.skip("about no thing")
    assert twin.rule in found_in(loop, notes=True)


@pytest.mark.parametrize("story", stories(), ids=str)
def test_a_sound_story_shows_nothing(story: Story, loop: Loop) -> None:
    """On the pages of a story's things there is neither an error nor a warning."""
    loop.capture(story.path.read_bytes(), proceed=True)
    assert found_in(loop) == set()


def test_the_page_tells_it_in_days(loop: Loop) -> None:
    """A pack that was inspected after it was shredded: its page says so with links to both events."""
    capture(loop, "black-mass-lot-born-from-shredding.twin-shredded-pack-seen-again")
    url = "/01/09521005000020/21/P260031"
    page = read(person(loop).get(url))
    assert "It is used in the event of 9 Jul 2031, after it ended in the event of 2 Jul 2031." in page.text
    assert "#sense" in page.links
    for sign in person(loop).get(f"{url}?format=json").json()["sense"]["findings"]:
        assert set(map(event_url, sign["events"])) <= set(page.links) | {""} or sign["severity"] == "note"


def test_a_thing_that_makes_sense_says_by_which_rules(loop: Loop) -> None:
    """Nothing found is said, with the profile."""
    loop.capture(event(1, eventTime="2026-01-01T00:00:00Z"))
    page = read(person(loop).get("/01/09521234000013/21/P-1"))
    assert "Nothing found by profile plant in 1 event." in page.text


def test_a_partner_is_not_told_of_sense(loop: Loop, ask: Ask) -> None:
    """Who sees a part of a history cannot be told that something is missing in it."""
    ask("partner").post("/events", json=event(1))
    url = "/01/09521234000013/21/P-1"
    assert "makes no sense" in read(ask("authority", **HTML).get(url)).text
    assert "makes no sense" not in read(ask("partner", **HTML).get(url)).text


def test_a_very_long_history_is_left_to_the_command(loop: Loop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a thing with more events than a page can check, the page says so."""
    monkeypatch.setattr(signs, "MOST_EVENTS", 2)
    for number in range(3):
        loop.capture(event(number))
    page = read(person(loop).get("/01/09521234000013/21/P-1"))
    assert "It has 3 events, too many to check them here" in page.text


def test_a_parent_with_a_very_long_history_silences_what_rests_on_it(
    loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the events of what a thing was inside of are not all read, nothing is said that may rest on them."""
    capture(loop, "black-mass-lot-born-from-shredding.twin-shredded-pack-seen-again")
    id = "https://id.gs1.org/01/09521005000020/21/P260031"
    assert signs.check_thing(loop.store, id, loop.store.events_of(id)).serious
    monkeypatch.setattr(signs, "_MOST_OTHERS", 0)
    checked = signs.check_thing(loop.store, id, loop.store.events_of(id))
    assert not checked.whole
    assert not checked.serious


def test_the_links_of_these_pages_lead_somewhere(loop: Loop) -> None:
    """Every link of the log, of an event and of a job is answered: checkpoints, proofs, events, senders."""
    capture(loop, "black-mass-lot-born-from-shredding.twin-shredded-pack-seen-again")
    client = person(loop)
    starts = ["/log", "/captures", *(event_url(one.event_id) for one in loop.store.events())]
    links = {link for start in starts for link in read(client.get(start)).links if link.startswith("/")}
    assert any(link.startswith("/log/proof/inclusion?event=") for link in links)
    assert any(link.startswith("/log/checkpoint?size=") for link in links)
    for link in sorted(links):
        assert client.get(link).status_code == 200, link
