"""GS1's own example documents and the published event-hash vectors, as oracles for the two syntaxes."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from reference import reference, reference_files

from dicycle.identifiers import canonical, parse

EXAMPLES = reference_files("epcis", "gs1", "examples", pattern="**/*.jsonld")
_EPC = re.compile(r"urn:epc:(?:id|class|idpat):[a-z]+:\S+")


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _strings(child)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_urn_of_the_gs1_examples_becomes_a_link_and_comes_back(path: Any) -> None:
    """Each EPC URN in GS1's examples has a Digital Link, and that link has this URN."""
    for urn in {text for text in _strings(json.loads(path.read_text("utf-8"))) if _EPC.fullmatch(text)}:
        identifier = parse(urn)
        assert identifier.digital_link is not None, urn
        prefix = urn.split(":")[4].split(".")[0]
        assert parse(identifier.digital_link).urn(gcp_length=len(prefix)) == urn


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_canonical_links_of_the_gs1_examples_stay(path: Any) -> None:
    """A canonical link that GS1 wrote, with a check digit that holds, is canonical here too."""
    for link in _strings(json.loads(path.read_text("utf-8"))):
        if link.startswith("https://id.gs1.org/"):
            assert canonical(link) == link


def test_all_gs1_keys_read_as_the_published_hash_vectors_have_them() -> None:
    """The canonical links are those in the published pre-hash string (escapes aside, which it writes partly)."""
    document = json.loads(reference("epcis", "event-hash", "epclist_normalisation.jsonld").read_text("utf-8"))
    expected = reference("epcis", "event-hash", "epclist_normalisation.prehashes").read_text("utf-8")
    listed = {unquote(link) for link in re.findall(r"epc=(https://id\.gs1\.org/.*?)(?=epc=|action=)", expected)}
    epcs = document["epcisBody"]["eventList"][0]["epcList"]
    assert {unquote(canonical(epc)) for epc in epcs} == listed
