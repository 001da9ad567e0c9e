"""How well documents are read: releases against annotated gold, field by field and language by language."""

from dicycle.agreements.scoring.gold import Gold, read_gold
from dicycle.agreements.scoring.judging import judge
from dicycle.agreements.scoring.tally import FIELDS, Score, Tally

__all__ = ["FIELDS", "Gold", "Score", "Tally", "judge", "read_gold"]
