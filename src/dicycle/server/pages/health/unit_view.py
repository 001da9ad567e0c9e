"""What the page of a unit in the yard shows: its life in three lines, its gates one by one, its files, what is next."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple, get_args
from urllib.parse import quote

from fastapi import Request

from dicycle.bootstrap import Loop
from dicycle.errors import NotFound
from dicycle.health.gates import QUESTION, FailedBefore, Passage
from dicycle.health.gates.before import in_words
from dicycle.health.gates.model import Check, Gate
from dicycle.health.grading import our_scheme
from dicycle.health.grading.factors import failing, unanswered
from dicycle.health.grading.model import Replaced
from dicycle.health.inspecting import Inspection, Inspections
from dicycle.health.inspecting.model import LEDGER, Answered, Attached, Entry, ReleaseAsked, Released, one_ambient
from dicycle.health.inspecting.settling import needs_two
from dicycle.health.model import Chemistry
from dicycle.ledger.formats import microseconds
from dicycle.ledger.wording import category_of, category_word, facts, short, title
from dicycle.server.access import principal_of
from dicycle.server.health.carrying import standing
from dicycle.server.health.telling import whole
from dicycle.server.pages.health.carried import ROUTES_PATH, carried_view
from dicycle.server.pages.health.curves import HEIGHT
from dicycle.server.pages.health.evidence import Evidence, evidence_of
from dicycle.server.pages.health.watching import watched
from dicycle.server.pages.health.words import SAFETY, Sign, heading_of, limit_words, said, sign_of
from dicycle.server.pages.life import entries, names_for, records
from dicycle.server.pages.links import url_of
from dicycle.server.pages.moments import moment_of
from dicycle.vocabulary import CHEMISTRY, RATED_CAPACITY

_LINES: Final = 3
_KINDS: Final = {"cell": "cell", "module": "module", "pack": "pack", "storage_system": "pack"}
_MANY: Final = "every cell"
CHEMISTRIES: Final[tuple[str, ...]] = get_args(Chemistry)


class Card(NamedTuple):
    """A question as it stands: how it is put, its limit, what was answered, and what that came to."""

    id: str
    gate: str
    text: str
    hint: str
    unit: str
    form: str
    pad: str
    limit: str
    sign: Sign
    answer: str
    sentence: str
    by: str
    evidence: tuple[str, ...]
    next: bool
    again: str
    replaced: tuple["Gone", ...]


class Gone(NamedTuple):
    """An answer that does not hold, in words."""

    answer: str
    by: str
    how: str
    why: str


class Undo(NamedTuple):
    """The last entry, which may be taken back: `failed` is the question whose answer by `by` failed, if one did.

    `record` says that it is a test record, which takes a reason as well.
    """

    number: int
    words: str
    failed: str
    by: str
    record: bool = False


class Asking(NamedTuple):
    """A release that somebody asks for: the number of the entry, who and why; `mine` if who looks may confirm it."""

    number: int
    by: str
    reason: str
    mine: bool


class GateRow(NamedTuple):
    """A gate with its cards; `may_release` says that the scheme lets two persons release it, `asking` who asks."""

    gate: Gate
    sign: Sign
    cards: tuple[Card, ...]
    may_release: bool
    released: tuple[str, ...]
    asking: Asking | None


def view(loop: Loop, unit: str, request: Request) -> dict[str, Any]:
    """Return what the page shows."""
    inspections = loop.inspections
    names = loop.store.names([unit])
    every = inspections.of_unit(unit)
    current = next((one for one in reversed(every) if one.status == "open"), None)
    ended = [one.finished for one in reversed(every) if one.finished]
    base = {
        "title": heading_of(unit, names),
        "unit": unit,
        "heading": heading_of(unit, names).removesuffix(short(unit)),
        "serial": short(unit),
        "category": category_word(_category(loop, unit, names)),
        "life": _life(loop, unit, names),
        "thing_url": url_of(unit) if loop.store.item(unit) else "",
        "certificates": [(one.certificate, moment_of(microseconds(one.at) or 0)) for one in ended],
        "done": None,
        "route_url": "",
        "live_url": "",
        "inspection": current,
        "before": [in_words(one) for one in _failed_before(inspections, unit, current)],
        "next": "begin",
    }
    if current is not None:
        return base | _inspected(loop, current, request)
    last = _last_word(loop, every)
    return base | last | _beginning(loop, unit, names, request)


def _failed_before(inspections: Inspections, unit: str, current: Inspection | None) -> tuple[FailedBefore, ...]:
    return inspections.failed_before(current) if current else inspections.failed_last(unit)


def _last_word(loop: Loop, every: list[Inspection]) -> dict[str, Any]:
    """Return where the unit goes by its last certificate, or where that is decided."""
    last = next((one for one in reversed(every) if one.finished), None)
    if last is None or last.finished is None:
        return {}
    return {
        "done": carried_view(loop, standing(loop, last)), "route_url": f"{ROUTES_PATH}/{last.finished.certificate}"
    }  # fmt: skip


def twin(loop: Loop, unit: str) -> dict[str, Any]:
    """Return the page as plain values."""
    inspections = loop.inspections
    known = loop.store.item(unit) is not None
    return {
        "unit": unit, "known": known,
        "inspections": [whole(inspections, one.id) for one in inspections.of_unit(unit)],
    }  # fmt: skip


def _category(loop: Loop, unit: str, names: Any) -> str:
    item = loop.store.item(unit)
    return (item.category if item else None) or category_of(unit, names) or "battery"


def _life(loop: Loop, unit: str, names: Any) -> list[tuple[Any, str]]:
    """Return the last things that happened to a unit, the latest first."""
    try:
        events = records(loop.life(unit).events)
    except NotFound:
        return []
    told = entries(events, unit, names | names_for(loop, events, [unit]), {})
    return [(one.moment, one.telling.text) for one in reversed(told)][:_LINES]


# ---------------------------------------------------------------- before


def _beginning(loop: Loop, unit: str, names: Any, request: Request) -> dict[str, Any]:
    said = facts(unit, names)
    category = _category(loop, unit, names)
    chemistry = str(said.get(CHEMISTRY) or "").upper()
    return {
        "chemistries": CHEMISTRIES,
        "chemistry": next((one for one in CHEMISTRIES if chemistry.startswith(one.upper())), ""),
        "capacity": said.get(RATED_CAPACITY) or "",
        "kind": _KINDS.get(category, "pack"),
        "kinds": ("cell", "module", "pack"),
        "by": principal_of(request).name or "",
    }


# ---------------------------------------------------------------- while it goes on


def _inspected(loop: Loop, one: Inspection, request: Request) -> dict[str, Any]:
    inspections = loop.inspections
    passage = inspections.passage(one)
    files = evidence_of(inspections, one)
    scheme = inspections.rules.scheme or our_scheme()
    rows = _rows(inspections, one, scheme.releasable, principal_of(request).token)
    asked = [card for row in rows for card in row.cards]
    return {
        "gates": rows,
        "answered": sum(card.sign.kind != "not-measured" for card in asked),
        "asked": len(asked),
        "quarantine": passage.quarantine,
        "safety": SAFETY["quarantine" if passage.quarantine else "failed" if passage.failed else "open"],
        "files": files,
        "live": watched(inspections, one),
        "live_url": f"/inspections/{quote(one.id, safe='')}/live",
        "height": HEIGHT,
        "photos": sum(1 for file in one.files if file.purpose == "photograph"),
        "next": _next(passage, files),
        "undo": _undo(inspections, one, principal_of(request).token),
        "limits": passage.limits,
        "type": one.begun.type,
        "proved": principal_of(request).token and principal_of(request).name,
        "token": principal_of(request).token,
        "warmth": one_ambient(one.files),
        "warmths": sorted({file.ambient for file in one.files if file.ambient is not None}),
    }


def _next(passage: Passage, files: Evidence) -> str:
    if passage.quarantine:
        return "quarantine"
    if _unanswered(passage):
        return "gates"
    return "grade" if files.files else "record"


def _unanswered(passage: Passage) -> list[str]:
    return [name for gate in passage.open for name in unanswered(gate)]


def _rows(inspections: Inspections, one: Inspection, releasable: tuple[str, ...], token: str) -> list[GateRow]:
    passage, gone = inspections.passage(one), inspections.settled(one).replaced
    open = _unanswered(passage)
    following = open[0] if open else ""
    released = {said.gate: (said.by, said.second) for said in one.releases}
    return [
        GateRow(
            gate, sign_of(gate.outcome), tuple(_card(check, gate, following, gone) for check in gate.checks),
            gate.id in releasable and gate.outcome == "fail", released.get(gate.id, ()), _asking(one, gate, token),
        )
        for gate in passage.gates if gate.checks
    ]  # fmt: skip


def _asking(one: Inspection, gate: Gate, token: str) -> Asking | None:
    """Return who asks to release a gate as it failed."""
    for asked in reversed(one.asks):
        entry = asked.entry
        if isinstance(entry, ReleaseAsked) and (entry.gate, entry.failed) == (gate.id, failing(gate)):
            return Asking(asked.number, entry.by, entry.reason, bool(token) and token != entry.token)
    return None


def _card(check: Check, gate: Gate, following: str, gone: Iterable[Replaced]) -> Card:
    question, reading = QUESTION[check.question], check.reading
    many = _MANY in question.text
    form = "yesno" if question.rule in ("yes", "no") else "numbers" if many else "number"
    negative = "egative" in question.hint
    return Card(
        id=question.id,
        gate=gate.id,
        text=question.text,
        hint=question.hint,
        unit=limit_words(question.unit),
        form=form,
        pad="text" if many or negative else "decimal",
        limit=limit_words(check.limit),
        sign=sign_of(check.outcome),
        answer=said(check.value),
        sentence=check.sentence,
        by=reading.by or "" if reading else "",
        evidence=reading.evidence if reading else (),
        next=question.id == following,
        again=_again(question.id, reading.by) if reading and check.outcome == "fail" else "",
        replaced=tuple(
            Gone(said(each.reading.value), each.reading.by or "", each.how, each.why)
            for each in gone if each.reading.question == question.id
        ),
    )  # fmt: skip


def _again(question: str, by: str | None) -> str:
    """Return what it takes to put a failed answer right."""
    if by == LEDGER:
        return "The ledger says no. Only a document that says otherwise, with a note what it is, is held against it."
    if needs_two(question):
        return "It failed, and stands until two persons have measured again, each with a reason."
    return "It failed, and stands until it is measured again with a reason."


def _undo(inspections: Inspections, one: Inspection, token: str) -> Undo | None:
    """Return the last entry that counts, and what it was; what the ledger itself said is not taken back.

    Nor is the failed answer of somebody else.
    """
    mine = [entry for entry in one.counting if _taken_back(entry.entry)]
    if not mine:
        return None
    number, last = mine[-1].number, mine[-1].entry
    if not isinstance(last, Answered) or not inspections.fails(one, last.reading):
        record = isinstance(last, Attached) and last.purpose == "test record"
        return Undo(number, _words(last), "", "", record)
    if token and last.token != token:
        return None
    return Undo(number, _words(last), last.reading.question, last.reading.by or "")


def _taken_back(entry: Entry) -> bool:
    if isinstance(entry, Answered):
        return entry.reading.by != LEDGER
    return isinstance(entry, Attached | Released | ReleaseAsked)


def _words(entry: Entry) -> str:
    if isinstance(entry, Answered):
        question = QUESTION[entry.reading.question]
        return f"{question.text} {said(entry.reading.value)}"
    if isinstance(entry, Attached):
        return f"the file {entry.name}"
    if isinstance(entry, ReleaseAsked):
        return f"that {entry.by} asks to release {entry.gate}"
    return f"the release of {entry.release.gate}" if isinstance(entry, Released) else title("an entry")
