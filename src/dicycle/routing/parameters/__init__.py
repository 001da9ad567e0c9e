"""What routing reckons with, as data that its user may change."""

from dicycle.routing.parameters.model import Parameter, Parameters, Policy
from dicycle.routing.parameters.reading import having, our_parameters, read_parameters

__all__ = ["Parameter", "Parameters", "Policy", "having", "our_parameters", "read_parameters"]
