"""Acts that leave their parties to another sentence, or another sentence to them."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from dicycle.agreements.document import Document, Sentence, Span
from dicycle.agreements.extracting.drafts import GENERAL
from dicycle.agreements.extracting.parts import Act, Mention
from dicycle.agreements.languages.ru import lexicon
from dicycle.agreements.languages.ru.acting import is_reprise
from dicycle.agreements.languages.ru.asserting import asserted
from dicycle.agreements.languages.ru.memory import Memory, Read
from dicycle.agreements.languages.ru.telling import is_meeting
from dicycle.agreements.languages.ru.ties import Tie
from dicycle.agreements.languages.ru.triggers import kind_of, signs_of
from dicycle.agreements.languages.ru.words import Line
from dicycle.agreements.vocabulary import Kind

_BOTH: Final = 2


def completed(document: Document, sentence: Sentence, memory: Memory, read: Read, act: Act) -> Act | None:
    """Return an act with the parties that its sentence leaves to another one; None if it is the past of one that ended.

    „Договор был подписан в Казани“ tells of those who acted in the sentence before; „Документ подписали глава
    агентства и директор“ tells who signed for the parties that are known already.
    """
    memory.enter(sentence)
    act = _of_purpose(document, sentence, memory, act)
    who = {one.name for group in act.groups for one in group}
    if memory.told_two and is_reprise(read.line, read.ties, act):
        return act._replace(groups=((),), nominal=True)
    if memory.told and memory.ended and not who and act.verb == "sign":
        return None
    if act.verb == "sign":
        act = _from_before(document, sentence, memory, read, act)
    if memory.told and not any(act.groups):
        act = act._replace(nominal=True, historical=act.historical or (act.verb == "terminate" and memory.past))
    if act.assertion == "done":
        memory.tell(sentence, who, past=act.historical, ended=act.verb == "terminate")
    return act


def _of_purpose(document: Document, sentence: Sentence, memory: Memory, act: Act) -> Act:
    """Return an act of the kind that the next sentence says: „Документ предполагает строительство завода …“."""
    after = memory.beside(document, sentence, 1) if act.kind == GENERAL and act.noun else None
    found = _purpose().match(document.text, after.start, after.end) if after else None
    kind = kind_of("соглашение", f"о {found['what']}") if found else None
    return act._replace(kind=kind) if kind in ("investment_agreement", "supply_or_offtake", "joint_venture") else act


@cache
def _purpose() -> re.Pattern[str]:
    return re.compile(lexicon.table("acts")["referring"]["purpose"])


def _from_before(document: Document, sentence: Sentence, memory: Memory, read: Read, act: Act) -> Act:
    if len(act.groups) == 1 and not act.groups[0]:
        acting = () if memory.told else _acting(document, sentence, memory)
        dealing = _in_deal(document, sentence, memory, read, act) if len(acting) < _BOTH else ()
        return act._replace(groups=(dealing or acting,)) if dealing or len(acting) >= _BOTH else act
    if not memory.told and _lacks_one_side(read, act):
        firms = [one for one in _acting(document, sentence, memory) if one.kind == "company" and not one.nominal]
        return act._replace(groups=((*act.groups[0], *firms[:1]),))
    return act


def _in_deal(document: Document, sentence: Sentence, memory: Memory, read: Read, act: Act) -> tuple[Mention, ...]:
    """Return who bought, sold or won right before one more agreement: „А выиграл тендер Б. Контракт подписан …“."""
    own = document.text[sentence.start : act.span.start]
    if ":" in own and _deals().search(own):
        here = [tie for tie in read.scene.ties if tie.mention.end <= act.span.start]
        return tuple(tie.mention for tie in here if _trades(tie))
    before = memory.beside(document, sentence, -1)
    if before is None or before.block != sentence.block or not _deals().search(document.text, *before.span):
        return ()
    found = memory.read(document, before, memory.inside(before)).scene.ties
    who = tuple(tie.mention for tie in found if _trades(tie))
    return who if len(who) > 1 else ()


def _trades(tie: Tie) -> bool:
    if tie.mention.nominal or tie.office:
        return False
    return tie.how in ("nom", "с", "у", "между", "для") or (tie.how == "gen" and bool(_deals().match(tie.head)))


@cache
def _deals() -> re.Pattern[str]:
    return re.compile(lexicon.table("acts")["referring"]["deal"], re.IGNORECASE)


def _acting(document: Document, sentence: Sentence, memory: Memory) -> tuple[Mention, ...]:
    """Return who acts in the sentence before."""
    before = memory.beside(document, sentence, -1)
    if before is None:
        return ()
    scene = memory.read(document, before, memory.inside(before)).scene
    return tuple(tie.mention for tie in scene.ties if _acts(tie))


def _acts(tie: Tie) -> bool:
    if tie.how in ("с", "между"):
        return True
    return (tie.how == "nom" and not tie.office) or (tie.how == "gen" and is_meeting(tie.head))


def _lacks_one_side(read: Read, act: Act) -> bool:
    """Tell whether only a counterpart is named: „Контракт с ГУП «Х» подписан 4 февраля“."""
    if len(act.groups) != 1 or len(act.groups[0]) != 1:
        return False
    one = act.groups[0][0]
    return any(tie.mention.span == one.span and tie.how == "с" for tie in read.ties)


def announced(document: Document, sentence: Sentence, memory: Memory, read: Read) -> Iterator[Act]:
    """Yield what the next sentence says was signed: „А купит у Б … Соответствующий договор подписан в среду.“."""
    after = memory.beside(document, sentence, 1)
    found = _corresponding().match(document.text, after.start, after.end) if after else None
    if after is None or found is None or not _is_done(document, after):
        return
    group = tuple(tie.mention for tie in read.scene.ties if tie.how in ("nom", "с", "у", "между") and not tie.office)
    span = Span(*found.span("noun"))
    parties = group if len(group) > 1 else ()
    yield Act(span, sentence, "sign", _kind(document, sentence), (parties,), "done", nominal=True)


@cache
def _corresponding() -> re.Pattern[str]:
    return re.compile(lexicon.table("acts")["referring"]["words"])


def _kind(document: Document, sentence: Sentence) -> Kind:
    text = document.text[sentence.start : sentence.end]
    if lexicon.pattern("nouns", "joint_venture").search(text):
        return "joint_venture"
    return "supply_or_offtake" if lexicon.pattern("referring", "supply").search(text) else "contract"


def _is_done(document: Document, sentence: Sentence) -> bool:
    line = Line(document.text, sentence.start, sentence.end)
    signs = [one for one in signs_of(line) if one.verb == "sign"]
    return not signs or asserted(line, signs[0].span, signs[0].voice, (line.start, line.end)) == "done"
