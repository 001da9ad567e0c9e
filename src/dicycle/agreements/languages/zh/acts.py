"""What parties did, as a sentence tells it: signed, agreed, spoke, began, opened, ended."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from dicycle.agreements.document import Span
from dicycle.agreements.extracting.parts import Act, Assertion, Mention, Verb
from dicycle.agreements.languages.zh.asserting import assertion_of, is_fresh, is_historical, says_binding
from dicycle.agreements.languages.zh.clauses import Clause
from dicycle.agreements.languages.zh.counting import numbers_in
from dicycle.agreements.languages.zh.nouns import Noun, kind_of, noun_after, noun_before
from dicycle.agreements.languages.zh.papers import paper_in
from dicycle.agreements.languages.zh.parties import NOBODY, Groups, joined
from dicycle.agreements.languages.zh.partners import groups_of
from dicycle.agreements.languages.zh.scanning import Line, scan, solid
from dicycle.agreements.languages.zh.words import expression
from dicycle.agreements.vocabulary import Kind

_BRACKET: Final = re.compile(r"\([^()]*\)")
_TITLE: Final = re.compile(r"《[^《》]*》")
_VERBS: Final[tuple[tuple[str, Verb], ...]] = (
    ("terminate", "terminate"),
    ("suspend", "suspend"),
    ("agree", "agree"),
    ("sign", "sign"),
    ("found", "sign"),
    ("start", "start"),
    ("commission", "commission"),
    ("talk", "talk"),
)
_ENDING: Final = frozenset({"terminate", "suspend"})
_AUTHORITIES: Final = frozenset({"government", "government_body"})
_BUILDERS: Final = frozenset({"company", "institute", "organisation"})


def acts_in(line: Line, mentions: Sequence[Mention], before: str = "", after: str = "") -> list[Act]:
    """Return the acts of a sentence, in its order; `before` and `after` are the text just around it."""
    if not expression("worth").search(line.text):
        return []
    tokens = solid(scan(line, _parties(line, mentions)))
    told = list(numbers_in(line, before))
    counted = [act.span for act in told]
    for span, verb in _verbs(line, mentions):
        act = _act(Clause(line, span, tokens, tuple(told)), verb, before)
        if act and not any(act.span.meets(other) for other in counted):
            told.append(act)
    told = told or paper_in(line, mentions, before, after)
    told = [_with_invested(act, line, after) for act in told]
    told += _bound(line) if not told and expression("sign").search(before) else []
    return sorted(_without_doubles(told), key=lambda act: act.span)


def _parties(line: Line, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions that can be parties: no places or events, and not what only a bracket says."""
    base = line.sentence.start
    brackets = [Span(base + match.start(), base + match.end()) for match in _BRACKET.finditer(line.text)]
    named = [one for one in mentions if one.kind not in ("place", "event")]
    return [one for one in named if not any(one.span.within(bracket) for bracket in brackets)]


def _verbs(line: Line, mentions: Sequence[Mention]) -> list[tuple[Span, Verb]]:
    base = line.sentence.start
    taken = [Span(one.start - base, one.end - base) for one in mentions if not one.nominal]
    taken += [Span(*match.span()) for match in _TITLE.finditer(line.text)]
    found: list[tuple[Span, Verb]] = []
    for name, verb in _VERBS:
        for match in expression(name).finditer(line.text):
            span = Span(*match.span())
            if not any(span.meets(other) for other in taken):
                taken.append(span)
                found.append((span, verb))
    return sorted(found)


def _act(clause: Clause, verb: Verb, before: str) -> Act | None:
    match verb:
        case "sign":
            return _signing(clause)
        case "terminate" | "suspend":
            return _ending(clause, verb)
        case "start" | "commission":
            return _building(clause, verb, before)
        case _:
            return _speaking(clause, verb)


def _signing(clause: Clause) -> Act | None:
    ceremony = bool(expression("forms.ceremony").match(clause.rest))
    if not _is_told(clause, ceremony=ceremony) or _is_ended(clause):
        return None
    noun = None if ceremony else noun_after(clause.text, clause.span.end)
    noun = noun or noun_before(clause.text, clause.span.start, clause.low)
    if _is_foreign(clause, noun) or (noun and "类似" in noun.words):
        return None
    groups = groups_of(clause, noun)
    if any(expression("forms.bodies").search(one.name) for group in groups for one in group):
        return None
    kind = _signed(clause, noun, groups)
    if kind is None:
        return None
    if kind == "contract" and re.search("设立合资|成立合资|组建合资", clause.rest):
        kind = "joint_venture"
    verb: Verb = "agree" if clause.before.endswith("草") else "sign"
    return _made(clause, verb, kind, groups, noun, nominal=clause.rest.startswith("的") or ceremony)


def _is_told(clause: Clause, *, ceremony: bool) -> bool:
    """Tell whether a verb tells that something was signed: a ceremony that was held, not one that was attended."""
    if expression("forms.attended").search(clause.before):
        return False
    if not ceremony:
        return not expression("forms.later").match(clause.rest)
    if any(act.number for act in clause.told):
        return False
    return bool(expression("forms.held").search(clause.before) or expression("forms.held_after").match(clause.rest))


def _signed(clause: Clause, noun: Noun | None, groups: Groups) -> Kind | None:
    """Return what was signed; None where neither a noun nor two parties say that it was an agreement."""
    if expression("forms.founds").search(clause.verb):
        told = groups == NOBODY or any(act.verb == "sign" for act in clause.told)
        return None if told else "joint_venture"
    if groups == NOBODY and not _is_news(clause, noun):
        return None
    if noun is None and _few(groups):
        settles = re.search("项目[^,。;]{0,6}$", clause.before) and re.match("落户|入驻|落地", clause.rest)
        return "investment_agreement" if settles else None
    kind = kind_of(noun)
    authority = any(one.kind in _AUTHORITIES for group in groups for one in group)
    if kind == "contract" and authority and expression("forms.project").search(clause.text):
        plain = noun is None or not noun.words.endswith(("协议", "合同")) or re.search("项目|落户|入驻", noun.words)
        return "investment_agreement" if plain else kind
    return kind


def _with_invested(act: Act, line: Line, after: str) -> Act:
    """Return what is only called an agreement as one of investment, where an authority signed and the rest says so."""
    base = line.sentence.start
    words = line.text[act.noun.start - base : act.noun.end - base] if act.noun else ""
    kinds = {one.kind for group in act.groups for one in group}
    plain = act.kind == "contract" and expression("forms.plain").fullmatch(words)
    if plain and kinds & _AUTHORITIES and kinds & _BUILDERS and expression("forms.invests").search(after):
        return act._replace(kind="investment_agreement")
    return act


def _is_news(clause: Clause, noun: Noun | None) -> bool:
    """Tell whether an agreement without parties was signed some day, not something that is signed as a rule."""
    if expression("forms.several").search(clause.words):
        return False
    told = expression("fresh_start").search(clause.text) or re.search("本次|此次|上述", clause.stretch)
    return bool(told or (noun and noun.title) or "落户" in clause.rest)


def _few(groups: Groups) -> bool:
    return sum(one.number for one in groups[0]) < 2 and len(groups) < 2


def _ending(clause: Clause, verb: Verb) -> Act | None:
    noun = noun_after(clause.text, clause.span.end) or noun_before(clause.text, clause.span.end, clause.low)
    if noun is None or _is_foreign(clause, noun):
        return None
    groups = groups_of(clause, noun)
    if expression("forms.told_of_ending").search(clause.text[clause.span.start : clause.end]):
        return None
    definite = noun.title or expression("forms.definite").search(clause.stretch)
    if groups == NOBODY and not definite:
        return None
    act = _made(clause, verb, kind_of(noun), groups, noun, nominal=groups == NOBODY)
    return act._replace(assertion="planned") if re.search("将|拟|届时|预计", clause.verb) else act


def _building(clause: Clause, verb: Verb, before: str) -> Act | None:
    if not expression("plant").search(clause.stretch) or _is_background(clause, verb, before):
        return None
    builders = [one for one in joined(clause.between(clause.since, clause.span.start)) if one.mention.kind in _BUILDERS]
    named = [one for one in builders if not one.mention.nominal] or builders
    if not named and (not expression("fresh_start").search(clause.stretch) or _is_stage(clause)):
        return None
    joint = [one for number, one in enumerate(named) if number == 0 or one.by]
    kind: Kind = "construction_start" if verb == "start" else "commissioning"
    return _made(clause, verb, kind, (tuple(one.mention for one in joint),), None)


def _is_stage(clause: Clause) -> bool:
    """Tell whether a verb is one of the stages that projects go through: 签约、开工、投产."""
    return clause.before.endswith("、") or clause.rest.startswith("、")


def _is_background(clause: Clause, verb: Verb, before: str) -> bool:
    """Tell whether a start is only counted, or told of a plant that is told to run."""
    if expression("forms.counted_before").search(clause.before) or expression("forms.counted").match(clause.rest):
        return True
    if expression("forms.dated_project").search(clause.stretch):
        return True
    return verb == "start" and bool(re.search(r"\d{4}年", clause.stretch) and re.search("投产|投运|竣工|落成", before))


def _speaking(clause: Clause, verb: Verb) -> Act | None:
    groups = groups_of(clause, beyond=True)
    everyone = [one for group in groups for one in group]
    if all(one.kind in _AUTHORITIES for one in everyone) or _is_round(clause, everyone):
        return None
    enough = len({one.name for one in everyone}) > 1 or (verb == "agree" and any(one.number > 1 for one in everyone))
    over = re.match("破裂|失败|告吹|终止|中断", clause.rest) or re.search(
        "退出|终止|中断", clause.before[clause.start :]
    )
    return _made(clause, "terminate" if over else verb, "talks", groups, None) if enough else None


def _is_round(clause: Clause, everyone: Sequence[Mention]) -> bool:
    """Tell whether a verb only tells whom somebody called on, or in what stage a plan is: 走访了A、B, 处于谈判阶段."""
    start = clause.base + clause.span.start
    behind = [one for one in everyone if one.start > start]
    if len(behind) == len(everyone) or (len(behind) > 1 and expression("forms.calls").match(clause.verb)):
        return True
    own = any(one.start >= clause.base + clause.start for one in everyone)
    return not own and expression("forms.stage").match(clause.rest) is not None


def _made(
    clause: Clause, verb: Verb, kind: Kind, groups: Groups, noun: Noun | None, *, nominal: bool = False
) -> Act:  # fmt: skip
    span = clause.span
    start, end = (min(span.start, noun.start), max(span.end, noun.end)) if noun else span
    return Act(
        clause.there(start, end),
        clause.line.sentence,
        verb,
        kind,
        groups,
        _assertion(clause, verb),
        noun=clause.there(noun.start, noun.end) if noun else None,
        title=clause.there(*noun.title) if noun and noun.title else None,
        strategic=bool(noun and "战略" in noun.words),
        binding=says_binding(clause.text),
        fresh=is_fresh(clause.nameless, clause.start, span.start) or _goes_on(clause),
        historical=verb not in _ENDING and is_historical(clause.nameless, clause.since, span.start),
        nominal=nominal,
    )


def _assertion(clause: Clause, verb: Verb) -> Assertion:
    """Return how an act is asserted; what only sources without a name say was signed is not told as done."""
    told = assertion_of(clause.nameless, clause.span, clause.start)
    unnamed = verb != "talk" and expression("assertion.sources").search(clause.before)
    return "hypothetical" if told == "done" and unnamed else told


def _goes_on(clause: Clause) -> bool:
    """Tell whether a clause begins with 与 after an act with another party: …,与C签署…."""
    signed = any(act.verb == "sign" for act in clause.said())
    return signed and bool(re.match(r"(?:并|同时)?(?:与|和|同)", clause.text[clause.start : clause.span.start]))


def _is_ended(clause: Clause) -> bool:
    """Tell whether a signing is only told of what ends: 终止2022年签署的协议."""
    if not (expression("terminate").search(clause.words) or expression("suspend").search(clause.words)):
        return False
    return clause.rest.startswith("的") or bool(
        re.search("终止|解除|取消|撤销|暂停|中止|搁置|暂缓", clause.text[clause.start : clause.span.start])
    )


def _is_foreign(clause: Clause, noun: Noun | None) -> bool:
    """Tell whether it is an agreement of another sense: of users, credit, labour, sport, states."""
    near = clause.rest[:12].split(",")[0]
    if noun:
        near += noun.words + clause.text[noun.end : noun.end + 6].split(",")[0]
    return bool(expression("foreign").search(near) or expression("foreign").search(clause.words[-40:]))


def _bound(line: Line) -> Iterator[Act]:
    """Return what a sentence that tells of no act says of how far an agreement binds."""
    said, head = says_binding(line.text), expression("strong_head").search(line.text)
    if said is not None and head:
        span = Span(line.sentence.start + head.start(), line.sentence.start + head.end())
        kind = kind_of(Noun(head.start(), head.end(), head[0]))
        yield Act(span, line.sentence, "sign", kind, NOBODY, noun=span, binding=said, nominal=True)


def _without_doubles(told: Sequence[Act]) -> list[Act]:
    """Return the acts; talks only where the sentence tells of no signing between the same."""
    done = [set(group) for act in told if act.verb != "talk" and act.assertion == "done" for group in act.groups]
    return [
        act for act in told if act.verb != "talk" or not any(set(group) <= one for group in act.groups for one in done)
    ]
