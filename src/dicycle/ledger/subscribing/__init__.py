"""Named queries and subscriptions to them (EPCIS 2.0 §8.2.7): what is asked for, what is due, what becomes of a report.

What happens is decided here by pure functions over values that are kept as cards of the store; the HTTP and the
threads are in `dicycle.server.subscriptions`.
"""
