"""Sentences that go on about the agreement before them."""

from collections.abc import Sequence
from functools import cache
from re import Pattern
from typing import Final

from dicycle.agreements.extracting.parts import Act, Mention
from dicycle.agreements.languages.en.lexicon import acts, pattern, table
from dicycle.agreements.languages.en.masking import NAME, PARTY, Masked
from dicycle.agreements.naming import is_short_for, key

_HEAD: Final = 110
_PHRASE: Final = "|\ue001"


@cache
def _about() -> Pattern[str]:
    return pattern(table("acts")["continuing"]["about"] + _PHRASE)


@cache
def _named() -> Pattern[str]:
    """Parties at the head of a sentence, with what they are to do."""
    return pattern(rf"^[^;]{{0,240}}?{PARTY}(?:[ ]*(?:,|and)[ ]*{PARTY})*[ ]+{table('acts')['continuing']['does']}")


def continues(masked: Masked, before: str, led: Sequence[Act], known: Sequence[Mention]) -> bool:
    """Tell whether a sentence goes on about the agreement before it.

    `before` is the sentence right before it, `led` the acts of the last one that has any, `known` the names till then.
    """
    text = masked.flat
    if acts("continuing", "never").search(text) or _is_of_another(masked, known):
        return False
    if _is_astray(text, before, led):
        return acts("continuing", "takes_up").match(text) is not None and _says(text)
    whole = acts("continuing", "when_done").match(text) or acts("continuing", "ceremony").search(text)
    return bool(_named().search(text) or whole) or _says(text)


def _says(text: str) -> bool:
    """Tell whether a sentence begins with what was agreed on, and says what will be of it."""
    opens = acts("continuing", "opens").match(text)
    return bool(opens and _about().search(text[:_HEAD]) and acts("continuing", "says").search(text))


def _is_astray(text: str, before: str, led: Sequence[Act]) -> bool:
    """Tell whether the talk is of something else by now: a plan, a denial, a rumour, another company."""
    if led and all(act.assertion != "done" for act in led):
        return True
    return bool(acts("continuing", "weak").match(text) and acts("continuing", "never").search(before))


def _is_of_another(masked: Masked, known: Sequence[Mention]) -> bool:
    """Tell whether the first company of a sentence is one that was not named before, and is not made here."""
    first = next((at for at in sorted(masked.at) if masked.flat[at] == NAME and masked.at[at].kind == "company"), None)
    if first is None or acts("continuing", "called").search(masked.flat[:first]):
        return False
    verb = acts("continuing", "says").search(masked.flat)
    mine = masked.at[first]
    if verb is not None and verb.start() < first:
        return False
    return not any(_are_one(mine, one) for one in known)


def _are_one(one: Mention, other: Mention) -> bool:
    names = (other.name, *other.short)
    return any(key(one.name) == key(name) or is_short_for(one.name, name) or is_short_for(name, one.name)
               for name in names)  # fmt: skip
