"""Which runs of a sentence stand where a party stands: beside 与, before a position, as the subject of an act."""

import re
from collections.abc import Sequence
from typing import Final

from dicycle.agreements.languages.zh.folding import load
from dicycle.agreements.languages.zh.scanning import Token
from dicycle.agreements.languages.zh.shapes import described, is_place
from dicycle.agreements.languages.zh.words import ending, expression, is_common, places, words

_JOINTS: Final = frozenset({"list", "weak"})
_TALKS: Final = frozenset({"磋商", "谈判", "会谈", "洽谈", "座谈"})
_NAMING: Final = frozenset({"run", "name"})
_SIGNING: Final = frozenset("签订缔达")
_ROLES: Final = frozenset({"甲方", "乙方", "丙方"})
_ROLE_OF: Final = frozenset({"是", "为", ":"})
_OPENING: Final = frozenset({"由", "近日", "日前", "其中", "同日", "上", "会上", "仪式上"})
_PARTY: Final = frozenset({"company", "government", "government_body", "university", "institute", "organisation"})


def slots(tokens: Sequence[Token]) -> list[Token]:
    """Return the runs of a sentence's solid tokens that stand where a party stands."""
    taken = {number for number, token in enumerate(tokens) if token.kind == "run" and _stands(tokens, number)}
    while True:
        more = {
            number for number, token in enumerate(tokens)
            if token.kind == "run" and number not in taken and _joined(tokens, number, taken)
        }  # fmt: skip
        if not more:
            return [tokens[number] for number in sorted(taken)]
        taken |= more


def at(tokens: Sequence[Token], number: int) -> Token:
    """Return a token; beyond the sentence a stop."""
    inside = 0 <= number < len(tokens)
    return tokens[number] if inside else Token("stop", 0, 0, "")


def _stands(tokens: Sequence[Token], number: int) -> bool:
    before, after = at(tokens, number - 1), at(tokens, number + 1)
    if before.kind == "post" and _person_like(tokens[number].text):
        return False
    if after.mention and after.mention.number == 1 and after.start == tokens[number].end:
        return False
    if after.text in ("等", "、") and tokens[number].text in places():
        return False
    if before.text in ("在", "于") and is_place(tokens[number].text):
        return False
    if before.kind == "strong" or after.kind == "strong":
        return True
    if before.text == "和" and after.kind == "word" and after.text[0] in _SIGNING:
        return True
    if after.kind == "post" and at(tokens, number + 2).kind in ("run", "name", "list", "post"):
        return True
    if before.text in words("kin") or after.text in words("kin"):
        return True
    if before.text in _ROLE_OF and at(tokens, number - 2).text in _ROLES:
        return True
    if before.text in words("reaching", "acts") or (before.text == "由" and after.kind in ("word", "run")):
        return True
    if before.text == "了" and at(tokens, number - 2).text in words("reaching", "acts"):
        return True
    if before.text in words("aside_before") and before.text not in ("位于", "来自"):
        return False
    return described(tokens[number].text) > 0 or _opens(tokens, number) or _listed(tokens, number)


def _person_like(run: str) -> bool:
    return 2 <= len(run) <= 3 and run[0] in load("names")["surnames"]


def _opens(tokens: Sequence[Token], number: int) -> bool:
    """Tell whether a run opens its clause as the subject of what follows."""
    before, after = at(tokens, number - 1), at(tokens, number + 1)
    opens = (
        before.kind in ("stop", "when")
        or (before.text == "的" and at(tokens, number - 2).kind == "figure")
        or before.text in ("据", "近日", "日前", "讯", "电")
        or number == 0
    )
    if not opens:
        return False
    if after.kind == "when" or after.text in words("subject_before", "acts"):
        return any(one.kind == "strong" or expression("act").fullmatch(one.text) for one in tokens[number + 1 :])
    if after.kind == "stop" and after.text == ":" and number <= 1:
        return not is_place(tokens[number].text)
    if after.text in ("是", "为") and any(one.text in words("kin") for one in tokens[number + 1 :]):
        return True
    if ending(tokens[number].text, "facilities") and expression("building").match(after.text):
        return not is_common(tokens[number].text)
    goes_on = after.text in ("年产", "年处理", "总投资", "投资建设", "项目", "的") or after.kind == "figure"
    return goes_on and before.kind != "when" and _builds(tokens, number)


def _builds(tokens: Sequence[Token], number: int) -> bool:
    return any(re.fullmatch(expression("building"), one.text) for one in tokens[number + 1 :])


def _listed(tokens: Sequence[Token], number: int) -> bool:
    """Tell whether a run is in a list that is the subject of a signing: A、B和C签署, 由A和B签署."""
    first = last = number
    while at(tokens, first - 1).kind in _JOINTS and at(tokens, first - 2).kind in _NAMING:
        first -= 2
    while at(tokens, last + 1).kind in _JOINTS and at(tokens, last + 2).kind in _NAMING:
        last += 2
    before, after = at(tokens, first - 1), at(tokens, last + 1)
    if first == last or not (before.kind in ("stop", "when", "post") or first == 0 or before.text in _OPENING):
        return False
    acts = [
        one.text for one in tokens[last + 1 :] if one.kind == "word" and (one.text[0] in _SIGNING or one.text in _TALKS)
    ]
    follows = after.text in words("subject_before", "acts") or after.kind in ("when", "post", "name")
    return bool(acts) and follows


def _joined(tokens: Sequence[Token], number: int, taken: set[int]) -> bool:
    for step in (-1, 1):
        if at(tokens, number + step).kind in _JOINTS:
            other = number + 2 * step
            if tokens[number].text in places():
                continue
            if other in taken or _is_party(at(tokens, other)):
                return True
    return False


def _is_party(token: Token) -> bool:
    return token.mention is not None and token.mention.kind in _PARTY and not token.mention.nominal
