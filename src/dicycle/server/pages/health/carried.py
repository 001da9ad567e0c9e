"""A route that was carried out, in words: which, by whom, where and when."""

from typing import Any, Final

from dicycle.bootstrap import Loop
from dicycle.health.inspecting.model import Carried
from dicycle.ledger.formats import microseconds
from dicycle.ledger.wording import name_of
from dicycle.server.pages.health.words import ROUTE_WORDS
from dicycle.server.pages.links import event_url, url_of
from dicycle.server.pages.moments import moment_of

ROUTES_PATH: Final = "/yard/routes"
"""Where the route after a certificate has its page."""


def carried_view(loop: Loop, done: Carried | None) -> dict[str, Any] | None:
    """Return in words what was carried out."""
    if done is None:
        return None
    names = loop.store.names([done.place])
    return {
        "word": ROUTE_WORDS[done.route],
        "best": "" if done.best == done.route else ROUTE_WORDS[done.best],
        "reason": done.reason,
        "by": done.by,
        "place": name_of(done.place, names) or done.place,
        "place_url": url_of(done.place),
        "moment": moment_of(microseconds(done.when) or 0),
        "events": [event_url(one) for one in done.ids],
    }
