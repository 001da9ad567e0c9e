"""A language's words for figures and dates, as compiled patterns, from ``languages/<language>/figures.toml``.

Loaded once for each language, when it is first asked for.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple

from dicycle.agreements.figures.found import Family
from dicycle.agreements.figures.patterns import (
    NEVER,
    WORD,
    Choice,
    Data,
    blind,
    cased,
    common_data,
    data_of,
    swapped,
)
from dicycle.agreements.vocabulary import Language, MoneyKind, Qualifier

LETTER: Final = r"A-Za-zÀ-ÖØ-öø-ÿĀ-žА-яЁё"


class Unit(NamedTuple):
    """A unit: an amount written in it, times `factor`, is in `name`."""

    name: str
    family: Family
    factor: Decimal


class Numbers(NamedTuple):
    """How a language writes numbers."""

    decimal: str
    words: re.Pattern[str]
    atoms: dict[str, int]
    hundreds: frozenset[str]
    tokens: re.Pattern[str]
    special: Choice[Decimal]
    magnitudes: Choice[int]
    glued: Choice[int]
    range: re.Pattern[str]
    range_between: re.Pattern[str]
    between: re.Pattern[str]
    labels: re.Pattern[str]
    ordinal: re.Pattern[str]
    ordinal_before: re.Pattern[str]


class Lexicon(NamedTuple):
    """A language's patterns for figures."""

    language: Language
    numbers: Numbers
    before: Choice[Qualifier]
    after: Choice[Qualifier]
    trailing: Choice[Qualifier]
    plain: re.Pattern[str]
    signs_before: Choice[str]
    currencies: Choice[str]
    units: Choice[Unit]
    percent: re.Pattern[str]
    percent_before: re.Pattern[str]
    nouns: Choice[str]
    nouns_before: Choice[str]
    measure: re.Pattern[str]
    per_year: re.Pattern[str]
    per_year_before: re.Pattern[str]
    per_other: Choice[str]
    money_before: Choice[MoneyKind]
    money_after: Choice[MoneyKind]
    joins: re.Pattern[str]
    expected_before: re.Pattern[str]
    expected_will: re.Pattern[str]
    expected_after: re.Pattern[str]
    converts: re.Pattern[str]
    phase: re.Pattern[str]
    sentence_end: re.Pattern[str]
    formats: frozenset[int]


def _joined(language: Language, key: str, *path: str) -> str:
    """Return the alternation of the common and the language's own pattern of a name."""
    own = data_of(language)[path[0]].get(key, "")
    return "|".join(part for part in (common_data()["symbols"].get(key, ""), own) if part)


def _signs() -> list[tuple[str, str]]:
    return [(cased(pattern), code) for code, pattern in common_data()["currencies"].items()]


def _currencies(own: Data, edge: str) -> Choice[str]:
    words = [(pattern, code) for code, pattern in own["currencies"].items()]
    return Choice([*words, *_signs()], own["numbers"].get("gap", r"[\s-]{0,2}") + "{}" + edge)


def _units(own: Data, edge: str) -> Choice[Unit]:
    symbols = [
        (name, family, factor, cased(pattern)) for name, family, factor, pattern in common_data()["symbols"]["units"]
    ]
    listed = [*symbols, *own["units"]["words"]]
    pairs = [(pattern, Unit(name, family, Decimal(factor))) for name, family, factor, pattern in listed]
    return Choice(pairs, own["numbers"].get("gap", r"[\s-]{0,2}") + "{}" + edge)


def _nouns(own: Data, edge: str) -> Choice[str]:
    rules = own["noun_rules"]
    step = rules.get("step") or rf"(?!{rules['stop']})[^\W\d_][\w’'&/-]*,?\s+"
    lead = f"{rules.get('gap', '[ ­-]?')}(?:{rules.get('lead', NEVER)})?"
    frame = f"{lead}(?:{step}){{0,{rules['reach']}}}?(?<![{LETTER}]){{}}{edge}"
    return swapped(own["nouns"].items(), frame)


def _word_numbers(data: Data) -> tuple[str, dict[str, int]]:
    """Return the pattern of number words, and the words with their values."""
    atoms = {form: value for forms, value in data.get("words", []) for form in forms.split("|")}
    hundreds = data.get("hundreds", ())
    one, any_of = _longest_first(atoms), _longest_first([*atoms, *hundreds])
    first = any_of if data.get("hundred_alone") else one
    edge = data.get("words_edge", r"(?!\w)")
    return rf"(?<![\w-]){first}(?:{data.get('join', NEVER)}{any_of})*{edge}", atoms


def _longest_first(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True)) or NEVER})"


def _numbers(data: Data) -> Numbers:
    pattern, atoms = _word_numbers(data)
    edge = data.get("edge", r"(?!\w)")
    return Numbers(
        data["decimal"],
        blind(data.get("numeral", pattern)),
        atoms,
        frozenset(data.get("hundreds", ())),
        blind(_longest_first([*atoms, *data.get("hundreds", ())])),
        Choice([(form, Decimal(value)) for form, value in data.get("special", [])], r"(?<!\w){}" + edge),
        Choice([(form, power) for form, power in data["magnitudes"]], data.get("gap", r"[\s-]{0,2}") + "{}" + edge),
        Choice([(cased(form), power) for form, power in data.get("glued", [])], r"\s?{}(?!\w)"),
        blind(data["range"]),
        blind(data.get("range_between", "")),
        blind(rf"(?:{data.get('between', NEVER)})\s*$"),
        blind(rf"{data.get('open_edge', WORD)}(?:{data['labels']})[\s:：.]*$"),
        blind(data.get("ordinal", "")),
        blind(data.get("ordinal_before", "")),
    )


@cache
def lexicon(language: Language) -> Lexicon:
    """Return a language's patterns for figures."""
    own = data_of(language)
    edge = own["numbers"].get("edge", r"(?!\w)")
    open_edge = own["numbers"].get("open_edge", WORD)
    qualifiers, money, modality = own["qualifiers"], own["money"], own["modality"]
    per_year = _joined(language, "per_year", "units")
    return Lexicon(
        language,
        _numbers(own["numbers"]),
        swapped(qualifiers["before"], open_edge + "{}" + own["numbers"].get("qualifier_gap", r"\s*$")),
        swapped(qualifiers["after"]),
        swapped(qualifiers["trailing"]),
        blind(qualifiers.get("plain", "")),
        Choice([*_signs(), *own.get("currencies_before", {}).items()], rf"(?<![{LETTER}]){{}}\s?$"),
        _currencies(own, edge),
        _units(own, edge),
        blind(rf"[\s-]?(?:{_joined(language, 'percent', 'units')})"),
        blind(own["units"].get("percent_before", "")),
        _nouns(own, edge),
        swapped(own.get("nouns_before", {}).items(), own["noun_rules"].get("before", NEVER)),
        blind(own["noun_rules"].get("measure", "")),
        blind(rf"{own['units']['between']}(?:{per_year})"),
        blind(own["units"]["per_year_before"]),
        Choice([(form, unit) for unit, form in own["units"].get("per_other", [])], own["units"]["between"] + "{}"),
        swapped(money["before"], open_edge + "{}"),
        swapped(money["after"], money.get("after_gap", r"[\s-]*") + "{}"),
        blind(money["joins"]),
        blind(modality["before"].replace("{c}", own["clause"]["char"])),
        blind(modality.get("will", "").replace("{c}", own["clause"]["char"])),
        blind(modality["after"]),
        blind(own["conversion"]["pattern"]),
        blind(own["phase"]["pattern"]),
        blind(own["clause"]["end"]),
        frozenset(common_data()["symbols"]["formats"]),
    )
