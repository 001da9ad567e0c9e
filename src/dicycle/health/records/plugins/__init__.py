"""Readers that run in a process of their own: `python -m dicycle.health.records.plugins.NAME FILE ANSWER`.

A reader that is not ours may be under another licence, change libraries that the whole process uses, or end the process
over a damaged file. None of that reaches the process that asks.
"""
