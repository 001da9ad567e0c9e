"""Dicycle keeps the books of the power-battery loop.

``loop = dicycle.open("loop.db")`` opens a ledger; ``loop.capture(…)``, ``loop.events(…)``, ``loop.life(code)`` use it.
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dicycle.bootstrap import Loop

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def open(path: str | Path = "dicycle.db") -> "Loop":
    """Open the ledger in a file, making it if it is not there.

    Raises `dicycle.errors.StoreError` when the file cannot be opened or is not a ledger.
    """
    from dicycle.bootstrap import open_loop

    return open_loop(path)
