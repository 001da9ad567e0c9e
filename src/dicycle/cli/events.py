"""``dicycle events`` and ``dicycle event``."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

import click

from dicycle.cli.common import json_option, ledger_option, opened, table, tells_errors
from dicycle.errors import InvalidQuery

if TYPE_CHECKING:
    from dicycle.ledger.stored import StoredEvent


@click.command()
@click.argument("parameters", nargs=-1, metavar="[PARAMETER=VALUE]...")
@click.option(
    "--limit", type=click.IntRange(1, 1_000_000_000), default=20, show_default=True, help="At most so many events."
)
@click.option("--all", "everything", is_flag=True, help="All events that match.")
@ledger_option
@click.option("--json", "as_json", is_flag=True, help="Write the events whole, one JSON object a line.")
@click.option("--xml", "as_xml", is_flag=True, help="Write the events whole, as one EPCISQueryDocument in XML.")
@tells_errors
def events(
    parameters: tuple[str, ...], limit: int, everything: bool, ledger: str | None, as_json: bool, as_xml: bool
) -> None:
    """List events that match SimpleEventQuery parameters, newest first.

    For example: dicycle events EQ_bizStep=shipping MATCH_anyEPC=https://id.gs1.org/01/09521000000018/21/A1. Several
    values of one parameter are written with | between them, or the parameter is given again.
    """
    if as_json and as_xml:
        raise click.UsageError("--json and --xml are two answers; ask for one.")
    asked = _asked(parameters)
    with opened(ledger, must_exist=True) as loop:
        everything |= "eventCountLimit" in asked
        answer = loop.events(**asked)
        found = answer if everything else islice(answer, limit)
        if as_xml:
            _write_xml(found)
        elif as_json:
            for one in found:
                click.echo(one.json(with_context=True))
        else:
            _write_table(found)
        _say_more(answer)


def _asked(parameters: tuple[str, ...]) -> dict[str, list[str]]:
    """Return the parameters of a query as they were typed."""
    asked: dict[str, list[str]] = {}
    for parameter in parameters:
        name, found, value = parameter.partition("=")
        if not found:
            advice = "Write it as EQ_bizStep=shipping."
            raise InvalidQuery.because("cli.parameter", f"{parameter!r} is not PARAMETER=VALUE.", advice=advice)
        asked.setdefault(name, []).extend(value.split("|"))
    return asked


def _write_xml(events: Iterable["StoredEvent"]) -> None:
    from dicycle.ledger.xml import query_document

    click.echo(query_document(events), nl=False)


def _write_table(events: Iterable["StoredEvent"]) -> None:
    rows = [(one.value["eventTime"], one.value["type"], one.value.get("bizStep", ""), one.event_id) for one in events]
    click.echo(table(rows, ("EVENT TIME", "TYPE", "STEP", "EVENT ID")) if rows else "No event matches.")


def _say_more(rest: Iterator["StoredEvent"]) -> None:
    """Say on standard error that an answer goes on, if it does."""
    if next(rest, None) is not None:
        click.echo("… and more: use --limit or --all.", err=True)


@click.command()
@click.argument("event_id")
@ledger_option
@json_option
@tells_errors
def event(event_id: str, ledger: str | None, as_json: bool) -> None:
    """Show the event with EVENT_ID as JSON, and the declarations about it."""
    import msgspec

    with opened(ledger, must_exist=True) as loop:
        for one in loop.records(event_id):
            raw = one.json(with_context=True)
            click.echo(raw if as_json else msgspec.json.format(raw, indent=2))
