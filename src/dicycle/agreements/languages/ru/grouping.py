"""Whose agreement it is: the parties that a clause ties to a noun of signing, as one group for each agreement."""

import itertools
import re
from collections.abc import Sequence
from typing import Final

from dicycle.agreements.extracting.parts import Mention
from dicycle.agreements.languages.ru.clauses import Cell, Clauses
from dicycle.agreements.languages.ru.parents import parentages_in
from dicycle.agreements.languages.ru.ties import Tie
from dicycle.agreements.languages.ru.triggers import Noun, Sign
from dicycle.agreements.languages.ru.words import Line

Group = tuple[Mention, ...]

PARTIES: Final = frozenset({"company", "government", "government_body", "university", "institute", "organisation"})
_SIGNING: Final = re.compile(
    r"(?:соглашени|договор|контракт|меморандум|подписани|заключени|протокол|сделк|дорожн|карт|"
    r"деклараци|документ|сотрудничеств|партнерств|сп$|переговор|встреч|договоренност|консультаци|"
    r"совещани)"
)
_GIVEN: Final = frozenset({"gen", "dat", "для", "у"})


_IN_PERSON: Final = re.compile(
    r"[»\"]?\s*(?:\([^)]*\)\s*)?,?\s*"
    r"(?:в лице|(?:через|посредством|силами)(?=[^,.;]*(?:дочер|дочк|структур|подраздел)))"
    r"\s+(?:[«\"]?[а-яё-]+[»\"]?\s+){0,4}[«\"]?",
    re.IGNORECASE,
)
_FOUNDED: Final = re.compile(
    r"(?:созда|учре[дж]|регистр|основа|образова)[^.;]{0,60}?(?:совместн\w+ (?:предприяти|компани)\w+|(?<!\w)СП)"
    r"\s*(?:[—–-]\s*|\(|под (?:названием|именем|брендом)\s+|с названием\s+)?(?:[А-ЯЁ]{2,4}\s+)?[«\"]?$",
    re.IGNORECASE,
)


def in_person(line: Line, ties: Sequence[Tie]) -> list[Tie]:
    """Return ties in which a subsidiary that signs for its group stands in the group's place."""
    found: list[Tie] = []
    for tie in ties:
        last = found[-1] if found else None
        if last is not None and {last.mention.kind, tie.mention.kind} == {"company"} and is_in_person(line, last, tie):
            found[-1] = tie._replace(how=last.how, head=last.head, office=False)
        else:
            found.append(tie)
    return found


def is_in_person(line: Line, one: Tie, other: Tie) -> bool:
    """Tell whether a company acts „в лице“ of another one."""
    return _IN_PERSON.fullmatch(line.text, one.mention.end, other.mention.start) is not None


def _is_founded(line: Line, tie: Tie) -> bool:
    """Tell whether a name is that of the joint venture which is founded."""
    return _FOUNDED.search(line.text, max(line.start, tie.mention.start - 120), tie.mention.start) is not None


_RELATIVE: Final = re.compile(r",\s*(?:(?P<with>со? которым\w?|со? которой)|котор(?:ый|ая|ое|ые))\s", re.IGNORECASE)


class Scene:
    """A sentence as acts need it: its clauses and how its mentions are tied; whose subsidiary one is has no part."""

    def __init__(self, line: Line, clauses: Clauses, ties: Sequence[Tie]) -> None:
        self.line, self.clauses = line, clauses
        ties = [tie for tie in in_person(line, ties) if not _is_founded(line, tie)]
        parents = {
            one.parent.span
            for one in parentages_in(line, [tie.mention for tie in ties])
            if one.parent.span.within(one.span)
        }
        self.ties = [tie for tie in ties if tie.mention.kind in PARTIES and tie.mention.span not in parents]
        self.cells = {tie.mention.span: clauses.cell(tie.mention.start) for tie in self.ties}

    def here(self, cell: Cell) -> list[Tie]:
        """Return the ties of a cell; what is set in has who stands before it: „АО «Х», с которым подписан договор“."""
        found = [tie for tie in self.ties if self.cells[tie.mention.span] == cell]
        return found if cell.inset < 0 else [*self._antecedent(cell), *found]

    def _antecedent(self, cell: Cell) -> list[Tie]:
        start = self.clauses.inset_start(cell.inset)
        relative = _RELATIVE.match(self.line.text, start, self.line.end)
        if relative is None:
            return []
        how = "с" if relative["with"] else "nom"
        return [
            tie._replace(how=how) for tie in self.ties if 0 <= start - tie.mention.end <= 2 and not tie.mention.nominal
        ]

    def subjects(self, cell: Cell) -> list[Tie]:
        """Return who acts in a cell; of a clause without a subject („сообщила, что подписала“), the one before."""
        found = [tie for tie in self.here(cell) if tie.how == "nom"]
        if found:
            return found
        if cell.inset >= 0:
            return []
        return self.before(cell)

    def before(self, cell: Cell) -> list[Tie]:
        """Return who acts in the clause before."""
        for clause in range(cell.clause - 1, -1, -1):
            found = [tie for tie in self.here(Cell(clause, -1)) if tie.how == "nom" and not tie.office]
            if found:
                return found
        return []


def groups_of(scene: Scene, sign: Sign | None, noun: Noun, nouns: Sequence[Noun], cell: Cell) -> tuple[Group, ...]:
    """Return the parties of a noun: one group for each agreement that it names."""
    here = scene.here(cell)
    if sign is not None and scene.clauses.cell(noun.span.start) != cell:
        here = [
            *here,
            *(
                tie
                for tie in scene.here(scene.clauses.cell(noun.span.start))
                if tie.how in ("с", "между") and tie.mention.start > noun.span.start
            ),
        ]
    pairs = _between(scene, here, noun, nouns)
    if pairs:
        return tuple(pairs)
    subjects = _subjects(scene, sign, cell, here)
    of = [tie for tie in here if tie.how == "gen" and _SIGNING.match(tie.head) and _belongs(scene, tie, noun, nouns)]
    withs = [tie for tie in here if tie.how == "с" and _belongs(scene, tie, noun, nouns)]
    others = withs or _given(scene, noun, nouns, here)
    common = _distinct([*subjects, *of])
    spread = _spread(noun, common, withs)
    if spread:
        return spread
    group = _distinct([*common, *others])
    return (tuple(one.mention for one in group),)


def _spread(noun: Noun, common: Sequence[Tie], withs: Sequence[Tie]) -> tuple[Group, ...]:
    """Return a group for each counterpart where agreements are told in the plural."""
    if not noun.plural or len(withs) < 2 or noun.multilateral:
        return ()
    return tuple((*(one.mention for one in common), one.mention) for one in withs)


def _distinct(ties: Sequence[Tie]) -> list[Tie]:
    return sorted({tie.mention.span: tie for tie in ties}.values(), key=lambda tie: tie.mention.span)


def _subjects(scene: Scene, sign: Sign | None, cell: Cell, here: Sequence[Tie]) -> list[Tie]:
    if sign is None:
        return [tie for tie in here if tie.how == "nom" and not tie.office]
    if sign.voice in ("passive", "participle"):
        agents = [tie for tie in here if tie.how == "ins"]
        return agents + [tie for tie in here if tie.office and tie.how in ("от",)]
    found = scene.subjects(cell)
    if sign.voice == "nominal":
        agents = [tie for tie in here if tie.how == "ins"]
        return agents or [tie for tie in found if tie.mention.start < sign.span.start and not tie.office]
    return [*found, *(tie for tie in here if tie.office and tie.how in ("с", "от", "из") and _for_party(scene, tie))]


def _for_party(scene: Scene, tie: Tie) -> bool:
    """Tell whether someone signs for a party: „со стороны компании“, „от имени компании“."""
    text = scene.line.text[max(scene.line.start, tie.start - 12) : tie.mention.start].lower()
    return bool(re.search(r"(?:со стороны|от имени|от лица|от)\s", text))


def _owner(scene: Scene, at: int, nouns: Sequence[Noun]) -> Noun:
    """Return the noun that a mention belongs to: the last before it, or the one that follows a dash behind it."""
    text = scene.line.text
    following = next((noun for noun in nouns if noun.span.start > at), None)
    before = [noun for noun in nouns if noun.span.start < at]
    if following is not None:
        between = text[at : following.phrase.start]
        lead = text[max(scene.line.start, at - 60) : at]
        if not before or (
            re.search(r"[—–-]\s*$", between)
            and re.search(r"(?:,\s*(?:а|и)|\sа|\sи)\s+с[о]?\s+(?:[\w-]+\s+){0,3}[«\"]?$", lead)
        ):
            return following
    return before[-1]


def _belongs(scene: Scene, tie: Tie, noun: Noun, nouns: Sequence[Noun]) -> bool:
    same = [
        one for one in nouns if scene.clauses.cell(one.span.start).clause == scene.clauses.cell(noun.span.start).clause
    ]
    return _owner(scene, tie.mention.start, same or [noun]) is noun


def _given(scene: Scene, noun: Noun, nouns: Sequence[Noun], here: Sequence[Tie]) -> list[Tie]:
    """Return to whom or from whom is supplied, where nobody is named with whom it was agreed."""
    if noun.kind != "supply_or_offtake":
        return []
    found = [
        tie for tie in here
        if tie.how in _GIVEN and tie.mention.start > noun.span.end and not tie.office and not tie.mention.nominal
        and not _SIGNING.match(tie.head) and _belongs(scene, tie, noun, nouns)
    ]  # fmt: skip
    return found[:1]


def _between(scene: Scene, here: Sequence[Tie], noun: Noun, nouns: Sequence[Noun]) -> list[Group]:
    """Return the pairs of „между А и Б, В и Г, а также между Д и Е“; of one list, all of it."""
    mine = [
        tie
        for tie in here
        if tie.how == "между" and (_belongs(scene, tie, noun, nouns) or tie.mention.start < noun.span.start)
    ]
    if len(mine) < 2:
        return [tuple(tie.mention for tie in mine)] if mine else []
    chunks = _chunks(scene.line, [tie.mention for tie in mine])
    if len(chunks) > 1 and all(len(chunk) > 1 for chunk in chunks):
        return [tuple(chunk) for chunk in chunks]
    return [tuple(one for chunk in chunks for one in chunk)]


def _chunks(line: Line, mentions: Sequence[Mention]) -> list[list[Mention]]:
    chunks: list[list[Mention]] = [[mentions[0]]]
    for one, other in itertools.pairwise(mentions):
        gap = line.text[one.end : other.start].lower()
        if "между" in gap or (("," in gap or ";" in gap) and not (len(chunks[-1]) == 1 and re.search(r",\s+и\s", gap))):
            chunks.append([other])
        else:
            chunks[-1].append(other)
    return chunks
