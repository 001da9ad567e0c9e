"""What a certificate was made from, and whether the same comes out of it again."""

from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import Response

from dicycle.bootstrap import Loop
from dicycle.errors import NotFound
from dicycle.findings import Finding
from dicycle.health.grading import Certificate, read_certificate
from dicycle.health.grading.verifying import Verification, by, verify_certificate
from dicycle.server.answering import data

_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; sandbox", "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, max-age=86400, immutable",
}  # fmt: skip


class Kept(NamedTuple):
    """A file behind a certificate: the SHA-256 of its bytes, and what it is."""

    sha256: str
    name: str
    what: str


def kept(one: Certificate) -> tuple[Kept, ...]:
    """Return the files that a certificate names: raw files of testers, then photographs of gates, each once."""
    photographs = (Kept(digest, f"{reading.question}-{digest[:12]}", f"photograph of {reading.question}")
                   for reading in one.readings for digest in reading.evidence)  # fmt: skip
    raw = (Kept(file.sha256, file.name, "raw file") for file in one.files)
    return tuple({file.sha256: file for file in (*photographs, *raw)}.values())


def verification(loop: Loop, id: str) -> Verification:
    """Make a certificate again from the raw files that the yard keeps, by the rules in force now; raises NotFound."""
    raw = loop.inspections.certificate(id)
    try:
        return verify_certificate(raw, _found(loop, read_certificate(raw)), by(loop.inspections.rules))
    except NotFound as changed:
        return Verification(id, False, (), changed.findings)


def _found(loop: Loop, one: Certificate) -> Iterator[bytes]:
    files = loop.inspections.files
    return (files.get(file.sha256) for file in one.files if file.sha256 in files)


def add(api: APIRouter, loop: Loop) -> None:
    """Add ``/certificates/{id}/verification`` and ``/certificates/{id}/files/{sha256}``."""

    @api.get("/certificates/{id}/verification", summary="Whether the same certificate comes out of its raw files again")
    def again(id: str) -> Response:
        found = verification(loop, id)
        return data({"id": id, "same": found.same, "differences": [one._asdict() for one in found.differences],
                     "findings": [one.as_dict() for one in found.findings]})  # fmt: skip

    @api.get("/certificates/{id}/files/{sha256}", summary="A raw file or photograph that a certificate names")
    def file(id: str, sha256: str) -> Response:
        every = kept(read_certificate(loop.inspections.certificate(id)))
        one = next((one for one in every if one.sha256 == sha256), None)
        if one is None:
            sentence = f"The certificate names no file {sha256[:80]!r}."
            raise NotFound(Finding("grading.no-such-file", sentence, advice="Take a SHA-256 from its `files`."))
        headers = _HEADERS | {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(one.name, safe='')}"}
        return Response(loop.inspections.files.get(sha256), 200, headers, "application/octet-stream")
