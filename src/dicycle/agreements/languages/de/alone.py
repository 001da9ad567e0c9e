"""Acts of a verb without an agreement noun, and of a headline without a verb."""

import re
from collections.abc import Iterator
from typing import Final

from dicycle.agreements.document import Span
from dicycle.agreements.extracting.parts import Act, Verb
from dicycle.agreements.languages.de.asserting import is_historical, phrase_text
from dicycle.agreements.languages.de.lexicon import pattern, shape
from dicycle.agreements.languages.de.making import act_of, asserted, is_fresh
from dicycle.agreements.languages.de.nouns import COMPLEMENTS
from dicycle.agreements.languages.de.parties import FEW, groups_of
from dicycle.agreements.languages.de.scenes import Scene, Trigger, clause_at, phrase_of, slots_of, tellers_of
from dicycle.agreements.vocabulary import Kind

_VERBS: Final[dict[str, Verb]] = {"agree": "agree", "close": "agree", "terminate": "terminate"}
AGAIN: Final = shape("acting", "again")


def without_noun(scene: Scene, trigger: Trigger) -> Act | None:
    """Return an act that a verb tells alone: „X hat Y beauftragt“, „X und Y haben unterzeichnet“."""
    kind = _kind_alone(scene, trigger)
    if kind is None:
        return None
    groups = groups_of(
        slots_of(scene, trigger.clause),
        phrase_of(trigger.clause),
        None,
        (scene.line.start, scene.line.end),
        _more_alone(trigger),
        tellers_of(scene),
    )
    told_again = (
        trigger.name == "sign" and AGAIN.search(phrase_text(scene.line, scene.parts, trigger.clause)) is not None
    )
    if sum(max(one.number, 1) for one in groups[0]) < FEW and not told_again:
        return None
    verb: Verb = _VERBS.get(trigger.name, "sign")
    return Act(
        span=Span(trigger.start, trigger.end),
        sentence=scene.sentence,
        verb=verb,
        kind=kind,
        groups=groups,
        assertion=asserted(scene, trigger, None),
        fresh=is_fresh(scene, trigger, None, ()),
        historical=is_historical(scene.line, scene.parts, trigger.clause),
        nominal=told_again,
    )


def _more_alone(trigger: Trigger) -> frozenset[str]:
    return frozenset({"bei", "an", "von", "durch"}) if trigger.name == "order" else frozenset({"von", "durch"})


def _kind_alone(scene: Scene, trigger: Trigger) -> Kind | None:
    text = phrase_text(scene.line, scene.parts, trigger.clause)
    whole = scene.line.text[scene.line.start : scene.line.end]
    if (
        pattern("other", "context").search(whole)
        or pattern("verbs", "laws").search(text)
        or pattern("other", "nouns").search(whole)
    ):
        return None
    if trigger.name == "order":
        return "supply_or_offtake"
    if trigger.name == "sign" and re.match(r"(?i)unterzeichn|unterschr", trigger.text):
        return "contract"
    if re.search(r"(?i)\b(?:austausch|gespräche|dialog|treffen|stillschweigen|verhandlungen|kontakt)\b", text):
        return None
    if trigger.name in ("agree", "close") and (kind := _kind_of_matter(scene, trigger)):
        return kind
    if trigger.name == "agree" or (trigger.name == "close" and re.match(r"(?i)vereinbar", trigger.text)):
        return "talks"
    return None


def _kind_of_matter(scene: Scene, trigger: Trigger) -> Kind | None:
    """Return the kind that the matter gives: „vereinbarten die Abnahme von …“, „einigten sich auf die Lieferung“."""
    if trigger.name == "close" and not re.match(r"(?i)vereinbar", trigger.text):
        return None
    text = phrase_text(scene.line, scene.parts, trigger.clause)
    return next((kind for name, kind in COMPLEMENTS if pattern("matters", name).search(text)), None)


def verbless(scene: Scene) -> Iterator[Act]:
    """Return the act of a headline without a verb: „Liefervertrag mit …“."""
    for noun in scene.nouns[:1]:
        clause = clause_at(scene, noun.start)
        found = [one._replace(role="mit" if one.role in ("für", "an", "von") else one.role) for one in scene.slots]
        groups = groups_of(found, None, noun, (scene.line.start, scene.line.end), frozenset())
        if sum(max(one.number, 1) for one in groups[0]) >= FEW and not (noun.weak and not noun.strategic):
            trigger = Trigger("sign", noun.start, noun.end, scene.line.text[noun.start : noun.end], clause)
            yield act_of(scene, trigger, noun, ())._replace(groups=groups)
