"""The yard's pages: scan, inspect gate by gate, see grade and route, print the label."""

from fastapi import APIRouter

from dicycle.bootstrap import Loop
from dicycle.server.pages.health import acting, carrying, certificate, offline, result, verification, yard

__all__ = ["CERTIFICATE", "add"]

CERTIFICATE = certificate.show
"""What makes the page of a certificate, whose path answers to programs, too."""


def add(pages: APIRouter, loop: Loop) -> None:
    """Add the pages that are for people alone."""
    acting.add(pages, loop)
    result.add(pages, loop)
    carrying.add(pages, loop)
    offline.add(pages)
    verification.add(pages, loop)
    yard.add(pages, loop)  # last: its path takes any unit
