"""What a subscriber asks for."""

import json
from typing import Any

from dicycle.ledger.subscribing.wishes import webhook


def wished(**fields: Any) -> Any:
    """Return what a webhook subscription asks for."""
    whole = {"dest": "https://client.example.com/in", "stream": True} | fields
    given = {name: value for name, value in whole.items() if value is not ...}
    return webhook(json.dumps(given).encode(), "No_Preference", private=False)
