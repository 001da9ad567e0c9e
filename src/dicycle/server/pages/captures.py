"""The captures: what was sent as documents, what became of it, and a form to send one."""

from collections.abc import Sequence
from concurrent.futures import wait
from typing import Any, Final, NamedTuple

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from dicycle.bootstrap import Loop
from dicycle.errors import DicycleError, InvalidInput, InvalidQuery, NotFound, StoreError
from dicycle.findings import Finding
from dicycle.ledger.capture import Behaviour
from dicycle.ledger.store import Job
from dicycle.ledger.wording import Names, label
from dicycle.server.access import check_declarations, principal_of, rule_of, seen
from dicycle.server.answering import data, wants_data
from dicycle.server.epcis.routes import body_of, job_body
from dicycle.server.keeper import check_same_origin
from dicycle.server.pages.moments import Moment, moment_of
from dicycle.server.pages.rendering import page
from dicycle.server.pages.signs import Shown, shown
from dicycle.server.pages.uploads import MULTIPART, Field, as_document, read_form
from dicycle.server.problems import Refused, problem_of

PER_PAGE: Final = 50
PATIENCE: Final = 2.0
"""Seconds for which whoever sends a file waits for its job, so that the job's page mostly has its end to tell."""
_AGAIN: Final = 2
"""Seconds after which the page of a job that is not over is read again."""
_FRAME: Final = 16_384
"""Bytes that a form may take besides its file."""


class Row(NamedTuple):
    """One job in the list: when, who sent it (an id and a name, or two empty texts), and its state in words."""

    job: Job
    moment: Moment
    reporter: str
    name: str
    state: str


def add(pages: APIRouter, loop: Loop) -> None:
    """Add ``/captures``, which lists the jobs and takes files, and ``/captures/{id}``."""

    @pages.get("/captures", summary="Capture jobs, for a person")
    def captures(request: Request, before: str = "") -> Response:
        if wants_data(request):
            jobs, older = listed(seen(request, loop), before)
            return data({"jobs": [as_data(one) for one in jobs], "next": older or None})
        return page(request, "captures.html", view(request, loop, before))

    @pages.post("/captures", summary="Takes a file from a form")
    async def upload(request: Request) -> Response:
        if "authorization" not in request.headers:  # a page elsewhere could send a form, but no token
            check_same_origin(request)
        try:
            raw = await body_of(request, loop.intake.limits.bytes + _FRAME, (MULTIPART,))
            form = read_form(raw, request.headers.get("content-type", ""))
            job = await run_in_threadpool(_begin, request, loop, form)
        except StoreError:
            raise
        except (DicycleError, Refused) as wrong:
            status = (wrong.problem if isinstance(wrong, Refused) else problem_of(wrong)).status
            values = await run_in_threadpool(view, request, loop, "")
            return page(request, "captures.html", values | {"findings": wrong.findings}, status)
        return RedirectResponse(f"/captures/{job.id}", 303)

    @pages.get("/captures/{id}", summary="A capture job, for a person")
    def capture(request: Request, id: str) -> Response:
        job = _job(seen(request, loop), id)
        if wants_data(request):
            return data(as_data(job))
        answer = page(request, "capture.html", view_of_job(request, loop, job))
        if job.running:
            answer.headers["Refresh"] = str(_AGAIN)
        return answer


def _begin(request: Request, loop: Loop, form: dict[str, Field]) -> Job:
    """Capture the file of a form as a job, and give it a moment to be done; raises DicycleError naming the file."""
    file = form.get("document", Field(b""))
    behaviour = Behaviour.PROCEED if "proceed" in form else Behaviour.ROLLBACK
    if not file.body.strip():
        raise InvalidInput.because("page.no-file", "No file was chosen, or it is empty.", advice="Choose one.")
    try:
        raw = as_document(file.body, check=behaviour is Behaviour.ROLLBACK)
        check_declarations(request, loop, raw)
        job, done = loop.intake.begin(raw, behaviour, principal_of(request).organisation)
    except InvalidInput as wrong:
        raise type(wrong)(*(finding.at(f"{file.filename}#") for finding in wrong.findings)) from None
    wait([done], PATIENCE)
    return job


def _job(loop: Loop, id: str) -> Job:
    found = loop.store.job(id)
    if found is None:
        sentence = f"There is no capture job {id!r}."
        raise NotFound.because("capture.no-such-job", sentence, advice="The captures are at /captures.")
    return found


def listed(loop: Loop, before: str) -> tuple[list[Job], str]:
    """Return one page of jobs, newest first, and after which job the next page goes on (``""``: this is the last)."""
    if before and loop.store.job(before) is None:
        advice = "Follow the links of the page."
        raise InvalidQuery.because("page.before", f"{before!r} is not where a page starts.", "before", advice)
    jobs = loop.store.jobs(PER_PAGE + 1, before or None)
    return jobs[:PER_PAGE], jobs[PER_PAGE - 1].id if len(jobs) > PER_PAGE else ""


def view(request: Request, loop: Loop, before: str) -> dict[str, Any]:
    """Return what the list shows."""
    mine = seen(request, loop)
    jobs, older = listed(mine, before)
    names = mine.store.names(list({job.reporter for job in jobs if job.reporter}))
    return {
        "title": "Captures",
        "rows": [_row(job, names) for job in jobs],
        "older": f"/captures?before={older}" if older else "",
        "first": not before,
        "may_send": principal_of(request).role in rule_of("POST", "/captures"),
        "limits": loop.intake.limits,
        "origin": str(request.base_url).rstrip("/"),
        "findings": (),
    }


def _row(job: Job, names: Names) -> Row:
    name = label(job.reporter, names) if job.reporter else ""
    return Row(job, moment_of(job.created), job.reporter, name, state_of(job))


def state_of(job: Job) -> str:
    """Return the state of a job in words."""
    if job.running:
        return "Stored, being checked for sense" if job.finished is not None else "Waiting to be stored"
    if job.success:
        return "Known already" if job.known and not job.stored else "Done"
    return "Done in part" if job.stored or job.known else "Refused"


def view_of_job(request: Request, loop: Loop, job: Job) -> dict[str, Any]:
    """Return what the page of a job shows."""
    names = seen(request, loop).store.names([job.reporter] if job.reporter else [])
    row = _row(job, names)
    return {
        "title": f"Capture, {row.moment.day}",
        "row": row,
        "job": job,
        "ended": None if job.finished is None else moment_of(job.finished),
        "proceed": job.behaviour == Behaviour.PROCEED,
        "errors": _plain(job.errors),
        "notes": shown(job.notes),
        "sees_all": principal_of(request).sees_all,
    }


def _plain(errors: Sequence[Finding]) -> list[Shown]:
    """Return errors, whose places are in the document that was sent."""
    return [Shown(one, one.where) for one in errors]


def as_data(job: Job) -> dict[str, Any]:
    """Return a job as plain JSON: as the standard writes it, with what was counted and what makes no sense."""
    more = {"state": state_of(job), "stored": job.stored, "known": job.known, "reporter": job.reporter or None}
    return job_body(job) | more | {"notes": [one.as_dict() for one in job.notes]}
