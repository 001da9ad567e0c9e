"""The act that a verb and an agreement noun make: parties, kind, assertion, what the words beside them say."""

import re
from collections.abc import Sequence
from typing import Final

from dicycle.agreements.document import Span
from dicycle.agreements.extracting.parts import Act, Assertion, Verb
from dicycle.agreements.languages.de.asserting import assertion_of, is_historical, phrase_text
from dicycle.agreements.languages.de.lexicon import pattern, shape
from dicycle.agreements.languages.de.line import Line
from dicycle.agreements.languages.de.nouns import Noun
from dicycle.agreements.languages.de.parties import groups_of
from dicycle.agreements.languages.de.scenes import (
    Scene,
    Trigger,
    clause_at,
    is_same_phrase,
    phrase_of,
    slots_of,
    tellers_of,
)
from dicycle.agreements.languages.de.suiting import BEGINS

WIDENS: Final = shape("acting", "widens", re.I)
WORKED_OUT: Final = shape("making", "worked_out", re.I)
PROMISES: Final = re.compile(r"vereinbar\w*|beschlossen|bekräftig\w*", re.I)
ORDERS: Final = shape("acting", "orders", re.I)


def act_of(scene: Scene, trigger: Trigger, noun: Noun, before: Sequence[Act]) -> Act:
    """Return the act of a verb with its agreement noun; `before` are those of the sentence so far."""
    line = scene.line
    nominal = trigger.name == "nominal" or _is_attribute(scene, trigger, noun)
    start, end = min(trigger.start, noun.whole), max(trigger.end, noun.end)
    historical = is_historical(line, scene.parts, trigger.clause)
    groups = groups_of(
        slots_of(scene, trigger.clause),
        phrase_of(trigger.clause),
        noun,
        _reach(scene, noun),
        _more(trigger, noun),
        tellers_of(scene),
    )
    definite = _is_definite(scene, noun)
    nominal = nominal or (definite and not any(groups))
    if historical and noun.kind == "contract" and definite and all(one.nominal for group in groups for one in group):
        historical = False
    return Act(
        span=Span(start, end),
        sentence=scene.sentence,
        verb=_verb(trigger, noun),
        kind=noun.kind,
        groups=groups,
        assertion=asserted(scene, trigger, noun),
        noun=noun.span,
        title=_title(line, noun),
        strategic=noun.strategic,
        binding=_binding(scene, noun),
        fresh=is_fresh(scene, trigger, noun, before),
        historical=historical,
        nominal=nominal,
    )


def _reach(scene: Scene, noun: Noun) -> tuple[int, int]:
    """Return from where to where „mit …“ goes with a noun: between its neighbours, if there are several."""
    nouns = [one for one in scene.nouns if is_same_phrase(clause_at(scene, one.start), clause_at(scene, noun.start))]
    at = nouns.index(noun)
    if len(nouns) == 1:
        return scene.line.start, scene.line.end
    if _leads(scene, nouns[0]):
        return (nouns[at - 1].end if at else scene.line.start), (noun.end if at + 1 < len(nouns) else scene.line.end)
    return (noun.whole if at else scene.line.start), (nouns[at + 1].whole if at + 1 < len(nouns) else scene.line.end)


def _leads(scene: Scene, first: Noun) -> bool:
    """Tell whether „mit …“ goes before its noun: „mit A wurde ein Vertrag, mit B eine Kooperation vereinbart“."""
    phrase = clause_at(scene, first.start).phrase
    return any(one.role == "mit" and one.mention.start < first.start and one.phrase == phrase for one in scene.slots)


def _more(trigger: Trigger, noun: Noun) -> frozenset[str]:
    """Return the other roles that parties of a verb stand in."""
    if trigger.name == "win":
        return (
            frozenset({"von", "an", "bei", "durch"})
            if ORDERS.search(noun.kind) or noun.kind in ("supply_or_offtake", "contract")
            else frozenset({"von"})
        )
    if trigger.name == "order":
        return frozenset({"bei", "an"})
    if trigger.name in ("sign", "nominal", "close"):
        return frozenset({"von", "durch"})
    return frozenset()


def _verb(trigger: Trigger, noun: Noun) -> Verb:
    if trigger.name in ("terminate", "suspend", "agree"):
        return trigger.name  # type: ignore[return-value]
    if noun.weak and (PROMISES.fullmatch(trigger.text) or BEGINS.fullmatch(trigger.text)):
        return "agree"
    if WIDENS.fullmatch(trigger.text) and noun.weak:
        return "expand"
    return "sign"


def asserted(scene: Scene, trigger: Trigger, noun: Noun | None) -> Assertion:
    """Return how an act is asserted."""
    if trigger.name in ("nominal",) and re.search(
        shape("acting", "before_act"),
        scene.line.text[max(scene.line.start, trigger.start - 40) : trigger.start],
    ):
        return "planned"
    if trigger.name in ("terminate", "suspend") and re.search(
        r"\b(?:Unterzeichnung|Abschluss|Verhandlungen|Gespräche|Pläne)\b",
        phrase_text(scene.line, scene.parts, trigger.clause),
    ):
        return "negated"
    if noun is not None and not noun.weak and trigger.end <= noun.whole and WORKED_OUT.match(scene.line.text, noun.end):
        return "planned"  # „vereinbarten, eine Absichtserklärung auszuarbeiten“
    return assertion_of(scene.line, scene.parts, trigger.clause, trigger.text, noun.start if noun else None)


def _is_attribute(scene: Scene, trigger: Trigger, noun: Noun) -> bool:
    """Tell whether a participle is an attribute: „die gestern unterzeichnete Vereinbarung“."""
    if (
        not trigger.text.endswith(("te", "ten", "ene", "enen", "ter", "tes"))
        or not noun.whole <= trigger.end + 1 <= noun.start + 1
    ):
        return False
    before = scene.line.text[max(scene.line.start, trigger.start - 60) : trigger.start]
    return bool(
        re.search(
            r"(?i)\b(?:der|die|das|den|dem|des|dieser|einer|eines|einen|ein|eine)\s+(?:[\wäöü.]+\s+){0,4}$", before
        )
    ) and not any(one.mention.end == trigger.start - 1 for one in scene.slots)


def _is_definite(scene: Scene, noun: Noun) -> bool:
    before = scene.line.text[max(scene.line.start, noun.whole - 36) : noun.whole]
    return bool(
        re.search(
            shape("acting", "definite"),
            before,
        )
        or re.match(r"(?i)(?:ein\w* )?entsprechend", scene.line.text[noun.whole : noun.start])
    )


def _title(line: Line, noun: Noun) -> Span | None:
    found = re.compile(
        r"(?:\s+(?:über|zur|zum|mit dem Titel|namens))?\s*[„\"»](?P<title>[^„“”\"«»\n]{8,160})[“\"«”]"
    ).match(line.text, noun.end, line.end)
    return Span(*found.span("title")) if found else None


def _binding(scene: Scene, noun: Noun) -> bool | None:
    around = scene.line.text[max(scene.line.start, noun.whole - 40) : min(noun.end + 60, scene.line.end)]
    if pattern("assert", "nonbinding").search(around):
        return False
    return True if pattern("assert", "binding").search(around) else None


def _is_further(scene: Scene, noun: Noun | None) -> bool:
    return noun is not None and bool(
        re.search(r"(?i)\b(?:weiter|zweit|zusätzlich)e[nrsm]?\b", scene.line.text[noun.whole : noun.start])
    )


def is_fresh(scene: Scene, trigger: Trigger, noun: Noun | None, before: Sequence[Act]) -> bool:
    """Tell whether a word says that it is one more."""
    return (
        bool(before)
        or bool(pattern("assert", "fresh").search(phrase_text(scene.line, scene.parts, trigger.clause)))
        or _is_further(scene, noun)
    )
