"""All mentions of a document, the surest finders first: legal forms, authorities, quotation, persons, bare names."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from dicycle.agreements.document import Document, Sentence
from dicycle.agreements.extracting.parts import Mention
from dicycle.agreements.extracting.taken import Taken
from dicycle.agreements.languages.ru import lexicon, morphology
from dicycle.agreements.languages.ru.alike import LEARNED, named_alike, unified
from dicycle.agreements.languages.ru.bare import Known, again, by_model, by_shape, nominative_name
from dicycle.agreements.languages.ru.family import HINT, Family, daughters, resolved
from dicycle.agreements.languages.ru.formal import formal, latin, quoted
from dicycle.agreements.languages.ru.headed import headed
from dicycle.agreements.languages.ru.nominal import nominals
from dicycle.agreements.languages.ru.parents import parentages_in
from dicycle.agreements.languages.ru.people import officers, people, person
from dicycle.agreements.languages.ru.placing import events, places
from dicycle.agreements.languages.ru.tagging import Tagged, tagged
from dicycle.agreements.languages.ru.ties import Tie, follows_verb, ties_of
from dicycle.agreements.languages.ru.words import Line

LONG: Final = 2_000_000
"""Characters of a document from which on its words are not kept."""


class _Row:
    """A sentence with what was found in it so far; of a long document its words are not kept."""

    def __init__(self, text: str, sentence: Sentence, *, keep: bool) -> None:
        self.text, self.sentence, self.keep = text, sentence, keep
        self.matters = is_relevant(text, sentence)
        self.taken, self.tags = Taken(), list[Tagged]()
        self._line: Line | None = None

    @property
    def line(self) -> Line:
        if self._line is not None:
            return self._line
        made = Line(self.text, self.sentence.start, self.sentence.end)
        self._line = made if self.keep else None
        return made


def mentions_in(document: Document, sentences: Sequence[Sentence]) -> list[Mention]:
    """Return the mentions of sentences, in the order of the text."""
    keep = len(document.text) < LONG
    rows = [_Row(document.text, one, keep=keep) for one in sentences]
    known = Known()
    for row in rows:
        _sure(row.line, row, known)
    matter = [row for row in rows if row.matters]
    _tag(document.text, [row for row in matter if _has_open_names(row)])
    for row in matter:
        _bare(row.line, row, known)
    shapes = known.shapes()
    for row in rows:
        _rest(row.line, row, known, shapes)
    family = _family(rows)
    found = sorted(one for row in rows for one in row.taken.mentions)
    return resolved(named_alike(unified(document.text, found)), family)


def _family(rows: Sequence[_Row]) -> Family:
    """Return who is whose subsidiary, and take the phrases that stand for one."""
    family = Family({}, {}, {})
    for row in rows:
        if HINT.search(row.text, row.sentence.start, row.sentence.end):
            line = row.line
            row.taken.take(daughters(line, family))
            if len(row.taken.mentions) > 1:
                family.learn(parentages_in(line, sorted(row.taken.mentions)))
    return family


def _sure(line: Line, row: _Row, known: Known) -> None:
    """Take what has a legal form, quotation marks, a noun that opens a name, or Latin letters."""
    mine = row.taken
    mine.take(formal(line))
    mine.take(events(line))
    mine.take(headed(line))
    before = len(mine.mentions)
    mine.take(quoted(line, row.sentence))
    mine.mentions[before:] = _declined(line, mine.mentions[before:], mine.mentions)
    mine.take(latin(line))
    _learn(known, mine.mentions)


def _rest(line: Line, row: _Row, known: Known, shapes: re.Pattern[str] | None) -> None:
    """Take names told again, persons, phrases that stand for names, and places."""
    mine = row.taken
    mine.take(again(line, known, shapes))
    mine.take(people(line))
    mine.take(nominals(line))
    mine.take(places(line))
    if row.matters:
        mine.take(_tagged_places(line, row.tags))
        mine.mentions = _settled(line, sorted(mine.mentions))


@cache
def _relevant() -> re.Pattern[str]:
    return re.compile(lexicon.table("acts")["relevant"]["words"], re.IGNORECASE)


def is_relevant(text: str, sentence: Sentence) -> bool:
    """Tell whether a sentence has a word that an act can rest on."""
    return _relevant().search(text, sentence.start, sentence.end) is not None


def _learn(known: Known, mentions: Sequence[Mention]) -> None:
    for one in mentions:
        if one.kind in LEARNED and not one.nominal:
            known.learn(one)
        elif one.short:
            for name in one.short:
                known.names.setdefault(name, one._replace(short=(), short_spans=(), name=name))


def _has_open_names(row: _Row) -> bool:
    """Tell whether a sentence has a capitalised word that is in no mention yet: the model has nothing else to find."""
    return any(
        word.is_cap and word.is_word and row.taken.free(word.start, word.end)
        and not (row.line.opens(number) and lexicon.is_common(word.text))
        for number, word in enumerate(row.line.words)
    )  # fmt: skip


def _tag(text: str, rows: Sequence[_Row]) -> None:
    """Give the sentences that matter the names that the model finds in them."""
    tags = tagged(text, [(row.sentence.start, row.sentence.end) for row in rows])
    starts = [row.sentence.start for row in rows]
    for tag in tags:
        row = rows[bisect_right(starts, tag.start) - 1]
        if tag.end <= row.sentence.end:
            row.tags.append(tag)


def _bare(line: Line, row: _Row, known: Known) -> None:
    """Take names that stand without quotation marks, and persons, which look alike."""
    mine = row.taken
    mine.take(people(line))
    mine.take(officers(line, mine.mentions))
    mine.take(_tagged_people(line, row.tags))
    before = len(mine.mentions)
    mine.take(by_model(line, row.tags))
    mine.take(by_shape(line, _tied(line)))
    fresh = _nominative(line, mine.mentions[before:], mine.mentions)
    mine.mentions[before:] = fresh
    _learn(known, fresh)


def _tagged_people(line: Line, tags: Sequence[Tagged]) -> Iterator[Mention]:
    """Return persons of the model that have two names at least: one alone is as often a company."""
    for tag in tags:
        if tag.type == "PER":
            first, last = line.at(tag.start), line.at(tag.end) - 1
            if 1 <= last - first <= 3 and all(line.words[at].is_cap for at in range(first, last + 1)):
                yield person(line, first, last)


def _tagged_places(line: Line, tags: Sequence[Tagged]) -> Iterator[Mention]:
    """Return towns that only the model knows, behind „в“ or „из“."""
    for tag in (one for one in tags if one.type == "LOC"):
        number = line.at(tag.start)
        if line.low(number - 1) in ("в", "во", "из", "под") and line.at(tag.end) - number == 1:
            word = line.words[number]
            case = "gen" if line.low(number - 1) == "из" else "loc"
            yield Mention(word.start, word.end, "place", morphology.nominative(word.text, case), level="city")


def _tied(line: Line) -> list[int]:
    """Return the words at which a party can stand: behind „с“ and „между“, and before a verb."""
    found: list[int] = []
    for number, word in enumerate(line.words):
        if not word.is_cap:
            continue
        before = line.low(number - 1)
        alone = Mention(word.start, word.end, "company", word.text)
        if (
            before in ("с", "со", "между", "у")
            or lexicon.is_company_noun(before)
            or ((line.opens(number) or before in ("и", ",", "что")) and follows_verb(line, alone))
        ):
            found.append(number)
    return found


def _declined(line: Line, fresh: Sequence[Mention], mentions: Sequence[Mention]) -> list[Mention]:
    """Return quoted names in the nominative, but for those behind a noun, which do not decline: „с «Росатомом»“."""
    bare = [one for one in fresh if one.kind == "company" and not _is_behind_noun(line, one)]
    told = {one.span: one for one in _nominative(line, bare, mentions)}
    return [told.get(one.span, one) for one in fresh]


def _is_behind_noun(line: Line, mention: Mention) -> bool:
    word = line.words[line.at(mention.start) - 2] if line.at(mention.start) > 1 else None
    return (
        word is not None
        and word.is_word
        and (
            lexicon.described(word.low) is not None
            or (lexicon.is_company_noun(line.low(line.at(mention.start) - 3)) and "gen" in morphology.cases(word.text))
        )
    )


def _nominative(line: Line, fresh: Sequence[Mention], mentions: Sequence[Mention]) -> list[Mention]:
    """Return names in the nominative, by the case that their clause asks for."""
    ties = {tie.mention.span: tie for tie in ties_of(line, sorted(mentions))}
    return [one._replace(name=nominative_name(one.name, _case(ties.get(one.span)))) for one in fresh]


_CASES: Final = {
    "с": "ins",
    "между": "ins",
    "у": "gen",
    "от": "gen",
    "для": "gen",
    "из": "gen",
    "к": "dat",
    "по": "dat",
    "в": "loc",
    "на": "loc",
    "о": "loc",
}


def _case(tie: Tie | None) -> str | None:
    if tie is not None and tie.office:
        return "gen"
    return None if tie is None else _CASES.get(tie.how, tie.how)


def _settled(line: Line, mentions: list[Mention]) -> list[Mention]:
    """Return mentions in which a region that acts is its authority: „губернатор Калужской области подписал“."""
    ties = ties_of(line, mentions)
    return [_authority(line, tie) for tie in ties]


def _authority(line: Line, tie: Tie) -> Mention:
    one = tie.mention
    if one.kind != "place" or one.level not in ("province", "city", "zone"):
        return one
    bare = tie.how in ("с", "между") or (tie.how == "nom" and follows_verb(line, one) and _is_subject(line, one))
    if (tie.office and tie.how in ("nom", "с", "между", "ins")) or bare:
        return one._replace(kind="government")
    return one


def _is_subject(line: Line, mention: Mention) -> bool:
    """Tell whether a place stands where a subject stands, and not in a list of places or a dateline."""
    number = line.at(mention.start) - 1
    before = line.low(number)
    following = line.words[line.at(mention.end)] if line.at(mention.end) < len(line.words) else None
    return (number < 0 or before in ("и", ",", "что", "—", "–")) and following is not None and following.is_word
