"""Grades and certificates: what a unit's health comes to for whoever buys it, and the proof of it."""

from dicycle.health.grading.assessing import Assessed, Rules, assess, conclude
from dicycle.health.grading.case import Case
from dicycle.health.grading.certificate import Certificate, certificate_bytes, certificate_id, read_certificate
from dicycle.health.grading.deciding import grade
from dicycle.health.grading.model import GRADES, Grade, Graded, Release, Resistance, Scheme
from dicycle.health.grading.rulebook import read_rules
from dicycle.health.grading.schemes import our_scheme, read_scheme, sign_scheme

__all__ = [
    "GRADES", "Assessed", "Case", "Certificate", "Grade", "Graded", "Release", "Resistance", "Rules", "Scheme",
    "assess", "certificate_bytes", "certificate_id", "conclude", "grade", "our_scheme", "read_certificate",
    "read_rules", "read_scheme", "sign_scheme",
]  # fmt: skip
