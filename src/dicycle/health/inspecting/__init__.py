"""Inspections in progress, kept in a ledger from the first scan to the certificate."""

from dicycle.health.inspecting.files import Files
from dicycle.health.inspecting.inspections import Inspections
from dicycle.health.inspecting.lifetime import lifetime_reading
from dicycle.health.inspecting.looking import look
from dicycle.health.inspecting.model import Inspection

__all__ = ["Files", "Inspection", "Inspections", "lifetime_reading", "look"]
