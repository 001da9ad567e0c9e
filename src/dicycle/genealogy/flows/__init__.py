"""How matter flows through the loop: which event moved how much of what from stage to stage."""

from dicycle.genealogy.flows.computing import flows_of
from dicycle.genealogy.flows.model import Balance, Flows, balances
from dicycle.genealogy.flows.stages import STAGES, Stage, stage_named

__all__ = ["STAGES", "Balance", "Flows", "Stage", "balances", "flows_of", "stage_named"]
