"""``dicycle health``: models that judge pulses are fitted from one's own data, and reported on."""

import click

from dicycle.cli.health.fitting import fit
from dicycle.cli.health.reporting import report


@click.group()
def health() -> None:
    """Fit models of health from pulse tests, and judge them.

    Files are sheets of pulse tests of known capacity: one row a test, columns Qn, Q, SOC and the turning points U1, U2,
    … (.xlsx, .csv).
    """


for _command in (fit, report):
    health.add_command(_command)
