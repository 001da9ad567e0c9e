"""Whether something was signed: a signing act, asserted in the document's own voice."""

from collections.abc import Iterable
from typing import Final

from dicycle.agreements.document import Sentence, Span
from dicycle.agreements.extracting.parts import Act, Tongue
from dicycle.agreements.figures.phrases import signing
from dicycle.agreements.languages.tongues import tongue_of
from dicycle.agreements.model import Quote
from dicycle.agreements.verifying.ground import Ground

LOOK: Final = 90


def is_signed(ground: Ground, quotes: Iterable[Quote]) -> bool:
    """Tell whether quotes hold a signing act that is asserted outside quotation."""
    return any(_signs(ground, quote) for quote in ground.sound(quotes))


def _signs(ground: Ground, quote: Quote) -> bool:
    """Tell whether a word of signing is asserted, or the language knows an act whose verb is no such word."""
    said, span = Span(quote.start, quote.end), ground.around(quote)
    words = [Span(*one.span()) for one in signing(ground.language).act.finditer(ground.text, *span)]
    near = [word for word in words if said.meets(word)]
    if any(_asserted(ground, word, span) and not _denied(ground, word) for word in near):
        return True
    others = (act for act in _acts(ground, quote.start) if not any(act.span.meets(word) for word in words))
    return any(act.verb == "sign" and act.assertion == "done" and _is_own(ground, act, said) for act in others)


def _is_own(ground: Ground, act: Act, said: Span) -> bool:
    return act.span.meets(said) and not ground.is_quoted(act.span)


def _asserted(ground: Ground, word: Span, span: Span) -> bool:
    """Tell whether a word of signing is neither negated, planned nor in quotation."""
    how = signing(ground.language)
    before = ground.text[max(span.start, word.start - LOOK) : word.start]
    after = ground.text[word.end : min(span.end, word.end + LOOK)]
    if ground.is_quoted(word):
        return False
    return not how.unless.search(before) and not how.unless_after.search(after)


def _denied(ground: Ground, word: Span) -> bool:
    """Tell whether the language's own reading of the sentence says that the act was not done."""
    acts = [act for act in _acts(ground, word.start) if act.span.meets(word) and act.verb == "sign"]
    return bool(acts) and all(act.assertion != "done" for act in acts)


def _acts(ground: Ground, place: int) -> list[Act]:
    """Return what the language reads in a sentence; its names are looked for only if there is no act without them."""
    sentence = ground.document.sentence_at(place)
    tongue = tongue_of(ground.language)
    return _read(ground, tongue, sentence) if sentence else []


def _read(ground: Ground, tongue: Tongue, sentence: Sentence) -> list[Act]:
    if sentence not in ground.acts:
        acts = tongue.acts(ground.document, sentence, [])
        ground.acts[sentence] = acts or tongue.acts(
            ground.document, sentence, tongue.mentions(ground.document, [sentence])
        )
    return ground.acts[sentence]
