"""Tamper evidence: a Merkle log over the events in the formats of C2SP, and what checks it."""
