"""Certificates and labels on paper: a page of A4 as PDF, a label as SVG and PDF; same content, same bytes."""

from dicycle.health.grading.printing.labels import A6, ROLL, label
from dicycle.health.grading.printing.page import certificate_page
from dicycle.health.grading.printing.paper import as_pdf
from dicycle.health.grading.printing.vectors import as_svg

__all__ = ["A6", "ROLL", "as_pdf", "as_svg", "certificate_page", "label"]
