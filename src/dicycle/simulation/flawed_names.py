"""Plots with one event whose names, quantities or birth facts make no sense."""

from typing import Any, Final

from dicycle.simulation.plots import Plot, Stories
from dicycle.vocabulary import ALIAS, ALIASES, CONTENT, ELEMENTS_OF, ITEM, MASS

Told = tuple[tuple[str, ...], str]
STORIES: Final = Stories()

# ---------------------------------------------------------------- names


def _swapped(link: str) -> str:
    """Return a link of a GTIN with another check digit."""
    head, digits, tail = link[:22], link[22:36], link[36:]
    return f"{head}{digits[:13]}{(int(digits[13]) + 1) % 10}{tail}"


@STORIES.breaking("check-digit")
def _(plot: Plot) -> Told:
    thing = _swapped(plot.item())
    return (plot.seen(thing),), thing


@STORIES.breaking("urn-digit-count")
def _(plot: Plot) -> Told:
    thing = f"urn:epc:id:sgtin:{plot.site.company.prefix}.00042.F{plot.number}"
    return (plot.seen(thing),), thing


@STORIES.breaking("serial-too-long")
def _(plot: Plot) -> Told:
    thing = plot.item() + "X" * 20
    return (plot.seen(thing),), thing


@STORIES.breaking("key-malformed")
def _(plot: Plot) -> Told:
    thing = f"urn:epc:id:sgtin:{plot.site.company.prefix}.012345"
    return (plot.seen(thing),), thing


def _named(plot: Plot, code: str) -> Told:
    thing = plot.item("module.meridian60")
    return (plot.born(thing, ilmd={ALIASES: [{ITEM: thing, ALIAS: code}]}),), code


@STORIES.breaking("gbt34014-length")
def _(plot: Plot) -> Told:
    return _named(plot, plot.code()[:-1])


@STORIES.breaking("gbt34014-characters")
def _(plot: Plot) -> Told:
    return _named(plot, plot.code().replace("9EBM", "9EBX"))


@STORIES.breaking("gbt34014-date")
def _(plot: Plot) -> Told:
    code = plot.code()
    return _named(plot, f"{code[:-9]}2Y{code[-7:]}")


@STORIES.breaking("class-in-epc-list")
def _(plot: Plot) -> Told:
    lot = plot.lot()
    return (plot.seen(lot),), lot


@STORIES.breaking("instance-in-quantity-list")
def _(plot: Plot) -> Told:
    thing = plot.item()
    return (plot.seen(lots=[(thing, 1, None)]),), thing


@STORIES.breaking("class-as-parent")
def _(plot: Plot) -> Told:
    lot = plot.lot("cell.NMC811")
    return (plot.put(lot, plot.item()),), lot


@STORIES.breaking("place-as-child")
def _(plot: Plot) -> Told:
    place = plot.place()
    return (plot.put(plot.item(), place),), place


@STORIES.breaking("place-as-thing")
def _(plot: Plot) -> Told:
    place = plot.place()
    return (plot.seen(place),), place


@STORIES.breaking("not-a-place")
def _(plot: Plot) -> Told:
    place = plot.site.company.link
    return (plot.seen(plot.item(), readPoint={"id": place}),), place


@STORIES.breaking("not-a-party")
def _(plot: Plot) -> Told:
    where = plot.place()
    return (plot.seen(plot.item(), sourceList=[{"type": "owning_party", "source": where}]),), where


@STORIES.breaking("input-is-output")
def _(plot: Plot) -> Told:
    thing = plot.item()
    return (plot.made([thing], into=[thing]),), thing


@STORIES.breaking("parent-is-child")
def _(plot: Plot) -> Told:
    thing = plot.item()
    return (plot.put(thing, thing),), thing


@STORIES.breaking("child-named-twice")
def _(plot: Plot) -> Told:
    thing = plot.item()
    return (plot.put(plot.car(), thing, _as_urn(thing)),), thing


@STORIES.breaking("thing-named-twice")
def _(plot: Plot) -> Told:
    thing = plot.item()
    return (plot.seen(thing, _as_urn(thing)),), thing


def _as_urn(link: str) -> str:
    """Return the EPC URN of a serialised GTIN whose company prefix has seven digits."""
    digits, serial = link[22:36], link[40:]
    return f"urn:epc:id:sgtin:{digits[1:8]}.{digits[0]}{digits[8:13]}.{serial}"


# ---------------------------------------------------------------- quantities and birth facts


@STORIES.breaking("unit-unknown")
def _(plot: Plot) -> Told:
    lot = plot.lot()
    return (plot.seen(lots=[(lot, 5, "ZZZ")]),), lot


@STORIES.breaking("quantity-of-odd-unit")
def _(plot: Plot) -> Told:
    lot = plot.lot("electrolyte")
    return (plot.seen(lots=[(lot, 5, "VLT")]),), lot


@STORIES.breaking("quantity-negative")
def _(plot: Plot) -> Told:
    lot = plot.lot()
    return (plot.seen(lots=[(lot, -5)]),), lot


@STORIES.breaking("pieces-not-whole")
def _(plot: Plot) -> Told:
    lot = plot.lot("cell.NMC811")
    return (plot.seen(lots=[(lot, 2.5, None)]),), lot


def _with_content(plot: Plot, lot: str, item: str, mass: Any, elements: dict[str, Any]) -> Told:
    fact = {ITEM: item, MASS: mass, ELEMENTS_OF: elements}
    return (plot.born(lots=[(lot, 100)], ilmd={CONTENT: [fact]}),), item


@STORIES.breaking("content-above-mass")
def _(plot: Plot) -> Told:
    lot = plot.lot()
    return _with_content(plot, lot, lot, 100, {"Ni": 60, "Co": 60})


@STORIES.breaking("mass-above-quantity")
def _(plot: Plot) -> Told:
    lot = plot.lot()
    return _with_content(plot, lot, lot, 1000, {"Ni": 20})


@STORIES.breaking("birth-fact-of-stranger")
def _(plot: Plot) -> Told:
    return _with_content(plot, plot.lot(), plot.lot(), 100, {"Ni": 20})


@STORIES.breaking("element-unknown")
def _(plot: Plot) -> Told:
    lot = plot.lot()
    return _with_content(plot, lot, lot, 100, {"Xx": 20})
