"""Where it was signed, and where it is to be carried out."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from dicycle.agreements.document import Document, Sentence, Span
from dicycle.agreements.extracting.parts import Act, Mention, Sited
from dicycle.agreements.languages.en.lexicon import pattern, table
from dicycle.agreements.languages.en.masking import EVENT, FILL, PARTY, PHRASE, PLACE, Masked
from dicycle.agreements.languages.en.runs import places

_PLACES: Final = rf"{PLACE}{FILL}*+"
_IN: Final = (
    r"(?:in|at|near|outside|from)[ ](?:the[ ])?"
    rf"(?:(?:(?:[a-z-]+[ ]){{0,2}}(?:park|port|zone|estate|site|complex|area|outskirts|works|"
    rf"(?:town|city)?[ ]?hall|castle|palace|campus|seat|harbou?r)|{PHRASE}{FILL}*+)"
    r"[ ](?:of|in|at|near)[ ](?:the[ ])?)?(?:(?:city|town|port|municipality|state|"
    r"province|region|capital|district|county|north|south|east|west|northern|southern|eastern|"
    r"western|central|southwestern|southeastern|northeastern|"
    r"northwestern)(?:[ ]of)?[ ])*(?:[A-Za-z-]+[ ])?"
)
_DATELINE: Final = re.compile(
    rf"^\W{{0,3}}(?P<place>{_PLACES})(?:,[ ]{_PLACES})?(?P<rest>[^.;]{{0,60}}?)[ ]?(?:[-–—]{{1,2}}|:)(?=[ ]?\S)"
)
_MEETS: Final = (
    r"(?:took place|takes place|was held|were held|is held|ceremony|met|meeting|talks|"
    r"kicked off|opened|held|forum|conference|summit|signing|signed|inked|concluded|"
    r"\ue004\ue00f*)"
)
_BUILDS: Final = (
    r"\b(?:build|builds|building|built|set up|sets up|setting up|establish\w*|construct\w*|"
    r"locat\w+|based|develop\w*|launch\w*|open\w*|situated|implement\w*|carried out|invest\w*|"
    r"deploy\w*|roll(?:s|ed|ing)? out|recycl\w+|produc\w+|supply|operat\w+|localis\w+|"
    r"localiz\w+|install\w*|broke ground|break ground|groundbreaking|commission\w*|"
    r"manufactur\w*|process\w*|start\w*|bring|bringing|headquarters|mine|extract\w*|expand\w*|"
    r"project|projects|joint venture|assembl\w+)\b"
)
_MOST: Final = re.compile(
    (
        r"\b(?:largest|biggest|leading|first|only|best|number one|top|market|sales|demand|leader|"
        r"headquartered|founded|registered|(?<!be )based|listed|traded|giant|maker|"
        r"producer)[ ](?:[\w’'-]+[ ]){0,6}$"
    ),
    re.IGNORECASE,
)
_HELD: Final = re.compile(
    r"\b(?:kick(?:s|ed)? off|held|took place|takes place|open(?:s|ed)|staged|convened)\b[^,;]{0,50}$", re.IGNORECASE
)
_THERE: Final = re.compile(
    r"\bin the (?:mega-?city|city|province|region|municipality|county|district|country)\b", re.IGNORECASE
)
_OWN: Final = re.compile(
    (
        r"(?:develop|expand|strengthen|boost|increase|build up|"
        rf"support)\w*[ ](?:the[ ])?(?P<place>{_PLACES})['’]s[ ](?:[\w-]+[ ]){{0,3}}(?:capacit|"
        r"production|industry|base|infrastructure|network)"
    ),
    re.IGNORECASE,
)


_SCOPE: Final = re.compile(
    r"\b(?:collection|treatment|construction|production|recycling|repair|network|operation|deployment|installation|"
    r"processing|dismantling|extraction|mining|exploration|manufactur\w+|assembl\w+|development|expansion|"
    r"set-?up|shred|treat|collect|dismantle|refine|make|mine|repair|store|extract|convert|test|host)\b",
    re.IGNORECASE,
)
_ON: Final = re.compile(
    r"\b(?:covering|to|for|of|regarding|concerning|about|under|"
    r"on(?![ ](?:\w+day|\d|(?:the[ ])?(?:sidelines|margins|occasion)|January|February|March|April|May|June|July|August|"
    r"September|October|November|December)))\b"
)


def _scope(masked: Masked, text: str, found: re.Match[str], acts: Sequence[Act]) -> str | None:
    """Return what an agreement is on, if a place belongs to it: "an agreement covering the collection … in Example"."""
    told = [act for act in acts if act.span.end - masked.base <= found.start()]
    lead = _ON.search(text, told[-1].span.end - masked.base, found.start()) if told else None
    return text[lead.end() : found.start()] if lead else None


@cache
def _signed_at() -> re.Pattern[str]:
    """A place before a word for a plant at which something was signed: "signed at Example's Coventry plant"."""
    return pattern(
        rf"\b(?:signed|inked|initialled|sealed|concluded|held|took[ ]place|ceremony)\b[^,;]{{0,40}}?"
        rf"\bat[ ](?:the[ ])?(?:{PARTY}['’]s?[ ])?"
        rf"(?:[a-z-]+[ ])?(?P<place>{_PLACES})[ ](?:[a-z-]+[ ]){{0,2}}?{table('acts')['building']['facility']}(?![\w-])"
    )


@cache
def _places_after() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?P<in>{_IN})(?P<place>{_PLACES})", re.IGNORECASE)


@cache
def _site_of() -> re.Pattern[str]:
    """A place before a word for a plant: "its Schleswig-Holstein plant"."""
    return pattern(
        rf"\b(?:its|their|the|an?)[ ](?:new[ ])?(?P<place>{_PLACES})[ ](?:[\w-]+[ ]){{0,2}}?"
        rf"{table('acts')['building']['facility']}(?![\w-])"
    )


@cache
def _facility() -> re.Pattern[str]:
    return pattern(rf"(?<![\w-])(?:{table('acts')['building']['facility']}|land|plot|premises)(?:[ ][\w-]+){{0,4}}[ ]$")


def sited(document: Document, masked: Masked, sentence: Sentence, acts: Sequence[Act]) -> Iterator[Sited]:
    """Return the places of a sentence, by what stands before them."""
    text = masked.flat
    line = _dateline(document, masked, sentence)
    if line is not None:
        yield line
    told = _without_nouns(masked, acts)
    yield from _there(document, masked)
    yield from _of_authority(document, masked, acts)
    for found in _OWN.finditer(masked.text):
        yield _site(masked, found.start("place"), "implementation")
    for found in _signed_at().finditer(masked.text) if acts else ():
        yield _site(masked, found.start("place"), "event")
    for found in _site_of().finditer(text):
        yield _site(masked, found.start("place"), "implementation")
    for found in _places_after().finditer(masked.text):
        aside = not text[found.start("place")].strip()
        use = _use_aside(masked, found, acts) if aside else _use(masked, told, found, acts)
        if use is not None:
            yield _site(masked, found.start("place"), use)


def _site(masked: Masked, place: int, use: str) -> Sited:
    mention = masked.at[place]
    return Sited(Span(mention.start, mention.end), mention, use)  # type: ignore[arg-type]


def _dateline(document: Document, masked: Masked, sentence: Sentence) -> Sited | None:
    """Return the place of a dateline: "Shanghai (Agency) -", "LONDON, 4 May 2025 /Wire/ --"."""
    found = _DATELINE.match(masked.text)
    first = not document.blocks or document.blocks[sentence.block].start >= sentence.start - 1
    if (
        found is None
        or not first
        or not _is_there(document, masked)
        or not re.search(r"\(|/|\d|^,|^\s*$", found["rest"])
        or len(masked.text) - found.end() < 40
    ):
        return None
    return _site(masked, found.start("place"), "event")


_HERE: Final = re.compile(
    r"\bhere\b|\bin (?:the|this) (?:\w+ ){0,2}(?:mega-?city|city|capital|metropolis|town|port|venue)\b|"
    r"\b(?:forum|conference|summit|fair|expo|exhibition|congress|symposium|convention)\b|\b(?:ceremony|met|visit\w*)\b",
    re.IGNORECASE,
)


def _is_there(document: Document, masked: Masked) -> bool:
    """Tell whether the news says that it happened where it was written."""
    return _HERE.search(masked.text) is not None or EVENT in masked.text


def _there(document: Document, masked: Masked) -> Iterator[Sited]:
    """Return the place of the authority that a phrase stands for: "with Example government to build … in the city"."""
    found = _THERE.search(masked.flat)
    if found is None or not re.search(_BUILDS, masked.flat[: found.start()], re.IGNORECASE):
        return
    for mention in masked.inside(0, found.start()):
        if mention.kind == "government" and not mention.nominal:
            for span, place in places(document.text, *mention.span):
                named = Mention(*span, "place", document.text[slice(*span)], country=place.country or None)
                yield Sited(span, named, "implementation")
                return


def _of_authority(document: Document, masked: Masked, acts: Sequence[Act]) -> Iterator[Sited]:
    """Return the place of the town that a plant is agreed on with: "signed with the city of Example … on a plant"."""
    for act in acts:
        behind = masked.text[act.span.end - masked.base :]
        if act.kind == "investment_agreement" and re.search(rf"\b(?:on|for|to)\b.*{_BUILT}", behind, re.IGNORECASE):
            for one in (one for group in act.groups for one in group):
                span = _town(document, one)
                if span is not None:
                    yield Sited(span, Mention(*span, "place", document.text[slice(*span)]), "implementation")
                    return


_BUILT: Final = r"\b(?:plant|factory|gigafactory|facility|works|base|site|hub|refinery|project|cent(?:re|er)|line)\b"
_TOWN: Final = re.compile(r"(?:municipality|city|town|district|county|commune) of (?P<place>.*)$", re.IGNORECASE)


def _town(document: Document, one: Mention) -> Span | None:
    """Return the name of the town in that of its authority."""
    if one.nominal or one.kind != "government" or one.level not in ("city", "county", "zone"):
        return None
    found = _TOWN.match(document.text, *one.span)
    if found:
        return Span(*found.span("place"))
    known = next(places(document.text, *one.span), None)
    return known[0] if known else None


def _without_nouns(masked: Masked, acts: Sequence[Act]) -> str:
    """Return the sentence without the agreements' names: a joint venture that is signed is not built there."""
    text = masked.flat
    for act in acts:
        if act.noun is not None:
            start, end = act.noun.start - masked.base, act.noun.end - masked.base
            text = text[:start] + " " * (end - start) + text[end:]
    return text


def _use_aside(masked: Masked, found: re.Match[str], acts: Sequence[Act]) -> str | None:
    """Of what stands in an aside only the place of the event that is spoken of is taken: "which opened in Yibin"."""
    return "event" if acts and _HELD.search(masked.text, 0, found.start()) else None


def _use(masked: Masked, text: str, found: re.Match[str], acts: Sequence[Act]) -> str | None:
    before = text[: found.start()]
    if _MOST.search(before) or text[found.end("place") :][:2] in ("'s", "’s"):
        return None
    clause = re.split(r"[;]|,[ ](?:which|who|where|while)\b", before)[-1]
    built = list(re.finditer(_BUILDS, clause, re.IGNORECASE))
    met = list(re.finditer(_MEETS, clause, re.IGNORECASE))
    if _facility().search(before[-80:]):
        planned = re.search(r"\b(?:planned|future|proposed|new|upcoming)\b[^,]{0,50}$", before)
        return "implementation" if planned or not re.search(r"\bfrom\b[^,]{0,60}$", before) else None
    scope = _scope(masked, text, found, acts)
    if scope is not None and re.match(r"at|near|outside", found["in"], re.IGNORECASE):
        return "implementation"
    if scope is not None:
        return "implementation" if _SCOPE.search(scope) or re.search(_BUILDS, scope, re.IGNORECASE) else None
    if built and (not met or built[-1].start() > met[-1].start()):
        return "implementation"
    if met and (acts or re.search(r"took place|held|ceremony|kicked off", clause)):
        return "event"
    if acts and re.match(r"^\W*(?:[Ii]n|[Aa]t)\b", text[found.start() :]) and not before.strip(" ,"):
        return "event"
    return "event" if acts and _is_adverbial(masked, found, acts) else None


def _is_adverbial(masked: Masked, found: re.Match[str], acts: Sequence[Act]) -> bool:
    """Tell whether a place stands beside a verb of signing, with dates and names only between them."""
    between = masked.text[acts[0].span.end - masked.base : found.start()]
    return acts[0].span.end - masked.base <= found.start() and not re.search(
        r"\b(?:to|for|of|under|which|that)\b", between
    )
