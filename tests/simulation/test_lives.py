"""Things are born, built into others, taken out again, and end: once each, in that order."""

from datetime import datetime
from typing import Any

from dicycle.identifiers import parse, parse_battery_code
from dicycle.vocabulary import ALIASES, CATEGORIES, PREDECESSOR, SWAP_ORDER


def test_no_identity_is_used_before_its_birth_or_after_its_end(run: Any) -> None:
    """Every thing is born once, and an input of a transformation is never seen again."""
    alive: set[str] = set()
    gone: set[str] = set()
    for event in run.valid:
        lots = [link for link, _ in run.quantities(event, "childQuantityList", "inputQuantityList")]
        used = [*event.get("inputEPCList", ()), *event.get("childEPCs", ()), *lots, event.get("parentID", "")]
        if not run.is_birth(event):
            used += [*event.get("epcList", ()), *dict(run.quantities(event, "quantityList"))]
        things = [link for link in used if link and not any(key in link for key in ("/00/", "/8003/", "/414/"))]
        assert all(link in alive and link not in gone for link in things), event
        new = run.born(event)
        assert not alive.intersection(new)
        assert len(new) == len(set(new))
        alive.update(new)
        gone.update(event.get("inputEPCList", ()))
    assert {row["id"] for row in run.table("things")} == alive


def test_nothing_is_in_two_parents_at_once(run: Any) -> None:
    """A serial thing leaves one parent before it enters the next, in the events and in the truth alike."""
    parent: dict[str, str] = {}
    periods: dict[tuple[str, str, str], str | None] = {}
    opened: dict[str, tuple[str, str, str]] = {}
    for event in run.valid:
        for link in event.get("childEPCs", ()):
            if event["action"] == "ADD":
                assert link not in parent, event
                parent[link] = event["parentID"]
                opened[link] = event["parentID"], link, event["eventID"]
                periods[opened[link]] = None
            else:
                assert parent.pop(link) == event["parentID"]
                periods[opened.pop(link)] = event["eventID"]
        for link in event.get("inputEPCList", ()):
            if parent.pop(link, None):
                periods[opened.pop(link)] = event["eventID"]
    truth = [row for row in run.table("containment") if row["mass_mg"] is None]
    assert len(truth) == len(periods)
    assert {(row["parent"], row["child"], row["add_event"]): row["delete_event"] for row in truth} == periods


def test_the_truth_of_things_is_what_the_events_say(run: Any) -> None:
    """Each thing has the category of its class, the event of its birth and, if it ended, of its end."""
    births: dict[str, str] = {}
    ends: dict[str, str] = {}
    left: dict[str, int] = {}
    for event in run.valid:
        for link, mass in run.quantities(event, "inputQuantityList"):
            left[link] -= mass
            if not left[link]:
                ends[link] = event["eventID"]
        births |= dict.fromkeys(run.born(event), event["eventID"])
        ends |= dict.fromkeys(event.get("inputEPCList", ()), event["eventID"])
        left |= {link: mass for link, (mass, _) in run.contents(event).items()}
        if event.get("disposition") == "disposed":
            ends |= dict.fromkeys(event["epcList"], event["eventID"])
    things = run.table("things")
    assert len(things) == len(births)
    assert {row["id"]: row["born_event"] for row in things} == births
    assert {row["id"]: row["ended_event"] for row in things if row["ended_event"]} == ends
    assert {row["category"] for row in things} <= set(CATEGORIES)
    assert all(run.categories[row["class_id"]] == row["category"] for row in things if row["class_id"])


def test_names_of_things_are_well_formed(run: Any) -> None:
    """Every identifier is a canonical Digital Link with right check digits; every GB/T 34014 code can be read."""
    aliases = [alias for event in run.valid for alias in event.get("ilmd", {}).get(ALIASES, ())]
    codes = [alias["dcy:alias"].rsplit("/", 1)[1] for alias in aliases]
    assert len(set(codes)) == len(codes)
    assert all(parse_battery_code(code).code == code for code in codes)
    coded = {alias["dcy:item"] for alias in aliases}
    things = {row["id"] for row in run.table("things")}
    assert coded >= {row["id"] for row in run.table("things") if row["category"] in ("pack", "module")}
    places = {event["bizLocation"]["id"] for event in run.valid}
    assert all(parse(link).uri == link for link in places | things)


def test_a_second_life_is_a_new_identity_that_names_the_old(run: Any) -> None:
    """A pack with a second life ends in the event in which its successor is born."""
    seconds = [event for event in run.valid if PREDECESSOR in event.get("ilmd", {})]
    assert seconds
    for event in seconds:
        assert event["ilmd"][PREDECESSOR] in event["inputEPCList"]
        assert len(event["outputEPCList"]) == 1


def test_a_swap_is_four_linked_events(run: Any) -> None:
    """Old pack out of the car and into the station, new one out of the station and into the car, under one order."""
    swaps: dict[str, list[Any]] = {}
    for event in run.valid:
        for paper in event.get("bizTransactionList", ()):
            if paper["type"] == SWAP_ORDER:
                swaps.setdefault(paper["bizTransaction"], []).append(event)
    assert swaps
    last = datetime.fromisoformat(run.valid[-1]["eventTime"])
    for steps in swaps.values():
        started = datetime.fromisoformat(steps[0]["eventTime"])
        assert len(steps) == 4 or (last - started).total_seconds() < 600
        assert [step["action"] for step in steps] == ["DELETE", "ADD", "DELETE", "ADD"][: len(steps)]
        assert steps[0]["childEPCs"] == steps[1]["childEPCs"] != steps[-1]["childEPCs"]
        assert steps[0]["parentID"] == steps[-1]["parentID"]


def test_every_part_of_the_loop_happens(run: Any) -> None:
    """Mines, cells, swaps, accidents, remanufactured packs, storage, shredders: all are in the events."""
    steps = {event["bizStep"] for event in run.valid}
    dispositions = {event.get("disposition") for event in run.valid}
    assert steps >= {
        "creating_class_instance", "commissioning", "assembling", "inspecting", "packing", "shipping", "receiving",
        "unpacking", "installing", "removing", "repairing", "collecting", "disassembling", "destroying",
    }  # fmt: skip
    assert dispositions >= {"returned", "damaged", "disposed", "conformant", "in_transit", "available"}
    born = {name.removeprefix("born.") for name in run.totals if name.startswith("born.")}
    assert born == set(CATEGORIES)
