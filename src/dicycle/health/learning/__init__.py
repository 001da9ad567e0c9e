"""Learning from pulse tests: what is fitted, how sure it is, how it is kept, how well it does on units never seen."""

from dicycle.health.learning.fitting import Progress as Progress
from dicycle.health.learning.fitting import fit as fit
from dicycle.health.learning.model import PulseModel as PulseModel
from dicycle.health.learning.model import load as load
from dicycle.health.learning.model import save as save
from dicycle.health.learning.reporting import Report as Report
from dicycle.health.learning.reporting import report as report
