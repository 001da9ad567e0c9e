"""What the commands of genealogy say alike: as of when, how much, where, and which options they share."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import click

from dicycle.cli.common import plain, progress

if TYPE_CHECKING:
    from dicycle.bootstrap import Loop
    from dicycle.genealogy.answers import Point
    from dicycle.genealogy.genealogy import Genealogy

as_of_option = click.option(
    "--as-of", default=None, help="As of this date [default: all that is known].", metavar="DATE"
)
kind_option = click.option(
    "--kind", "kinds", multiple=True, help="Only things of this category, such as pack; may be given again."
)

_PIECES: Final = ("C62", "EA", "H87")
_KINDS: Final = {"virgin": "virgin", "post_consumer": "post-consumer", "pre_consumer": "pre-consumer"}


def as_of_line(as_of: int | None, point: "Point") -> str:
    """Return of which moment an answer speaks, and as of which point of the ledger it holds."""
    when = f"as of {_second(as_of)}" if as_of is not None else "as of all that is known"
    known = f"{point.events:,} events, recorded until {_second(point.time)}" if point.events else "no events"
    return f"{when}, from {known}"


def _second(time: int) -> str:
    """Return a moment to the second, in UTC."""
    from dicycle.genealogy.plain import moment

    return str(moment(time))[:19].replace("T", " ") + " UTC"


def mass(micrograms: float | None) -> str:
    """Return a mass in a unit that suits it, to four digits: ``412.5 kg``, ``37.21 g``."""
    if micrograms is None:
        return "not declared"
    for size, symbol in ((1e12, "t"), (1e9, "kg"), (1e6, "g"), (1e3, "mg")):
        if abs(micrograms) >= size:
            return f"{_digits(micrograms / size)} {symbol}"
    return f"{_digits(micrograms)} µg"


def quantity(value: float, unit: str | None) -> str:
    """Return a quantity with its unit, to six digits; pieces have none."""
    from decimal import Decimal

    from dicycle.ledger.wording import measure

    return measure(Decimal(f"{value:.6g}"), None if unit in _PIECES else unit)


def _digits(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.4g}"


def per_cent(part: float | None) -> str:
    """Return a part of a whole in per cent; something is never said to be nothing, nor most to be all."""
    if part is None:
        return "?"
    if 0 < part < 0.0001:
        return "<0.01 %"
    if 0.9995 <= part < 1 - 1e-9:
        return ">99.9 %"
    return f"{part * 100:.2f} %" if part < 0.1 else f"{part * 100:.1f} %"


def origin_words(origin: str, names: Mapping[str, Mapping[str, Any]]) -> str:
    """Return an origin for people: ``virgin:<place>`` -> ``virgin, Redgum pit``."""
    from dicycle.ledger.wording import label

    kind, _, place = origin.partition(":")
    word = _KINDS.get(kind, kind)
    return plain(f"{word}, {label(place, names)}" if place else word)


def names_of(loop: "Loop", ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return what master data says of things, through their classes too, and of places."""
    from dicycle.identifiers import class_of

    wanted = dict.fromkeys(one for id in ids for one in (id, class_of(id)) if one)
    return loop.store.names(list(wanted))


def genealogy_of(loop: "Loop") -> "Genealogy":
    """Return the genealogy of all that was captured; shows a person how long it takes, and says what was mended."""
    with progress("Reading events") as tell:
        found = loop.genealogy(progress=tell)
    for finding in found.findings:
        click.echo(plain(f"{finding.severity.value}: {finding}"), err=True)
    return found
