"""The pages of the register of agreements."""

from typing import Final

from fastapi import APIRouter

from dicycle.bootstrap import Loop
from dicycle.server.agreements.shown import Pages
from dicycle.server.pages.agreements import chain, entry, map, party, reading, register, reviewing

__all__ = ["AGREEMENTS", "add"]

AGREEMENTS: Final = Pages(register.show, entry.show, party.show_all, party.show, chain.show)
"""The pages whose paths answer to programs, too."""


def add(pages: APIRouter, loop: Loop) -> None:
    """Add the pages that are for people alone: reading a document, reviewing, and the map."""
    reading.add(pages, loop)
    reviewing.add(pages, loop)
    map.add(pages, loop)
