"""Lots: every row as if it were alone, no row lost, and time enough for a hundred thousand."""

from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from routing.route_cases import DAY, PROFILES, batteries, many, parameters, sound, whole
from strategies import examples

from dicycle.errors import InvalidInput, NotFound
from dicycle.routing import Battery, having, our_parameters, route, route_lot
from dicycle.routing.choosing import choose
from dicycle.routing.columns import GATE_IDS, battery_at
from dicycle.routing.deciding import rules_for
from dicycle.routing.lots import RoutedLot
from dicycle.routing.tables import COLUMNS

HEAD = b"id,chemistry,kind,energy_kwh,soh,soh_low,soh_high,level,gates_passed,gates_failed,age_years,recall,"
HEAD += b"lifetime_record,modules,region\n"
ROW = b"B1,LFP,pack,60,0.88,0.85,0.91,E4,S0 S1 S2 S3 S4 S5 S6 S7 S8,,5,no,yes,8,CN\n"


def as_table(found) -> pa.Table:
    """Return batteries as a table that another system might send."""

    def texts(outcome: str) -> list[str]:
        return [" ".join(gate for gate in GATE_IDS if _says(one, gate) == outcome) for one in found]

    def numbers(name: str) -> pa.Array:
        return pa.array([getattr(one, name) for one in found], pa.float64())

    return pa.table(
        {
            **{name: pa.array([getattr(one, name) for one in found], pa.string())
               for name in ("id", "chemistry", "kind", "level", "grade", "valid_until", "region")},
            **{name: numbers(name)
               for name in ("energy_kwh", "mass_kg", "modules", "soh", "soh_low", "soh_high", "age_years")},
            **{name: pa.array([getattr(one, name) for one in found], pa.bool_())
               for name in ("graded", "recall", "lifetime_record")},
            "gates_passed": texts("pass"), "gates_failed": texts("fail"),
        }
    )  # fmt: skip


def _says(one, gate: str) -> str | None:
    """Return the outcome of a gate; what its kind does not have is passed."""
    said = one.gates.get(gate)
    lacking = {"cell": ("S3", "S5", "S6", "S8"), "module": ("S6",)}.get(one.kind, ())
    return "pass" if said == "not applicable" and gate in lacking else said


def same(lot: RoutedLot, row: int, decision) -> None:
    """Check that a row of a lot says what the decision on it alone says."""
    place = int(lot.places[row])
    table = lot.table().slice(row, 1).to_pylist()[0]
    assert table["route"] == decision.route
    assert table["process"] == decision.process
    assert table["value"] == decision.value
    assert table["margin"] == decision.margin
    assert table["next_best"] == decision.next_best
    assert table["chance"] == decision.chance
    for end in ("low", "high"):
        said = getattr(decision, end)
        assert (table[end] is None) == (said is None)
        assert said is None or table[end] == pytest.approx(float(said), abs=1e-6)
    for option in decision.options[:-1]:
        assert (table[f"closed_{option.route}"] or "").split() == [one.code for one in option.reasons]
        expected = option.value
        value = int(lot.choice.values[place, [one.route for one in decision.options].index(option.route)])
        assert expected is None or Decimal(value).scaleb(-6) == expected
    look = decision.next_look
    assert table["look_for"] == (look and look.route)
    assert tuple((table["look_at"] or "").split()) == (look.steps if look else ())


@given(st.lists(batteries(), max_size=6), parameters)
@examples(20)
def test_a_lot_decides_as_one_by_one(found, chosen):
    """Whatever is in a lot: each row has the decision that the battery has alone, and explains it in the same words."""
    named = [whole_id(one, row) for row, one in enumerate(found)]
    lot = route_lot(as_table(named), chosen, DAY, samples=16)
    assert len(lot) == lot.table().num_rows == len(named)
    for row, battery in enumerate(named):
        alone = route(battery, chosen, DAY, samples=16)
        if row in lot.findings:
            pytest.fail(str(lot.findings[row]))
        assert lot.explain(row).sentences == alone.sentences
        same(lot, row, alone)


def whole_id(battery, row: int):
    """Return a battery with an id of its own, if it has one."""
    from msgspec.structs import replace

    return replace(battery, id=battery.id and f"{battery.id}-{row}")


@pytest.mark.parametrize("profile", PROFILES)
def test_rows_of_a_large_lot_are_as_if_alone(profile):
    """Of a lot of several thousand, rows picked anywhere have the decision that they have alone."""
    columns = many(3000)
    lot = route_lot([battery_at(columns, row) for row in range(columns.total)], our_parameters(profile), DAY)
    for row in range(0, 3000, 211):
        same(lot, row, route(battery_at(columns, row), our_parameters(profile), DAY))


@pytest.mark.parametrize("profile", PROFILES)
def test_rows_say_on_how_many_assumed_figures_they_rest(profile):
    """Alone, a row rests on what its decision says; in a lot on no less, and as many as the row says."""
    lot = RoutedLot(columns := many(60), {}, rules_for(our_parameters(profile), DAY, None), choice_of(columns, profile))
    rows = lot.table().to_pylist()
    for row in range(len(lot)):
        said = lot.explain(row).rests_on
        if said is None:
            assert (rows[row]["figures"], rows[row]["assumed"]) == (None, None)
            continue
        own = columns.rows(np.array([row]))
        alone = RoutedLot(own, {}, lot.rules, choice_of(own, profile)).rested.different[0]
        assert (alone.figures, alone.assumed) == (said.figures, said.assumed)
        together = lot.rested.different[int(lot.rested.places[row])]
        assert set(said.assumed) <= set(together.assumed)
        assert (rows[row]["figures"], rows[row]["assumed"]) == (together.figures, len(together.assumed))


def choice_of(columns, profile):
    """Return what is chosen of columns."""
    return choose(columns, rules_for(our_parameters(profile), DAY, None))


def test_a_lot_says_on_which_assumed_figures_most_rest():
    """Every assumed figure with its number of batteries, most first; rows that are wrong rest on nothing."""
    rows = ROW, ROW.replace(b"B1", b"B2").replace(b"LFP", b"NMC811"), b"B3,LFP,pack,sixty,,,,,,,,,,,\n"
    lot = route_lot(HEAD + b"".join(rows), our_parameters("CN"), DAY)
    found = lot.rested.assumed()
    assert max(found.values()) == 2
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert lot.table().to_pylist()[2]["assumed"] is None


def test_totals_are_exact():
    """The totals by route are the sums of the rows, exact, and count those without a value."""
    columns = many(500)
    lot = route_lot([battery_at(columns, row) for row in range(columns.total)], our_parameters(), DAY, samples=8)
    rows = lot.table().to_pylist()
    for name, total in lot.totals().items():
        values = [row["value"] for row in rows if row["route"] == name]
        assert total.batteries == len(values)
        assert total.unvalued == values.count(None)
        assert total.value == sum((one for one in values if one is not None), Decimal(0))


def test_wrong_rows_come_back_with_their_finding():
    """Rows that cannot be read or cannot be true are not routed and not lost; the others are routed."""
    content = HEAD + ROW + ROW.replace(b"B1", b"B2").replace(b",60,", b",sixty,")
    content += ROW.replace(b"B1", b"B3").replace(b"0.88", b"88") + ROW.replace(b"B1", b"B4").replace(b"pack", b"car")
    content += ROW + ROW.replace(b"B1", b"B6").replace(b"S8,,", b"S8,S3,")
    content += ROW.replace(b"B1", b"B7").replace(b"S8,,", b"S9,,") + ROW.replace(b"B1", b"B8")
    lot = route_lot(content, our_parameters(), DAY)
    rows = lot.table().to_pylist()
    assert [row["route"] for row in rows] == ["reuse", *[None] * 6, "reuse"]
    assert {row: lot.findings[row][0].code for row in lot.findings} == {
        1: "routing.cell", 2: "routing.health", 3: "routing.cell", 4: "routing.duplicate-id", 5: "routing.gate-twice",
        6: "routing.cell",
    }  # fmt: skip
    assert "sixty" in rows[1]["findings"]
    assert lot.route_of(0) == "reuse"
    assert lot.route_of(1) is None
    with pytest.raises(InvalidInput, match="sixty"):
        lot.explain(1)
    with pytest.raises(NotFound):
        lot.explain(8)


def test_gates_may_stand_in_columns_of_their_own():
    """A column for each gate says the same as lists of gates."""
    listed = route_lot(HEAD + ROW, our_parameters(), DAY)
    names = ",".join(GATE_IDS).encode()
    head = HEAD.replace(b"gates_passed,gates_failed", names)
    row = ROW.replace(b"S0 S1 S2 S3 S4 S5 S6 S7 S8,", b",".join([b"pass"] * 9))
    assert route_lot(head + row, our_parameters(), DAY).table().to_pylist() == listed.table().to_pylist()


@pytest.mark.parametrize("said", ["2026-11-22", "2026-11-22 ", date(2026, 11, 22), None])
def test_a_table_says_until_when_a_certificate_holds(said):
    """The last day of a certificate is read as text or as a day; the day after, nothing is used again by it."""
    rows = [{"id": "B1", "valid_until": said}]
    lots = [route_lot(pa.Table.from_pylist(rows), our_parameters(), day, samples=8).table().to_pylist()[0]
            for day in ("2026-11-22", "2026-11-23")]  # fmt: skip
    assert ["grade-expired" in one["closed_reuse"].split() for one in lots] == [False, said is not None]


def test_what_is_no_day_is_a_finding():
    """A certificate cannot hold until a day that there is none."""
    lot = route_lot(pa.table({"id": ["B1"], "valid_until": ["2026-02-30"]}), our_parameters(), DAY, samples=8)
    assert [one.code for one in lot.findings[0]] == ["routing.cell"]


@pytest.mark.parametrize(("kind", "open_"), [("module", False), ("pack", True), ("", True)])
def test_a_gate_does_not_apply_only_where_the_kind_says_so(kind: str, open_: bool):
    """A module has no management system; of a pack, or of what nobody names, "not applicable" passes nothing."""
    head = HEAD.replace(b"gates_passed,gates_failed", ",".join(GATE_IDS).encode())
    said = b",".join(b"not applicable" if gate == "S6" else b"pass" for gate in GATE_IDS)
    row = ROW.replace(b"S0 S1 S2 S3 S4 S5 S6 S7 S8,", said).replace(b",pack,", f",{kind},".encode())
    told = route_lot(head + row, our_parameters(), DAY).table().to_pylist()[0]
    assert ("open-S6" in (told["closed_reuse"] or "").split()) is open_


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a,b\n1,2\n", "routing.no-known-column"),
        (b"id,id\na,b\n", "routing.column-twice"),
        (b"", "routing.not-a-table"),
        (b"\xff\xfe", "routing.not-a-table"),
        (HEAD + b"a,b\n", "routing.not-a-table"),
        (3, "routing.not-a-table"),
        ([3], "routing.not-a-table"),
        ("id,soh", "routing.not-a-table"),
    ],
)
def test_what_is_no_table_is_refused(content, code):
    """What is no table of batteries gets a sentence."""
    with pytest.raises(InvalidInput) as caught:
        route_lot(content, our_parameters(), DAY)
    assert caught.value.findings[0].code == code


def test_an_empty_lot_is_a_lot():
    """No batteries are no trouble."""
    for nothing in ([], HEAD, pa.table({"id": pa.array([], pa.string())})):
        lot = route_lot(nothing, our_parameters(), DAY)
        assert len(lot) == 0
        assert lot.table().num_rows == 0
        assert sum(one.batteries for one in lot.totals().values()) == 0


@given(st.lists(st.sampled_from(COLUMNS), unique=True, min_size=1), st.lists(st.text(max_size=8), max_size=4))
@examples(20)
def test_no_table_crashes(names, texts):
    """Whatever texts stand in the known columns: each row is routed or has a finding."""
    lot = route_lot(pa.table({name: pa.array(texts, pa.string()) for name in names}), our_parameters(), DAY, samples=8)
    for row, said in enumerate(lot.table().to_pylist()):
        assert (said["route"] is None) == (row in lot.findings)
        assert (said["findings"] is None) == (row not in lot.findings)


def test_integers_and_floats_and_decimals_are_numbers():
    """Numbers of any type of Arrow are read; those that are none are findings."""
    found = {
        "energy_kwh": pa.array([60, 60], pa.int32()),
        "soh": pa.array([Decimal("0.70"), None], pa.decimal128(5, 2)),
        "mass_kg": pa.array([400.0, float("inf")]),
        "chemistry": ["LFP", "LFP"],
    }
    lot = route_lot(pa.table(found), our_parameters(), DAY)
    assert (lot.columns.energy[0], lot.columns.soh[0]) == (60, 0.7)
    assert np.isnan(lot.columns.soh[1])
    assert list(lot.findings) == [1]


def test_work_can_be_watched_and_stopped():
    """Progress is told up to the last row, and what it raises ends the work."""
    seen = []
    route_lot([whole()], our_parameters(), DAY, progress=lambda *said: seen.append(said))
    assert seen[-1][:2] == (1, 1)

    def stop(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        route_lot([whole()], our_parameters(), DAY, progress=stop)


@given(sound(), parameters)
@examples(15)
def test_leads_at_the_ends_are_those_of_deciding_again(battery, found):
    """What sways a decision most: with that figure at an end of its range, the lead is the margin decided again."""
    lot = route_lot([battery], found, DAY, samples=16)
    taken, swayed = lot.explain(0), lot.sways(0)
    assert [one.width for one in swayed] == sorted((one.width for one in swayed), reverse=True)
    for one in swayed[:3]:
        for end, lead in ((one.low, one.at_low), (one.high, one.at_high)):
            again = route_lot([battery], having(found, {one.name: end}), DAY, samples=16).explain(0)
            others = [each.value for each in again.options if each.open and each.route != taken.route]
            here = next(each.value for each in again.options if each.route == taken.route)
            assert lead == pytest.approx(float(here - max(others, default=0)), abs=1e-4)
            assert again.route == taken.route or one.changes or lead == pytest.approx(0, abs=1e-4)


def test_a_battery_of_unknown_worth_is_swayed_by_nothing():
    """Where no value is known no figure matters; a row that is wrong is refused as when it explains itself."""
    lot = route_lot(HEAD + ROW.replace(b"LFP", b"LTO") + b"B3,LFP,pack,sixty,,,,,,,,,,,\n", our_parameters("EU"), DAY)
    assert lot.sways(0) == ()
    with pytest.raises(InvalidInput):
        lot.sways(1)


def test_energy_and_mass_that_no_battery_has_are_not_reckoned() -> None:
    """Wh typed as kWh, kg as tonnes: such a row is a finding and has no worth, alone or beside its mass."""
    rows = [
        Battery(id="alone", chemistry="LFP", kind="pack", energy_kwh=60_000),
        Battery(id="light", chemistry="LFP", kind="pack", energy_kwh=60, mass_kg=3),
        Battery(id="heavy", chemistry="LFP", kind="pack", energy_kwh=60, mass_kg=400_000),
        Battery(id="right", chemistry="LFP", kind="pack", energy_kwh=60, mass_kg=400),
    ]
    lot = route_lot(rows, as_of=DAY)
    codes = {row: [one.code for one in found] for row, found in lot.findings.items()}
    assert codes == {0: ["routing.energy"], 1: ["routing.dense"], 2: ["routing.dense"]}
