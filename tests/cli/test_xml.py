"""XML on the command line."""

from pathlib import Path

from cli.commands import refused, run
from ledger.xml_documents import seen, whole
from lxml import etree

ONE = whole(seen("<bizStep>urn:epcglobal:cbv:bizstep:shipping</bizStep>", before="<eventID>urn:uuid:1</eventID>"))


def test_a_file_of_xml_is_captured_like_any_other(here: Path) -> None:
    """What begins with < is XML: from a file or standard input, and sending it again is harmless."""
    (here / "one.xml").write_bytes(b"\xef\xbb\xbf\n" + ONE)
    assert "1 new" in run("capture", "one.xml").output
    assert "1 known" in run("capture", "-", given=ONE).output


def test_a_fault_in_a_file_of_xml_names_its_line(here: Path) -> None:
    """A refusal says the file, the line and the element; nothing of the file is stored."""
    (here / "odd.xml").write_bytes(whole(seen(), seen("<colour>red</colour>")))
    assert "odd.xml#line 4, ObjectEvent[2]/colour: " in refused(run("capture", "odd.xml"), 1)
    assert run("events").stdout == "No event matches.\n"


def test_events_are_written_as_one_document_of_xml(filled: Path) -> None:
    """The answer is one EPCISQueryDocument, which can be captured elsewhere; JSON and XML at once is no question."""
    written = run("events", "--xml")
    assert etree.fromstring(written.stdout_bytes).tag == "{urn:epcglobal:epcis-query:xsd:2}EPCISQueryDocument"
    (filled / "answer.xml").write_bytes(written.stdout_bytes)
    assert "0 new, 2 known already" in run("capture", "answer.xml").output
    assert run("events", "--xml", "--json").exit_code == 2
