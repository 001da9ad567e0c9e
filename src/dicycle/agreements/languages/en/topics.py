"""The stages of the chain that words name, and sentences that go on about the agreement before."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from dicycle.agreements.document import Document, Sentence, Span
from dicycle.agreements.extracting.parts import Mention, Tagged
from dicycle.agreements.languages.en.lexicon import pattern, table
from dicycle.agreements.vocabulary import Tag

_GOES_ON: Final = (
    r"^\W{0,3}(?:(?:also|additionally|in addition|furthermore|moreover|to be specific|"
    r"specifically|in particular|initially|meanwhile|moreover|at the same time|in this way|"
    r"notably|ultimately|accordingly|thereby|as a result|in future|in the future|"
    r"going forward|at the business meeting|afterwards|then|finally),?\s)*"
    r"(?:under|according to|as part of|based on|pursuant to|with|through|"
    r"within the framework of|in accordance with|by|thanks to|per|in line with|as agreed in|"
    r"following|upon)?\s?"
    r"(?:(?:chinese|german|russian|korean|japanese|european|foreign) (?:partners|side|"
    r"companies)|the|this|these|its|their|both|each|it|they|once|when|a total|total|phase|"
    r"construction|production|deliver(?:y|ies)|such|all|first|half|price|pricing|prices|"
    r"investments?|financing|funding|capital|costs?|shipments?|volumes?|output|capacity|work|works|"
    r"site|closing|completion|commissioning|operations?|start|initial|annual|at full|in all|in total|"
    r"overall|altogether|some|about|around|more than|up to)\b"
)
_ABOUT: Final = (
    r"\b(?:agreement|deal|contract|memorandum|mou|partnership|cooperation|collaboration|pact|"
    r"accord|framework|joint venture|jv|project|projects|plant|factory|facility|"
    r"gigafactory|base|investment|plan|plans|sides|parties|partners|companies|firms|venture|"
    r"order|line|refinery|phase|construction|production|deliver(?:y|ies)|capacity|"
    r"alliance|arrangement|memorandums|letter|signing|they|it|term|volume|volumes|site|park|"
    r"centre|center|hub|station|stations|material|cells|batteries|both|pair|duo|price|pricing|"
    r"value|cost|costs|shipments?|output|closing|completion|works?|jobs|people|workers|tonnes|"
    r"complex|lines?|mine|smelter|scheme|development|unit|workforce|capital|financing|funding)\b|\ue001"
)
_LATER: Final = (
    r"\b(?:will|would|is to|are to|plans? to|aims? to|intends? to|is expected|are expected|"
    r"anticipated|estimated|should|put (?:the|its) (?:value|cost|price|investment)|costs?|amounts? to|"
    r"linked to|subject to|generates?|creates?|covers?|includes?|provides?|runs?|foresees?|"
    r"envisages?|calls? for|is worth|are worth|valued|worth|total(?:s|ling)?|calls|involves?|"
    r"spans?|comprises?|encompasses|consists?|"
    r"stipulates?|sets out|is designed|is scheduled|expected|planned|can|extends|"
    r"decided to|explore|focus(?:es)? on|agreed|discussed|expressed (?:interest|readiness|"
    r"willingness|confidence)|interested in)\b"
)
_NOT: Final = (
    r"^\W*(?:about|founded|the (?:primary |main |overall )?(?:goal|aim|purpose|"
    r"theme) of the (?:event|conference|forum|fair|meeting)|headquartered|established in|"
    r"the company is a|is a leading|for more information|forward-looking)|\b(?:was founded in|"
    r"is headquartered|is a leading|is one of the (?:world|largest)|shares (?:of|in|rose|fell|"
    r"closed)|analysts?|according to data|last year|market share|worldwide sales|"
    r"(?:world|global|worldwide|european|domestic|national) (?:demand|market|sales|output|production)|"
    r"rumou?rs?|reports? (?:that|of|about)|reportedly|speculation|would not comment|denied|denies|"
    r"loan agreement|already (?:operates?|runs?|employs?|produces?)|(?:currently|today) (?:operates?|runs?|employs?|"
    r"produces?|makes?)|(?:annual|group|net) (?:sales|revenues?|turnover|profits?)|reported (?:revenues?|sales|a))\b"
)
_CEREMONY: Final = (
    r"\b(?:witness(?:ed)?|attended|present|in attendance)\b.*\b(?:ceremony|signing|event)\b|"
    r"\b(?:ceremony|signing)\b.*\b(?:witness(?:ed)?|attended|present|in attendance)\b|"
    r"\bon behalf of\b|\bhosted by\b|\borgani[sz]ed by\b"
)
_NAMED: Final = (
    r"^[^;]{0,240}?[\ue000\ue001]\ue00f*(?:[ ]*(?:,|"
    r"and)[ ]*[\ue000\ue001]\ue00f*)*[ ]+(?:will|would|plans|intends|aims|is to|are to|"
    r"expects|is expected|has committed|have committed|intends?|undertakes|commits)\b"
)

_WHEN_DONE: Final = (
    r"^\W{0,3}(?:when|once|after|upon|on)\s+(?:(?:fully|it|they|the\s+(?:plant|factory|facility|line|site|project))\s+)?"
    r"(?:is\s+|are\s+)?(?:complet(?:e|ed|ion)|operational|in operation|commissioned|commissioning|finished|built|"
    r"full capacity|fully ramped|ramped|running|up and running)\b[^.;]{0,80}\b(?:will|should|would|is to|are to|"
    r"can|could|is expected|are expected|employ)"
)


@cache
def _tags() -> tuple[tuple[Tag, re.Pattern[str]], ...]:
    return tuple((tag, pattern("|".join(forms))) for tag, forms in table("subjects")["tags"].items())


@cache
def _never() -> re.Pattern[str]:
    return pattern("|".join(table("subjects")["never"]["words"]))


def subjects(document: Document, span: Span, mentions: Sequence[Mention]) -> list[Tagged]:
    """Return the stages that words of a span name; names and trades of companies name none."""
    text = document.text[slice(*span)]
    hidden = [
        (one.start - span.start, one.end - span.start)
        for one in mentions
        if one.span.meets(span) and one.kind not in ("place", "event")
    ]
    for start, end in hidden:
        first, last = max(start, 0), min(end, len(text))
        text = text[:first] + "\u2003" * (last - first) + text[last:]
    text = _never().sub(lambda found: "\u2003" * len(found[0]), text)
    return [
        Tagged(tag, Span(span.start + found.start(), span.start + found.end()))
        for tag, forms in _tags()
        for found in forms.finditer(text)
    ]


def continues(document: Document, sentence: Sentence, masked: str) -> bool:
    """Tell whether a sentence goes on about the agreement before it."""
    if re.search(_NOT, masked, re.IGNORECASE):
        return False
    if re.search(_NAMED, masked) or re.search(_CEREMONY, masked, re.IGNORECASE):
        return True
    if re.match(_WHEN_DONE, masked, re.IGNORECASE):
        return True
    return bool(
        re.match(_GOES_ON, masked, re.IGNORECASE)
        and re.search(_ABOUT, masked[:110], re.IGNORECASE)
        and re.search(_LATER, masked, re.IGNORECASE)
    )
