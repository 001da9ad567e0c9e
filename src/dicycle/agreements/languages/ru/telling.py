"""Acts without an agreement's noun: agreeing, talks, building and running, numbers of signed projects."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from dicycle.agreements.document import Document, Sentence, Span
from dicycle.agreements.extracting.parts import Act, Assertion
from dicycle.agreements.languages.ru import lexicon
from dicycle.agreements.languages.ru.asserting import asserted
from dicycle.agreements.languages.ru.clauses import Cell
from dicycle.agreements.languages.ru.grouping import Group, Scene
from dicycle.agreements.languages.ru.ties import Tie
from dicycle.agreements.languages.ru.words import Line
from dicycle.agreements.vocabulary import Kind

_MEETING: Final = re.compile(r"(?:переговор|встреч|консультаци|совещани|делегаци)")
_NEAR: Final = 200
_TURN: Final = re.compile(
    r"(?:будет|будут|планиру\w+|ожида\w+|намечен\w*|состоится|предстоит|начн[её]тся|должн?\w*|"
    r"намерен\w*|пройд[её]т|пройдут)\W",
    re.IGNORECASE,
)


@cache
def _plain(*path: str) -> re.Pattern[str]:
    found = lexicon.table("acts")
    for step in path:
        found = found[step]
    return re.compile(str(found), re.IGNORECASE)


def agreeings(sentence: Sentence, line: Line, scene: Scene) -> Iterator[Act]:
    """Return acts of agreeing in principle."""
    if lexicon.pattern("nouns", "never_beside").search(line.text, line.start, line.end):
        return
    for found in lexicon.pattern("agreeing", "verbs").finditer(line.text, line.start, line.end):
        if lexicon.pattern("agreeing", "never").match(line.text, found.start(), line.end):
            continue
        cell = scene.clauses.cell(found.start())
        start, end = scene.clauses.span(cell.clause)
        told = asserted(line, Span(*found.span()), "active", (start, end))
        group = _who(scene, cell)
        after = line.text[found.end() : end]
        if not group:
            continue
        kind = _agreed_kind(after)
        yield Act(Span(*found.span()), sentence, "agree", kind, (group,), told)


def _agreed_kind(after: str) -> Kind:
    """Return what was agreed: an object that is a kind of its own, or no more than to cooperate."""
    near = after[:120]
    if lexicon.pattern("nouns", "joint_venture").search(near):
        return "joint_venture"
    if re.match(
        r"\W*(?:(?:об?|на)\s+)?(?:[а-яё-]+\s+){0,2}(?:поставк\w+|поставлять|поставит\w*|закуп\w+|покупать)\b",
        near,
        re.IGNORECASE,
    ):
        return "supply_or_offtake"
    return "talks"


def _who(scene: Scene, cell: Cell) -> Group:
    """Return who talks or agrees in a cell: who acts, with whom, between whom, and whose meeting it is."""
    here = scene.here(cell)
    taken = [tie for tie in here if tie.how in ("с", "между") or (tie.how == "gen" and _MEETING.match(tie.head))]
    subjects = scene.subjects(cell)
    start, end = scene.clauses.span(cell.clause)
    if not subjects and re.search(r"\bмы\b", scene.line.text[start:end], re.IGNORECASE):
        subjects = [tie for tie in scene.ties if tie.how == "nom"]
    return tuple(dict.fromkeys(tie.mention for tie in sorted([*subjects, *taken], key=lambda one: one.mention.span)))


def talks(sentence: Sentence, line: Line, scene: Scene) -> Iterator[Act]:
    """Return meetings and negotiations that were held."""
    if lexicon.pattern("talking", "never").search(line.text, line.start, line.end) or _plain("talking", "never").search(
        line.text, line.start, line.end
    ):
        return
    if not _plain("talking", "topic").search(line.text, line.start, min(len(line.text), line.end + _NEAR)):
        return
    for found in _trigger(line):
        cell = scene.clauses.cell(found.start)
        clause = scene.clauses.span(cell.clause)
        group = _who(scene, cell)
        if len(group) < 2 and not any(one.number > 1 for one in group):
            continue
        told = _meant(line, found, clause)
        yield Act(found, sentence, "talk", "talks", (group,), told)
        return


def _trigger(line: Line) -> Iterator[Span]:
    for noun in lexicon.pattern("talking", "nouns").finditer(line.text, line.start, line.end):
        held = [
            one
            for one in lexicon.pattern("talking", "held").finditer(line.text, line.start, line.end)
            if abs(one.start() - noun.end()) < _NEAR
        ]
        if held:
            near = min(held, key=lambda one: abs(one.start() - noun.start()))
            start, end = min(noun.start(), near.start()), max(noun.end(), near.end())
            yield Span(start, end) if end - start < 80 else Span(*noun.span())
    for verb in lexicon.pattern("talking", "verbs").finditer(line.text, line.start, line.end):
        yield Span(*verb.span())


def _meant(line: Line, span: Span, clause: tuple[int, int]) -> Assertion:
    around = line.text[max(clause[0], span.start - 40) : min(clause[1], span.end + 40)]
    if re.search(
        r"\b(?:не|опроверг\w*)\s+(?:\w+\s+)?$", line.text[max(clause[0], span.start - 30) : span.start], re.IGNORECASE
    ):
        return "negated"
    return (
        "planned"
        if re.search(
            r"\b(?:состоится|пройд[её]т|планиру\w+|намечен\w*|пройдут|состоятся|запланирован\w*)\b",
            around,
            re.IGNORECASE,
        )
        else "done"
    )


def buildings(document: Document, sentence: Sentence, line: Line, scene: Scene) -> Iterator[Act]:
    """Return starts of construction and of operation, and their suspension."""
    taken: list[Span] = []
    for name, verb, kind in (
        ("suspend", "suspend", "construction_start"),
        ("start", "start", "construction_start"),
        ("commission", "commission", "commissioning"),
    ):
        for found in lexicon.pattern("building", name).finditer(line.text, line.start, line.end):
            span = Span(*found.span())
            if any(span.meets(one) for one in taken) or not _is_building(document, line, span, name):
                continue
            taken.append(span)
            cell = scene.clauses.cell(span.start)
            clause = scene.clauses.span(cell.clause)
            told = _of_building(line, span, clause)
            yield Act(span, sentence, verb, kind, (_builders(scene, cell, span),), told)  # type: ignore[arg-type]
            break
    if not taken:
        yield from _carriers(document, sentence, line, scene)


def _is_building(document: Document, line: Line, span: Span, name: str) -> bool:
    """Tell whether it is a works that is begun; of „первая свая“ and the like the sentence before may say so."""
    back = line.start - 160 if name == "start" and document.text[line.start : span.end].count("сва") else line.start
    window = line.text[max(0, back, span.start - 240) : min(line.end, span.end + 160)]
    if not lexicon.pattern("building", "facility").search(window):
        return False
    return not (
        name == "commission"
        and lexicon.pattern("building", "never").search(
            line.text, max(line.start, span.start - 2), min(line.end, span.end + 90)
        )
    )


def _of_building(line: Line, span: Span, clause: tuple[int, int]) -> Assertion:
    told = asserted(line, span, "active", clause)
    if told != "done":
        return told
    before = line.text[max(clause[0], span.start - 60) : span.start]
    inside = line.text[span.start : span.end]
    return (
        "planned"
        if _TURN.search(before[-40:] + " ")
        or _TURN.search(inside + " ")
        or re.search(r"\b(?:до|после|перед|в случае)\s+(?:\w+\s+){0,2}$", before, re.IGNORECASE)
        else "done"
    )


def _builders(scene: Scene, cell: Cell, span: Span) -> Group:
    """Return who builds or opens: who acts, by whom it was done, or whose works it is."""
    here = scene.here(cell)
    found = [
        tie
        for tie in here
        if tie.how in ("nom", "ins") and not (tie.office and tie.mention.kind in ("government", "government_body"))
    ]
    owners = [tie for tie in here if tie.how == "gen" and lexicon.pattern("building", "facility").match(tie.head)]
    ties: Sequence[Tie] = found or owners or list(scene.before(cell))
    firms = [tie for tie in ties if tie.mention.kind == "company"]
    return tuple(tie.mention for tie in (firms or ties))


def _carriers(document: Document, sentence: Sentence, line: Line, scene: Scene) -> Iterator[Act]:
    """Return who carries out what the sentences before say was begun: „Проект реализует ООО „Х““."""
    found = lexicon.pattern("building", "carriers").search(line.text, line.start, line.end)
    if found is None:
        return
    back = line.text[max(0, line.start - 600) : line.start]
    kinds: tuple[tuple[str, str, Kind], ...] = (
        ("start", "start", "construction_start"),
        ("commission", "commission", "commissioning"),
    )
    for name, verb, kind in kinds:
        if lexicon.pattern("building", name).search(back) and lexicon.pattern("building", "facility").search(back):
            cell = scene.clauses.cell(found.start())
            group = tuple(
                tie.mention
                for tie in scene.here(cell)
                if tie.how in ("nom", "ins") and tie.mention.kind == "company" and not tie.mention.nominal
            )
            if group:
                yield Act(Span(*found.span()), sentence, verb, kind, (group,), "done", nominal=True)  # type: ignore[arg-type]
            return


def is_meeting(low: str) -> bool:
    """Tell whether a noun means talks or those who came to them."""
    return bool(_MEETING.match(low))


def standing(document: Document, sentence: Sentence, line: Line, scene: Scene) -> Iterator[Act]:
    """Return who has which part in a contract that the sentences before tell: „Поставщиком выступает ООО „Х““."""
    found = lexicon.pattern("standing", "parts").search(line.text, line.start, line.end)
    if found is None or not _plain("nouns", "heads").search(line.text, max(0, line.start - 500), line.start):
        return
    group = tuple(
        tie.mention for tie in scene.ties if tie.how in ("nom", "ins") and not tie.mention.nominal and not tie.office
    )
    if group:
        yield Act(Span(*found.span()), sentence, "sign", "contract", (group,), "done", nominal=True)
