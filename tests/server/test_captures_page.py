"""The page of the captures: a file is sent from a form, and what became of it is told."""

import json
from contextlib import suppress
from typing import Any

import pytest
from corpus.stories import LEDGER
from hypothesis import given
from hypothesis import strategies as st
from keys import MAKER, Ask, event
from page_reading import HTML, Page, capture, person, read
from serving import HERE
from starlette.testclient import TestClient

import dicycle
from dicycle.bootstrap import Loop
from dicycle.errors import InvalidInput
from dicycle.findings import Finding, Severity
from dicycle.ledger import xml
from dicycle.ledger.capture import Limits
from dicycle.ledger.store import Job
from dicycle.server.app import create_app
from dicycle.server.pages import captures
from dicycle.server.pages.uploads import as_document, read_form
from dicycle.vocabulary import EPCIS_CONTEXT

OWN = {"Origin": "http://testserver"}
STORY = LEDGER / "pack-assembled-from-modules-and-controller.jsonld"


def send(client: TestClient, raw: bytes, name: str = "events.jsonld", **fields: str) -> Any:
    """Send a file with the form, as a browser does, and go where the answer leads."""
    return client.post("/captures", files={"document": (name, raw)}, data=fields, headers=OWN)


def document(*events: dict[str, Any]) -> bytes:
    """Return a document of these events."""
    whole = {
        "@context": EPCIS_CONTEXT,
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2027-01-02T00:00:00Z",
        "epcisBody": {"eventList": [{k: v for k, v in one.items() if k != "@context"} for one in events]},
    }
    return json.dumps(whole).encode()


def put_job(loop: Loop, number: int, **fields: Any) -> Job:
    """Keep a job as a capture left it."""
    job = Job(f"job-{number}", number, number, False, True, "rollback", stored=1)._replace(**fields)
    with loop.store.writing() as writing:
        writing.put_job(job, b"{}" if job.running else None)
    return job


# ---------------------------------------------------------------- sending


def test_before_the_first_capture_the_page_says_how(loop: Loop) -> None:
    """An empty list shows the form, and how a program captures."""
    page = read(person(loop).get("/captures"))
    assert "Nothing was captured as a document yet" in page.text
    assert "curl -X POST http://testserver/capture" in page.text
    assert "document" in page.ids
    assert not page.inline


def test_a_file_from_the_form_is_captured(loop: Loop) -> None:
    """A story sent with the form is stored; its job says how many events, and is on the list."""
    client = person(loop)
    answer = send(client, STORY.read_bytes())
    page = read(answer)
    count = loop.store.log_size()
    assert count > 0
    assert f"State Done Events stored {count} Known already 0 Errors 0" in page.text
    assert answer.url.path in read(client.get("/captures")).links


def test_sending_a_file_again_is_harmless(loop: Loop) -> None:
    """The second time everything is known already, and nothing is stored."""
    client = person(loop)
    send(client, STORY.read_bytes())
    count = loop.store.log_size()
    assert f"State Known already Events stored 0 Known already {count}" in read(send(client, STORY.read_bytes())).text
    assert loop.store.log_size() == count


def test_a_file_in_xml_says_the_same_as_the_one_in_json(loop: Loop, tmp_path: Any) -> None:
    """A story that was written as XML and sent with the form is the same events."""
    with dicycle.open(tmp_path / "other.db") as other:
        capture(other, "ore-lot-born-at-mine")
        told = [one.value for one in other.events()]
        written = xml.document(other.events())
    assert read(send(person(loop), written, "ore.xml"))
    assert [one.value for one in loop.events()] == told


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\n\n"], ids=["LF", "CRLF", "blank lines"])
def test_lines_of_events_are_captured_too(end: bytes, loop: Loop) -> None:
    """NDJSON with any ends of lines, also after the last, is a list of events."""
    lines = [json.dumps(event(number)).encode() for number in range(3)]
    page = read(send(person(loop), end.join(lines) + end, "events.ndjson"))
    assert "Events stored 3" in page.text
    assert {one.event_id for one in loop.events()} == {"urn:x:0", "urn:x:1", "urn:x:2"}


def test_a_faulty_file_is_refused_as_a_whole(loop: Loop) -> None:
    """One event without an action: nothing is stored; the page names the file, the place and what to do."""
    broken = event(2)
    del broken["action"]
    answer = send(person(loop), document(event(1), broken), "week 7.jsonld")
    page = Page(answer.text)
    assert answer.status_code == 400
    assert "Nothing was captured" in page.text
    assert "week 7.jsonld#/epcisBody/eventList/1" in page.text
    assert loop.store.log_size() == 0
    assert loop.store.jobs(1, None) == []


def test_if_asked_the_sound_events_of_a_faulty_file_are_stored(loop: Loop) -> None:
    """With the box ticked the sound event is stored, and the job tells what was refused."""
    broken = event(2)
    del broken["action"]
    page = read(send(person(loop), document(event(1), broken), proceed="yes"))
    assert "State Done in part Events stored 1 Known already 0 Errors 1" in page.text
    assert "What was refused" in page.text
    assert "'action' is missing" in page.text


def test_no_file_and_no_form_are_said_in_a_sentence(loop: Loop) -> None:
    """A form without a file, a form cut off, and a body that is no form get a page with what to do."""
    client = person(loop)
    assert "No file was chosen" in Page(send(client, b" ").text).text
    for body, kind in ((b"--x\r\n", "multipart/form-data; boundary=x"), (b"", "multipart/form-data")):
        answer = client.post("/captures", content=body, headers=OWN | {"Content-Type": kind})
        assert answer.status_code == 400
        assert "not a form that was filled in" in Page(answer.text).text
    answer = client.post("/captures", content=b"{}", headers=OWN | {"Content-Type": "application/json"})
    assert answer.status_code == 415


def test_a_file_over_the_limit_is_refused_in_a_sentence(tmp_path: Any) -> None:
    """More bytes than one capture takes, and more events, are answered by 413 and a page."""
    with dicycle.open(tmp_path / "small.db") as opened:
        small = Loop(opened.store, Limits(events=2, bytes=30_000))
        client = TestClient(create_app(small, HERE), headers=HTML)
        large = send(client, b" " * 60_000)
        many = send(client, document(*map(event, range(3))))
        assert (large.status_code, many.status_code) == (413, 413)
        assert "One capture takes up to" in Page(large.text).text
        assert "This document has 3 events" in Page(many.text).text
        small.intake.close()


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://example.org"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_page_of_somebody_else_cannot_send_a_file(headers: dict[str, str], loop: Loop) -> None:
    """A form that is not known to come from this server captures nothing."""
    answer = person(loop).post("/captures", files={"document": ("x", STORY.read_bytes())}, headers=headers)
    assert answer.status_code == 403
    assert loop.store.log_size() == 0


def test_the_name_of_a_file_is_only_text(loop: Loop) -> None:
    """A file name with markup is shown as it is, not obeyed."""
    answer = send(person(loop), b"{}", "<script>alert(1)</script>.jsonld")
    assert not Page(answer.text).inline
    assert "<script>alert(1)</script>.jsonld" in Page(answer.text).text


# ---------------------------------------------------------------- reading forms


@given(
    st.dictionaries(st.sampled_from(["document", "proceed", "more"]), st.binary(max_size=200), min_size=1),
    st.sampled_from(["x", "----WebKitFormBoundaryAbC", "a'b+c_d,e"]),
)
def test_what_a_form_sends_is_what_is_read(fields: dict[str, bytes], boundary: str) -> None:
    """Whatever the bytes of the fields, they come out as they went in (RFC 7578), unless they hold the boundary."""
    mark = b"--" + boundary.encode()
    if any(b"\r\n" + mark in b"\r\n" + body for body in fields.values()):
        return
    parts = [
        mark + f'\r\nContent-Disposition: form-data; name="{name}"; filename="f"\r\n\r\n'.encode() + body + b"\r\n"
        for name, body in fields.items()
    ]
    found = read_form(b"".join(parts) + mark + b"--\r\n", f'multipart/form-data; boundary="{boundary}"')
    assert {name: field.body for name, field in found.items()} == fields


@given(st.binary(max_size=300), st.text(max_size=40))
def test_nothing_that_is_sent_breaks_the_reader(raw: bytes, kind: str) -> None:
    """Any bytes under any content type are a form or are refused; any file is a document or is left as it is."""
    for content_type in (kind, "multipart/form-data; boundary=x"):
        with suppress(InvalidInput):
            read_form(raw, content_type)
    if not xml.is_xml(raw):
        assert as_document(raw, check=True)[:1] in (b"[", raw[:1])


# ---------------------------------------------------------------- the list and the jobs


def test_the_list_goes_on_from_page_to_page(loop: Loop) -> None:
    """Following "older" shows every job once, newest first."""
    count = 2 * captures.PER_PAGE + 3
    for number in range(count):
        put_job(loop, number)
    client, url, met = person(loop), "/captures", []
    while url:
        page = read(client.get(url))
        met += [link for link in page.links if link.startswith("/captures/job-")]
        url = next((link for link in page.links if link.startswith("/captures?before=")), "")
    assert met == [f"/captures/job-{number}" for number in reversed(range(count))]
    assert client.get("/captures?before=nobody").status_code == 400


def test_a_job_that_is_not_over_is_looked_at_again(loop: Loop) -> None:
    """The page of a running job reloads itself and says that the document is safe; that of an ended one stays."""
    client = person(loop)
    put_job(loop, 1, running=True, finished=None, stored=0)
    put_job(loop, 2, running=True)
    put_job(loop, 3)
    waiting, checking, done = (client.get(f"/captures/job-{number}") for number in (1, 2, 3))
    assert "Waiting to be stored" in read(waiting).text
    assert "being checked for sense" in read(checking).text
    assert int(waiting.headers["refresh"]) >= 1
    assert "refresh" not in done.headers


def test_a_job_tells_what_makes_no_sense_and_leads_to_the_event(loop: Loop) -> None:
    """A note is shown with its severity, sentence, advice, and the way to the event that it is about."""
    client = person(loop)
    send(client, document(event(1)))
    note = Finding("sense.born-twice", "It is born twice.", "urn:x:1#/epcList/0", Severity.WARNING, "Check it.")
    put_job(loop, 7, notes=(note,))
    page = read(client.get("/captures/job-7"))
    assert "What was stored and makes no sense 1" in page.text
    assert "Warning It is born twice. Check it. sense.born-twice · /epcList/0" in page.text
    assert "/event?id=urn%3Ax%3A1" in page.links
    assert client.get("/event?id=urn%3Ax%3A1").status_code == 200


def test_a_capture_that_makes_no_sense_says_so(loop: Loop) -> None:
    """A pack that is inspected after it was shredded is stored, and its job tells what is wrong with that."""
    twin = LEDGER / "black-mass-lot-born-from-shredding.twin-shredded-pack-seen-again.jsonld"
    page = read(send(person(loop), twin.read_bytes()))
    assert "State Done" in page.text
    assert "sense.used-after-end" in page.text


def test_a_program_gets_the_same(loop: Loop) -> None:
    """The twin of a job has what the standard says of it, the counts and the notes."""
    client = person(loop)
    note = Finding("sense.born-twice", "It is born twice.", "urn:x:1#", Severity.WARNING, "Check it.")
    put_job(loop, 7, notes=(note,), known=2)
    found = client.get("/captures/job-7?format=json").json()
    said = client.get("/capture/job-7", headers={"Accept": "application/json"}).json()
    assert said.items() <= found.items()
    assert (found["stored"], found["known"], found["state"]) == (1, 2, "Done")
    assert found["notes"] == [note.as_dict()]
    assert client.get("/captures?format=json").json()["jobs"] == [found]


def test_a_job_that_is_not_there_is_said_in_a_sentence(loop: Loop) -> None:
    """An unknown job is answered by a page."""
    answer = person(loop).get("/captures/nobody")
    assert answer.status_code == 404
    assert "There is no capture job 'nobody'" in Page(answer.text).text


# ---------------------------------------------------------------- who sees what


def test_everybody_sees_the_jobs_that_concern_them(loop: Loop, ask: Ask) -> None:
    """A partner sees its own jobs without notes; an authority sees all and sends none; the public signs in."""
    note = Finding("sense.born-twice", "It is born twice.", "urn:x:1#", Severity.WARNING)
    put_job(loop, 1, reporter=MAKER, notes=(note,))
    put_job(loop, 2)
    page = read(ask("partner", **HTML).get("/captures"))
    assert "/captures/job-1" in page.links
    assert "/captures/job-2" not in page.links
    assert "sense.born-twice" not in read(ask("partner", **HTML).get("/captures/job-1")).text
    assert ask("partner", **HTML).get("/captures/job-2").status_code == 404
    page = read(ask("authority", **HTML).get("/captures"))
    assert {"/captures/job-1", "/captures/job-2"} <= set(page.links)
    assert "document" not in page.ids
    assert "sense.born-twice" in read(ask("authority", **HTML).get("/captures/job-1")).text
    assert ask("public", **HTML).get("/captures").headers["location"].startswith("/sign-in")


def test_a_partner_sends_in_its_name(loop: Loop, ask: Ask) -> None:
    """What a partner sends with the form has the partner as its reporter; an authority may send nothing."""
    files = {"document": ("events.jsonld", document(event(1)))}
    assert ask("partner", **HTML).post("/captures", files=files).status_code == 303
    assert [job.reporter for job in loop.store.jobs(5, None)] == [MAKER]
    assert ask("authority", **HTML).post("/captures", files=files).status_code == 403
