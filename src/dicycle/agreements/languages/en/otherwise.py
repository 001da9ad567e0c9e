"""Acts without an agreement's name: talks, agreeing to do something, joining forces, building, starting to run."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from dicycle.agreements.document import Sentence, Span
from dicycle.agreements.extracting.parts import Act, Verb
from dicycle.agreements.languages.en.asserting import assertion, is_background
from dicycle.agreements.languages.en.lexicon import acts, named, pattern, table, verbs, words
from dicycle.agreements.languages.en.masking import NAME, PARTY, Masked
from dicycle.agreements.languages.en.parties import Group, behind, of_list, subject
from dicycle.agreements.vocabulary import Kind

_ENOUGH: Final = 2
_MET: Final = re.compile(
    r"(?:met|meets?|received|hosted)(?: with)?[ ]+(?P<who>(?:the[ ]+|an?[ ]+)?(?:(?:senior|top|high-ranking)[ ]+)?"
    rf"(?:{named('representing')}(?: and \w+)?[ ]+(?:of|from|at)[ ]+(?:the[ ]+)?)?{PARTY})",
    re.IGNORECASE,
)
_GIVES: Final = re.compile(
    r"[ ](?:\w+ly[ ])?(?:supply|provide|equip|furnish|sell|deliver|power|serve)[ ]"
    rf"(?P<who>(?:[\w’'-]+[ ]){{0,4}}?{PARTY})"
)
_CEREMONY: Final = re.compile(r"\bsigning ceremony (?:for|of|between|with)\b", re.IGNORECASE)


def otherwise(masked: Masked, sentence: Sentence, taken: Sequence[Act]) -> Iterator[Act]:
    """Return acts of a sentence that are told without an agreement's name, apart from those found already."""
    found = list(taken)
    for maker in (_ceremony, _partnering, _agreeing, _choosing, _ending, _talking, _building):
        for act in maker(masked, sentence):
            if not any(act.span.meets(one.span) for one in found):
                found.append(act)
                yield act


def _act(masked: Masked, sentence: Sentence, span: Span, verb: Verb, kind: Kind, groups: tuple[Group, ...]) -> Act:
    text = masked.flat
    before = text[max(0, span.start - 60) : span.start]
    return Act(
        Span(masked.base + span.start, masked.base + span.end), sentence, verb, kind, groups,
        assertion=assertion(text, 0, span.start),
        historical=is_background(before, before + text[span.start :], loose=False),
    )  # fmt: skip


def _together(masked: Masked, span: Span, *, prepositions: tuple[str, ...] = ("with",)) -> Group:
    """Return the subject of a verb with those it does it with."""
    text = masked.flat
    first = subject(masked, text, 0, span.start)
    for word, place, group in behind(masked, text, span.end, len(text)):
        far = text[span.end : place.start]
        if word in ("between", "among"):
            return group
        if word in prepositions and len(far) < 90 and not re.search(r"[;]|\b(?:said|which|that)\b", far):
            return (*first, *(one for one in group if one not in first))
    return first


def _partnering(masked: Masked, sentence: Sentence) -> Iterator[Act]:
    text = masked.flat
    for found in acts("verbs", "partner").finditer(text):
        if not re.match(rf"\s+(?:the\s+|its\s+)?(?:[\w’'&/-]+\s+){{0,5}}?{PARTY}", text[found.end() :]):
            continue
        first = subject(masked, text, 0, found.start())
        second = next(
            (group for word, _, group in behind(masked, text, found.end() - 5, len(text)) if word == "with"), ()
        )
        if first and second:
            group = (*first, *(one for one in second if one not in first))
            yield _act(masked, sentence, Span(*found.span()), "sign", "strategic_cooperation_agreement", (group,))
    for found in acts("verbs", "partner_both").finditer(text):
        first = subject(masked, text, 0, found.start())
        if len(first) >= _ENOUGH:
            yield _act(masked, sentence, Span(*found.span()), "sign", "strategic_cooperation_agreement", (first,))


def _agreeing(masked: Masked, sentence: Sentence) -> Iterator[Act]:
    text = masked.flat
    if pattern(table("acts")["agreeing"]["never"]).search(text) or acts("marks", "website").search(text):
        return
    for found in acts("agreeing", "verbs").finditer(text):
        if re.match(r"\s+that\b", text[found.end() :]):
            continue
        group = _together(masked, Span(*found.span()), prepositions=("with", "to", "from"))
        if len(group) == 1:
            group = (*group, *(one for one in _given(masked, found.end()) if one not in group))
        several = len(group) >= _ENOUGH or any(one.number > 1 for one in group)
        passive = re.search(r"\b(?:agreement|consensus) was reached", found[0], re.IGNORECASE)
        if several or passive:
            yield _act(masked, sentence, Span(*found.span()), "agree", _agreed_kind(text[found.start() :]), (group,))


def _given(masked: Masked, start: int) -> Group:
    """Return whom something is agreed to be given to: "agreed to supply Example with cells"."""
    found = _GIVES.match(masked.flat, start)
    return of_list(masked, *found.span("who")) if found else ()


def _agreed_kind(rest: str) -> Kind:
    said = table("acts")["agreeing"]
    clause = re.split(r"[.;]", rest, maxsplit=1)[0][:160]
    if pattern(said["form_joint_venture"]).search(clause):
        return "joint_venture"
    if pattern(r"^\S+ (?:in principle )?(?:to|on) (?:the )?(?:jointly )?" + said["supply"]).search(clause):
        return "supply_or_offtake"
    return "talks"


@cache
def _talks() -> re.Pattern[str]:
    said = table("acts")["talking"]
    nouns = rf"(?P<noun>(?:an?\s+|the\s+|their\s+|its\s+)?(?:[\w-]+\s+){{0,3}}?{said['nouns']})"
    return pattern(
        rf"(?<![\w-])(?:(?P<hold>{said['hold']})\s+{nouns}|"
        rf"(?P<held>{nouns.replace('noun', 'noun2')})(?P<gap>[^;]{{0,160}}?)\s(?P<took>{said['took_place']})|"
        rf"(?P<verb>{said['verbs']}))(?![\w-])"
    )


def _choosing(masked: Masked, sentence: Sentence) -> Iterator[Act]:
    """Find suppliers that were chosen: "was selected by Example to supply", "selects Example as supplier"."""
    text = masked.flat
    for found in acts("choosing", "verbs").finditer(text):
        if not acts("choosing", "what").search(text, found.end()):
            continue
        first = subject(masked, text, 0, found.start())
        by = [group for word, _, group in behind(masked, text, found.end(), len(text)) if word == "by"]
        direct = re.match(rf"\s+(?:[\w-]+\s+){{0,4}}?{PARTY}", text[found.end() :])
        chosen = by[0] if by else of_list(masked, found.end(), found.end() + direct.end()) if direct else ()
        if first and chosen:
            told: Kind = "supply_or_offtake" if re.search(r"suppl|deliver", text[found.end() :]) else "contract"
            yield _act(masked, sentence, Span(*found.span()), "agree", told, ((*first, *chosen),))


def _ceremony(masked: Masked, sentence: Sentence) -> Iterator[Act]:
    """Find a ceremony of signing without the agreement's name: "attended the signing ceremony for a project"."""
    text = masked.flat
    for found in _CEREMONY.finditer(text):
        listed = [
            group for word, _, group in behind(masked, text, found.end() - 8, len(text)) if word in ("between", "with")
        ]
        group = listed[0] if listed else subject(masked, text, 0, found.start())
        if len(group) >= _ENOUGH:
            public = any(one.kind in ("government", "government_body") for one in group)
            yield _act(
                masked,
                sentence,
                Span(*found.span()),
                "sign",
                "investment_agreement" if public else "contract",
                (group,),
            )


def _ending(masked: Masked, sentence: Sentence) -> Iterator[Act]:
    """Find talks that were broken off."""
    text = masked.flat
    nouns = table("acts")["talking"]["nouns"]
    for of, verb in (("terminate", "terminate"), ("suspend", "suspend")):
        for found in pattern(rf"{verbs(of).pattern}\s+(?:[\w-]+\s+){{0,3}}?{nouns}(?!\w)").finditer(text):
            group = _together(masked, Span(*found.span()))
            if len(group) >= _ENOUGH or any(one.number > 1 for one in group):
                yield _act(masked, sentence, Span(*found.span()), verb, "talks", (group,))  # type: ignore[arg-type]
    for found in pattern(rf"(?<!\w){nouns}[^;]{{0,80}}?\s{verbs('lapses').pattern}").finditer(text):
        groups = [
            group for word, _, group in behind(masked, text, found.start(), len(text)) if word in ("with", "between")
        ]
        group = tuple(dict.fromkeys(one for each in groups[:2] for one in each))
        if group:
            yield _act(masked, sentence, Span(*found.span()), "terminate", "talks", (group,))


def _talking(masked: Masked, sentence: Sentence) -> Iterator[Act]:
    text = masked.flat
    if pattern(table("acts")["talking"]["never"]).search(text):
        return
    for found in _talks().finditer(text):
        span, group = _talk(masked, found)
        several = len(group) >= _ENOUGH or any(one.number > 1 for one in group)
        if several and _is_matter(text, found):
            yield _act(masked, sentence, span, "talk", "talks", (group,))


def _talk(masked: Masked, found: re.Match[str]) -> tuple[Span, Group]:
    if found["held"]:
        start = found.start("held")
        groups = [
            group
            for word, _, group in behind(masked, masked.flat, found.end("noun2"), len(masked.flat))
            if word in ("with", "between")
        ]
        group = tuple(dict.fromkeys(one for each in groups[:2] for one in each))
        return Span(start, found.end()), group
    name = "verb" if found["verb"] else "hold"
    start, end = found.start(name), found.end()
    direct = _MET.match(masked.flat, start)
    if direct:
        first = subject(masked, masked.flat, 0, start)
        others = of_list(masked, *direct.span("who"))
        return Span(start, end), (*first, *(one for one in others if one not in first))
    group = _together(masked, Span(start, end - (5 if found[0].endswith("with") else 0)))
    return Span(start, end), group


def _is_matter(text: str, found: re.Match[str]) -> bool:
    """Tell whether talks are of business: a meeting or a word with somebody can be of anything."""
    plain = not found["verb"] and re.search(
        r"talks|negotiation|consultation|business meeting|working meeting", found[0], re.IGNORECASE
    )
    return bool(plain) or pattern(table("acts")["talking"]["about"]).search(text, found.start()) is not None


def _building(masked: Masked, sentence: Sentence) -> Iterator[Act]:
    text = masked.flat
    said = table("acts")["building"]
    facility = pattern(rf"(?<![\w-]){said['facility']}(?![\w-])")
    halted = pattern(said["suspend"]).search(text)
    if halted:
        group = _builders(masked, halted)
        yield _act(masked, sentence, Span(*halted.span()), "suspend", "construction_start", (group,))
        return
    for forms, verb, kind in (
        (said["start"], "start", "construction_start"),
        (said["commission"], "commission", "commissioning"),
    ):
        for found in pattern(words(forms)).finditer(text):
            if re.match(rf"\s+(?:the\s+)?{NAME}", text[found.end() :]) and found[0].casefold().startswith("commission"):
                continue
            if facility.search(text) and not _is_noun(text, found):
                group = _builders(masked, found)
                yield _act(masked, sentence, Span(*found.span()), verb, kind, (group,))  # type: ignore[arg-type]
                break


def _is_noun(text: str, found: re.Match[str]) -> bool:
    """Tell whether a word is a noun here: "after its commissioning", "the start of construction is planned"."""
    before = text[max(0, found.start() - 25) : found.start()]
    noun = re.search(r"ing$|^(?:start|beginning|commencement|launch) of|ceremony$|laying", found[0], re.IGNORECASE)
    if noun is None:
        return False
    later = acts("asserted", "later").search(text, found.end()) is not None
    held = re.search(
        r"\b(?:held|took place|attended|marked|celebrated|today|on \w+day)\b", text[found.start() :], re.IGNORECASE
    )
    loose = re.search(
        r"\b(?:after|before|since|until|for|with|from|upon|of|expected|planned|following)\s+(?:the\s+|its\s+)?$",
        before,
        re.IGNORECASE,
    )
    return later or (loose is not None and not held) or not held


def _builders(masked: Masked, found: re.Match[str]) -> Group:
    text = masked.flat
    group = _together(masked, Span(*found.span()))
    if group:
        return group
    by = [each for word, _, each in behind(masked, text, 0, len(text)) if word == "by"]
    if by:
        return by[0]
    owners = [place for place in sorted(masked.at) if text[place] == NAME and masked.at[place].kind == "company"]
    return of_list(masked, owners[0], owners[0] + 1) if owners else ()
