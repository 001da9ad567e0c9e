"""Units and quantities: exact, within one dimension, and nothing rounded in silence."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dicycle.errors import InvalidUnit
from dicycle.units import MEASUREMENTS, UNITS, Dimension, Quantity, from_json_number, measurement, unit

VALUES = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6)
CODES = st.sampled_from(sorted(UNITS))
ADDITIVE = st.sampled_from(sorted(code for code in UNITS if UNITS[code].dimension is not Dimension.TEMPERATURE))


@given(VALUES, CODES, st.data())
def test_a_conversion_and_back_changes_nothing(value: Decimal, code: str, data: st.DataObject) -> None:
    """A quantity that can be written in another unit comes back digit for digit, and is equal all the way."""
    here = Quantity(value, code)
    siblings = sorted(other for other in UNITS if UNITS[other].dimension is here.dimension)
    other = data.draw(st.sampled_from(siblings))
    try:
        there = here.to(other)
    except InvalidUnit:
        assert _has_no_finite_decimal(here, other)
        return
    assert there == here
    assert hash(there) == hash(here)
    assert there.to(code).value == value


def _has_no_finite_decimal(quantity: Quantity, code: str) -> bool:
    value = (quantity.si - UNITS[code].offset) / UNITS[code].factor
    return 10**400 % value.denominator != 0


@given(VALUES, VALUES, VALUES, ADDITIVE)
def test_sums_are_exact(first: Decimal, second: Decimal, third: Decimal, code: str) -> None:
    """The order of a sum does not matter, and what was added can be taken away again."""
    a, b, c = (Quantity(value, code) for value in (first, second, third))
    assert ((a + b) + c).value == (a + (b + c)).value
    assert (a + b) - b == a
    assert a + (-a) == a * 0
    assert a * 3 == a + a + a
    assert (a < b) == (a.value < b.value)


@given(VALUES, st.integers(1, 400))
def test_shares_add_up_to_the_whole(value: Decimal, parts: int) -> None:
    """Every share rounded to the gram is within half a gram, and the ratio of two quantities is exact."""
    whole = Quantity(value, "KGM")
    share = whole.share(Fraction(1, parts), round_to=Decimal("0.001"))
    assert abs(share.si * parts - whole.si) <= Fraction(1, 2000) * parts
    assume(value != 0)
    assert (whole * parts) / whole == Fraction(parts)


def test_known_conversions() -> None:
    """A tonne is a million grams, a kilowatt hour 3.6 megajoules, 0 °C is 273.15 K and 32 °F, a year 365.25 days."""
    assert Quantity(1, "TNE").to("GRM").value == 1_000_000
    assert Quantity(1, "KWH").to("3B").value == Decimal("3.6")
    assert Quantity(Decimal("2.5"), "AMH").to("COU").value == 9000
    assert Quantity(0, "CEL").to("KEL").value == Decimal("273.15")
    assert Quantity(0, "CEL").to("FAH").value == 32
    assert Quantity(1, "ANN").to("DAY").value == Decimal("365.25")
    assert Quantity(Decimal("0.35"), "OHM").to("E45").value == 350
    assert Quantity(25, "P1") == Quantity(Decimal("0.25"), "C62")
    assert Quantity(1, "GWH") > Quantity(999, "MWH")


def test_what_is_not_exact_is_rounded_only_on_request() -> None:
    """Seven joules are no finite number of kilowatt hours: refused, or rounded to the step that was named."""
    seven = Quantity(7, "JOU")
    with pytest.raises(InvalidUnit, match=r"no finite decimal.*round_to"):
        seven.to("KWH")
    assert seven.to("KWH", round_to=Decimal("1e-9")).value == Decimal("0.000001944")
    with pytest.raises(InvalidUnit, match="no finite decimal"):
        seven / 3
    assert Quantity(7, "JOU") / 4 == Quantity(Decimal("1.75"), "JOU")
    assert Quantity(Decimal("2.5"), "KGM").rounded(Decimal(1)).value == 2
    with pytest.raises(InvalidUnit, match="positive step"):
        seven.rounded(Decimal(0))


@pytest.mark.parametrize(
    "value", [1.5, True, "1", None, Decimal("NaN"), Decimal("Infinity"), Decimal("1e999999"), 10**200]
)
def test_a_float_is_no_exact_value(value: object) -> None:
    """Floats, truth values, text, infinities and absurd magnitudes are refused."""
    with pytest.raises(InvalidUnit):
        Quantity(value, "KGM")  # type: ignore[arg-type]


def test_two_dimensions_never_meet() -> None:
    """Kilograms and kilowatt hours are not added, subtracted, compared, divided or converted; both are named."""
    mass, energy = Quantity(1, "KGM"), Quantity(1, "KWH")
    for meet in (
        lambda: mass + energy,
        lambda: mass - energy,
        lambda: mass < energy,
        lambda: mass / energy,
        lambda: mass.to("KWH"),
    ):
        with pytest.raises(InvalidUnit, match=r"KGM \(kilogram\).*KWH \(kilowatt hour\)"):
            meet()
    assert mass != energy
    assert mass != 1


def test_temperatures_are_points_on_a_scale() -> None:
    """Temperatures are compared and converted, but sums, multiples and ratios are refused."""
    warm, cold = Quantity(25, "CEL"), Quantity(280, "KEL")
    assert cold < warm
    for act in (
        lambda: warm + cold,
        lambda: warm - cold,
        lambda: warm * 2,
        lambda: -warm,
        lambda: warm / cold,
        lambda: warm / 2,
    ):
        with pytest.raises(InvalidUnit, match="a point on a scale"):
            act()


def test_nothing_is_divided_by_zero() -> None:
    """Dividing by nothing is refused with a sentence, not with a crash."""
    for act in (lambda: Quantity(1, "KGM") / 0, lambda: Quantity(1, "KGM") / Quantity(0, "GRM")):
        with pytest.raises(InvalidUnit, match="divided by zero"):
            act()


@pytest.mark.parametrize(("text", "value"), [("12.50", "12.50"), (b"-3e2", "-3E+2"), ("0", "0")])
def test_json_numbers_keep_their_digits(text: str | bytes, value: str) -> None:
    """A number is taken from its JSON text digit by digit, so 12.50 keeps its zero."""
    assert str(from_json_number(text, "KGM").value) == value


@pytest.mark.parametrize("text", ["", "1,5", "+1", ".5", "NaN", "01", "1_000", "٣", b"\xff"])
def test_what_is_no_json_number_is_refused(text: str | bytes) -> None:
    """Text that JSON does not allow as a number is refused."""
    with pytest.raises(InvalidUnit, match="not a JSON number"):
        from_json_number(text, "KGM")


def test_unknown_units_and_types() -> None:
    """An unknown code is refused with examples; a measurement type without a rule gives None."""
    with pytest.raises(InvalidUnit, match="'ZZZ' is not a unit code"):
        unit("ZZZ")
    assert measurement("gs1:Illuminance") is None
    assert measurement("https://gs1.org/voc/Mass") is measurement("gs1:Mass") is measurement("Mass")


def test_measurement_types_allow_the_units_of_their_dimension() -> None:
    """A temperature is not reported in kilograms, a count may be a plain number, and every rule allows some unit."""
    assert not MEASUREMENTS["Temperature"].allows(unit("KGM"))
    assert MEASUREMENTS["Temperature"].allows(unit("CEL"))
    assert MEASUREMENTS["Count"].allows(unit("C62"))
    assert MEASUREMENTS["Count"].allows(unit("H87"))
    for each in MEASUREMENTS.values():
        assert each.units
        assert {UNITS[code].dimension for code in each.units} >= each.dimensions


def test_a_quantity_prints_for_people() -> None:
    """A quantity prints its value and symbol, or the name where there is no symbol."""
    assert str(Quantity(Decimal("12.5"), "KGM")) == "12.5 kg"
    assert str(Quantity(3, "H87")) == "3 piece"
    assert repr(Quantity(3, "KGM")) == "Quantity(Decimal('3'), 'KGM')"
    assert not Quantity(0, "KGM")
