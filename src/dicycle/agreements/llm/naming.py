"""The entities of an answer: each quote must be its name, a shorter form of it, or be defined beside it."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from dicycle.agreements.aligning import is_same, joined
from dicycle.agreements.document import Span
from dicycle.agreements.llm.answer import Named
from dicycle.agreements.llm.locating import Places
from dicycle.agreements.llm.reading import Own
from dicycle.agreements.model import Dropped, Entity, Quote
from dicycle.agreements.naming import is_short_for, key
from dicycle.agreements.verifying.folding import same_words
from dicycle.agreements.vocabulary import PartyType

_DEFINED: Final = re.compile(r"[^()（）\n]{0,20}[(（][^()（）\n]{0,60}")
_GAP: Final = 80


def entity_of(own: Own, places: Places, one: Named, id: str, dropped: list[Dropped]) -> Entity | None:
    """Return an entity with the quotes that name it; what does not is dropped."""
    full = [quote for quote in places.everywhere([one.name, *one.quotes]) if same_words(one.name, quote.text)]
    other = [quote for quote in places.everywhere(one.quotes) if quote not in full]
    names = [*full, *(quote for quote in other if _names(own, one.name, quote, full))]
    if not names:
        reason = "the document does not name it"
        dropped.append(Dropped("entity", reason, one.name[:200], None, tuple(other[:3])))
        return None
    strange = tuple(quote for quote in other if quote not in names)
    if strange and not {quote.text for quote in strange} <= {quote.text for quote in names}:
        reason = "the quote is another word than its name"
        dropped.append(Dropped("entity.mention", reason, one.name[:200], None, strange[:3]))
    return Entity(id, one.name, _type(own, one, names), tuple(sorted(names)), _aliases(one.name, names))


def _names(own: Own, name: str, quote: Quote, full: Sequence[Quote]) -> bool:
    words = quote.text
    return key(words) == key(name) or is_short_for(words, name) or any(_defines(own, one, quote) for one in full)


def _defines(own: Own, full: Quote, quote: Quote) -> bool:
    """Tell whether a word is defined in brackets behind a name: "Example Motors (hereinafter "EM")"."""
    gap = quote.start - full.end
    return 0 < gap <= _GAP and bool(_DEFINED.fullmatch(own.document.text, full.end, quote.start))


def _type(own: Own, one: Named, names: Iterable[Quote]) -> PartyType:
    """Return what it is by our own reading of its name, else as the model says."""
    kinds = (mention.kind for quote in names for mention in own.mentions(quote) if _same(mention.span, quote))
    return next((kind for kind in kinds if kind != "place" and kind != "event"), one.type)


def _same(span: Span, quote: Quote) -> bool:
    return span == (quote.start, quote.end)


def _aliases(name: str, names: Iterable[Quote]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(quote.text for quote in sorted(names) if quote.text != name))


def merged(entities: Iterable[Entity]) -> tuple[list[Entity], dict[str, str]]:
    """Return entities of several windows as one list, and by which id each is known there."""
    kept: list[Entity] = []
    ids: dict[str, str] = {}
    for one in entities:
        same = next((at for at, other in enumerate(kept) if is_same(one, other)), None)
        if same is None:
            kept.append(one)
            ids[one.id] = one.id
        else:
            kept[same] = joined(kept[same], one)
            ids[one.id] = kept[same].id
    return kept, ids
