"""The genealogy of a thing, drawn: where it came from, where it went, and whose metal is in it."""

from dicycle.server.pages.genealogy.routes import add

__all__ = ["add"]
