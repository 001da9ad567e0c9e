"""Sums over the register: what counts, counts once."""

from decimal import Decimal

from agreements.gold_release import annotated, document_of, release_of
from agreements.registering import FAIR, judgement, kept, libraries, money, party_of, record
from hypothesis import given
from hypothesis import strategies as st
from reference import reference
from strategies import examples

from dicycle.agreements.model import Record
from dicycle.agreements.register.compiling import compile_register
from dicycle.agreements.register.model import Kept
from dicycle.agreements.register.sums import of, total, totals


@st.composite
def forests(draw: st.DrawFn) -> list[Record]:
    """Draw records that are part of each other, to any depth, each with money; the first ones are roots."""
    many = draw(st.integers(1, 12))
    return [
        record(
            f"r{number}",
            "Example Motors",
            "Muster Cells",
            part_of=draw(st.sampled_from([None, *(f"r{above}" for above in range(number))])),
            money=(money(10**number, conversion=money(1, "USD") if draw(st.booleans()) else None),),
            aggregate=draw(st.booleans()),
            historical=draw(st.integers(0, 3)) == 0,
            status=draw(st.sampled_from(["signed", "signed", "terminated", "suspended"])),
            kind=draw(st.sampled_from(["contract", "contract", "memorandum"])),
        )
        for number in range(many)
    ]


@examples(60)
@given(forests())
def test_each_leaf_counts_once_and_nothing_else(records: list[Record]) -> None:
    """Not what has parts, no aggregate, nothing historical, ended or not committed, and no conversion."""
    wholes = {one.part_of for one in records}
    expected = sum(
        one.money[0].amount
        for one in records
        if one.id not in wholes and not one.aggregate and not one.historical
        and one.status.value == "signed" and one.kind.value == "contract"
    )  # fmt: skip
    assert total(compile_register([kept("a", *records)]).entries) == ({"CNY": expected} if expected else {})


@examples(40)
@given(libraries())
def test_what_is_left_out_says_why(library: list[Kept]) -> None:
    """Every entry that tells of money is counted, or left out with a reason; the parts make the whole."""
    entries = compile_register(library).entries
    found = totals(entries)
    told = {one.id for one in entries if one.amounts.get("investment")}
    assert set(found.counted) | set(found.left_out) == told
    assert not set(found.counted) & set(found.left_out)
    assert all(found.left_out.values())


@examples(40)
@given(libraries())
def test_a_headline_is_what_is_known_and_the_rest(library: list[Kept]) -> None:
    """By currency, known and remainder make the headline, which is no sum of headlines."""
    register = compile_register(library)
    entries = {one.id: one for one in register.entries}
    for occasion in register.occasions:
        for currency, rest in occasion.remainder.items():
            headlines = [entries[id].amounts.get("investment", {}).get(currency) for id in occasion.headlines]
            known = Decimal(occasion.known.get(currency, "0"))
            assert known + Decimal(rest) == max(one for one in headlines if one is not None)


def conference(name: str = "a") -> Kept:
    """Return what a report of a conference tells: all projects, those of one city among them, and one of these."""
    return kept(
        name,
        record("all", kind="signed_projects", aggregate=True, projects=137, occasion=(FAIR,), date="2024-09-01",
               money=(money(95_250_000_000, conversion=money(13_400_000_000, "USD")),)),
        record("city", kind="signed_projects", aggregate=True, projects=133, part_of="all", date="2024-09-01",
               money=(money(84_550_000_000), money(100_000_000_000, kind="annual_output_value"))),
        record("one", "Example Motors", "Muster Cells", kind="investment_agreement", part_of="city", date="2024-09-01",
               money=(money(4_550_000_000),)),
    )  # fmt: skip


def test_the_conference_counts_only_its_known_project() -> None:
    """137 projects of 95.25 bn, 133 of them of 84.55 bn: only the one that has a name is counted, once."""
    register = compile_register([conference("a"), conference("b")])
    assert total(register.entries) == {"CNY": Decimal(4_550_000_000)}
    occasion = register.occasions[0]
    assert len(register.occasions) == 1
    assert (occasion.projects, occasion.projects_known) == (137, 1)
    assert (occasion.known, occasion.remainder) == ({"CNY": "4550000000"}, {"CNY": "90700000000"})
    assert [len(one.sources) for one in register.entries] == [2, 2, 2]
    assert {one.occasion for one in register.entries} == {occasion.id}


def test_a_fair_of_another_year_is_another_occasion() -> None:
    """The same name in two years is two fairs; without a year it goes with the first."""
    held = [
        kept(
            str(year), record("r1", kind="signed_projects", aggregate=True, projects=year, date=date, occasion=(FAIR,))
        )
        for year, date in ((2024, "2024-09-01"), (2025, "2025-10-01"), (7, None))
    ]
    assert [len(one.headlines) for one in compile_register(held).occasions] == [2, 1]


def test_the_same_money_in_another_document_and_currency_is_counted_once() -> None:
    """One report gives yuan, two give dollars: what most say counts, never the sum of both."""
    parties = ("Example Motors", "Muster Cells")
    reports = [
        kept(name, record("r1", *parties, money=(amount,)))
        for name, amount in (("a", money(7_200, "CNY")), ("b", money(1_000, "USD")), ("c", money(1_000, "USD")))
    ]
    register = compile_register(reports)
    assert total(register.entries) == {"USD": Decimal(1000)}
    assert len(register.entries[0].money) == 2
    assert not register.entries[0].conflicts


def test_amounts_that_cannot_be_one_are_a_conflict_that_a_person_decides() -> None:
    """Both values stay in sight with who says them; what a person chose is summed."""
    reports = [
        kept(name, record("r1", "Example Motors", "Muster Cells", money=(money(amount),)))
        for name, amount in (("a", 5), ("b", 7))
    ]
    entry = compile_register(reports).entries[0]
    assert [(one.field, [held.value for held in one.values]) for one in entry.conflicts] == [
        ("investment", ["5 CNY", "7 CNY"])
    ]
    chosen = compile_register(reports, [judgement(1, entry.id, "investment", "same", "value", value="7 CNY")])
    assert total(chosen.entries) == {"CNY": Decimal(7)}
    assert chosen.entries[0].conflicts == entry.conflicts
    assert chosen.entries[0].chosen == ("investment",)


def test_phases_count_only_where_no_total_is_told() -> None:
    """Two phases are added; beside a total they are not."""
    phases = (money(5, phase="1"), money(7, phase="2"))
    assert of(phases) == {"CNY": Decimal(12)}
    assert of((*phases, money(12))) == {"CNY": Decimal(12)}


def test_a_headline_in_another_currency_is_no_second_amount() -> None:
    """A conversion that is told as an amount of its own is that conversion still."""
    assert of((money(13, "USD"), money(95, conversion=money(13, "USD")))) == {"CNY": Decimal(95)}


def test_an_end_that_is_told_later_ends_the_entry() -> None:
    """A contract that a later report says was terminated is not counted; one that was taken up again is."""
    parties = ("Example Motors", "Muster Cells")
    signed = kept("a", record("r1", *parties, money=(money(5),)))
    ended = kept("b", record("r1", *parties, status="terminated", date=None))
    ids = [one.id for one in compile_register([signed, ended]).entries]
    joined = compile_register([signed, ended], [judgement(1, *ids, "same", "record")])
    assert (joined.entries[0].status, joined.entries[0].countable) == ("terminated", False)


def test_a_kind_that_a_person_chose_decides_what_counts() -> None:
    """A contract that a person calls a memorandum is not counted."""
    told = [kept("a", record("r1", "Example Motors", "Muster Cells", money=(money(5),)))]
    id = compile_register(told).entries[0].id
    entry = compile_register(told, [judgement(1, id, "kind", "same", "value", value="memorandum")]).entries[0]
    assert (entry.kind, entry.countable) == ("memorandum", False)


def test_what_one_record_ends_supersedes_or_follows_is_not_counted() -> None:
    """A relation between records of a document ends or supersedes the earlier; the later counts."""
    for relation, because in (("terminates", "terminated"), ("supersedes", "superseded")):
        told = kept(
            "a",
            record("r1", "Example Motors", "Muster Cells", money=(money(5),), date="2023-01-01"),
            record("r2", "Example Motors", "Muster Cells", money=(money(7),), relation=("r1", relation)),
        )
        first, second = compile_register([told]).entries
        assert first.because.startswith(because)
        assert second.countable


def test_the_public_reports_are_not_counted_twice() -> None:
    """The real conference, as annotated: headline, part and an earlier edition add nothing."""
    reference("agreements", "gold.json")
    told = [Kept(number, release_of(one, document_of(one)), "2026-01-01") for number, one in enumerate(annotated(), 1)]
    register = compile_register(told)
    assert total(register.entries) == {}
    occasion = register.occasions[0]
    assert (occasion.projects, occasion.remainder, len(occasion.entries)) == (137, {"CNY": "95250000000"}, 2)
    assert sum(Decimal(one.amounts["investment"]["CNY"]) for one in register.entries if one.amounts) == 379_800_000_000
    maker = party_of(register, "CATL")
    assert (set(maker.names), len(maker.entries)) == ({"en", "de"}, 5)
