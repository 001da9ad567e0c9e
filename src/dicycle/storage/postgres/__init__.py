"""The store for many processes and machines: a database of PostgreSQL.

It needs psycopg, which comes with ``pip install 'dicycle[postgres]'``; without it this room can still be imported.
"""

from typing import TYPE_CHECKING, Any

from dicycle.errors import StoreError

if TYPE_CHECKING:
    from dicycle.storage.postgres.store import PostgresStore

__all__ = ["PostgresStore"]


def __getattr__(name: str) -> Any:
    """Load the store when it is asked for; raises StoreError if psycopg is not installed."""
    if name != "PostgresStore":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        from dicycle.storage.postgres.store import PostgresStore as Store
    except ModuleNotFoundError as wrong:
        if (wrong.name or "").partition(".")[0] not in ("psycopg", "psycopg_pool", "psycopg_binary"):
            raise
        sentence = "PostgreSQL is spoken through psycopg, which is not installed here."
        advice = "Install it: pip install 'dicycle[postgres]'."
        raise StoreError.because("store.no-driver", sentence, advice=advice) from None
    return Store
