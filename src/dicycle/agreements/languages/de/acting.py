"""Acts of German sentences: verbs of signing with agreement nouns, orders, announcements, headlines."""

import re
from collections.abc import Sequence
from typing import Final

from dicycle.agreements.document import Document, Sentence
from dicycle.agreements.extracting.parts import Act, Mention
from dicycle.agreements.languages.de.alone import verbless, without_noun
from dicycle.agreements.languages.de.building import building
from dicycle.agreements.languages.de.counting import counted
from dicycle.agreements.languages.de.lexicon import shape
from dicycle.agreements.languages.de.listing import listed
from dicycle.agreements.languages.de.making import act_of
from dicycle.agreements.languages.de.nouns import Noun
from dicycle.agreements.languages.de.parties import FEW
from dicycle.agreements.languages.de.scenes import Scene, Trigger, can_tell, clause_at, scene_of, triggers_in
from dicycle.agreements.languages.de.suiting import NEEDS_VENTURE, trigger_of
from dicycle.agreements.languages.de.talking import talking

PER: Final = re.compile(r"\bper $")
LISTS: Final = shape("acting", "lists")
ATTRIBUTED: Final = shape("acting", "attributed")


def acts_in(document: Document, sentence: Sentence, mentions: Sequence[Mention]) -> list[Act]:
    """Return the acts of a sentence."""
    if not can_tell(document, sentence):
        return []
    scene = scene_of(document, sentence, mentions)
    numbered = counted(scene.line, sentence, scene.parts, scene.slots)
    if numbered:
        return numbered
    signed = _signed(scene)
    if signed:
        return signed
    return [
        *building(scene.line, sentence, scene.parts, scene.slots),
        *talking(scene.line, sentence, scene.parts, scene.slots),
    ]


def _signed(scene: Scene) -> list[Act]:
    """Return acts of signing, agreeing, ending: one for every agreement noun with a verb, else for a verb alone."""
    triggers = triggers_in(scene)
    found = listed(scene, triggers)
    if found:
        return found
    for noun in scene.nouns:
        trigger = trigger_of(scene, noun, triggers)
        if noun.kind == "memorandum" and PER.search(scene.line.text, max(scene.line.start, noun.whole - 5), noun.whole):
            found.append(_by(scene, noun, found))
        elif trigger is not None:
            act = act_of(scene, trigger, noun, found)
            if NEEDS_VENTURE.fullmatch(trigger.text) and act.nominal and not any(act.groups):
                continue
            if not (
                ATTRIBUTED.fullmatch(trigger.text)
                and trigger.end <= noun.start
                and sum(max(one.number, 1) for one in act.groups[0]) < FEW
            ):
                found.append(act)
    found = _specific(found)
    if not found:
        found += [told for one in triggers if (told := without_noun(scene, one)) is not None][:1]
    if not found and scene.headline:
        found += verbless(scene)
    return found or _of_list(scene)


def _of_list(scene: Scene) -> list[Act]:
    """Return the acts of „Dazu gehört die Vereinbarung von A mit B“: one of those just told of."""
    if LISTS.match(scene.line.text, scene.line.start, scene.line.end) is None:
        return []
    found: list[Act] = []
    for noun in scene.nouns:
        clause = clause_at(scene, noun.start)
        trigger = Trigger("sign", noun.start, noun.end, scene.line.text[noun.start : noun.end], clause)
        act = act_of(scene, trigger, noun, found)
        if not noun.weak and sum(max(one.number, 1) for one in act.groups[0]) >= FEW:
            found.append(act._replace(fresh=True, nominal=False))
    return found


def _by(scene: Scene, noun: Noun, before: Sequence[Act]) -> Act:
    """Return the act of „per Absichtserklärung“: what they want with it is not done, the declaration is."""
    clause = clause_at(scene, noun.start)
    trigger = Trigger("sign", noun.start, noun.end, scene.line.text[noun.start : noun.end], clause)
    act = act_of(scene, trigger, noun, before)
    return act._replace(assertion="done" if act.assertion == "planned" else act.assertion)


def _specific(found: list[Act]) -> list[Act]:
    """Leave out „zwei Verträge“ where the sentence goes on to tell them."""
    told = [one for one in found if one.kind != "contract" or sum(len(group) for group in one.groups) >= FEW]
    return told if told and len(told) < len(found) and len(found) > 2 else found
