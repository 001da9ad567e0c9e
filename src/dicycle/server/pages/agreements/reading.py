"""The page that reads a document: what it says of agreements beside its text, every value with its characters."""

from typing import Final, get_args

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from dicycle.agreements.agreements import Agreements, Taken
from dicycle.agreements.samples import samples
from dicycle.agreements.vocabulary import Language
from dicycle.bootstrap import Loop
from dicycle.errors import DicycleError, InvalidInput, InvalidQuery, NotFound, StoreError
from dicycle.findings import Finding
from dicycle.server.access import principal_of, rule_of
from dicycle.server.answering import data, wants_data
from dicycle.server.epcis.routes import body_of
from dicycle.server.keeper import check_same_origin
from dicycle.server.pages.agreements.reading_view import form_view, view
from dicycle.server.pages.rendering import SCRIPTED, page, with_policy
from dicycle.server.pages.uploads import MULTIPART, Field, read_form
from dicycle.server.problems import CAPTURE_LIMIT, Refused, problem_of

PATH: Final = "/agreements/read"
MOST_BYTES: Final = 10_000_000
"""What a form may send; the command line reads longer documents."""
_LONGEST_NAME: Final = 120
"""The pages of agreements work without their scripts, and allow no others."""


def add(pages: APIRouter, loop: Loop) -> None:
    """Add ``/agreements/read``: GET shows a form, or a document that was read; POST reads one."""

    @pages.get(PATH, summary="Reads documents, for a person")
    def show(request: Request, document: str = "") -> Response:
        if not document:
            return _form(request, loop.agreements)
        return _document(request, loop.agreements, document)

    @pages.post(PATH, summary="Takes a document from a form")
    async def read(request: Request) -> Response:
        if "authorization" not in request.headers:  # a page elsewhere could send a form, but no token
            check_same_origin(request)
        try:
            raw = await _body(request)
            form = read_form(raw, request.headers.get("content-type", ""))
            taken = await run_in_threadpool(_take, request, loop.agreements, form)
        except StoreError:
            raise
        except (DicycleError, Refused) as wrong:
            status = (wrong.problem if isinstance(wrong, Refused) else problem_of(wrong)).status
            return await run_in_threadpool(_form, request, loop.agreements, wrong.findings, status)
        known = "" if taken.new else "&known=yes"
        return RedirectResponse(f"{PATH}?document={taken.release.head.sha256}{known}", 303)


async def _body(request: Request) -> bytes:
    try:
        return await body_of(request, MOST_BYTES, (MULTIPART,))
    except Refused as refused:
        if refused.problem is not CAPTURE_LIMIT:
            raise
        sentence = f"A document may have up to {MOST_BYTES:,} bytes here."
        advice = "Read it on the command line: dicycle agreements read FILE."
        raise Refused(refused.problem, Finding("agreements.too-large", sentence, advice=advice)) from None


def _take(request: Request, agreements: Agreements, form: dict[str, Field]) -> Taken:
    """Read what a form sent into the register; raises InvalidInput."""
    data, name = _given(form)
    who = principal_of(request)
    return agreements.read(data, name, language=_language(form), by=who.name or who.organisation)


def _given(form: dict[str, Field]) -> tuple[bytes, str]:
    """Return the bytes of the document and what it is called."""
    file, text, sample = (form.get(name, Field(b"")) for name in ("document", "text", "sample"))
    if sample.body:
        return _sample(sample.body.decode("utf-8", "replace"))
    if file.body.strip():
        return file.body, _called(file.filename.replace("\\", "/").rpartition("/")[2]) or "document"
    pasted = text.body.replace(b"\r\n", b"\n")  # a form ends lines so, whatever was pasted
    if not pasted.strip():
        advice = "Choose a file, paste a text, or try a sample."
        raise InvalidInput.because("page.no-document", "There is nothing to read.", advice=advice)
    return pasted, _called(pasted.strip().partition(b"\n")[0].decode("utf-8", "replace")) or "pasted text"


def _sample(name: str) -> tuple[bytes, str]:
    found = next((data for known, data in samples() if known == name), None)
    if found is None:
        raise InvalidInput.because("page.no-sample", "There is no such sample.", "sample", "Choose one of the list.")
    return found, name


def _called(name: str) -> str:
    """Return a name that can be shown on one line."""
    clean = " ".join("".join(one if one.isprintable() else " " for one in name).split())
    return clean if len(clean) <= _LONGEST_NAME else f"{clean[:_LONGEST_NAME]}…"


def _language(form: dict[str, Field]) -> Language | None:
    said = form.get("language", Field(b"")).body.decode("utf-8", "replace")
    found: Language | None = next((one for one in get_args(Language) if one == said), None)
    if said and found is None:
        raise InvalidInput.because(
            "page.language", f"Documents in {said!r} cannot be read.", "language", "Use en, de, zh or ru."
        )
    return found


def _form(
    request: Request, agreements: Agreements, findings: tuple[Finding, ...] = (), status: int = 200
) -> Response:  # fmt: skip
    may_read = principal_of(request).role in rule_of("POST", PATH)
    values = form_view(agreements, [name for name, _ in samples()])
    more = {"findings": findings, "may_read": may_read, "most": f"{MOST_BYTES // 1_000_000} MB"}
    return with_policy(page(request, "agreements-read.html", values | more, status), SCRIPTED)


def _document(request: Request, agreements: Agreements, sha256: str) -> Response:
    """Return a document of the register, or as JSON what it says; raises NotFound and InvalidQuery."""
    if len(sha256) != 64 or not sha256.isalnum() or not sha256.isascii():
        advice = "Follow the links of the page."
        raise InvalidQuery.because("page.digest", "A document is asked for by its SHA-256.", "document", advice)
    if wants_data(request):
        release = agreements.release(sha256)
        if release is None:
            raise NotFound.because("agreements.unknown", f"The register has no document {sha256}.", sha256, "Read it.")
        return data(release)
    values = view(agreements, sha256) | {"known": "known" in request.query_params}
    return with_policy(page(request, "agreements-read-document.html", values), SCRIPTED)
