"""Genealogy at scale: a synthetic chain, what answers cost in it, and in what a user would pick instead."""
