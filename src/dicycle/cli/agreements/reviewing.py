"""``dicycle agreements review``."""

from typing import TYPE_CHECKING, Any

import click

from dicycle.cli.common import json_option, json_text, ledger_option, opened, table, tells_errors
from dicycle.errors import NotFound

if TYPE_CHECKING:
    from dicycle.agreements.agreements import Agreements
    from dicycle.agreements.register.model import Candidate


@click.command()
@click.option("--same", metavar="ID", help="Say that a candidate's two are one.")
@click.option("--different", metavar="ID", help="Say that they are two.")
@click.option("--unsure", metavar="ID", help="Take back what was said, or leave it open.")
@click.option("--by", default="", help="Who says so.")
@click.option("--all", "decided", is_flag=True, help="List what was decided, too.")
@ledger_option
@json_option
@tells_errors
def review(
    same: str | None, different: str | None, unsure: str | None, by: str, decided: bool, ledger: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    """List parties and entries that may be one, or decide about a pair; what was decided is remembered.

    ID is the first column of the list.
    """
    with opened(ledger, must_exist=True) as loop:
        for id, verdict in ((same, "same"), (different, "different"), (unsure, "unsure")):
            if id:
                _judge(loop.agreements, id, verdict, by)
        found = loop.agreements.candidates(decided=decided)
    if as_json:
        click.echo(json_text(found))
    elif found:
        rows = [(one.id, one.matter, f"{one.score:.2f}", "; ".join(one.grounds), one.verdict or "") for one in found]
        click.echo(table(rows, ("ID", "WHAT", "LIKENESS", "GROUNDS", "DECIDED")))
    else:
        click.echo("Nothing to review.")


def _judge(agreements: "Agreements", id: str, verdict: Any, by: str) -> None:
    found: Candidate | None = next((one for one in agreements.candidates(decided=True) if one.id == id), None)
    if found is None:
        advice = "List the candidates: dicycle agreements review --all."
        raise NotFound.because("agreements.no-candidate", f"There is no candidate {id}.", id, advice)
    agreements.judge(found.matter, found.one, found.other, verdict, by=by)
