"""``dicycle match``."""

import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dicycle.cli.common import INTERRUPTED, json_option, json_text, many, output_option, plain, table, tells_errors
from dicycle.cli.health.reading import progress, tell_findings
from dicycle.cli.route import read_table, write_table

if TYPE_CHECKING:
    from dicycle.routing.matching import Matching, Modules, Request
    from dicycle.routing.matching.model import Progress

_SHOWN = 20


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
@click.option("--quantile", type=float, default=None, help="Match on this quantile of measured capacity, e.g. 0.05.")
@click.option("--no-rejects", is_flag=True, help="Use every module that is eligible.")
@output_option("Write where each module goes (.csv, .parquet).")
@json_option
@tells_errors
def match(file: Path, output: Path | None, as_json: bool, **asked: Any) -> None:
    """Match modules into packs of SERIES groups with PARALLEL modules each.

    FILE is a table (.csv, .parquet) with id and capacity_ah; where known type, grade, age, evidence, capacity_sd_ah,
    resistance_mohm, ocv_v, fade. One attribute: the best, proven. Several: the best where few modules allow the proof,
    else near the best, with a bound that an independent check confirms; the exit status is 1 if it does not.

    Ctrl-C ends the work and gives the best packs found so far, with exit status 130; a second one gives nothing.
    """
    from dicycle.routing.matching import check, from_table, to_table
    from dicycle.routing.matching import match as matched

    request = _request(**asked)
    modules = from_table(read_table(file))
    try:
        with progress("Matching") as tell, _stoppable() as asked_to_stop:
            found = matched(modules, request, _watched(tell, asked_to_stop))
            proof = check(found, modules, request)
    except KeyboardInterrupt:
        click.echo("Interrupted before there were packs that are checked; nothing was written.", err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None
    if output is not None:
        write_table(to_table(found, modules, request), output)
    click.echo(_as_json(found, modules, request, holds=proof.holds) if as_json else _told(found, modules, request))
    tell_findings(found.findings)
    if found.packs and not as_json:
        click.echo("The bound was checked independently: it holds." if proof.holds else "The bound does not hold.")
    if not proof.holds:
        raise click.exceptions.Exit(1)
    if any(one.code == "matching.ended" for one in found.findings):
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


def _as_json(found: "Matching", modules: "Modules", request: "Request", *, holds: bool) -> str:
    from dicycle.routing.matching import packs_table, to_table

    return json_text({
        "value": found.value, "bound": found.bound, "ratio": found.ratio, "exact": found.exact, "holds": holds,
        "packs": packs_table(found, modules, request).to_pylist(),
        "modules": to_table(found, modules, request).to_pylist(),
    })  # fmt: skip


def _told(found: "Matching", modules: "Modules", request: "Request") -> str:
    from dicycle.routing.matching import sheets

    packs = sheets(found, modules, request)
    if not packs:
        return "\n".join([f"No pack can be made: a pack has {many(request.size, 'module')}, and the stock has "
                          f"{modules.total:,}.", *_left_out(found)])  # fmt: skip
    rows = [(str(at), f"{one.usable:.3f}", f"{one.spread:.3f}", one.limited_by)
            for at, one in enumerate(packs[:_SHOWN], 1)]  # fmt: skip
    lines = [table(rows, ("Pack", "Usable, Ah", "Spread, Ah", "Limited by"))]
    if len(packs) > _SHOWN:
        lines.append(f"… and {many(len(packs) - _SHOWN, 'more pack')}; -o writes all.")
    lines.append(f"{many(len(packs), 'pack')} of {modules.total:,} modules, {len(found.rejects):,} left out; "
                 f"{request.objective} {found.value:.6g}, bound {found.bound:.6g}: {_how_good(found)}.")  # fmt: skip
    lines += _left_out(found)
    return "\n".join(plain(one) if "\n" not in one else one for one in lines)


def _how_good(found: "Matching") -> str:
    if found.exact:
        return "proven to be the best"
    if found.ratio == float("inf"):
        return "how near the best is not known"
    return f"within {found.ratio:.3f} of the best, certified"


def _left_out(found: "Matching") -> list[str]:
    reasons = Counter(one.code for one in found.rejects)
    return [f"  left out: {count:,} {code}" for code, count in reasons.items()]
