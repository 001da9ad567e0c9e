"""Trying a subscription out: a report without events, sent at once."""

from uuid import uuid4

from dicycle.ledger.subscribing.delivering import Answer, Webhooks
from dicycle.ledger.subscribing.model import Subscription
from dicycle.server.epcis.answers import query_body
from dicycle.server.epcis.reports import headers_of
from dicycle.server.subscriptions.sending import send


def try_out(subscription: Subscription, moment: int, webhooks: Webhooks) -> Answer:
    """Send a report without events and return what the receiver said; nothing is kept of it."""
    body = query_body(
        [], subscription.epc_format, name=subscription.query, subscription=subscription.id, created=moment
    )
    return send(subscription.dest, body, headers_of(subscription, str(uuid4()), body), webhooks)
