"""Inspections and assessments as plain values, for programs."""

from typing import Any

import msgspec

from dicycle.health.grading.assessing import Assessed
from dicycle.health.inspecting import Inspection, Inspections


def told(found: Assessed) -> dict[str, Any]:
    """Return an assessment as plain values: the certificate, and what it would be called."""
    return {
        "grade": found.graded.grade,
        "summary": found.graded.summary,
        "certificate": found.id,
        "content": msgspec.Raw(found.data),
        "findings": [one.as_dict() for one in found.findings],
    }


def brief(one: Inspection) -> dict[str, Any]:
    """Return an inspection in a list."""
    return {"id": one.id, "unit": one.begun.unit, "by": one.begun.by, "at": one.begun.at, "status": one.status}


def whole(inspections: Inspections, id: str) -> dict[str, Any]:
    """Return an inspection as plain values."""
    one = inspections.read(id)
    passage, held = inspections.passage(one), inspections.settled(one)
    limits = passage.limits
    return {
        **brief(one),
        "type": one.begun.type,
        "entries": one.entries,
        "failed_before": inspections.failed_before(one),
        "replaced": held.replaced,
        "gates": passage.gates,
        "quarantine": passage.quarantine,
        "limits": {"id": limits.id, "version": limits.version, "issued": limits.issued, "hash": limits.hash},
        "finished": one.finished,
    }
