"""The check of a matching, from the modules alone: of what makes matchings it imports the model and nothing else."""

from dicycle.routing.matching.checking.proving import Proof as Proof
from dicycle.routing.matching.checking.proving import check as check
