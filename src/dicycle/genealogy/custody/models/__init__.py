"""The models of attribution, by name: one file each, and a line here."""

from typing import Final

from dicycle.genealogy.answers import PROPORTIONAL
from dicycle.genealogy.custody.models.base import Model
from dicycle.genealogy.custody.models.credit import Credit
from dicycle.genealogy.custody.models.fifo import Fifo
from dicycle.genealogy.custody.models.identity import Identity
from dicycle.genealogy.custody.models.proportional import Proportional
from dicycle.genealogy.custody.models.rolling import Rolling
from dicycle.genealogy.custody.rules import CREDIT, FIFO, IDENTITY, ROLLING

MODELS: Final[dict[str, type[Model]]] = {
    PROPORTIONAL: Proportional,
    IDENTITY: Identity,
    ROLLING: Rolling,
    CREDIT: Credit,
    FIFO: Fifo,
}

__all__ = ["MODELS", "Model"]
