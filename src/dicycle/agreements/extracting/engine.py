"""The offline extractor: what a language finds, put together into records.

Order: mentions → entities; acts → tellings (quoted speech and what is only planned tell nothing) → drafts → records.
"""

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from dicycle.agreements.document import Document, Sentence, Span
from dicycle.agreements.extracting.cast import Cast
from dicycle.agreements.extracting.dating import date_of, found_in, values
from dicycle.agreements.extracting.drafts import Draft, Told, put_together
from dicycle.agreements.extracting.entities import entities_of, parents_of
from dicycle.agreements.extracting.measuring import measures_of
from dicycle.agreements.extracting.parts import Act, Beside, Mention, Parentage, Sited, Tongue
from dicycle.agreements.extracting.regions import lay_out
from dicycle.agreements.extracting.resolving import Resolver, tell
from dicycle.agreements.extracting.setting import setting_of
from dicycle.agreements.extracting.sharing import is_of
from dicycle.agreements.extracting.windows import together, windows
from dicycle.agreements.extracting.writing import Found, place_of, record_of
from dicycle.agreements.model import Dated, Dropped, Head, Record, Release

NAME = "rules/1"
DATELINE_GAP = 3
Placed = TypeVar("Placed", Beside, Sited)


class Finds(NamedTuple):
    """All that a language finds in a document."""

    sentences: list[Sentence]
    mentions: list[Mention]
    acts: list[Act]
    parentages: list[Parentage]
    beside: list[Beside]
    sited: list[Sited]


def extract(document: Document, tongue: Tongue) -> Release:
    """Return what a document says of agreements, unverified; a long one window by window."""
    return together(document, [(start, _extract(window, tongue)) for start, window in windows(document)])


def _extract(document: Document, tongue: Tongue) -> Release:
    finds = find(document, tongue)
    cast = Cast(finds.mentions, finds.parentages, document.language)
    resolver = Resolver(cast)
    dropped = [_left_out(document, act) for act in finds.acts if not _counts(act)]
    tellings = [told for act in finds.acts if _counts(act) for told in _tell(document, resolver, act)]
    drafts = put_together(tellings)
    lay_out(document, tongue, finds.sentences, drafts)
    records = _records(document, tongue, cast, finds, drafts)
    entities = entities_of(document, cast, finds.parentages, records)
    return Release(_head(document), NAME, entities, tuple(records), document.boilerplate, tuple(dropped))


def find(document: Document, tongue: Tongue) -> Finds:
    """Return what a language finds in the sentences that are no boilerplate."""
    sentences = [one for one in document.sentences if not document.is_boilerplate(one.start, one.end)]
    mentions = sorted(tongue.mentions(document, sentences))
    acts, parentages, beside, sited = list[Act](), list[Parentage](), list[Beside](), list[Sited]()
    for sentence, inside in zip(sentences, _by_sentence(sentences, mentions), strict=True):
        acts += [act for act in tongue.acts(document, sentence, inside) if not _quoted(sentence, act.span)]
        parentages += tongue.parentages(document, sentence, inside)
        beside += tongue.beside(document, sentence, inside)
        sited += tongue.sited(document, sentence, inside)
    return Finds(sentences, mentions, acts, parentages, beside, sited)


def _by_sentence(sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> list[list[Mention]]:
    found: list[list[Mention]] = [[] for _ in sentences]
    at = 0
    for mention in mentions:
        while at < len(sentences) and sentences[at].end <= mention.start:
            at += 1
        if at < len(sentences) and mention.span.within(sentences[at].span):
            found[at].append(mention)
    return found


def _quoted(sentence: Sentence, span: Span) -> bool:
    """Tell whether a span stands in quotation: a promise in direct speech is no act."""
    return any(voice == "quoted" and start <= span.start < end for start, end, voice in sentence.voices)


def _counts(act: Act) -> bool:
    return act.assertion == "done"


def _left_out(document: Document, act: Act) -> Dropped:
    quote = document.quote(*act.span)
    return Dropped("record", f"the act is {act.assertion}, not done", act.kind, None, (quote,))


def _tell(document: Document, resolver: Resolver, act: Act) -> list[Told]:
    return tell(document, resolver, act, values(found_in(document, act.sentence)))


def _records(document: Document, tongue: Tongue, cast: Cast, finds: Finds, drafts: Sequence[Draft]) -> list[Record]:
    dates: list[tuple[Draft, Dated]] = []
    records: list[Record] = []
    for number, draft in enumerate(drafts, 1):
        dated = date_of(document, draft, dates)
        dates.append((draft, dated))
        subjects = [tag for region in sorted(draft.regions) for tag in tongue.subjects(document, region)
                    if is_of(document, draft, drafts, tag.span, region)]  # fmt: skip
        parents = parents_of(document, cast, finds.parentages, draft)
        found = Found(
            f"r{number}", dated, measures_of(document, draft, drafts), subjects, parents,
            _near(document, finds.beside, draft), _sites(document, finds, draft, drafts),
        )  # fmt: skip
        records.append(record_of(document, cast, draft, found, drafts))
    records = [_of_one_occasion(_at_the_place_of_its_whole(one, records), records) for one in records]
    return [_where_it_was_held(document, finds, *both) for both in zip(records, drafts, strict=True)]


def _sites(document: Document, finds: Finds, draft: Draft, drafts: Sequence[Draft]) -> list[Sited]:
    """Return the places of a draft; of a sentence that tells of several acts, only those of its own sites."""
    return [
        one for one in _near(document, finds.sited, draft)
        if one.use == "event" or all(is_of(document, draft, drafts, one.span, region)
                                     for region in draft.regions if one.span.meets(region))
    ]  # fmt: skip


def _where_it_was_held(document: Document, finds: Finds, record: Record, draft: Draft) -> Record:
    """Return a record with the place of the event at which it was signed, if its own sentences name none."""
    held = setting_of(document, draft.first.act) if record.place.event is None else None
    told = [one for one in finds.sited if held and one.use == "event" and one.span.within(held.span)]
    return replace(record, place=replace(record.place, event=place_of(document, told[0]))) if told else record


def _of_one_occasion(record: Record, records: Sequence[Record]) -> Record:
    """Numbers of projects that say nothing of their subject are about what the first of them is about."""
    first = next((one for one in records if one.aggregate and one.subject), None)
    if not record.aggregate or record.subject or first is None:
        return record
    return replace(record, subject=first.subject)


def _at_the_place_of_its_whole(record: Record, records: Sequence[Record]) -> Record:
    """A part of what was signed somewhere was signed there."""
    whole = next((one for one in records if one.id == record.part_of), None)
    if whole is None or record.place.event or whole.place.event is None:
        return record
    return replace(record, place=replace(record.place, event=whole.place.event))


def _near(document: Document, found: Sequence[Placed], draft: Draft) -> list[Placed]:
    return [
        one for one in found
        if any(one.span.meets(region) or _leads(document, one, region) for region in draft.regions)
    ]  # fmt: skip


def _leads(document: Document, one: Beside | Sited, region: Span) -> bool:
    """Tell whether a place is the dateline right before a sentence: "Magdeburg. …"."""
    if not isinstance(one, Sited) or one.use != "event" or not 0 <= region.start - one.span.end <= DATELINE_GAP:
        return False
    return not any(character.isalnum() for character in document.text[one.span.end : region.start])


def _head(document: Document) -> Head:
    return Head(
        document.name, document.sha256, document.language, len(document.text), document.published, document.publisher
    )
