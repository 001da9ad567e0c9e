"""Safety gates S0 to S8: what is asked of a returned unit before anyone asks how healthy it is."""

from dicycle.health.gates.before import told_before
from dicycle.health.gates.judging import judge
from dicycle.health.gates.limits import limits_for, read_limits
from dicycle.health.gates.model import GATES, FailedBefore, Gate, Limits, Passage, Question, Reading
from dicycle.health.gates.questions import QUESTION, QUESTIONS, asked

__all__ = [
    "GATES", "QUESTION", "QUESTIONS", "FailedBefore", "Gate", "Limits", "Passage", "Question", "Reading", "asked",
    "judge", "limits_for", "read_limits", "told_before",
]  # fmt: skip
