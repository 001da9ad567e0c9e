"""``dicycle recall``."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dicycle.cli.common import ledger_option, many, moment, opened, plain, table, tells_errors
from dicycle.cli.telling import as_of_line, as_of_option, genealogy_of, kind_option, mass, names_of, per_cent

if TYPE_CHECKING:
    from dicycle.bootstrap import Loop
    from dicycle.genealogy.answers import Affected, Group, Recall


@click.command()
@click.argument("lot")
@click.option("--element", default="mass", help="By the mass of this element, such as Ni [default: by whole mass].")
@kind_option
@as_of_option
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Show at most so many things.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Write all things to this file, as its ending says: .csv or .parquet.",
)  # fmt: skip
@ledger_option
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, with all things.")
@tells_errors
def recall(
    lot: str, element: str, kinds: tuple[str, ...], as_of: str | None, limit: int, output: Path | None,
    ledger: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Tell which things hold some of LOT, how much of it, and where they are now.

    LOT is any code that 'dicycle item' takes; of a cell or a module, too, this tells what holds it or its matter.
    Things that are no more do not count: their matter went on, and is told of there. Exits with 0 also if nothing
    holds any of it.
    """
    _check(output, as_json=as_json)
    with opened(ledger, must_exist=True) as loop:
        item, genealogy = loop.find(lot), genealogy_of(loop)
        if output is not None:
            _write(genealogy.affected(item.id, element=element, kinds=kinds, as_of=moment(as_of)), output)
            return
        found = genealogy.recall(item.id, element=element, kinds=kinds, as_of=moment(as_of))
        if as_json:
            _as_json(found)
        else:
            click.echo(_told(loop, found, limit))
    if not found.complete:
        click.echo(f"… and more: these are {many(len(found.affected), 'thing')}; name a kind with --kind.", err=True)


def _check(output: Path | None, *, as_json: bool) -> None:
    """Refuse a file that cannot be written, before the work."""
    from dicycle.files import check_ending

    if output is not None and as_json:
        raise click.UsageError("--json and --output are two answers; ask for one.")
    if output is not None:
        check_ending(output)


def _write(table: Any, output: Path) -> None:
    from dicycle.files import write
    from dicycle.genealogy.tables import Whole

    write(Whole(table), output)
    places = len(table.column("place").unique())
    click.echo(f"{output}: {many(table.num_rows, 'thing')} at {many(places, 'place')}.")


def _as_json(found: "Recall") -> None:
    from dicycle.genealogy.plain import chunks

    for chunk in chunks(found, {}):
        click.echo(chunk, nl=False)
    click.echo()


def _told(loop: "Loop", found: "Recall", limit: int) -> str:
    shown = found.affected[:limit]
    wanted = [found.root, *(one.id for one in shown), *(one.holder for one in shown), *(one.place for one in shown)]
    names = names_of(loop, [one for one in (*wanted, *(one.place for one in found.groups)) if one])
    return "\n".join([*_head(found, names), *_groups(found, names), *_things(found, shown, names)])


def _head(found: "Recall", names: dict[str, dict[str, Any]]) -> list[str]:
    from dicycle.ledger.wording import label

    count = many(len(found.affected), "thing")
    by = "whole mass" if found.element == "mass" else f"mass of {found.element}"
    hold = "holds" if len(found.affected) == 1 else "hold"
    verdict = (
        f"{count} at {many(len(found.groups), 'place')} {hold}" if found.affected else "nothing that is known holds"
    )
    lines = [
        plain(f"{label(found.root, names)}: {verdict} some of it, by {by}, {as_of_line(found.as_of, found.point)}."),
        f"Mixing is taken to be {found.model} wherever lots meet.",
    ]
    lines += [f"{many(found.ended, 'more thing')} held some and ended; their matter went on."] if found.ended else []
    return [*lines, f"{per_cent(found.gone)} of it left as residue, loss or withdrawal."] if found.gone else lines


def _groups(found: "Recall", names: dict[str, dict[str, Any]]) -> list[str]:
    def row(one: "Group") -> tuple[str, ...]:
        return _place(one.place, names), f"{one.items:,}", per_cent(one.fraction)

    head = ("WHERE THEY ARE", "THINGS", "OF THE LOT")
    return ["", table([row(one) for one in found.groups], head)] if found.groups else []


def _things(found: "Recall", shown: "list[Affected]", names: dict[str, dict[str, Any]]) -> list[str]:
    def row(one: "Affected") -> tuple[str, ...]:
        return (
            per_cent(one.fraction), per_cent(one.share), mass(one.mass) if one.mass is not None else "",
            one.category or "", one.id, _held(one, names),
        )  # fmt: skip

    if not shown:
        return []
    head = ("OF THE LOT", "ITS SHARE", "MASS", "CATEGORY", "ID", "IN")
    rest = len(found.affected) - len(shown)
    more = [f"… and {many(rest, 'more thing')}: --limit shows them, -o FILE writes all."] if rest else []
    return ["", table([row(one) for one in shown], head), *more]


def _held(one: "Affected", names: dict[str, dict[str, Any]]) -> str:
    from dicycle.ledger.wording import label

    return label(one.holder, names) if one.holder and one.holder != one.id else ""


def _place(place: str | None, names: dict[str, dict[str, Any]]) -> str:
    from dicycle.ledger.wording import label

    return label(place, names) if place else "nobody said where"
