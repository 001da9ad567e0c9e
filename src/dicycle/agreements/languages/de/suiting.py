"""Which verb goes with which agreement noun."""

import re
from collections.abc import Sequence
from typing import Final

from dicycle.agreements.languages.de.lexicon import shape
from dicycle.agreements.languages.de.nouns import Noun
from dicycle.agreements.languages.de.parties import can_be_party
from dicycle.agreements.languages.de.scenes import CLASSES, Scene, Trigger, clause_at, is_same_phrase

NEEDS_DEAL: Final = re.compile(r"^(?:treffen|trifft|traf|trafen|getroffen\w*)$", re.I)
NEEDS_VENTURE: Final = re.compile(r"gründe\w*|gegründet\w*|begründe\w*", re.I)
BEGINS: Final = re.compile(r"start\w*|gestartet|beginn\w*|begann\w*", re.I)
ANNOUNCES: Final = shape("acting", "announces", re.I)
INDEFINITE: Final = shape("acting", "indefinite")
NEAR: Final = 40
DEFINITE: Final = re.compile(r"\b(?:[Dd](?:er|ie|as)|[Dd]iese[rs]?)\s+$")
HOLDS: Final = shape("acting", "holds")


def trigger_of(scene: Scene, noun: Noun, triggers: Sequence[Trigger]) -> Trigger | None:
    """Return the verb that goes with a noun: of its clause and verb phrase, the strongest that fits."""
    clause = clause_at(scene, noun.start)
    fits = [
        one
        for one in triggers
        if is_same_phrase(one.clause, clause) and _suits(scene, one, noun) and not _covers(one, noun)
    ]
    return min(fits, key=lambda one: (CLASSES.index(one.name), abs(one.start - noun.start)), default=None)


def _covers(trigger: Trigger, noun: Noun) -> bool:
    return trigger.start < noun.end and noun.start < trigger.end and trigger.name not in ("nominal", "signature")


def _suits(scene: Scene, trigger: Trigger, noun: Noun) -> bool:
    text, kind = trigger.text, noun.kind
    if trigger.name in ("sign", "signature"):
        return not (noun.weak and _is_under(scene, noun))
    if trigger.name == "nominal":
        between = scene.line.text[trigger.end : noun.start]
        return 0 <= noun.start - trigger.end < 90 and not re.search(r"[,;.]| und ", between)
    if trigger.name in ("terminate", "suspend"):
        return _is_object(scene, noun) or kind in ("supply_or_offtake", "joint_venture")
    if trigger.name == "provide":
        return not noun.weak and _is_told_as_there(scene, noun)
    if NEEDS_DEAL.fullmatch(text):
        return kind not in ("joint_venture",) and not noun.weak
    if NEEDS_VENTURE.fullmatch(text):
        return kind in ("joint_venture", "strategic_cooperation_agreement")
    if BEGINS.fullmatch(text):
        return (
            kind == "strategic_cooperation_agreement" and not scene.headline
        ) or kind == "strategic_cooperation_agreement"
    if (
        trigger.name == "win"
        and not ANNOUNCES.match(text)
        and (
            kind == "joint_venture"
            or re.search(
                r"(?i)genehmig|freigabe|zustimmung",
                scene.line.text[max(scene.line.start, noun.start - 60) : noun.start],
            )
        )
    ):
        return False
    if trigger.name in ("win", "order") and _is_subject(scene, trigger, noun):
        return False
    if trigger.name == "win":
        return not noun.weak or bool(ANNOUNCES.match(text))
    if trigger.name == "order":
        return kind in ("supply_or_offtake", "contract")
    return not _is_under(scene, noun) or (not noun.weak and bool(HOLDS.match(text)))


def _is_subject(scene: Scene, trigger: Trigger, noun: Noun) -> bool:
    """Tell whether an agreement told before does something: „Der Vertrag sichert der Gruppe jährlich …“."""
    between = scene.line.text[noun.end : trigger.start]
    return not between.strip() and DEFINITE.search(scene.line.text, scene.line.start, noun.whole) is not None


def _is_told_as_there(scene: Scene, noun: Noun) -> bool:
    """Tell whether an agreement is told by what it provides: „Ein Liefervertrag mit der Alba AG sieht … vor“."""
    partners = [one for one in scene.slots if one.role in ("mit", "zwischen") and can_be_party(one)]
    near = any(0 <= one.mention.start - noun.end < NEAR and not one.mention.nominal for one in partners)
    return near and INDEFINITE.search(scene.line.text, scene.line.start, noun.start) is not None


def _is_under(scene: Scene, noun: Noun) -> bool:
    """Tell whether a noun stands in „im Rahmen der …“, „auf Basis des …“: it is no object."""
    before = scene.line.text[max(scene.line.start, noun.whole - 50) : noun.whole]
    return bool(
        re.search(
            shape("acting", "under"),
            before,
        )
    )


def _is_object(scene: Scene, noun: Noun) -> bool:
    return not _is_under(scene, noun)
