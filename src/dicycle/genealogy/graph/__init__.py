"""The genealogy of a ledger as flat arrays: things, the events that made and used them, and what was in what."""

from dicycle.genealogy.graph.model import (
    FOREVER,
    NEVER,
    NOT_SAID,
    Births,
    Content,
    Feed,
    Graph,
    Happenings,
    Kind,
    Runs,
    Stays,
    Things,
    Uses,
)
from dicycle.genealogy.graph.names import Names
from dicycle.genealogy.graph.sections import from_sections, sections

__all__ = [
    "FOREVER",
    "NEVER",
    "NOT_SAID",
    "Births",
    "Content",
    "Feed",
    "Graph",
    "Happenings",
    "Kind",
    "Names",
    "Runs",
    "Stays",
    "Things",
    "Uses",
    "from_sections",
    "sections",
]
