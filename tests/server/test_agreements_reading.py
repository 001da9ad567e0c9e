"""Reading documents and reviewing the register by forms: who may, what is refused, and where every quote stands."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from keys import Ask
from page_reading import HTML, person, read
from starlette.testclient import TestClient

from dicycle.agreements.samples import samples
from dicycle.bootstrap import Loop
from dicycle.server.pages.agreements import reading
from dicycle.server.pages.agreements.reading_marks import Stretch, pieces

OWN = {"Origin": "http://testserver"}
READ, REVIEW = "/agreements/read", "/agreements/review"
SAMPLES = dict(samples())
NEWS = b"""Example Motors and Norden Recycling found a joint venture

Published: 2026-05-12

On May 11, 2026, Example Motors Co., Ltd. and Norden Recycling Technology Co., Ltd. signed a joint venture agreement.
The two companies will invest 2.5 billion yuan in a plant for the recycling of power batteries.
"""
TEXT = "abcdefghijklmnopqrstuvwxyz" * 2


def send(client: TestClient, **form: Any) -> Any:
    """Send a document with the form, as a browser does, and go where the answer leads."""
    files = {name: value if isinstance(value, tuple) else (None, value) for name, value in form.items()}
    return client.post(READ, files=files, headers=OWN)


def decide(client: TestClient, **form: str) -> Any:
    """Press a button of the review."""
    return client.post(REVIEW, data=form, headers=OWN)


# ---------------------------------------------------------------- marks


def spans() -> st.SearchStrategy[list[Stretch]]:
    """Return stretches of the text, nested and overlapping, each span once."""
    places = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, len(TEXT)))
    drawn = st.lists(places.filter(lambda one: one[0] < one[1]), max_size=12, unique=True)
    return drawn.map(lambda all: [Stretch(*one, "act", f"q-{one[0]}-{one[1]}") for one in all])


@given(spans())
def test_marks_nest_and_hold_their_characters(wanted: list[Stretch]) -> None:
    """However quotes overlap, the text stays, elements nest, and each quote's parts hold exactly its characters."""
    said = ""
    open_now: list[str] = []
    begun: list[str] = []
    held = {one.id: "" for one in wanted}
    for piece in pieces(TEXT, wanted):
        if piece.do == "open":
            open_now.append(piece.of)
            begun += [piece.of] if piece.first else []
        elif piece.do == "close":
            open_now.pop()
        else:
            said += piece.text
            held |= {id: held[id] + piece.text for id in open_now}
    assert open_now == []
    assert said == TEXT
    assert sorted(begun) == sorted(held)
    assert held == {one.id: TEXT[one.start : one.end] for one in wanted}


# ---------------------------------------------------------------- reading


def test_a_document_from_the_form_is_shown_and_kept(loop: Loop) -> None:
    """What was sent is in the register, its page has its values, and every link into the text has its mark."""
    client = person(loop)
    answer = send(client, document=("news.txt", NEWS))
    page = read(answer)
    assert "Example Motors Co., Ltd." in page.text
    assert "2,500,000,000 CNY" in page.text
    assert [one.release.head.name for one in loop.agreements.releases()] == ["news.txt"]
    targets = {link[1:] for link in page.links if link.startswith("#q-")}
    assert targets
    assert targets <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert "style" not in page.inline
    assert "news.txt" in read(client.get(READ)).text


def test_the_same_bytes_are_read_once(loop: Loop) -> None:
    """A document that is known is shown again, and told to be known."""
    client = person(loop)
    send(client, document=("news.txt", NEWS))
    assert "it was in the register already" in read(send(client, text=NEWS.replace(b"\n", b"\r\n"))).text
    assert len(loop.agreements.releases()) == 1


def test_a_pasted_text_is_called_by_its_first_line(loop: Loop) -> None:
    """The name of a pasted text is its first line, without what cannot be printed."""
    send(person(loop), text=b"\n" + NEWS.replace(b"found", b"found\x07"))
    assert loop.agreements.releases()[0].release.head.name.startswith("Example Motors and Norden Recycling found")
    assert loop.agreements.releases()[0].release.head.name.isprintable()


def test_a_document_answers_programs(loop: Loop) -> None:
    """The twin of the page is the release, quotes and all."""
    client = person(loop)
    url = send(client, document=("news.txt", NEWS)).url
    said = client.get(str(url), params={"document": url.params["document"], "format": "json"}).json()
    assert said["head"]["name"] == "news.txt"
    text = NEWS.decode()
    quotes = [one for record in said["records"] for one in record["kind"]["evidence"]]
    assert quotes
    assert all(text[one["start"] : one["end"]] == one["text"] for one in quotes)


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({}, "page.no-document"),
        ({"text": " \r\n "}, "page.no-document"),
        ({"sample": "../../secret.txt"}, "page.no-sample"),
        ({"text": NEWS, "language": "tlh"}, "page.language"),
        ({"document": ("noise.bin", bytes(range(256)) * 40)}, "agreements."),
    ],
    ids=["nothing", "blank", "no sample", "no language", "noise"],
)
def test_what_cannot_be_read_is_refused_on_the_form(form: dict[str, Any], code: str, loop: Loop) -> None:
    """A sentence says what is wrong, the form stays, and nothing is kept."""
    answer = send(person(loop), **({"nothing": "x"} | form))
    assert answer.status_code == 400
    assert "Nothing was read" in answer.text
    assert code in answer.text
    assert 'id="document"' in answer.text
    assert loop.agreements.releases() == []


def test_too_long_a_document_is_refused_as_it_comes(loop: Loop, monkeypatch: pytest.MonkeyPatch) -> None:
    """A body over the bound is not taken in; the command line is named."""
    monkeypatch.setattr(reading, "MOST_BYTES", 2000)
    answer = send(person(loop), text=NEWS * 10)
    assert answer.status_code == 413
    assert "agreements.too-large" in answer.text
    assert "dicycle agreements read FILE" in answer.text


@pytest.mark.parametrize(("document", "status"), [("0" * 64, 404), ("../x", 400), ("É" * 64, 400)])
def test_unknown_documents_are_told(document: str, status: int, loop: Loop) -> None:
    """A digest of nothing is not found; what is no digest is no question."""
    assert person(loop).get(READ, params={"document": document}).status_code == status


def test_pages_with_scripts_allow_only_their_own(loop: Loop) -> None:
    """The policy lets in scripts of this server and nothing from anywhere else."""
    for path in (READ, REVIEW):
        policy = person(loop).get(path).headers["content-security-policy"]
        assert "script-src 'self'" in policy
        assert "default-src 'none'" in policy


def test_only_the_operator_reads_and_decides(loop: Loop, ask: Ask) -> None:
    """An authority sees the pages without forms; a partner and the public see nothing of them."""
    loop.agreements.read(NEWS, "news.txt")
    for path in (READ, REVIEW):
        assert ask("authority", **HTML).get(path).status_code == 200
        assert ask("partner", **HTML).get(path).status_code == 403
        assert ask("public").get(path).status_code == 401
        assert ask("authority").post(path, content=b"").status_code == 403
    page = ask("authority", **HTML).get(READ).text
    assert "not open to your role" in page
    assert "<textarea" not in page


@pytest.mark.parametrize("path", [READ, REVIEW])
def test_other_sites_cannot_send_the_forms(path: str, loop: Loop) -> None:
    """What a page elsewhere sends is refused."""
    answer = person(loop).post(path, data={"verdict": "same"}, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403


# ---------------------------------------------------------------- reviewing


def pair(loop: Loop) -> dict[str, str]:
    """Return a party's candidate of the samples as a form sends it."""
    for name in ("conference-en.txt", "stadt-de.txt"):
        loop.agreements.read(SAMPLES[name], name)
    found = next(one for one in loop.agreements.candidates() if one.matter == "party")
    return {"matter": "party", "one": found.one, "other": found.other}


def test_a_decision_is_kept_and_taken_back(loop: Loop) -> None:
    """Same makes one of two, for good; taken back they are two again and wait as left open."""
    client, form = person(loop), pair(loop)
    count = len(loop.agreements.register().organisations)
    page = read(decide(client, **form, verdict="same"))
    assert len(loop.agreements.register().organisations) == count - 1
    assert "are the same" in page.text
    assert loop.agreements.judgements()[-1].verdict == "same"
    page = read(decide(client, **form, verdict="unsure"))
    assert len(loop.agreements.register().organisations) == count
    assert "left open" in page.text
    assert "are the same" not in page.text


def test_the_page_shows_both_with_their_sentences(loop: Loop) -> None:
    """Both names stand there, each with a sentence that names it, linked to its place in the document."""
    pair(loop)
    page = read(person(loop).get(REVIEW))
    assert "Norden Recycling GmbH einen Liefervertrag" in page.text
    assert "signed a strategic cooperation agreement with Norden Recycling Technology Co., Ltd." in page.text
    assert any(link.startswith(f"{READ}?document=") and "#q-" in link for link in page.links)


def test_the_queue_answers_programs(loop: Loop) -> None:
    """The twin lists candidates and judgements."""
    form = pair(loop)
    client = person(loop)
    decide(client, **form, verdict="different")
    said = json.loads(client.get(REVIEW, params={"format": "json"}).text)
    assert [one["verdict"] for one in said["judgements"]] == ["different"]
    assert form["one"] in [one["one"] for one in said["candidates"]]


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"matter": "value"}, 400),
        ({"verdict": "maybe"}, 400),
        ({"one": "p0000000000"}, 404),
        ({"page": "0"}, 400),
        ({"page": "９"}, 400),
    ],
)
def test_forms_that_are_none_of_ours_change_nothing(form: dict[str, str], status: int, loop: Loop) -> None:
    """A form with other words, unknown ids or no page is refused with a sentence."""
    answer = decide(person(loop), **(pair(loop) | {"verdict": "same"} | form))
    assert answer.status_code == status
    assert loop.agreements.judgements() == []


def test_the_way_back_stays_on_the_page(loop: Loop) -> None:
    """What comes next is named by its id alone: nothing else gets into the address."""
    form = pair(loop) | {"verdict": "unsure", "page": "2"}
    client = person(loop)
    client.follow_redirects = False
    ways = [decide(client, **form, next=one).headers["location"] for one in ("p1-p2", "//evil.example", "x\r\ny: z")]
    assert ways == [f"{REVIEW}?page=2#pair-p1-p2", f"{REVIEW}?page=2", f"{REVIEW}?page=2"]
