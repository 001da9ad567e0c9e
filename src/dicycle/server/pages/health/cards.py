"""The safety gates on the page of a unit: a card for each question, with what was answered and what holds no more."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from dicycle.health.gates import QUESTION, Passage
from dicycle.health.gates.model import Check, Gate
from dicycle.health.grading.factors import failing, unanswered
from dicycle.health.grading.model import Replaced
from dicycle.health.inspecting import Inspection, Inspections
from dicycle.health.inspecting.model import LEDGER, ReleaseAsked
from dicycle.health.inspecting.settling import needs_two
from dicycle.server.pages.health.words import Sign, limit_words, said, sign_of

_MANY: Final = "every cell"


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


def gate_rows(inspections: Inspections, one: Inspection, releasable: tuple[str, ...], token: str) -> list[GateRow]:
    """Return the gates with their cards; `token` is the id of the token of who looks."""
    passage, gone = inspections.passage(one), inspections.settled(one).replaced
    open = open_questions(passage)
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


def open_questions(passage: Passage) -> list[str]:
    """Return what the gates that are not decided still ask, in order."""
    return [name for gate in passage.open for name in unanswered(gate)]
