"""Several agreements of one sentence, each with parties of its own: „A mit B, C mit D sowie E mit F“."""

from collections.abc import Sequence

from dicycle.agreements.document import Span
from dicycle.agreements.extracting.parts import Act, Mention
from dicycle.agreements.languages.de.line import Line
from dicycle.agreements.languages.de.making import act_of
from dicycle.agreements.languages.de.nouns import Noun
from dicycle.agreements.languages.de.parties import paired
from dicycle.agreements.languages.de.scenes import Scene, Trigger
from dicycle.agreements.languages.de.suiting import trigger_of

DONE = frozenset({"sign", "close", "nominal", "agree"})
Group = tuple[Mention, ...]


def listed(scene: Scene, triggers: Sequence[Trigger]) -> list[Act]:
    """Return an act for each pair of a list, with the kind of the noun that goes with the pair, else of the first."""
    main = next(((noun, found) for noun in scene.nouns if (found := trigger_of(scene, noun, triggers))), None)
    if main is None or main[1].name not in DONE:
        return []
    groups = paired(scene.line, scene.slots)
    whole = act_of(scene, main[1], main[0], ())
    return [_act(scene, whole, main[1], groups, number) for number in range(len(groups))]


def _act(scene: Scene, whole: Act, trigger: Trigger, groups: Sequence[Group], number: int) -> Act:
    own = _noun(scene, groups, number)
    act = whole._replace(groups=(tuple(sorted(groups[number])),), fresh=number > 0, nominal=False)
    if own is None or own.span == whole.noun:
        return act
    span = Span(min(trigger.start, own.whole), max(trigger.end, own.end))
    return act._replace(kind=own.kind, noun=own.span, span=span, title=None, strategic=own.strategic)


def _noun(scene: Scene, groups: Sequence[Group], number: int) -> Noun | None:
    """Return the agreement noun of a pair: behind the mark that opens it, up to the mark that opens the next."""
    first = _mark(scene.line, groups[number - 1], groups[number]) if number else scene.line.start
    last = _mark(scene.line, groups[number], groups[number + 1]) if number + 1 < len(groups) else scene.line.end
    return next((one for one in scene.nouns if first <= one.start < last), None)


def _mark(line: Line, before: Group, after: Group) -> int:
    """Return where a comma, „und“ or „sowie“ between two pairs stands, outside brackets."""
    depth = 0
    for at in range(line.at(before[-1].end), line.at(after[0].start)):
        low = line.low(at)
        depth += (low == "(") - (low == ")")
        if depth <= 0 and low in (",", "und", "sowie", ";"):
            return line.words[at].start
    return after[0].start
