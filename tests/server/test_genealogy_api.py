"""Traces, recalls and attributions over HTTP: what they answer, in which form, and to whom."""

import csv
import io
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from chains import CELL, LOT, OTHER, fill
from keys import FOREIGN, PACK, PLACE, RECYCLER, Ask, event
from serving import HERE
from starlette.testclient import TestClient

import dicycle
from dicycle.bootstrap import Loop
from dicycle.server.app import create_app

PATHS = ("/trace", "/recall", "/attribution")


@pytest.fixture
def filled(loop: Loop) -> Loop:
    """The ledger with the chain."""
    return fill(loop)


def asked(client: TestClient, path: str, id: str = PACK, **more: Any) -> Any:
    """Return the JSON of an answer."""
    answer = client.get(path, params={"id": id, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


# ---------------------------------------------------------------- what is answered


def test_a_pack_is_traced_to_the_lot_of_its_cells(filled: Loop, client: TestClient) -> None:
    """From the pack over its cell to the lot, each link with its event and its mass."""
    found = asked(client, "/trace")
    assert {one["id"] for one in found["nodes"]} == {PACK, OTHER, LOT}
    (used,) = (one for one in found["links"] if one["role"] == "input")
    assert (used["thing"], used["quantity"], used["unit"], used["share"]) == (LOT, 2.0, "KGM", 0.02)
    assert used["masses_kg"]["Ni"] == pytest.approx(0.6)
    assert (found["direction"], found["complete"]) == ("back", True)


def test_a_lot_is_traced_forward_to_the_pack(filled: Loop, client: TestClient) -> None:
    """The other way round, to what holds it now; what a date asks for is what was so then."""
    found = asked(client, "/trace", LOT, direction="forward")
    assert {one["id"] for one in found["nodes"]} == {LOT, CELL, OTHER, PACK}
    assert [one["thing"] for one in found["links"] if one["role"] == "part"] == [OTHER]
    earlier = asked(client, "/trace", LOT, direction="forward", as_of="2027-01-02")
    assert [one["thing"] for one in earlier["links"] if one["role"] == "part"] == [CELL]


def test_a_recall_tells_the_part_of_the_lot(filled: Loop, client: TestClient) -> None:
    """One hundredth of the lot is in each cell, of which one is in the pack, at its place."""
    found = asked(client, "/recall", LOT, element="Ni", kind="cell")
    cells = {one["id"]: one for one in found["affected"]}
    assert {id: (one["holder"], one["place"]) for id, one in cells.items()} == {
        CELL: (None, PLACE), OTHER: (PACK, PLACE),
    }  # fmt: skip
    assert [one["fraction"] for one in cells.values()] == [pytest.approx(0.01)] * 2
    assert found["groups"] == [{"place": PLACE, "items": 2, "fraction": pytest.approx(0.02)}]


def test_an_attribution_tells_whose_metal_it_is(filled: Loop, client: TestClient) -> None:
    """The nickel of the pack is virgin, from the place where the lot was born."""
    (nickel,) = (one for one in asked(client, "/attribution")["shares"] if one["element"] == "Ni")
    assert nickel == {"element": "Ni", "mass_kg": 0.3, "origins_kg": {f"virgin:{FOREIGN}": 0.3}}


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_names_its_point(filled: Loop, client: TestClient, path: str) -> None:
    """The field and the header say of how many events the answer is, and they follow the ledger."""
    assert asked(client, path)["point"]["events"] == 6
    filled.capture(event(7))
    answer = client.get(path, params={"id": PACK})
    assert answer.json()["point"]["events"] == 7
    assert answer.headers["Dicycle-Point"] == f"7, {answer.json()['point']['time']}"


def test_without_waiting_the_answer_is_as_of_an_earlier_point(filled: Loop, client: TestClient) -> None:
    """Whoever does not wait gets what there is, and is told what that is."""
    asked(client, "/trace")
    filled.capture(event(7))
    assert asked(client, "/trace", wait="false")["point"]["events"] in (6, 7)


def test_a_thing_that_the_genealogy_does_not_have_yet_is_not_denied(
    filled: Loop, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the index is made, the answer is that it is being made, not that there is no such thing."""
    from dicycle.genealogy.index import Keeper
    from dicycle.genealogy.index.opening import nothing

    monkeypatch.setattr(Keeper, "fresh", lambda self, timeout=None: nothing())
    answer = client.get("/trace", params={"id": PACK})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.json()["findings"][0]["code"] == "genealogy.behind"


def test_an_index_that_was_mended_says_so_and_not_where(tmp_path: Path) -> None:
    """A note says that it was made again; the folders of the server are nobody's business."""
    with dicycle.open(tmp_path / "mended.db") as loop:
        fill(loop).genealogy()
    (graph,) = (tmp_path / "mended.db.genealogy").glob("graph-*.dcy")
    graph.write_bytes(b"")
    with dicycle.open(tmp_path / "mended.db") as loop, TestClient(create_app(loop, HERE)) as client:
        (note,) = asked(client, "/trace")["notes"]
        assert note["code"] == "genealogy.index-rebuilt"
        assert str(tmp_path) not in str(note)


# ---------------------------------------------------------------- forms


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_comes_as_csv_and_as_parquet(filled: Loop, client: TestClient, path: str) -> None:
    """By parameter or by header, the table is the same."""
    id = LOT if path == "/recall" else PACK
    by_name = client.get(path, params={"id": id, "format": "csv"})
    by_header = client.get(path, params={"id": id}, headers={"Accept": "text/csv"})
    parquet = client.get(path, params={"id": id}, headers={"Accept": "application/vnd.apache.parquet"})
    rows = list(csv.reader(io.StringIO(by_name.text, newline="")))
    assert by_name.text == by_header.text
    assert by_name.headers["Content-Disposition"] == f'attachment; filename="{path[1:]}.csv"'
    found = pq.read_table(io.BytesIO(parquet.content))
    assert rows[0] == found.column_names
    assert len(rows) - 1 == found.num_rows > 0


@pytest.mark.parametrize("path", PATHS)
def test_head_has_the_headers_and_options_the_methods(filled: Loop, client: TestClient, path: str) -> None:
    """Both are as elsewhere."""
    head = client.head(path, params={"id": PACK})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Dicycle-Point"].startswith("6, ")
    options = client.options(path)
    assert (options.status_code, options.headers["Allow"]) == (204, "GET, HEAD, OPTIONS")


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("path", "parameters", "where"),
    [
        ("/trace", {}, "id"),
        ("/trace", {"id": PACK, "direction": "up"}, "direction"),
        ("/trace", {"id": PACK, "depth": "-1"}, "depth"),
        ("/trace", {"id": PACK, "depth": "²"}, "depth"),
        ("/trace", {"id": PACK, "most": "0"}, "most"),
        ("/trace", {"id": PACK, "kind": "spaceship"}, "kind"),
        ("/trace", {"id": PACK, "until": "spaceship"}, "kind"),
        ("/trace", {"id": PACK, "element": "Unobtainium"}, "element"),
        ("/trace", {"id": PACK, "as_of": "yesterday"}, "as_of"),
        ("/trace", {"id": PACK, "wait": "perhaps"}, "wait"),
        ("/trace", {"id": PACK, "format": "xls"}, "format"),
        ("/trace", {"id": [PACK, LOT]}, "id"),
        ("/recall", {"id": LOT, "direction": "back"}, "direction"),
        ("/recall", {"id": LOT, "element": "Unobtainium"}, "element"),
        ("/attribution", {"id": PACK, "kind": "pack"}, "kind"),
        ("/attribution", {"id": PACK, "model": "hearsay"}, "model"),
    ],
)
def test_a_parameter_that_makes_no_sense_is_a_sentence(
    filled: Loop, client: TestClient, path: str, parameters: dict[str, Any], where: str
) -> None:
    """Each is refused as a problem of the standard that says what is wrong, and where."""
    answer = client.get(path, params=parameters)
    assert (answer.status_code, answer.json()["type"]) == (400, "epcisException:QueryParameterException")
    (finding,) = answer.json()["findings"]
    assert finding["where"] == where
    assert finding["sentence"].endswith(".")


@pytest.mark.parametrize("path", PATHS)
def test_a_thing_that_nobody_met_is_not_there(filled: Loop, client: TestClient, path: str) -> None:
    """An unknown code is answered by 404 and a sentence."""
    answer = client.get(path, params={"id": f"{PACK}x"})
    assert (answer.status_code, answer.json()["findings"][0]["code"]) == (404, "ledger.no-such-item")


def test_a_form_that_cannot_be_given_is_refused(filled: Loop, client: TestClient) -> None:
    """Whoever takes only XML gets 406."""
    answer = client.get("/trace", params={"id": PACK}, headers={"Accept": "application/xml"})
    assert answer.status_code == 406


# ---------------------------------------------------------------- who may see what


def test_a_partner_sees_tombstones_behind_what_it_does_not_see(filled: Loop, ask: Ask) -> None:
    """The maker of the pack sees the lot that it used, and not how that was born."""
    found = asked(ask("partner"), "/trace")
    assert RECYCLER not in str(found)
    assert FOREIGN not in str(found)
    assert "urn:x:1" not in str(found)
    hidden = [one for one in found["nodes"] if one["hidden"]]
    assert all(one["id"].startswith("hidden:") for one in hidden)
    assert len(asked(ask("operator"), "/trace")["links"]) >= len([one for one in found["links"] if not one["hidden"]])


def test_a_partner_who_sees_nothing_of_a_thing_does_not_find_it(filled: Loop, ask: Ask) -> None:
    """To the seller of the lot the pack is not there; its lot is, and where that went is hidden."""
    client = ask("recycler")
    for path in PATHS:
        assert client.get(path, params={"id": PACK}).status_code == 404
    found = asked(client, "/trace", LOT, direction="forward")
    assert CELL not in str(found)
    assert PACK not in str(found)
    assert PLACE not in str(found)


def test_a_recall_tells_a_partner_no_names_of_others(filled: Loop, ask: Ask) -> None:
    """What the seller of a lot may not see is not named in a recall, nor where it is."""
    found = asked(ask("recycler"), "/recall", LOT)
    assert found["hidden"] == 1
    assert "hidden" not in asked(ask("operator"), "/recall", LOT)
    assert not {CELL, PACK, PLACE} & set(str(found).split("'"))


def test_whose_metal_it_is_is_told_to_who_sees_all_behind_it(filled: Loop, ask: Ask) -> None:
    """A sum tells of its parts, so a partner who does not see one of them is refused."""
    assert asked(ask("authority"), "/attribution")["shares"]
    answer = ask("partner").get("/attribution", params={"id": PACK})
    assert (answer.status_code, answer.json()["findings"][0]["code"]) == (403, "genealogy.hidden")
    assert asked(ask("recycler"), "/attribution", LOT)["shares"]
