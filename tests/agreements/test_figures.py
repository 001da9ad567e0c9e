"""Figures in words and digits of four languages."""

from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from agreements.gold_release import annotated, document_of
from hypothesis import given
from hypothesis import strategies as st

from dicycle.agreements.figures import Figure, dates_in, figures_in, reparse
from dicycle.agreements.figures.hanzi import of_hanzi
from dicycle.agreements.figures.numerals import of_digits
from dicycle.agreements.model import Dated

PUBLISHED = Dated("2024-09-06", "explicit")
LANGUAGES = ("en", "de", "zh", "ru")
DECIMAL = {"en": ".", "zh": ".", "de": ",", "ru": ","}
GROUP = {"en": ",", "zh": ",", "de": ".", "ru": "\u00a0"}
YUAN = {"en": "{} billion yuan", "de": "{} Milliarden Yuan", "ru": "{} млрд юаней"}
TONNES = {"en": "{} tonnes", "de": "{} Tonnen", "ru": "{} тонн", "zh": "{}吨"}
TEXTS = st.text(
    alphabet=st.sampled_from("0123456789.,-–—/:() \u00a0%€$¥abzнлдгт万亿元年月日一二十百个项目GWh约million Mrd тыс"),
    max_size=60,
)


class Case(NamedTuple):
    """A passage, and what is to be found in it."""

    language: str
    text: str
    figures: list[str]
    dates: list[str]


def cases() -> list[Case]:
    """Return the passages of the file beside this one."""
    found: list[Case] = []
    for line in (Path(__file__).parent / "figure_cases.txt").read_text("utf-8").splitlines():
        kind, _, rest = line.partition(" ")
        if kind == ">":
            found.append(Case(rest[:2], rest[4:], [], []))
        elif kind == "F":
            found[-1].figures.append(rest)
        elif kind == "D":
            found[-1].dates.append(rest)
    return found


def told(figure: Figure) -> str:
    """Return a figure as the file of passages tells it."""
    upper = "" if figure.upper is None else f"..{figure.upper:f}"
    parts = [
        figure.family,
        f"{figure.amount:f}{upper}",
        figure.unit,
        figure.qualifier.replace("exact", ""),
        figure.money_kind if figure.family == "money" else "",
        figure.modality.replace("stated", ""),
        "" if figure.conversion_of is None else f"={figure.conversion_of}",
        f"[{figure.phase}]" if figure.phase else "",
    ]
    return " ".join(part for part in parts if part)


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.language}-{case.text[:28]}")
def test_figures_of_a_passage(case: Case) -> None:
    """A passage's amounts are found exactly, with unit, qualifier, kind and phase, and nothing else."""
    assert [told(one) for one in figures_in(case.text, case.language, 0, len(case.text))] == case.figures


@pytest.mark.parametrize(
    "case", [one for one in cases() if one.dates], ids=lambda case: f"{case.language}-{case.text[:28]}"
)
def test_dates_of_a_passage(case: Case) -> None:
    """A passage's dates are found, resolved by the day of publication and no farther."""
    found = dates_in(case.text, case.language, 0, len(case.text), published=PUBLISHED)
    assert [f"{case.text[one.start : one.end]} -> {one.edtf} {one.kind}" for one in found] == case.dates


@given(st.sampled_from(LANGUAGES), st.integers(1, 10**9 - 1), st.integers(0, 99))
def test_digits_are_read_as_they_are_written(language: str, whole: int, hundredths: int) -> None:
    """Whatever its signs for groups and decimals, a number is read back exactly."""
    written = f"{whole:,}".replace(",", GROUP[language]) + (f"{DECIMAL[language]}{hundredths:02}" if hundredths else "")
    assert of_digits(written, DECIMAL[language]) == whole + Decimal(hundredths) / 100


@given(st.sampled_from(LANGUAGES), st.integers(1000, 10**8))
def test_tonnes_are_read_back(language: str, tonnes: int) -> None:
    """A mass in tonnes is found exactly in each language, whatever its size."""
    text = TONNES[language].format(f"{tonnes:,}".replace(",", GROUP[language]))
    (figure,) = reparse(text, language)
    assert (figure.amount, figure.unit, figure.end) == (tonnes, "t", len(text))


@given(st.sampled_from(("en", "de", "ru")), st.decimals("0.01", "9999", places=2))
def test_billions_are_exact(language: str, billions: Decimal) -> None:
    """So many billion yuan are exactly so many, never a binary fraction."""
    (figure,) = reparse(YUAN[language].format(str(billions).replace(".", DECIMAL[language])), language)
    assert (figure.amount, figure.unit) == (billions * 10**9, "CNY")


@given(st.integers(1, 10**12 - 1))
def test_chinese_numerals_are_read_back(number: int) -> None:
    """A number written in Chinese numerals is read back."""
    assert of_hanzi(_hanzi(number)) == number


def _hanzi(number: int) -> str:
    """Return a number in Chinese numerals, written section by section."""
    if number >= 10**8:
        return _hanzi(number // 10**8) + "亿" + (_rest(number % 10**8) if number % 10**8 else "")
    if number >= 10**4:
        return _hanzi(number // 10**4) + "万" + (_rest(number % 10**4) if number % 10**4 else "")
    parts = [(number // size % 10, name) for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, ""))]
    return "".join("一二三四五六七八九"[digit - 1] + name for digit, name in parts if digit)


def _rest(number: int) -> str:
    return "零" + _hanzi(number)


@given(st.sampled_from(LANGUAGES), TEXTS)
def test_nonsense_is_read_without_harm(language: str, text: str) -> None:
    """Whatever stands in a text, figures and dates lie in it, in order, apart from one another."""
    figures = figures_in(text, language, 0, len(text))
    assert all(0 <= one.start <= one.core[0] < one.end <= len(text) for one in figures)
    assert all(before.end <= after.start for before, after in pairwise(figures))
    dates = dates_in(text, language, 0, len(text), published=PUBLISHED)
    assert all(0 <= one.start < one.end <= len(text) for one in dates)


@given(st.sampled_from(LANGUAGES), TEXTS)
def test_a_year_is_never_made_up(language: str, text: str) -> None:
    """Without a day of publication, every year of a date stands in its words."""
    for one in dates_in(text, language, 0, len(text)):
        for part in (one.edtf or "").split("/"):
            year = part[:4]
            assert year in ("", "XXXX") or year in text[one.start : one.end]


def test_a_partial_date_stays_partial() -> None:
    """Day and month without a year, and no publication: the year stays open."""
    found = [
        dates_in(text, language, 0, len(text))[0].edtf
        for language, text in (("en", "On August 18"), ("de", "am 18. August"), ("zh", "8月18日"), ("ru", "18 августа"))
    ]
    assert found == ["XXXX-08-18"] * 4


def test_a_missing_year_is_the_nearest_past_one() -> None:
    """“28 December”, published in January, was last year; far from both it stays open."""
    text = "On December 28 they signed, and on January 12"
    found = dates_in(text, "en", 0, len(text), published=Dated("2024-01-05", "explicit"))
    assert [one.edtf for one in found] == ["2023-12-28", "2024-01-12"]


def test_weekdays_go_backwards() -> None:
    """“On Sunday”, published on a Monday, is the day before; the same weekday is the day itself."""
    monday = Dated("2024-09-02", "explicit")
    told_of = {
        "en": ("on Sunday", "on Monday", "last Monday"),
        "de": ("am Sonntag", "am Montag", "vergangenen Montag"),
        "ru": ("в воскресенье", "в понедельник", "в прошлый понедельник"),
        "zh": ("周日，", "周一，", "上周一，"),
    }
    for language, texts in told_of.items():
        found = [dates_in(text, language, 0, len(text), published=monday)[0].edtf for text in texts]
        assert found == ["2024-09-01", "2024-09-02", "2024-08-26"], language


@pytest.mark.parametrize("gold", annotated(), ids=lambda gold: gold["doc_id"][:3])
def test_money_of_the_public_documents(gold: dict) -> None:
    """Every amount, job and count annotated in the public documents is found at its place."""
    document = document_of(gold)
    found = figures_in(document.text, document.language, 0, len(document.text))
    for record in gold["records"]:
        wanted = [(one, one["amount"]) for one in record["money"]] + [(one, one["value"]) for one in record["jobs"]]
        for value, amount in wanted + [(one, one["value"]) for one in record["counts"]]:
            spans = [(each["start"], each["end"]) for each in value["evidence"]]
            there = [one for one in found if any(start <= one.core[0] < end for start, end in spans)]
            assert any((one.amount, one.qualifier) == (amount, value["qualifier"]) for one in there), value


@pytest.mark.parametrize("gold", annotated(), ids=lambda gold: gold["doc_id"][:3])
def test_numbers_that_are_no_dates(gold: dict) -> None:
    """Ordinals, licences, phone numbers and hits of the public documents are no dates, nor money."""
    document = document_of(gold)
    for item in (one for one in gold["must_not"] if one["what"] in ("date", "date / number", "number")):
        span = (item["span"]["start"], item["span"]["end"])
        days = [one for one in dates_in(document.text, document.language, *span) if one.kind.startswith("explicit")]
        assert not days
        assert not [one for one in figures_in(document.text, document.language, *span) if one.family == "money"]
