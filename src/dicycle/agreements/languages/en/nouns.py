"""Phrases for agreements in a sentence: where they begin and end, and which kind they are."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

from dicycle.agreements.document import Span
from dicycle.agreements.languages.en.lexicon import acts, pattern, table, verbs, words
from dicycle.agreements.languages.en.masking import FILL
from dicycle.agreements.vocabulary import Kind

_TOKEN: Final = re.compile(r"\S+\s*$")
_STOP: Final = frozenset(
    "with between by of for to in on at from has have had will would is are was were be been said that which who under "
    "after before during following as into than via through it they he she we also not this when while about over per "
    "until".split()
)
_HEADLINE: Final = frozenset(
    "agree sign ink seal strike reach conclude clinch secure unveil announce end scrap cancel terminate renew".split()
)
"""Verbs as headlines have them, with no ending: "Example and Sample agree cell deal"."""
_DETERMINER: Final = re.compile(
    (
        r"^(?:a|an|the|its|their|this|that|these|those|another|two|three|four|five|six|seven|"
        r"eight|nine|ten|several|any|some|no|his|her|our|both|each|\d[\d.,]*|dozens|numerous|"
        r"multiple|many)$"
    ),
    re.IGNORECASE,
)
_LONGEST: Final = 14
_TO_DEAL: Final = re.compile(r"\b(?:to|can|must|will|could|should|not|great|good)\s+$", re.IGNORECASE)
_WORD_NUMBERS: Final = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
}
_TENS: Final = {
    word: number * 10 for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_AFTER: Final = 140
FEW: Final = 5


class Noun(NamedTuple):
    """A phrase; `determiner` is its first word if it is one, `plural` and `number` what it says of how many."""

    span: Span
    head: Span
    words: str
    kind: Kind
    head_kind: str
    determiner: str
    plural: bool
    number: int | None


@cache
def _heads() -> re.Pattern[str]:
    forms = [form for group in table("acts")["heads"].values() for form in group]
    return pattern(words(forms))


@cache
def _of_head() -> dict[str, re.Pattern[str]]:
    return {kind: pattern(f"^{words(forms)}$") for kind, forms in table("acts")["heads"].items()}


@cache
def _goes_on() -> re.Pattern[str]:
    """A word that could be a head, before the true head: "cooperation framework agreement"."""
    return pattern(
        r"(?:[\s-]+(?:and\s+|&\s+)?(?!(?:with|between|by|of|for|to|in|on|at|from|signed|was|is|"
        r"will|has|that|which|under)\b)[\w/&-]+){0,3}?[\s-]+"
        r"(?:agreements?|contracts?|deals?|accords?|pacts?|memorand\w+|mous?|letters? of intent|term sheets?|heads of|"
        r"arrangements?|projects?|documents?|ceremony|frameworks?|orders?|partnerships?|partners?|"
        r"compan(?:y|ies)|plans?)(?!\w)"
    )


def nouns(text: str) -> Iterator[Noun]:
    """Return the phrases for agreements of a sentence with its names masked."""
    for found in _heads().finditer(text):
        head = Span(*found.span())
        weak = not re.match(r"agreement|memorand|mou|letter|contract|accord|pact|term sheet", found[0], re.IGNORECASE)
        if (
            _goes_on().match(text, head.end)
            if weak
            else re.match(r"[\s-]+(?:agreements?|contracts?|signing)\b", text[head.end :])
        ):
            continue
        if found[0].casefold() in ("deal", "contract", "contracts", "order") and _TO_DEAL.search(text, 0, head.start):
            continue
        yield _noun(text, head)


def _noun(text: str, head: Span) -> Noun:
    start, determiner = _left(text, head.start)
    told = text[start : head.end]
    head_words = text[slice(*head)]
    head_kind = next((kind for kind, found in _of_head().items() if found.match(head_words)), "agreement")
    plural = bool(re.search(r"(?:s|memoranda)$", head_words.split(" of ")[0], re.IGNORECASE)) and not re.search(
        r"\bheads of", told
    )
    return Noun(
        Span(start, head.end), head, told, kind_of(told, text[head.end : head.end + _AFTER], head_kind), head_kind,
        determiner, plural, _number(told) if plural else None,
    )  # fmt: skip


def _left(text: str, head: int) -> tuple[int, str]:
    """Return where a phrase begins, and its determiner."""
    start, best = head, head
    for _ in range(_LONGEST):
        token = _TOKEN.search(text, 0, start)
        if token is None or _ends(token[0]):
            break
        word = token[0].strip().strip(",\"“”'‘’")
        if _DETERMINER.match(word) and not re.match(r"\d", word):
            return token.start() + len(token[0]) - len(token[0].lstrip(" \"“'‘(")), word.casefold()
        start = token.start()
        if not re.fullmatch(r"and|&|or", word, re.IGNORECASE):
            best = _first_letter(text, start) if best >= start else best
    return _without_list(text, best, head), ""


def _ends(token: str) -> bool:
    word = token.strip().casefold()
    bare = word.strip(",\"“”'‘’")
    past = bool(_finite().fullmatch(bare)) and bool(re.search(r"(?:ed|s|ing|struck|won|made|got|set up)$", bare))
    return (
        bare in _STOP
        or bare in _HEADLINE
        or word[-1:] in ".;:"
        or past
        or any(sign > "\ue000" and sign <= FILL for sign in token)
        or "\ue000" in token
    )


@cache
def _finite() -> re.Pattern[str]:
    return verbs("sign", "reach", "announce", "win", "form", "terminate", "suspend", "expand")


def _first_letter(text: str, start: int) -> int:
    return start + len(text[start:]) - len(text[start:].lstrip(" \"“'‘("))


def _without_list(text: str, start: int, head: int) -> int:
    """Without a determiner, what stands before a comma is another phrase, unless it is one of several trades."""
    comma = text.rfind(",", start, head)
    if comma > start and " and " not in text[comma:head]:
        return _first_letter(text, comma + 1)
    return start


def kind_of(told: str, after: str, head_kind: str) -> Kind:
    """Return the kind of an agreement by the words of its phrase and those behind it."""
    after = _COUNTERPARTS.sub("", after)
    behind = re.split(r"[.;]|, (?!an?\b)", after, maxsplit=1)[0]
    if head_kind in ("joint_venture", "supply_or_offtake"):
        told = f"{told} {'joint venture' if head_kind == 'joint_venture' else 'supply'}"
    for one in table("acts")["kinds"]:
        if one.get("needs") and not re.search(one["needs"], told, re.IGNORECASE):
            continue
        if pattern(one["words"]).search(told) and one["kind"] != "contract":
            return _kind(one["kind"])
    for one in table("acts")["kinds"]:
        needs = one.get("needs")
        if (
            one.get("after")
            and (not needs or re.search(needs, told, re.IGNORECASE))
            and pattern(rf"^\s*{one['after']}").search(behind)
        ):
            return _kind(one["kind"])
    return "contract"


_COUNTERPARTS: Final = re.compile(
    rf"^(?:(?:\s*,)?\s+(?:with|between|and)\s+(?:[\w’'&-]+\s+){{0,5}}?[\ue000-\ue002]{FILL}*+)+"
)


def _kind(name: str) -> Kind:
    return name  # type: ignore[return-value]


def _number(told: str) -> int | None:
    words = told.casefold().replace("-", " ").split()
    for word, behind in pairwise((*words, "")):
        if word.replace(",", "").isdigit() and int(word.replace(",", "")) < 10_000:
            return int(word.replace(",", ""))
        if word in _TENS:
            return _TENS[word] + (_WORD_NUMBERS.get(behind, 0) if _WORD_NUMBERS.get(behind, 10) < 10 else 0)
        if word in _WORD_NUMBERS:
            return _WORD_NUMBERS[word]
    return None


def number_of(word: str) -> int | None:
    """Return a number written as a word or in digits."""
    return _number(word)


def is_none(noun: Noun, text: str) -> bool:
    """Tell whether an agreement is none of the chain's: wages, credit, peace, websites, sports."""
    if acts("marks", "never").search(noun.words) or acts("marks", "never_after").match(text[noun.head.end :]):
        return True
    return any(acts("marks", name).search(text) for name in ("sport", "labour", "website"))


def is_number(noun: Noun, groups: Sequence[tuple[object, ...]]) -> bool:
    """Tell whether a phrase counts agreements rather than naming them with their parties."""
    if noun.number is None or noun.number < 2:
        return False
    named = any(len(group) > 1 for group in groups)
    return noun.number > FEW or not named
