"""What every mention is in its clause: subject, „mit“, „zwischen“, genitive."""

from collections.abc import Sequence
from typing import NamedTuple

from dicycle.agreements.extracting.parts import Mention
from dicycle.agreements.languages.de import lexicon
from dicycle.agreements.languages.de.clauses import SUBORDINATE, Clause
from dicycle.agreements.languages.de.line import QUOTES, Line


class Slot(NamedTuple):
    """What a mention is in its clause; `head` is the noun that a genitive or „von“ goes with."""

    mention: Mention
    role: str
    head: str
    chain: int
    clause: int
    phrase: int
    at: int


def slots(line: Line, parts: Sequence[Clause], mentions: Sequence[Mention]) -> list[Slot]:
    """Return the slots of the mentions of a sentence."""
    found: list[Slot] = []
    ends: dict[int, Slot] = {}
    for mention in sorted(mentions):
        at = line.at(mention.start)
        part = next((one for one in parts if one.first <= at <= one.last), None)
        if part is None:
            continue
        role, head, chain = _role(line, at, ends, len(found))
        slot = Slot(mention, role, head, chain, part.number, part.phrase, at)
        found.append(slot)
        ends[_after(line, mention)] = slot
    return found


def _after(line: Line, mention: Mention) -> int:
    """Return the number of the word behind a mention, its brackets and quotation marks."""
    at = line.at(mention.end)
    while True:
        if line.low(at) in ("(", "["):
            closing = next(
                (one for one in range(at, min(at + 16, len(line.words))) if line.low(one) in (")", "]")), None
            )
            if closing is None:
                return at
            at = closing + 1
        elif (word := line.word(at)) is not None and word.text in QUOTES:
            at += 1
        else:
            return at


def _role(line: Line, at: int, ends: dict[int, Slot], fresh: int) -> tuple[str, str, int]:
    """Return role, head and chain of a mention by the words before it."""
    left, article = leftwards(line, at, ends)
    low = line.low(left)
    if left < 0:
        return "nom", "", fresh
    if low == "(" and left in ends and ends[left].mention.kind == "person":
        return "gen", "vertreter", fresh
    if low in lexicon.words("conjunctions") or low == ",":
        return _joined(line, left, ends, fresh)
    if low in lexicon.PREPOSITIONS and low not in ("als", "wie", "je"):
        return (
            ("mit" if low in ("von", "vom") and _is_with(line, left - 1) else lexicon.PREPOSITIONS[low]),
            _head(line, left),
            fresh,
        )
    word = line.words[left]
    if (left + 1) in ends and article in ("der", "des", "vom"):
        return "gen", ends[left + 1].mention.kind, fresh
    if word.low in lexicon.words("openers") or word.low in lexicon.PREPOSITIONS or word.low in SUBORDINATE:
        return "nom", "", fresh
    if (
        word.is_cap
        and word.low not in lexicon.words("calendar")
        and article in ("der", "des", "beider", "dieser", "dieses", "seiner", "ihrer")
    ):
        if not lexicon.is_common(word.text):
            return "nom", "", fresh
        return ("mit" if _is_with(line, left) else "gen"), word.low, fresh
    return "nom", "", fresh


def leftwards(line: Line, at: int, ends: dict[int, Slot]) -> tuple[int, str]:
    """Return the word that governs a mention, and its article: over attributes, titles and descriptions."""
    left, article = line.before(at), ""
    while left >= 0 and (left + 1 == at or (left + 1) not in ends):
        word = line.words[left]
        if (left + 1) in ends and word.low not in lexicon.words("determiners"):
            break
        if word.low in lexicon.words("determiners") and not article:
            article = word.low
        elif not article and _skips(line, left):
            pass
        else:
            break
        left = line.before(left)
    return left, article


def _skips(line: Line, at: int) -> bool:
    word = line.words[at]
    if word.low == ".":
        return (
            line.low(at - 1) in ("dr", "prof", "h", "c", "ing", "med", "dipl") or line.words[at - 1].text[0].isdigit()
        )
    if word.low in ("dr", "prof", "h", "c", "ing", "med"):
        return True
    if word.is_cap:
        return word.is_word and (
            lexicon.is_company_noun(word.text) or lexicon.is_office(word.text) or _attribute(word.text)
        )
    if word.low in lexicon.words("verbs") or word.low in lexicon.PREPOSITIONS or not word.is_word:
        return False
    return (
        word.low.endswith(("e", "en", "er", "es", "em"))
        and word.low not in lexicon.words("conjunctions")
        and len(word.low) > 3
        and not word.low.startswith("unterz")
        and not word.low.endswith("ten")
    )


def _attribute(text: str) -> bool:
    return text.endswith(("ischen", "ische", "ischer", "er")) and not lexicon.is_common(text)


def _is_with(line: Line, at: int) -> bool:
    """Tell whether the noun before „von“ goes with „mit“: „mit dem Zellwerk von Hanwei“."""
    word = line.word(at)
    if (
        word is None
        or not word.is_cap
        or lexicon.is_office(word.text)
        or lexicon.pattern("nouns", "contract").fullmatch(word.text)
    ):
        return False
    left = at - 1
    while left > at - 4 and line.low(left) != "mit" and line.low(left).endswith(("er", "en", "em")):
        left -= 1
    return line.low(left) == "mit"


def _head(line: Line, left: int) -> str:
    """Return the noun before a preposition."""
    word = line.word(left - 1)
    return word.low if word is not None and word.is_cap else ""


def _joined(line: Line, left: int, ends: dict[int, Slot], fresh: int) -> tuple[str, str, int]:
    """Return the role of the mention that a conjunction joins to another."""
    before = ends.get(left)
    if before is not None:
        return before.role, before.head, before.chain
    if line.low(left) == ",":
        return "nom", "", fresh
    return _over_noun(line, left, ends, fresh)


def _over_noun(line: Line, left: int, ends: dict[int, Slot], fresh: int) -> tuple[str, str, int]:
    """Look behind „Vertretern … und“ for what governs both."""
    at = left - 1
    for _ in range(14):
        word = line.word(at)
        if word is None or word.low in lexicon.words("verbs") or word.text in ";:":
            break
        if at + 1 in ends and ends[at + 1].role != "gen":
            slot = ends[at + 1]
            return slot.role, slot.head, slot.chain
        if word.low in lexicon.PREPOSITIONS and word.low not in (
            "als",
            "wie",
            "in",
            "im",
            "am",
            "an",
            "auf",
            "bei",
            "zur",
            "zum",
        ):
            return lexicon.PREPOSITIONS[word.low], _head(line, at), fresh
        at -= 1
    return "nom", "", fresh
