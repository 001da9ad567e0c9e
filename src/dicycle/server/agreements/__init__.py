"""The register of agreements over HTTP: one path for a page, its JSON and its CSV; documents and judgements go in."""

from dicycle.server.agreements.routes import router

__all__ = ["router"]
