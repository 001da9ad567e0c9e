"""``dicycle queries``: name, list, show and take away queries."""

from typing import BinaryIO

import click

from dicycle.cli.common import json_option, json_text, ledger_option, opened, table, tells_errors


@click.group()
def queries() -> None:
    """Name queries, so that others can ask for them and subscribe to them."""


@queries.command("list")
@ledger_option
@json_option
@tells_errors
def list_queries(ledger: str | None, as_json: bool) -> None:
    """List the named queries."""
    from dicycle.ledger.formats import timestamp
    from dicycle.ledger.subscribing import books
    from dicycle.ledger.subscribing.desk import definition

    with opened(ledger, must_exist=True) as loop:
        found, subscriptions = books.queries(loop.store), books.subscriptions(loop.store)
    if as_json:
        click.echo(json_text([definition(one) for one in found]))
        return
    counts = {one.name: sum(subscription.query == one.name for subscription in subscriptions) for one in found}
    rows = [(one.name, timestamp(one.created), str(counts[one.name]), bytes(one.body).decode()) for one in found]
    click.echo(table(rows, ("NAME", "MADE", "SUBSCRIPTIONS", "QUERY")) if rows else "No query has a name yet.")


@queries.command()
@click.argument("file", type=click.File("rb"))
@ledger_option
@json_option
@tells_errors
def add(file: BinaryIO, ledger: str | None, as_json: bool) -> None:
    """Name the query in FILE.

    FILE (- is standard input) holds JSON as for POST /queries: {"name": "shipments", "query": {"EQ_bizStep":
    ["shipping"]}}.
    """
    from dicycle.ledger.subscribing.desk import Desk, definition

    with opened(ledger) as loop:
        made = Desk(loop.store, loop.intake).define(file.read())
    click.echo(json_text(definition(made)) if as_json else f"The query {made.name!r} is there.")


@queries.command()
@click.argument("name")
@ledger_option
@json_option
@tells_errors
def show(name: str, ledger: str | None, as_json: bool) -> None:
    """Show the query called NAME."""
    from dicycle.ledger.subscribing.desk import Desk, definition

    with opened(ledger, must_exist=True) as loop:
        click.echo(json_text(definition(Desk(loop.store, loop.intake).query(name))))


@queries.command()
@click.argument("name")
@ledger_option
@json_option
@tells_errors
def remove(name: str, ledger: str | None, as_json: bool) -> None:
    """Take away the query called NAME, with all subscriptions to it."""
    from dicycle.ledger.subscribing.desk import Desk

    with opened(ledger, must_exist=True) as loop:
        Desk(loop.store, loop.intake).remove_query(name)
    click.echo(json_text({"removed": name}) if as_json else f"The query {name!r} is gone, with its subscriptions.")
