"""``dicycle agreements``: documents in, the register out."""

import click

from dicycle.cli.agreements.listing import chain, list_, partners, show
from dicycle.cli.agreements.reading import read
from dicycle.cli.agreements.reviewing import review
from dicycle.cli.agreements.scoring import score
from dicycle.cli.agreements.writing import export


@click.group()
def agreements() -> None:
    """Read press releases and news into a register of agreements.

    Documents are text, HTML or PDF in English, German, Chinese or Russian. Every value in the register quotes the
    characters that say it; nothing is counted twice; what two documents tell differently is kept and shown.
    """


for _command in (read, list_, show, review, chain, partners, export, score):
    agreements.add_command(_command)
