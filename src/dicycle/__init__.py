"""Dicycle."""
