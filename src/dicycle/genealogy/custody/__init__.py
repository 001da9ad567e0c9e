"""Whose metal is in what by the rules of each site: the models of ISO 22095, as data and as exact books."""

from dicycle.genealogy.custody.allocations import Allocations, Entry, allocations_of
from dicycle.genealogy.custody.answering import answer, books_of, is_common
from dicycle.genealogy.custody.books import Batch, Books, Statement
from dicycle.genealogy.custody.keeping import keep
from dicycle.genealogy.custody.models import MODELS, Model
from dicycle.genealogy.custody.reading import check_rules, read_rules
from dicycle.genealogy.custody.rules import NO_RULES, Claim, Rule, Rules
from dicycle.genealogy.custody.trial import Trial, trial

__all__ = [
    "MODELS",
    "NO_RULES",
    "Allocations",
    "Batch",
    "Books",
    "Claim",
    "Entry",
    "Model",
    "Rule",
    "Rules",
    "Statement",
    "Trial",
    "allocations_of",
    "answer",
    "books_of",
    "check_rules",
    "is_common",
    "keep",
    "read_rules",
    "trial",
]
