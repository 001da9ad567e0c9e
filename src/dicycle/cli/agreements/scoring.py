"""``dicycle agreements score``."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dicycle.cli.common import json_option, json_text, many, plain, table, tells_errors

if TYPE_CHECKING:
    from dicycle.agreements.scoring import Gold, Score


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="DIR")
@click.option("--language", type=click.Choice(["en", "de", "zh", "ru"]), default=None, help="Only of this language.")
@click.option("--misses", is_flag=True, help="Tell each value that was missed or is false.")
@json_option
@tells_errors
def score(folder: Path, language: str | None, misses: bool, as_json: bool) -> None:
    """Score the reading of annotated documents: DIR holds gold.json, and the documents beside it or in documents/.

    Told are right, false and missed values by field and language, what was read out of spans that must not be used,
    and quotes whose characters are not exact. Nothing is kept in the register.
    """
    from dicycle.agreements.scoring import read_gold

    found = [one for one in read_gold(folder) if language in (None, one.said.get("lang"))]
    scores = {name: _scored(found, name) for name in sorted({str(one.said.get("lang")) for one in found})}
    if as_json:
        click.echo(json_text({name: _plain(one) for name, one in scores.items()}))
        return
    for name, one in scores.items():
        click.echo(f"{name}: {many(one.documents, 'document')}\n{_table(one)}\n{_told(one)}\n")
        for note in one.notes if misses else one.forbidden + one.misquoted:
            click.echo(plain(f"  {note}"))


def _scored(found: "list[Gold]", language: str) -> "Score":
    from dicycle.agreements.reader import read_agreements
    from dicycle.agreements.scoring import Score, judge

    whole = Score()
    for gold in found:
        if gold.said.get("lang") == language:
            document, release = read_agreements(gold.path.read_bytes(), gold.path.name)
            whole.add(judge(gold, release, document.text))
    return whole


def _table(score: "Score") -> str:
    rows = [(name, str(one.right), str(one.false), str(one.missed), *map(_share, (one.precision, one.recall, one.f1)))
            for name, one in [*score.fields.items(), ("all fields", score.whole)]]  # fmt: skip
    return table(rows, ("FIELD", "RIGHT", "FALSE", "MISSED", "PRECISION", "RECALL", "F1"))


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _told(score: "Score") -> str:
    return (
        f"Read out of spans that must not be used: {len(score.forbidden)}. "
        f"Quotes: {score.quotes:,}, not exact: {len(score.misquoted)}."
    )


def _plain(score: "Score") -> dict[str, Any]:
    fields = {
        name: {"right": one.right, "false": one.false, "missed": one.missed, "precision": one.precision,
               "recall": one.recall, "f1": one.f1}
        for name, one in [*score.fields.items(), ("all fields", score.whole)]
    }  # fmt: skip
    return {
        "documents": score.documents, "fields": fields, "forbidden": score.forbidden, "misquoted": score.misquoted,
        "quotes": score.quotes, "notes": score.notes,
    }  # fmt: skip
