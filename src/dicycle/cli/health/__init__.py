"""``dicycle health``: models that judge pulses are fitted from one's own data and reported on; cells are grouped."""

import click

from dicycle.cli.health.fitting import fit
from dicycle.cli.health.lasting import lasting
from dicycle.cli.health.live import live
from dicycle.cli.health.reporting import report
from dicycle.cli.health.sampling import sample


@click.group()
def health() -> None:
    """Fit models of health from pulse tests and charges, and judge them; group cells that live alike.

    Sheets of pulse tests of known capacity have one row a test, columns Qn, Q, SOC and the turning points U1, U2, …
    (.xlsx, .csv).
    """


for _command in (fit, lasting, live, report, sample):
    health.add_command(_command)
