"""The embedded store: one SQLite file, durable, with nothing to set up."""

from dicycle.storage.sqlite.store import SQLiteStore

__all__ = ["SQLiteStore"]
