"""How a name is tied to its clause: by a preposition, by its case, or by the noun, office or people before it.

Prepositions and cases are one alphabet here: ``с``, ``между``, ``от`` …, and ``nom``, ``gen``, ``dat``, ``ins`` …
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from dicycle.agreements.extracting.parts import Mention
from dicycle.agreements.languages.ru import lexicon, morphology
from dicycle.agreements.languages.ru.clauses import set_in_before
from dicycle.agreements.languages.ru.words import PREPOSITIONS, QUOTES, Line

_JOINS: Final = frozenset({"и", "или", "а", "также", "да", ",", "либо", "плюс", "так", "же", "как"})
_ANY: Final = frozenset({"nom", "gen", "dat", "acc", "ins", "loc"})
_ORDER: Final = ("nom", "ins", "gen", "dat", "acc", "loc")
_CALENDAR: Final = re.compile(
    r"(?:январ|феврал|март|апрел|ма[йяею]|июн|июл|август|сентябр|октябр|ноябр|декабр|понедельник|"
    r"вторник|сред[ауые]|четверг|"
    r"пятниц|суббот|воскресень|год|месяц|недел|кварта|дн[яе]|день|числ|лет|утр|вечер|полуго)\w*|гг?"
)
_SIGNED_BY: Final = re.compile(
    r"(?:подписанн|заключенн|согласованн|учрежденн|созданн|основанн)(?:ы[йех]|о[йем]|о[ем]у|ого|ая|ую|ыми?)$"
)
_DEEP: Final = 14


class Tie(NamedTuple):
    """How a mention is tied: `how`, the governing noun in lower case, and where its phrase begins."""

    mention: Mention
    how: str
    head: str = ""
    office: bool = False
    start: int = 0


def ties_of(line: Line, mentions: Sequence[Mention]) -> list[Tie]:
    """Return the ties of a sentence's mentions, in the order of the text."""
    found: list[Tie] = []
    for mention in mentions:
        found.append(_Climb(line, mentions, found, mention).tie())
    return found


@lru_cache(maxsize=65536)
def _word_cases(word: str) -> frozenset[str]:
    return morphology.cases(word) or _ANY


def own_cases(line: Line, mention: Mention) -> frozenset[str]:
    """Return the cases that a mention can stand in, by its first noun and the adjectives before it."""
    first, last = line.at(mention.start), line.at(mention.end)
    words = line.words[first:last]
    if not words or (first > 0 and line.words[first - 1].text in QUOTES and not mention.nominal):
        return _ANY
    if (
        words[0].text in lexicon.listed("legal", "short")
        or words[0].text.isupper()
        or not re.match("[А-Яа-яЁё]", words[0].text)
    ):
        return _ANY
    shared = _ANY
    for word in words:
        if not word.is_word or word.text.isupper():
            break
        shared &= _word_cases(word.text)
        if morphology.mainly(word.text) != "adjective":
            break
    return shared or _ANY


class _Climb:
    """Walks to the left from a mention to what governs it."""

    def __init__(self, line: Line, mentions: Sequence[Mention], before: Sequence[Tie], mention: Mention) -> None:
        self.line, self.mentions, self.before, self.mention = line, mentions, before, mention
        self.cases = own_cases(line, mention)
        self.free = self.cases == _ANY
        self.office = False
        self.number = line.at(mention.start) - 1
        self.start = mention.start

    def tie(self) -> Tie:
        for _ in range(_DEEP):
            if self.number < 0:
                break
            told = self._step()
            if told is not None:
                return told
        return self._own()

    def _made(self, how: str, head: str = "") -> Tie:
        return Tie(self.mention, how, head, self.office, self.start)

    def _own(self) -> Tie:
        return self._made(next((case for case in _ORDER if case in self.cases), "nom"))

    def _step(self) -> Tie | None:
        word = self.line.words[self.number]
        if word.text in QUOTES:
            self.number -= 1
            return None
        if word.text in "()":
            return self._over_bracket() if word.text == ")" else self._own()
        if word.low in PREPOSITIONS:
            return self._by_preposition(word.low)
        if word.low in _JOINS:
            return self._joined()
        other = self._inside(word.start)
        if other is not None:
            return self._behind(other)
        if not word.is_word or _CALENDAR.fullmatch(word.low):
            return self._own()
        return self._by_word(word.text, word.low)

    def _over_bracket(self) -> Tie | None:
        while self.number >= 0 and self.line.words[self.number].text != "(":
            self.number -= 1
        self.number -= 1
        return None

    def _by_preposition(self, low: str) -> Tie:
        how = PREPOSITIONS[low]
        if how in ("с", "между") and "ins" not in self.cases and "gen" in self.cases and how == "с":
            how = "из"
        return self._made(how)

    def _inside(self, place: int) -> Mention | None:
        return next((one for one in self.mentions if one.start <= place < one.end and one is not self.mention), None)

    def _behind(self, other: Mention) -> Tie:
        """Tie what follows a mention without a join: a person behind the organisation."""
        tied = next((one for one in self.before if one.mention is other), None)
        if self.mention.kind == "person" and tied is not None and tied.office:
            return self._made(tied.how, tied.head)
        if (
            other.kind in ("company", "organisation")
            and not other.nominal
            and self.free
            and tied is not None
            and other.kind == self.mention.kind
        ):
            return self._made("nom" if tied.how == "nom" else tied.how, tied.head)
        if "gen" in self.cases and not self.free and other.kind not in ("place", "person", "event"):
            return self._made("gen", self.line.words[self.number].low)
        return self._own()

    def _joined(self) -> Tie:
        """Tie what is joined to the mention before it as that one is, if its case allows it."""
        number = self.number
        while number > 0 and self.line.low(number) in _JOINS:
            number -= 1
        if self.line.words[number + 1].text == ",":
            before = set_in_before(self.line, self.line.words[number + 1].end)
            number = self.line.at(before) - 1 if before is not None else number
        previous = self._ending_at(number)
        if previous is not None and _fits(previous.how, self.cases):
            return self._made(previous.how, previous.head)
        if previous is None and "ins" in self.cases and self._in_a_list(number):
            return self._made("между")
        return self._own()

    def _in_a_list(self, number: int) -> bool:
        """Tell whether „между“ stands before, with nothing but names and their nouns in between."""
        for at in range(number, max(-1, number - 30), -1):
            word = self.line.words[at]
            if word.low == "между":
                return True
            if word.text in ".;:" or (
                word.is_word and not word.is_cap and morphology.mainly(word.text) in ("verb", "short", "infinitive")
            ):
                return False
        return False

    def _ending_at(self, number: int) -> Tie | None:
        while number >= 0 and (self.line.words[number].text in QUOTES or self.line.words[number].text in ".,"):
            number -= 1
        if number >= 0 and self.line.words[number].text == ")":
            while number > 0 and self.line.words[number].text != "(":
                number -= 1
            return self._ending_at(number - 1)
        if number < 0:
            return None
        place = self.line.words[number].start
        return next((one for one in reversed(self.before) if one.mention.start <= place < one.mention.end), None)

    def _by_word(self, text: str, low: str) -> Tie | None:
        if low == "известно":
            return self._made("dat")
        if lexicon.is_delegate(low) or lexicon.is_office(low):
            return self._by_people(text, low)
        if self._describes(text, low):
            shared = _word_cases(text)
            self.cases, self.free = shared, False
            self._step_left()
            return None
        if _SIGNED_BY.match(low) and "ins" in self.cases:
            return self._made("ins")
        if morphology.mainly(text) == "adjective" and _word_cases(text) & self.cases:
            self.cases &= _word_cases(text)
            self._step_left()
            return None
        if morphology.is_a(text, "noun") and morphology.mainly(text) in ("noun", "other"):
            return self._by_noun(text, low)
        return self._by_verb(text)

    def _step_left(self) -> None:
        self.start = self.line.words[self.number].start
        self.number -= 1

    def _describes(self, text: str, low: str) -> bool:
        kind = lexicon.described(low)
        return kind is not None and kind not in ("event", "other") and not self.office

    def _by_people(self, text: str, low: str) -> Tie | None:
        """An office or people who act for it: what they are tied by, it is tied by."""
        if not self.free and "gen" not in self.cases:
            return self._own()
        self.office = True
        self.cases, self.free = _word_cases(text), False
        self._step_left()
        return None

    def _by_noun(self, text: str, low: str) -> Tie | None:
        reached = self._descriptor()
        if reached is not None:
            self.number = reached
            return None
        if self.office and "gen" in _word_cases(text):
            return self._up()
        if "gen" in self.cases and not ("nom" in self.cases and self._acts_itself(low)):
            return self._made("gen", low)
        return self._own()

    def _up(self) -> Tie | None:
        """Go on over the complement of an office: „министр экономического развития“."""
        self._step_left()
        return None

    def _descriptor(self) -> int | None:
        """Return the number of a noun that describes the name over a genitive: „производителем накопителей «Х»“."""
        for at in range(self.number, max(-1, self.number - 5), -1):
            word = self.line.words[at]
            if at < self.number and self._describes(word.text, word.low):
                return at
            if at < self.number and (lexicon.is_office(word.low) or lexicon.is_delegate(word.low)):
                return at
            if (
                not word.is_word
                or word.low in PREPOSITIONS
                or "gen" not in _word_cases(word.text)
                or morphology.mainly(word.text) not in ("noun", "adjective")
            ):
                return None
        return None

    def _acts_itself(self, low: str) -> bool:
        """Tell whether an undeclined name begins a clause of its own, as a finite verb follows."""
        if re.match(r"(?:соглашени|договор|контракт|меморандум|подписани|заключени|протокол|сделк)", low):
            return False
        return follows_verb(self.line, self.mention)

    def _by_verb(self, text: str) -> Tie:
        if morphology.mainly(text) == "short" and "ins" in self.cases:
            return self._made("ins")
        if self.free and re.search(r"(?:ет|ют|ит|ят|л|ла|ло|ли)(?:ся|сь)?$", text.lower()):
            return self._made("nom")
        return self._own()


def _fits(how: str, cases: frozenset[str]) -> bool:
    if how in ("с", "между"):
        return "ins" in cases
    return how not in _ORDER or how in cases


def follows_verb(line: Line, mention: Mention) -> bool:
    """Tell whether a finite verb follows a mention, over names joined to it."""
    number = line.at(mention.end)
    for at in range(number, min(number + 8, len(line.words))):
        word = line.words[at]
        if word.text in QUOTES or word.low in _JOINS or word.is_cap or word.text in "()—–-" or not word.is_word:
            continue
        if morphology.mainly(word.text) in ("verb", "short"):
            return True
        if morphology.mainly(word.text) not in ("adjective", "advb", "noun") or word.low in PREPOSITIONS:
            return False
    return False
