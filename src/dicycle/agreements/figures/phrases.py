"""A language's words that tell whether something was signed, and what stands for a place or for parties."""

import re
from functools import cache
from typing import NamedTuple

from dicycle.agreements.figures.patterns import blind, data_of
from dicycle.agreements.vocabulary import Language


class Signing(NamedTuple):
    """A language's words of signing, and what before or behind them says that nothing was signed."""

    act: re.Pattern[str]
    unless: re.Pattern[str]
    unless_after: re.Pattern[str]


@cache
def signing(language: Language) -> Signing:
    """Return a language's words of signing."""
    data = data_of(language)["signing"]
    return Signing(blind(data["act"]), blind(data["unless"]), blind(data.get("unless_after", "")))


@cache
def nominal_places(language: Language) -> re.Pattern[str]:
    """Return a language's phrases that can stand for a place ("the megacity")."""
    return blind(data_of(language)["places"]["nominal"])


@cache
def anaphora(language: Language) -> re.Pattern[str]:
    """Return a language's words that stand for parties named before ("both sides")."""
    return blind(data_of(language)["parties"]["anaphora"])
