"""A client that nobody here wrote speaks with the server over a real port."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from openepcis_client.core.client import Client
from openepcis_client.core.config import ClientConfig
from openepcis_client.core.errors import OpenEpcisError
from openepcis_client.events.document import aggregation_event, document, instance_uri, object_event, sscc_uri
from openepcis_client.events.service import Capture, CaptureOutcome, CaptureReceipt, Query

START = datetime(2027, 2, 18, 9, 30, tzinfo=UTC)
PACKS = [instance_uri("09521000000018", serial=f"A{number}") for number in range(7)]


class NobodyInParticular:
    """The client wants a bearer; the server asks for none."""

    def bearer(self) -> str:
        """Return a token that means nothing."""
        return "none"

    def invalidate(self) -> None:
        """Forget nothing."""


@pytest.fixture
def their_client(address: str) -> Client:
    """OpenEPCIS's own client, pointed at our server."""
    return Client(ClientConfig(address), NobodyInParticular())


def settled(capture: Capture, receipt: CaptureReceipt) -> CaptureOutcome:
    """Return what became of a document, asking until it is settled."""
    for _ in range(500):
        outcome = capture.outcome(receipt)
        if outcome.settled:
            return outcome
        time.sleep(0.01)
    raise AssertionError("the job does not end")


def test_their_client_captures_asks_and_reads(their_client: Client) -> None:
    """OpenEPCIS's client delivers a document, learns that it is stored, and reads it by record time and by EPC."""
    capture, query = Capture(their_client), Query(their_client)
    assert (capture.check(), query.check()) == ("", "")
    born = [
        object_event(action="ADD", event_time=START + timedelta(days=day), biz_step="commissioning", epcs=[pack])
        for day, pack in enumerate(PACKS)
    ]
    crate = aggregation_event(
        action="ADD", event_time=START + timedelta(days=9), parent_id=sscc_uri("095210000000000012"), child_epcs=PACKS
    )
    outcome = settled(capture, capture.submit(document([*born, crate])))
    assert (outcome.success, outcome.known, outcome.errors) == (True, True, ())
    assert len(list(query.since("2026-01-01T00:00:00Z"))) == 8
    assert len(query.for_epc(PACKS[3])) == 2


def test_their_client_is_told_why_a_document_is_refused(their_client: Client) -> None:
    """OpenEPCIS's client gets the sentence for a document that the standard refuses."""
    faulty = object_event(action="PUT", event_time=START, epcs=PACKS[:1])
    with pytest.raises(OpenEpcisError) as refused:
        Capture(their_client).submit(document([faulty]))
    assert refused.value.status == 400


def test_their_client_knows_that_a_job_is_unknown(their_client: Client) -> None:
    """OpenEPCIS's client reads the answer about a job that never was as unknown."""
    assert not Capture(their_client).outcome("never").known
