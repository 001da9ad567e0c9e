"""Names and phrases that stand for names in an English document, the surest first."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, Final

from dicycle.agreements.document import Document, Sentence, Span
from dicycle.agreements.extracting.parts import Mention, MentionKind
from dicycle.agreements.languages.en import forms, guessing, known, ner, nominal, persons, public, runs
from dicycle.agreements.languages.en.lexicon import SPACE, acts, named, pattern, table, verbs

_ONLY_NAME: Final = re.compile(rf"^{SPACE}?(?:['\"“„«])?(?=[A-Z0-9])")
_PARTNER: Final = re.compile(r"\b(?:with|between)\s+(?:the\s)?$")
_TRADE: Final = re.compile(
    r"(?:[A-Z][\w-]*(?:maker|producer|recycler|supplier|manufacturer|developer|operator|miner|"
    r"builder)|Recycler|Start-?up|Utility|Miner|Manufacturer|Supplier|Producer|"
    r"Developer)\s(?=[A-Z])"
)
_MINISTER: Final = re.compile(rf"(?:[Mm]inister|[Ss]ecretary|[Hh]ead|[Dd]irector){SPACE}(?:of|for){SPACE}$")
_FIELD: Final = re.compile(
    rf"(?:(?:Foreign|Economic|Industrial|Natural|Digital){SPACE})?"
    rf"(?:Industry|Energy|Trade|Economy|Economics|Affairs|Development|Environment|Finance|Resources|Mines|Mining|Transport)"
    rf"{SPACE}(?=[A-Z])"
)
_OFFICE: Final = re.compile(rf"{named('positions')}{SPACE}of{SPACE}(?:the{SPACE})?(?:city of{SPACE})?$")
_LEVELS: Final = {"country": "national", "province": "province", "city": "city", "zone": "zone"}
_OF_REGION: Final = re.compile(
    rf"{SPACE}of{SPACE}(?:(?:North|South|Latin|Southeast){SPACE})?(?:America|Europe|China|Asia|Africa|Canada|India)\b"
)
_CHILD: Final = re.compile(r"\b(?:subsidiary|unit|affiliate|spin-?off)$", re.IGNORECASE)
NEAR: Final = 20
AROUND: Final = 48


@cache
def _trigger() -> re.Pattern[str]:
    """Return what a sentence must have to tell of an act at all."""
    heads = [form for forms_ in table("acts")["heads"].values() for form in forms_]
    classes = ("sign", "partner", "partner_both", "terminate", "lapses")
    more = (
        r"(?:selected|chosen|supplier|production|foundation stone|construction|opened|projects|"
        r"agree[ds]?|subsidiary)\b|operation"
    )
    talking, building = table("acts")["talking"], table("acts")["building"]
    alternatives = (
        rf"(?:{'|'.join(heads)})\b", verbs(*classes).pattern, more, talking["nouns"], talking["verbs"],
        *building["start"], *building["commission"],
    )  # fmt: skip
    return pattern(rf"\b(?:{'|'.join(alternatives)})")


@lru_cache(maxsize=256)
def is_telling(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence can tell of an act."""
    return _trigger().search(text, start, end) is not None


class Gathering:
    """Mentions of a document as they are found; what is found first keeps its characters."""

    def __init__(self, document: Document, sentences: Sequence[Sentence]) -> None:
        self.text = document.text
        self.found: list[Mention] = []
        self._taken = bytearray(len(self.text))
        self._open = bytearray(len(self.text))
        for one in sentences:
            self._open[one.start : one.end] = b"\1" * (one.end - one.start)

    def is_free(self, span: Span) -> bool:
        """Tell whether nothing was found there yet, and it stands in a sentence."""
        return not any(self._taken[slice(*span)]) and bool(span.end > span.start) and all(self._open[slice(*span)])

    def take(self, span: Span) -> None:
        """Keep characters from being found again."""
        self._taken[slice(*span)] = b"\1" * (span.end - span.start)

    def cut(self, span: Span) -> Span:
        """Return a span up to what was found already: "city of Emden and Example GmbH"."""
        taken = self._taken.find(1, *span)
        if taken <= span.start:
            return span
        kept = re.sub(r"[\s,]+(?:(?:and|of|for|the|&)[\s,]*)*$", "", self.text[span.start : taken])
        return Span(span.start, span.start + (len(kept) if kept != kept.lower() else 0))

    def add(self, span: Span, kind: MentionKind, **more: Any) -> None:
        """Add a mention, with what it is called from there on."""
        if not self.is_free(span):
            return
        called = (
            forms.called(self.text, span.end) if kind not in ("person", "place") else forms.Called((), (), span.end)
        )
        name = " ".join(self.text[slice(*span)].split())
        self.found.append(Mention(*span, kind, name, short=called.names, short_spans=called.spans, **more))
        self.take(Span(span.start, span.end))
        for one in called.spans:
            self.take(one)


def mentions_of(document: Document, sentences: Sequence[Sentence]) -> list[Mention]:
    """Return the mentions of sentences, in the order of the text."""
    gathering = Gathering(document, sentences)
    _by_pattern(gathering)
    _again(gathering)
    described = _descriptions(gathering, sentences)
    _guessed(gathering, sentences)
    _places(gathering, sentences)
    _phrases(gathering, described)
    return sorted(_described(gathering, described))


def _by_pattern(gathering: Gathering) -> None:
    text = gathering.text
    for span, country in forms.companies(text):
        gathering.add(span, "company", country=country)
    for one in sorted(public.authorities(text), key=lambda one: one.span.start - one.span.end):
        gathering.add(gathering.cut(one.span), one.kind, country=one.country, level=one.level)
    for person in persons.persons(text):
        gathering.add(person.span, "person")
    for one in public.others(text):
        gathering.add(gathering.cut(one.span), one.kind, country=one.country)
    for span in forms.quoted(text):
        gathering.add(span, "company")


def _again(gathering: Gathering) -> None:
    for span, mention in list(known.again(gathering.text, gathering.found)):
        if gathering.is_free(span):
            gathering.add(span, mention.kind, country=mention.country, level=mention.level)
            _learn(gathering, mention, span)


def _learn(gathering: Gathering, mention: Mention, span: Span) -> None:
    """Note a word of a long name that is used alone as a short name, unless the name begins with it."""
    written = gathering.text[slice(*span)]
    if written in (mention.name, *mention.short) or mention.name.startswith(written) or mention not in gathering.found:
        return
    at = gathering.found.index(mention)
    gathering.found[at] = mention._replace(short=(*mention.short, written), short_spans=(*mention.short_spans, span))


def _guessed(gathering: Gathering, sentences: Sequence[Sentence]) -> None:
    text, open_runs = gathering.text, list[tuple[Sentence, bool, list[Span]]]()
    for sentence in sentences:
        if runs.is_titled(text[sentence.start : sentence.end]):
            continue
        free = [one for one in runs.runs(text, sentence.start, sentence.end) if gathering.is_free(one)]
        acting = bool(free) and is_telling(text, sentence.start, sentence.end)
        open_runs.append((sentence, acting, free))
    labels = ner.labelled(
        text, [part for sentence, acting, free in open_runs if acting for part in _unsure(text, sentence.span, free)]
    )
    for long in (True, False):
        for sentence, acting, free in open_runs:
            for run in free:
                if (" " in text[slice(*run)]) == long:
                    _guess(gathering, run, sentence.span, labels, acting)
        _again(gathering)


def _unsure(text: str, sentence: Span, free: Sequence[Span]) -> Iterator[Span]:
    """Return the parts of a sentence around runs of which rules alone do not tell what they are, for the model."""
    last: Span | None = None
    for run in free:
        if not guessing.is_open(text, run) or guessing.kind_of(text, run, sentence, (), acting=True) is not None:
            continue
        start = text.rfind(" ", sentence.start, max(sentence.start, run.start - AROUND)) + 1 or sentence.start
        end = text.find(" ", min(run.end + AROUND, sentence.end), sentence.end)
        part = Span(start, end if end > 0 else sentence.end)
        if last is not None and part.start <= last.end:
            last = Span(last.start, part.end)
        else:
            if last is not None:
                yield last
            last = part
    if last is not None:
        yield last


def _guess(gathering: Gathering, run: Span, sentence: Span, labels: Sequence[ner.Label], acting: bool) -> None:
    bare, country = runs.without_nation(gathering.text, run)
    if bare.start >= bare.end:
        return
    bare = _after_trade(gathering.text, bare)
    bare = _after_office(gathering, bare)
    if bare.start >= bare.end:
        return
    kind = guessing.kind_of(gathering.text, bare, sentence, labels, acting=acting)
    if kind is not None:
        gathering.add(bare, kind, country=country)


def _after_office(gathering: Gathering, run: Span) -> Span:
    """Take "governor of Example Region Anna Sample" apart: the region, then the person."""
    text = gathering.text
    place = next(runs.places(text, *run), None)
    before = text[max(0, run.start - NEAR * 2) : run.start]
    if _MINISTER.search(before):
        return _after_field(text, run)
    if place is None or place[0].start != run.start or place[0].end + 1 >= run.end or not _OFFICE.search(before):
        return run
    gathering.add(place[0], "government", country=place[1].country, level=_LEVELS[place[1].kind])
    gathering.add(Span(place[0].end + 1, run.end), "person")
    return Span(run.end, run.end)


def _after_field(text: str, run: Span) -> Span:
    """Leave out the field of a minister before the name: "Minister of Industry Anna Sample"."""
    found = _FIELD.match(text, run.start, run.end)
    return Span(found.end(), run.end) if found else run


def _after_trade(text: str, run: Span) -> Span:
    """Leave out a trade with a capital letter before the name: "Carmaker Example"."""
    first = _TRADE.match(text, run.start, run.end)
    start = first.end() if first and first.end() < run.end else run.start
    behind = _OF_REGION.match(text, run.end)
    return Span(start, behind.end() if behind else run.end)


def _places(gathering: Gathering, sentences: Iterable[Sentence]) -> None:
    text = gathering.text
    for sentence in sentences:
        signing = acts("verbs", "sign").search(text, sentence.start, sentence.end) is not None
        for span, place in runs.places(text, sentence.start, sentence.end):
            if not gathering.is_free(span):
                continue
            before = text[max(sentence.start, span.start - NEAR) : span.start]
            party = signing and _PARTNER.search(before) and not re.match(r"-|['’]s|,?\s[A-Z]", text[span.end :][:3])
            if party:
                gathering.add(span, "government", country=place.country, level=_LEVELS[place.kind])
            else:
                gathering.add(span, "place", country=place.country or None)


def _descriptions(gathering: Gathering, sentences: Iterable[Sentence]) -> list[nominal.Phrase]:
    return [one for sentence in sentences for one in nominal.phrases(gathering.text, sentence.span)]


def _phrases(gathering: Gathering, described: Iterable[nominal.Phrase]) -> None:
    text = gathering.text
    starts = {one.start for one in gathering.found}
    for one in described:
        child = _CHILD.search(text, *one.span)  # "the subsidiary": whose name the phrase does not tell
        if one.definite and not child and gathering.is_free(one.span) and not _names(text, one, starts):
            gathering.found.append(
                Mention(
                    *one.span, one.kind, text[slice(*one.span)], nominal=True, number=one.number, country=one.country,
                    level=one.level, seat=one.seat,
                )
            )  # fmt: skip
            gathering.take(one.span)


def _names(text: str, phrase: nominal.Phrase, starts: set[int]) -> bool:
    """Tell whether a name follows at once: "the company Example"."""
    found = _ONLY_NAME.match(text[phrase.span.end : phrase.span.end + 3])
    return found is not None and phrase.span.end + found.end() in starts


def _described(gathering: Gathering, described: Sequence[nominal.Phrase]) -> list[Mention]:
    """Give names the country and the seat that stand before or behind them."""
    text = gathering.text
    ends = {one.span.end: one for one in described}
    done: list[Mention] = []
    for one in gathering.found:
        before = _phrase_before(text, one, ends)
        if one.nominal or before is None or one.kind != "company":
            done.append(one)
        else:
            done.append(one._replace(country=one.country or before.country, seat=before.seat))
    return done


def _phrase_before(text: str, mention: Mention, ends: dict[int, nominal.Phrase]) -> nominal.Phrase | None:
    for gap in (1, 2):
        found = ends.get(mention.start - gap)
        if found is not None and not text[found.span.end : mention.start].strip(" \u00a0\"“„«'‘"):
            return found
    return None
