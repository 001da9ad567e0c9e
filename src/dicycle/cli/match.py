"""``dicycle match``."""

import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dicycle.cli.common import (
    INTERRUPTED,
    json_option,
    json_text,
    many,
    output_option,
    plain,
    progress,
    table,
    tells_errors,
)
from dicycle.cli.health.reading import tell_findings
from dicycle.cli.route import read_table, write_table

if TYPE_CHECKING:
    from dicycle.routing.matching import Answer, Matching, PackSheet, Request, Retest, Retesting
    from dicycle.routing.matching.model import Progress

_SHOWN = 20
_SPREADS = ("pack_spread", "group_spread", "resistance_spread", "ocv_spread")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("-s", "--series", required=True, type=click.IntRange(1), help="Groups in series.")
@click.option("-p", "--parallel", default=1, show_default=True, type=click.IntRange(1), help="Modules in each group.")
@click.option("--packs", type=click.IntRange(1), default=None, help="How many packs [default: as many as can be].")
@click.option(
    "--objective",
    type=click.Choice(["capacity", "range", "largest-range", "sse"]),
    default="capacity",
    show_default=True,
)
@click.option(
    "--weight",
    "weights",
    multiple=True,
    metavar="NAME=W",
    help="For sse: capacity, resistance or fade, with its weight; may be given again.",
)
@click.option("--pack-spread", type=float, default=None, help="Largest capacity spread in a pack, Ah.")
@click.option("--group-spread", type=float, default=None, help="Largest capacity spread in a parallel group, Ah.")
@click.option("--resistance-spread", type=float, default=None, help="Largest resistance spread in a pack, mOhm.")
@click.option("--ocv-spread", type=float, default=None, help="Largest spread of rested voltage in a pack, V.")
@click.option("--least-capacity", type=float, default=None, help="Least capacity of a module, Ah.")
@click.option(
    "--quantile",
    type=float,
    default=None,
    help="Match on this quantile of measured capacity, e.g. 0.05; limits of capacity are then of it.",
)
@click.option("--no-rejects", is_flag=True, help="Use every module that is eligible.")
@click.option(
    "--retest",
    "first",
    type=click.IntRange(1),
    default=None,
    metavar="N",
    help="List the N modules whose second test gains most; needs capacity_sd_ah.",
)
@click.option("--ah-price", "price", type=float, default=None, help="With --retest: what an Ah of a pack is worth.")
@click.option("--test-cost", "cost", type=float, default=None, help="With --retest: what a test costs, same currency.")
@click.option(
    "--spare",
    type=float,
    default=None,
    help="With --retest: Ah of the spare that replaces a weak module [default: the weakest measured in its pack].",
)
@output_option("Write where each module goes (.csv, .parquet).")
@json_option
@tells_errors
def match(file: Path, output: Path | None, as_json: bool, **asked: Any) -> None:
    """Match modules into packs of SERIES groups with PARALLEL modules each.

    FILE is a table (.csv, .parquet) with id and capacity_ah; where known type, grade, age, evidence, capacity_sd_ah,
    resistance_mohm, ocv_v, fade. One attribute: the best, proven. Several: the best where few modules allow the proof,
    else near the best, with a bound that an independent check confirms; the exit status is 1 if it does not, or if
    no pack is made.

    Where capacity_sd_ah says how uncertain each capacity is, each pack shows what it is expected to have and what it
    has with 95 %, and --retest says which modules to test again: what their packs gain if a spare replaces those that
    prove weak.

    Ctrl-C ends the work and gives the best packs found so far, with exit status 130; a second one gives nothing.
    """
    from dicycle.routing.matching import answered, from_table, to_table

    retest, request = _retest(asked), _request(**asked)
    modules = from_table(read_table(file))
    try:
        with progress("Matching") as tell, _stoppable() as asked_to_stop:
            found = answered(modules, request, retest, _watched(tell, asked_to_stop))
    except KeyboardInterrupt:
        click.echo("Interrupted before there were packs that are checked; nothing was written.", err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None
    if output is not None:
        write_table(to_table(found.matching, modules, request), output)
    click.echo(json_text(found.as_dict()) if as_json else "\n".join(_told(found)))
    tell_findings((*found.matching.findings, *found.proof.findings))
    if not found.proof.holds or not found.matching.packs:
        raise click.exceptions.Exit(1)
    if any(one.code == "matching.ended" for one in found.matching.findings):
        raise click.exceptions.Exit(INTERRUPTED)


@contextmanager
def _stoppable() -> "Iterator[Callable[[], bool]]":
    """Take the first Ctrl-C for a wish to end with what there is; the second interrupts as ever."""
    wished = False

    def wish(*_: object) -> None:
        nonlocal wished
        wished = True
        signal.signal(signal.SIGINT, signal.default_int_handler)
        click.echo("Interrupted: ending with the best packs found so far.", err=True)

    if threading.current_thread() is not threading.main_thread():
        yield lambda: False
        return
    before = signal.signal(signal.SIGINT, wish)
    try:
        yield lambda: wished
    finally:
        signal.signal(signal.SIGINT, before)


def _watched(tell: "Callable[[int, int], None]", asked_to_stop: "Callable[[], bool]") -> "Progress":
    from dicycle.routing.matching import Enough

    def watch(done: int, of: int, _what: str) -> None:
        if asked_to_stop():
            raise Enough
        tell(done, of)

    return watch


def _retest(asked: dict[str, Any]) -> "Retesting | None":
    """Take the options of second tests out of what is asked."""
    from dicycle.routing.matching import Retesting

    given = {name: asked.pop(name) for name in ("first", "price", "cost", "spare")}
    if given["first"] is None and any(one is not None for one in given.values()):
        raise click.UsageError("--ah-price, --test-cost and --spare are of second tests: say how many with --retest.")
    return None if given["first"] is None else Retesting(**given)


def _request(weights: tuple[str, ...], no_rejects: bool, **asked: Any) -> "Request":
    from dicycle.routing.matching import Limits, Request

    names = ("pack_spread", "group_spread", "resistance_spread", "ocv_spread", "least_capacity")
    limits = Limits(**{name: asked.pop(name) for name in names})
    given: Any = dict(map(_weight, weights))
    more = {"weights": given} if given else {}
    return Request(limits=limits, rejects=not no_rejects, **asked, **more)


def _weight(text: str) -> tuple[str, float]:
    name, _, weight = text.partition("=")
    try:
        found = float(weight)
    except ValueError:
        raise click.UsageError(f"--weight {text} is not NAME=W.") from None
    if name not in ("capacity", "resistance", "fade"):
        raise click.UsageError(f"--weight {text}: the name is capacity, resistance or fade.")
    return name, found


def _told(found: "Answer") -> "Iterator[str]":
    from dicycle.routing.matching import sheets

    matching, request, total = found.matching, found.request, found.modules.total
    packs = sheets(matching, found.modules, request)
    if not packs:
        yield _none(found)
        yield from _left_out(matching)
        return
    yield _pack_table(packs)
    if len(packs) > _SHOWN:
        yield f"… and {many(len(packs) - _SHOWN, 'more pack')}; --json tells of all, -o writes where each module goes."
    yield (f"{many(len(packs), 'pack')} of {total:,} modules, {len(matching.rejects):,} left out; "
           f"{request.objective} {matching.value:.6g}, bound {matching.bound:.6g}: {_how_good(matching)}.")  # fmt: skip
    if request.quantile is not None:
        yield f"Capacity spreads are those of the quantile {request.quantile:g}, not of the values measured."
    yield "The bound was checked independently: it holds." if found.proof.holds else "The bound does not hold."
    yield from _left_out(matching)
    if found.retests is not None:
        yield from _retests(found, found.retests)
    elif unknown := sum(one.expected is None for one in packs):
        yield (f"What a pack is expected to have is not known of {many(unknown, 'pack')}: the column capacity_sd_ah, "
               "how uncertain a measured capacity is, is not filled.")  # fmt: skip


def _none(found: "Answer") -> str:
    """Say why there is no pack: too few modules, or the limits, by their options."""
    request, rejects = found.request, found.matching.rejects
    fitting = sum(one.code == "matching.outside-limits" for one in rejects)
    if not fitting:
        size = many(request.size, "module")
        return f"No pack can be made: a pack has {size}, and the stock has {found.modules.total:,}."
    options = [f"--{name.replace('_', '-')} {limit:g}" for name in _SPREADS
               if (limit := getattr(request.limits, name)) is not None]  # fmt: skip
    kept = " and ".join(options)
    return f"No pack was found: no {request.size} of {many(fitting, 'module')} were found that keep {kept}."


def _pack_table(packs: "list[PackSheet]") -> str:
    """Return the first packs; what nobody knows of any has no columns."""
    known = any(one.expected is not None for one in packs)
    uncertain = ("Expected, Ah", "With 95 %, Ah") if known else ()
    rows = [(str(at), _ah(one.usable), *map(_ah, (one.expected, one.guaranteed)[: len(uncertain)]), _ah(one.spread),
             one.limited_by) for at, one in enumerate(packs[:_SHOWN], 1)]  # fmt: skip
    return table(rows, ("Pack", "Usable, Ah", *uncertain, "Spread, Ah", "Limited by"))


def _ah(value: float | None) -> str:
    return "not known" if value is None else f"{value:.3f}"


def _retests(found: "Answer", retests: "list[Retest]") -> "Iterator[str]":
    if not retests:
        yield "No second test is known to gain anything."
        return
    rows = [(plain(str(found.modules.ids[one.module])), str(one.pack + 1), f"{one.instead:.3f}", f"{one.gain:.4f}",
             "" if one.value is None else f"{one.value:,.2f}") for one in retests]  # fmt: skip
    yield "\n" + table(rows, ("Test again", "Pack", "Spare, Ah", "Gain, Ah", "Worth"))
    if retests[0].value is not None:
        paying = sum((one.value or 0.0) > 0 for one in retests)
        yield f"{paying:,} of these {many(len(retests), 'second test')} are worth more than they cost."


def _how_good(found: "Matching") -> str:
    if found.exact:
        return "proven to be the best"
    if found.ratio == float("inf"):
        return "how near the best is not known"
    return f"within {found.ratio:.3f} of the best, certified"


def _left_out(found: "Matching") -> "Iterator[str]":
    """Say how many modules are left out, by reason: that of the first of a kind stands for all."""
    first = {one.code: one.reason for one in reversed(found.rejects)}
    for code, count in Counter(one.code for one in found.rejects).items():
        yield plain(f"  left out: {count:,}, {first[code]} ({code})")
