"""Routing: what next for a returned battery, and which modules make the best packs."""
