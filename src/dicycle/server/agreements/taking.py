"""What goes into the register over HTTP: documents as they are, or in a form; judgements as JSON."""

from typing import Any, Final, NamedTuple

import msgspec
from msgspec import Struct
from starlette.requests import Request

from dicycle.agreements.agreements import Agreements, Taken
from dicycle.agreements.register.model import Judgement, Matter, Verdict
from dicycle.agreements.vocabulary import Language
from dicycle.errors import InvalidInput
from dicycle.findings import Finding
from dicycle.server import problems
from dicycle.server.access import principal_of
from dicycle.server.agreements.asking import Asked
from dicycle.server.epcis.routes import body_of
from dicycle.server.pages.uploads import MULTIPART, read_form
from dicycle.server.problems import Refused

DOCUMENTS: Final = ("text/plain", "text/html", "application/xhtml+xml", "application/pdf", "application/octet-stream")
"""Media types of documents; of octets the bytes tell what they are."""
TAKEN: Final = (*DOCUMENTS, MULTIPART)
KNOWN: Final = ("name", "language", "again", "keep")
LANGUAGES: Final[tuple[Language, ...]] = ("en", "de", "zh", "ru")
MOST_BYTES: Final = 50_000_000
"""The largest document that is taken."""
_MOST_OF_JUDGEMENT: Final = 65_536
_FRAME: Final = 16_384
_LONGEST_NAME: Final = 200


class Given(NamedTuple):
    """A document as it was sent."""

    data: bytes
    name: str
    media_type: str | None


class Said(Struct, forbid_unknown_fields=True):
    """A judgement as it is sent."""

    matter: Matter
    one: str
    other: str
    verdict: Verdict
    value: Any = None
    note: str = ""


async def document_of(request: Request, asked: Asked) -> Given:
    """Return the document that a request sends: its body, or the field `document` of a form. Refuses and raises."""
    said = request.headers.get("content-type", "")
    if said.split(";")[0].strip().lower() != MULTIPART:
        data = await _body(request, MOST_BYTES)
        return Given(data, _name(asked.word("name")), None if "octet-stream" in said else said)
    form = read_form(await _body(request, MOST_BYTES + _FRAME), said)
    if "document" not in form:
        raise InvalidInput.because("agreements.no-field", "The form has no field 'document'.", "document", "Add it.")
    field = form["document"]
    return Given(field.body, _name(asked.word("name") or field.filename), None)


async def _body(request: Request, most: int) -> bytes:
    """Return a body of a type that is taken here."""
    try:
        return await body_of(request, most, TAKEN)
    except Refused as refused:
        raise Refused(refused.problem, *_findings(refused)) from None


def _findings(refused: Refused) -> tuple[Finding, ...]:
    if refused.problem is problems.CAPTURE_LIMIT:
        sentence = f"A document may have up to {MOST_BYTES:,} bytes."
        return (Finding("agreements.too-large", sentence, advice="Send its text only, or a part of it."),)
    if refused.problem is problems.MEDIA:
        return tuple(one._replace(advice=f"Send it as one of {', '.join(TAKEN)}.") for one in refused.findings)
    return refused.findings


def _name(given: str | None) -> str:
    """Return what a document is to be called: without folders, on one line."""
    last = (given or "").replace("\\", "/").rpartition("/")[2]
    clean = " ".join("".join(one if one.isprintable() else " " for one in last).split())
    return clean[:_LONGEST_NAME] or "document"


def take(request: Request, agreements: Agreements, asked: Asked, given: Given) -> dict[str, Any]:
    """Read a document into the register, or with ``keep=false`` only read it, and return what it says.

    Raises InvalidInput where it cannot be read.
    """
    language: Any = asked.choice("language", LANGUAGES)
    how = {"media_type": given.media_type, "language": language}
    if not asked.yes("keep", otherwise=True):
        release = agreements.preview(given.data, given.name, **how).release
        return {"document": release.head.sha256, "new": False, "entries": (), "release": release}
    again = asked.yes("again", otherwise=False)
    taken: Taken = agreements.read(given.data, given.name, by=_who(request), again=again, **how)
    return {
        "document": taken.release.head.sha256, "new": taken.new, "entries": taken.entries, "release": taken.release,
    }  # fmt: skip


async def judgement_of(request: Request) -> Said:
    """Return the judgement that a request sends. Raises InvalidInput, refuses what is no JSON by its type."""
    try:
        raw = await body_of(request, _MOST_OF_JUDGEMENT, ("application/json",))
    except Refused as refused:
        if refused.problem is not problems.CAPTURE_LIMIT:
            raise
        sentence = f"A judgement may have up to {_MOST_OF_JUDGEMENT:,} bytes."
        raise Refused(refused.problem, Finding("agreements.too-large", sentence, advice="Shorten it.")) from None
    try:
        return msgspec.json.decode(raw, type=Said)
    except (msgspec.MsgspecError, UnicodeDecodeError) as bad:
        advice = "Send matter, one, other and verdict as the interface's description says."
        raise InvalidInput.because("agreements.judgement", f"This is no judgement: {bad}.", advice=advice) from None


def judge(request: Request, agreements: Agreements, said: Said) -> Judgement:
    """Keep a judgement in the name of whoever sends it."""
    return agreements.judge(
        said.matter, said.one, said.other, said.verdict, by=_who(request), value=said.value, note=said.note
    )


def _who(request: Request) -> str:
    who = principal_of(request)
    return who.name or who.organisation
