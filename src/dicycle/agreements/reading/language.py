"""Which of the four languages a text is in: by its script, and by its small words."""

import re
from collections import Counter
from functools import cache
from typing import Final

from dicycle.agreements.reading.words import LANGUAGES, common, words_of
from dicycle.agreements.vocabulary import Language
from dicycle.errors import InvalidInput

_SAMPLE: Final = 60_000
_RANGES: Final = {
    "Han": "\u3400-\u9fff",
    "kana": "\u3040-\u30ff",
    "Korean": "\uac00-\ud7af",
    "Cyrillic": "\u0400-\u04ff",
    "Latin": "A-Za-z\u00c0-\u024f",
    "other": "іїєґІЇЄҐўЎјљњћђџқғәөүұһ",
}
_SCRIPTS: Final = {name: re.compile(f"[{signs}]") for name, signs in _RANGES.items()}
_WORD: Final = re.compile(r"[^\W\d_]+")
_HAN_WEIGHT: Final = 2.5
"""A Chinese character says about as much as so many letters."""


def language_of(text: str, name: str) -> Language:
    """Return the language that most of a text is in; InvalidInput says so where it is none of the four."""
    sample = _sample(text)
    script = _script(sample)
    if script == "Han":
        return "zh"
    if script == "Cyrillic":
        return "ru"
    if script != "Latin":
        raise _refused(name, script)
    return _latin(sample, name)


def _sample(text: str) -> str:
    if len(text) <= _SAMPLE:
        return text
    third, middle = _SAMPLE // 3, len(text) // 2
    return f"{text[:third]}\n{text[middle : middle + third]}\n{text[-third:]}"


def _script(sample: str) -> str:
    """Return the script of most of a text, or the name of what it cannot be read as."""
    letters = {sign: times for sign, times in Counter(sample).items() if sign.isalpha()}
    of = {name: sum(n for sign, n in letters.items() if one.match(sign)) for name, one in _SCRIPTS.items()}
    weights: dict[str, float] = {
        "Han": of["Han"] * _HAN_WEIGHT,
        "Japanese": (of["Han"] + of["kana"]) * _HAN_WEIGHT + 1 if of["kana"] > 0.08 * of["Han"] + 3 else 0,
        "Korean": of["Korean"] * _HAN_WEIGHT,
        "Cyrillic": of["Cyrillic"],
        "Latin": of["Latin"],
        "": sum(letters.values()) - sum(n for name, n in of.items() if name != "other"),
    }
    best = max(weights, key=lambda script: weights[script])
    if not weights[best]:
        return "nothing"
    foreign = best == "Cyrillic" and of["other"] > 0.02 * of["Cyrillic"]
    return "a Cyrillic language other than Russian" if foreign else best


@cache
def _small_words() -> dict[str, frozenset[str]]:
    ours = {language: words_of(language).stopwords for language in LANGUAGES if language in {"en", "de"}}
    return {**ours, **{name: frozenset(words.split()) for name, words in common()["others"].items()}}


def _latin(sample: str, name: str) -> Language:
    words = Counter(word.casefold() for word in _WORD.findall(sample))
    hits = {one: sum(words[word] for word in small) for one, small in _small_words().items()}
    best = max(hits, key=lambda one: hits[one])
    if not hits[best]:
        raise _refused(name, "unknown")
    if best == "de":
        return "de"
    if best == "en" or hits["en"] == hits[best]:
        return "en"
    raise _refused(name, best)


def _refused(name: str, what: str) -> InvalidInput:
    said = {
        "nothing": "There is nothing to read in it: no letters.",
        "unknown": "Its language cannot be told from so few words.",
        "": "It is in a script that is not read here.",
    }
    sentence = said.get(what, f"It seems to be in {what}, which is not read here.")
    advice = "Give a text in English, German, Chinese or Russian, or say which of them it is."
    return InvalidInput.because("agreements.language", sentence, name, advice)
