"""The ledger's own clock."""

import time


def now() -> int:
    """Return the moment as microseconds since 1970 UTC."""
    return time.time_ns() // 1000
