"""What makes the pages of the register: given to its routes, so that they need not know how a page is made."""

from collections.abc import Callable
from typing import NamedTuple

from fastapi import Request
from starlette.responses import Response

from dicycle.agreements.agreements import Agreements
from dicycle.agreements.register.model import Entry, Organisation
from dicycle.server.agreements.asking import Asked
from dicycle.server.agreements.listing import Listing, Part


class Pages(NamedTuple):
    """What makes the pages of the register; each takes the request, the register, and what is shown."""

    register: Callable[[Request, Agreements, Listing], Response]
    entry: Callable[[Request, Agreements, Entry], Response]
    parties: Callable[[Request, Agreements, Asked, list[Organisation], Part], Response]
    party: Callable[[Request, Agreements, Organisation], Response]
    chain: Callable[[Request, Agreements, Asked], Response]
