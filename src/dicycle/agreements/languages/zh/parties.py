"""Who the parties of an act are: the names before it, joined by 与 and 、, one group for each agreement."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from dicycle.agreements.extracting.parts import Mention
from dicycle.agreements.languages.zh.scanning import Token
from dicycle.agreements.languages.zh.words import words

Groups = tuple[tuple[Mention, ...], ...]
NOBODY: Final[Groups] = ((),)
_PARTY: Final = frozenset({"company", "government", "government_body", "university", "institute", "organisation"})


class Joined(NamedTuple):
    """A party and how it is joined to what stands before it: ``strong`` (与), ``weak`` (和), ``list`` or not."""

    mention: Mention
    by: str | None


def joined(tokens: Sequence[Token]) -> list[Joined]:
    """Return the parties that solid tokens name, with their joints."""
    found = list[Joined]()
    joints: dict[int, str | None] = {}
    for number, token in enumerate(tokens):
        if token.mention is None or token.mention.kind not in _PARTY or _sums_up(tokens, number):
            continue
        joints[number] = by = _joint(tokens, number, joints)
        if not (_aside(tokens, number) or _is_parent(tokens, number)):
            found.append(Joined(token.mention, by))
    return found


def _sums_up(tokens: Sequence[Token], number: int) -> bool:
    """Tell whether 三方 only sums up the names right before it."""
    one, before = tokens[number].mention, tokens[number - 1] if number else None
    return bool(one and one.number > 1 and before and before.mention and before.end == tokens[number].start)


def _text(tokens: Sequence[Token], number: int) -> str:
    return tokens[number].text if 0 <= number < len(tokens) else ""


def _joint(tokens: Sequence[Token], number: int, joints: dict[int, str | None]) -> str | None:
    """Return how a name is joined: a subsidiary as its parent is, 与A全资子公司B."""
    before = number - 1
    while before >= 0 and tokens[before].kind == "run" and tokens[before].end == tokens[before + 1].start:
        before -= 1
    if before >= 0 and tokens[before].kind in ("strong", "weak", "list"):
        return tokens[before].kind
    if _reaches(tokens, before) or _text(tokens, before) == "中标":
        return "strong"
    while before >= 0 and (
        tokens[before].text in words("kin") or tokens[before].text in ("的", "——", "—", ",", "及其", "其", "、")
    ):
        before -= 1
    if before < number - 1 and before in joints and _is_parent(tokens, before):
        return joints[before]
    return None


def _reaches(tokens: Sequence[Token], before: int) -> bool:
    """Tell whether 与 stands before a description of a name: 与总部位于深圳的…."""
    if before < 1 or tokens[before].text != "的":
        return False
    for token in reversed(tokens[max(0, before - 8) : before]):
        if token.kind in ("strong", "stop") or token.mention is not None:
            return token.kind == "strong"
    return False


def _aside(tokens: Sequence[Token], number: int) -> bool:
    before, after = _text(tokens, number - 1), _text(tokens, number + 1)
    if before in words("aside_before") or after in words("aside_after"):
        return True
    rest = [token.text for token in tokens[number + 1 : number + 9]]
    return "见证" in rest and "下" in "".join(rest[rest.index("见证") + 1 : rest.index("见证") + 2])[:1]


def _is_parent(tokens: Sequence[Token], number: int) -> bool:
    """Tell whether a name is followed by 旗下, 全资子公司 and another name."""
    after = number + 1 + (_text(tokens, number + 1) == "的")
    if _text(tokens, after) not in words("kin"):
        return False
    return any(token.mention is not None and token.mention.kind in _PARTY for token in tokens[after + 1 : after + 5])


def grouped(parties: Sequence[Joined], *, apart: bool, subject: Mention | None = None) -> Groups:
    """Return the groups of parties that stand before an act; `apart` where it says 分别.

    A与B、C与D are two groups; A分别与B、C too; `subject` is who acts where the clause leaves it out.
    """
    if not parties:
        return NOBODY
    last = _last_clause(parties)
    if last[0].by == "strong" and subject is not None:
        last = [Joined(subject, None), *last]
    segments = _segments(last, apart=apart)
    return tuple(group for segment in segments for group in _pairs(segment, apart=apart))


def _last_clause(parties: Sequence[Joined]) -> list[Joined]:
    """Return the parties from the last one on that nothing joins to those before it."""
    starts = [number for number, one in enumerate(parties) if one.by is None]
    return list(parties[starts[-1] if starts else 0 :])


def _segments(parties: Sequence[Joined], *, apart: bool) -> list[list[Joined]]:
    strong = "strong" if any(one.by == "strong" for one in parties) else "weak"
    if strong == "weak" and (not apart or sum(one.by == "weak" for one in parties) < 2):
        return [list(parties)]
    found: list[list[Joined]] = [[]]
    for number, one in enumerate(parties):
        follows = number + 1 < len(parties) and parties[number + 1].by == strong
        if one.by != strong and follows and any(each.by == strong for each in found[-1][1:]):
            found.append([])
        found[-1].append(one)
    return found


def _pairs(segment: Sequence[Joined], *, apart: bool) -> Groups:
    strong = [number for number, one in enumerate(segment) if number and one.by == "strong"]
    everyone = tuple(one.mention for one in segment)
    if not apart or len(strong) != 1:
        return (everyone,)
    left, right = everyone[: strong[0]], everyone[strong[0] :]
    if len(left) == 1 or len(right) == 1:
        return tuple((one, other) for one in left for other in right)
    return tuple(zip(left, right, strict=True)) if len(left) == len(right) else (everyone,)
