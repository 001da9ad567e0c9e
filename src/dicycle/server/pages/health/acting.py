"""What is done on the yard's pages: begin, answer, photograph, attach, type values, take back, release, finish.

A page without scripts sends forms and is led back; the page's script sends the same forms one by one, also later, when
the network was gone: the time that it gives to each makes sending again harmless.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, get_args
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, RedirectResponse, Response

from dicycle.bootstrap import Loop
from dicycle.errors import DicycleError, InvalidInput, StoreError
from dicycle.findings import Finding
from dicycle.health.gates import QUESTION, Reading
from dicycle.health.gates.model import GateId
from dicycle.health.grading.types import known_types
from dicycle.health.inspecting import Inspections
from dicycle.health.inspecting.model import Purpose
from dicycle.routing.parameters.model import ROUTES
from dicycle.server.answering import data, wants_data
from dicycle.server.epcis.routes import body_of
from dicycle.server.health.bodies import MOST_BYTES, CarryOut, Letting
from dicycle.server.health.carrying import carry_out
from dicycle.server.health.deciding import FACTS, facts_of
from dicycle.server.health.doors import now_text, proved, token_of, unit_of, who
from dicycle.server.health.live import end_live, none_live
from dicycle.server.health.nameplates import cell_type
from dicycle.server.health.releasing import let_pass
from dicycle.server.health.typing_in import numbers, sheet, single
from dicycle.server.keeper import check_same_origin
from dicycle.server.pages.health.otherwise import FIELDS, kind_of, query_of
from dicycle.server.pages.health.yard import ACT, result_url, yard_url
from dicycle.server.pages.problem import problem_page
from dicycle.server.pages.rendering import CONNECTED, with_policy
from dicycle.server.pages.uploads import MULTIPART, Field, read_form
from dicycle.server.problems import CAPTURE_LIMIT, Refused, problem_of

_FRAME: Final = 16_384


class Form:
    """The fields of a form, with who sends it and when."""

    def __init__(self, request: Request, fields: Mapping[str, Field]) -> None:
        self._fields = fields
        self.at = self.word("at") or now_text()
        self.by = who(request, self.word("by"))
        self.request = request

    def word(self, name: str) -> str:
        """Return what was typed, nothing if nothing was."""
        return self._fields.get(name, Field(b"")).body.decode("utf-8", "replace").strip()

    @property
    def facts(self) -> dict[str, str]:
        """What is added to what is known of a battery, as one field says it like a query."""
        return {name: value.strip() for name, value in parse_qsl(self.word("facts")) if name in FACTS}

    def file(self, name: str) -> Field | None:
        """Return a file that was chosen."""
        found = self._fields.get(name)
        return found if found and found.body else None


Act = Callable[[Loop, Inspections, str, Form], str | None]
"""Does something in an inspection, and returns where to go on; None leads back to the unit."""


def add(pages: APIRouter, loop: Loop) -> None:
    """Add ``POST /yard/act``."""

    @pages.post(ACT, summary="Does something in the yard")
    async def act(request: Request) -> Response:
        if "authorization" not in request.headers:  # a page elsewhere could send a form, but no token
            check_same_origin(request)
        try:
            raw = await _body(request)
            form = Form(request, read_form(raw, request.headers.get("content-type", "")))
            where = await run_in_threadpool(_act, loop, form)
        except StoreError:
            raise
        except (DicycleError, Refused) as wrong:
            return _refusal(request, wrong)
        return data({"where": where}) if wants_data(request) else RedirectResponse(where, 303)


async def _body(request: Request) -> bytes:
    try:
        return await body_of(request, MOST_BYTES + _FRAME, (MULTIPART,))
    except Refused as refused:
        if refused.problem is not CAPTURE_LIMIT:
            raise
        sentence = f"A file may have up to {MOST_BYTES // 1024 // 1024} MB here."
        finding = Finding("yard.too-large", sentence, advice="Grade it on the command line: dicycle grade FILE.")
        raise Refused(refused.problem, finding) from None


def _refusal(request: Request, wrong: DicycleError | Refused) -> Response:
    problem = wrong.problem if isinstance(wrong, Refused) else problem_of(wrong)
    if wants_data(request):
        return JSONResponse({"findings": [one.as_dict() for one in wrong.findings]}, problem.status)
    return with_policy(problem_page(request, problem.status, wrong.findings), CONNECTED)


def _act(loop: Loop, form: Form) -> str:
    """Do what a form asks for, and return where to go on; raises InvalidInput and NotFound."""
    name = form.word("act")
    if name == "begin":
        return _begin(loop, form)
    act = _ACTS.get(name)
    if act is None:
        advice = "Use the buttons of the page."
        raise InvalidInput.because("yard.act", f"Nothing here is called {name[:40]!r}.", "act", advice)
    inspections, id = loop.inspections, form.word("inspection")
    begun = inspections.read(id).begun
    form.by = form.by or begun.by
    return act(loop, inspections, id, form) or yard_url(begun.unit)


def _begin(loop: Loop, form: Form) -> str:
    unit = unit_of(loop, form.word("unit"))
    kind = kind_of(form.word("kind"))
    type = cell_type(form.word, kind, known_types(loop.inspections.rules))
    place = form.word("place") or None
    started = loop.inspections.start(unit, form.by, form.at, type=type, kind=kind, place=place)
    where = yard_url(unit)
    if not started.differing:
        return where
    return f"{where}{'&' if '?' in where else '?'}{query_of({name: form.word(name) for name in FIELDS})}#otherwise"


def _begin_again(loop: Loop, inspections: Inspections, id: str, form: Form) -> str:
    """Cancel an inspection for a reason, and begin another with what was said."""
    cell_type(form.word, kind_of(form.word("kind")), known_types(inspections.rules))  # refused before anything ends
    _cancel(loop, inspections, id, form)
    return _begin(loop, form)


def _answer(_: Loop, inspections: Inspections, id: str, form: Form) -> str:
    question = QUESTION.get(form.word("question"))
    if question is None:
        raise InvalidInput.because("yard.question", "Nobody asks this.", "question", "Use the form of the page.")
    yes_or_no = question.rule in ("yes", "no")
    value = _yes(form.word("value")) if yes_or_no else numbers(form.word("value"), question.text)
    photo = form.file("photo")
    evidence: tuple[str, ...] = ()
    if photo is not None:
        purpose: Purpose = "other" if question.id == "lifetime-record" else "photograph"
        kept = inspections.attach(id, photo.filename, photo.body, form.by, form.at, purpose=purpose)
        evidence = (kept.sha256,)
    reading = Reading(
        question=question.id, value=value, by=form.by, at=form.at, evidence=evidence, note=form.word("note")
    )
    inspections.answer(id, reading, token_of(form.request))
    return f"{yard_url(inspections.read(id).begun.unit)}#next"


def _yes(text: str) -> bool:
    if text not in ("yes", "no"):
        raise InvalidInput.because("yard.yes-or-no", "The answer is yes or no.", "value", "Press one of the two.")
    return text == "yes"


def _attach(_: Loop, inspections: Inspections, id: str, form: Form) -> str:
    file = form.file("file")
    if file is None:
        raise InvalidInput.because("yard.no-file", "No file was chosen.", "file", "Choose the tester's file.")
    ambient = form.word("ambient")
    inspections.attach(
        id, file.filename, file.body, form.by, form.at, measured=form.word("measured") or None,
        named=form.word("named") or None, ambient=single(ambient, "Surroundings (°C)") if ambient else None,
    )  # fmt: skip
    return f"{yard_url(inspections.read(id).begun.unit)}#records"


def _live_end(loop: Loop, inspections: Inspections, id: str, form: Form) -> str:
    ambient = form.word("ambient")
    end_live(loop, id, measured=form.word("measured") or None,
             ambient=single(ambient, "Surroundings (°C)") if ambient else None)  # fmt: skip
    return f"{yard_url(inspections.read(id).begun.unit)}#records"


def _live_drop(_: Loop, inspections: Inspections, id: str, form: Form) -> None:
    inspections.discard(id, form.by, form.at, form.word("why"))


def _typed(_: Loop, inspections: Inspections, id: str, form: Form) -> str:
    """Keep values that were read off an instrument as a file like any other, so that a certificate can name it."""
    type = inspections.read(id).begun.type
    content = sheet(form.word, type)
    inspections.attach(id, "typed-values.csv", content, form.by, form.at, measured=form.at[:10])
    return f"{yard_url(inspections.read(id).begun.unit)}#records"


def _undo(_: Loop, inspections: Inspections, id: str, form: Form) -> None:
    number, token = _count(form.word("number")), token_of(form.request)
    inspections.take_back(id, number, form.by, form.at, form.word("why"), token)


def _count(text: str) -> int:
    """Return the number of an entry."""
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise InvalidInput.because("yard.number", "It is not said which entry is meant.", "number", "Use the button.")
    return int(text)


def _release(_: Loop, inspections: Inspections, id: str, form: Form) -> None:
    gate, confirms = form.word("gate"), form.word("confirms")
    said = Letting(
        gate=next((one for one in get_args(GateId) if one == gate), None), second=form.word("second"),
        reason=form.word("reason"), confirms=_count(confirms) if confirms else None, at=form.at,
    )  # fmt: skip
    let_pass(inspections, id, said, proved(form.request), form.by)


def _cancel(_: Loop, inspections: Inspections, id: str, form: Form) -> str:
    if not form.word("why"):
        raise InvalidInput.because("yard.no-reason", "It is not said why.", "why", "Give the reason.")
    inspections.cancel(id, form.by, form.at, form.word("why"))
    return "/yard"


def _finish(loop: Loop, inspections: Inspections, id: str, form: Form) -> str:
    none_live(loop, id)
    certificate = f"/certificates/{inspections.finish(id, form.by, form.at).certificate}"
    return f"{certificate}?{urlencode(form.facts)}" if form.facts else certificate


def _carry_out(loop: Loop, inspections: Inspections, id: str, form: Form) -> str:
    finished = inspections.read(id).finished
    if finished is None:
        raise InvalidInput.because("inspection.no-certificate", "There is no certificate yet.", advice="Finish first.")
    said = CarryOut(
        decision=form.word("decision"), place=form.word("place"), at=_local(form.word("when")),
        route=next((one for one in ROUTES if one == form.word("route")), None), reason=form.word("reason"),
        facts=facts_of(form.facts.get),
    )  # fmt: skip
    carry_out(loop, finished.certificate, said, form.by)
    return f"/certificates/{finished.certificate}#route"


def _local(text: str) -> str:
    """Return a time as the yard's clock shows it, with the offset from UTC; what is none stays as it is."""
    try:
        return datetime.fromisoformat(text).astimezone().isoformat()
    except (ValueError, OverflowError):
        return text


def _look(_: Loop, __: Inspections, id: str, ___: Form) -> str:
    return result_url(id)


_ACTS: Final[Mapping[str, Act]] = {
    "begin-again": _begin_again, "answer": _answer, "attach": _attach, "typed": _typed,
    "undo": _undo, "release": _release, "cancel": _cancel,
    "live-end": _live_end, "live-drop": _live_drop, "finish": _finish, "result": _look, "carry-out": _carry_out,
}  # fmt: skip
