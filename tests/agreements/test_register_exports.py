"""The register written for others: tables, FollowTheMoney, OCDS-like JSON."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from agreements.registering import FAIR, entity, judgement, kept, libraries, money, parent, record
from hypothesis import given
from strategies import examples

from dicycle.agreements.register.compiling import compile_register
from dicycle.agreements.register.exporting import chunks, write
from dicycle.agreements.register.model import Kept, Register
from dicycle.errors import InvalidInput

EVIL = "=HYPERLINK(1)"


def library() -> list[Kept]:
    """Return some documents with all that can be written."""
    firms = (
        entity("e1", EVIL),
        entity("e2", "Beispiel; Recycling", parent=parent("e1")),
        entity("g", "洛阳市人民政府", "government"),
    )
    return [
        kept(
            "a",
            record("r1", "e1", "e2", "g", kind="investment_agreement", tags=("cells", "recycling"), place="洛阳",
                   money=(money("12000000000.50", conversion=money(1, "USD")),
                          money(10**25, "EUR", kind="contract_value")),
                   occasion=(FAIR,)),
            record("r2", kind="signed_projects", aggregate=True, projects=137, money=(money(95),),
                   occasion=(FAIR,), date="XXXX-08-18"),
            record("r3", "e1", "e2", kind="talks", date="2022/2023"),
            entities=firms, language="zh",
        ),
    ]  # fmt: skip


@pytest.fixture
def made() -> tuple[Register, list[Kept]]:
    """Return a register and its releases."""
    told = library()
    id = next(one.id for one in compile_register(told).organisations if one.name == EVIL)
    return compile_register(told, [judgement(1, id, "lei", "same", "value", value="506700GE1G29325QX363")]), told


def written(format: Any, made: tuple[Register, list[Kept]]) -> bytes:
    """Return a register in a format."""
    return b"".join(chunks(format, *made))


def test_csv_has_a_row_for_each_entry_and_no_formula(made: tuple[Register, list[Kept]]) -> None:
    """Exact amounts, only counted money in `counted`, and no cell that a spreadsheet would run."""
    rows = list(csv.DictReader(io.StringIO(written("csv", made).decode(), newline="")))
    assert [row["id"] for row in rows] == [one.id for one in made[0].entries]
    assert rows[0]["counted"] == "investment 12000000000.50 CNY; contract_value 10000000000000000000000000 EUR"
    assert (rows[1]["money"], rows[1]["counted"], rows[1]["countable"]) == ("investment 95 CNY", "", "false")
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_a_title_that_is_a_formula_is_made_harmless() -> None:
    """An apostrophe stands before it."""
    from dicycle.agreements.model import Stated

    register = compile_register([kept("a", record("r1", "x", title=Stated(EVIL, ())))])
    rows = list(csv.DictReader(io.StringIO(written("csv", (register, [])).decode())))
    assert rows[0]["title"] == f"'{EVIL}"


def test_parquet_has_the_same_rows_with_decimals(made: tuple[Register, list[Kept]], tmp_path: Path) -> None:
    """Money as exact decimals; an amount beyond the column is left open, not made up."""
    path = tmp_path / "register.parquet"
    write("parquet", *made, path)
    rows = pq.read_table(path).to_pylist()
    assert [row["id"] for row in rows] == [one.id for one in made[0].entries]
    assert rows[0]["money"][0] == {"kind": "investment", "amount": Decimal("12000000000.500000"), "currency": "CNY"}
    assert rows[0]["money"][1]["amount"] is None
    assert [party["name"] for party in rows[0]["parties"]] == [EVIL, "Beispiel; Recycling", "洛阳市人民政府"]


def test_follow_the_money_hangs_together(made: tuple[Register, list[Kept]]) -> None:
    """Every id is told once, every reference leads somewhere, and only countable money is an amount."""
    things = {one["id"]: one for one in map(json.loads, written("ftm", made).splitlines())}
    assert len(things) == len(written("ftm", made).splitlines())
    of: dict[str, list[dict[str, Any]]] = {}
    for one in things.values():
        of.setdefault(one["schema"], []).append(one["properties"])
    for names in (("ProjectParticipant", "project", "participant"), ("Ownership", "owner", "asset"),
                  ("Documentation", "document", "entity"), ("Event", "organizer")):  # fmt: skip
        assert all(id in things for one in of[names[0]] for name in names[1:] for id in one.get(name, ()))
    assert {schema: len(some) for schema, some in of.items()} == {
        "Company": 2, "PublicBody": 1, "Ownership": 1, "Article": 1, "Event": 1, "Project": 3,
        "ProjectParticipant": 5, "Documentation": 3,
    }  # fmt: skip
    first, headline, talks = of["Project"]
    assert (first["amount"], first["currency"], first["country"]) == (["12000000000.50"], ["cny"], ["cn"])
    assert "amount" not in headline
    assert "startDate" not in headline
    assert (talks["startDate"], talks["endDate"]) == (["2022"], ["2023"])
    assert of["Company"][0]["leiCode"] == ["506700GE1G29325QX363"]


def test_ocds_has_releases_and_what_they_compile_to(made: tuple[Register, list[Kept]]) -> None:
    """Each record has what every document said, unchanged, and the compiled state with parties and roles."""
    package = json.loads(written("ocds", made))
    assert [one["ocid"] for one in package["records"]] == [f"dicycle-{one.id}" for one in made[0].entries]
    record = package["records"][0]
    assert record["releases"][0]["agreement"]["id"] == "r1"
    assert record["compiledRelease"]["contracts"][0]["status"] == "active"
    assert record["compiledRelease"]["parties"][0]["roles"] == ["signatory"]
    assert record["compiledRelease"]["parties"][0]["identifier"]["id"] == "506700GE1G29325QX363"


@pytest.mark.parametrize("format", ["csv", "parquet", "ftm", "ocds"])
@examples(10)
@given(library=libraries())
def test_anything_can_be_written(format: Any, library: list[Kept]) -> None:
    """Whatever the register holds, and nothing at all."""
    assert written(format, (compile_register(library), library))
    assert (written(format, (Register(), [])) == b"") == (format == "ftm")


def test_a_file_is_whole_or_not_there(made: tuple[Register, list[Kept]], tmp_path: Path) -> None:
    """A folder that is not there and a format that is none are told in a sentence; nothing is left behind."""
    with pytest.raises(InvalidInput, match="cannot be written"):
        write("csv", *made, tmp_path / "missing" / "register.csv")
    with pytest.raises(InvalidInput, match="no format"):
        write("xlsx", *made, tmp_path / "register.xlsx")  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []
