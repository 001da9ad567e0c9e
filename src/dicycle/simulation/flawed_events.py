"""Plots with one event whose readings, words or times make no sense, or which its own declaration contradicts."""

from typing import Any, Final

from dicycle.simulation.codes import document_link
from dicycle.simulation.journal import HOUR, stamp
from dicycle.simulation.places import COMPANIES
from dicycle.simulation.plots import Plot, Stories, reading
from dicycle.vocabulary import FEED, GRADE, ROUTE

Told = tuple[tuple[str, ...], str]
STORIES: Final = Stories()

# ---------------------------------------------------------------- readings

VOLTAGE: Final = {"type": "Voltage", "value": 350.5, "uom": "VLT"}


def _at(plot: Plot, hour: float) -> str:
    return stamp(plot.start + int(hour * HOUR), plot.site.offset, plot.site.zone)


def _read(plot: Plot, *reports: dict[str, Any], **metadata: Any) -> Told:
    return (plot.seen(plot.item(), **reading(*reports, **metadata)),), ""


@STORIES.breaking("unit-of-other-measurement")
def _(plot: Plot) -> Told:
    return _read(plot, {"type": "Temperature", "value": 20, "uom": "KGM"})


@STORIES.breaking("sensor-unit-unknown")
def _(plot: Plot) -> Told:
    return _read(plot, {"type": "Temperature", "value": 20, "uom": "ZZZ"})


@STORIES.breaking("sensor-after-event")
def _(plot: Plot) -> Told:
    return _read(plot, VOLTAGE, time=_at(plot, 1))


@STORIES.breaking("sensor-window-backwards")
def _(plot: Plot) -> Told:
    return _read(plot, VOLTAGE, startTime=_at(plot, -1), endTime=_at(plot, -2))


@STORIES.breaking("value-out-of-range")
def _(plot: Plot) -> Told:
    return _read(plot, {"type": "dcy:stateOfCharge", "value": 930, "uom": "P1"})


@STORIES.breaking("minimum-above-maximum")
def _(plot: Plot) -> Told:
    return _read(plot, {"type": "Voltage", "minValue": 4, "maxValue": 3, "uom": "VLT"})


@STORIES.breaking("mean-outside-range")
def _(plot: Plot) -> Told:
    return _read(plot, {"type": "Voltage", "minValue": 3, "maxValue": 4, "meanValue": 5, "uom": "VLT"})


@STORIES.breaking("report-says-nothing")
def _(plot: Plot) -> Told:
    return _read(plot, {"type": "Voltage", "uom": "VLT"})


@STORIES.breaking("health-without-method")
def _(plot: Plot) -> Told:
    return _read(plot, {"type": "dcy:stateOfHealth", "value": 81, "uom": "P1"})


# ---------------------------------------------------------------- words and times


@STORIES.breaking("assembling-transforms")
def _(plot: Plot) -> Told:
    return (plot.made([plot.item("module.meridian60")], into=[plot.item()], bizStep="assembling"),), ""


@STORIES.breaking("step-misfit")
def _(plot: Plot) -> Told:
    return (plot.put(plot.car(), plot.item(), bizStep="removing"),), ""


@STORIES.breaking("disposition-misfit")
def _(plot: Plot) -> Told:
    return (plot.seen(plot.item(), bizStep="receiving", disposition="in_transit"),), ""


@STORIES.breaking("set-and-unset")
def _(plot: Plot) -> Told:
    return (plot.seen(plot.item(), persistentDisposition={"set": ["returned"], "unset": ["returned"]}),), ""


def _own(words: dict[str, Any]) -> dict[str, Any]:
    """Return keys that are no names of Python."""
    return words


@STORIES.breaking("grade-unknown")
def _(plot: Plot) -> Told:
    return (plot.seen(plot.item(), **_own({GRADE: "E"})),), ""


@STORIES.breaking("route-unknown")
def _(plot: Plot) -> Told:
    return (plot.seen(plot.item(), **_own({ROUTE: "landfill"})),), ""


@STORIES.breaking("feed-unknown")
def _(plot: Plot) -> Told:
    return (plot.made([plot.item()], out=[(plot.lot("black.NMC"), 5)], **_own({FEED: "consumer"})),), ""


@STORIES.breaking("prefix-unbound")
def _(plot: Plot) -> Told:
    return (plot.seen(plot.item(), **_own({"exx:line": 3})),), ""


@STORIES.breaking("leap-second")
def _(plot: Plot) -> Told:
    day = stamp(plot.start, 0, "Z")[:10]
    return (plot.seen(plot.item(), eventTime=f"{day}T23:59:60Z"),), ""


@STORIES.breaking("recorded-before-event")
def _(plot: Plot) -> Told:
    return (plot.seen(plot.item(), recordTime=_at(plot, -1)),), ""


def _declared(plot: Plot, declaration: dict[str, Any], hour: float = 1, **changed: Any) -> str:
    """Tell an event and then declare it wrong; return its id."""
    id = plot.seen(plot.item())
    time, event = plot.told[-1]
    said = {"declarationTime": _at(plot, hour), "reason": "did_not_occur"}
    plot.told.append((time, {**event, **changed, "errorDeclaration": {**said, **declaration}}))
    return id


@STORIES.breaking("error-reason-unknown")
def _(plot: Plot) -> Told:
    return (_declared(plot, {"reason": "https://id.example.org/reason/accident"}),), ""


@STORIES.breaking("declared-before-event")
def _(plot: Plot) -> Told:
    return (_declared(plot, {}, hour=-1),), ""


@STORIES.breaking("same-id-other-fact")
def _(plot: Plot) -> Told:
    id = _declared(plot, {}, disposition="damaged")
    return (id,), id


@STORIES.breaking("corrective-event-unknown")
def _(plot: Plot) -> Told:
    missing = document_link(COMPANIES["shred"].prefix, 9, plot.number)
    id = _declared(plot, {"reason": "incorrect_data", "correctiveEventIDs": [missing]})
    return (id,), id


@STORIES.breaking("declaration-of-nothing")
def _(plot: Plot) -> Told:
    id = _declared(plot, {})
    del plot.told[0]
    return (id,), id
