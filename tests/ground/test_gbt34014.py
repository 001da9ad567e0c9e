"""GB/T 34014 battery codes: three lengths, wrong characters named, disputed dates never guessed."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dicycle.errors import InvalidIdentifier
from dicycle.identifiers import BatteryCode, Level, Product, canonical, make_battery_code, parse, parse_battery_code
from dicycle.identifiers.gbt34014 import reading_named
from dicycle.identifiers.gbt34014_readings import READINGS, Reading

ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DAYS = st.dates(date(2018, 2, 1), date(2034, 12, 31))


def _text(length: int) -> st.SearchStrategy[str]:
    return st.text(ALPHANUMERIC, min_size=length, max_size=length)


@st.composite
def battery_codes(draw: st.DrawFn) -> BatteryCode:
    """Draw a code of 24 or 19 characters, its date written by one of the readings."""
    reading, day = draw(st.sampled_from(READINGS)), draw(DAYS)
    assume(reading.letters_of(day))
    second_life = draw(st.booleans())
    return make_battery_code(
        draw(_text(3)),
        draw(st.sampled_from(Product)),
        draw(st.sampled_from("ABCDEFGZ")),
        draw(_text(2)),
        day,
        draw(st.integers(1, 9_999_999)),
        traceability="" if second_life else draw(_text(7)),
        cascade=draw(_text(2)) if second_life else "",
        reading=reading.name,
    )


@given(battery_codes())
def test_a_written_code_reads_back(code: BatteryCode) -> None:
    """What is written is read again, and its length is that of its form."""
    assert parse_battery_code(code.code) == code
    assert len(code.code) == (19 if code.second_life else 24)
    if not code.second_life:
        longer = parse_battery_code(code.code + "7")
        assert (longer.extra, longer.serial, longer.code) == ("7", code.serial, code.code + "7")


@given(st.sampled_from(READINGS), DAYS)
def test_the_day_meant_is_always_among_the_candidates(reading: Reading, day: date) -> None:
    """Whichever reading the maker follows, the day it printed is one of the candidates."""
    letters = reading.letters_of(day)
    assume(letters)
    code = parse_battery_code(f"07HCB01P22G06J{letters}0000001")
    assert reading.name in code.candidates()[day]
    assert code.production_date(reading=reading.name) == day


@given(battery_codes())
def test_an_ambiguous_date_is_never_guessed(code: BatteryCode) -> None:
    """A single date comes out only where all readings that can read it agree; else every candidate is named."""
    found = code.candidates()
    if len(found) == 1:
        assert code.production_date() == next(iter(found))
        return
    with pytest.raises(InvalidIdentifier) as caught:
        code.production_date()
    assert all(day.isoformat() in str(caught.value) for day in found)


def test_digits_are_undisputed_and_letters_are_not() -> None:
    """2018-03-05 printed in digits has one meaning; a letter year or month has several."""
    assert parse_battery_code("07HCB01P22G06J8350000001").production_date() == date(2018, 3, 5)
    assert {day.year for day in parse_battery_code("07HCB01P22G06JA350000001").candidates()} == {2020, 2021}
    assert {day.month for day in parse_battery_code("07HCB01P22G06J8A50000001").candidates()} == {10, 11}
    assert len(parse_battery_code("07HCB01P22G06JJ350000001").candidates()) == 3


def test_no_day_and_no_reading_are_said() -> None:
    """The 31st of February is no day, and an unknown reading names the known ones."""
    code = parse_battery_code("07HCB01P22G06J82Y0000001")
    with pytest.raises(InvalidIdentifier, match="no day of the calendar"):
        code.production_date()
    with pytest.raises(InvalidIdentifier, match="vin-alphabet"):
        reading_named("somebody")
    with pytest.raises(InvalidIdentifier, match="has no characters for 2007-01-01"):
        make_battery_code("07H", Product.CELL, "B", "01", date(2007, 1, 1), 1, traceability="P22G06J")


def test_every_wrong_character_is_named_with_its_position() -> None:
    """Three wrong characters give three findings: where, what stands there and what may."""
    with pytest.raises(InvalidIdentifier) as caught:
        parse_battery_code("07hXB01P22G06J835000Z001")
    sentences = [finding.sentence for finding in caught.value.findings]
    assert sentences == [
        "Character 3 (maker code) is 'h'; 0-9 and A-Z may stand there.",
        "Character 4 (product type) is 'X'; one of PMC may stand there.",
        "Character 21 (serial number) is 'Z'; 0-9 may stand there.",
    ]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("07HCB01P22G06J83500000010000", "has 28"),
        ("07HCB01P22G06J8350000000", "starts at 0000001"),
        ("07HC101P22G06J8350000001", "battery type"),
    ],
)
def test_other_faults_of_a_code(code: str, said: str) -> None:
    """A wrong length, the unused serial 0000000 and a digit as battery type are refused."""
    with pytest.raises(InvalidIdentifier, match=said):
        parse_battery_code(code)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"maker": "07"}, "24, 19 or 25"),
        ({"maker": "07", "specification": "011"}, "product type"),
        ({"serial": 0}, "not within 1 to"),
        ({"cascade": "R1"}, "either a traceability code or"),
        ({"traceability": ""}, "either a traceability code or"),
    ],
)
def test_a_code_that_does_not_fit_is_not_written(changes: dict[str, object], said: str) -> None:
    """Fields of the wrong length, a serial out of range and a mixture of the two forms are refused."""
    fields: dict[str, object] = {
        "maker": "07H",
        "product": Product.CELL,
        "chemistry": "B",
        "specification": "01",
        "produced": "835",
        "serial": 1,
        "traceability": "P22G06J",
    }
    with pytest.raises(InvalidIdentifier, match=said):
        make_battery_code(**(fields | changes))  # type: ignore[arg-type]


def test_names_and_the_uri_form() -> None:
    """The code says pack and lithium iron phosphate; its URI parses to the same code and is its own canonical form."""
    code = parse_battery_code("07HPB01P22G06J8350000001")
    assert (code.product_name, code.chemistry_name) == ("pack", "lithium iron phosphate")
    assert parse_battery_code("07HPH01P22G06J8350000001").chemistry_name is None
    uri = code.uri("id.example.com")
    assert uri == "https://id.example.com/gbt34014/07HPB01P22G06J8350000001"
    assert code.uri("https://id.example.com/cn/") == "https://id.example.com/cn/gbt34014/07HPB01P22G06J8350000001"
    for text in (uri, code.code, code.uri("https://id.example.com/cn/")):
        found = parse(text)
        assert (found.scheme, found.level, found.value("gbt34014")) == ("gbt34014", Level.INSTANCE, code.code)
        assert found.uri == canonical(text) == text
    with pytest.raises(InvalidIdentifier, match="product type"):
        parse(uri.replace("07HP", "07HX"))
