"""``dicycle items`` and ``dicycle item``."""

from typing import TYPE_CHECKING, Any

import click

from dicycle.cli.common import json_option, json_text, ledger_option, many, moment, opened, plain, table, tells_errors
from dicycle.vocabulary import NAME

if TYPE_CHECKING:
    from dicycle.bootstrap import Life


@click.command()
@click.option("--category", default=None, help="Only things of this category, such as pack, module or black_mass.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="At most so many.")
@ledger_option
@json_option
@tells_errors
def items(category: str | None, limit: int, ledger: str | None, as_json: bool) -> None:
    """List the things and lots that the ledger knows, newest first."""
    with opened(ledger, must_exist=True) as loop:
        found = loop.store.items(category, limit, None)
        names = loop.store.names([one.id for one in found])
    if as_json:
        click.echo(json_text([{"id": one.id, "category": one.category} | names[one.id] for one in found]))
        return
    rows = [(one.category or "", str(names[one.id].get(NAME, "")), one.id) for one in found]
    click.echo(table(rows, ("CATEGORY", "NAME", "ID")) if rows else "The ledger knows nothing of this kind.")


@click.command()
@click.argument("code")
@click.option("--as-of", default=None, help="Parts and parents as of this date.", metavar="DATE")
@ledger_option
@json_option
@tells_errors
def item(code: str, as_of: str | None, ledger: str | None, as_json: bool) -> None:
    """Tell the life of the thing that CODE names: Digital Link, EPC URN, (01)…(21)…, GB/T 34014 code or alias."""
    with opened(ledger, must_exist=True) as loop:
        life = loop.life(code, moment(as_of))
        if as_json:
            click.echo(json_text(_plain(life)))
            return
        from dicycle.ledger.narrative import mentions

        wanted = {id for one in life.events for id in mentions(one.event)}
        click.echo(_told(life, life.names | loop.store.names(sorted(wanted))))


def _plain(life: "Life") -> dict[str, Any]:
    from dicycle.ledger.formats import timestamp

    def stay(one: Any) -> dict[str, Any]:
        return {"parent": one.parent, "child": one.child, "since": timestamp(one.since), "event": one.event_id}

    return {
        "id": life.item.id,
        "category": life.item.category,
        "aliases": life.aliases,
        "parts": [stay(one) for one in life.parts],
        "parents": [stay(one) for one in life.parents],
        "events": [one.value for one in life.events],
    }


def _told(life: "Life", names: dict[str, dict[str, Any]]) -> str:
    from dicycle.ledger.narrative import sentence

    called = names.get(life.item.id, {}).get(NAME, "")
    lines = [f"{life.item.category or 'thing'} {called} {life.item.id}".replace("  ", " ")]
    lines += [f"also known as {alias}" for alias in life.aliases]
    lines += [f"in {names.get(one.parent, {}).get(NAME, '')} {one.parent}".replace("  ", " ") for one in life.parents]
    lines += [f"{many(len(life.parts), 'part')} inside"] if life.parts else []
    lines.append("")
    for one in life.events:
        telling = sentence(one.event, life.item.id, names, one.extensions)
        place = f" at {telling.place.text}" if telling.place else ""
        lines.append(f"{one.value['eventTime']}  {telling.text}{place}")
    return "\n".join(map(plain, lines))
