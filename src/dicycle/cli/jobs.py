"""``dicycle jobs``."""

import click

from dicycle.cli.common import json_option, json_text, ledger_option, opened, table, tells_errors


@click.command()
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="At most so many.")
@ledger_option
@json_option
@tells_errors
def jobs(limit: int, ledger: str | None, as_json: bool) -> None:
    """List capture jobs, newest first, with what was refused."""
    from dicycle.ledger.formats import timestamp

    with opened(ledger, must_exist=True) as loop:
        found = loop.store.jobs(limit, None)
    if as_json:
        rows = [one._asdict() | {"errors": [finding.as_dict() for finding in one.errors]} for one in found]
        click.echo(json_text([row | {"created": timestamp(row["created"])} for row in rows]))
        return
    shown = [
        (timestamp(one.created), one.id, _state(one.running, one.success), str(one.stored), str(len(one.errors)))
        for one in found
    ]
    head = ("CREATED", "JOB", "STATE", "STORED", "ERRORS")
    click.echo(table(shown, head) if shown else "No document was captured over HTTP yet.")


def _state(running: bool, success: bool) -> str:
    return "running" if running else "done" if success else "refused"
