"""Traces and recalls: walks over the arrays of a genealogy, and what they find in words."""

from dicycle.genealogy.tracing.answering import trace
from dicycle.genealogy.tracing.flows import Flow, pairs
from dicycle.genealogy.tracing.recalling import Reached, Rows, recall, recall_rows
from dicycle.genealogy.tracing.tables import recall_table, trace_table
from dicycle.genealogy.tracing.walking import Walk, Walker, Wishes

__all__ = [
    "Flow",
    "Reached",
    "Rows",
    "Walk",
    "Walker",
    "Wishes",
    "pairs",
    "recall",
    "recall_rows",
    "recall_table",
    "trace",
    "trace_table",
]
