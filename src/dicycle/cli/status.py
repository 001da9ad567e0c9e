"""``dicycle status``."""

from typing import Any

import click

from dicycle.cli.common import json_option, json_text, ledger_option, many, opened, table, tells_errors


@click.command()
@ledger_option
@json_option
@tells_errors
def status(ledger: str | None, as_json: bool) -> None:
    """Say what is in the ledger: events by type and step, things by category, from when to when."""
    from dicycle.ledger.formats import timestamp

    with opened(ledger, must_exist=True) as loop:
        counts = loop.store.counts()
    moments = ("first_event_time", "last_event_time", "last_record_time")
    plain: dict[str, Any] = counts | {name: timestamp(counts[name]) for name in moments if counts[name] is not None}
    click.echo(json_text(plain) if as_json else _told(plain))


def _told(counts: dict[str, Any]) -> str:
    if not counts["events"]:
        return "The ledger is empty. Capture something: dicycle capture FILE."
    head = f"{many(counts['events'], 'event')} from {counts['first_event_time']} to {counts['last_event_time']}"
    rows = [
        (kind, name, f"{count:,}") for kind in ("by_type", "by_step", "items") for name, count in counts[kind].items()
    ]
    words = {"by_type": "events", "by_step": "step", "items": "things"}
    return f"{head}\n\n{table([(words[kind], name, count) for kind, name, count in rows], ('OF', 'WHAT', 'COUNT'))}"
