"""Plots whose events are sound one by one and make no sense together."""

from typing import Any, Final

from dicycle.simulation.plots import Amount, Plot, Stories
from dicycle.vocabulary import CONTENT, ELEMENTS_OF, FEED, ITEM, MASS

Told = tuple[tuple[str, ...], str]
STORIES: Final = Stories()

# ---------------------------------------------------------------- beginning and end


@STORIES.breaking("used-after-end")
def _(plot: Plot) -> Told:
    pack = plot.item()
    plot.born(pack)
    end = plot.ended(pack, hour=1)
    return (plot.seen(pack, hour=2), end), pack


@STORIES.breaking("used-before-birth")
def _(plot: Plot) -> Told:
    pack = plot.item()
    use = plot.seen(pack)
    return (use, plot.born(pack, hour=1)), pack


@STORIES.breaking("born-twice")
def _(plot: Plot) -> Told:
    pack = plot.item()
    first = plot.born(pack)
    return (plot.born(pack, hour=1), first), pack


@STORIES.breaking("ended-inside-parent")
def _(plot: Plot) -> Told:
    car, pack = plot.car(), plot.item()
    plot.born(pack)
    stay = plot.put(car, pack, hour=1)
    return (plot.made([pack], out=[(plot.lot("black.NMC"), 5)], hour=2), stay), pack


@STORIES.breaking("used-inside-ended")
def _(plot: Plot) -> Told:
    pack, module = plot.item(), plot.item("module.meridian60")
    plot.put(pack, module, bizStep="assembling")
    end = plot.ended(pack, hour=1)
    return (plot.seen(module, hour=2), end), module


# ---------------------------------------------------------------- in and out


@STORIES.breaking("child-of-two-parents")
def _(plot: Plot) -> Told:
    pack = plot.item()
    stay = plot.put(plot.car(), pack)
    return (plot.put(plot.car(), pack, hour=1), stay), pack


@STORIES.breaking("child-already-inside")
def _(plot: Plot) -> Told:
    car, pack = plot.car(), plot.item()
    stay = plot.put(car, pack)
    return (plot.put(car, pack, hour=1), stay), pack


@STORIES.breaking("child-not-inside")
def _(plot: Plot) -> Told:
    car, pack = plot.car(), plot.item()
    plot.put(car, pack)
    out = plot.taken(car, pack, hour=1)
    return (plot.taken(car, pack, hour=2), out), pack


@STORIES.breaking("inside-itself")
def _(plot: Plot) -> Told:
    pack, module = plot.item(), plot.item("module.meridian60")
    plot.put(pack, module)
    return (plot.put(module, pack, hour=1),), pack


@STORIES.breaking("child-moved-without-parent")
def _(plot: Plot) -> Told:
    pack = plot.item()
    stay = plot.put(plot.car(), pack)
    return (plot.seen(pack, bizStep="shipping", disposition="in_transit", hour=1), stay), pack


# ---------------------------------------------------------------- journeys


def _leave(plot: Plot, thing: str, paper: dict[str, Any], hour: float) -> str:
    return plot.seen(thing, bizStep="shipping", disposition="in_transit", hour=hour, **paper)


def _come(plot: Plot, thing: str, paper: dict[str, Any], hour: float) -> str:
    return plot.seen(thing, bizStep="receiving", disposition="in_progress", hour=hour, **paper)


@STORIES.breaking("received-before-shipped")
def _(plot: Plot) -> Told:
    crate, paper = plot.crate(), plot.paper()
    early = _come(plot, crate, paper, 0)
    return (early, _leave(plot, crate, paper, 1)), crate


@STORIES.breaking("shipped-twice")
def _(plot: Plot) -> Told:
    crate, paper = plot.crate(), plot.paper()
    first = _leave(plot, crate, paper, 0)
    return (_leave(plot, crate, paper, 1), first), crate


@STORIES.breaking("received-twice")
def _(plot: Plot) -> Told:
    crate, paper = plot.crate(), plot.paper()
    _leave(plot, crate, paper, 0)
    first = _come(plot, crate, paper, 1)
    return (_come(plot, crate, paper, 2), first), crate


@STORIES.breaking("collected-twice")
def _(plot: Plot) -> Told:
    pack = plot.item()
    first = plot.seen(pack, bizStep="collecting", disposition="returned")
    return (plot.seen(pack, bizStep="collecting", disposition="returned", hour=1), first), pack


@STORIES.breaking("two-places-at-once")
def _(plot: Plot) -> Told:
    pack = plot.item()
    here = plot.seen(pack)
    there = plot.seen(pack, readPoint={"id": plot.place()})
    return tuple(sorted((here, there), reverse=True)), pack


# ---------------------------------------------------------------- lots

_POST: Final[dict[str, Any]] = {FEED: "post_consumer"}


@STORIES.breaking("lot-overdrawn")
def _(plot: Plot) -> Told:
    lot = plot.lot()
    born = plot.born(lots=[(lot, 100)])
    plot.made(lots=[(lot, 70)], out=[(plot.lot("cathode.NMC811"), 70)], hour=1)
    return (plot.made(lots=[(lot, 50)], out=[(plot.lot("cathode.NMC811"), 50)], hour=2), born), lot


@STORIES.breaking("more-than-born")
def _(plot: Plot) -> Told:
    lot = plot.lot()
    born = plot.born(lots=[(lot, 100)])
    return (plot.seen(lots=[(lot, 101)], hour=1), born), lot


@STORIES.breaking("unit-differs-from-birth")
def _(plot: Plot) -> Told:
    lot = plot.lot("cell.NMC811")
    born = plot.born(lots=[(lot, 1000, None)])
    return (plot.put(plot.item(), lots=[(lot, 12)], hour=1), born), lot


@STORIES.breaking("pre-consumer-claimed-as-post")
def _(plot: Plot) -> Told:
    scrap = plot.lot("scrap.NMC.celleuro")
    cathode = (plot.lot("cathode.NMC811"), 100)
    made = plot.made(lots=[cathode], out=[(plot.lot("cell.NMC811"), 90), (scrap, 10)])
    black = [(plot.lot("black.NMC"), 10)]
    return (plot.made(lots=[(scrap, 10)], out=black, hour=1, **_POST), made), scrap


# ---------------------------------------------------------------- processes


def _run(plot: Plot) -> str:
    return f"{plot.site.link}/flawed-run/{plot.number}"


def _batch(plot: Plot, quantity: int, nickel: int | None = None) -> tuple[Amount, dict[str, Any]]:
    """Return a new lot, and the birth facts that give it its nickel."""
    lot = plot.lot()
    fact = {ITEM: lot, MASS: quantity, ELEMENTS_OF: {"Ni": nickel}}
    return (lot, quantity), {"ilmd": {CONTENT: [fact]}} if nickel is not None else {}


@STORIES.breaking("output-before-input")
def _(plot: Plot) -> Told:
    run = _run(plot)
    early = plot.made(out=[(plot.lot(), 100)], transformationID=run)
    return (early, plot.made(lots=[(plot.lot(), 100)], transformationID=run, hour=1)), run


@STORIES.breaking("output-heavier-than-input")
def _(plot: Plot) -> Told:
    return (plot.made(lots=[(plot.lot(), 100)], out=[(plot.lot(), 120)]),), ""


@STORIES.breaking("mass-unexplained")
def _(plot: Plot) -> Told:
    run = _run(plot)
    fed = plot.made(lots=[(plot.lot(), 100)], transformationID=run)
    return (plot.made(out=[(plot.lot(), 80)], transformationID=run, hour=1), fed), run


@STORIES.breaking("element-above-input")
def _(plot: Plot) -> Told:
    fed, known = _batch(plot, 100, 20)
    plot.born(lots=[fed], **known)
    made, claimed = _batch(plot, 100, 30)
    return (plot.made(lots=[fed], out=[made], hour=1, **claimed),), ""
