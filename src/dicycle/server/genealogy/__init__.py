"""Genealogy over HTTP: ``/trace``, ``/recall`` and ``/attribution``, as JSON, CSV or Parquet.

Each answer says as of which point of the ledger it holds, in the header ``Dicycle-Point`` and in its field ``point``.
"""

from dicycle.server.genealogy.routes import router

__all__ = ["router"]
