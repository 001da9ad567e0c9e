"""Acts of signing and of ending, as one sentence tells them."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from dicycle.agreements.document import Document, Sentence, Span
from dicycle.agreements.extracting.parts import Act, Assertion, Mention
from dicycle.agreements.languages.ru import lexicon
from dicycle.agreements.languages.ru.asserting import asserted
from dicycle.agreements.languages.ru.clauses import Cell, Clauses
from dicycle.agreements.languages.ru.grouping import Group, Scene, groups_of
from dicycle.agreements.languages.ru.refining import marked, refined
from dicycle.agreements.languages.ru.ties import Tie, ties_of
from dicycle.agreements.languages.ru.triggers import Noun, Sign, kind_beside, nouns_of, signs_of
from dicycle.agreements.languages.ru.words import Line
from dicycle.agreements.vocabulary import Kind

_HEADED: Final = 400
_TELLS: Final = re.compile(
    r"(?:предусматрива|предполага|действует|рассчитан|вступил|охватывает|направлен|стало|станет|"
    r"касается|позвол|закрепля)\w*",
    re.IGNORECASE,
)
_LOOKS_ON: Final = re.compile(
    r"(?:готов|скоро|близк|близок|возможн|вопрос|обсужд|жд[её]т|ожида|план|предстоя|перспектив|"
    r"шанс|нужн|надеж|хочет|хотят)\w*",
    re.IGNORECASE,
)
_LEADS_OFF: Final = re.compile(
    r"(?:проект|условия|вопрос\w*|возможност\w+|подготовк\w+|к|над|переговор\w*(?: с [^.;]{2,60}?)? о|обсужд\w+|"
    r"обсуд\w+|будущ\w+|планиру\w+|готов\w+)\s+(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)


def signings(document: Document, sentence: Sentence, line: Line, scene: Scene) -> list[Act]:
    """Return the acts of signing, ending and suspending that a sentence tells."""
    if lexicon.pattern("nouns", "never_beside").search(line.text, line.start, line.end):
        return []
    nouns, signs = nouns_of(line), signs_of(line)
    if not nouns and not any(sign.kind for sign in signs):
        return []
    found: list[Act] = []
    linked = _linked(scene, nouns, signs)
    for sign, mine in linked:
        found += _acts(scene, sentence, sign, mine, nouns)
    alone = [noun for noun in nouns if not any(noun in mine for _, mine in linked)]
    found += _without_verb(scene, sentence, alone, linked)
    pairs = list(_elliptic(scene, sentence, linked, found))
    if pairs and scene.line.text.find(":", linked[0][0].span.start, pairs[0].span.start) >= 0:
        found = []
    return marked(document, line, refined(line, found + pairs))


def scene_of(line: Line, mentions: list[Mention]) -> Scene:
    """Return a sentence as acts need it."""
    return Scene(line, Clauses(line), ties_of(line, mentions))


def _linked(scene: Scene, nouns: Sequence[Noun], signs: Sequence[Sign]) -> list[tuple[Sign, list[Noun]]]:
    """Return the words of signing with the nouns that are signed: those of their cell, or the one before it."""
    found: dict[Span, tuple[Sign, list[Noun]]] = {}
    for noun in nouns:
        sign = _sign_for(scene, noun, signs, nouns)
        if sign is not None:
            found.setdefault(sign.span, (sign, []))[1].append(noun)
    for sign in signs:
        if sign.span not in found and (
            sign.kind is not None or "подпис" in scene.line.text[sign.span.start : sign.span.end][9:]
        ):
            found[sign.span] = (sign, [])
    return sorted(found.values(), key=lambda one: one[0].span)


def _sign_for(scene: Scene, noun: Noun, signs: Sequence[Sign], nouns: Sequence[Noun]) -> Sign | None:
    cell = scene.clauses.cell(noun.span.start)
    here = [
        sign for sign in signs if scene.clauses.cell(sign.span.start) == cell and _can_be_of(scene.line, sign, noun)
    ]
    if here:
        return min(here, key=lambda sign: _distance(sign, noun))
    insets = [sign for sign in signs if _is_set_behind(scene, sign, noun, nouns)]
    return insets[0] if insets else _carried(scene, cell, noun, signs)


def _can_be_of(line: Line, sign: Sign, noun: Noun) -> bool:
    """Tell whether a word of signing is about a noun: „заключение“ is also a finding, „заключил он“ a saying."""
    if sign.voice == "nominal":
        return (
            noun.span.start >= sign.span.end
            and noun.phrase.start - sign.span.end < 90
            and "." not in line.text[sign.span.end : noun.phrase.start]
        )
    if sign.verb in ("terminate", "suspend"):
        return noun.phrase.start - sign.span.end < 60 and sign.span.start - noun.span.end < 90
    if sign.voice == "participle":
        return abs(noun.phrase.start - sign.span.end) < 60 or abs(sign.span.start - noun.span.end) < 60
    return True


def _distance(sign: Sign, noun: Noun) -> int:
    return max(noun.phrase.start - sign.span.end, sign.span.start - noun.span.end)


def _is_set_behind(scene: Scene, sign: Sign, noun: Noun, nouns: Sequence[Noun]) -> bool:
    """Tell whether a word of signing is set in behind a noun: „соглашение, которое подписали А и Б“."""
    cell = scene.clauses.cell(sign.span.start)
    if cell.inset < 0 or any(scene.clauses.cell(one.span.start) == cell for one in nouns):
        return False
    start = scene.clauses.inset_start(cell.inset)
    last = [one for one in nouns if one.span.end <= start]
    return bool(last) and last[-1] is noun and start - noun.span.end < 90


def _carried(scene: Scene, cell: Cell, noun: Noun, signs: Sequence[Sign]) -> Sign | None:
    """Return the verb of the clause before, which a clause without a verb goes on with: „…, а с Б — меморандум“."""
    if cell.inset >= 0 or cell.clause == 0:
        return None
    start, end = scene.clauses.span(cell.clause)
    text = scene.line.text[start:end]
    if not re.match(r"[,;\s—–-]*(?:а|и|также|ещё)\b", text) or not re.search(r"[—–]", text):
        return None
    before = [sign for sign in signs if scene.clauses.cell(sign.span.start) == Cell(cell.clause - 1, -1)]
    return before[-1] if before else None


def _acts(scene: Scene, sentence: Sentence, sign: Sign, mine: Sequence[Noun], nouns: Sequence[Noun]) -> Iterator[Act]:
    """Yield the acts of a word of signing, one for each noun; a participle without parties only speaks of one."""
    cell = scene.clauses.cell(sign.span.start)
    told = asserted(scene.line, sign.span, sign.voice, scene.clauses.span(cell.clause))
    if not mine:
        made = Noun(sign.span, sign.span, sign.kind or "contract")
        groups = groups_of(scene, sign, made, [made], cell)
        yield Act(sign.span, sentence, sign.verb, made.kind, groups, told, nominal=sign.kind is None)
    elif sign.voice != "participle" or any(tie.how in ("с", "между", "ins") for tie in scene.here(cell)):
        for noun in mine:
            yield from _of_noun(scene, sentence, sign, noun, nouns, told, first=noun is mine[0])


def _of_noun(
    scene: Scene, sentence: Sentence, sign: Sign, noun: Noun, nouns: Sequence[Noun], told: Assertion, *, first: bool
) -> Iterator[Act]:
    cell, own = scene.clauses.cell(sign.span.start), scene.clauses.cell(noun.span.start)
    groups = groups_of(scene, sign, noun, nouns, cell if own.clause == cell.clause else own)
    end = scene.clauses.span(cell.clause)[1]
    kinds = [noun.kind] if len(groups) < 2 else [_kind_of(scene, noun, group, end) for group in groups]
    whole = Span(min(sign.span.start, noun.phrase.start), max(sign.span.end, noun.span.end))
    reprise = sign.voice in ("participle", "nominal") or noun.document
    for kind in dict.fromkeys(kinds):
        mine = groups if len(kinds) == 1 else tuple(one for one, of in zip(groups, kinds, strict=True) if of == kind)
        yield Act(
            whole if first else noun.phrase, sentence, sign.verb, kind, mine, told, noun.phrase, noun.title,
            noun.strategic, nominal=reprise,
        )  # fmt: skip


def _kind_of(scene: Scene, noun: Noun, group: Group, end: int) -> Kind:
    return kind_beside(scene.line, noun, group[-1].end, end) or noun.kind if group else noun.kind


def _without_verb(
    scene: Scene, sentence: Sentence, nouns: Sequence[Noun], linked: Sequence[tuple[Sign, list[Noun]]]
) -> Iterator[Act]:
    """Return what is told of an agreement without a word of signing: „соглашение между А и Б предусматривает …“."""
    line = scene.line
    for noun in nouns:
        cell = scene.clauses.cell(noun.span.start)
        start, end = scene.clauses.span(cell.clause)
        before, text = line.text[start : noun.phrase.start], line.text[start:end]
        if (
            noun.document
            or _LEADS_OFF.search(before)
            or any(scene.clauses.cell(sign.span.start).clause == cell.clause for sign, _ in linked)
        ):
            continue
        listed = _listed(scene, noun)
        if listed:
            yield Act(noun.phrase, sentence, "sign", noun.kind, (listed,), "done", noun.phrase, noun.title)
            continue
        groups = groups_of(scene, None, noun, nouns, cell)
        tied = [
            tie
            for tie in scene.here(cell)
            if tie.how in ("между", "с")
            or (tie.how == "gen" and re.match("соглашени|договор|контракт|меморандум", tie.head))
        ]
        if (
            tied
            and any(len(group) > 1 for group in groups)
            and (_TELLS.search(text) or not (_has_verb(text) or _LOOKS_ON.search(text)))
        ):
            yield Act(
                noun.phrase,
                sentence,
                "sign",
                noun.kind,
                groups,
                "done",
                noun.phrase,
                noun.title,
                noun.strategic,
                nominal=True,
            )


def _listed(scene: Scene, noun: Noun) -> Group:
    """Return the parties of an item under a heading of what was signed: „А и Б — договор на поставку …“."""
    line = scene.line
    ties = [tie for tie in scene.ties if tie.mention.end <= noun.phrase.start and not tie.office]
    if len(ties) < 2 or any(tie.how != "nom" or tie.mention.nominal for tie in ties):
        return ()
    dash = re.fullmatch(r"[»\"]?\s*[—–-]\s*", line.text[ties[-1].mention.end : noun.phrase.start])
    told = lexicon.pattern("relevant", "signing").search(line.text, max(0, line.start - _HEADED), line.start)
    return tuple(tie.mention for tie in ties) if dash and told else ()


def _has_verb(text: str) -> bool:
    return bool(
        re.search(
            r"(?<![\w-])[а-яё]{3,}(?:ет|ют|ит|ят|ла|ло|ли|ал|ил|ел|ется|ются|лся|лась|лись|лось|ать|ить|"
            r"еть|ен[аоы]?|ан[аоы]|[аеи]ете|[иу]те|етесь|итесь|[ау]ем|ешь|ишь)(?![\w-])",
            text,
        )
    )


_ELLIPSIS: Final = re.compile(r"[,;:]\s+(?:а\s+|и\s+)?(?=[^,;]{2,80}\s[—–-]\s+(?:также\s+)?с[о]?\s)")


def _elliptic(
    scene: Scene, sentence: Sentence, linked: Sequence[tuple[Sign, list[Noun]]], found: Sequence[Act]
) -> Iterator[Act]:
    """Return agreements of clauses without a verb: „А подписала соглашение с Б, а В — с Г“."""
    if not linked or not found:
        return
    for one in _ELLIPSIS.finditer(scene.line.text, scene.line.start, scene.line.end):
        if one.start() < linked[0][0].span.start:
            continue
        end = (
            next(
                (place.start() for place in re.finditer(r"[,;]", scene.line.text[one.end() : scene.line.end])),
                scene.line.end - one.end(),
            )
            + one.end()
        )
        here = [tie for tie in scene.ties if one.end() <= tie.mention.start < end]
        group: Group = tuple(tie.mention for tie in here if tie.how in ("nom", "с"))
        dash = re.search(r"[—–-]\s", scene.line.text[one.end() : end])
        if (
            len(group) < 2
            or dash is None
            or any(noun.span.start > one.end() and noun.span.end < end for _, mine in linked for noun in mine)
        ):
            continue
        yield found[-1]._replace(
            span=Span(group[0].start, group[-1].end), groups=(group,), noun=None, title=None, fresh=True
        )


_BARE: Final = re.compile(
    r"(?:документ|соглашение|договор|контракт|меморандум|под документом|под соглашением|подпис\w*)", re.IGNORECASE
)


def is_reprise(line: Line, ties: Sequence[Tie], act: Act) -> bool:
    """Tell whether an act says no more than who signed for parties that are known: „Документ подписали глава … и …“."""
    if act.fresh or act.historical or len(act.groups) != 1 or not act.groups[0]:
        return False
    noun = line.text[slice(*(act.noun or act.span))].strip()
    by_office = {tie.mention.span for tie in ties if tie.office}
    return (
        bool(_BARE.match(noun))
        and len(noun.split()) < 6
        and act.kind == "contract"
        and all(one.span in by_office for one in act.groups[0])
    )
